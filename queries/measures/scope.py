# SPDX-License-Identifier: GPL-3.0-or-later
"""Which relationships a figure is about: the scopes of docs/methods/strength-and-holders.md#scopes.

A scope filters assets, never people. It is an affiliate or group (who they
partner with), a theme, a project or event (who took part), or a value of the
asset's own field: `country:GH`, `region:West Africa`, `language:fr`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from graph.errors import BadParameter, UnknownName, typed
from graph.schema.folding import fold
from graph.schema.links import About, Asked, Attended, Funded, InterestedIn, Link, PartnerOf, Proposed, WorkedOn
from graph.schema.nodes import (
    NODE_CLASSES,
    UNITS,
    Affiliate,
    Event,
    Group,
    Node,
    Person,
    Project,
    Theme,
    own_fields,
    prefix_of,
)
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Parameter, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

ScopeText = Annotated[
    str | None,
    Field(
        title="Part of the network",
        max_length=500,
        description="Only relationships of this affiliate, group, theme, project or event (id or name), "
        "or of country:GH, region:West Africa, language:fr.",
    ),
]

WHOLE_NETWORK = Text("scope-whole-network", "the whole network", "Scope of a figure, inside a sentence")
COUNTED = {
    cls: Text(
        f"scope-counted-{prefix_of(cls)}",
        f"{{{{PLURAL:$1|one {cls.LABEL}|$1 {cls.PLURAL}}}}}",
        "$1 number of nodes of this type",
    )
    for cls in NODE_CLASSES
}
NO_NODES = Text("scope-no-nodes", "Nothing is loaded yet, so there is nothing to count.")
EMPTY = Text(
    "scope-empty",
    "There is nothing of this kind in $1. The network has $2.",
    "$1 scope, $2 list of counts by type",
)

_SCOPES: tuple[type[Node], ...] = (Affiliate, Group, Theme, Project, Event)
_FIELDS = {"country": ("country",), "region": ("region",), "language": ("languages", "language")}
NO_SCOPE = {
    cls: Text(
        f"scope-not-{prefix_of(cls)}",
        f"“$1” is {'an' if cls.LABEL[0] in 'aeiou' else 'a'} {cls.LABEL}, and a scope is one of: "
        f"{', '.join(scope.LABEL for scope in _SCOPES)}.",
        "Error; $1 id of an entry",
    )
    for cls in NODE_CLASSES
    if cls not in _SCOPES
}
OR_FIELD = Text(
    "scope-or-field",
    "Or give a field of the partners: country:GH, region:West Africa, language:fr.",
    "Hint after that error; the examples are typed so",
)
NO_FIELD = {
    field: Text(f"unknown-{field}", f"There is no {field} called “$1”.", "$1 what was looked for") for field in _FIELDS
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """A filter on assets.

    `label` names it in a sentence; `inside` says for every node whether it
    is in the scope as an asset; `node` is the node that the scope is, if any.
    """

    text: str
    label: Parameter
    inside: "NDArray[np.bool_]"
    node: int | None = None
    cls: type[Node] | None = None


def scope_of(snapshot: Snapshot, text: str | None, ended: "NDArray[np.bool_] | None" = None) -> Scope:
    """Return the scope that a user means; everything for none.

    `ended`: says of every link whether it is over; a partnership that is joins nothing.
    Raises UnknownName with close matches, and BadParameter for an entry that
    cannot be a scope.
    """
    if not text:
        return Scope(text="", label=WHOLE_NETWORK(), inside=np.ones(len(snapshot), dtype=np.bool_))
    field, colon, value = text.partition(":")
    if colon and field.lower() in _FIELDS:
        return _field_scope(snapshot, field.lower(), value.strip())
    if text in snapshot and snapshot.type_of(snapshot.index(text)) not in _SCOPES:
        raise BadParameter(NO_SCOPE[snapshot.type_of(snapshot.index(text))](typed(text, 200)), OR_FIELD())
    node = snapshot.find(text, _SCOPES)
    cls = snapshot.type_of(node)
    return Scope(
        text=snapshot.ids[node],
        label=Name(snapshot.ids[node], snapshot.names[node]),
        inside=_partners_of(snapshot, node, ended) if cls in UNITS else _INSIDE[cls](snapshot, node),
        node=node,
        cls=cls,
    )


def nothing_here(snapshot: Snapshot, scope: Scope) -> Message:
    """Say that a scope has no assets of a kind, and what there is instead."""
    counts = np.bincount(snapshot.node_types, minlength=len(NODE_CLASSES)).tolist()
    if not any(counts):
        return NO_NODES()
    return EMPTY(scope.label, [COUNTED[cls](n) for cls, n in zip(NODE_CLASSES, counts, strict=True) if n])


def _joined_to(snapshot: Snapshot, node: int, classes: Iterable[type[Link]]) -> "NDArray[np.bool_]":
    inside = np.zeros(len(snapshot), dtype=np.bool_)
    inside[snapshot.neighbours(node, classes)] = True
    return inside


def _partners_of(snapshot: Snapshot, unit: int, ended: "NDArray[np.bool_] | None") -> "NDArray[np.bool_]":
    inside = np.zeros(len(snapshot), dtype=np.bool_)
    links = np.intersect1d(snapshot.links_at(unit), snapshot.links_of(PartnerOf))
    links = links if ended is None else links[~ended[links]]
    inside[snapshot.link_source[links]] = inside[snapshot.link_target[links]] = True
    inside[unit] = False
    return inside


def _took_part(snapshot: Snapshot, activity: int) -> "NDArray[np.bool_]":
    return _joined_to(snapshot, activity, (WorkedOn, Funded, Attended))


def _about(snapshot: Snapshot, theme: int) -> "NDArray[np.bool_]":
    """Themes of an asset: its own, and those of its questions, ideas and projects.

    See docs/methods/interests-and-offers.md#themes-of-an-entry.
    """
    inside = _joined_to(snapshot, theme, (About, InterestedIn))
    through = _joined_to(snapshot, theme, (About,))
    links = snapshot.links_of(Asked, Proposed, WorkedOn)
    links = links[through[snapshot.link_target[links]]]
    inside[snapshot.link_source[links]] = True
    inside[theme] = True
    return inside


_INSIDE: dict[type[Node], Callable[[Snapshot, int], "NDArray[np.bool_]"]] = {
    Theme: _about,
    Project: _took_part,
    Event: _took_part,
}


def _field_scope(snapshot: Snapshot, field: str, value: str) -> Scope:
    inside = np.zeros(len(snapshot), dtype=np.bool_)
    wanted = fold(value)
    known: set[str] = set()
    for cls in NODE_CLASSES:
        for name in _FIELDS[field]:
            if cls is Person or name not in own_fields(cls):
                continue
            for node, found in zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, name), strict=True):
                texts = _texts(found)
                known.update(texts)
                inside[node] |= any(_is_value(field, fold(text), wanted) for text in texts)
    if not inside.any():
        raise UnknownName(NO_FIELD[field], value, _close(value, sorted(known), field))
    return Scope(text=f"{field}:{value}", label=value, inside=inside)


def _texts(found: Any) -> list[str]:  # noqa: ANN401 - a text, several or none
    return found if isinstance(found, list) else [found] if found else []


def _is_value(field: str, found: str, wanted: str) -> bool:
    # `fr` also means `fr-CA`; the folded tag has a space for the hyphen.
    return found == wanted or (field == "language" and bool(wanted) and found.startswith(f"{wanted} "))


def _close(value: str, known: list[str], field: str) -> list[tuple[str, str]]:
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only when something was not found

    best = process.extract(value, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=50)
    return [(f"{field}:{text}", text) for text, _, _ in best]
