# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports to forward: several results put together, in words first.

A report names people as somebody to support, never as a risk, and never ranks
them. Without names it is computed on a network without names, so that no
sentence, id, note or role of a person can slip through.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import BadParameter
from graph.messages import Message, Text
from graph.snapshot import Snapshot
from queries.result import Result, get_query
from web.anonymous import without_names as anonymous
from web.console import working, write_or_print
from web.opening import opened

Told = Callable[[str], None]
"""Is told what is being worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, sentences, and the table behind them."""

    title: Text
    sentences: tuple[Message, ...] = ()
    result: Result[Any] | None = None
    columns: tuple[str, ...] = ()

    @property
    def shows_table(self) -> bool:
        """Whether there is a table to show to people."""
        return self.result is not None and bool(self.result.rows) and bool(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a rendering needs; `snapshot` turns ids into names."""

    title: Message
    snapshot: Snapshot
    sections: tuple[Section, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Asker:
    """Runs queries for one report, with the options that they share."""

    def __init__(self, snapshot: Snapshot, options: Mapping[str, Any], told: Told) -> None:
        """Remember what to ask about and whom to tell."""
        self.snapshot = snapshot
        self.options = options
        self.told = told
        self._known: dict[str, Result[Any]] = {}

    def ask(self, name: str, **given: Any) -> Result[Any]:  # noqa: ANN401 - parameters of any query
        """Answer a query; shared options go in where the query has them. The same question is asked once."""
        query = get_query(name)
        own = {parameter.name for parameter in query.parameters}
        arguments = {key: value for key, value in {**self.options, **given}.items() if key in own}
        key = f"{name} {sorted(arguments.items())}"
        if key not in self._known:
            self.told(query.title.english)
            self._known[key] = query.run(self.snapshot, **arguments)
        return self._known[key]


def build(
    snapshot: Snapshot,
    name: str,
    options: Mapping[str, Any],
    *,
    without_names: bool = False,
    told: Told = lambda _: None,
) -> Report:
    """Return a report by name: bus-factor, partners or collaboration.

    Raises BadParameter for an unknown report or option, UnknownName for a
    scope or theme that nothing has.
    """
    from web import report_bus_factor, report_others  # noqa: PLC0415 - they use the classes above

    builders: dict[str, Callable[[Asker], tuple[Message, Iterator[Section]]]] = {
        "bus-factor": report_bus_factor.build,
        "partners": report_others.partners,
        "collaboration": report_others.collaboration,
    }
    if name not in builders:
        raise BadParameter(f"There is no report “{name}”.", f"There are: {', '.join(builders)}.")
    asker = Asker(anonymous(snapshot) if without_names else snapshot, options, told)
    title, sections = builders[name](asker)
    return Report(
        title=title,
        snapshot=asker.snapshot,
        sections=tuple(sections),
        parameters={**options, "without_names": without_names},
    )


def run_report(
    url: str,
    name: str,
    options: Mapping[str, Any],
    *,
    format_: str,
    language: str,
    output: Path | None,
    without_names: bool,
) -> None:
    """Write a report in one of its formats."""
    from web.report_formats import FORMATS  # noqa: PLC0415 - the formats use this module

    with working("Reading the network") as tell:
        with opened(url) as store:
            snapshot = store.snapshot()
        report = build(snapshot, name, options, without_names=without_names, told=tell)
        text = FORMATS[format_](report, language)
    write_or_print(text, output)
