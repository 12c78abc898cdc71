# SPDX-License-Identifier: GPL-3.0-or-later
"""The network as files for other programs, and the whole state to load back."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import BadParameter
from graph.schema.links import LINK_CLASSES, Link, table_name
from graph.schema.nodes import NODE_CLASSES, Node, Person, Record, own_fields
from graph.schema.packed import to_json
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import state
from web.terminal import opened, say_lines, working, write_file
from web.wording import formats
from web.wording.anonymous import without_names as anonymous

if TYPE_CHECKING:
    import networkx as nx


_CLASSES = (*NODE_CLASSES, *LINK_CLASSES)


def run_export(url: str, path: Path, format_: str, *, without_names: bool) -> None:
    """Write the export; a csv export is a folder of tables that load back."""
    if without_names and format_ not in _DRAWN:
        hint = "Choose html, graphml or gexf; json and csv hold what the sources said, word for word."
        raise BadParameter(f"--without-names does not work for {format_}.", hint)
    with working("Exporting"), opened(url) as store:
        if format_ == "json":
            text = json.dumps(state(store), ensure_ascii=False, indent=1) + "\n"
            write_file(path, text.encode("utf-8", "surrogatepass"))
        elif format_ == "csv":
            _write_tables(store.snapshot(), path)
        else:
            snapshot = store.snapshot()
            write_file(path, _DRAWN[format_](anonymous(snapshot) if without_names else snapshot))
    say_lines(f"Wrote {path}.", error=True)


def _write_tables(snapshot: Snapshot, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder} cannot be made: {error.strerror}."
        raise BadParameter(message, "Give the name of a folder; each class becomes one table in it.") from error
    others = {entry.name for entry in folder.iterdir()} - {f"{table_name(cls)}.csv" for cls in _CLASSES}
    if others:
        message = f"{folder} holds other files, such as {min(others)}."
        raise BadParameter(message, "Give the name of a new folder; each class becomes one table in it.")
    nodes = [snapshot.node(index) for index in range(len(snapshot))]
    links = [snapshot.link(number) for number in range(snapshot.link_count)]
    for cls in _CLASSES:
        records: list[Node] | list[Link] = nodes if issubclass(cls, Node) else links
        content = [to_json(record) for record in records if isinstance(record, cls)]
        if content:
            text = formats.csv_text(_columns(cls), content)
            write_file(folder / f"{table_name(cls)}.csv", text.encode("utf-8", "surrogatepass"))


def _columns(cls: type[Record]) -> list[str]:
    return sorted(own_fields(cls), key=lambda name: name not in {"id", "name", "source", "target"})


def _flat_networkx(snapshot: Snapshot) -> "nx.MultiDiGraph[str]":
    """Return the graph with plain values only, and only those that tell no person's story."""
    graph = snapshot.networkx()
    for index, id_ in enumerate(snapshot.ids):
        cls = snapshot.type_of(index)
        graph.nodes[id_].update(label=snapshot.names[index], shape=cls.SHAPE, colour=cls.COLOUR)
        country = getattr(snapshot.node(index), "country", None) if cls is not Person else None
        if country:
            graph.nodes[id_]["country"] = country
    return graph


def _graphml(snapshot: Snapshot) -> bytes:
    import networkx as nx  # noqa: PLC0415 - 0.5 s, for this format only

    output = io.BytesIO()
    nx.write_graphml(_clean(_flat_networkx(snapshot)), output)
    return output.getvalue()


def _gexf(snapshot: Snapshot) -> bytes:
    import networkx as nx  # noqa: PLC0415 - see above

    output = io.BytesIO()
    graph = _clean(_flat_networkx(snapshot))
    for _, _, data in graph.edges(data=True):
        # `type` says in this format whether an edge has a direction.
        data["kind"] = data.pop("type")
    nx.write_gexf(graph, output)
    return output.getvalue()


def _html(snapshot: Snapshot) -> bytes:
    from web.site.saved_file import network_file  # noqa: PLC0415 - templates and pyvis, for this format only

    return network_file(snapshot).encode()


def _clean(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Replace the characters that XML cannot hold."""
    for _, data in graph.nodes(data=True):
        for key, value in data.items():
            data[key] = "".join(character if character.isprintable() else " " for character in value)
    return graph


_DRAWN: dict[str, Callable[[Snapshot], bytes]] = {"graphml": _graphml, "gexf": _gexf, "html": _html}
