# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel beside the map: what is selected, its links in words, and what can be asked next."""

from dataclasses import dataclass
from typing import Any

from graph.schema.ids import is_hidden
from graph.schema.nodes import Node, Person
from graph.text.message import Message, Name
from web.pages.base import Visit, has_query
from web.pages.entry import facts, links_of
from web.wording import map_texts
from web.wording.render import url

_LINKS = 12
_LEFT_OUT = frozenset({"opted_out", "merged_ids", "description", "aliases"})
"""Fields that stand on the page of a node only."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selected node: its facts, and its first links as sentences with the records behind them."""

    node: Node
    facts: list[tuple[str, Message, Any]]
    links: list[dict[str, Any]]
    link_count: int

    @property
    def more(self) -> int:
        """How many links are not listed."""
        return self.link_count - len(self.links)


def panel_context(visit: Visit, numbers: tuple[int, ...]) -> dict[str, Any]:
    """Return what the panel shows of the selected nodes."""
    snapshot = visit.snapshot
    nodes = [snapshot.node(number) for number in numbers]
    if len(nodes) != 1:
        names = [(node, Name(node.id, node.name)) for node in nodes]
        return {"chosen": None, "several": names, "actions": _actions(nodes)}
    node = nodes[0]
    links = list(links_of(snapshot, numbers[0]))
    shown = [fact for fact in facts(node) if fact[0] not in _LEFT_OUT]
    return {"chosen": Chosen(node, shown, links[:_LINKS], len(links)), "several": [], "actions": _actions(nodes)}


def _actions(nodes: list[Node]) -> list[tuple[Message, str]]:
    """Return what can be asked about the selected nodes, with the address of the answer."""
    nodes = [node for node in nodes if not is_hidden(node.id)]
    ids = [node.id for node in nodes]
    people = [node.id for node in nodes if isinstance(node, Person)]
    match len(ids):
        case 0:
            offered = []
        case 1:
            offered = [
                ("introductions", map_texts.INTRODUCE(), url("/ask/introductions", target=ids[0])),
                *([("what-if", map_texts.LEFT(), url("/what-if", leave=ids[0]))] if people else []),
                ("paths", map_texts.PATH_FROM(), url("/path", source=ids[0])),
            ]
        case 2:
            offered = [
                ("paths", map_texts.PATH_BETWEEN(), url("/path", source=ids[0], target=ids[1])),
                ("common-ground", map_texts.COMMON(), url("/common-ground", ids=ids)),
            ]
        case _:
            offered = [("common-ground", map_texts.COMMON(), url("/common-ground", ids=ids))]
    if len(people) > 1:
        offered.append(("what-if", map_texts.ALL_LEAVE(), url("/what-if", leave=people)))
    return [(words, address) for query, words, address in offered if has_query(query)]
