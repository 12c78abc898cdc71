# SPDX-License-Identifier: GPL-3.0-or-later
"""What a drawing shows, and that nothing leaves it but what the whitelist allows."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from graph.schema.links import Link, MemberOf
from graph.schema.nodes import NODE_CLASSES, Project, Record
from tests.support.builders import (
    about,
    contact_of,
    interested_in,
    member_of,
    person,
    snapshot_of,
    sought_funding_with,
    worked_on,
    worked_with,
)
from tests.support.site import HOSTILE, hostile_network, small_network
from web.drawing.atlas import Atlas
from web.drawing.drawing import EDGE_KEYS, NODE_KEYS, SHAPES, draw, network_data
from web.drawing.ego import View, ego, is_wish
from web.drawing.map_view import Wanted, in_view, years
from web.drawing.svg import svg, trails


def shown_around(records: Sequence[Record], centre: str, **view: Any) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the ids drawn around a centre in order, and the pairs linked."""
    snapshot = snapshot_of(records)
    found = ego(snapshot, View(centres=(snapshot.index(centre),), **view))
    ids = snapshot.ids
    return [ids[number] for number in found.nodes], {
        (ids[drawn.first], ids[drawn.second]) for drawn in found.drawn_links
    }


# ada and ben worked on p, ben and cem on q; ada and cem are members of u
#   ada - p - ben - q - cem
#     \------ u ------/
CHAIN = [
    worked_on("ada", "p"),
    worked_on("ben", "p"),
    worked_on("ben", "q"),
    worked_on("cem", "q"),
    member_of("ada", "u"),
    member_of("cem", "u"),
]


def test_one_step_shows_the_neighbours_two_steps_theirs() -> None:
    nodes, drawn_links = shown_around(CHAIN, "person:ada")
    assert set(nodes) == {"person:ada", "project:p", "affiliate:u"}
    assert drawn_links == {("person:ada", "project:p"), ("affiliate:u", "person:ada")}
    nodes, _ = shown_around(CHAIN, "person:ada", depth=2)
    assert set(nodes) == {"person:ada", "project:p", "affiliate:u", "person:ben", "person:cem"}


def test_folding_turns_person_project_person_into_one_tie() -> None:
    nodes, drawn_links = shown_around(CHAIN, "person:ada", fold=True)
    assert set(nodes) == {"person:ada", "person:ben", "affiliate:u"}
    assert ("person:ada", "person:ben") in drawn_links


def test_filters_by_type_and_by_link_narrow_what_is_shown() -> None:
    assert set(shown_around(CHAIN, "person:ada", types=(Project,))[0]) == {"person:ada", "project:p"}
    assert set(shown_around(CHAIN, "person:ada", links=(MemberOf,))[0]) == {"person:ada", "affiliate:u"}


def test_filters_by_country_language_and_date_narrow_what_is_shown() -> None:
    records = [
        person("ben", country="GH", languages=("en",)),
        person("cem", country="TN", languages=("ar",)),
        contact_of("ben", "museum", last_contact="2024"),
        contact_of("cem", "museum", last_contact="2016"),
    ]
    assert shown_around(records, "partner:museum", country="GH")[0] == ["partner:museum", "person:ben"]
    assert shown_around(records, "partner:museum", language="ar")[0] == ["partner:museum", "person:cem"]
    assert shown_around(records, "partner:museum", since="2020")[0] == ["partner:museum", "person:ben"]


@pytest.mark.parametrize("day", ["2010", "2024", None])
def test_a_filter_by_date_finds_out_no_date_of_who_is_not_named(day: str | None) -> None:
    records = [person("ben", opted_out=True), contact_of("ben", "museum", since=day, last_contact=day)]
    snapshot = snapshot_of(records)
    assert len(shown_around(records, "partner:museum", since="2020")[0]) == 2
    zeros = np.zeros(2, dtype=np.int32)
    drawn = Atlas(zeros, zeros, zeros, np.arange(2), np.zeros(2, dtype=np.int16), ())
    for wanted in (Wanted(since="2020"), Wanted(until="2015")):
        assert len(in_view(snapshot, drawn, wanted).pairs) == 1
    assert years(snapshot) is None


def test_the_most_tied_come_first_and_a_cut_is_counted() -> None:
    hub = [worked_on(f"w{number}", "hub") for number in range(9)]
    snapshot = snapshot_of([*hub, worked_with("w7", "w8")])
    found = ego(snapshot, View(centres=(snapshot.index("project:hub"),), limit=3))
    assert [snapshot.ids[number] for number in found.nodes] == ["project:hub", "person:w7", "person:w8"]
    assert (found.found, found.hidden) == (9, 7)


def test_several_links_between_two_are_one_line_that_names_them() -> None:
    snapshot = snapshot_of(
        [worked_on("ada", "p", role="lead"), worked_on("ada", "p", role="mentor"), contact_of("ada", "m")]
    )
    drawing = draw(snapshot, ego(snapshot, View(centres=(snapshot.index("person:ada"),))), "en")
    names = [dot.name for dot in drawing.dots]
    said = {(names[line.first], line.words, names[line.second]) for line in drawing.lines}
    assert said == {("Ada", "worked on", "P"), ("M", "has as contact", "Ada")}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (interested_in("ada", "t"), True),
        (sought_funding_with("ada", "m"), True),
        (about("q", "t"), True),
        (about("q", "t", confirmed=True), False),
        (worked_on("ada", "p"), False),
    ],
)
def test_wishes_and_unconfirmed_ties_are_dashed(record: Link, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    snapshot = snapshot_of([record])
    found = ego(snapshot, View(centres=(0,)))
    assert [is_wish(snapshot, drawn) for drawn in found.drawn_links] == [expected]


def test_only_whitelisted_keys_and_shapes_leave_a_drawing() -> None:
    snapshot = snapshot_of([*hostile_network(), *small_network()])
    secret = snapshot_of(
        [person("ada", affiliation="SECRET-FIELD", username="SECRET-USER"), worked_on("ada", "p", note="SECRET-NOTE")]
    )
    for graph, centre in ((snapshot, "project:centre"), (secret, "person:ada")):
        data = network_data(draw(graph, ego(graph, View(centres=(graph.index(centre),), depth=2)), "en"))
        assert {key for node in data["nodes"] for key in node} <= NODE_KEYS
        assert {key for edge in data["edges"] for key in edge} <= EDGE_KEYS - {"from", "to"} | {"ends"}
        assert {node["shape"] for node in data["nodes"]} <= SHAPES
        assert set(data) == {"nodes", "edges", "marked", "types", "titles"}
        assert "SECRET" not in json.dumps(data)


def test_every_class_has_a_shape_that_the_engine_can_draw() -> None:
    assert {cls.SHAPE for cls in NODE_CLASSES} == SHAPES


def test_a_standing_drawing_is_well_formed_whatever_the_names_are() -> None:
    snapshot = snapshot_of(hostile_network())
    drawing = draw(snapshot, ego(snapshot, View(centres=(snapshot.index("project:centre"),))), "en")
    root = ET.fromstring(svg(drawing, is_standalone=True, title=HOSTILE[0]))  # noqa: S314 - our own text
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "defs", "g", "use", "title", "text", "rect", "path", "circle", "polygon"}
    assert all(not key.startswith("on") for element in root.iter() for key in element.attrib)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("background", ["#FFFFFF", "#101418"])
def test_colours_stand_out_from_light_and_dark(background: str) -> None:
    for colour in {cls.COLOUR for cls in NODE_CLASSES} | {"#868d93"}:
        light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


def test_no_two_classes_of_one_colour_share_a_shape() -> None:
    assert all((one.SHAPE, one.COLOUR) != (other.SHAPE, other.COLOUR) for one, other in combinations(NODE_CLASSES, 2))


def test_every_tie_is_drawn_once_in_as_few_walks_as_there_are_pairs_of_odd_ends() -> None:
    lines = [(a, b) for a, b in combinations(range(7), 2) if (a * b) % 5 != 1]
    walked = [tuple(sorted(step)) for trail in trails(lines) for step in pairwise(trail)]
    assert sorted(walked) == sorted(lines)
    assert trails([(0, 1), (1, 2), (2, 0)]) == [[0, 1, 2, 0]]


def test_the_name_of_a_theme_stands_in_its_box() -> None:
    snapshot = snapshot_of(small_network())
    centre = snapshot.index("theme:heritage")
    drawn = svg(draw(snapshot, ego(snapshot, View(centres=(centre,))), "en"))
    (box,) = re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"[^>]*/>(<text.*?</text>)', drawn)[:1]
    x, y, width, height = map(float, box[:4])
    assert (x + width / 2, y + height / 2) == pytest.approx((0, 0), abs=0.1)
    assert box[4].endswith(">Heritage</text>")
    assert 'y="0"' in box[4]
