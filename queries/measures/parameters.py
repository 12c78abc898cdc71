# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters that several queries share, and what their texts stand for."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from graph.errors import typed
from graph.schema.dates import PartialDate, middle_day
from graph.schema.links import LINK_BY_TYPE, LINK_CLASSES, Link
from graph.schema.nodes import NODE_BY_PREFIX, NODE_CLASSES, Node
from graph.snapshot.snapshot import Snapshot
from queries.framework.parameter_errors import ONE_OF
from queries.framework.result import ShownAs

TypeName = Literal["Person", "Group", "Affiliate", "Partner", "Project", "Event", "Question", "Idea", "Theme"]


def node_class(name: str) -> type[Node]:
    """Return the node class of a type's name."""
    return NODE_BY_PREFIX[name.lower()]


def node_classes(names: Sequence[str]) -> tuple[type[Node], ...]:
    """Return the node classes of several names, all of them for none."""
    return tuple(map(node_class, names)) or NODE_CLASSES


def _link_type(value: object) -> object:
    return value.upper().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


def _known_link_type(name: str) -> str:
    if name not in LINK_BY_TYPE:
        raise ValueError(ONE_OF(typed(", ".join(sorted(LINK_BY_TYPE)))))
    return name


LinkType = Annotated[str, BeforeValidator(_link_type), AfterValidator(_known_link_type)]


def link_classes(names: Sequence[str], default: Sequence[type[Link]] = LINK_CLASSES) -> tuple[type[Link], ...]:
    """Return the link classes of several types, the default for none."""
    return tuple(LINK_BY_TYPE[name] for name in names) or tuple(default)


AsOf = Annotated[
    PartialDate | None,
    ShownAs.DATE,
    Field(
        title="Date taken for today",
        description="The day that counts as today; default: today, from Python the newest date of the sources.",
    ),
]

AssetKind = Literal[
    "Partner",
    "Affiliate",
    "Group",
    "Project",
    "Event",
    "Question",
    "Idea",
    "Theme",
    "partner-affiliate",
    "theme-affiliate",
]
Assets = Annotated[
    AssetKind, Field(title="What may be lost", description="What can be lost: a type of entry, or a pair of them.")
]
HalfLife = Annotated[
    float,
    Field(title="Half-life in months", ge=0.1, le=1200, description="Months after which a dated link counts half."),
]
MinStrength = Annotated[
    float,
    Field(
        title="Least strength",
        ge=0,
        le=10,
        description="Strength from which on a person counts as holding; 0: any route.",
    ),
]
Values = Annotated[
    tuple[str, ...], Field(description="Worth of single relationships, each as “id,value”; all others are worth 1.")
]
HALF_LIFE, MIN_STRENGTH = 24.0, 0.1
"""Months, and a strength; choices, not findings (docs/methods/strength-and-holders.md#strength)."""
Theta = Annotated[
    float,
    ShownAs.SHARE,
    Field(title="Share that may be lost", gt=0, le=1, description="Share of the relationships that would be lost."),
]
LeaveChance = Annotated[
    float,
    Field(
        title="Chance of leaving", gt=0, lt=1, description="Chance that a person leaves, for the loss to be expected."
    ),
]
THETA, LEAVE_CHANCE = 0.5, 0.2
"""Choices, not findings (docs/methods/bus-factor.md)."""


def as_of_day(snapshot: Snapshot, as_of: str | None) -> int:
    """Return the day number that counts as today, 0 if the data have no date at all."""
    return middle_day(as_of or snapshot.as_of)
