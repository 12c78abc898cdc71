# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in a real browser, in every language, light and dark, wide and on a phone: open to all, whole, quiet.

Each page is opened once per language and looked at twice, as it comes and
with everything unfolded, in another scheme and width; together that is every
language with every scheme and width, and every scheme with every width.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from graph.memory_store import MemoryStore
from tests.browser import FAULTY, PAGES, WHEN_EMPTY, Visits, Watched, also, looked_at, open_all
from tests.site import app_of, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
ALIKE = [["tbody tr:nth-child(n+7)"], [".chain li:nth-child(n+4)"]]
"""Left out by axe-core: the rows of a table after the sixth, which the same lines of a template make; half the time."""
WIDE, PHONE = 1280, 360
LOOKS = {
    "en": (("light", WIDE), ("dark", PHONE)),
    "fr": (("dark", WIDE), ("light", PHONE)),
    "ar": (("light", PHONE), ("dark", WIDE)),
}
Found = dict[str, list[str]]


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store with nothing in it."""
    with serving(app_of(MemoryStore(), tmp_path_factory.mktemp("cache"))) as address:
        yield address


@pytest.fixture(scope="module", params=LOOKS)
def found(
    request: pytest.FixtureRequest, chromium: "Browser", axe_source: str, sample_site: str, empty_site: str
) -> Found:
    """Open every page in a language, and return what was found wrong, by kind."""
    language: str = request.param
    visits, found = Visits(chromium), defaultdict[str, list[str]](list)
    for site, paths in (
        (sample_site, {**dict.fromkeys(PAGES, 200), **FAULTY}),
        (empty_site, dict.fromkeys(WHEN_EMPTY, 200)),
    ):
        # Codex lets colours change slowly, and a look must not catch them half way.
        watched = visits(site, reduced_motion="reduce")
        for path, status in paths.items():
            for kind, fault in _faults(watched, path, status, language, axe_source):
                found[kind].append(f"{path}: {fault}")
    found["heard"] = visits.end()
    return found


def _faults(watched: Watched, path: str, status: int, language: str, axe_source: str) -> Iterator[tuple[str, str]]:
    page = watched.page
    _dress(page, *LOOKS[language][0])
    watched.open(also(path, f"uselang={language}"), status)
    if page.locator("html").get_attribute("lang") != language or "⧼" in page.content():
        yield "words", "not in the language"
    page.evaluate(axe_source + ";0")
    for number, (scheme, width) in enumerate(LOOKS[language]):
        _dress(page, scheme, width)
        if number:
            open_all(page)
        look = f"{scheme} {width}"
        for fault in page.evaluate("([exclude, options]) => axe.run({exclude}, options)", [ALIKE, AXE])["violations"]:
            yield "access", f"{look} {fault['id']} {fault['nodes'][0]['html'][:160]}"
        for kind, seen in looked_at(page).items():
            yield from ((kind, f"{look} {one}") for one in seen)
    _dress(page, LOOKS[language][1][0], PHONE)
    for kind, seen in looked_at(page).items():
        yield from ((kind, f"unfolded on a phone: {one}") for one in seen)


def _dress(page: "Page", scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})


def test_no_page_keeps_anybody_out(found: Found) -> None:
    """WCAG 2.2 A and AA, and what axe-core calls best practice."""
    assert "\n".join(found["access"]) == ""


def test_no_page_is_wider_than_its_window(found: Found) -> None:
    assert "\n".join(found["wide"]) == ""


def test_no_text_is_cut(found: Found) -> None:
    assert "\n".join(found["cut"]) == ""


def test_no_name_in_a_drawing_lies_on_another_or_on_a_node_or_is_too_small(found: Found) -> None:
    assert "\n".join(found["crossing"]) == ""


def test_every_page_is_in_the_language_asked_for(found: Found) -> None:
    assert "\n".join(found["words"]) == ""


def test_pages_ask_no_other_host_keep_the_policy_and_make_no_error(found: Found) -> None:
    assert "\n".join(found["heard"]) == ""
