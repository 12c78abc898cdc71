# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of Cypher, without a server: what the schema gives, what the twins return, what is pasted."""

import re
from collections.abc import Callable
from dataclasses import fields
from importlib.util import find_spec

import pytest

from graph.schema.links import LINK_CLASSES, Link
from graph.schema.nodes import NODE_CLASSES, Record
from graph.schema.packed import pack
from graph.stores.neo4j import cypher
from graph.stores.neo4j.rows import (
    IDENTITY,
    Statement,
    chunk_of,
    data_of,
    decode_chunks,
    encode_chunk,
    property_names,
    row_of,
)
from queries.framework.discovery import get_query, query_names
from tests.support.builders import funded, member_of, person, same_as, theme
from tests.support.checkout import CHECKOUT

TWINS = [name for name in query_names() if get_query(name).cypher]
ALIAS = re.compile(r" AS (\w+)(?:,|$)", re.MULTILINE)


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_returns_the_columns_of_the_rows(name: str) -> None:
    query = get_query(name)
    last = (query.cypher or "").rpartition("\nRETURN ")[2]
    returned, _, order = last.partition("\nORDER BY ")
    assert ALIAS.findall(returned.strip()) == [field.name for field in fields(query.row)]
    assert order, "rows without an order are not the same twice"


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_takes_the_parameters_of_its_query(name: str) -> None:
    query = get_query(name)
    used = set(re.findall(r"\$(\w+)", query.cypher or ""))
    assert used == {parameter.name for parameter in query.parameters}


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_uses_nothing_that_community_lacks_or_that_goes_away(name: str) -> None:
    text = get_query(name).cypher or ""
    assert not re.findall(r"\b(apoc|gds)\.|\b(?:id|elementId)\(|CALL \{|(?<!\{\d,)\*\d*\.\.", text, re.IGNORECASE)


def test_the_schema_in_cypher(golden: Callable[[str, str], None]) -> None:
    golden("schema.cypher", ";\n".join(cypher.constraints()) + ";\n")


def test_statements_of_one_class(golden: Callable[[str, str], None]) -> None:
    member = next(cls for cls in LINK_CLASSES if cls.TYPE == "MEMBER_OF")
    makers = (cypher.put_links, cypher.drop_links, cypher.links_shown, cypher.all_links)
    texts = [cypher.put_nodes(NODE_CLASSES[0]), cypher.all_nodes(NODE_CLASSES[0]), *(make(member) for make in makers)]
    golden("statements.cypher", "".join(text.strip() + ";\n\n" for text in texts))


def test_text_becomes_trusted_in_one_place_only() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in CHECKOUT.glob("graph/**/*.py")}
    assert {name: text.count("reportReturnType") for name, text in texts.items() if "reportReturnType" in text} == {
        "cypher.py": 1
    }


def test_a_query_is_pasted_with_its_parameters() -> None:
    text = "\nMATCH (n:Entity {id: $id})\nWHERE n.name IN $names\nRETURN n.id AS id\n"
    given = {"id": "person:o'neil\\", "names": ("a", None, True, 2, 0.5), "unused": 1}
    assert cypher.paste(text, given) == (
        ":param id => 'person:o\\'neil\\\\';\n"
        ":param names => ['a', null, true, 2, 0.5];\n"
        "MATCH (n:Entity {id: $id})\nWHERE n.name IN $names\nRETURN n.id AS id;\n"
    )


RECORDS: tuple[Record, ...] = (
    person("ada", name='Ø "q" \\ \x7f \u2028 مريم 😀\n', languages=("en", "fr"), opted_out=False),
    person("ben", open_to_partners=True, aliases=("B",)),
    theme("water", labels={"fr": "Eau: douce", "ar": "ماء"}),
    member_of("ada", "group:w", role="chair", since="2020", until="2021-05"),
    funded("x", "y", amount=1e16),
    funded("x", "z", amount=0.0, currency="EUR"),
    same_as("ada", "ben", decision="same"),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.TYPE)
def test_a_record_comes_back_from_its_properties_as_the_same_bytes(record: Record) -> None:
    packed = pack(record)
    properties = {name: value for name, value in row_of(packed)["properties"].items() if value is not None}
    assert data_of(type(record), {**properties, "of_somebody_else": 1}) == packed.data


def test_properties_are_what_a_database_can_keep() -> None:
    for record in RECORDS:
        for value in row_of(pack(record))["properties"].values():
            items = value if isinstance(value, list) else [value]
            assert all(item is None or isinstance(item, str | bool | int | float) for item in items)
    assert row_of(pack(RECORDS[2]))["properties"]["labels"] == ["ar:ماء", "fr:Eau: douce"]


@pytest.mark.parametrize("cls", [*NODE_CLASSES, *LINK_CLASSES], ids=lambda cls: cls.TYPE)
def test_every_field_of_a_class_is_a_property_but_for_ids_and_ends(cls: type[Record]) -> None:
    snapshots_of_worker = {"source", "target"} if issubclass(cls, Link) else {"id"}
    assert {field.name for field in fields(cls)} - snapshots_of_worker == set(property_names(cls))


def test_chunks_hold_what_they_were_given() -> None:
    statements = {packed.id: Statement(packed.a, packed.b, packed.data) for packed in map(pack, RECORDS)}
    assert decode_chunks([encode_chunk(statements)]) == statements


def test_decisions_and_wishes_have_a_chunk_of_their_own() -> None:
    wish, plain = pack(person("ada", opted_out=True)), pack(person("ada"))
    decision = pack(same_as("ada", "ben", decision="same"))
    assert [chunk_of(packed.id, packed.data, 7) for packed in (wish, decision)] == [IDENTITY, IDENTITY]
    assert 0 <= chunk_of(plain.id, plain.data, 7) < 7


def test_the_driver_has_its_fast_codec() -> None:
    """Without it, rows are packed twenty times slower, and nothing says so."""
    assert find_spec("neo4j._rust")
