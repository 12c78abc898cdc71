# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in a real browser, in every language, light and dark, wide and on a phone: open to all, whole, quiet.

Each page is opened once per language and looked at twice, as it comes and
with everything unfolded, in another scheme and width; together that is every
language with every scheme and width, and every scheme with every width.
Variants of a page are looked at once, unfolded.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from graph.stores.memory import MemoryStore
from tests.support.browser import FAILING, PAGES, VARIANTS, WHEN_EMPTY, Visits, Watched, also, looked_at, open_all
from tests.support.site import app_of, serving

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
Look = tuple[Literal["light", "dark"], int]
LOOKS: dict[str, tuple[Look, Look]] = {
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

    for site, paths in ((sample_site, [*PAGES, *VARIANTS, *FAILING]), (empty_site, WHEN_EMPTY)):
        # Codex lets colours change slowly, and a look must not catch them half way.
        watched = visits(site, reduced_motion="reduce")
        for path in paths:
            first, second = LOOKS[language]
            _open(watched, path, language, found)
            watched.page.evaluate(axe_source + ";0")
            if path in PAGES:
                _look(watched.page, path, first, found)
            open_all(watched.page)
            _look(watched.page, path, second if path in PAGES else first, found)
            _note(watched.page, path, (second[0], PHONE), found)
    found["heard"] = visits.end()
    return found


def _open(watched: Watched, path: str, language: str, found: Found) -> None:
    _dress(watched.page, LOOKS[language][0])
    page = watched.open(also(path, f"uselang={language}"), FAILING.get(path, 200))
    if page.locator("html").get_attribute("lang") != language or "⧼" in page.content():
        found["words"].append(path)


def _look(page: "Page", path: str, look: Look, found: Found) -> None:
    _note(page, path, look, found)
    for complaint in page.evaluate("([exclude, options]) => axe.run({ exclude }, options)", [ALIKE, AXE])["violations"]:
        found["access"].append(f"{path} {look}: {complaint['id']} {complaint['nodes'][0]['html'][:160]}")


def _note(page: "Page", path: str, look: Look, found: Found) -> None:
    _dress(page, look)
    for kind, complaints in looked_at(page).items():
        found[kind] += [f"{path} {look}: {complaint}" for complaint in complaints]


def _dress(page: "Page", look: Look) -> None:
    page.emulate_media(color_scheme=look[0])
    page.set_viewport_size({"width": look[1], "height": 800})


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
