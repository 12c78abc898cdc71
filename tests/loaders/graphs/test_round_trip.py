# SPDX-License-Identifier: GPL-3.0-or-later
"""Any network, written for another program and read again, is the same network."""

import json
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.schema.links import LINK_CLASSES, Link, SameAs, may_link
from graph.schema.nodes import NODE_CLASSES, Node, Record, adapter, prefix_of
from graph.schema.packed import id_of
from graph.snapshot.snapshot import Snapshot
from loaders.cells.values import field_types
from loaders.read import read
from tests.support.builders import snapshot_of
from web.commands.network_files import FORMATS

ENDINGS = {"graphml": "graphml", "gexf": "gexf", "node-link": "json", "kumu": "json"}
# Letters, and every sign that means something in XML, JSON or a list.
TEXT = st.text(alphabet="abéÉ 字م7;,|[]{}\"'\\&<>#*_:/\n-", min_size=1, max_size=30).filter(str.strip)
DATE = st.sampled_from(["2017", "2017-03", "2017-03-18", "1999-12-31"])
AMOUNT = st.floats(min_value=0, max_value=1e17, allow_nan=False)
OF_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "country": st.sampled_from(["GH", "FR"]),
    "languages": st.lists(st.sampled_from(["en", "fr", "pt-BR"]), unique=True, min_size=1, max_size=3),
    "language": st.sampled_from(["en", "fr"]),
    "original_language": st.sampled_from(["ar", "fr"]),
    "url": st.sampled_from(["https://example.org/a?b=c&d=;e"]),
    "wikidata": st.sampled_from(["Q42", "Q7"]),
    "currency": st.sampled_from(["EUR", "GHS"]),
    "labels": st.dictionaries(st.sampled_from(["en", "ar"]), TEXT, min_size=1, max_size=2),
    "aliases": st.lists(TEXT, unique=True, min_size=1, max_size=3),
}


def value_of(cls: type[Record], field: str) -> st.SearchStrategy[Any]:
    """Return values that a field may have."""
    kind = field_types(cls)[field]
    if field in OF_FIELD:
        return OF_FIELD[field]
    if kind is bool:
        return st.booleans()
    if kind is float:
        return AMOUNT
    if kind is int:
        return st.integers(min_value=0, max_value=10**9)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    is_date = field in {"since", "until", "start", "end", "founded", "involved_since", "last_contact", "date"}
    return DATE if is_date else TEXT


@st.composite
def fields_of(draw: st.DrawFn, cls: type[Record], apart: frozenset[str]) -> dict[str, Any]:
    """Return some fields of a class with values."""
    names = sorted(field_types(cls).keys() - apart - {"sources", "merged_ids", "opted_out"})
    return {name: draw(value_of(cls, name)) for name in names if draw(st.booleans())}


@st.composite
def networks(draw: st.DrawFn) -> Snapshot:
    """Return a network with entries of all classes, and links of all that may be between them."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(min_value=1, max_value=6))):
        cls: type[Node] = draw(st.sampled_from(NODE_CLASSES))
        more = draw(fields_of(cls, frozenset({"id", "name"})))
        id_ = f"{prefix_of(cls)}:net/{number}"
        record = adapter(cls).validate_python({**more, "id": id_, "name": draw(TEXT)})
        assert isinstance(record, Node)
        nodes.append(record)
    links: list[Record] = []
    for source in nodes:
        for target in nodes:
            classes = [cls for cls in LINK_CLASSES if cls is not SameAs and may_link(cls, type(source), type(target))]
            if source is target or not classes or not draw(st.booleans()):
                continue
            cls_ = draw(st.sampled_from(classes))
            more = draw(fields_of(cls_, frozenset({"source", "target"})))
            links.append(adapter(cls_).validate_python({**more, "source": source.id, "target": target.id}))
    return snapshot_of([*nodes, *links])


def records_of(snapshot: Snapshot) -> dict[str, Node | Link]:
    """Return every record as a source would state it."""
    nodes = [snapshot.node(index) for index in range(len(snapshot))]
    links = [snapshot.link(number) for number in range(snapshot.link_count)]
    return {record.id: replace(record, sources=()) for record in (*nodes, *links)}


@pytest.mark.parametrize("format_", FORMATS)
@given(network=networks())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again(tmp_path: Path, format_: str, network: Snapshot) -> None:
    path = tmp_path / f"network.{ENDINGS[format_]}"
    path.write_bytes(FORMATS[format_](network, is_whole=True))
    (reading,) = read([path], source="net")
    assert {id_of(record): record for record in reading.records} == records_of(network)
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("format_", "reader"),
    [
        ("graphml", lambda path: nx.read_graphml(path, force_multigraph=True)),
        ("gexf", nx.read_gexf),
        ("node-link", lambda path: nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")),
    ],
)
@given(network=networks())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_another_program_reads_the_same_graph(
    tmp_path: Path, format_: str, reader: Callable[[Path], Any], network: Snapshot
) -> None:
    path = tmp_path / f"network.{ENDINGS[format_]}"
    path.write_bytes(FORMATS[format_](network, is_whole=True))
    graph = reader(path)
    assert {(id_, data["type"]) for id_, data in graph.nodes(data=True)} == {
        (id_, network.type_of(index).TYPE) for index, id_ in enumerate(network.ids)
    }
    kind = "relation" if format_ == "gexf" else "type"
    links = [network.link(number) for number in range(network.link_count)]
    assert sorted((source, data[kind], target) for source, target, data in graph.edges(data=True)) == sorted(
        (link.source, link.TYPE, link.target) for link in links
    )
