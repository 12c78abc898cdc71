# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about a store: what was loaded, retire, check, show, demo and site."""

import os
import tempfile
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from graph.schema.ids import is_hidden
from graph.schema.links import Link
from graph.schema.nodes import Node, class_of
from graph.schema.packed import to_json
from graph.schema.source import JOINED, Source
from graph.stores.base import Store, known_source
from graph.stores.findings import findings
from graph.stores.joining import retire_joined
from loaders.read import read
from web.commands.load import print_changes
from web.settings import Settings
from web.terminal import opened, print_json, problem_line, say_lines, working
from web.wording import formats
from web.wording.shapes import Checked, Finding, changes, listed_source, shown_link, shown_node
from web.wording.today import OF_THE_DATA, VARIABLE

SAMPLE = files("loaders") / "sample"


def run_sources(url: str, source_id: str | None, *, as_json: bool) -> None:
    """List the sources, or the problems of one of them."""
    with opened(url) as store:
        sources = [known_source(store, source_id)] if source_id else store.sources()
    rows = [listed_source(source).json() for source in sources]
    if source_id:
        _show_problems(sources[0], rows[0], as_json=as_json)
    elif as_json:
        print_json(rows)
    elif not sources:
        say_lines("Nothing was loaded yet. Try: partnerships load FILE, or partnerships demo.")
    else:
        say_lines(*map(_in_a_line, sources))


def _show_problems(source: Source, row: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(row | {"first_problems": [problem.to_json() for problem in source.first_problems]})
        return
    say_lines(_in_a_line(source), *map(problem_line, source.first_problems))
    if more := source.problems - len(source.first_problems):
        say_lines(f"  … and {more} more. To list all and change nothing: partnerships load --dry-run {source.file}")


def _in_a_line(source: Source) -> str:
    date = f"as of {source.as_of}" if source.as_of else "without a date"
    loaded = f"loaded {source.loaded_at[:10]} from {source.file}"
    problems = f"{source.problems or 'no'} problem{'' if source.problems == 1 else 's'}"
    return f"{source.id}: {source.records} records {date}, {loaded}; {problems}"


def run_retire(url: str, source_id: str, *, join: bool, as_json: bool) -> None:
    """Forget a source."""
    with opened(url) as store:
        known_source(store, source_id)
        report = retire_joined(store, source_id, join=join)
    if as_json:
        print_json(changes(report).json())
    else:
        print_changes(report)


def run_backup(url: str, path: Path) -> None:
    """Write the whole store to one file."""
    from graph.stores.backup import back_up  # noqa: PLC0415 - SQLite, which other stores do without

    with working("Copying"), opened(url) as store:
        count = len(back_up(store, path).sources())
    say_lines(f"Wrote {path}: {count} source{'' if count == 1 else 's'}.", error=True)


def run_restore(url: str, path: Path, *, replace: bool) -> None:
    """Make the store what a backup holds."""
    from graph.stores.backup import WISHES, opened_backup, restore  # noqa: PLC0415 - see above

    # Before a store is made that would stay empty.
    opened_backup(path)
    with working("Restoring"), opened(url, create=True) as store:
        kept = restore(store, path, replace=replace)
        count = len(store.sources())
    say_lines(f"The network is that of {path}: {count} source{'' if count == 1 else 's'}.", error=True)
    if kept:
        people = f"{len(kept)} {'person' if len(kept) == 1 else 'people'}"
        say_lines(f"{people} asked later not to be named, and stay unnamed (source {WISHES}).", error=True)


def run_check(url: str, *, as_json: bool) -> int:
    """Compare the store with what its sources say; return 1 if they differ.

    Links that wait for an end are told but are no inconsistency.
    """
    with opened(url) as store, working("Merging everything anew"):
        found = findings(store)
    wrong = [code for code, _, _ in found if code != "waiting"]
    if as_json:
        listed = tuple(Finding(code=code, message=text, records=tuple(records)) for code, text, records in found)
        print_json(Checked(ok=not wrong, findings=listed).json())
    else:
        for code, message, records in found:
            say_lines(f"{code}: {message} {'; '.join(records[:10])}".rstrip())
        say_lines("Something is inconsistent." if wrong else "The store shows what its sources say.")
    return 1 if wrong else 0


def run_show(url: str, id_: str, *, as_json: bool) -> None:
    """Show a node with its links, or a link."""
    with opened(url) as store:
        snapshot = store.snapshot()
    sources = {source.id: source for source in snapshot.sources}
    try:
        links: dict[str, Link] = {id_: snapshot.link(id_)}
        node: Node | None = None
    except KeyError:
        index = snapshot.find(id_)
        node = snapshot.node(index)
        # The links of who asked not to be named would tell who it is.
        numbers = [] if is_hidden(node.id) else snapshot.links_at(index).tolist()
        links = {snapshot.link_id(number): snapshot.link(number) for number in numbers}
    stating = sorted({name for record in ([node] if node else links.values()) for name in record.sources})
    if as_json:
        known = [sources[name] for name in stating if name in sources]
        print_json((shown_node(node, links, known) if node else shown_link(id_, links[id_], known)).json())
        return
    names = dict(zip(snapshot.ids, snapshot.names, strict=True))
    if node:
        facts = {key: value for key, value in to_json(node).items() if key not in {"type", "id", "name", "sources"}}
        cls = class_of(node.id)
        say_lines(f"{node.name} ({cls.LABEL if cls else ''}, {node.id})")
        say_lines(*(f"  {key.replace('_', ' ')}: {formats.cell_text(None, value)}" for key, value in facts.items()))
    for link in links.values():
        dates = " to ".join(filter(None, (link.since, link.until)))
        details = "; ".join(filter(None, (dates, ", ".join(link.sources))))
        say_lines(f"  {names[link.source]} {link.FORWARD} {names[link.target]} ({details})")
    say_lines(
        *(
            f"Source {name}: {sources[name].file}, as of {sources[name].as_of or 'no date'}"
            for name in stating
            if name in sources and name != JOINED
        )
    )
    if node and JOINED in node.sources:
        say_lines(f"Joined by name from {len(node.sources) - 1} sources: {node.id}, {', '.join(node.merged_ids)}")


def load_sample(store: Store) -> None:
    """Load the bundled sample: a network, workshop notes and name decisions."""
    with as_file(SAMPLE) as folder:
        for part in ("network", "workshop", "identity-review.csv"):
            (reading,) = read([folder / part])
            store.load(reading.source, reading.records)


def run_demo(*, site: bool, port: int) -> None:
    """Load the sample into a throw-away store, report, and serve it."""
    from web.commands.report import run_report  # noqa: PLC0415 - it brings the solver, which other commands do without

    # The sample does not age: its figures are those of the day on which it was put together.
    os.environ.setdefault(VARIABLE, OF_THE_DATA)
    with tempfile.TemporaryDirectory(prefix="partnerships-") as folder:
        url = f"sqlite:///{folder}/sample.db"
        with working("Loading the sample"), opened(url, create=True) as store:
            load_sample(store)
        run_report(
            url, "bus-factor", {}, format_="text", language="en", output=None, without_names=False, everything=False
        )
        if site:
            run_site(url, None, port)


def run_site(url: str, host: str | None, port: int | None) -> None:
    """Serve the site until Ctrl-C."""
    from web.site.server import serve  # noqa: PLC0415 - Flask and waitress, which no other command needs

    settings = Settings.from_environment()
    serve(replace(settings, store=url, host=host or settings.host, port=port or settings.port))
