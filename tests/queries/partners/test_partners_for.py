# SPDX-License-Identifier: GPL-3.0-or-later
"""Suggestions of partners: who, in which order, why, and what speaks against."""

from math import log
from typing import Any

import networkx as nx
import numpy as np
import pytest

from bench.evaluate_partners import mean_reciprocal_rank
from graph.errors import BadParameter, UnknownName
from graph.schema.links import About
from graph.schema.nodes import Partner, Record
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.framework.result import Result
from queries.measures.partner_terms import WEIGHTS, contributions, nearness, rank, terms
from queries.partners.partners_for import QUERY, Row
from tests.support.builders import (
    about,
    affiliate,
    attended,
    contact_of,
    interested_in,
    member_of,
    offers,
    partner,
    partner_of,
    person,
    snapshot_of,
    theme,
    wants,
    worked_on,
)
from tests.support.random_network import random_network

# ada works on the atlas with ben, who knows the museum and the archive. She wants maps, which the museum offers, and
# offers law, which the museum wants. The library is hers already. The mill is far from everything.
#
#     ada - atlas - ben --- museum (maps; Ghana, en)
#      |                \-- archive (Kenya, sw)          mill
#     library
RECORDS: list[Record] = [
    person("ada", country="GH", languages=("en", "fr")),
    *(worked_on(name, "atlas") for name in ("ada", "ben")),
    contact_of("ben", "museum", last_contact="2025-06-01"),
    contact_of("ben", "archive", last_contact="2019-03"),
    contact_of("ada", "library"),
    partner("museum", country="GH", languages=("en",)),
    partner("archive", country="KE", languages=("sw",)),
    partner("mill"),
    wants("ada", "maps"),
    offers("ada", "law"),
    offers("partner:museum", "maps"),
    wants("partner:museum", "law"),
]


def suggest(*records: Record, **parameters: Any) -> Result[Row]:
    return QUERY.run(snapshot_of([*RECORDS, *records], as_of="2026-01-01"), **parameters)


def test_best_first_and_tied_ones_apart_at_the_end() -> None:
    rows = suggest(seeker="ada").rows
    assert [(r.rank, r.name, r.already_tied, r.close_to_you, r.new_to_you) for r in rows] == [
        (1, "Museum", False, 1, 1),
        (2, "Archive", False, 2, None),
        (3, "Mill", False, None, None),
        (None, "Library", True, None, None),
    ]
    # The museum leads in all five terms, the mill in none.
    assert rows[0].score == pytest.approx(1)
    assert 0 < (rows[1].score or 0) < 1
    assert [row.score for row in rows[2:]] == [0, None]


def test_reasons_name_term_contribution_and_records() -> None:
    snapshot = snapshot_of(RECORDS, as_of="2026-01-01")
    museum = QUERY.run(snapshot, seeker="ada").rows[0]
    assert [str(reason) for reason in museum.reasons] == [
        "It is 2 steps from Ada, by way of Law (counts 0.59)",
        "It offers Maps, which Ada wants, and wants Law, which Ada offers (counts 0.20)",
        "A shared language and place (counts 0.10)",
        "Its themes fit: Law and Maps (counts 0.06)",
    ]
    behind = [reason.parameters[2] for reason in museum.reasons]
    route = [(snapshot.link(key).source, snapshot.link(key).target) for key in behind[0]]
    assert route == [("person:ada", "theme:law"), ("partner:museum", "theme:law")]
    assert behind[2] == ("person:ada", "partner:museum")
    assert all(behind)
    assert set(museum.records) == {id_ for records in behind for id_ in records}


def test_the_strongest_reason_against() -> None:
    against = {row.name: str(row.against) for row in suggest(seeker="ada").rows}
    assert against == {
        "Museum": "Only one person is known to keep the contact.",
        "Archive": "No language is shared.",
        "Mill": "What it offers or wants was not said.",
        "Library": "Only one person is known to keep the contact.",
    }
    by_theme = {row.name: str(row.against) for row in suggest(theme="maps").rows}
    assert by_theme["Archive"] == "Its newest dated tie is of 2019."
    kept = suggest(contact_of("cem", "museum"), seeker="ada").rows[0]
    assert str(kept.against) == "Nothing that is known speaks against it."


def test_one_sided_exchange_counts_half_and_says_so() -> None:
    records = [wants("ada", "maps"), offers("partner:museum", "maps"), offers("partner:archive", "bees")]
    row = QUERY.run(snapshot_of(records), seeker="ada").rows[0]
    assert any(str(reason).startswith("It offers Maps, which Ada wants; what could be given") for reason in row.reasons)


@pytest.mark.parametrize("seed", range(20))
def test_exchange_between_all_pairs_is_that_of_matches(seed: int) -> None:
    from queries.measures.themes import themes_of  # noqa: PLC0415 - the same
    from queries.partners.matches import exchange  # noqa: PLC0415 - beside its only use

    snapshot = random_network(seed)
    found = themes_of(snapshot)
    for one in range(len(snapshot)):
        values = terms(snapshot, one, None, 0).exchange
        expected = [exchange(found, one, other).score for other in range(len(snapshot))]
        assert values == pytest.approx(expected)


def test_tied_through_a_member_or_a_route() -> None:
    rows = suggest(member_of("ben", "north"), seeker="north").rows
    # ben was last in touch with the archive in 2019, so he no longer holds it.
    assert {row.name for row in rows if row.already_tied} == {"Museum"}
    assert "You already work together" in [str(row.reasons[0]) for row in rows if row.already_tied]
    # ada is a member of north, which is a partner of the mill: she holds it.
    rows = suggest(member_of("ada", "north"), partner_of("north", "mill"), seeker="ada").rows
    assert "Mill" in {row.name for row in rows if row.already_tied}


def test_without_a_seeker_the_theme_is_where_it_starts() -> None:
    rows = suggest(About(source="partner:archive", target="theme:maps"), theme="Maps").rows
    assert [row.name for row in rows[:2]] == ["Museum", "Archive"] or [row.name for row in rows[:2]] == [
        "Archive",
        "Museum",
    ]
    assert not any(row.already_tied for row in rows)
    assert any(str(reason).startswith("A tie joins it to Maps") for reason in rows[0].reasons)


def test_filters() -> None:
    assert [row.name for row in suggest(seeker="ada", country="ke").rows] == ["Archive"]
    assert [row.name for row in suggest(seeker="ada", language="en").rows] == ["Museum"]
    assert [row.name for row in suggest(seeker="ada", kind="Person").rows] == ["Ben"]
    with pytest.raises(BadParameter, match="country"):
        suggest(seeker="ada", country="Ghana")


def test_opted_out_people_are_neither_suggested_nor_on_the_way() -> None:
    assert not suggest(person("ben", opted_out=True), seeker="ada", kind="Person").rows
    archive = suggest(person("ben", opted_out=True), seeker="ada").rows[1]
    assert archive.name == "Archive"
    assert not any("by way of" in str(reason) for reason in archive.reasons)
    archive = suggest(seeker="ada").rows[1]
    assert str(archive.reasons[0]).startswith("It is 3 steps from Ada, by way of Atlas and Ben")


def test_diversity_keeps_the_list_from_being_all_alike() -> None:
    # Eleven twins in one country, and one that is a little less fitting in another.
    twins = [
        record
        for number in range(11)
        for record in (
            partner(f"twin{number:02}", country="GH"),
            about(f"partner:twin{number:02}", "maps"),
            partner_of("affiliate:guild", f"twin{number:02}"),
        )
    ]
    other = [partner("other", country="KE"), about("partner:other", "maps"), about("partner:other", "bees")]
    rows = QUERY.run(snapshot_of([*twins, *other]), theme="maps").rows
    assert rows[0].name.startswith("Twin")
    assert "Other" in [row.name for row in rows[:2]]


def test_weights_change_the_order_and_must_add_up_to_something() -> None:
    rows = suggest(seeker="ada", weights=[0, 0, 0, 0, 1]).rows
    assert rows[0].score == 1
    assert [str(reason) for reason in rows[0].reasons] == ["Its newest dated tie is of June 1, 2025 (counts 1.00)"]
    for weights in ([0] * 5, [1, 2], [-1, 1, 1, 1, 1]):
        with pytest.raises(BadParameter, match="weights"):
            suggest(seeker="ada", weights=weights)


def test_degenerate_input_is_answered_in_words() -> None:
    with pytest.raises(BadParameter, match="Say who looks for partners"):
        QUERY.run(EMPTY)
    with pytest.raises(UnknownName):
        QUERY.run(EMPTY, seeker="ada")

    def said(records: list[Record], **parameters: Any) -> list[str]:
        result = QUERY.run(snapshot_of(records), **parameters)
        return [str(text) for text in result.summary + result.warnings]

    assert said([person("ada")], seeker="ada") == ["There is nothing of this kind in the network."]
    assert said([contact_of("ada", "museum")], seeker="ada") == [
        "Everything of this kind is tied to Ada already.",
        "One more is tied already and stands apart at the end.",
    ]
    assert said([person("ada"), partner("museum")], seeker="ada", country="GH") == [
        "There is nothing of this kind with this country or language."
    ]
    assert "Nothing is tied to Ada, so nearness in the network counts nothing." in said(
        [person("ada"), partner("museum")], seeker="ada"
    )
    assert "One candidate has no dated tie; being active counts nothing for it." in said(
        [theme("maps"), partner("museum")], theme="maps"
    )


def test_a_crowd_at_one_event() -> None:
    crowd = [attended(f"p{number:03}", "congress") for number in range(500)]
    rows = QUERY.run(snapshot_of([*crowd, affiliate("north")]), seeker="p007", kind="Person").rows
    assert len(rows) == 10
    assert str(rows[0].reasons[0]).startswith("It is 2 steps from P007, by way of Congress")


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([0.2], [1]), ([0.0], [0]), ([0.3, 0.1, 0.1, 0.0], [1, 0.5, 0.5, 0]), ([1e-13, 1.0], [0, 1])],
)
def test_rank(values: list[float], expected: list[float]) -> None:
    assert rank(np.array(values)) == pytest.approx(expected)


def test_likeness_of_themes_with_a_theme_counts_it_once_more() -> None:
    snapshot = snapshot_of([interested_in("ada", "maps"), interested_in("partner:museum", "law"), theme("law")])
    found = terms(snapshot, snapshot.index("person:ada"), snapshot.index("theme:law"), 0)
    weight = log(1 + 2 / 1)
    assert found.themes[snapshot.index("partner:museum")] == pytest.approx(weight / (2 * weight**2) ** 0.5)


def davis() -> Snapshot:
    """Davis, Gardner and Gardner 1941: 18 women and the 14 events that they came to."""
    return snapshot_of(
        attended(woman.replace(" ", "-").lower(), occasion) for woman, occasion in nx.davis_southern_women_graph().edges
    )


def test_nearness_beats_popularity_on_davis() -> None:
    ours, popularity = (mean_reciprocal_rank(davis(), method, seeds=range(1, 11)) for method in ("ppr", "popularity"))
    assert ours > popularity + 0.05
    assert ours == pytest.approx(0.58, abs=0.06)


def test_the_score_is_the_weighted_mean_of_the_terms() -> None:
    compared = np.array([[1.0, 0], [0, 1], [0, 1], [0, 1], [0, 0]])
    assert contributions(compared).sum(axis=0) == pytest.approx([WEIGHTS[0], sum(WEIGHTS[1:4])])
    assert contributions(compared, (2, 0, 0, 2, 0)).sum(axis=0) == pytest.approx([0.5, 0.5])


def test_nearness_counts_by_powers_of_ten() -> None:
    assert nearness(np.array([0.2, 0.02, 2e-9, 0.0])) == pytest.approx([1, 0.8, 0, 0])
    assert nearness(np.array([])).tolist() == []
    assert nearness(np.zeros(2)).tolist() == [0, 0]


def test_same_answer_in_another_order() -> None:
    snapshot = snapshot_of(reversed(RECORDS), as_of="2026-01-01")
    assert QUERY.run(snapshot, seeker="ada").dicts() == suggest(seeker="ada").dicts()
    assert snapshot.nodes_of(Partner).size == 4
