# SPDX-License-Identifier: GPL-3.0-or-later
"""Suggestions of partners: who, in which order, why, and what speaks against."""

from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.links import About
from graph.schema.nodes import Partner, Record
from graph.snapshot.snapshot import EMPTY
from queries.framework.result import Result
from queries.measures.partner_terms import terms
from queries.partners.partners_for import QUERY, Row
from tests.support.builders import (
    about,
    affiliate,
    asked,
    attended,
    contact_of,
    interested_in,
    member_of,
    offers,
    part_of,
    partner,
    partner_of,
    person,
    snapshot_of,
    theme,
    wants,
    worked_on,
    worked_with,
)
from tests.support.builders import (
    question as question_of,
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
        (None, "Library", True, None, None),
    ]
    # The museum leads in all four terms, the mill in none, so nothing speaks for it.
    assert rows[0].score == pytest.approx(1)
    assert 0 < (rows[1].score or 0) < 1
    assert rows[2].score is None
    everybody = suggest(seeker="ada", every=True).rows
    assert [(r.rank, r.name, r.score) for r in everybody if r.name == "Mill"] == [(3, "Mill", 0)]


def test_reasons_name_term_contribution_and_records() -> None:
    snapshot = snapshot_of(RECORDS, as_of="2026-01-01")
    museum = QUERY.run(snapshot, seeker="ada").rows[0]
    assert [str(reason) for reason in museum.reasons] == [
        "It offers Maps, which Ada wants, and wants Law, which Ada offers (counts 0.21)",
        "Its themes fit: Law and Maps",
        "It is 2 steps from Ada, by way of Law (counts 0.68)",
        "A shared language and place (counts 0.11)",
    ]
    behind = [reason.parameters[-1] for reason in museum.reasons]
    route = [(snapshot.link(key).source, snapshot.link(key).target) for key in behind[2]]
    assert route == [("person:ada", "theme:law"), ("partner:museum", "theme:law")]
    assert behind[3] == ("person:ada", "partner:museum")
    assert all(behind)
    assert set(museum.records) == {id_ for records in behind for id_ in records}


def test_the_strongest_reason_against() -> None:
    against = {row.name: str(row.against) for row in suggest(seeker="ada").rows}
    assert against == {
        "Museum": "Only one person is known to keep the contact.",
        "Archive": "No language is shared.",
        "Library": "Only one person is known to keep the contact.",
    }
    by_theme = {row.name: str(row.against) for row in suggest(about("partner:archive", "maps"), theme="maps").rows}
    assert by_theme["Archive"] == "Its newest dated link is of 2019."
    away = suggest(partner("mill", country="KE"), offers("partner:mill", "maps"), theme="maps", seeker="ada").rows
    assert "It is in another country or region." in [str(row.against) for row in away]
    kept = suggest(contact_of("cem", "museum"), seeker="ada").rows[0]
    assert str(kept.against) == "Nothing that is known speaks against it."


def test_one_sided_exchange_counts_half_and_says_so() -> None:
    records = [wants("ada", "maps"), offers("partner:museum", "maps"), offers("partner:archive", "bees")]
    row = QUERY.run(snapshot_of(records), seeker="ada").rows[0]
    assert any(str(reason).startswith("It offers Maps, which Ada wants; what could be given") for reason in row.reasons)


def test_what_both_want_and_offer_is_no_reason_to_exchange() -> None:
    swapped = [
        offers("ada", "maps"),
        wants("partner:museum", "maps"),
        offers("partner:museum", "tea"),
        wants("ada", "tea"),
    ]
    row = suggest(*swapped, seeker="ada").rows[0]
    assert str(row.reasons[0]).startswith("It offers Tea, which Ada wants, and wants Law, which Ada offers")


@pytest.mark.parametrize("seed", range(20))
def test_exchange_between_all_pairs_is_that_of_matches(seed: int) -> None:
    from queries.measures.themes import themes_of  # noqa: PLC0415 - the same
    from queries.partners.matches import exchange  # noqa: PLC0415 - beside its only use

    snapshot = random_network(seed)
    found = themes_of(snapshot)
    for one in range(len(snapshot)):
        values = terms(snapshot, one, None).exchange
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
    # The one link to the theme is one reason.
    assert [str(reason) for reason in rows[0].reasons] == ["Its themes fit: Maps (counts 0.68)"]


def test_nobody_is_suggested_for_a_theme_without_a_trace_of_it() -> None:
    congress = [attended("partner:archive", "congress"), attended("group:table", "congress")]
    question = [asked("group:table", "q"), question_of("q", name="How can we build mutual trust?"), about("q", "law")]
    result = suggest(*congress, *question, theme("trust", name="Trust and culture"), theme="Trust and culture")
    assert (result.rows, [str(text) for text in result.summary]) == (
        (),
        [
            "Nobody on the map is known to care about Trust and culture.",
            "Nearest in words: Table asked “How can we build mutual trust?”.",
        ],
    )


def test_who_asked_about_the_same_in_like_words_comes_first_and_nobody_through_the_event() -> None:
    """Two tables of one congress; one asks like the question that is about trust, the other about something else."""
    records = [
        attended("partner:archive", "congress"),
        *(part_of(f"group:{name}", "congress") for name in ("t1", "t2")),
    ]
    records += [question_of("q", name="How can we help trust?"), about("q", "trust"), about("event:congress", "trust")]
    records += [question_of("q1", name="Who sees trust?"), question_of("q2", name="Who paints roofs?")]
    records += [asked("group:t1", "q1"), asked("group:t2", "q2"), member_of("eve", "group:t1")]
    result = suggest(*records, theme="Trust", kind="Group")
    assert [(row.name, [str(reason) for reason in row.reasons]) for row in result.rows] == [
        ("T1", ["The same was asked there in like words: Who sees trust? (counts 0.68)"])
    ]
    assert [row.name for row in suggest(*records, theme="Trust", kind="Person").rows] == ["Eve"]
    nobody = suggest(*records, theme="Trust", kind="Partner")
    assert [str(text) for text in nobody.summary][:1] == ["Nobody of this kind is known to care about Trust."]
    assert nobody.rows == ()


def test_a_question_without_a_word_of_the_theme_is_not_near_it() -> None:
    result = suggest(
        asked("group:t", "q"), question_of("q", name="Which identity?"), theme("d", name="Diversity"), theme="Diversity"
    )
    assert [str(text) for text in result.summary] == ["Nobody on the map is known to care about Diversity."]


def test_filters() -> None:
    assert [row.name for row in suggest(seeker="ada", country="ke").rows] == ["Archive"]
    assert [row.name for row in suggest(seeker="ada", language="en").rows] == ["Museum"]
    # He works with her on the atlas already.
    assert [(row.name, row.already_tied) for row in suggest(seeker="ada", kind="Person").rows] == [("Ben", True)]
    with pytest.raises(BadParameter, match="country"):
        suggest(seeker="ada", country="Ghana")


def test_opted_out_people_are_neither_suggested_nor_on_the_way() -> None:
    assert not suggest(person("ben", opted_out=True), seeker="ada", kind="Person").rows
    # Only he leads to the archive.
    assert "Archive" not in [row.name for row in suggest(person("ben", opted_out=True), seeker="ada").rows]
    archive = suggest(seeker="ada").rows[1]
    assert str(archive.reasons[0]).startswith("Ben could introduce Ada to it (3 steps, by way of Atlas and Ben)")


def test_likeness_adds_up() -> None:
    # All three are about maps and in Ghana, equally near; the second has the guild in common with the first as well.
    records = [
        record
        for name, affiliate_ in (("a", "guild"), ("b", "guild"), ("c", "club"))
        for record in (
            partner(name, country="GH"),
            about(f"partner:{name}", "maps"),
            partner_of(f"affiliate:{affiliate_}", name),
        )
    ]
    assert [row.name for row in QUERY.run(snapshot_of(records), theme="maps").rows] == ["A", "C", "B"]


def test_language_and_place_whatever_their_spelling() -> None:
    records = [
        person("ada", languages=("fr-CA",)),
        member_of("ada", "north"),
        affiliate("north", region="West Africa"),
        partner("museum", region="west africa", languages=("fr",)),
        contact_of("ben", "museum"),
        worked_with("ada", "ben"),
    ]
    (row,) = QUERY.run(snapshot_of(records), seeker="ada").rows
    assert str(row.reasons[-1]) == "A shared language and place (counts 0.11)"
    assert [row.name for row in QUERY.run(snapshot_of(records), seeker="ada", language="fr-FR").rows] == ["Museum"]


def test_an_ended_membership_ties_nobody_and_the_day_is_the_one_given() -> None:
    records = [
        member_of("ada", "north", until="2005"),
        partner_of("north", "museum"),
        contact_of("ada", "mill", until="2015"),
        person("ada", languages=("en",)),
        partner("museum", languages=("en",)),
    ]
    snapshot = snapshot_of(records, as_of="2026-01-01")

    def tied(**parameters: Any) -> set[str]:
        return {row.name for row in QUERY.run(snapshot, seeker="ada", **parameters).rows if row.already_tied}

    assert tied() == set()
    assert tied(as_of="2015") == {"Mill"}
    assert tied(as_of="2005") == {"Museum", "Mill"}


def test_a_partner_may_seek_and_a_way_through_a_crowd_is_no_reason() -> None:
    crowd = [attended(f"p{number:03}", "congress") for number in range(30)]
    records = [*crowd, attended("partner:museum", "congress"), attended("partner:mill", "congress")]
    result = QUERY.run(snapshot_of(records), seeker="museum", kind="Partner")
    assert (result.rows, str(result.summary[0])) == (
        (),
        "One candidate was compared; nothing that is known speaks for it.",
    )


def test_nobody_is_suggested_to_themself_under_another_name() -> None:
    people = [person(key, name=name, languages=("en",)) for key, name in (("a", "Ada Example"), ("b", "Ada Exampel"))]
    assert QUERY.run(snapshot_of(people), seeker="person:a", kind="Person").rows == ()


def test_people_who_would_like_more_partners() -> None:
    people = [person(name, languages=("en",), open_to_partners=value) for name, value in (("ada", None), ("ben", True))]
    records = [*people, person("cem", languages=("en",))]
    rows = QUERY.run(snapshot_of(records), seeker="ada", kind="Person", open_to_partners=True).rows
    assert [row.name for row in rows] == ["Ben"]


def test_newcomers_and_old_hands_are_told_and_may_be_asked_for() -> None:
    """Today is 2026-01-01: a newcomer for two years, an old hand from five years on."""
    since = {"eva": "2025-03", "gil": "2019", "hal": "2023-06", "ira": None}
    people = [person(name, involved_since=date, open_to_partners=name == "gil" or None) for name, date in since.items()]
    records = [*people, *(interested_in(name, "maps") for name in since)]

    def found(**given: Any) -> dict[str, list[str]]:
        rows = suggest(*records, theme="Maps", kind="Person", **given).rows
        return {row.name: [str(reason) for reason in row.reasons[1:]] for row in rows if row.name != "Ada"}

    assert found() == {
        "Eva": ["About them: a newcomer, involved since March 2025"],
        "Gil": ["About them: would like more partners and an old hand, involved since 2019"],
        "Hal": [],
        "Ira": [],
    }
    assert set(found(involved="newcomer")) == {"Eva"}
    assert set(found(involved="old-hand")) == set(found(open_to_partners=True)) == {"Gil"}
    row = suggest(*records, theme="Maps", kind="Person", involved="old-hand").rows[0]
    assert "person:gil" in row.records
    with pytest.raises(BadParameter):
        suggest(theme="Maps", involved="ages")


def test_weights_change_the_order_and_must_add_up_to_something() -> None:
    rows = suggest(seeker="ada", weights=[0, 0, 0, 1]).rows
    assert rows[0].score == 1
    assert [str(reason) for reason in rows[0].reasons] == [
        "Its themes fit: Law and Maps",
        "A shared language and place (counts 1.00)",
    ]
    for weights in ([0] * 4, [1, 2], [-1, 1, 1, 1, 1]):
        with pytest.raises(BadParameter, match="weights"):
            suggest(seeker="ada", weights=weights)


def test_degenerate_input_is_answered_in_words() -> None:
    with pytest.raises(BadParameter, match="Say who looks for partners"):
        QUERY.run(EMPTY)
    with pytest.raises(UnknownName):
        QUERY.run(EMPTY, seeker="ada")

    def message(records: list[Record], **parameters: Any) -> list[str]:
        result = QUERY.run(snapshot_of(records), **parameters)
        return [str(text) for text in result.summary + result.warnings]

    assert message([person("ada")], seeker="ada") == ["There is nothing of this kind in the network."]
    assert message([contact_of("ada", "museum")], seeker="ada") == [
        "Everything of this kind is linked to Ada already.",
        "One more is linked already and stands apart at the end.",
    ]
    assert message([person("ada"), partner("museum")], seeker="ada", country="GH") == [
        "There is nothing of this kind with this country or language."
    ]
    assert "Nothing is linked to Ada, so nearness in the network counts nothing." in message(
        [person("ada"), partner("museum")], seeker="ada"
    )


def test_same_answer_in_another_order() -> None:
    snapshot = snapshot_of(reversed(RECORDS), as_of="2026-01-01")
    assert QUERY.run(snapshot, seeker="ada").dicts() == suggest(seeker="ada").dicts()
    assert snapshot.nodes_of(Partner).size == 4


def test_ten_are_shown_and_whoever_no_tab_has_is_not_added() -> None:
    # Twelve share a language and nothing else, so nearness and themes place none of them.
    others = [partner(f"p{number:02}", languages=("en",)) for number in range(12)]
    snapshot = snapshot_of([person("ada", languages=("en",)), *others])
    rows = QUERY.run(snapshot, seeker="ada").rows
    assert [(row.rank, row.id) for row in rows] == [(n + 1, f"partner:p{n:02}") for n in range(10)]
    assert {(row.close_to_you, row.new_to_you) for row in rows} == {(None, None)}
    assert len(QUERY.run(snapshot, seeker="ada", every=True).rows) == 12


def test_the_first_ten_by_nearness_are_shown_whatever_their_score() -> None:
    # Twelve are near in one order and ten of them speak her language in the other.
    links = [worked_with("ada", "ben"), *(contact_of("ben", f"p{number:02}") for number in range(12))]
    others = [partner(f"p{number:02}", languages=("en",) if number else ()) for number in range(12)]
    snapshot = snapshot_of([person("ada", languages=("en",)), *links, *others])
    rows = QUERY.run(snapshot, seeker="ada", weights=[0, 0, 0, 1]).rows
    near = {row.id for row in rows if row.close_to_you is not None and row.close_to_you <= 10}
    # The first speaks no language of hers, and nearness counts nothing here: no reason is left for it.
    assert near == {f"partner:p{number:02}" for number in range(1, 10)}


def test_whoever_left_and_a_partnership_of_this_year_are_linked_as_everywhere_else() -> None:
    links = [contact_of("ada", "museum"), contact_of("ben", "museum", until="2026"), partner("library")]
    records = [*links, person("ada", until="2020"), person("ben")]
    linked = {
        seeker: [
            row.id for row in QUERY.run(snapshot_of(records), seeker=seeker, as_of="2026-10").rows if row.already_tied
        ]
        for seeker in ("person:ada", "person:ben")
    }
    assert linked == {"person:ada": [], "person:ben": ["partner:museum"]}
