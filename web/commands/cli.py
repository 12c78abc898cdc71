# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: everything that the site does, and loading.

Only names and options are here. What a command needs is imported when it
runs, so that help appears at once.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from graph.errors import BadParameter
from web.commands import worker
from web.terminal import run


class _Once(click.Command):
    """A command that refuses an option that is given twice, where it could mean only one of them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Count the options before click keeps the last of them."""
        _, _, given = self.make_parser(ctx).parse_args(list(args))
        for parameter, times in Counter(given).items():
            if isinstance(parameter, click.Option) and times > 1 and not parameter.is_flag:
                raise click.UsageError(f"{parameter.opts[0]} is given {times} times. Give it once.", ctx)
        return super().parse_args(ctx, args)


class _Group(_Once, click.Group):
    """All commands; each refuses an option that is given twice."""

    command_class = _Once


class _Path(click.Path):
    """A path; an empty text is none, though Python takes it for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as in click
        """Return the path."""
        if value == "":
            self.fail("An empty text names no file.", param, ctx)
        return super().convert(value, param, ctx)


class _Utf8(click.types.StringParamType):
    """A text that can be stored and printed."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - as in click
        """Refuse an empty text, and bytes that are no UTF-8: the system hands them over as halves of characters."""
        if not str(value).strip():
            self.fail("The text is empty.", param, ctx)
        try:
            str(value).encode()
        except UnicodeEncodeError:
            self.fail(f"{str(value).encode('utf-8', 'backslashreplace').decode()} is no UTF-8.", param, ctx)
        return str(value)


def _language(_context: click.Context, _parameter: click.Parameter, code: str | None) -> str | None:
    """Refuse what is no language; one without translations falls back as on the site."""
    if code in {None, "en"}:
        return code
    from web.wording.render import is_language  # noqa: PLC0415 - see the module's docstring

    if not is_language(str(code)):
        message = f"“{code}” is no language code."
        raise BadParameter(message, "Give one such as en, fr or ar; what has no translation is said in English.")
    return code


def _given(context: click.Context, *names: str) -> list[str]:
    """Return those of these options that were typed."""
    typed = click.core.ParameterSource.COMMANDLINE
    options = [option for option in context.command.params if isinstance(option, click.Option)]
    return [o.opts[0] for o in options if o.name in names and context.get_parameter_source(o.name) is typed]


def _refuse(context: click.Context, *names: str, because: str) -> None:
    """Refuse options that would be ignored."""
    for option in _given(context, *names):
        raise click.UsageError(f"{option} does nothing here: {because}", context)


_EXPORTS = ("csv", "json", "html", "graphml", "gexf", "node-link", "kumu")
_FILE = _Path(path_type=Path)
_TEXT = _Utf8()
_PORT = click.IntRange(1, 65535)
_JOIN = click.option(
    "--join",
    type=click.Choice(["name", "none"]),
    default="name",
    show_default=True,
    help="Whether what has one name in several sources is one: organisations, themes, projects, events, and people "
    "of whom one more fact agrees.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
_USELANG = click.option(
    "--uselang", "language", default="en", show_default=True, callback=_language, help="Language of the sentences."
)
_OUTPUT = click.option("--output", type=_FILE, help="Write to this file instead of the terminal.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--store",
    envvar="PARTNERSHIPS_STORE",
    default="sqlite:///partnerships.db",
    show_default=True,
    help="Where the network is kept: sqlite:///FILE, neo4j://HOST, bolt://HOST.",
)
@click.version_option(package_name="partnerships")
@click.pass_context
def partnerships(context: click.Context, store: str) -> None:
    """See who works with whom, find partners, and share what hangs on one person."""
    context.obj = store


@partnerships.command()
@click.option("--no-site", is_flag=True, help="End after the report.")
@click.option(
    "--port", type=_PORT, default=8080, show_default=True, help="Where the site listens, on this machine only."
)
@click.pass_context
def demo(context: click.Context, *, no_site: bool, port: int) -> None:
    """Load the invented sample into a throw-away store, report, and serve the site."""
    from web.commands.store import run_demo  # noqa: PLC0415 - see the module's docstring

    if no_site:
        _refuse(context, "port", because="with --no-site there is no site.")
    run_demo(site=not no_site, port=port)


@partnerships.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE)
@click.option(
    "--kind", type=_TEXT, help="What the tables hold, if their names do not say it: people, partners, notes, …"
)
@click.option("--source", type=_TEXT, help="Id of the source; default: the name of the file or folder.")
@click.option("--as-of", type=_TEXT, help="How old the knowledge is: 2024, 2024-05 or 2024-05-17.")
@click.option(
    "--mapping", type=_TEXT, help="A file, or the name of a shipped mapping, that says what the columns mean."
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--strict", is_flag=True, help="Load nothing if there is any problem.")
@click.option("--replace", "replace_most", is_flag=True, help="Also take away more than half of the source.")
@_JOIN
@_JSON
@click.pass_obj
def load(  # noqa: PLR0913 - one for each option
    store: str,
    paths: tuple[Path, ...],
    kind: str | None,
    source: str | None,
    as_of: str | None,
    mapping: str | None,
    *,
    dry_run: bool,
    strict: bool,
    replace_most: bool,
    join: str,
    as_json: bool,
) -> None:
    """Load files or a folder as one source; loading it again replaces what it said.

    Tables, notes, documents and networks of other programs; docs/formats.md has the list.
    """
    from web.commands.load import run_load  # noqa: PLC0415 - see the module's docstring

    worker.go_on()
    options = {"kind": kind, "source": source, "as_of": as_of, "mapping": mapping}
    how = {"dry_run": dry_run, "strict": strict, "replace_most": replace_most, "join": join == "name"}
    run_load(store, paths, options, **how, as_json=as_json)


@partnerships.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE)
@click.option("--kind", type=_TEXT, help="What the tables hold, if their names do not say: people, partners, notes, …")
@click.option("--mapping", type=_TEXT, help="A file or the name of a shipped mapping that says what the columns mean.")
@click.option("--output", type=_FILE, help="Write a mapping to this file that reads the tables so, to be edited.")
@_JSON
def inspect(
    paths: tuple[Path, ...], kind: str | None, mapping: str | None, output: Path | None, *, as_json: bool
) -> None:
    """Say how files would be read, without loading them."""
    from web.commands.inspect import run_inspect  # noqa: PLC0415 - see the module's docstring

    worker.go_on()
    run_inspect(paths, kind=kind, mapping=mapping, output=output, as_json=as_json)


@partnerships.command()
@click.argument("source", type=_TEXT, required=False)
@_JSON
@click.pass_obj
def sources(store: str, source: str | None, *, as_json: bool) -> None:
    """List what was loaded, and when; with the name of a SOURCE, the problems that were noticed then."""
    from web.commands.store import run_sources  # noqa: PLC0415 - see the module's docstring

    run_sources(store, source, as_json=as_json)


@partnerships.command()
@click.argument("source", type=_TEXT)
@_JOIN
@_JSON
@click.pass_obj
def retire(store: str, source: str, join: str, *, as_json: bool) -> None:
    """Forget a source; loading its file again undoes it."""
    from web.commands.store import run_retire  # noqa: PLC0415 - see the module's docstring

    run_retire(store, source, join=join == "name", as_json=as_json)


@partnerships.command()
@_JSON
@click.pass_obj
def check(store: str, *, as_json: bool) -> int:
    """Merge everything anew and compare it with what the store shows."""
    from web.commands.store import run_check  # noqa: PLC0415 - see the module's docstring

    return run_check(store, as_json=as_json)


@partnerships.command()
@click.argument("text", type=_TEXT)
@click.option("--type", "type_", type=_TEXT, help="Only entries of this type, such as Person.")
@_JSON
@click.pass_obj
def find(store: str, text: str, type_: str | None, *, as_json: bool) -> None:
    """Find entries by name; short for `ask search`."""
    from web.commands.ask import run_ask  # noqa: PLC0415 - see the module's docstring

    given = {"text": text, **({"type": type_} if type_ else {})}
    run_ask(store, "search", given, format_="json" if as_json else "table")


@partnerships.command()
@click.argument("id_", type=_TEXT, metavar="ID")
@_JSON
@click.pass_obj
def show(store: str, id_: str, *, as_json: bool) -> None:
    """Show an entry or a link by its id, with sources."""
    from web.commands.store import run_show  # noqa: PLC0415 - see the module's docstring

    run_show(store, id_, as_json=as_json)


@partnerships.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False
)
@click.argument("query", type=_TEXT, required=False)
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "csv", "md", "cypher"]), help="Default: table."
)
@click.option("--limit", type=click.IntRange(0), help="At most so many rows; a table has 20 unless this says more.")
@_USELANG
@_OUTPUT
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this, or the parameters of the query.")
@click.pass_context
def ask(
    context: click.Context,
    query: str | None,
    format_: str | None,
    limit: int | None,
    language: str,
    output: Path | None,
    *,
    wants_help: bool,
) -> None:
    """Ask a query; without QUERY, list them all.

    Parameters follow as `--name value`; those that take several repeat.
    """
    from web.commands.ask import given_parameters, help_of, list_queries, run_ask  # noqa: PLC0415 - see the module's docstring

    if wants_help:
        click.echo(context.get_help() if query is None else help_of(query))
    elif query is None:
        _refuse(context, "limit", "output", because="without QUERY all queries are listed.")
        if format_ not in {None, "table", "json"}:
            raise click.UsageError("The list of queries has the formats table and json.", context)
        list_queries(as_json=format_ == "json", language=language)
    else:
        given = given_parameters(query, context.args)
        if format_ == "cypher":
            _refuse(context, "limit", "language", because="a Cypher text has no rows and no sentences.")
        run_ask(context.obj, query, given, format_=format_, limit=limit, language=language, output=output)


@partnerships.command()
@click.argument("name", type=_TEXT, default="bus-factor")
@click.option(
    "--scope",
    type=_TEXT,
    help="For bus-factor, only an affiliate, group, theme, project or event (id), or country:GH, region:…, "
    "language:…; for collaboration, one entry.",
)
@click.option("--assets", type=_TEXT, help="What can be lost; default Partner. Only for bus-factor.")
@click.option("--theme", type=_TEXT, help="The theme; only for the report partners.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "md", "html", "json"]), default="text", show_default=True
)
@_USELANG
@click.option("--language", "old_language", hidden=True, callback=_language)
@_OUTPUT
@click.option("--without-names", is_flag=True, help="The same report without names, ids, notes and roles of people.")
@click.pass_context
def report(  # noqa: PLR0913 - one for each option
    context: click.Context,
    name: str,
    scope: str | None,
    assets: str | None,
    theme: str | None,
    format_: str,
    language: str,
    old_language: str | None,
    output: Path | None,
    *,
    without_names: bool,
) -> None:
    """Write a report to forward: bus-factor, partners or collaboration."""
    from web.commands.report import run_report  # noqa: PLC0415 - see the module's docstring

    options = {key: value for key, value in (("scope", scope), ("assets", assets), ("theme", theme)) if value}
    if old_language:
        _refuse(context, "language", because="--language says the same.")
    language = old_language or language
    run_report(
        context.obj, name, options, format_=format_, language=language, output=output, without_names=without_names
    )


@partnerships.command()
@click.argument("path", type=_FILE)
@click.option("--format", "format_", type=click.Choice(_EXPORTS), required=True)
@click.option("--without-names", is_flag=True, help="Without names, ids and notes; not for csv and json.")
@click.pass_obj
def export(store: str, path: Path, format_: str, *, without_names: bool) -> None:
    """Export the network; json is the whole state. Everything but html loads back."""
    from web.commands.export import run_export  # noqa: PLC0415 - see the module's docstring

    run_export(store, path, format_, without_names=without_names)


@partnerships.command()
@click.argument("path", metavar="FILE", type=_FILE)
@click.pass_obj
def backup(store: str, path: Path) -> None:
    """Copy the whole network into one file, while others use it."""
    from web.commands.store import run_backup  # noqa: PLC0415 - see the module's docstring

    run_backup(store, path)


@partnerships.command()
@click.argument("path", metavar="FILE", type=_FILE)
@click.option("--replace", is_flag=True, help="Also if sources would be lost that the backup does not hold.")
@click.pass_obj
def restore(store: str, path: Path, *, replace: bool) -> None:
    """Make the network what a backup holds; later wishes not to be named are kept."""
    from web.commands.store import run_restore  # noqa: PLC0415 - see the module's docstring

    run_restore(store, path, replace=replace)


@partnerships.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "json", "cypher", "mermaid", "templates"]),
    default="md",
    show_default=True,
)
@_OUTPUT
def schema(format_: str, output: Path | None) -> None:
    """Show what entries and links there are, or write empty tables to fill in."""
    from web.commands.schema import run_schema  # noqa: PLC0415 - see the module's docstring

    run_schema(format_, output)


@partnerships.command()
@click.option("--host", type=_TEXT, help="Default: this machine only.")
@click.option("--port", type=_PORT, help="Default: 8080.")
@click.pass_obj
def site(store: str, host: str | None, port: int | None) -> None:
    """Serve the site until Ctrl-C."""
    from web.commands.store import run_site  # noqa: PLC0415 - see the module's docstring

    run_site(store, host, port)


def main() -> None:
    """Run the command line and leave with its exit status; what reads files does so in a worker."""
    sys.exit(run(worker.used(partnerships)))
