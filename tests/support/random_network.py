# SPDX-License-Identifier: GPL-3.0-or-later
"""Small random networks, for comparing a query with brute force."""

from random import Random
from typing import Any

from graph.schema.links import Link, Stance, WorkedOn
from graph.schema.nodes import Record
from graph.snapshot.snapshot import Snapshot
from tests.support.builders import (
    about,
    asked,
    attended,
    contact_of,
    interested_in,
    member_of,
    partner_of,
    snapshot_of,
    sought_funding_with,
    worked_on,
    worked_with,
)

_DATES = (None, None, "2019", "2021-07-01", "2021", "2022-05", "2022-05-15", "2024-12-31")


def random_network(seed: int, *, people: int = 6, others: int = 3) -> Snapshot:
    """Return a network of a few entries of each kind with links of all kinds, dated or not."""
    random = Random(seed)
    names = [f"p{number}" for number in range(people)]
    keys = [f"k{number}" for number in range(others)]

    def pick(prefix: str = "") -> str:
        return f"{prefix}{random.choice(keys)}"

    def dates() -> dict[str, Any]:
        return {"until": random.choice(_DATES)}

    makers = (
        lambda: worked_on(random.choice(names), pick(), role=random.choice((None, "lead")), **dates()),
        lambda: member_of(random.choice(names), pick(random.choice(("affiliate:", "group:"))), **dates()),
        lambda: attended(random.choice(names), pick(), since=random.choice(_DATES)),
        lambda: contact_of(random.choice(names), pick(), last_contact=random.choice(_DATES), **dates()),
        lambda: sought_funding_with(random.choice(names), pick("affiliate:"), since=random.choice(_DATES)),
        lambda: worked_with(*random.sample(names, 2), **dates()),
        lambda: partner_of(pick(), pick(), **dates()),
        lambda: worked_on(pick("affiliate:"), pick()),
        lambda: interested_in(random.choice(names), pick(), stance=random.choice(list(Stance))),
        lambda: asked(random.choice(names), pick()),
        lambda: about(pick("question:"), pick()),
        lambda: about(pick("project:"), pick()),
    )
    records: list[Record] = [random.choice(makers)() for _ in range(random.randint(0, 40))]
    return snapshot_of(records, as_of="2025-01-01")


def all_links(snapshot: Snapshot) -> list[Link]:
    """Return every link of a snapshot."""
    return [snapshot.link(number) for number in range(snapshot.link_count)]


def last_date(snapshot: Snapshot, link: Link) -> str | None:
    """Return the last date of a link of `random_network`, where projects and events have none."""
    values = [link.until, getattr(link, "last_contact", None)]
    known = [value for value in values if value]
    if not known and link.TYPE in {"ATTENDED", "SOUGHT_FUNDING_WITH"}:
        return link.since
    assert not isinstance(link, WorkedOn) or snapshot.type_of(snapshot.index(link.target)).TYPE == "Project"
    return max(known, key=day, default=None)


def day(date: str) -> tuple[str, str]:
    """Return what dates of several precisions are compared by."""
    return date + {4: "-07-01", 7: "-15"}.get(len(date), ""), date
