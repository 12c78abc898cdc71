# SPDX-License-Identifier: GPL-3.0-or-later
"""The map by real mouse, touch and keyboard events: what is shown, chosen, moved, and undone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.browser import AFFILIATE, AMA, SAMIR, Visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
LABELS = """() => {
  const { canvas } = document.getElementById("map").workspace;
  const { left, top, right, bottom } = canvas.inView();
  const scale = canvas.network.getScale();
  const inside = [...canvas.nodes.values()].filter((n) => n.x >= left && n.x <= right && n.y >= top && n.y <= bottom);
  const at = (n) => ({ x: (n.x - left) * scale, y: (n.y - top) * scale, r: n.shown * scale });
  const boxes = canvas.labels.map((label) => {
    const node = at(canvas.nodes.get(label.id));
    return { id: label.id, x: node.x + label.dx, y: node.y + label.dy, w: label.w, h: label.h };
  });
  const meet = (a, b) => Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
  const isNamed = (node) => boxes.some((box) => box.id === node.id);
  const pairs = boxes.flatMap((one, place) => boxes.slice(place + 1).map((other) => [one, other]));
  const dots = inside.map(at).map(({ x, y, r }) => ({ x, y, w: r, h: r }));
  inside.sort((a, b) => a.rank - b.rank);
  return {
    best: inside.slice(0, 10).filter((node) => !isNamed(node)).map((node) => node.name),
    crossing: pairs.filter(([one, other]) => meet(one, other)).map(([one, other]) => [one.id, other.id]),
    covering: boxes.filter((one) => dots.some((dot) => meet(one, dot))).map((one) => one.id),
    count: boxes.length,
  };
}"""


@pytest.fixture
def visits(chromium: "Browser") -> Iterator[Visits]:
    """Open pages and see at the end that nothing went wrong on them."""
    opened = Visits(chromium)
    yield opened
    assert opened.end() == []


def opened(visits: Visits, site: str, path: str = "/network", **options: Any) -> "Page":
    page = visits(site, viewport=options.pop("viewport", WIDE), reduced_motion="reduce", **options).open(path)
    settled(page)
    return page


def settled(page: "Page") -> None:
    """Wait until what was asked for is drawn."""
    drawn = "new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 80))"
    page.evaluate(f"() => {drawn}")


def spot(page: "Page", id_: str) -> tuple[float, float]:
    """Return where a node is in the window."""
    x, y = page.evaluate(
        """(id) => {
          const box = document.getElementById("map");
          const { canvas } = box.workspace;
          const node = canvas.nodes.get(id);
          const at = canvas.network.canvasToDOM({ x: node.x, y: node.y });
          const frame = box.getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }""",
        id_,
    )
    return x, y


def state(page: "Page") -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def inside(page: "Page", expression: str) -> Any:
    canvas = "const { canvas } = document.getElementById('map').workspace"
    return page.evaluate(f"() => {{ {canvas}; return {expression}; }}")


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_the_ten_best_connected_have_names_and_none_lies_on_another_or_on_a_node(
    visits: Visits, sample_site: str, viewport: dict[str, int]
) -> None:
    found = opened(visits, sample_site, viewport=viewport).evaluate(LABELS)
    assert (found["best"], found["crossing"], found["covering"]) == ([], [], [])
    assert found["count"] >= 10


def test_clicks_select_shift_adds_and_going_back_undoes(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    page.mouse.click(*spot(page, SAMIR))
    page.wait_for_selector("#map-chosen [data-chosen]")
    assert state(page)["select"] == [SAMIR]
    assert "Samir Haddad" in page.inner_text("#map-panel")
    page.keyboard.down("Shift")
    page.mouse.click(*spot(page, AMA))
    page.keyboard.up("Shift")
    page.wait_for_selector("#map-chosen a[href*='/common-ground']")
    assert state(page)["select"] == [SAMIR, AMA]
    assert page.locator("#map-chosen a[href*='/path?source']").count() == 1
    page.go_back()
    page.wait_for_selector("#map-chosen [data-chosen]")
    assert state(page)["select"] == [SAMIR]
    page.go_forward()
    page.wait_for_selector("#map-chosen a[href*='/common-ground']")


def test_hovering_leaves_a_node_and_its_neighbours(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    x, y = spot(page, AFFILIATE)
    page.mouse.move(x - 40, y - 40)
    page.mouse.move(x, y, steps=4)
    page.wait_for_function("() => document.getElementById('map').workspace.canvas.focus !== null")
    near = inside(page, f"[...canvas.near.get('{AFFILIATE}')].length")
    assert inside(page, "canvas.active().size") == near + 1
    page.mouse.move(300, 400, steps=3)
    page.wait_for_function("() => document.getElementById('map').workspace.canvas.focus === null")


def test_a_node_that_was_dragged_stays_there(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    x, y = spot(page, SAMIR)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    settled(page)
    page.reload()
    page.wait_for_selector("#map[data-state=live]")
    settled(page)
    moved = spot(page, SAMIR)
    assert (round(moved[0] - x), round(moved[1] - y)) == pytest.approx((60, 30), abs=12)


def test_switches_act_at_once_and_are_in_the_address(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    whole = inside(page, "canvas.nodes.size")
    with page.expect_response("**/map.json?*"):
        page.uncheck("[name=types][value=Person]")
    settled(page)
    assert "Person" not in state(page)["types"]
    assert inside(page, "canvas.nodes.size") < whole
    assert inside(page, "[...canvas.nodes.keys()].filter((id) => id.startsWith('person:')).length") == 0
    with page.expect_response("**/map.json*"):
        page.go_back()
    settled(page)
    assert inside(page, "canvas.nodes.size") == whole
    assert page.is_checked("[name=types][value=Person]")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_says_what_the_map_shows(visits: Visits, sample_site: str, language: str) -> None:
    """Whoever changes the map reads the same rows as whoever opens its new address."""
    page = opened(visits, sample_site, f"/network?uselang={language}")
    before = page.locator(".best tbody").inner_html()
    with page.expect_response("**/map.json?*"):
        page.uncheck("[name=types][value=Person]")
    settled(page)
    changed = page.locator(".best tbody tr")
    assert page.locator(".best tbody a[data-select^='person:']").count() == 0
    elsewhere = opened(visits, sample_site, page.url.removeprefix(sample_site)).locator(".best tbody tr")
    assert changed.all_inner_texts() == elsewhere.all_inner_texts()
    assert page.locator(".best tbody").inner_html() != before


def test_whoever_selects_in_the_list_stays_there(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    link = page.locator(".best tbody a").nth(4)
    name = link.text_content()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-chosen [data-chosen]")
    here = page.evaluate("() => [document.activeElement.textContent, document.activeElement.closest('tr').rowIndex]")
    assert here == [name, 5]


def test_the_years_play(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    whole = inside(page, "canvas.nodes.size")
    with page.expect_response("**/map.json?*"):
        page.click("[data-tool=play]")
    settled(page)
    assert inside(page, "canvas.nodes.size") < whole
    first = page.input_value("#map-year")
    page.wait_for_function(f"() => document.getElementById('map-year').value !== '{first}'")
    page.click("[data-tool=play]")


def test_the_search_flies_to_a_node_and_escape_lets_go(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    page.fill("#map-find", "Samir Had")
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-chosen [data-chosen]")
    settled(page)
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    x, y = spot(page, SAMIR)
    assert abs(y - frame["y"] - frame["height"] / 2) < 30
    assert frame["x"] < x < frame["x"] + frame["width"] - 320
    page.keyboard.press("Escape")
    page.wait_for_function("() => !new URLSearchParams(location.search).has('select')")


def test_the_menu_of_a_node_expands_it_in_place(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    before = spot(page, SAMIR)
    page.mouse.click(*before, button="right")
    page.wait_for_selector("#map .menu")
    with page.expect_response("**/map.json?*"):
        page.click("#map .menu [data-act=around]")
    settled(page)
    assert state(page)["around"] == [SAMIR]
    assert inside(page, f"canvas.overlay.nodes.has('{SAMIR}')")
    assert spot(page, SAMIR) == pytest.approx(before, abs=1)


@pytest.mark.parametrize(("act", "kept"), [("only", True), ("hide", False)])
def test_only_this_and_hide_this(visits: Visits, sample_site: str, act: str, *, kept: bool) -> None:
    page = opened(visits, sample_site, f"/network?select={SAMIR}")
    with page.expect_response("**/map.json?*"):
        page.click(f"#map-chosen [data-act={act}]")
    settled(page)
    assert state(page)[act] == [SAMIR]
    assert inside(page, f"canvas.nodes.has('{SAMIR}')") is kept


def test_the_keyboard_selects_by_the_list_and_it_is_said(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site)
    page.locator("tbody th a").first.focus()
    page.keyboard.press("ArrowDown")
    name = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-chosen [data-chosen]")
    page.wait_for_function("() => document.getElementById('map-announced').textContent !== ''")
    assert name in page.inner_text("#map-chosen")
    assert name in (page.text_content("#map-announced") or "")


def test_one_finger_scrolls_the_page_and_two_move_the_map(visits: Visits, sample_site: str) -> None:
    page = opened(visits, sample_site, viewport=PHONE, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    scale = inside(page, "canvas.network.getScale()")
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    x, y = frame["x"] + 180, frame["y"] + 150
    session.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "yDistance": -120, "speed": 1500})
    assert page.evaluate("() => scrollY") > 60
    assert inside(page, "canvas.network.getScale()") == scale
    page.evaluate("() => scrollTo(0, 0)")
    touch("touchStart", (x - 20, y), (x + 20, y))
    touch("touchMove", (x - 30, y), (x + 30, y))
    touch("touchMove", (x - 60, y), (x + 60, y))
    touch("touchEnd")
    assert inside(page, "canvas.network.getScale()") > 1.5 * scale


def test_without_scripts_the_picture_the_filters_and_the_panel_are_there(visits: Visits, sample_site: str) -> None:
    # Nothing is waited for by a script, which would never run.
    page = visits(sample_site, java_script_enabled=False).open(f"/network?select={SAMIR}&country=GH")
    assert page.locator("#map svg use").count() > 20
    assert "Samir Haddad" in page.inner_text("#map-panel")
    page.uncheck("[name=types][value=Event]")
    page.click("#map-form [data-plain]")
    assert "Event" not in state(page)["types"]
