# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as rows of properties, and what a source states as compressed chunks.

Neo4j keeps texts, numbers and lists of texts; the labels of a theme, the only
map in the schema, become texts such as `fr:Eau`.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

from pydantic_core import to_json

from graph.schema.nodes import Node, Record, own_fields
from graph.schema.packed import Packed, decides_identity, pack, readable, record_class, unpack

PER_CHUNK = 5_000
"""Records of a chunk: small enough to write anew for one change, large enough to compress (measured)."""
IDENTITY = -1
"""The chunk of decisions and wishes, which every load reads."""
_NUMBERS = frozenset({"amount", "strength"})
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


@cache
def property_names(cls: type[Record]) -> tuple[str, ...]:
    """Return the fields that the graph shows as properties, in the order of packed data."""
    own = [name for name in own_fields(cls) if name not in {"id", "source", "target"}]
    return (*own, *(("merged_ids",) if issubclass(cls, Node) else ()), "sources")


def row_of(packed: Packed) -> dict[str, Any]:
    """Return a record as a row to write; null takes a property away."""
    content = _decode(packed.data.decode())
    if "labels" in content:
        content["labels"] = [f"{language}:{text}" for language, text in content["labels"].items()]
    properties = dict.fromkeys(property_names(record_class(packed.id))) | content
    if packed.a:
        return {"id": packed.id, "source": packed.a, "target": packed.b, "properties": properties}
    return {"id": packed.id, "properties": properties}


def data_of(cls: type[Record], properties: Mapping[str, Any]) -> bytes:
    """Return the packed data of a record that was written as a row; properties of others are left out.

    Pydantic writes JSON four times faster than the standard library, and the
    same but for numbers with a fraction.
    """
    content = {name: value for name in property_names(cls) if (value := properties.get(name)) is not None}
    if "labels" in content:
        content["labels"] = dict(label.split(":", 1) for label in content["labels"])
    if not _NUMBERS.isdisjoint(content):
        return _encode(content).encode()
    return to_json(content)


class Statement(NamedTuple):
    """A record as its source gave it, but for its id."""

    a: str
    b: str
    data: bytes


def packed_of(id_: str, statement: Statement) -> Packed:
    """Return the whole record."""
    return pack(unpack(id_, *statement))


def chunk_of(id_: str, data: bytes, chunks: int) -> int:
    """Return the chunk that a record belongs to."""
    if decides_identity(id_, data):
        return IDENTITY
    return crc32(id_.encode("utf-8", "surrogatepass")) % chunks


def encode_chunk(records: Mapping[str, Statement]) -> bytes:
    """Return records as compressed JSON, sorted by id."""
    rows = [(id_, statement.a, statement.b, statement.data.decode()) for id_, statement in sorted(records.items())]
    return zlib.compress(_encode(rows).encode(), 1)


def decode_chunks(chunks: Iterable[bytes]) -> dict[str, Statement]:
    """Return the records of several chunks; raises StoreUnavailable if one was damaged since."""
    with readable():
        return {
            id_: Statement(a, b, data.encode())
            for chunk in chunks
            for id_, a, b, data in _decode(zlib.decompress(chunk).decode())
        }
