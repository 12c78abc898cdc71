# SPDX-License-Identifier: GPL-3.0-or-later
"""GraphML and GEXF keep the written rules of their formats: what may stand where, what is declared, what is unique.

No package that can be installed here ships the published schemas, so their rules are restated:
GraphML 1.0 (graphml.graphdrawing.org/primer, /specification) and GEXF 1.2 (gexf.net/primer.html).
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from graph.snapshot.snapshot import Snapshot
from tests.loaders.graphs.test_round_trip import networks
from tests.support.builders import member_of, snapshot_of
from web.commands.network_files import FORMATS

GRAPHML, GEXF = "{http://graphml.graphdrawing.org/xmlns}", "{http://www.gexf.net/1.2draft}"
NUMBERS = {
    "boolean": r"true|false|0|1",
    "int": r"[-+]?\d+", "long": r"[-+]?\d+", "integer": r"[-+]?\d+",
    "float": r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|INF|-INF|NaN",
    "double": r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|INF|-INF|NaN",
    "string": r"(?s).*",
}  # fmt: skip
# Children that an element may have, and the attributes that it must and may have.
GRAPHML_RULES: dict[str, tuple[set[str], set[str], set[str]]] = {
    "graphml": ({"desc", "key", "data", "graph"}, set(), set()),
    "key": ({"desc", "default"}, {"id"}, {"for", "attr.name", "attr.type"}),
    "graph": ({"desc", "data", "node", "edge", "hyperedge"}, {"edgedefault"}, {"id"}),
    "node": ({"desc", "data", "port", "graph"}, {"id"}, set()),
    "edge": ({"desc", "data", "graph"}, {"source", "target"}, {"id", "directed", "sourceport", "targetport"}),
    "data": (set(), {"key"}, {"id"}),
    "default": (set(), set(), set()),
    "desc": (set(), set(), set()),
}
GEXF_RULES: dict[str, tuple[set[str], set[str], set[str]]] = {
    "gexf": ({"meta", "graph"}, {"version"}, {"variant"}),
    "meta": ({"creator", "keywords", "description"}, set(), {"lastmodifieddate"}),
    "graph": ({"attributes", "nodes", "edges"}, set(), {"defaultedgetype", "mode", "start", "end", "name"}),
    "attributes": ({"attribute"}, {"class"}, {"mode", "start", "end"}),
    "attribute": ({"default", "options"}, {"id", "title", "type"}, set()),
    "nodes": ({"node"}, set(), {"count"}),
    "node": ({"attvalues", "nodes", "edges", "spells", "parents"}, {"id"}, {"label", "start", "end", "pid"}),
    "edges": ({"edge"}, set(), {"count"}),
    "edge": ({"attvalues", "spells"}, {"id", "source", "target"}, {"type", "label", "weight", "start", "end"}),
    "attvalues": ({"attvalue"}, set(), set()),
    "attvalue": (set(), {"for", "value"}, {"start", "end"}),
    **{name: (set[str](), set[str](), set[str]()) for name in ("creator", "keywords", "description", "default")},
}  # fmt: skip


def parts_break_rules(root: ET.Element, space: str, rules: dict[str, tuple[set[str], set[str], set[str]]]) -> list[str]:
    """Return what stands where it may not, or without what it must have."""
    wrong: list[str] = []
    for element in root.iter():
        name = element.tag.removeprefix(space)
        if name not in rules:
            wrong.append(f"<{name}>")
            continue
        children, must, may = rules[name]
        # Where the schema is, is said in a namespace of its own.
        attributes = {key for key in element.attrib if not key.startswith("{")}
        wrong += [f"<{name}> without {key}" for key in sorted(must - attributes)]
        wrong += [f"<{name} {key}>" for key in sorted(attributes - must - may)]
        inside = [child.tag.removeprefix(space) for child in element]
        wrong += [f"<{child}> in <{name}>" for child in inside if child not in children]
        if children and (element.text or "").strip():
            wrong.append(f"text in <{name}>")
    return wrong


def fits(value: str, type_: str) -> bool:
    return re.fullmatch(NUMBERS[type_], value.strip() if type_ != "string" else value) is not None


def check_graphml(root: ET.Element) -> list[str]:
    wrong = parts_break_rules(root, GRAPHML, GRAPHML_RULES)
    order = [child.tag.removeprefix(GRAPHML) for child in root]
    wrong += [] if order == sorted(order, key=["desc", "key", "graph", "data"].index) else ["a key below a graph"]
    keys = {key.attrib["id"]: key.attrib for key in root.iter(f"{GRAPHML}key")}
    wrong += [] if len(keys) == len(list(root.iter(f"{GRAPHML}key"))) else ["two keys with one id"]
    for key in keys.values():
        wrong += [] if key.get("for", "all") in {"graphml", "graph", "node", "edge", "all"} else ["for"]
        wrong += [] if key.get("attr.type") in NUMBERS.keys() - {"integer"} else [f"type {key.get('attr.type')}"]
    for graph in root.iter(f"{GRAPHML}graph"):
        wrong += [] if graph.attrib["edgedefault"] in {"directed", "undirected"} else ["edgedefault"]
    wrong += ends_break_rules(list(root.iter(f"{GRAPHML}node")), list(root.iter(f"{GRAPHML}edge")))
    for kind in ("node", "edge"):
        for element in root.iter(f"{GRAPHML}{kind}"):
            used = [data.attrib["key"] for data in element]
            wrong += [] if len(used) == len(set(used)) else ["two data of one key"]
            for data in element:
                declared = keys.get(data.attrib["key"], {})
                wrong += [] if declared.get("for") in {kind, "all"} else [f"{data.attrib['key']} is not for a {kind}"]
                wrong += [] if fits(data.text or "", declared.get("attr.type", "string")) else [f"value {data.text}"]
    return wrong


def check_gexf(root: ET.Element) -> list[str]:
    wrong = parts_break_rules(root, GEXF, GEXF_RULES)
    titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for group in root.iter(f"{GEXF}attributes"):
        declared = titles[group.attrib["class"]]
        for one in group:
            wrong += [] if one.attrib["id"] not in declared else ["two attributes with one id"]
            wrong += [] if one.attrib["type"] in NUMBERS else [f"type {one.attrib['type']}"]
            declared[one.attrib["id"]] = one.attrib["type"]
    nodes, edges = list(root.iter(f"{GEXF}node")), list(root.iter(f"{GEXF}edge"))
    wrong += ends_break_rules(nodes, edges)
    for edge in edges:
        wrong += [] if edge.get("type", "directed") in {"directed", "undirected", "mutual"} else ["type of an edge"]
        wrong += [] if fits(edge.get("weight", "1"), "float") else ["weight"]
    for kind, elements in (("node", nodes), ("edge", edges)):
        for value in (one for element in elements for one in element.iter(f"{GEXF}attvalue")):
            type_ = titles[kind].get(value.attrib["for"])
            wrong += [f"{value.attrib['for']} is not declared"] if type_ is None else []
            wrong += [] if type_ is None or fits(value.attrib["value"], type_) else [f"value {value.attrib['value']}"]
    return wrong


def ends_break_rules(nodes: list[ET.Element], edges: list[ET.Element]) -> list[str]:
    ids, names = [node.get("id", "") for node in nodes], [edge.attrib["id"] for edge in edges if "id" in edge.attrib]
    wrong = [] if len(ids) == len(set(ids)) and len(names) == len(set(names)) else ["one id twice"]
    ends = [edge.attrib[end] for edge in edges for end in ("source", "target")]
    return wrong + [f"no node {end}" for end in sorted({*ends} - {*ids})]


CHECKS: dict[str, Callable[[ET.Element], list[str]]] = {"graphml": check_graphml, "gexf": check_gexf}


@pytest.mark.parametrize("format_", CHECKS)
@pytest.mark.parametrize("is_whole", [True, False])
@given(network=networks())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_keeps_the_rules_of_its_format(format_: str, is_whole: bool, network: Snapshot) -> None:  # noqa: FBT001 - a case
    root = ET.fromstring(FORMATS[format_](network, is_whole=is_whole))  # noqa: S314 - our own text
    assert CHECKS[format_](root) == []


@pytest.mark.parametrize(
    ("format_", "found", "broken", "said"),
    [
        ("graphml", '<node id="person:a">', '<node name="person:a">', "<node> without id"),
        ("graphml", 'edgedefault="directed"', 'edgedefault="both"', "edgedefault"),
        ("graphml", 'target="group:b"', 'target="group:c"', "no node group:c"),
        ("graphml", 'for="edge"', 'for="node"', "d"),
        ("gexf", 'target="group:b"', 'target="group:c"', "no node group:c"),
        ("gexf", "<edges>", "<edges><note/>", "<note> in <edges>"),
        ("gexf", 'class="edge"', 'class="node"', "is not declared"),
    ],
)
def test_a_broken_rule_is_found(format_: str, found: str, broken: str, said: str) -> None:
    text = FORMATS[format_](snapshot_of([member_of("a", "group:b", strength=2)]), is_whole=True).decode("utf-8")
    assert found in text
    wrong = CHECKS[format_](ET.fromstring(text.replace(found, broken)))  # noqa: S314 - our own text
    assert any(said in one for one in wrong)
