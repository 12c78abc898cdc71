# SPDX-License-Identifier: GPL-3.0-or-later
"""How the graph shows what sources say: nodes under one id, links between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.merge.fields import masked, merge_nodes, newest_wins
from graph.merge.identity import Identity
from graph.merge.incoming import After, Statements
from graph.schema.ids import is_hidden
from graph.schema.links import Decision, Link, SameAs, link_id, oriented
from graph.schema.nodes import Node, Record
from graph.schema.packed import DECISIONS, Packed, encode_sources, pack, record_class, unpacked, with_sources
from graph.schema.source import JOINED, SELF_LINK, Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Shown:
    """Records of the graph by id, ends of links that wait, all ids of the graph that were looked at."""

    records: dict[str, Packed] = field(default_factory=dict)
    waits: dict[str, tuple[str, str]] = field(default_factory=dict)
    affected: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def show(
    nodes: set[str], links: set[str], about: Mapping[str, Statements], after: After, *, was: Identity, will: Identity
) -> Shown:
    """Return how these nodes and links, called as the sources do, look in the graph."""
    result = Shown(affected={view.graph_id(id_) for view in (was, will) for id_ in nodes})
    named = _Sources(after)
    for graph_id in list(result.affected):
        group = [stated for id_ in will.members_of(graph_id) for stated in about.get(id_, ())]
        if group and will.graph_id(group[0][1].id) == graph_id:
            sources = named.encoded(group, by_name=graph_id in will.by_name)
            result.records[graph_id] = with_sources(_node(graph_id, group), sources)
    groups = _grouped_links(links, about, after, will, result)
    result.problems.extend(_self_links(groups.values(), after, will))
    for graph_id, group in groups.items():
        packed = _link(graph_id, group, will)
        if packed:
            result.records[graph_id] = with_sources(packed, named.encoded(group))
    return result


class _Sources:
    """The lists of sources behind records, each encoded once."""

    def __init__(self, after: After) -> None:
        self._by_rank = {rank: id_ for id_, rank in after.rank.items()}
        self._by_name = frozenset({after.rank[JOINED]} if JOINED in after.rank else ())
        self._known: dict[tuple[int, ...], bytes] = {}

    def encoded(self, group: Statements, *, by_name: bool = False) -> bytes:
        key = tuple(sorted({rank for rank, _ in group} | (self._by_name if by_name else frozenset())))
        if key not in self._known:
            self._known[key] = encode_sources(tuple(sorted(self._by_rank[rank] for rank in key)))
        return self._known[key]


def _node(graph_id: str, group: Statements) -> Packed:
    if len(group) == 1 and group[0][1].id == graph_id:
        return group[0][1]
    merged = merge_nodes([node for node in _in_order(group) if isinstance(node, Node)])
    return pack(masked(merged, graph_id))


def _grouped_links(
    links: set[str], about: Mapping[str, Statements], after: After, will: Identity, result: Shown
) -> dict[str, Statements]:
    """Return what is said by id of the graph, of links that have both ends; note the others."""
    stated = [(id_, about[id_]) for id_ in links if about.get(id_)]
    there = after.present({end for _, group in stated for end in group[0][1][1:3]})
    groups: dict[str, Statements] = defaultdict(list)
    for id_, group in stated:
        a, b = group[0][1][1:3]
        if a in there and b in there:
            groups[graph_link_id(group[0][1], will)] += group
        else:
            result.waits[id_] = (a, b)
    result.affected.update(groups, links)
    return groups


def _self_links(groups: Iterable[Statements], after: After, will: Identity) -> Iterable[Problem]:
    for first in (group[0][1] for group in groups):
        is_own = after.is_given(first.id) and not first.id.startswith(DECISIONS)
        if is_own and will.graph_id(first.a) == will.graph_id(first.b):
            text = SELF_LINK(first.a, forward_words(first.id), first.b)
            yield Problem(text=text, code=ProblemCode.SELF_LINK)


def _link(graph_id: str, group: Statements, will: Identity) -> Packed | None:
    """Return the link as the graph shows it; None if it does not."""
    first = group[0][1]
    a, b = will.graph_id(first.a), will.graph_id(first.b)
    if a == b:
        return None
    if len(group) == 1 and (first.a, first.b) == (a, b):
        packed = first
    else:
        merged = newest_wins(_in_order(group))
        assert isinstance(merged, Link)
        ends = oriented(type(merged), a, b)
        merged = replace(merged, source=ends[0], target=ends[1])
        packed = pack(replace(merged, note=None) if is_hidden(a) or is_hidden(b) else merged)
    if graph_id.startswith(DECISIONS):
        decision = unpacked(packed)
        if isinstance(decision, SameAs) and decision.decision is Decision.SAME:
            return None
    return packed


def _in_order(group: Iterable[tuple[int, Packed]]) -> list[Record]:
    """Return the statements in order of precedence, ties by id."""
    return [unpacked(packed) for _, packed in sorted(group, key=lambda item: (item[0], item[1].id))]


def graph_link_id(packed: Packed, view: Identity) -> str:
    """Return the id under which the graph shows a link."""
    a, b = view.graph_id(packed.a), view.graph_id(packed.b)
    if (a, b) == (packed.a, packed.b):
        return packed.id
    link = unpacked(packed)
    assert isinstance(link, Link)
    return link_id(link, *oriented(type(link), a, b))


def forward_words(link: str) -> str:
    """Return the words of a link, by its id."""
    cls = record_class(link)
    assert issubclass(cls, Link)
    return cls.FORWARD
