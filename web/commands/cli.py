# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: everything that the site does, and loading.

Only names and options are here. What a command needs is imported when it
runs, so that help appears at once.
"""

import sys
from pathlib import Path

import click

from web.commands import worker
from web.commands.options import ACCEPT, FILE, JOIN, JSON, OUTPUT, PORT, TEXT, USELANG, Group, language_code, refuse
from web.terminal import run

FORWARDED = ("html", "wikitext", "docx")
"""Formats of a report to forward; named here, since reports are loaded only where one is written."""
_EXPORTS = ("csv", "json", "html", "graphml", "gexf", "node-link", "kumu")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    "--port", type=PORT, default=8080, show_default=True, help="Where the site listens, on this machine only."
)
@click.pass_context
def demo(context: click.Context, *, no_site: bool, port: int) -> None:
    """Load the invented sample into a throw-away store, report, and serve the site."""
    from web.commands.store import run_demo  # noqa: PLC0415 - see the module's docstring

    if no_site:
        refuse(context, "port", because="with --no-site there is no site.")
    run_demo(site=not no_site, port=port)


@partnerships.command()
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option(
    "--kind", type=TEXT, help="What the tables hold, if their names do not say it: people, partners, notes, …"
)
@click.option("--source", type=TEXT, help="Id of the source; default: the name of the file or folder.")
@click.option("--as-of", type=TEXT, help="How old the knowledge is: 2024, 2024-05 or 2024-05-17.")
@click.option("--mapping", type=TEXT, help="A file, or the name of a shipped mapping, that says what the columns mean.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--strict", is_flag=True, help="Load nothing if there is any problem.")
@click.option("--replace", "replace_most", is_flag=True, help="Also take away more than half of the source.")
@ACCEPT
@JOIN
@JSON
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
    accept: bool,
    join: str,
    as_json: bool,
) -> None:
    """Load files or a folder as one source; loading it again replaces what it said.

    Tables, notes, documents and networks of other programs; docs/formats.md has the list.
    """
    from web.commands.load import run_load  # noqa: PLC0415 - see the module's docstring

    worker.go_on()
    options = {"kind": kind, "source": source, "as_of": as_of, "mapping": mapping}
    how = {"dry_run": dry_run, "strict": strict, "replace_most": replace_most, "accept": accept, "join": join == "name"}
    run_load(store, paths, options, **how, as_json=as_json)


@partnerships.command()
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option("--kind", type=TEXT, help="What the tables hold, if their names do not say: people, partners, notes, …")
@click.option("--mapping", type=TEXT, help="A file or the name of a shipped mapping that says what the columns mean.")
@click.option("--output", type=FILE, help="Write a mapping to this file that reads the tables so, to be edited.")
@ACCEPT
@JSON
def inspect(
    paths: tuple[Path, ...], kind: str | None, mapping: str | None, output: Path | None, *, accept: bool, as_json: bool
) -> None:
    """Say how files would be read, without loading them."""
    from web.commands.inspect import run_inspect  # noqa: PLC0415 - see the module's docstring

    worker.go_on()
    run_inspect(paths, kind=kind, mapping=mapping, output=output, accept=accept, as_json=as_json)


@partnerships.command()
@click.argument("source", type=TEXT, required=False)
@JSON
@click.pass_obj
def sources(store: str, source: str | None, *, as_json: bool) -> None:
    """List what was loaded, and when; with the name of a SOURCE, the problems that were noticed then."""
    from web.commands.store import run_sources  # noqa: PLC0415 - see the module's docstring

    run_sources(store, source, as_json=as_json)


@partnerships.command()
@click.argument("source", type=TEXT)
@JOIN
@JSON
@click.pass_obj
def retire(store: str, source: str, join: str, *, as_json: bool) -> None:
    """Forget a source; loading its file again undoes it."""
    from web.commands.store import run_retire  # noqa: PLC0415 - see the module's docstring

    run_retire(store, source, join=join == "name", as_json=as_json)


@partnerships.command()
@JSON
@click.pass_obj
def check(store: str, *, as_json: bool) -> int:
    """Merge everything anew and compare it with what the store shows."""
    from web.commands.store import run_check  # noqa: PLC0415 - see the module's docstring

    return run_check(store, as_json=as_json)


@partnerships.command()
@click.argument("text", type=TEXT)
@click.option("--type", "type_", type=TEXT, help="Only entries of this type, such as Person.")
@JSON
@click.pass_obj
def find(store: str, text: str, type_: str | None, *, as_json: bool) -> None:
    """Find entries by name; short for `ask search`."""
    from web.commands.ask import run_ask  # noqa: PLC0415 - see the module's docstring

    given = {"text": text, **({"type": type_} if type_ else {})}
    run_ask(store, "search", given, format_="json" if as_json else "table")


@partnerships.command()
@click.argument("id_", type=TEXT, metavar="ID")
@JSON
@click.pass_obj
def show(store: str, id_: str, *, as_json: bool) -> None:
    """Show an entry or a link by its id, with sources."""
    from web.commands.store import run_show  # noqa: PLC0415 - see the module's docstring

    run_show(store, id_, as_json=as_json)


@partnerships.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False
)
@click.argument("query", type=TEXT, required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv", "md", "cypher", *FORWARDED]),
    help="Default: table. The last three are reports to forward.",
)
@click.option("--limit", type=click.IntRange(0), help="At most so many rows; a table has 20 unless this says more.")
@USELANG
@OUTPUT
@click.option("--without-names", is_flag=True, help="A report to forward without names of people.")
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
    without_names: bool,
    wants_help: bool,
) -> None:
    """Ask a query; without QUERY, list them all.

    Parameters follow as `--name value`; those that take several repeat.
    """
    from web.commands.ask import given_parameters, help_of, list_queries, run_ask  # noqa: PLC0415 - see the module's docstring

    if wants_help:
        click.echo(context.get_help() if query is None else help_of(query))
    elif query is None:
        refuse(context, "limit", "output", "without_names", because="without QUERY all queries are listed.")
        if format_ not in {None, "table", "json"}:
            raise click.UsageError("The list of queries has the formats table and json.", context)
        list_queries(as_json=format_ == "json", language=language)
    else:
        given = given_parameters(query, context.args)
        if format_ == "cypher":
            refuse(context, "limit", "language", because="a Cypher text has no rows and no sentences.")
        if format_ not in FORWARDED:
            refuse(context, "without_names", because="only reports to forward (html, wikitext, docx) leave names out.")
        run_ask(
            context.obj,
            query,
            given,
            format_=format_,
            limit=limit,
            language=language,
            output=output,
            without_names=without_names,
        )


@partnerships.command()
@click.argument("name", type=TEXT, default="bus-factor")
@click.option(
    "--scope",
    type=TEXT,
    help="For bus-factor, only an affiliate, group, theme, project or event (id), or country:GH, region:…, "
    "language:…; for collaboration, one entry.",
)
@click.option(
    "--assets",
    type=TEXT,
    help="What can be lost; default: partners, and where there are none what the network has. Only for bus-factor.",
)
@click.option("--theme", type=TEXT, help="The theme; only for the report partners.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "md", "json", *FORWARDED]),
    default="text",
    show_default=True,
)
@USELANG
@click.option("--language", "old_language", hidden=True, callback=language_code)
@OUTPUT
@click.option("--without-names", is_flag=True, help="The same report without names, ids, notes and roles of people.")
@click.option("--all", "everything", is_flag=True, help="Every list whole; otherwise a report has three pages at most.")
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
    everything: bool,
) -> None:
    """Write a report to forward: bus-factor, partners or collaboration."""
    from web.commands.report import run_report  # noqa: PLC0415 - see the module's docstring

    options = {key: value for key, value in (("scope", scope), ("assets", assets), ("theme", theme)) if value}
    if old_language:
        refuse(context, "language", because="--language says the same.")
    language = old_language or language
    run_report(
        context.obj,
        name,
        options,
        format_=format_,
        language=language,
        output=output,
        without_names=without_names,
        everything=everything,
    )


@partnerships.command()
@click.argument("path", type=FILE)
@click.option("--format", "format_", type=click.Choice(_EXPORTS), required=True)
@click.option("--without-names", is_flag=True, help="Without names, ids and notes; not for csv and json.")
@click.pass_obj
def export(store: str, path: Path, format_: str, *, without_names: bool) -> None:
    """Export the network; json is the whole state. Everything but html loads back."""
    from web.commands.export import run_export  # noqa: PLC0415 - see the module's docstring

    run_export(store, path, format_, without_names=without_names)


@partnerships.command()
@click.argument("path", metavar="FILE", type=FILE)
@click.pass_obj
def backup(store: str, path: Path) -> None:
    """Copy the whole network into one file, while others use it."""
    from web.commands.store import run_backup  # noqa: PLC0415 - see the module's docstring

    run_backup(store, path)


@partnerships.command()
@click.argument("path", metavar="FILE", type=FILE)
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
@OUTPUT
def schema(format_: str, output: Path | None) -> None:
    """Show what entries and links there are, or write empty tables to fill in."""
    from web.commands.schema import run_schema  # noqa: PLC0415 - see the module's docstring

    run_schema(format_, output)


@partnerships.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["google", "text", "html", "csv"]),
    default="text",
    show_default=True,
    help="A script that makes a Google form, a list, a page to print, or an empty table.",
)
@click.option("--language", default="en", show_default=True, callback=language_code, help="Language of the questions.")
@OUTPUT
def survey(format_: str, language: str, output: Path | None) -> None:
    """Print a survey of who works with whom; what tools export of its answers loads as it is."""
    from web.commands.survey import run_survey  # noqa: PLC0415 - see the module's docstring

    run_survey(format_, language, output)


@partnerships.command()
@click.option("--host", type=TEXT, help="Default: this machine only.")
@click.option("--port", type=PORT, help="Default: 8080.")
@click.pass_obj
def site(store: str, host: str | None, port: int | None) -> None:
    """Serve the site until Ctrl-C."""
    from web.commands.store import run_site  # noqa: PLC0415 - see the module's docstring

    run_site(store, host, port)


def main() -> None:
    """Run the command line and leave with its exit status; what reads files does so in a worker."""
    sys.exit(run(worker.used(partnerships)))
