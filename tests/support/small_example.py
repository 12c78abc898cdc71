# SPDX-License-Identifier: GPL-3.0-or-later
"""The small example of docs/methods/test-values.md#small-example, for every query that it has a figure for."""

from graph.snapshot.snapshot import Snapshot
from tests.support.builders import (
    attended,
    contact_of,
    member_of,
    partner_of,
    snapshot_of,
    sought_funding_with,
    worked_on,
)

PEOPLE = ("ana", "ben", "cem", "dia", "eva")


def small_example() -> Snapshot:
    """Five people, two affiliates, five partners; as of 2026-01-01."""
    return snapshot_of(
        [
            *(member_of(name, "north") for name in ("ana", "ben")),
            *(member_of(name, "south") for name in ("cem", "dia", "eva")),
            contact_of("ana", "museum"),
            contact_of("ben", "museum", last_contact="2024-01-01"),
            contact_of("ana", "library", last_contact="2026-01-01"),
            sought_funding_with("cem", "ministry", since="2024-01-01"),
            *(worked_on(name, "exhibition") for name in ("ana", "ben", "dia", "partner:school")),
            partner_of("south", "ministry"),
            *(attended(name, "gathering") for name in (*PEOPLE, "partner:radio")),
        ],
        as_of="2026-01-01",
    )
