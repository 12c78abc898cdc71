# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `ask`: parameters from words, answers in every format."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.errors import BadParameter, UnknownName
from graph.text.message import Text, say
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Parameter, Query
from queries.framework.result import Result, plain
from web import terminal
from web.reports.answer import of_answers
from web.reports.formats import CONTENT_TYPES, written
from web.terminal import opened, print_json, say_lines, working
from web.wording import formats
from web.wording.names import naming
from web.wording.shapes import listed_queries
from web.wording.today import as_of_today, with_age

NO_OPTION = Text("unknown-parameter", "There is no parameter called “$1”.", "$1 what was typed on the command line")
TABLE_LIMIT = 20


def run_ask(
    url: str,
    name: str,
    given: Mapping[str, Any],
    *,
    format_: str | None = None,
    limit: int | None = None,
    language: str = "en",
    output: Path | None = None,
    without_names: bool = False,
) -> None:
    """Answer a query in one of the formats."""
    query = get_query(name)
    if format_ == "cypher":
        terminal.write_or_print(_cypher(url, query, given), output)
        return
    if limit is None and output is None and format_ in {None, "table", "md", *CONTENT_TYPES}:
        limit = TABLE_LIMIT
    with working("Thinking"), opened(url) as store:
        snapshot = store.snapshot()
        result = with_age(snapshot, query.run(snapshot, limit, **as_of_today(query, given)))
    match format_:
        case "json":
            _print_or_write_json(result.to_json(language), output)
        case "csv":
            names = [column.name for column in result.columns]
            terminal.write_or_print(formats.csv_text(names, result.dicts(language)).replace("\r\n", "\n"), output)
        case "md":
            terminal.write_or_print(formats.markdown(result, language, naming(snapshot, language)), output)
        case str() if format_ in CONTENT_TYPES:
            report = of_answers(snapshot, (result,), without_names=without_names)
            terminal.write_or_print(written(report, format_, language), output)
        case _:
            _print_table(result, language, output, naming(snapshot, language))


def _cypher(url: str, query: Query, given: Mapping[str, Any]) -> str:
    if query.cypher is None:
        names = ", ".join(name for name in query_names() if get_query(name).cypher)
        raise BadParameter(
            f"{query.name} has no Cypher text: Neo4j Community cannot compute it.", f"These have one: {names}."
        )
    from graph.stores.neo4j.cypher import paste  # noqa: PLC0415 - needed for this format only

    parameters: Mapping[str, Any] = {parameter.name: parameter.default for parameter in query.parameters}
    if given:
        # The text wants ids and numbers; a user types names and digits.
        with opened(url) as store:
            parameters = {name: plain(value) for name, value in query.checked(store.snapshot(), given).items()}
    return paste(query.cypher, parameters)


def _print_or_write_json(content: object, output: Path | None) -> None:
    terminal.write_or_print(json.dumps(content, ensure_ascii=False, indent=2) + "\n", output)


def _print_table(result: Result[Any], language: str, output: Path | None, shown: formats.Shown) -> None:
    if output is not None:
        terminal.write_or_print(formats.markdown(result, language, shown), output)
        return
    target = terminal.console()
    say_lines(*(say(sentence, language) for sentence in result.summary))
    if result.rows:
        target.print(formats.text_table(result, language, shown=shown, width=target.width))
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
    if any("\ud800" <= letter <= "\udfff" for letter in "".join(words)):
        raise BadParameter("A parameter is no UTF-8.", "Set the terminal to UTF-8 and type it again.")
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
            raise UnknownName(NO_OPTION, f"--{key}", close)
        if not equals:
            if rest and not rest[0].startswith("--"):
                value = rest.pop(0)
            elif parameter.type == "yes or no":
                value = "true"
            else:
                raise BadParameter(f"--{key} needs a value.", parameter.description)
        if key in given and not parameter.repeats:
            raise BadParameter(f"--{key} is given twice.", "Give it once.")
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
    default = "required" if parameter.required else f"default: {formats.cell_text(None, parameter.default)}"
    return f"--{parameter.name} {kind}{' (repeats)' if parameter.repeats else ''}; {default}"


def list_queries(*, as_json: bool, language: str) -> None:
    """List all queries."""
    if as_json:
        print_json(listed_queries(language))
        return
    for query in map(get_query, query_names()):
        say_lines(f"{query.name}: {say(query.title(), language)}")
    say_lines("", "partnerships ask QUERY --help tells what it answers and its parameters.")
