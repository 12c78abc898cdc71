# SPDX-License-Identifier: GPL-3.0-or-later
"""The network as files for other programs, and the whole state to load back."""

import json
from pathlib import Path

from graph.errors import BadParameter
from graph.schema.links import LINK_CLASSES, Link, table_name
from graph.schema.nodes import NODE_CLASSES, Node, Record, own_fields
from graph.schema.packed import to_json
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import state
from web.commands.network_files import FORMATS as NETWORKS
from web.terminal import opened, say_lines, working, write_file
from web.wording import formats
from web.wording.anonymous import without_names as anonymous

WITHOUT_NAMES = ("html", *NETWORKS)
FORMATS = ("csv", "json", *WITHOUT_NAMES)
_CLASSES = (*NODE_CLASSES, *LINK_CLASSES)


def run_export(url: str, path: Path, format_: str, *, without_names: bool) -> None:
    """Write the export; a csv export is a folder of tables that load back."""
    if without_names and format_ not in WITHOUT_NAMES:
        hint = f"Choose {', '.join(WITHOUT_NAMES)}; json and csv hold what the sources said, word for word."
        raise BadParameter(f"--without-names does not work for {format_}.", hint)
    with working("Exporting"), opened(url) as store:
        if format_ == "json":
            text = json.dumps(state(store), ensure_ascii=False, indent=1) + "\n"
            write_file(path, text.encode("utf-8", "surrogatepass"))
        elif format_ == "csv":
            _write_tables(store.snapshot(), path)
        else:
            snapshot = anonymous(store.snapshot()) if without_names else store.snapshot()
            is_whole = not without_names
            write_file(path, _html(snapshot) if format_ == "html" else NETWORKS[format_](snapshot, is_whole=is_whole))
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


def _html(snapshot: Snapshot) -> bytes:
    from web.site.saved_file import network_file  # noqa: PLC0415 - templates and pyvis, for this format only

    return network_file(snapshot).encode()
