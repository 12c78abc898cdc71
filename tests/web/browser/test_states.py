# SPDX-License-Identifier: GPL-3.0-or-later
"""Every state of a page is an address: back, forward, opened afresh, without scripts, without the Codex files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import AFFILIATE, AMA, CAMILLE, SAMIR, THEME, Visits
from tests.support.site import HOSTILE, hostile_network, store_of
from tests.web.browser.test_pages import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATE = """() => {
    const plain = (text) => text.replace(/\\s+/g, " ").trim();
    const words = (selector) => [...document.querySelectorAll(selector)].map((one) => plain(one.textContent));
    const fields = [...document.querySelectorAll("main :is(input, select, textarea)")];
    return {
        words: words("h1, .lead, .sentences li, .notice, tbody tr, .legend li, .go-on li"),
        drawn: document.querySelectorAll("#network .nodes > g").length,
        filled: fields.map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]),
    };
}"""


def filter_it(page: "Page") -> None:
    page.locator("details.panel:not(.forward) > summary").click()
    page.locator("details.panel details summary").first.click()
    page.locator("input[name=types][value=Affiliate]").check()
    page.locator("#field-depth").select_option("2")
    page.locator(".form button").first.click()


def expand(page: "Page") -> None:
    page.locator("a.expand").first.click()


def tick(page: "Page") -> None:
    page.locator(".checks input").nth(3).check()
    page.locator(".form button").first.click()


def avoid(page: "Page") -> None:
    page.locator(".chain a.quiet").first.click()


def narrow(page: "Page") -> None:
    page.locator("details.panel:not(.forward) > summary").click()
    page.locator("#field-theme").fill(THEME)
    page.locator(".form button").first.click()


def show_all(page: "Page") -> None:
    page.locator(".sentences + p a, .notice + p a").first.click()


@pytest.mark.parametrize(
    ("path", "act", "word"),
    [
        (f"/network?id={SAMIR}", filter_it, "&depth=2.*types=Affiliate"),
        (f"/network?id={CAMILLE}", expand, "&id="),
        (f"/what-if?leave={AMA}", tick, "&leave="),
        (f"/path?source={SAMIR}&target={CAMILLE}", avoid, "avoid="),
        ("/questions", narrow, "theme="),
        ("/questions", show_all, "limit="),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_back_leads_to_the_state_before_and_the_address_to_the_state_after(
    visit: Visits, sample_site: str, path: str, act: Callable[["Page"], None], word: str
) -> None:
    watched = visit(sample_site)
    page = watched.open(path)
    first, address = page.evaluate(STATE), page.url
    with page.expect_navigation():
        act(page)
    watched.ready()
    second, reached = page.evaluate(STATE), page.url
    assert re.search(word, reached)
    assert second["words"] != first["words"]
    page.go_back()
    watched.ready()
    assert page.url == address
    assert page.evaluate(STATE) == first
    page.go_forward()
    watched.ready()
    assert page.evaluate(STATE) == second
    elsewhere = visit(sample_site).open(reached.removeprefix(sample_site))
    assert elsewhere.evaluate(STATE) == second


def test_the_way_in_from_the_first_page_and_back(visit: Visits, sample_site: str) -> None:
    """From the first page to the map, to a node on it, to its page, and back three times."""
    watched = visit(sample_site)
    page = watched.open("/")
    start = page.evaluate(STATE)
    with page.expect_navigation():
        page.locator(".home-map").click()
    watched.ready()
    overview = page.evaluate(STATE)
    page.locator("tbody th a").nth(1).click()
    page.wait_for_selector("#map-chosen [data-chosen]")
    node = page.evaluate(STATE)
    assert node["words"] != overview["words"]
    with page.expect_navigation():
        page.locator("#map-chosen [data-chosen] a").click()
    watched.ready()
    assert "/entry/" in page.url
    for address, state in (("/network?select=", node), ("/network", overview), ("/", start)):
        page.go_back()
        watched.ready()
        page.wait_for_function(
            "(count) => document.querySelectorAll('[data-chosen]').length === count", arg=int(state is node)
        )
        assert page.url.startswith(sample_site + address)
        assert page.evaluate(STATE) == state


def test_without_script_every_page_is_complete(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site, java_script_enabled=False).open(f"/entry/{AFFILIATE}")
    assert page.locator("#network svg.drawing").is_visible()
    assert page.locator("table.rows tbody tr").count() > 20
    assert not page.locator(".tools").is_visible()
    page.locator(".site-search input").fill("drum")
    page.locator(".site-search button").click()
    assert page.locator("table.rows tbody tr").count() > 3
    page.goto(f"{sample_site}/network?id={CAMILLE}")
    page.locator("details.panel:not(.forward) > summary").click()
    page.locator("#field-depth").select_option("2")
    page.locator(".form button").first.click()
    assert "depth=2" in page.url
    page.goto(f"{sample_site}/what-if")
    page.locator(".checks input").first.check()
    page.locator(".form button").first.click()
    assert page.locator("table.rows tbody tr").count() > 0


def test_without_the_codex_files_the_page_is_still_finished(visit: Visits, sample_site: str, axe_source: str) -> None:
    watched = visit(sample_site, reduced_motion="reduce")
    for name in ("codex", "tokens"):
        watched.page.route(f"**/{name}*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        page = watched.open(f"/entry/{AFFILIATE}")
        page.evaluate(axe_source + ";0")
        assert page.evaluate("(options) => axe.run(options)", AXE)["violations"] == []


def test_without_the_engine_the_drawing_of_the_server_stays(visit: Visits, sample_site: str) -> None:
    watched = visit(sample_site)
    watched.page.route("**/vis-network*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    watched.page.goto(f"{sample_site}/entry/{AFFILIATE}")
    watched.page.wait_for_load_state("networkidle")
    assert watched.page.locator("#network svg.drawing").is_visible()
    assert not watched.page.locator(".tools").is_visible()
    # The script says on the console that there was no engine; nothing else went wrong.
    assert [complaint for complaint in watched.complaints if not complaint.startswith("error: ")] == []
    assert len(watched.complaints) == 1
    watched.complaints.clear()


def test_buttons_zoom_and_save_a_picture(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open(f"/entry/{AFFILIATE}")
    for name in ("in", "out", "all"):
        page.locator(f".tools [data-tool={name}]").click()
    with page.expect_download() as download:
        page.locator(".tools [data-tool=png]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_slow_connection_draws_only_when_asked(visit: Visits, sample_site: str) -> None:
    watched = visit(sample_site)
    watched.page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    watched.page.goto(f"{sample_site}/entry/{AFFILIATE}")
    watched.page.locator("[data-tool=start]").click()
    watched.page.wait_for_selector("#network[data-state=live]")


def test_the_saved_file_opens_from_disk_and_asks_nobody(visit: Visits, tmp_path: Path) -> None:
    from web.site.saved_file import network_file  # noqa: PLC0415 - for this test

    file = tmp_path / "network.html"
    file.write_text(network_file(store_of(hostile_network()).snapshot()), encoding="utf-8")
    watched = visit(file.as_uri())
    page = watched.page
    page.goto(file.as_uri())
    page.wait_for_selector("#network[data-state=live]")
    assert page.title() != "ran"
    assert page.locator("tbody tr").count() == len(hostile_nodes())
    page.locator("tbody th").nth(2).focus()
    assert page.locator("tr.is-selected").count() == 1


def hostile_nodes() -> list[str]:
    """Return the ids of everything in the hostile network that has a name."""
    return ["project:centre", *(f"{kind}{number}" for kind in "ptq" for number in range(len(HOSTILE)))]
