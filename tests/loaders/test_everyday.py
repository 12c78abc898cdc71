# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that everybody has, loaded without an option or a mapping: what they say comes out, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from openpyxl import Workbook

from loaders.read import read
from tests.loaders.documents.test_documents import PRESENT, TABLE, write_docx, write_html, write_markdown, write_pptx
from tests.loaders.documents.test_wiki import PAGE
from tests.loaders.test_reported import shown, wanted

CONTACTS = wanted(
    "Person: Ada Example, Fay Demo\nAffiliate: Baobab\nPartner: Moon Library, Radio Sun",
    "Ada Example MEMBER_OF Baobab\nFay Demo MEMBER_OF Baobab\nAda Example CONTACT_OF Moon Library\n"
    "Fay Demo CONTACT_OF Radio Sun\nFay Demo CONTACT_OF Moon Library",
)
MEETING = [("h1", "Steering meeting 2024-03-13")]
NETWORK = wanted(
    "Person: Ada Example, Ben Muster\nPartner: Moon Library\nProject: Drums Online",
    "Ada Example CONTACT_OF Moon Library\nAda Example WORKED_ON Drums Online\nBen Muster WORKED_ON Drums Online\n"
    "Ada Example WORKED_WITH Ben Muster",
)
ENTRIES = (("a", "Ada Example", "Person"), ("b", "Ben Muster", "Person"), ("m", "Moon Library", "Organisation"),
           ("d", "Drums Online", "Project"))  # fmt: skip
CONNECTIONS = (("a", "m", "contact"), ("a", "d", "works on"), ("b", "d", "works on"), ("a", "b", "collaborates with"))


def graph() -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    for key, name, type_ in ENTRIES:
        made.add_node(key, label=name, type=type_)
    for source, target, type_ in CONNECTIONS:
        made.add_edge(source, target, relation=type_)
    return made


def matrix(folder: Path) -> list[Path]:
    """Write an attendance matrix: people in rows, meetings in columns, ticks between."""
    path = folder / "attendance.csv"
    path.write_text(
        "Name,Community call 2024-01,Community call 2024-02,Total\nAda Example,x,x,2\nBen Muster,,x,1\nTotal,1,2,3\n",
        encoding="utf-8",
    )
    return [path]


def kumu(folder: Path) -> list[Path]:
    path = folder / "map.json"
    names = {key: name for key, name, _type in ENTRIES}
    content = {
        "elements": [{"label": name, "type": type_} for _key, name, type_ in ENTRIES],
        "connections": [
            {"from": names[source], "to": names[target], "direction": "directed", "type": type_}
            for source, target, type_ in CONNECTIONS
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return [path]


def gephi(folder: Path) -> list[Path]:
    nodes, edges = folder / "drums [Nodes].csv", folder / "drums [Edges].csv"
    rows = (f"{key},{name},,{type_}\n" for key, name, type_ in ENTRIES)
    nodes.write_text("Id,Label,timeset,type\n" + "".join(rows), encoding="utf-8")
    lines = (
        f"{source},{target},Directed,{number},{type_},,1.0\n"
        for number, (source, target, type_) in enumerate(CONNECTIONS)
    )
    edges.write_text("Source,Target,Type,Id,Label,timeset,Weight\n" + "".join(lines), encoding="utf-8")
    return [nodes, edges]


def node_link(folder: Path) -> list[Path]:
    path = folder / "graph.json"
    path.write_text(json.dumps(nx.node_link_data(graph(), edges="links")), encoding="utf-8")
    return [path]


def graphml(folder: Path) -> list[Path]:
    nx.write_graphml(graph(), folder / "graph.graphml")
    return [folder / "graph.graphml"]


def wiki(folder: Path) -> list[Path]:
    path = folder / "WikiIndaba_2017.wiki"
    path.write_text(PAGE, encoding="utf-8")
    return [path]


def workbook(folder: Path) -> list[Path]:
    """Write what an office keeps: a title above, sheets with merged headings, a hidden sheet, a total."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "People"
    for row in (["Our people, spring 2024"], [], *map(list, TABLE), ["Total", 2]):
        page.append(row)
    partners = book.create_sheet("Partners")
    for row in (["Partner", "Country", "Contact person"], ["Moon Library", "Ghana", "Ada Example"]):
        partners.append(row)
    book.create_sheet("old").append(["Name", "Mallory Nobody"])
    book["old"].sheet_state = "hidden"
    book.save(folder / "network.xlsx")
    return [folder / "network.xlsx"]


def document(write: Callable[..., None], ending: str) -> Callable[[Path], list[Path]]:
    """Return what writes minutes with those present, and a table of contacts, as one document."""

    def made(folder: Path) -> list[Path]:
        write(folder / f"contacts.{ending}", [("h1", "Our contacts")], TABLE)
        return [folder / f"contacts.{ending}"]

    return made


def minutes(folder: Path) -> list[Path]:
    write_docx(folder / "minutes.docx", MEETING, PRESENT, "Present")
    return [folder / "minutes.docx"]


EVERYDAY: dict[str, tuple[Callable[[Path], list[Path]], tuple[list[str], set[str]]]] = {
    "attendance matrix": (matrix, wanted(
        "Person: Ada Example, Ben Muster\nEvent: Community call 2024-01, Community call 2024-02",
        "Ada Example ATTENDED Community call 2024-01\nAda Example ATTENDED Community call 2024-02\n"
        "Ben Muster ATTENDED Community call 2024-02",
    )),
    "Kumu": (kumu, NETWORK),
    "Gephi": (gephi, NETWORK),
    "node-link": (node_link, NETWORK),
    "GraphML": (graphml, NETWORK),
    "wiki list": (wiki, wanted(
        "Person: Ada, BenM, Cleo, Dan Demo\nEvent: WikiIndaba 2017\nPartner: Moon Library, Radio Sun",
        "Ada ATTENDED WikiIndaba 2017\nBenM ATTENDED WikiIndaba 2017\nCleo ATTENDED WikiIndaba 2017\n"
        "Ada CONTACT_OF Moon Library\nAda CONTACT_OF Radio Sun\nBenM CONTACT_OF Radio Sun",
    )),
    "Markdown table": (document(write_markdown, "md"), CONTACTS),
    "HTML table": (document(write_html, "html"), CONTACTS),
    "docx": (document(write_docx, "docx"), CONTACTS),
    "pptx": (document(write_pptx, "pptx"), CONTACTS),
    "office workbook": (workbook, CONTACTS),
    "minutes": (minutes, wanted(
        "Person: Ada Example, Ben Muster\nEvent: Steering meeting 2024-03-13",
        "Ada Example ATTENDED Steering meeting 2024-03-13\nBen Muster ATTENDED Steering meeting 2024-03-13",
    )),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERYDAY)
def test_a_file_that_everybody_has_needs_no_option(tmp_path: Path, name: str) -> None:
    write, facts = EVERYDAY[name]
    (reading,) = read(write(tmp_path), source="net")
    nodes, links = shown(reading.records)
    assert set(nodes) - set(facts[0]) == set()
    assert (set(nodes), links) == (set(facts[0]), facts[1])


@pytest.mark.parametrize("name", EVERYDAY)
def test_in_a_folder_it_needs_none_either(tmp_path: Path, name: str) -> None:
    write, facts = EVERYDAY[name]
    write(tmp_path)
    (reading,) = read([tmp_path], source="net")
    assert set(shown(reading.records)[0]) == set(facts[0])
