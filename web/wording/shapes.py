# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of JSON that commands and pages print, a class each, so that both print the same.

Three shapes belong to the class that they show: `Result.to_json`,
`Problem.to_json`, and `to_json` of a record. docs/formats.md shows each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from graph.schema.links import Link
from graph.schema.nodes import Node
from graph.schema.packed import to_json
from graph.schema.source import LoadReport, Source
from graph.text.message import say
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An object of JSON: its fields in their order."""

    def json(self) -> dict[str, Any]:
        """Return what `json.dumps` knows."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a shape
    if isinstance(value, Shape):
        return value.json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType] - as above
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource(Shape):
    """A source beside a record that it stated."""

    id: str
    title: str
    file: str
    as_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSource(Shape):
    """A source in the list of all."""

    id: str
    title: str
    file: str
    sha256: str
    as_of: str | None
    loaded_at: str
    records: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNode(Shape):
    """A node with its links and the sources that stated them."""

    node: dict[str, Any]
    links: tuple[dict[str, Any], ...]
    sources: tuple[NamedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink(Shape):
    """A link with the sources that stated it."""

    link: dict[str, Any]
    sources: tuple[NamedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterOfQuery(Shape):
    """A parameter in the list of queries."""

    name: str
    type: str
    default: Any
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedQuery(Shape):
    """A query in the list of all."""

    name: str
    title: str
    parameters: tuple[ParameterOfQuery, ...]
    has_cypher: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Shape):
    """What a load or a retirement changed, counted by class."""

    source: str
    created: Mapping[str, int]
    updated: Mapping[str, int]
    unchanged: Mapping[str, int]
    retired: Mapping[str, int]
    problems: tuple[dict[str, object], ...]
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Shape):
    """Something that a check of the store found."""

    code: str
    message: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Shape):
    """Whether the store shows what its sources state, and what it does not."""

    ok: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOfReport(Shape):
    """A section with the answer behind it, if it has one."""

    title: str
    sentences: tuple[str, ...]
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport(Shape):
    """A report."""

    title: str
    parameters: dict[str, Any]
    sections: tuple[SectionOfReport, ...]
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownError(Shape):
    """Why there is no answer; the only object under `error`."""

    status: int
    message: str
    hint: str
    close_matches: tuple[tuple[str, str], ...] = ()


def named_sources(sources: Iterable[Source]) -> tuple[NamedSource, ...]:
    """Return sources as they stand beside a record."""
    return tuple(NamedSource(id=one.id, title=one.title, file=one.file, as_of=one.as_of) for one in sources)


def listed_source(source: Source) -> ListedSource:
    """Return a source as it stands in the list of all."""
    return ListedSource(**{field.name: getattr(source, field.name) for field in fields(ListedSource)})


def shown_node(node: Node, links: Mapping[str, Link], sources: Iterable[Source]) -> ShownNode:
    """Return the answer to `show` and to the page of a node, with its links by key."""
    shown = tuple({**to_json(link), "id": key} for key, link in links.items())
    return ShownNode(node=to_json(node), links=shown, sources=named_sources(sources))


def shown_link(key: str, link: Link, sources: Iterable[Source]) -> ShownLink:
    """Return the answer to `show` and to the page of a link."""
    return ShownLink(link={**to_json(link), "id": key}, sources=named_sources(sources))


def listed_queries(language: str = "en") -> list[dict[str, Any]]:
    """Return all queries as `ask` and the page of questions list them."""
    return [_listed_query(get_query(name), language).json() for name in query_names()]


def _listed_query(query: Query, language: str) -> ListedQuery:
    return ListedQuery(
        name=query.name,
        title=say(query.title(), language),
        parameters=tuple(
            ParameterOfQuery(name=p.name, type=p.type, default=p.default, description=p.description)
            for p in query.parameters
        ),
        has_cypher=query.cypher is not None,
    )


def changes(report: LoadReport) -> Changes:
    """Return what a load or a retirement changed."""
    return Changes(
        source=report.source,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        retired=report.retired,
        problems=tuple(problem.to_json() for problem in report.problems),
        revision=report.revision,
    )
