# SPDX-License-Identifier: GPL-3.0-or-later
"""Which relationships a scope lets through, and what is no scope."""

import pytest

from graph.errors import BadParameter, UnknownName
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.measures.holdings import find_holdings
from queries.measures.parameters import AssetKind
from queries.measures.scope import nothing_here, scope_of
from tests.support.builders import (
    about,
    affiliate,
    asked,
    attended,
    funded,
    interested_in,
    member_of,
    offers,
    partner,
    partner_of,
    person,
    snapshot_of,
    worked_on,
)


def network() -> Snapshot:
    """Return partners that differ in everything a scope may ask for."""
    return snapshot_of(
        [
            affiliate("north", name="Wiki North"),
            affiliate("south", region="West Africa"),
            partner("archive", country="GH", region="West Africa", languages=("en",)),
            partner("library", country="FR", languages=("fr-CA", "en")),
            partner("museum"),
            partner_of("north", "archive"),
            partner_of("group:table", "library"),
            worked_on("partner:museum", "show"),
            funded("library", "show"),
            attended("partner:archive", "fair"),
            about("partner:archive", "maps"),
            interested_in("partner:library", "maps"),
            about("project:show", "maps"),
            about("question:why", "music"),
            asked("group:table", "why"),
            member_of("ada", "north"),
            member_of("ada", "south"),
            offers("ada", "maps"),
            offers("ada", "music"),
            person("bob"),
        ]
    )


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (None, {"archive", "library", "museum"}),
        ("", {"archive", "library", "museum"}),
        ("affiliate:north", {"archive"}),
        ("wiki north", {"archive"}),
        ("group:table", {"library"}),
        ("project:show", {"museum", "library"}),
        ("event:fair", {"archive"}),
        ("theme:maps", {"archive", "library", "museum"}),
        ("theme:music", set()),
        ("country:GH", {"archive"}),
        ("Country:gh", {"archive"}),
        ("region:west africa", {"archive"}),
        ("language:fr", {"library"}),
        ("language:en", {"archive", "library"}),
    ],
)
def test_scope_of_partners(scope: str | None, expected: set[str]) -> None:
    held = find_holdings(network(), scope=scope)
    assert {held.asset_name(a).lower() for a in range(len(held))} == expected


@pytest.mark.parametrize(
    ("kind", "scope", "expected"),
    [
        ("partner-affiliate", "affiliate:north", {"partner:archive|affiliate:north"}),
        ("partner-affiliate", "country:FR", {"partner:library|group:table"}),
        ("theme-affiliate", "theme:maps", {"theme:maps|affiliate:north", "theme:maps|affiliate:south"}),
        ("theme-affiliate", "affiliate:south", {"theme:maps|affiliate:south", "theme:music|affiliate:south"}),
        ("theme-affiliate", "region:West Africa", {"theme:maps|affiliate:south", "theme:music|affiliate:south"}),
        ("Question", "theme:music", {"question:why"}),
        ("Group", "theme:music", {"group:table"}),
        ("Affiliate", "region:West Africa", {"affiliate:south"}),
    ],
)
def test_scope_of_other_things(kind: AssetKind, scope: str, expected: set[str]) -> None:
    held = find_holdings(network(), scope=scope, assets=kind)
    assert {held.asset_id(a) for a in range(len(held))} == expected


def test_unknown_scope_offers_close_names() -> None:
    with pytest.raises(UnknownName) as raised:
        scope_of(network(), "wiki nroth")
    assert raised.value.close_matches[0] == ("affiliate:north", "Wiki North")
    with pytest.raises(UnknownName) as raised:
        scope_of(network(), "region:west afrika")
    assert raised.value.close_matches == (("region:West Africa", "West Africa"),)
    for snapshot, text in ((EMPTY, "country:GH"), (network(), "language:f"), (network(), "region:")):
        with pytest.raises(UnknownName):
            scope_of(snapshot, text)


def test_person_is_no_scope() -> None:
    with pytest.raises(BadParameter, match="is a person"):
        scope_of(network(), "person:bob")


def test_empty_scope_says_what_there_is() -> None:
    snapshot = network()
    said = str(nothing_here(snapshot, scope_of(snapshot, "theme:music")))
    assert said.startswith("There is nothing of this kind in Music. The network has 2 people, one group, 2 affiliates")
    assert str(nothing_here(EMPTY, scope_of(EMPTY, None))) == "Nothing is loaded yet, so there is nothing to count."
