# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything with the keyboard alone: reach, see where one is, open, close, pick, expand, tick off, undo."""

import base64
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import AFFILIATE, AMA, CAMILLE, SAMIR, THEME, Visits

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

STOPS = """() => {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const shows = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
    window.stops = [...document.querySelectorAll(all)].filter(shows);
    return window.stops.length;
}"""
HERE = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const { left, top, right, bottom } = one.getClientRects()[0] ?? one.getBoundingClientRect();
    const [x, y] = [Math.max(0, left) + Math.min(innerWidth, right), Math.max(0, top) + Math.min(innerHeight, bottom)];
    const above = document.elementFromPoint(x / 2, y / 2);
    return {
        place: window.stops.indexOf(one),
        isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isCovered: !(above && (one.contains(above) || above.contains(one))),
        words: one.outerHTML.slice(0, 120),
    };
}"""
CONTRASTING = """async (pictures) => {
    const decoded = await Promise.all(pictures.map(async (one) => {
        const bytes = Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
    }));
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = (data, at) => 0.2126 * part(data[at]) + 0.7152 * part(data[at + 1]) + 0.0722 * part(data[at + 2]);
    let count = 0;
    for (let at = 0; at < decoded[0].length; at += 4) {
        const [low, high] = decoded.map((data) => light(data, at)).sort((a, b) => a - b);
        count += (high + 0.05) / (low + 0.05) >= 3;
    }
    return count;
}"""
CONTROLS = {
    "/": (
        ".site-name",
        ".site-search input",
        ".site-search button",
        ".site-nav a:not([aria-current])",
        ".site-nav a[aria-current]",
        ".door input",
        ".door select",
        ".door button",
        ".door .button.primary",
        ".home-map",
        ".sources a",
        ".site-footer .inline-list a",
    ),
    f"/network?select={SAMIR}": (
        "#map-find",
        ".switches input",
        ".controls details > summary",
        "#map-country",
        "#map-since",
        "#map-year",
        "[data-tool=play]",
        "#map-form p a",
        ".map-notice a",
        ".map-tools button",
        "#map-panel .close",
        "#map-chosen h2 a",
        "#map-chosen [data-act=around]",
        "#map-chosen .go-on a",
        "#map-chosen .links a",
        "a[data-select]",
    ),
    f"/network?id={SAMIR}": (
        "details.panel > summary",
        ".form input[type=text]",
        ".form input[type=checkbox]",
        ".form select",
        ".form button",
        ".tools button",
        ".scroll",
        "tbody th a",
        "tbody a.expand",
    ),
    f"/path?source={SAMIR}&target={CAMILLE}": (
        ".chain a",
        ".chain summary",
        ".form textarea",
        ".form input[type=number]",
        ".how > summary",
        ".how pre",
    ),
    f"/entry/{AMA}": (".figure a.button", ".go-on .button"),
}
"""Controls of every kind, and a page where each is."""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/network",
        f"/network?select={SAMIR}",
        f"/network?id={CAMILLE}",
        f"/path?source={SAMIR}&target={CAMILLE}",
        f"/what-if?leave={SAMIR}&leave={AMA}",
        f"/ask/introductions?seeker={SAMIR}&theme={THEME}",
    ],
)
def test_tab_reaches_everything_in_the_order_of_the_page(visit: Visits, sample_site: str, path: str) -> None:
    page = visit(sample_site).open(path)
    stops = page.evaluate(STOPS)
    assert stops > 20
    seen: list[int] = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["isOutlined"], here["words"]
        assert not here["isCovered"], here["words"]
        seen.append(here["place"])
    assert seen == list(range(stops))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_looks_sees_which_control_has_the_focus(visit: Visits, sample_site: str, scheme: str) -> None:
    """As many points as go once around it change with a contrast of three to one (WCAG 2.4.7 and 1.4.11)."""
    window = {"width": 1000, "height": 3000}
    watched = visit(sample_site, color_scheme=scheme, reduced_motion="reduce", viewport=window)
    canvas = visit("about:blank").page
    unseen: list[str] = []
    for path, selectors in CONTROLS.items():
        page = watched.open(path)
        page.evaluate(
            "() => document.querySelectorAll('.panel, .panel details, .how').forEach((one) => (one.open = true))"
        )
        # Whoever came by the keyboard sees the focus everywhere, also where a script puts it.
        page.keyboard.press("Tab")
        for selector in selectors:
            changed, around = _changed(page, page.locator(selector).first, canvas)
            if changed < around:
                unseen.append(f"{path} {selector}: {changed} points of {around}")
    assert unseen == []


def _changed(page: "Page", control: "Locator", canvas: "Page") -> tuple[int, int]:
    """Return how many points change clearly when a control gets the focus, and how many go once around it."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box
    clip: FloatRect = {
        "x": max(0, box["x"] - 8),
        "y": max(0, box["y"] - 8),
        "width": box["width"] + 16,
        "height": box["height"] + 16,
    }
    pictures: list[str] = []
    for act in ("(one) => document.activeElement.blur()", "(one) => one.focus({ preventScroll: true })"):
        control.evaluate(act)
        pictures.append(base64.b64encode(page.screenshot(clip=clip)).decode())
    return canvas.evaluate(CONTRASTING, pictures), round(2 * (box["width"] + box["height"]))


def test_the_skip_link_shows_itself_and_leads_to_the_content(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open(f"/entry/{AFFILIATE}")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert skip.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_arrows_move_between_rows_select_the_node_and_say_so(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open(f"/network?id={AFFILIATE}")
    nodes = page.evaluate("() => JSON.parse(document.getElementById('network-data').textContent).nodes.length")
    assert page.locator("tr[data-id]").count() == nodes
    links = page.locator("table.rows tbody th a")
    links.nth(0).focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    name = str(links.nth(3).text_content())
    assert page.evaluate("() => document.activeElement.textContent") == name
    assert page.locator("tr.is-selected").count() == 1
    assert page.locator("[aria-live=polite]").text_content() == f"Selected: {name}"
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry/**")
    assert page.locator("h1").text_content() == name


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize(
    ("path", "selector"),
    [
        (f"/path?source={SAMIR}&target={CAMILLE}", ".chain details"),
        ("/ask/second-contacts", "td details"),
        (f"/network?id={SAMIR}", "details.panel"),
        ("/gaps", "details.how"),
    ],
)
def test_details_open_and_close(visit: Visits, sample_site: str, path: str, selector: str, key: str) -> None:
    page = visit(sample_site).open(path)
    details = page.locator(selector).first
    details.locator("summary").first.focus()
    before = page.url
    states = []
    for _ in range(3):
        states.append((details.get_attribute("open") is not None, _content(details).is_visible()))
        page.keyboard.press(key)
    assert states == [(False, False), (True, True), (False, False)]
    assert page.url == before


def _content(details: "Locator") -> "Locator":
    return details.locator(":scope > :not(summary)").first


def test_evidence_opens_down_to_the_record_and_its_source(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open("/ask/second-contacts")
    page.locator("td summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry/*:*")
    page.locator(".sources a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources#source-*")
    assert page.locator(":target").count() == 1


@pytest.mark.parametrize(
    ("path", "field", "reached"),
    [
        ("/", ".site-search input", "/search?text=Drums+Online"),
        ("/", ".door input", "/network?id=project:network/drums-online"),
        (f"/network?id={SAMIR}", "#field-id-2", "/network?id=Samir+Haddad&id=project:network/drums-online"),
        ("/network", "#map-find", "/network?select=project:network/drums-online"),
        ("/ask/neighbours", "#field-id", "/ask/neighbours?id=project:network/drums-online"),
    ],
)
def test_a_suggestion_is_picked(visit: Visits, sample_site: str, path: str, field: str, reached: str) -> None:
    """Without a screen the browser opens no list, so the test types what picking puts into the field."""
    page = visit(sample_site).open(path)
    for around in page.locator(f"details.panel:has({field}) > summary").all():
        around.press("Enter")
    page.locator(field).focus()
    page.keyboard.type("drums on")
    page.wait_for_function("(field) => document.querySelector(field).list.options.length > 0", arg=field)
    offered = page.eval_on_selector(field, "(one) => [...one.list.options].map((found) => [found.value, found.label])")
    (value,) = (value for value, label in offered if "Drums Online" in {value, label})
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert _plain(page.url).startswith(sample_site + reached)
    page.locator("main :text('Drums Online'):visible").first.wait_for()


def _plain(url: str) -> str:
    return url.replace("%3A", ":").replace("%2F", "/")


def test_a_picker_offers_only_what_it_can_take(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open("/partners")
    page.locator("#field-theme").focus()
    page.keyboard.type("education")
    page.wait_for_function("() => document.querySelector('#field-theme').list.options.length > 0")
    values = page.eval_on_selector("#field-theme", "(one) => [...one.list.options].map((found) => found.value)")
    assert {value.partition(":")[0] for value in values} == {"theme"}


def test_neighbours_are_added(visit: Visits, sample_site: str) -> None:
    watched = visit(sample_site)
    page = watched.open(f"/network?id={CAMILLE}")
    before = {*page.locator("tbody th a").all_text_contents()}
    row = page.locator("tr", has=page.locator("a.expand")).first
    name = str(row.locator("th a").text_content())
    row.locator("a.expand").focus()
    _enter(page)
    watched.ready()
    after = {*page.locator("tbody th a").all_text_contents()}
    assert before < after
    assert name in (page.locator("h1").text_content() or "")


def test_people_are_ticked_off_and_taken_back(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open("/what-if")
    boxes = page.locator(".checks input")
    names = page.locator(".checks label").all_text_contents()[:2]
    said = [_sentence(page)]
    for number in (0, 1):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.locator(".form button").first.focus()
    _enter(page)
    said.append(_sentence(page))
    assert all(name.strip() in said[-1] for name in names)
    assert [boxes.nth(number).is_checked() for number in range(3)] == [True, True, False]
    page.locator(".go-on a").first.focus()
    _enter(page)
    said.append(_sentence(page))
    assert page.locator(".checks input:checked").count() == 1
    page.locator(".form a.button").first.focus()
    _enter(page)
    assert page.locator(".checks input:checked").count() == 0
    assert _sentence(page) == said[0]
    assert len({*said}) == len(said)


def _enter(page: "Page") -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _sentence(page: "Page") -> str:
    return re.sub(r"\s+", " ", page.locator(".sentences li").first.text_content() or "") if _answered(page) else ""


def _answered(page: "Page") -> bool:
    return page.locator(".sentences li").count() > 0
