# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in the shapes that users reported: exactly these nodes and links come out, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.schema.links import Link
from graph.schema.nodes import Node, Record
from graph.stores.memory import MemoryStore
from loaders.read import read
from tests.loaders.given_cases import GIVEN, Case
from tests.loaders.own_cases import OWN, Own
from tests.support.real_data import REAL_DATA, needs_real_data


def shown(records: Sequence[Record]) -> tuple[list[str], set[str]]:
    """Return nodes as "Class: name" and links as "name TYPE name"; both ends of a symmetric link sorted by name."""
    nodes = {record.id: record for record in records if isinstance(record, Node)}
    links: set[str] = set()
    for record in records:
        if isinstance(record, Link):
            ends = [nodes[id_].name if id_ in nodes else f"({id_})" for id_ in (record.source, record.target)]
            if record.SYMMETRIC:
                ends.sort()
            links.add(f"{ends[0]} {record.TYPE} {ends[1]}")
    return sorted(f"{node.TYPE}: {node.name}" for node in nodes.values()), links


def wanted(nodes: str, links: str) -> tuple[list[str], set[str]]:
    """Return what a case expects in the same form; a bar stands for a comma inside a name."""
    pairs = (line.split(": ", 1) for line in nodes.splitlines())
    return sorted(f"{cls}: {name.replace('|', ',')}" for cls, names in pairs for name in names.split(", ")), set(
        filter(None, links.splitlines())
    )


@needs_real_data
@pytest.mark.parametrize("case", GIVEN, ids=lambda case: f"{case.kind} {case.folder}")
def test_given(case: Case) -> None:
    folder = REAL_DATA / "reported" / case.folder
    records: list[Record] = []
    for load in case.loads:
        names = [load] if load.endswith(".xlsx") else load.split(" ")
        (reading,) = read([folder / name for name in names], source="net")
        records += reading.records
    assert shown(records) == wanted(case.nodes, case.links)


@pytest.mark.parametrize("case", OWN, ids=lambda case: case.name)
def test_own(tmp_path: Path, case: Own) -> None:
    paths = [tmp_path / name for name in case.files]
    for path in paths:
        path.write_text(case.files[path.name], encoding="utf-8")
    (reading,) = read(paths, source="net")
    assert shown(reading.records) == wanted(case.nodes, case.links)


def test_how_strong_a_link_is_stays_with_it(tmp_path: Path) -> None:
    """The kind of case g01: two people three times, in both directions, and somebody with herself."""
    path = tmp_path / "worked_with.csv"
    path.write_text(
        "source,target,weight\nAda Example,Ben Muster,2\nAda Example,Ben Muster,strong\nBen Muster,Ada Example,1\n",
        encoding="utf-8",
    )
    (reading,) = read([path], source="net")
    store = MemoryStore()
    report = store.load(reading.source, reading.records)
    snapshot = store.snapshot()
    assert [snapshot.link(number).strength for number in range(snapshot.link_count)] == [5.0]
    assert [problem.text.text.key for problem in report.problems] == []
