# SPDX-License-Identifier: GPL-3.0-or-later
"""The state rule of the stores, written once more as plainly as possible.

Slow and without any sharing with `graph/merge/plan.py`: from all (source, records)
pairs at once to the graph, as a set of (id, text of the record).
"""

from collections import defaultdict
from dataclasses import MISSING, fields, replace
from itertools import combinations
from typing import Any

from graph.schema.dates import middle_day
from graph.schema.ids import hidden_id
from graph.schema.links import Decision, Link, SameAs
from graph.schema.nodes import Node, Person, Record
from graph.schema.source import Source

AnyRecord = Node | Link
State = dict[str, tuple[Source, list[AnyRecord]]]
Precedence = tuple[int, tuple[int, ...], int, str]
Said = dict[str, list[tuple[Precedence, AnyRecord]]]
LATEST = {"until", "end", "last_contact"}
EARLIEST = {"since", "start", "founded", "involved_since"}
APART = {"id", "source", "target", "sources", "merged_ids", "aliases"}


def graph_of(state: State, secret: str) -> set[tuple[str, str]]:
    """Return what the graph must show."""
    said = said_by_id(state)
    nodes = {id_ for id_, statements in said.items() if isinstance(statements[0][1], Node)}
    shown = shown_ids(said, nodes, secret)
    result: dict[str, Record] = {}
    for graph_id in set(shown.values()):
        members = sorted(id_ for id_ in nodes if shown[id_] == graph_id)
        result[graph_id] = one_node(graph_id, [(id_, said[id_]) for id_ in members])
    result = {id_: shown_record(node, list(result.values())) for id_, node in result.items()}
    links: dict[str, list[tuple[tuple[Precedence, str], str, Link]]] = defaultdict(list)
    for id_, statements in said.items():
        for rank, record in statements:
            if isinstance(record, Link) and record.source in nodes and record.target in nodes:
                ends = (
                    sorted((shown[record.source], shown[record.target]))
                    if record.SYMMETRIC
                    else (shown[record.source], shown[record.target])
                )
                moved = replace(record, source=ends[0], target=ends[1])
                if ends[0] != ends[1]:
                    links[moved.id].append(((rank, id_), rank[-1], moved))
    for key, group in links.items():
        group.sort(key=lambda item: item[0])
        link = newest([link for _, _, link in group])
        if "opted-out" in link.source + link.target:
            # Of such a link only its type, its ends and who states it are shown.
            own = {one.name: one.default for one in fields(link) if one.default is not MISSING}
            link = replace(link, **own)
        if not (isinstance(link, SameAs) and link.decision is Decision.SAME):
            result[key] = replace(link, sources=tuple(sorted({source_id for _, source_id, _ in group})))
    return {(id_, repr(record)) for id_, record in result.items()}


def precedence(source: Source) -> Precedence:
    """Sort key that puts the winning source first."""
    text = source.as_of or ""
    return (-middle_day(source.as_of), tuple(-ord(letter) for letter in text), -len(text), source.id)


def said_by_id(state: State) -> Said:
    """Return [(precedence, record)] by record id, the winner first."""
    said: Said = defaultdict(list)
    for source, records in state.values():
        for record in records:
            said[record.id].append((precedence(source), record))
    return {id_: sorted(statements, key=lambda item: item[0]) for id_, statements in said.items()}


def shown_ids(said: Said, nodes: set[str], secret: str) -> dict[str, str]:
    """Return under which id each node is shown."""
    decisions = {
        frozenset((record.source, record.target)): record.decision
        for (_, record), *_ in said.values()
        if isinstance(record, SameAs) and {record.source, record.target} <= nodes
    }
    cluster = {id_: {id_} for id_ in nodes}
    for pair, decision in decisions.items():
        if decision is Decision.SAME and len(pair) == 2:
            left, right = pair
            united = cluster[left] | cluster[right]
            for id_ in united:
                cluster[id_] = united
    for id_, members in list(cluster.items()):
        if any(decisions.get(frozenset(pair)) is Decision.DIFFERENT for pair in combinations(sorted(members), 2)):
            cluster[id_] = {id_}
    shown: dict[str, str] = {}
    for id_, members in cluster.items():
        head = min(members)
        asked = any(getattr(record, "opted_out", None) for member in members for _, record in said[member])
        shown[id_] = hidden_id("person", head, secret) if asked else head
    return shown


def shown_record(node: Any, everybody: list[Any]) -> Record:
    """Return what is shown of a node: of who is not named, only a year that three people share."""
    if "opted-out" not in node.id:
        return node
    year = (getattr(node, "involved_since", None) or "")[:4]
    alike = [other for other in everybody if (getattr(other, "involved_since", None) or "")[:4] == year]
    shown_year = year if year and len(alike) >= 3 else None
    return Person(id=node.id, name="a person", opted_out=True, involved_since=shown_year)


def newest(records: list[Any]) -> Any:
    """Return one record: of each field the first that is not empty, or what its kind asks for."""
    values: dict[str, Any] = {}
    for field in fields(records[0]):
        if field.name not in APART:
            found = [v for record in records if (v := getattr(record, field.name)) not in (None, "", (), {})]
            values[field.name] = one_value(field.name, found) if found else getattr(records[0], field.name)
    return replace(records[0], **values)


def one_value(name: str, found: list[Any]) -> Any:
    """Return what several values of a field amount to, the newest first."""
    by_day = sorted(found, key=lambda value: (middle_day(value), value)) if name in LATEST | EARLIEST else found
    if name in LATEST:
        return by_day[-1]
    if name == "languages" and len(set(found)) > 1:
        return tuple(sorted({language for languages in found for language in languages}))
    if name == "opted_out":
        return True in found
    return by_day[0]


def one_node(graph_id: str, members: list[tuple[str, list[tuple[Precedence, Any]]]]) -> Record:
    """Return the node that several ids and sources amount to."""
    everything = sorted((rank, id_, number) for number, (id_, said) in enumerate(members) for rank, _ in said)
    by_rank = {(rank, id_): record for id_, said in members for rank, record in said}
    records = [by_rank[rank, id_] for rank, id_, _ in everything]
    sources = tuple(sorted({rank[-1] for rank, _, _ in everything}))
    merged = newest(records)
    if "opted-out" in graph_id:
        kept = ("country", "languages", "opted_out", "open_to_partners", "involved_since", "until")
        return Person(id=graph_id, name="a person", sources=sources, **{name: getattr(merged, name) for name in kept})
    name = members[0][1][0][1].name
    aliases = {alias for record in records for alias in record.aliases}
    if len(members) > 1:
        aliases = (aliases | {said[0][1].name for _, said in members}) - {name}
    return replace(
        merged,
        id=graph_id,
        name=name,
        aliases=tuple(sorted(aliases)),
        merged_ids=tuple(id_ for id_, _ in members[1:]),
        sources=sources,
    )
