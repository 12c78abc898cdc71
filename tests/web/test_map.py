# SPDX-License-Identifier: GPL-3.0-or-later
"""The map: everything once, in the same place whatever is shown, and what the filters say."""

import json
import re
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from graph.schema.nodes import Idea, Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from tests.support.site import app_of, sample_store
from web.drawing.label_fit import Box, push_out
from web.drawing.map_view import MOST_NODES, Piece, Wanted, in_view
from web.drawing.overview import overview

SAMIR = "person:User:ExampleSamirH"


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


def asked(client: FlaskClient, arguments: str = "") -> dict[str, Any]:
    answer = client.get(f"/map.json?{arguments}")
    assert answer.status_code == 200
    return json.loads(answer.text)


def linked(snapshot: Snapshot, among: set[str]) -> set[frozenset[str]]:
    ends = zip(snapshot.link_source.tolist(), snapshot.link_target.tolist(), strict=True)
    pairs = (frozenset((snapshot.ids[a], snapshot.ids[b])) for a, b in ends)
    return {pair for pair in pairs if len(pair) == 2 and pair <= among}


def test_the_whole_map_has_everything_but_what_people_think_once(client: FlaskClient, sample: Snapshot) -> None:
    data = asked(client)
    ideas = {*sample.nodes_of(Theme, Question, Idea).tolist()}
    everything = {id_ for number, id_ in enumerate(sample.ids) if number not in ideas}
    shown = data["nodes"]["id"]
    assert sorted(shown) == sorted(everything)
    links = {frozenset((shown[a], shown[b])) for a, b in zip(data["links"]["from"], data["links"]["to"], strict=True)}
    assert links == linked(sample, everything)
    assert len(data["links"]["from"]) == len(links)


def test_themes_and_questions_are_one_switch_away(client: FlaskClient, sample: Snapshot) -> None:
    data = asked(client, "types=Theme&types=Person")
    assert {id_.partition(":")[0] for id_ in data["nodes"]["id"]} == {"theme", "person"}
    assert len([id_ for id_ in data["nodes"]["id"] if id_.startswith("theme:")]) == len(sample.nodes_of(Theme))


@pytest.mark.parametrize(
    "arguments",
    ["types=Person", "country=GH", "language=fr", "since=2022", "until=2016", f"only={SAMIR}", f"hide={SAMIR}"],
)
def test_filters_leave_less_and_everything_in_its_place(client: FlaskClient, arguments: str) -> None:
    def places(data: dict[str, Any]) -> dict[str, tuple[int, int]]:
        columns = (data["nodes"][name] for name in ("id", "x", "y"))
        return {id_: (x, y) for id_, x, y in zip(*columns, strict=True)}

    whole, part = places(asked(client)), places(asked(client, arguments))
    assert 0 < len(part) < len(whole)
    assert part.items() <= whole.items()


def test_only_leaves_a_node_and_its_neighbours(client: FlaskClient, sample: Snapshot) -> None:
    data = asked(client, f"only={SAMIR}")
    whole = set(asked(client)["nodes"]["id"])
    around = {sample.ids[number] for number in sample.neighbours(sample.index(SAMIR))}
    assert set(data["nodes"]["id"]) == {SAMIR, *(around & whole)}


def test_a_piece_of_the_map_holds_what_lies_in_it(client: FlaskClient) -> None:
    whole = asked(client)["nodes"]
    inside = {id_ for id_, x, y in zip(whole["id"], whole["x"], whole["y"], strict=True) if 0 <= x <= 300 and y <= 0}
    assert set(asked(client, "box=0,-9999,300,0")["nodes"]["id"]) == inside


def test_years_leave_out_what_came_later(sample: Snapshot, client: FlaskClient) -> None:
    """Until 2016: nodes with a link that was there by the middle of that year, or that nobody dated."""
    shown = set(asked(client, "until=2016")["nodes"]["id"])
    whole = set(asked(client)["nodes"]["id"])
    assert SAMIR in whole
    for id_ in whole - shown:
        for link in (sample.link(number) for number in sample.links_at(sample.index(id_)).tolist()):
            if {link.source, link.target} <= whole:
                assert (link.since or "9999") > "2016"


def test_bad_pieces_and_dates_are_said(client: FlaskClient) -> None:
    assert client.get("/map.json?box=1,2,x").status_code == 400
    assert client.get("/map.json?until=soon").status_code == 400
    assert client.get("/map.json?types=Planet").status_code == 400


def test_large_networks_show_the_best_connected_first(
    sample: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drawn = overview(sample, tmp_path_factory.mktemp("cache")).atlas
    assert drawn is not None
    few = in_view(sample, drawn, Wanted(limit=20))
    rest = [number for number in drawn.order.tolist() if number not in set(few.nodes.tolist())]
    shown = [number for number in rest if not isinstance(sample.node(number), Theme | Question | Idea)]
    assert few.found == len(few.nodes) + len(shown)
    assert drawn.contacts[few.nodes].min() >= drawn.contacts[shown].max()
    assert MOST_NODES < 2000
    assert len(in_view(sample, drawn, Wanted(piece=Piece(9e6, 9e6, 9e7, 9e7))).nodes) == 0


def test_the_ten_best_connected_have_their_names_and_no_name_lies_on_another(client: FlaskClient) -> None:
    page = client.get("/network").text
    picture = re.search(r'<svg class="drawing atlas".*?</svg>', page, re.DOTALL)
    assert picture
    wide = picture[0].partition('<g class="names"')[2].partition("</g>")[0]
    written = re.findall(r">([^<]+)</text>", wide)
    for name in asked(client)["nodes"]["name"][:10]:
        assert any(text.rstrip("…") and name.startswith(text.rstrip("…").rstrip()) for text in written), name


def test_nodes_leave_the_room_of_a_name_the_shorter_way() -> None:
    places = np.array([[0.0, 1.0], [0.0, -1.0], [50.0, 0.0]])
    assert push_out(places, np.arange(3), np.ones(3), [Box(0, 0, 10, 4)])
    assert places.tolist() == [[0.0, 5.5], [0.0, -5.5], [50.0, 0.0]]
    assert not push_out(places, np.arange(3), np.ones(3), [Box(0, 0, 10, 4)])


def test_the_panel_says_links_with_their_evidence_and_what_to_ask(client: FlaskClient) -> None:
    panel = client.get(f"/map-panel?select={SAMIR}").text
    assert "Samir Haddad" in panel
    assert re.search(r'href="/entry/[a-z_]+:[0-9a-f]{20}"', panel)
    assert f"/what-if?leave={SAMIR}" in panel
    assert f"/path?source={SAMIR}" in panel


def test_two_selected_offer_a_path_and_common_ground(client: FlaskClient) -> None:
    panel = client.get(f"/map-panel?select={SAMIR}&select=person:User:ExampleAma").text
    assert f"/path?source={SAMIR}&amp;target=person:User:ExampleAma" in panel
    assert "/common-ground?" in panel
