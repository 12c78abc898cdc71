# SPDX-License-Identifier: GPL-3.0-or-later
"""The network in the formats of other programs: GraphML, GEXF, node-link JSON and Kumu.

Each holds every field of every entry and link, and `load` reads it back as it
was; a network without names of people holds less, on purpose.
"""

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graph.schema.links import Link
from graph.schema.nodes import Node, Person
from graph.schema.packed import to_json
from graph.snapshot.snapshot import Snapshot
from graph.text.controls import without_controls

if TYPE_CHECKING:
    import networkx as nx

_NOT_SHOWN = frozenset({"id", "name", "type", "source", "target", "sources", "merged_ids"})
_BETWEEN = "; "
_SEPARATOR = re.compile(r"[;\n\r؛]")
# What `start` and `end` of a node mean in GEXF is when the node itself is in the drawing.
_GEXF_NAMES = {"start": "start date", "end": "end date"}


def graphml(snapshot: Snapshot, *, is_whole: bool) -> bytes:
    """Return the network as GraphML."""
    import networkx as nx  # noqa: PLC0415 - 0.5 s, for files of networks only

    output = io.BytesIO()
    nx.write_graphml(_networkx(snapshot, is_whole=is_whole, value=_text), output)
    return output.getvalue()


def gexf(snapshot: Snapshot, *, is_whole: bool) -> bytes:
    """Return the network as GEXF, in which `type` says whether an edge has a direction; the class is `relation`."""
    import networkx as nx  # noqa: PLC0415 - see above

    output = io.BytesIO()
    graph = _networkx(snapshot, is_whole=is_whole, value=_text)
    for _, _, data in graph.edges(data=True):
        data["relation"] = data.pop("type")
        if "strength" in data:
            data["weight"] = data["strength"]
    for _, data in graph.nodes(data=True):
        for name, other in _GEXF_NAMES.items():
            if name in data:
                data[other] = data.pop(name)
    nx.write_gexf(graph, output)
    return output.getvalue()


def node_link(snapshot: Snapshot, *, is_whole: bool) -> bytes:
    """Return the network as networkx and D3 keep it in JSON."""
    import networkx as nx  # noqa: PLC0415 - see above

    graph = _networkx(snapshot, is_whole=is_whole, value=_json_value)
    return _json(nx.node_link_data(graph, edges="edges"))


def kumu(snapshot: Snapshot, *, is_whole: bool) -> bytes:
    """Return the network as Kumu imports it."""
    elements = [
        {"id": id_, **_node_values(snapshot, index, is_whole=is_whole, value=_json_value), **_looks(snapshot, index)}
        for index, id_ in enumerate(snapshot.ids)
    ]
    connections: list[dict[str, Any]] = []
    for number in range(snapshot.link_count):
        cls = snapshot.link_type_of(number)
        source, target = (int(ends[number]) for ends in (snapshot.link_source, snapshot.link_target))
        connections.append(
            {
                "from": snapshot.ids[source],
                "to": snapshot.ids[target],
                "type": cls.FORWARD,
                "direction": "undirected" if cls.SYMMETRIC else "directed",
                **(_values(_shown(snapshot.link(number)), _json_value) if is_whole else {}),
            }
        )
    return _json({"elements": elements, "connections": connections})


FORMATS: dict[str, Callable[..., bytes]] = {"graphml": graphml, "gexf": gexf, "node-link": node_link, "kumu": kumu}


def _networkx(snapshot: Snapshot, *, is_whole: bool, value: Callable[[Any], Any]) -> "nx.MultiDiGraph[str]":
    """Return the graph with a label, a look and the fields of everything."""
    graph = snapshot.networkx()
    for index, id_ in enumerate(snapshot.ids):
        data: dict[str, Any] = graph.nodes[id_]
        data.clear()
        data |= {**_node_values(snapshot, index, is_whole=is_whole, value=value), **_looks(snapshot, index)}
    if is_whole:
        links = {snapshot.link_id(number): number for number in range(snapshot.link_count)}
        for _, _, key, data in graph.edges(keys=True, data=True):
            data.update(_values(_shown(snapshot.link(links[key])), value))
    return graph


def _node_values(snapshot: Snapshot, index: int, *, is_whole: bool, value: Callable[[Any], Any]) -> dict[str, Any]:
    node = snapshot.node(index)
    values: dict[str, Any] = {"label": without_controls(node.name), "type": node.TYPE}
    if is_whole:
        return values | _values(_shown(node), value)
    # What is left of a person must not tell who it is.
    country = getattr(node, "country", None) if not isinstance(node, Person) else None
    return values | ({"country": country} if country else {})


def _looks(snapshot: Snapshot, index: int) -> dict[str, str]:
    cls = snapshot.type_of(index)
    return {"shape": cls.SHAPE, "colour": cls.COLOUR}


def _shown(record: Node | Link) -> dict[str, Any]:
    """Return the fields of a record that have a value."""
    return {name: _plain(value) for name, value in to_json(record).items() if name not in _NOT_SHOWN}


def _values(shown: Mapping[str, Any], value: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: value(one) for name, one in shown.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any field
    match value:
        case str():
            return without_controls(str(value))
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value


def _text(value: Any) -> Any:  # noqa: ANN401 - see above
    """Return a value as XML holds it: lists with semicolons, or as JSON where an item has one of its own."""
    match value:
        case bool():
            return "true" if value else "false"
        case list() if not any(_SEPARATOR.search(item) or _is_list(item) for item in value):
            return _BETWEEN.join(value)
        case list() | Mapping():
            return json.dumps(value, ensure_ascii=False)
        case str() if _is_list(value):
            return json.dumps([value], ensure_ascii=False)
        case _:
            return value


def _json_value(value: Any) -> Any:  # noqa: ANN401 - see above
    """Return a value as JSON holds it; a text that looks like a list stands in one."""
    return [value] if isinstance(value, str) and _is_list(value) else value


def _is_list(text: str) -> bool:
    """Say whether a text would be taken for a list when it is read."""
    return text.startswith("[") and text.endswith("]")


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
