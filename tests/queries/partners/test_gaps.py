# SPDX-License-Identifier: GPL-3.0-or-later
"""What is missing: themes, questions, partners, offers and wants."""

from typing import Any

import pytest

from graph.errors import BadParameter
from graph.schema.nodes import PartnerKind
from graph.snapshot.snapshot import EMPTY
from queries.partners.gaps import QUERY
from tests.support.builders import (
    about,
    affiliate,
    asked,
    interested_in,
    member_of,
    offers,
    partner,
    partner_of,
    person,
    project,
    question,
    snapshot_of,
    theme,
    wants,
    worked_on,
)

# north (Ghana) has a museum as a partner; south and east (Kenya) have none, nor has Kenya.
# Maps: offered and wanted. Law: only offered. Bees: only wanted. Trees: nobody. Data: interest alone.
RECORDS = [
    affiliate("north", country="GH"),
    affiliate("south", country="KE"),
    affiliate("east", country="KE"),
    partner("museum", kind=PartnerKind.MUSEUM, country="GH"),
    partner_of("north", "museum"),
    partner_of("affiliate:south", "affiliate:east"),
    offers("ada", "maps"),
    wants("ben", "maps"),
    offers("ada", "law"),
    offers("ben", "law"),
    wants("cem", "bees"),
    theme("trees"),
    interested_in("ada", "data"),
    about("open", "trees"),
    about("open", "bees"),
    about("answered", "maps"),
    about("answered", "trees"),
    about("project:atlas", "maps"),
    worked_on("ada", "atlas"),
    about("project:idle", "bees"),
    project("idle"),
]


def missing(kind: str) -> list[tuple[str, str]]:
    return [(str(row.name), str(row.missing)) for row in QUERY.run(snapshot_of(RECORDS), kind=kind).rows]


def test_themes_and_questions_that_nobody_takes_up() -> None:
    # Bees are wanted, so somebody does take them up.
    assert missing("theme") == [("Trees", "Nobody offers or wants it, or is interested in it.")]
    # The atlas is about maps and somebody worked on it; nobody did on the idle project about bees.
    assert missing("question") == [("Open", "Nobody has worked on Bees and Trees.")]


def test_kinds_and_countries_without_a_partner() -> None:
    kinds = [name for name, _ in missing("partner-kind")]
    assert "museum" not in kinds
    assert "other" not in kinds
    assert len(kinds) == len(PartnerKind) - 2
    assert missing("country") == [("Kenya", "There is no partner in this country, though East and South are there.")]


@pytest.mark.parametrize(
    ("language", "country", "kind"),
    [("en", "Kenya", "archive"), ("fr", "Kenya", "archives"), ("ar", "كينيا", "أرشيف"), ("de", "Kenia", "archive")],
)
def test_countries_and_kinds_are_named_in_the_language_of_the_reader(language: str, country: str, kind: str) -> None:
    rows = QUERY.run(snapshot_of(RECORDS)).dicts(language)
    named = {row["id"]: row["name"] for row in rows}
    assert (named["KE"], named["archive"], named["theme:bees"]) == (country, kind, "Bees")


def test_affiliates_without_a_partner_outside() -> None:
    assert [name for name, _ in missing("affiliate")] == ["East", "South"]


def test_a_partnership_that_has_ended_leaves_an_affiliate_without() -> None:
    records = [partner_of("north", "museum", until="2023")]
    assert [QUERY.run(snapshot_of(records), kind="affiliate", as_of=day).rows != () for day in ("2023", "2024")] == [
        False,
        True,
    ]


def test_offers_and_wants_that_meet_nothing() -> None:
    assert missing("offer") == [("Law", "Ada and Ben offer it, nobody asks for it.")]
    assert missing("want") == [("Bees", "Cem wants it, nobody offers it.")]


def test_a_question_is_a_want() -> None:
    records = [asked("ada", "why"), about("why", "trees"), wants("ben", "trees"), offers("cem", "maps")]
    rows = QUERY.run(snapshot_of(records), kind="want").rows
    assert [(row.id, str(row.missing)) for row in rows] == [
        ("theme:trees", "Ada and Ben want it or asked about it, nobody offers it.")
    ]


def test_of_many_who_want_it_three_are_named_and_the_rest_counted() -> None:
    wish = [wants(f"p{number}", "maps") for number in range(8)]
    (row,) = QUERY.run(snapshot_of([*wish, offers("ada", "law"), wants("ada", "law")]), kind="want").rows
    assert str(row.missing) == "P0, P1, P2 and 5 more want it, nobody offers it."


def test_work_done_is_no_offer_that_nobody_wants() -> None:
    records = [worked_on("ada", "atlas"), about("project:atlas", "maps"), offers("ben", "law"), wants("cem", "bees")]
    assert [row.id for row in QUERY.run(snapshot_of(records), kind="offer").rows] == ["theme:law"]
    # It does meet a wish.
    assert [row.id for row in QUERY.run(snapshot_of([*records, wants("cem", "maps")]), kind="want").rows] == [
        "theme:bees"
    ]


def test_what_is_absent_as_a_whole_is_said_once() -> None:
    affiliates = [affiliate(name, country="KE", region="East Africa", languages=("sw",)) for name in ("east", "south")]
    result = QUERY.run(snapshot_of([*affiliates, offers("ada", "maps"), asked("eva", "why")]))
    assert (result.rows, [str(text) for text in result.summary]) == (
        (),
        [
            "Nobody is known to have worked on a project about a theme, so no question is listed for that.",
            "No partner is loaded, so no affiliate, kind, country, region or language is listed for having none.",
            "Nobody said what they want or asked about a theme, so every offer is without a wish.",
        ],
    )
    result = QUERY.run(snapshot_of([*affiliates, partner("museum"), wants("ada", "maps")]))
    assert [row.kind for row in result.rows] == ["affiliate", "affiliate"]
    assert [str(text) for text in result.summary] == [
        "2 gaps were found: 2 affiliates without a partner.",
        "No partner has a kind, so none is listed as missing.",
        "No partner has a country, so none is listed as being without a partner.",
        "No partner has a region, so none is listed as being without a partner.",
        "No partner has a language, so none is listed as being without a partner.",
        "Nobody said what they offer or worked on a theme, so every wish is without an offer.",
    ]


def test_regions_and_languages_without_a_partner_whatever_their_spelling() -> None:
    records = [
        affiliate("north", region="West Africa", languages=("fr-CA", "en")),
        affiliate("south", region="Central Africa", languages=("fr",)),
        partner("museum", region="west africa", languages=("en-GB",)),
    ]
    rows = QUERY.run(snapshot_of(records)).rows
    assert [
        (row.kind, row.id, str(row.name), str(row.missing)) for row in rows if row.kind in {"region", "language"}
    ] == [
        (
            "region",
            "central africa",
            "Central Africa",
            "There is no partner in this region, though South is there.",
        ),
        ("language", "fr", "French", "No partner is known to speak it, though North and South do."),
    ]


def test_records_and_order() -> None:
    snapshot = snapshot_of(RECORDS)
    rows = QUERY.run(snapshot).rows
    order = ["theme", "question", "partner-kind", "country", "offer", "want", "affiliate"]
    assert list(dict.fromkeys(row.kind for row in rows)) == order
    (want,) = (row for row in rows if row.kind == "want")
    assert [snapshot.link(key).source for key in want.records] == ["person:cem"]


def test_summary_counts_each_kind() -> None:
    assert str(QUERY.run(snapshot_of(RECORDS), kind="theme").summary[0]) == (
        "One gap was found: one theme that nobody takes up."
    )
    assert str(QUERY.run(EMPTY).summary[0]) == "Nothing is loaded yet, so nothing can be said to be missing."


def test_unknown_kind() -> None:
    with pytest.raises(BadParameter, match="kind"):
        QUERY.run(EMPTY, kind="nothing")


def test_gaps_of_who_is_in_a_place_or_speaks_a_language() -> None:
    records = [
        affiliate("dakar", country="SN", region="West Africa", languages=("fr",)),
        affiliate("tunis", country="TN", region="North Africa", languages=("ar", "fr-TN")),
        *(person(name) for name in ("ada", "ben")),
        member_of("ada", "dakar"),
        wants("ada", "maps"),
        wants("ben", "law"),
        offers("ben", "tea"),
        partner("mill", country="FR", region="Europe", languages=("en",)),
        question("q", name="Qui ?", language="fr"),
        about("q", "bees"),
        worked_on("ben", "atlas"),
        about("project:atlas", "law"),
    ]

    def found(**parameters: Any) -> set[tuple[str, str]]:
        return {(row.kind, row.id) for row in QUERY.run(snapshot_of(records), **parameters).rows}

    senegal = {("affiliate", "affiliate:dakar"), ("country", "SN"), ("want", "theme:maps")}
    assert found(place="west africa") == {*senegal, ("region", "west africa"), ("language", "fr")}
    assert found(place="sn") >= senegal
    assert {("affiliate", "affiliate:tunis"), ("country", "TN")} <= found(place="TN")
    assert found(place="TN").isdisjoint({("want", "theme:maps"), ("affiliate", "affiliate:dakar")})
    assert ("question", "question:q") in found(language="fr-FR")
    assert ("question", "question:q") not in found(language="ar")
    assert found(place="sn", language="ar") == set()


def test_who_left_neither_offers_nor_wants() -> None:
    gone = person("eva", until="2020")
    records = [gone, offers("eva", "maps"), wants("ada", "maps"), wants("eva", "trees"), offers("ada", "trees")]
    result = QUERY.run(snapshot_of([*records, interested_in("eva", "drums")]), as_of="2024-05-01")
    assert [
        (row.kind, row.name, str(row.missing)) for row in result.rows if row.kind in {"theme", "offer", "want"}
    ] == [
        ("theme", "Drums", "Nobody offers or wants it, or is interested in it."),
        ("offer", "Trees", "Ada offers it, nobody asks for it."),
        ("want", "Maps", "Ada wants it, nobody offers it."),
    ]
