# SPDX-License-Identifier: GPL-3.0-or-later
"""GraphML and GEXF, of any version and program, with the lines of the file.

Namespaces differ from version to version and are not looked at.
"""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import LoadError
from loaders.cells.reading import Position
from loaders.cells.safe_xml import Element, local, read_xml_file
from loaders.graphs.network import Network


def read_xml_network(path: Path) -> Network:
    """Return the network of a GraphML or GEXF file; LoadError if it is none."""
    root = read_xml_file(path)
    network = Network(file=path.name, scope=path.name)
    match local(root):
        case "graphml":
            _GraphML(root, network).read()
        case "gexf":
            _Gexf(root, network).read()
        case other:
            message = f"“{path.name}” is XML, but no network: it begins with <{other}>."
            raise LoadError(message, "Give GraphML or GEXF, or export the network as CSV.")
    return network


def _inside(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iter() if local(child) == name)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


def _text(element: Element | None) -> str:
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def _position(network: Network, element: Element) -> Position:
    return Position(file=network.file, line=element.sourceline)


class _GraphML:
    """`<data key="d0">` holds the value of the attribute that `<key id="d0" attr.name="…">` declares."""

    def __init__(self, root: Element, network: Network) -> None:
        self.root, self.network = root, network
        self.names = {key.get("id", ""): key for key in _children(root, "key")}

    def read(self) -> None:
        """Add every node and edge, also those of nested graphs."""
        for node in _inside(self.root, "node"):
            self.network.add_entry(node.get("id", ""), self._values(node, "node"), _position(self.network, node))
        for edge in _inside(self.root, "edge"):
            values = self._values(edge, "edge")
            position = _position(self.network, edge)
            self.network.add_connection(edge.get("source", ""), edge.get("target", ""), values, position)

    def _values(self, element: Element, kind: str) -> dict[str, str]:
        values = {
            self._name(key): _text(next(_children(key, "default"), None))
            for key in self.names.values()
            if key.get("for", "") in (kind, "all")
        }
        for data in _children(element, "data"):
            key = self.names.get(data.get("key", ""))
            # What yEd writes is a drawing; its label is the only text that it shows.
            label = next(_inside(data, "NodeLabel" if kind == "node" else "EdgeLabel"), None)
            if label is not None:
                values["label"] = _text(label)
            elif key is not None:
                values[self._name(key)] = _text(data)
        return values

    def _name(self, key: Element) -> str:
        return key.get("attr.name", "") or key.get("yfiles.type", "") or key.get("id", "")


class _Gexf:
    """`<attvalue for="0" value="…">` holds the value of the attribute that `<attribute id="0" title="…">` declares."""

    def __init__(self, root: Element, network: Network) -> None:
        self.root, self.network = root, network
        self.titles: dict[str, dict[str, tuple[str, str]]] = {"node": {}, "edge": {}}
        for group in _inside(root, "attributes"):
            known = self.titles.setdefault(group.get("class", "node"), {})
            for one in _children(group, "attribute"):
                default = _text(next(_children(one, "default"), None))
                known[one.get("id", "")] = (one.get("title", "") or one.get("id", ""), default)

    def read(self) -> None:
        """Add every node and edge, also those inside others."""
        for node in _inside(self.root, "node"):
            values = {"label": node.get("label", ""), **self._values(node, "node")}
            self.network.add_entry(node.get("id", ""), values, _position(self.network, node))
        for edge in _inside(self.root, "edge"):
            values = {
                **{name: edge.get(name, "") for name in ("label", "kind", "weight")},
                **self._values(edge, "edge"),
            }
            position = _position(self.network, edge)
            self.network.add_connection(edge.get("source", ""), edge.get("target", ""), values, position)

    def _values(self, element: Element, kind: str) -> dict[str, str]:
        known = self.titles[kind]
        values = {title: default for title, default in known.values() if default}
        for group in _children(element, "attvalues"):
            for one in _children(group, "attvalue"):
                # Version 1.0 wrote `id` for `for`.
                title, _default = known.get(one.get("for", "") or one.get("id", ""), ("", ""))
                if title:
                    values[title] = one.get("value", "").strip()
        return values
