# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts by type and source, and what the figures rest on."""

from graph.schema.packed import pack
from graph.schema.source import Source
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.explore.overview import QUERY
from tests.support.builders import attended, contact_of, event, member_of, person, same_as, snapshot_of


def counts(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    return [(row.kind, row.name, row.count) for row in QUERY.run(snapshot).rows]


def test_counts_by_type_source_and_what_is_open() -> None:
    records = [
        person("ada"),
        person("adda"),
        event("camp", start="2024"),
        attended("ada", "camp"),
        member_of("ada", "north"),
        contact_of("ada", "museum", last_contact="2025"),
        same_as("ada", "adda", decision="unsure"),
    ]
    assert counts(snapshot_of(records)) == [
        ("node", "Affiliate", 1),
        ("node", "Event", 1),
        ("node", "Partner", 1),
        ("node", "Person", 2),
        ("link", "ATTENDED", 1),
        ("link", "CONTACT_OF", 1),
        ("link", "MEMBER_OF", 1),
        ("link", "SAME_AS", 1),
        ("source", "test", 0),
        # An event's date dates the visit; a membership and a decision have none.
        ("note", "undated links", 2),
        ("note", "unsure identities", 1),
        ("note", "waiting links", 0),
    ]


def test_sources_and_waiting_links_come_from_the_store() -> None:
    snapshot = Snapshot.of(
        [pack(person("ada"))], sources=[Source(id="notes", records=3)], waiting=["member_of:1", "member_of:2"]
    )
    assert ("source", "notes", 3) in counts(snapshot)
    assert [str(text) for text in QUERY.run(snapshot).summary] == [
        "The network holds one entry and 0 links from one source.",
        "2 links wait for an entry that no source names yet.",
    ]


def test_records_are_the_first_twenty() -> None:
    rows = QUERY.run(snapshot_of(person(f"p{number:02}") for number in range(30))).rows
    assert rows[0].records == tuple(f"person:p{number:02}" for number in range(20))


def test_empty_store_says_so() -> None:
    assert [str(text) for text in QUERY.run(EMPTY).summary] == ["Nothing is loaded yet. Load a file to begin."]
    assert counts(EMPTY) == [("note", name, 0) for name in ("undated links", "unsure identities", "waiting links")]
