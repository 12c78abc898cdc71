# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands do: open the store, ask or change it, print the answer."""

import tempfile
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from graph import codec
from graph.errors import BadParameter, LoadError, UnknownName
from graph.links import Link
from graph.messages import say
from graph.schema import Node, class_of
from graph.source import LoadReport, Source
from graph.store import Store, findings, known_source, open_store
from loaders.read import read
from loaders.reading import Reading
from queries.result import Parameter, Query, Result, get_query, query_names
from web import console, formats
from web.console import print_json, say_lines, working
from web.names import naming
from web.settings import Settings

TABLE_LIMIT = 20
SAMPLE = files("loaders") / "sample"


@contextmanager
def opened(url: str) -> Generator[Store]:
    """Open the store at an address, with the credentials of the environment."""
    settings = Settings.from_environment()
    with closing(open_store(url, user=settings.neo4j_user, password=settings.neo4j_password)) as store:
        yield store


# Loading


def run_load(
    url: str,
    paths: Sequence[Path],
    options: Mapping[str, str | None],
    *,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Load, or show what loading would change."""
    with working("Reading") as tell:
        readings = read(paths, **options, progress=lambda name: tell(f"Reading {name}"))
        problems = [problem for reading in readings for problem in reading.problems]
        if strict and problems:
            console.print_problems(problems)
            raise LoadError(
                f"There are {len(problems)} problems, and --strict loads nothing then.",
                "Mend them, or leave --strict out.",
            )
        tell("Loading")
        with opened(url) as store:
            if not options.get("source"):
                _check_not_another(store, readings)
            reports = _loaded(store, readings, dry_run=dry_run)
    if as_json:
        shown = [_report_json(report) for report in reports]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for reading, report in zip(readings, reports, strict=True):
        _print_report(reading, report)
    if dry_run:
        say_lines("This was a dry run: nothing was written.")


def _check_not_another(store: Store, readings: Sequence[Reading]) -> None:
    known = {source.id: source for source in store.sources()}
    for source in (reading.source for reading in readings):
        other = known.get(source.id)
        if other and len(readings) == 1 and other.file != source.file:
            message = f"A source “{source.id}” was loaded from {other.file}, and this is {source.file}."
            raise LoadError(
                message,
                f"Nothing was loaded. Give it a name of its own with --source, or --source {source.id} to replace.",
            )


def _loaded(store: Store, readings: Sequence[Reading], *, dry_run: bool) -> list[LoadReport]:
    pairs = [(replace(r.source, problems=len(r.problems)), r.records) for r in readings]
    reports = [store.preview(*pair) for pair in pairs] if dry_run else store.restore(pairs)
    return [
        replace(report, problems=(*reading.problems, *report.problems))
        for reading, report in zip(readings, reports, strict=True)
    ]


def _report_json(report: LoadReport) -> dict[str, Any]:
    return {
        "source": report.source,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "retired": report.retired,
        "problems": [problem.to_json() for problem in report.problems],
        "revision": report.revision,
    }


def _print_report(reading: Reading, report: LoadReport) -> None:
    for file, count in reading.gave.items():
        say_lines(f"{file}: {count} records" if count else f"{file}: nothing")
    _print_changes(report)
    if report.problems:
        kinds = Counter(problem.text.text.key for problem in report.problems)
        say_lines(f"{len(report.problems)} things to look at, of {len(kinds)} kinds:", error=True)
        console.print_problems(report.problems)


def _print_changes(report: LoadReport) -> None:
    parts = [
        f"{sum(counts.values())} {word}{_kinds(counts)}"
        for word, counts in (
            ("new", report.created),
            ("changed", report.updated),
            ("unchanged", report.unchanged),
            ("gone", report.retired),
        )
        if counts
    ]
    say_lines(f"Source {report.source}: {'; '.join(parts) or 'nothing changed'}.")


def _kinds(counts: Mapping[str, int]) -> str:
    return " (" + ", ".join(f"{count} {name}" for name, count in counts.items()) + ")"


def load_sample(store: Store) -> None:
    """Load the bundled sample: a network, workshop notes and name decisions."""
    with as_file(SAMPLE) as folder:
        for part in ("network", "workshop", "identity-review.csv"):
            (reading,) = read([folder / part])
            store.load(reading.source, reading.records)


def run_demo(*, site: bool, port: int) -> None:
    """Load the sample into a throw-away store, report, and serve it."""
    from web.report import run_report  # noqa: PLC0415 - the report brings the solver, which other commands do without

    with tempfile.TemporaryDirectory(prefix="partnerships-") as folder:
        url = f"sqlite:///{folder}/sample.db"
        with working("Loading the sample"), opened(url) as store:
            load_sample(store)
        run_report(url, "bus-factor", {}, format_="text", language="en", output=None, without_names=False)
        if site:
            run_site(url, None, port)


# What was loaded


def run_sources(url: str, *, as_json: bool) -> None:
    """List the sources."""
    with opened(url) as store:
        sources = store.sources()
    names = ("id", "title", "file", "sha256", "as_of", "loaded_at", "records", "problems")
    if as_json:
        print_json([{name: getattr(source, name) for name in names} for source in sources])
    elif not sources:
        say_lines("Nothing was loaded yet. Try: partnerships load FILE, or partnerships demo.")
    for source in () if as_json else sources:
        date = source.as_of or "no date"
        say_lines(
            f"{source.id}: {source.records} records as of {date}, loaded {source.loaded_at[:10]} from {source.file}"
        )


def run_retire(url: str, source_id: str, *, as_json: bool) -> None:
    """Forget a source."""
    with opened(url) as store:
        known_source(store, source_id)
        report = store.retire(source_id)
    if as_json:
        print_json(_report_json(report))
    else:
        _print_changes(report)


def run_check(url: str, *, as_json: bool) -> int:
    """Compare the store with what its sources say; return 1 if they differ.

    Links that wait for an end are told but are no inconsistency.
    """
    with opened(url) as store, working("Merging everything anew"):
        found = findings(store)
    wrong = [code for code, _, _ in found if code != "waiting"]
    if as_json:
        listed = [{"code": code, "message": message, "records": list(records)} for code, message, records in found]
        print_json({"ok": not wrong, "findings": listed})
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
        links: list[Link] = [snapshot.link(id_)]
        node: Node | None = None
    except KeyError:
        index = snapshot.find(id_)
        node = snapshot.node(index)
        links = [snapshot.link(number) for number in snapshot.links_at(index).tolist()]
    told = sorted({name for record in ([node] if node else links) for name in record.sources})
    if as_json:
        head = (
            {"node": codec.to_json(node), "links": [codec.to_json(link) for link in links]}
            if node
            else {"link": codec.to_json(links[0])}
        )
        print_json({**head, "sources": [_source_json(sources[name]) for name in told if name in sources]})
        return
    names = dict(zip(snapshot.ids, snapshot.names, strict=True))
    if node:
        facts = {
            key: value for key, value in codec.to_json(node).items() if key not in {"type", "id", "name", "sources"}
        }
        cls = class_of(node.id)
        say_lines(f"{node.name} ({cls.LABEL if cls else ''}, {node.id})")
        say_lines(*(f"  {key.replace('_', ' ')}: {formats.cell_text(key, value)}" for key, value in facts.items()))
    for link in links:
        dates = " to ".join(filter(None, (link.since, link.until)))
        details = "; ".join(filter(None, (dates, ", ".join(link.sources))))
        say_lines(f"  {names[link.source]} {link.FORWARD} {names[link.target]} ({details})")
    say_lines(
        *(
            f"Source {name}: {sources[name].file}, as of {sources[name].as_of or 'no date'}"
            for name in told
            if name in sources
        )
    )


def _source_json(source: Source) -> dict[str, Any]:
    return {"id": source.id, "title": source.title, "file": source.file, "as_of": source.as_of}


# Queries


def run_ask(
    url: str,
    name: str,
    given: Mapping[str, Any],
    *,
    format_: str | None = None,
    limit: int | None = None,
    language: str = "en",
    output: Path | None = None,
) -> None:
    """Answer a query in one of the formats."""
    query = get_query(name)
    if format_ == "cypher":
        console.write_or_print(_cypher(query, given), output)
        return
    if limit is None and output is None and format_ in {None, "table", "md"}:
        limit = TABLE_LIMIT
    with working("Thinking"), opened(url) as store:
        snapshot = store.snapshot()
        result = _twin(store, query, given, limit) or query.run(snapshot, limit, **given)
    match format_:
        case "json":
            _print_or_write_json(result.to_json(language), output)
        case "csv":
            names = [column.name for column in result.columns]
            console.write_or_print(formats.csv_text(names, result.dicts(language)).replace("\r\n", "\n"), output)
        case "md":
            console.write_or_print(formats.markdown(result, language, naming(snapshot, language)), output)
        case _:
            _print_table(result, language, output, naming(snapshot, language))


def _twin(store: Store, query: Query, given: Mapping[str, Any], limit: int | None) -> Result[Any] | None:
    """Return the twin's answer where the store can run it."""
    run = getattr(store, "answer", None)
    return run(query, given, limit) if run and query.cypher else None


def _cypher(query: Query, given: Mapping[str, Any]) -> str:
    if query.cypher is None:
        names = ", ".join(name for name in query_names() if get_query(name).cypher)
        raise BadParameter(
            f"{query.name} has no Cypher text: Neo4j Community cannot compute it.", f"These have one: {names}."
        )
    from graph.cypher import paste  # noqa: PLC0415 - needed for this format only

    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    return paste(query.cypher, {**defaults, **given})


def _print_or_write_json(content: object, output: Path | None) -> None:
    import json  # noqa: PLC0415 - the same text to a file or the terminal

    console.write_or_print(json.dumps(content, ensure_ascii=False, indent=2) + "\n", output)


def _print_table(result: Result[Any], language: str, output: Path | None, shown: formats.Shown) -> None:
    if output is not None:
        console.write_or_print(formats.markdown(result, language, shown), output)
        return
    target = console.console()
    for sentence in result.summary:
        target.print(say(sentence, language))
    if result.rows:
        target.print(formats.text_table(result, language, shown=shown))
    elif not result.summary:
        target.print("Nothing found.")
    say_lines(*(say(warning, language) for warning in result.warnings), error=True)


def given_parameters(name: str, words: Sequence[str]) -> dict[str, Any]:
    """Return the parameters of a query from `--name value` words.

    Raises BadParameter for a word that is no option or lacks its value.
    """
    known = {parameter.name: parameter for parameter in get_query(name).parameters}
    given: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise BadParameter(f"“{word}” is no parameter.", f"Write --name value. {help_line(known.values())}")
        key, equals, value = word.removeprefix("--").partition("=")
        key = key.replace("-", "_")
        parameter = known.get(key)
        if parameter is None:
            from rapidfuzz import process  # noqa: PLC0415 - only for a misspelt name

            close = [
                (match, f"--{match}") for match, _, _ in process.extract(key, list(known), limit=2, score_cutoff=60)
            ]
            raise UnknownName("parameter", f"--{key}", close)
        if not equals:
            if rest and not rest[0].startswith("--"):
                value = rest.pop(0)
            elif parameter.type == "yes or no":
                value = "true"
            else:
                raise BadParameter(f"--{key} needs a value.", parameter.description)
        given[key] = [*given.get(key, []), value] if parameter.repeats else value
    return given


def help_line(parameters: Any) -> str:  # noqa: ANN401 - any collection of parameters
    """Return the names of the parameters in one sentence."""
    return "It has: " + (", ".join(f"--{parameter.name}" for parameter in parameters) or "no parameters") + "."


def help_of(name: str) -> str:
    """Return what a query answers and which parameters it has."""
    query = get_query(name)
    lines = [f"{query.name}: {query.title.english}", "", query.documentation.partition("\n\n>>>")[0], "", "Parameters:"]
    lines += [f"  {_option(parameter)}\n      {parameter.description}" for parameter in query.parameters]
    return "\n".join(lines)


def _option(parameter: Parameter) -> str:
    kind = " | ".join(parameter.choices) or parameter.type
    default = "required" if parameter.required else f"default: {formats.cell_text('', parameter.default)}"
    return f"--{parameter.name} {kind}{' (repeats)' if parameter.repeats else ''}; {default}"


def list_queries(*, as_json: bool, language: str) -> None:
    """List all queries."""
    queries = [get_query(name) for name in query_names()]
    if as_json:
        print_json([_query_json(query, language) for query in queries])
        return
    for query in queries:
        say_lines(f"{query.name}: {say(query.title(), language)}")
    say_lines("", "partnerships ask QUERY --help tells what it answers and its parameters.")


def _query_json(query: Query, language: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": say(query.title(), language),
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "description": p.description}
            for p in query.parameters
        ],
        "has_cypher": query.cypher is not None,
    }


def run_site(url: str, host: str | None, port: int | None) -> None:
    """Serve the site until Ctrl-C."""
    from web.site import serve  # noqa: PLC0415 - Flask and waitress, which no other command needs

    settings = Settings.from_environment()
    serve(replace(settings, store=url, host=host or settings.host, port=port or settings.port))
