# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks in JSON: node-link (networkx, D3), Kumu, vis.js and Cytoscape.js."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.schema.folding import fold
from graph.text.message import Text
from loaders.cells.reading import Position
from loaders.graphs.network import Network, text_of

NOT_AN_ENTRY = Text(
    "graph-json-entry", "Entry $1 of “$2” is no JSON object; it was left out.", "$1 number, $2 key of the list"
)
NESTED = Text("graph-json-nested", "“$1” holds nested data, which has no place in a network; it is left out.", "$1 key")
_ENTRIES = ("nodes", "elements", "vertices", "entities")
_CONNECTIONS = ("links", "edges", "connections", "relationships", "arcs")
_SOURCE = ("source", "from", "start", "startnode", "source id", "from id")
_TARGET = ("target", "to", "end", "endnode", "target id", "to id")
_KEYS = ("id", "_id", "key", "ref")


def is_network(content: object) -> bool:
    """Say whether a JSON document is a network: a list of entries, and what connects them."""
    return _lists(content) is not None


def read_json_network(content: object, file: str) -> Network:
    """Return the network of a document that is one; the number of an entry stands for its line."""
    found = _lists(content)
    assert found is not None
    network = Network(file=file, scope=file)
    (entries_key, entries), (connections_key, connections) = found
    keys: list[str] = []
    for number, item, values in _objects(entries, entries_key, network):
        key = next((text_of(item[name]) for name in _KEYS if text_of(item.get(name))), "")
        rest = {name: value for name, value in values.items() if fold(name) not in {"id", "key", "ref"} or name == "ID"}
        network.add_entry(key, rest, Position(file=file, line=number))
        keys.append(network.entries[-1].key)
    known = set(keys)
    for number, item, values in _objects(connections, connections_key, network):
        source, target = (_end(item, words, keys, known) for words in (_SOURCE, _TARGET))
        rest = {name: value for name, value in values.items() if fold(name) not in (*_SOURCE, *_TARGET, "id")}
        network.add_connection(source, target, rest, Position(file=file, line=number))
    return network


def _lists(content: object) -> tuple[tuple[str, list[Any]], tuple[str, list[Any]]] | None:
    # An export of the whole state is one as well, and no network to be read as one.
    if not isinstance(content, dict) or "schema_version" in content:
        return None
    inner = content.get("elements")
    if isinstance(inner, dict):
        return _lists(inner)  # Cytoscape.js
    entries = next((key for key in _ENTRIES if isinstance(content.get(key), list)), None)
    connections = next((key for key in _CONNECTIONS if isinstance(content.get(key), list)), None)
    if entries is None or connections is None:
        return None
    return (entries, content[entries]), (connections, content[connections])


def _objects(
    items: Iterable[object], key: str, network: Network
) -> Iterable[tuple[int, Mapping[str, Any], dict[str, str]]]:
    """Yield the number of each object, itself, and its values as text."""
    for number, given in enumerate(items, start=1):
        position = Position(file=network.file, line=number)
        if not isinstance(given, dict):
            network.problems.append(position.problem(NOT_AN_ENTRY(number, key), found=given, expected="{…}"))
            continue
        inner = {}
        for name in ("data", "attributes", "properties"):
            if isinstance(given.get(name), dict):
                inner |= given[name]
        item = {**{name: value for name, value in given.items() if value is not inner}, **inner}
        values: dict[str, str] = {}
        for name, value in item.items():
            if name in ("data", "attributes", "properties") and isinstance(value, dict):
                continue
            if _is_nested(value):
                network.problems.append(position.problem(NESTED(name), field=name))
            elif not str(name).startswith("_"):
                values[str(name)] = text_of(value)
        yield number, item, values


def _is_nested(value: object) -> bool:
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return any(isinstance(one, dict | list) for one in inner)


def _end(item: Mapping[str, Any], words: tuple[str, ...], keys: list[str], known: set[str]) -> str:
    """Return the key at an end; older files of D3 give the position of the node instead."""
    value = next((value for name, value in item.items() if fold(str(name)) in words and value is not None), None)
    if isinstance(value, dict):  # D3 puts the whole node there once it has drawn it.
        value = value.get("id", value.get("name"))
    text = text_of(value)
    if text not in known and isinstance(value, int) and 0 <= value < len(keys):
        return keys[value]
    return text
