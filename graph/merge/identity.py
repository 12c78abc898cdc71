# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes are one, as people decided, and who is not to be named.

Both are layers over what the sources say: the graph shows a node under
another id, and taking the decision back restores everything.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph.schema import ids
from graph.schema.links import Decision, SameAs, oriented
from graph.schema.nodes import Person, Record, class_of, prefix_of
from graph.schema.source import JOINED

Statement = tuple[str, Record]
"""(source id, record)."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two nodes that must not be one, and the chain of decisions that joins them."""

    left: str
    right: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Under which id the graph shows a node; ids without an entry stay as they are.

    `by_name`: ids of the graph of which a rule, no person, joined members.
    """

    shown: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    by_name: frozenset[str] = frozenset()

    def graph_id(self, id_: str) -> str:
        """Return the id under which the graph shows a node."""
        return self.shown.get(id_, id_)

    def members_of(self, graph_id: str) -> tuple[str, ...]:
        """Return the ids that sources use for a node of the graph, sorted."""
        return self.members.get(graph_id, (graph_id,))


def identity(
    statements: Iterable[Statement],
    rank: Callable[[str], int],
    present: Callable[[Collection[str]], set[str]],
    secret: str,
) -> Identity:
    """Return what the decisions and wishes among the statements amount to.

    `statements`: every SameAs link, and every person about whom a source says
    whether they opted out. `rank`: a source's place in order of precedence
    (0 wins). `present`: which of some node ids any source has. `secret`: the
    store's, for ids of people who are not named.
    O(s log s), s = statements.
    """
    decisions: dict[tuple[str, str], tuple[int, str, Decision, str]] = {}
    wishes: dict[str, bool] = defaultdict(bool)
    for source_id, record in statements:
        if isinstance(record, SameAs):
            pair = oriented(SameAs, record.source, record.target)
            ruling = (rank(source_id), record.id, record.decision, source_id)
            decisions[pair] = min(decisions.get(pair, ruling), ruling)
        elif isinstance(record, Person) and record.opted_out is not None:
            wishes[record.id] |= record.opted_out
    there = present({end for pair in decisions for end in pair} | wishes.keys())
    decided = {
        pair: decision
        for pair, (_, _, decision, _) in decisions.items()
        if there.issuperset(pair) and class_of(pair[0]) is class_of(pair[1])
    }
    clusters, contradictions = clusters_of(decided)
    members: dict[str, tuple[str, ...]] = {cluster[0]: cluster for cluster in clusters}
    of = {id_: cluster[0] for cluster in clusters for id_ in cluster}
    by_rule = {of[pair[0]] for pair, ruling in decisions.items() if ruling[3] == JOINED and pair[0] in of}
    # Whoever asked once, under any of their ids and in any source, is not named.
    for head in {of.get(id_, id_) for id_ in wishes.keys() & there if wishes[id_]}:
        cluster = members.pop(head, (head,))
        hidden = ids.hidden_id(prefix_of(Person), head, secret)
        members[hidden] = cluster
        of.update(dict.fromkeys(cluster, hidden))
    return Identity(of, members, tuple(contradictions), frozenset(by_rule & members.keys()))


def clusters_of(
    decided: Mapping[tuple[str, str], Decision],
) -> tuple[list[tuple[str, ...]], list[Contradiction]]:
    """Return the sets of ids that are one, and what forbids others to be."""
    joined: dict[str, set[str]] = defaultdict(set)
    for (left, right), decision in decided.items():
        if decision is Decision.SAME and left != right:
            joined[left].add(right)
            joined[right].add(left)
    apart = {pair for pair, decision in decided.items() if decision is Decision.DIFFERENT}
    clusters: list[tuple[str, ...]] = []
    contradictions: list[Contradiction] = []
    seen: set[str] = set()
    for start in sorted(joined):
        if start in seen:
            continue
        cluster = tuple(sorted(_reach(joined, start)))
        seen.update(cluster)
        against = [pair for pair in combinations(cluster, 2) if pair in apart] if apart else []
        contradictions += [Contradiction(*pair, _chain(joined, *pair)) for pair in against]
        if not against:
            clusters.append(cluster)
    return clusters, contradictions


def _reach(joined: Mapping[str, set[str]], start: str) -> dict[str, str]:
    """Return the predecessor of every id that can be reached, breadth first."""
    before = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in sorted(joined[here]):
            if there not in before:
                before[there] = here
                queue.append(there)
    return before


def _chain(joined: Mapping[str, set[str]], left: str, right: str) -> tuple[str, ...]:
    before = _reach(joined, left)
    chain = [right]
    while chain[-1] != left:
        chain.append(before[chain[-1]])
    return tuple(reversed(chain))
