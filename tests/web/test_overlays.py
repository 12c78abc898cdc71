# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of each answer: every row of its table is in it, and nothing else."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from queries.framework.discovery import get_query
from tests.support.site import app_of, sample_store
from web.drawing.map_drawing import Overlay
from web.drawing.overlays import around, has_picture, overlay_of
from web.drawing.role_colours import role_colours

SAMIR, CAMILLE, AMA = "person:User:ExampleSamirH", "person:User:ExampleCamille", "person:User:ExampleAma"
THEME = "theme:network/education"
BAOBAB = "affiliate:network/baobab-wikimedians-user-group"
ASKED: dict[str, dict[str, Any]] = {
    "single-contacts": {},
    "second-contacts": {},
    "contacts": {},
    "partners-for": {"theme": THEME, "seeker": SAMIR},
    "introductions": {"theme": THEME, "seeker": SAMIR},
    "paths": {"source": SAMIR, "target": CAMILLE, "k": 3},
    "common-ground": {"ids": [SAMIR, CAMILLE, AMA]},
    "collaborators": {"id": BAOBAB},
    "shared-interests": {"id": SAMIR},
    "matches": {},
    "what-if": {"leave": [SAMIR, AMA]},
    "gaps": {},
    "bridge-people": {},
    "dependence": {},
    "brokerage": {},
    "bridge-introductions": {},
    "duplicates": {},
    "neighbours": {"id": SAMIR},
    "search": {"text": "wiki"},
    "questions": {},
}
NODES: dict[str, tuple[str, ...]] = {
    "single-contacts": ("holder_id", "asset_id"),
    "second-contacts": ("person_id", "asset_id"),
    "contacts": ("asset_id", "holders"),
    "introductions": ("target_id", "brokers"),
    "paths": ("source_id", "target_id"),
    "common-ground": ("id", "chosen"),
    "collaborators": ("first_id", "second_id"),
    "shared-interests": ("first_id", "second_id"),
    "matches": ("wanter_id", "offerer_id"),
    "bridge-people": ("person_id",),
    "dependence": ("person_id",),
    "brokerage": ("person_id",),
    "bridge-introductions": ("person_id", "endpoint_id"),
    "duplicates": ("left_id", "right_id"),
    "questions": ("question_id",),
}
"""Columns whose ids are drawn; `id` where nothing is said."""
PAIRS: dict[str, tuple[str, str]] = {
    name: (columns[0], columns[1])
    for name, columns in NODES.items()
    if len(columns) == 2 and name not in {"contacts", "introductions", "common-ground"}
}


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Load the sample once: who opted out has another id in every store."""
    return sample_store()


@pytest.fixture(scope="module")
def sample(store: MemoryStore) -> Snapshot:
    return store.snapshot()


@pytest.fixture(scope="module")
def client(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(store, tmp_path_factory.mktemp("cache")).test_client()


def ids_of(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def drawn(snapshot: Snapshot, overlay: Overlay | None) -> set[str]:
    return {snapshot.ids[number] for number in overlay.nodes} if overlay else set()


def test_every_picture_is_tried() -> None:
    assert {name for name in ASKED if has_picture(name)} == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_every_row_is_in_the_picture_and_nothing_else(sample: Snapshot, name: str) -> None:
    result = get_query(name).run(sample, **ASKED[name])
    assert result.rows
    named = {id_ for row in result.rows for column in NODES.get(name, ("id",)) for id_ in ids_of(getattr(row, column))}
    asked = {id_ for value in ASKED[name].values() if not isinstance(value, int) for id_ in ids_of(value)}
    shown = drawn(sample, overlay_of(sample, result))
    # A gap may be that of a country, which is no node.
    assert {id_ for id_ in named if id_ in sample} <= shown
    assert shown <= named | asked


@pytest.mark.parametrize("name", PAIRS)
def test_every_row_is_a_link_and_there_is_no_other(sample: Snapshot, name: str) -> None:
    result = get_query(name).run(sample, **ASKED[name])
    overlay = overlay_of(sample, result)
    assert overlay is not None
    first, second = PAIRS[name]
    assert {(sample.ids[link.first], sample.ids[link.second]) for link in overlay.links} == {
        (getattr(row, first), getattr(row, second)) for row in result.rows
    }


def test_candidates_carry_their_rank(sample: Snapshot) -> None:
    result = get_query("partners-for").run(sample, theme=THEME, seeker=SAMIR)
    overlay = overlay_of(sample, result)
    assert overlay is not None
    assert {sample.ids[number]: mark for number, mark in overlay.marks.items()} == {
        row.id: str(row.rank) for row in result.rows if row.rank and row.rank <= 10
    }


def test_who_leaves_and_what_is_lost_have_their_roles(sample: Snapshot) -> None:
    result = get_query("what-if").run(sample, leave=[SAMIR, AMA])
    overlay = overlay_of(sample, result)
    assert overlay is not None
    roles = {sample.ids[number]: role for number, role in overlay.nodes.items()}
    assert (roles[SAMIR], roles[AMA]) == ("left", "left")
    assert {id_ for id_, role in roles.items() if role == "risk"} == {
        row.id for row in result.rows if row.change == "orphaned"
    }


def test_around_is_a_node_and_its_neighbours(sample: Snapshot) -> None:
    number = sample.index(SAMIR)
    assert drawn(sample, around(sample, [number])) == {SAMIR, *(sample.ids[n] for n in sample.neighbours(number))}


@pytest.mark.parametrize(
    "address", ["/bus-factor", f"/partners?theme={THEME}&seeker={SAMIR}", f"/path?source={SAMIR}&target={CAMILLE}"]
)
def test_the_map_shows_an_answer_by_its_address(client: FlaskClient, address: str) -> None:
    whole = json.loads(client.get("/map.json").text)["nodes"]
    data = json.loads(client.get(f"/map.json?answer={quote(address)}").text)
    nodes = data["nodes"]
    assert set(whole["id"]) <= set(nodes["id"])
    assert data["overlay"]["nodes"]
    places = dict(zip(whole["id"], zip(whole["x"], whole["y"], strict=True), strict=True))
    moved = [id_ for id_, *at in zip(nodes["id"], nodes["x"], nodes["y"], strict=True) if places.get(id_, at) != (*at,)]
    assert [id_ for id_ in moved if id_ in places] == []


def test_an_address_without_an_answer_is_said(client: FlaskClient) -> None:
    assert client.get("/network?answer=/nowhere").status_code == 400


def test_the_bus_factor_is_drawn_as_two_columns(client: FlaskClient) -> None:
    page = client.get("/bus-factor").text
    picture = re.search(r'<svg class="drawing".*?</svg>', page, re.DOTALL)
    assert picture
    xs = {int(x) for x in re.findall(r'<g transform="translate\((-?\d+) ', picture[0])}
    assert len(xs) == 2
    assert role_colours()["risk"] in picture[0]
    assert role_colours()["new"] in picture[0]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("surface", ["#ffffff", "#101418"])
def test_roles_stand_out_on_light_and_dark(surface: str) -> None:
    assert len(role_colours()) == 6
    for role, colour in role_colours().items():
        dark, light = sorted((luminance(colour), luminance(surface)))
        assert (light + 0.05) / (dark + 0.05) >= 3, role
