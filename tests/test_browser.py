# SPDX-License-Identifier: GPL-3.0-or-later
"""The site in a real browser: what only a browser knows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.site import app_of, hostile_network, sample_store, serving, store_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AFFILIATE = "affiliate:network/baobab-wikimedians-user-group"
ADDRESSES = (
    "/",
    "/network",
    f"/network?id={AFFILIATE}&depth=2",
    f"/thing/{AFFILIATE}",
    "/thing/theme:network/education",
    "/search?text=drum",
    "/ask",
    "/ask/neighbours?id=person:User:ExampleAma",
    "/sources",
    "/about",
    "/questions",
    "/gaps",
    "/bus-factor",
    "/path?source=person:User:ExampleAma&target=person:User:ExampleAbla",
    "/partners?theme=theme:network/education",
    "/common-ground?ids=person:User:ExampleAma&ids=person:User:ExampleAbla",
    "/matches",
    "/what-if?leave=person:User:ExampleAma",
    "/trend",
    "/nothing-here",
)
LOOKS = (("en", "light", 1280), ("ar", "light", 360), ("fr", "dark", 1280))


@dataclass
class Watched:
    """A page of the browser, and everything that went wrong on it."""

    page: "Page"
    address: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Page":
        """Go to a path and wait until its drawing, if any, is live."""
        self.page.goto(self.address + path)
        if self.page.query_selector("#network"):
            self.page.wait_for_selector("#network[data-state=live]")
        return self.page


class Visitor:
    """Opens pages in a browser and watches requests, console, errors and the policy."""

    def __init__(self, browser: "Browser", address: str) -> None:
        self.browser, self.address = browser, address

    def visit(self, **options: Any) -> Watched:
        """Return a fresh page that collects faults."""
        page = self.browser.new_context(**options).new_page()
        watched = Watched(page, self.address)
        faults = watched.faults
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda message: faults.append(f"console: {message.text}") if _is_fault(message) else None)
        page.on("request", lambda request: self._check(request.url, faults))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy ' + e.violatedDirective))"
        )
        return watched

    def _check(self, url: str, faults: list[str]) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            faults.append(f"request: {url}")


def _is_fault(message: Any) -> bool:
    # The browser itself reports the answer of the page that is not there.
    return message.type in {"error", "warning"} and "status of 404" not in message.text


@pytest.fixture(scope="module")
def site(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Serve the site of the sample."""
    with serving(app_of(sample_store(), tmp_path_factory.mktemp("cache"))) as address:
        yield Visitor(chromium, address)


@pytest.fixture(scope="module")
def hostile_site(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Serve the site of a network whose names are payloads."""
    with serving(app_of(store_of(hostile_network(), title="<b>file</b>"), tmp_path_factory.mktemp("cache"))) as address:
        yield Visitor(chromium, address)


@pytest.mark.parametrize("look", LOOKS, ids=["-".join(map(str, look)) for look in LOOKS])
def test_every_page_is_accessible_and_stays_by_itself(
    site: Visitor, axe_source: str, look: tuple[str, str, int]
) -> None:
    """Every page in every language, dark and light, wide and narrow; not every cell of that."""
    language, scheme, width = look
    watched = site.visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    found: list[str] = []
    for address in ADDRESSES:
        page = watched.open(f"{address}{'&' if '?' in address else '?'}uselang={language}")
        page.evaluate(axe_source + ";0")
        result = page.evaluate("(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", AXE_RULES)
        found += [f"{address}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in result["violations"]]
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address}: wider than {width}")
    watched.page.context.close()
    assert found == []
    assert watched.faults == []


def test_no_page_is_wider_than_a_phone_in_the_longest_words(site: Visitor) -> None:
    watched = site.visit(viewport={"width": 360, "height": 740})
    watched.page.goto(f"{site.address}/about?uselang=fr")
    wide: list[str] = []
    for address in ADDRESSES:
        page = watched.open(address)
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert wide == []
    assert watched.faults == []
    watched.page.context.close()


def test_as_many_rows_as_nodes_and_a_row_selects_its_node(site: Visitor) -> None:
    watched = site.visit()
    page = watched.open(f"/network?id={AFFILIATE}")
    nodes = page.evaluate("() => JSON.parse(document.getElementById('network-data').textContent).nodes.length")
    assert page.locator("tr[data-id]").count() == nodes
    links = page.locator("table.rows tbody th a")
    links.nth(0).focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.textContent") == links.nth(3).text_content()
    assert page.locator("tr.is-selected").count() == 1
    assert str(links.nth(3).text_content()) in (page.locator(".announce[aria-live]").text_content() or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thing/**")
    assert watched.faults == []
    page.context.close()


def test_the_keyboard_reaches_the_content_and_the_table(site: Visitor) -> None:
    page = site.visit().open(f"/thing/{AFFILIATE}")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("() => document.activeElement.closest('table, .vis-network, form')?.tagName ?? ''")
        )
        if reached[-1] == "TABLE":
            break
    assert reached[-1] == "TABLE"
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.context.close()


def test_without_script_the_page_is_complete(site: Visitor) -> None:
    page = site.visit(java_script_enabled=False).page
    page.goto(f"{site.address}/thing/{AFFILIATE}")
    assert page.locator("#network svg.drawing").is_visible()
    assert page.locator("table.rows tbody tr").count() > 20
    assert not page.locator(".tools").is_visible()
    page.goto(f"{site.address}/search?text=drum")
    assert page.locator("table.rows tbody tr").count() > 3
    page.context.close()


def test_without_the_codex_files_the_page_is_still_finished(site: Visitor, axe_source: str) -> None:
    watched = site.visit()
    watched.page.route("**/codex*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    watched.page.route("**/tokens*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        page = watched.open(f"/thing/{AFFILIATE}")
        page.evaluate(axe_source + ";0")
        assert page.evaluate("(rules) => axe.run({runOnly: rules})", AXE_RULES)["violations"] == []
    assert watched.faults == []
    page.context.close()


def test_print_shows_the_drawing_and_the_whole_table(site: Visitor) -> None:
    page = site.visit().open(f"/thing/{AFFILIATE}")
    page.emulate_media(media="print")
    assert page.locator("#network svg.drawing").is_visible()
    assert not page.locator("#network .canvas").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert page.evaluate("() => getComputedStyle(document.querySelector('.scroll')).maxHeight") == "none"
    assert len(page.pdf()) > 10_000
    page.context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/network",
        "/network?id=project:centre&depth=2",
        "/thing/project:centre",
        "/ask/neighbours?id=project:centre",
        "/sources",
        "/questions",
        "/search?text=<script>document.title='ran'</script>",
    ],
)
def test_hostile_names_do_nothing_anywhere(hostile_site: Visitor, path: str) -> None:
    watched = hostile_site.visit(viewport={"width": 360, "height": 740})
    page = watched.open(path)
    if page.query_selector("#network"):
        frame = page.locator("#network").bounding_box()
        assert frame
        for part in range(1, 20):
            page.mouse.move(frame["x"] + frame["width"] * part / 20, frame["y"] + frame["height"] / 2)
    assert page.evaluate("() => document.title") != "ran"
    assert page.evaluate("() => document.querySelectorAll('main b, main img, main script:not([type])').length") <= 20
    assert (
        page.evaluate("() => document.querySelectorAll('main img, [onload], [onerror], a[href^=javascript]').length")
        == 0
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert watched.faults == []
    page.context.close()


def test_names_are_suggested_while_somebody_types(site: Visitor) -> None:
    watched = site.visit()
    page = watched.open("/")
    page.locator(".site-search input").press_sequentially("drum", delay=30)
    page.wait_for_function("() => document.querySelectorAll('#suggestions option').length > 0")
    assert watched.faults == []
    page.context.close()


def test_the_saved_file_opens_from_disk_and_asks_nobody(chromium: "Browser", tmp_path: Path) -> None:
    from web.selfcontained import network_file  # noqa: PLC0415 - for this test

    file = tmp_path / "network.html"
    file.write_text(network_file(store_of(hostile_network()).snapshot()), encoding="utf-8")
    visitor = Visitor(chromium, file.as_uri())
    watched = visitor.visit()
    watched.page.goto(file.as_uri())
    watched.page.wait_for_selector("#network[data-state=live]")
    assert watched.page.evaluate("() => document.title") != "ran"
    assert watched.faults == []
    watched.page.context.close()


def test_buttons_zoom_and_save_a_picture(site: Visitor) -> None:
    watched = site.visit()
    page = watched.open(f"/thing/{AFFILIATE}")
    for name in ("in", "out", "all"):
        page.locator(f".tools [data-tool={name}]").click()
    with page.expect_download() as download:
        page.locator(".tools [data-tool=png]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert watched.faults == []
    page.context.close()
