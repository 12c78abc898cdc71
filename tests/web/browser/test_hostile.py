# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, notes, file names and arguments that want to be code do nothing in a real browser.

`test_hostile.py` reads every answer; here a browser runs, draws and hovers.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.support.addresses import arguments, pages
from tests.support.browser import Visits, also, looked_at, open_all
from tests.support.site import HOSTILE, app_of, hostile_network, hostile_store, serving, store_of
from web.pages.questions import doors

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
MIXED = (
    "</title></textarea></script>\"'><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
)
"""Ends whatever a text can stand in, then does what all others do."""
TRACES = "main img, main b b, main iframe, [onload], [onerror], a[href^=javascript], script:not([src], [type])"
WITH_CONTROLS, WITHOUT_CONTROLS = "\x1b[31mred\x07 \x9b2J\x0b\ufffe", "[31mred 2J"
"""The payload that a terminal would obey, and what a page shows of it."""
TWICE = tuple(f"/ask/{door.query}" for door in doors())
"""Addresses of queries that have a page of their own."""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store whose every text is a payload."""
    with serving(app_of(hostile_store(), tmp_path_factory.mktemp("cache"))) as address:
        yield address


def is_harmless(page: "Page") -> bool:
    """Say that nothing ran and nothing became part of the page."""
    return page.title() != "ran" and page.locator(TRACES).count() == 0 and page.locator("footer").count() == 1


def hover(page: "Page") -> None:
    """Move over the drawing, so that tooltips show."""
    frame = page.locator("#network").bounding_box()
    assert frame
    page.mouse.move(frame["x"], frame["y"])
    page.mouse.move(frame["x"] + frame["width"], frame["y"] + frame["height"], steps=12)
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, steps=5)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_name_runs_or_breaks_a_page(visit: Visits, hostile_site: str, language: str) -> None:
    """A third of all pages in each language, on a phone, with everything unfolded; a query once, alone or in a page."""
    number = ["en", "fr", "ar"].index(language)
    watched = visit(hostile_site, viewport=PHONE, reduced_motion="reduce")
    found: list[str] = []
    for path in [path for path in pages(hostile_store().snapshot()) if not path.startswith(TWICE)][number::3]:
        # Some questions need more than the one thing that is named.
        page = watched.open(also(path, f"uselang={language}"), None if path.startswith("/ask/") else 200)
        if page.query_selector("#network"):
            hover(page)
        open_all(page)
        if not is_harmless(page):
            found.append(f"{path}: ran")
        found += [f"{path}: {complaint}" for kind in ("wide", "cut") for complaint in looked_at(page)[kind]]
    assert "\n".join(found) == ""


def test_every_payload_is_shown_as_it_is_written(visit: Visits, hostile_site: str) -> None:
    watched = visit(hostile_site)
    page = watched.open("/entry/project:centre")
    names = page.locator("tbody th a").all_text_contents()
    written = [WITHOUT_CONTROLS if text == WITH_CONTROLS else text for text in HOSTILE]
    assert WITH_CONTROLS in HOSTILE
    assert {" ".join(text.split()) for text in written} <= {" ".join(name.split()) for name in names}
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe]", page.content()) == []
    page.locator("tbody th a").nth(1).focus()
    page.keyboard.press("ArrowDown")
    assert is_harmless(page)


def test_no_argument_runs_or_breaks_a_page(visit: Visits, sample_site: str) -> None:
    """Every field of every form, filled in by an address; a text field of a page that knows nothing better, too."""
    watched = visit(sample_site, viewport=PHONE)
    found: list[str] = []
    for address, needed, name in arguments(store_of(hostile_network()).snapshot()):
        if address.startswith("/ask/") or name in needed:
            path = f"{address}?{urlencode({name: MIXED})}"
            page = watched.open(path, None)
            if not is_harmless(page):
                found.append(path)
            found += [f"{path}: {complaint}" for complaint in looked_at(page)["wide"]]
    assert found == []


def test_a_payload_in_the_search_is_only_looked_for(visit: Visits, sample_site: str) -> None:
    watched = visit(sample_site, viewport=PHONE)
    page = watched.open("/")
    page.locator(".site-search input").fill(MIXED)
    page.locator(".site-search button").click()
    page.wait_for_url("**/search?*")
    assert is_harmless(page)
    assert page.locator(".site-search input").input_value() == MIXED
    page.locator(".site-search input").fill("drum")
    page.locator(".site-search input").press_sequentially(MIXED, delay=1)
    assert is_harmless(page)


def test_a_saved_view_of_payloads_is_harmless(visit: Visits, hostile_site: str, tmp_path: Path) -> None:
    page = visit(hostile_site).open("/entry/project:centre")
    with page.expect_download() as download:
        page.locator("a[href*='format=file']").click()
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    saved = visit(file.as_uri()).page
    saved.goto(file.as_uri())
    saved.wait_for_selector("#network[data-state=live]")
    hover(saved)
    assert saved.title() != "ran"
    assert saved.locator("main img, [onload], [onerror]").count() == 0
