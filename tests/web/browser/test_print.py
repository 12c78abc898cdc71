# SPDX-License-Identifier: GPL-3.0-or-later
"""On paper: the picture, the whole table, nothing cut at the edge, no navigation."""

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import AFFILIATE, AMA, CAMILLE, PAGES, SAMIR, THEME, VARIANTS, Visits, also
from tests.support.printed import Printed

if TYPE_CHECKING:
    from playwright.sync_api import Page, PdfMargins

PAPER = {"width": 718, "height": 1046}
"""A4 with margins of a centimetre, in CSS pixels."""
MARGINS: "PdfMargins" = {"top": "1cm", "right": "1cm", "bottom": "1cm", "left": "1cm"}
COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7"}
DRAWN = {
    "/": ".home-map svg",
    "/network": "#map",
    f"/network?id={AFFILIATE}&depth=2": "#network",
    f"/network?cluster={AFFILIATE}": "#network",
    f"/entry/{AMA}": "#network",
    f"/path?source={SAMIR}&target={CAMILLE}": "#network",
    f"/common-ground?ids={SAMIR}&ids={CAMILLE}": "#network",
    f"/partners?theme={THEME}&seeker={SAMIR}": "#network",
    "/matches": "#network",
    f"/what-if?leave={SAMIR}&leave={AMA}": "#network",
    "/ask/second-contacts": "#network",
    "/questions": "#network",
    "/trend": "svg.chart",
}
"""Every kind of page with a picture, and where the picture is."""


def paper(page: "Page") -> Printed:
    """Print a page as it is."""
    return Printed(page.pdf(format="A4", margin=MARGINS))


def letters(text: str) -> str:
    """Return a text as it can be compared with paper: no spaces, no ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_left_to_right(text: str) -> bool:
    """Say whether a name stands on paper in the order of its letters; Arabic stands in the order of the line."""
    return all(unicodedata.bidirectional(letter) not in {"R", "AL"} for letter in text)


@pytest.mark.parametrize(("path", "picture"), DRAWN.items())
def test_the_picture_and_every_row_are_on_paper(visit: Visits, sample_site: str, path: str, picture: str) -> None:
    page = visit(sample_site).open(path)
    printed, names = paper(page), page.locator("main tbody th").all_text_contents()
    page.evaluate(
        "(part) => document.querySelectorAll(`${part} svg, ${part}:is(svg)`).forEach((one) => one.remove())", picture
    )
    bare = paper(page)
    used = {colour for colour in COLOURS if printed.painted(colour) > bare.painted(colour)}
    assert used
    assert len("".join(map(str, printed.pages))) > len("".join(map(str, bare.pages)))
    shown = letters(printed.text)
    assert [name for name in names if is_left_to_right(name) and letters(name) not in shown] == []


def test_the_report_of_the_bus_factor_is_on_paper(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open("/bus-factor")
    names = page.locator("main tbody th").all_text_contents()
    assert len(names) > 40
    shown = letters(paper(page).text)
    assert [name for name in names if is_left_to_right(name) and letters(name) not in shown] == []
    for heading in ("Second contacts", "Dependence", "Bridge people"):
        assert letters(heading) in shown


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_nothing_reaches_over_the_edge_of_the_paper(visit: Visits, sample_site: str, language: str) -> None:
    watched = visit(sample_site, viewport=PAPER)
    watched.page.emulate_media(media="print", color_scheme="dark")
    over: list[str] = []
    for path in [re.sub(r"[?&](limit|show)=\d+", "", path) for path in (*PAGES, *VARIANTS)]:
        page = watched.open(also(path, f"uselang={language}"))
        width = page.evaluate("() => document.documentElement.scrollWidth")
        if width > PAPER["width"]:
            over.append(f"{path}: {width}")
        background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert background == "rgb(255, 255, 255)", path
    assert over == []


def test_paper_has_the_picture_of_the_server_and_no_navigation(visit: Visits, sample_site: str) -> None:
    page = visit(sample_site).open(f"/entry/{AFFILIATE}")
    page.emulate_media(media="print")
    assert page.locator("#network svg.drawing").is_visible()
    for unwanted in ("#network .canvas", ".site-nav", ".site-search", ".tools", "form", ".no-print"):
        assert not any(one.is_visible() for one in page.locator(unwanted).all()), unwanted
    assert page.evaluate("() => getComputedStyle(document.querySelector('.scroll')).maxHeight") == "none"
