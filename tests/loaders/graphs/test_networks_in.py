# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of other programs, written by those programs' libraries: exactly these entries and links come out."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from openpyxl import Workbook

from graph.errors import LoadError
from graph.schema.links import Link
from graph.schema.nodes import Node
from graph.text.message import say
from loaders.cells.plan import network_sentences
from loaders.cells.reading import Reading
from loaders.graphs.kinds import kind_of
from loaders.read import read
from tests.loaders.test_reported import shown, wanted

if TYPE_CHECKING:
    Graph = nx.DiGraph[str]
NODES = "Person: Ada Example\nPartner: Moon Library\nAffiliate: Baobab\nProject: Drums Online"
LINKS = """\
Ada Example CONTACT_OF Moon Library
Ada Example MEMBER_OF Baobab
Ada Example WORKED_ON Drums Online
Baobab PARTNER_OF Moon Library"""


def network() -> "Graph":
    """Return a network as somebody draws it: types in their own words, some links without a kind."""
    graph: Graph = nx.DiGraph()
    graph.add_node("n0", label="Ada Example", type="Person", country="Ghana", size=3.5)
    graph.add_node("n1", label="Moon Library", type="Library")
    graph.add_node("n2", label="Baobab", type="Affiliate")
    graph.add_node("n3", label="Drums Online", type="Projet")
    graph.add_edge("n0", "n1", weight=3)
    graph.add_edge("n0", "n2", relation="member of", weight=1)
    graph.add_edge("n0", "n3", relation="works on", weight=2)
    graph.add_edge("n2", "n1", relation="partnership", weight=1)
    return graph


def kumu(graph: "Graph") -> dict[str, object]:
    elements = [{**data, "id": id_, "element type": data["type"], "_id": "x"} for id_, data in graph.nodes(data=True)]
    connections = [
        {"from": source, "to": target, "direction": "directed", "strength": data["weight"],
         "attributes": {"connection type": data.get("relation", "")}}
        for source, target, data in graph.edges(data=True)
    ]  # fmt: skip
    for element in elements:
        del element["type"]
    return {"elements": elements, "connections": connections}


def write_json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def gephi(graph: "Graph", path: Path) -> None:
    """Write GEXF as Gephi 0.10 does, in the version of 2021."""
    nx.write_gexf(graph, path)
    text = path.read_text(encoding="utf-8").replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3")
    path.write_text(text.replace('version="1.2"', 'version="1.3"'), encoding="utf-8")


def cytoscape(graph: "Graph", path: Path) -> None:
    write_json(nx.cytoscape_data(nx.relabel_nodes(graph, {})), path)


WRITERS: "dict[str, Callable[[Graph, Path], None]]" = {
    "network.graphml": nx.write_graphml,
    "network.gexf": nx.write_gexf,
    "gephi.gexf": gephi,
    "network.net": lambda graph, path: nx.write_pajek(texts_only(graph), path),
    "links.json": lambda graph, path: write_json(nx.node_link_data(graph, edges="links"), path),
    "edges.json": lambda graph, path: write_json(nx.node_link_data(graph, edges="edges"), path),
    "kumu.json": lambda graph, path: write_json(kumu(graph), path),
    "cytoscape.json": cytoscape,
}


def texts_only(graph: "Graph") -> "Graph":
    """Return the graph as Pajek holds it: nodes called by their labels, texts only."""
    named = nx.relabel_nodes(graph, {id_: data["label"] for id_, data in graph.nodes(data=True)})
    for _, data in named.nodes(data=True):
        for name in ("size", "label"):
            data.pop(name, None)
    return named


def load(*paths: Path, kind: str | None = None) -> Reading:
    (reading,) = read(list(paths), source="net", kind=kind)
    return reading


def keys(reading: Reading) -> list[str]:
    return [problem.text.text.key for problem in reading.problems]


@pytest.mark.parametrize("name", WRITERS)
def test_a_network_file_is_read_without_a_word_from_anybody(tmp_path: Path, name: str) -> None:
    WRITERS[name](network(), tmp_path / name)
    reading = load(tmp_path / name)
    assert shown(reading.records) == wanted(NODES, LINKS)
    by_name = {record.name: record for record in reading.records if isinstance(record, Node)}
    assert getattr(by_name["Ada Example"], "country", None) == "GH"
    assert getattr(by_name["Moon Library"], "kind", None) == "library"
    strengths = {record.TYPE: record.strength for record in reading.records if isinstance(record, Link)}
    assert (strengths["CONTACT_OF"], strengths["WORKED_ON"]) == (3.0, 2.0)
    assert keys(reading) == []


def tables(folder: Path, files: Mapping[str, Sequence[Sequence[object]]]) -> list[Path]:
    """Write each table as CSV."""
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return [folder / name for name in files]


PAIRS: dict[str, dict[str, Sequence[Sequence[object]]]] = {
    "Gephi": {
        "a [Nodes].csv": [["Id", "Label", "timeset", "Type"], [1, "Ada Example", "", "Person"],
                          [2, "Moon Library", "", "Museum"], [3, "Baobab", "", "Chapter"],
                          [4, "Drums Online", "", "project"]],
        "a [Edges].csv": [["Source", "Target", "Type", "Id", "Label", "timeset", "Weight"],
                          [1, 2, "Undirected", 0, "", "", 3.0], [1, 3, "Undirected", 1, "", "", 1.0],
                          [1, 4, "Undirected", 2, "", "", 1.0], [3, 2, "Undirected", 3, "", "", 1.0]],
    },
    "Kumu": {
        "elements.csv": [["Label", "Type", "Description"], ["Ada Example", "Person", ""],
                         ["Moon Library", "Organisation", ""],
                         ["Baobab", "User group", ""], ["Drums Online", "Project", ""]],
        "connections.csv": [["From", "To", "Type"], ["Ada Example", "Moon Library", "Knows somebody at"],
                            ["Baobab", "Ada Example", "has member"], ["Ada Example", "Drums Online", ""],
                            ["Moon Library", "Baobab", "partners with"]],
    },
    "NodeXL": {
        "vertices.csv": [["Vertex", "Color", "Type"], ["Ada Example", "Blue", "personne"],
                         ["Moon Library", "Red", "bibliothèque"],
                         ["Baobab", "Red", "affilié"], ["Drums Online", "Green", "مشروع"]],
        "edges.csv": [["Vertex 1", "Vertex 2", "Width", "Relationship"], ["Ada Example", "Moon Library", 2, "contact"],
                      ["Ada Example", "Baobab", 2, "membre"], ["Ada Example", "Drums Online", 2, "travaille sur"],
                      ["Baobab", "Moon Library", 2, "partenariat"]],
    },
    "Neo4j": {
        "p.csv": [["id:ID(Person)", "name", ":LABEL"], [1, "Ada Example", "Person;Volunteer"]],
        "o.csv": [["id:ID(Org)", "name", ":LABEL"], [1, "Moon Library", "Partner"], [2, "Baobab", "Affiliate"]],
        "w.csv": [["id:ID(Work)", "title", ":LABEL"], [1, "Drums Online", "Project"]],
        "r.csv": [[":START_ID(Person)", ":END_ID(Org)", ":TYPE"], [1, 1, "CONTACT_OF"], [1, 2, "MEMBER_OF"]],
        "s.csv": [[":START_ID(Person)", ":END_ID(Work)", ":TYPE"], [1, 1, "WORKED_ON"]],
        "t.csv": [[":START_ID(Org)", ":END_ID(Org)", ":TYPE"], [2, 1, "PARTNER_OF"]],
    },
}  # fmt: skip


@pytest.mark.parametrize("program", PAIRS)
def test_pairs_of_tables_are_one_network(tmp_path: Path, program: str) -> None:
    paths = tables(tmp_path, PAIRS[program])
    assert shown(load(*paths).records) == wanted(NODES, LINKS)
    assert shown(load(*reversed(paths)).records) == wanted(NODES, LINKS)


def test_two_sheets_of_a_workbook_are_one_network(tmp_path: Path) -> None:
    book = Workbook()
    for sheet, rows in zip(("Elements", "Connections"), PAIRS["Kumu"].values(), strict=True):
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(list(row))
    del book["Sheet"]
    book.save(tmp_path / "kumu.xlsx")
    assert shown(load(tmp_path / "kumu.xlsx").records) == wanted(NODES, LINKS)


def test_what_a_type_means() -> None:
    words = {
        "Person": "Person", "people": "Person", "Individu": "Person", "شخص": "Person", "User group": "Affiliate",
        "Musée": "Partner", "NGO": "Partner", "organisation": "Partner", "grant": "Project", "Edit-a-thon": "Event",
        "working group": "Group", "topic": "Theme", "Person;Volunteer": "Person", "Person;Project": None,
        "Widget": None, "foundation": None, "other": None, "": None,
    }  # fmt: skip
    assert {word: (found.cls.TYPE if (found := kind_of(word)) else None) for word in words} == words


def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path) -> None:
    graph = network()
    graph.add_node("n4", label="Wheel", type="Widget")
    graph.add_node("n5", label="Tables", type="Group")
    graph.add_node("n6", label="Chairs", type="Group")
    graph.add_edges_from([("n0", "n4"), ("n0", "n0"), ("n5", "n6")])
    nx.write_graphml(graph, tmp_path / "x.graphml")
    reading = load(tmp_path / "x.graphml")
    assert [say(problem.text, "en")[:52] for problem in reading.problems] == [
        "“Widget” is no type of entry that is known; one entr",
        "A connection from “Ada Example” to “Wheel” was left ",
        "“Ada Example” is connected to itself; that link was ",
        "No kind of link connects a group with a group; one c",
    ]
    assert all(problem.line for problem in reading.problems)


def test_a_link_of_an_unknown_kind_is_read_by_its_ends_and_keeps_its_word(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("Ada Example", type="person")
    graph.add_node("Ben Muster", type="person")
    graph.add_edge("Ada Example", "Ben Muster", relation="sings with")
    nx.write_graphml(graph, tmp_path / "x.graphml")
    reading = load(tmp_path / "x.graphml")
    (link,) = (record for record in reading.records if isinstance(record, Link))
    assert (link.TYPE, link.note, keys(reading)) == ("WORKED_WITH", "sings with", ["graph-unknown-link"])


def test_entries_without_a_type_are_what_their_names_or_the_user_say(tmp_path: Path) -> None:
    rows = [["Source", "Target"], ["Ada Example", "Moon Library"], ["Ben Muster", "Ada Example"], ["x17", "Ben Muster"]]
    (path,) = tables(tmp_path, {"ties.csv": rows})
    reading = load(path)
    assert shown(reading.records) == wanted(
        "Person: Ada Example, Ben Muster\nPartner: Moon Library",
        "Ada Example CONTACT_OF Moon Library\nAda Example WORKED_WITH Ben Muster",
    )
    assert keys(reading) == ["graph-by-look", "graph-by-look", "graph-no-type", "graph-no-entry"]
    assert len(shown(load(path, kind="people").records)[0]) == 4


def test_a_table_of_people_says_who_the_ends_of_connections_are(tmp_path: Path) -> None:
    files = {
        "people.csv": [["id", "name", "affiliate"], [7, "Ada Example", "Baobab"], [8, "Ben Muster", "Baobab"]],
        "edges.csv": [["source", "target", "type"], [7, "Ben Muster", "worked with"], [8, "Baobab", "member of"]],
    }
    reading = load(*tables(tmp_path, files))
    assert shown(reading.records)[1] >= {"Ada Example WORKED_WITH Ben Muster", "Ben Muster MEMBER_OF Baobab"}
    assert len([record for record in reading.records if isinstance(record, Node)]) == 3


def test_a_drawing_of_d3_counts_its_nodes_and_numbers_its_groups(tmp_path: Path) -> None:
    content = {
        "nodes": [{"name": "Ada Example", "group": 1}, {"name": "Ben Muster", "group": 1}],
        "links": [{"source": 0, "target": 1, "value": 3}],
    }
    write_json(content, tmp_path / "miserables.json")
    reading = load(tmp_path / "miserables.json")
    assert shown(reading.records) == wanted("Person: Ada Example, Ben Muster", "Ada Example WORKED_WITH Ben Muster")
    assert [record.strength for record in reading.records if isinstance(record, Link)] == [3.0]


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
<graph id="G" edgedefault="directed">
<node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Ada Example</y:NodeLabel></y:ShapeNode></data></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Moon Library</y:NodeLabel></y:ShapeNode></data></node>
<edge source="n0" target="n1">
<data key="d10"><y:PolyLineEdge><y:EdgeLabel>contact</y:EdgeLabel></y:PolyLineEdge></data></edge>
</graph></graphml>"""


def test_the_labels_of_a_drawing_of_yed_are_read(tmp_path: Path) -> None:
    (tmp_path / "y.graphml").write_text(YED, encoding="utf-8")
    nodes, links = shown(load(tmp_path / "y.graphml").records)
    assert (nodes, links) == (["Partner: Moon Library", "Person: Ada Example"], {"Ada Example CONTACT_OF Moon Library"})


def test_how_a_network_was_read_is_said_in_a_paragraph(tmp_path: Path) -> None:
    graph = network()
    graph.add_node("n4", label="Ben Muster", type="Person")
    graph.add_edge("n4", "n3", relation="works on")
    nx.write_graphml(graph, tmp_path / "x.graphml")
    (plan,) = load(tmp_path / "x.graphml").networks
    assert " ".join(say(sentence, "en") for sentence in network_sentences(plan)) == (
        "x.graphml: a network; its entries are read as 2 people, 1 affiliate, 1 partner and 1 project, its links as "
        "“is a contact for” (1), “is a member of” (1), “worked on” (2) and “is a partner of” (1). "
        "One link says no kind of its own; what it connects says it."
    )


def test_two_entries_of_one_name_stay_two(tmp_path: Path) -> None:
    files = {"nodes.csv": [["Id", "Label", "Type"], [1, "Reda", "Person"], [2, "Reda", "Person"]]}
    assert len(load(*tables(tmp_path, files)).records) == 2


CARDS = """\
BEGIN:VCARD
VERSION:3.0
N:Example;Ada;;;
FN:Ada Example
ORG:Moon Library;Reading room
TITLE:Librarian
EMAIL:ada@example.org
TEL:+233 24 400 0012
NOTE:call 0244000012
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCster;Ben
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Moon Library
END:VCARD
BEGIN:VCARD
TEL:1
END:VCARD
"""


def test_an_address_book_gives_names_and_organisations_alone(tmp_path: Path) -> None:
    (tmp_path / "cards.vcf").write_text(CARDS, encoding="utf-8")
    reading = load(tmp_path / "cards.vcf")
    assert shown(reading.records) == wanted(
        "Person: Ada Example, Ben Müster\nPartner: Moon Library", "Ada Example MEMBER_OF Moon Library"
    )
    assert keys(reading) == ["vcard-left-out", "vcard-no-name"]
    assert not any(text in repr(reading) for text in ("@", "24400", "400 0012"))


BOMB = '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><graphml>&b;</graphml>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/hostname">]><graphml>&a;</graphml>'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bomb.graphml", BOMB), ("outside.graphml", OUTSIDE), ("deep.gexf", "<a>" * 5000 + "</a>" * 5000),
        ("broken.graphml", "<graphml><node"), ("page.xml", "<page/>"), ("empty.net", "*Arcs\n1 2\n"), ("no.vcf", "Ada"),
        ("deep.json", '{"nodes":' * 3000 + "1" + "}" * 3000),
    ],
)  # fmt: skip
def test_what_is_no_network_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as error:
        load(tmp_path / name)
    assert str(error.value.message).startswith(f"“{name}”")
    assert error.value.hint


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_file_that_was_cut_off_or_damaged_gives_no_traceback(tmp_path: Path, name: str) -> None:
    WRITERS[name](network(), tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 12)):
        for damaged in (whole[:length], whole[:length] + b"\x00\xff<" + whole[length + 3 :]):
            (tmp_path / name).write_bytes(damaged)
            try:
                load(tmp_path / name)
            except LoadError as error:
                assert error.hint  # noqa: PT017 - a file may as well be read in part
