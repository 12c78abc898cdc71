# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as compact JSON bytes, for stores, snapshots and exports.

Only fields with a value are written, in the order of the class, so equal
records give equal bytes. Ids and ends stay outside: stores keep them in
columns of their own. Nothing is validated here; loaders did that.
"""

import json
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple, cast, get_args, get_type_hints

from graph.errors import StoreUnavailable
from graph.schema.dates import later, middle_day
from graph.schema.links import LINK_BY_TYPE, Link, SameAs, link_id, oriented
from graph.schema.nodes import NODE_BY_PREFIX, Node, Person, Record, own_fields, prefix_of
from graph.text.message import Text

DAMAGED_RECORD = Text("store-damaged-record", "A record in the store is damaged and cannot be read.", "Error")
LOAD_ANEW = Text(
    "store-load-anew",
    "Restore it from a copy, or load your files into a new store.",
    "Hint after an error about a damaged store",
)
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, zlib.error)
"""What reading raises on bytes that no store wrote: no JSON, no object, another value, or an unknown field."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KEYS = frozenset({"id", "source", "target"})


class Packed(NamedTuple):
    """A record in columns: `a` and `b` are a link's ends, empty for a node.

    `name` is a node's name; `since` and `last` are a link's first and last
    day as day numbers, 0 where not known.
    """

    id: str
    a: str
    b: str
    name: str
    since: int
    last: int
    data: bytes


LAST_CONTACT = "last_contact"


def days_of(since: str | None, until: str | None, last_contact: str | None) -> tuple[int, int]:
    """Return the day numbers of a link's first and last day, 0 where not known."""
    return middle_day(since), middle_day(later(until, last_contact))


@cache
def class_of_id(prefix: str) -> type[Record]:
    """Return the class of a record from the prefix of its id."""
    return NODE_BY_PREFIX.get(prefix) or LINK_BY_TYPE[prefix.upper()]


def record_class(id_: str) -> type[Record]:
    """Return the class of the node or link with this id."""
    return class_of_id(id_.partition(":")[0])


@cache
def _shape(cls: type[Record]) -> tuple[tuple[str, ...], Any]:
    names = tuple(name for name in (*own_fields(cls), "sources", "merged_ids") if name not in _KEYS)
    names = tuple(name for name in names if name != "merged_ids" or issubclass(cls, Node))
    return names, attrgetter(*names)


def pack(record: Record) -> Packed:
    """Return a record in columns; equal records give equal bytes.

    A symmetric link is turned into its one direction.
    """
    names, values = _shape(type(record))
    content: dict[str, Any] = {
        name: value for name, value in zip(names, values(record), strict=True) if value or value == 0
    }
    if "labels" in content:
        content["labels"] = dict(sorted(content["labels"].items()))
    data = _encode(content).encode("utf-8", "surrogatepass")
    if isinstance(record, Link):
        ends = oriented(type(record), record.source, record.target)
        days = days_of(record.since, record.until, getattr(record, LAST_CONTACT, None))
        return Packed(link_id(record, *ends), *ends, "", *days, data)
    assert isinstance(record, Node)
    return Packed(record.id, "", "", record.name, 0, 0, data)


DECISIONS = f"{SameAs.TYPE.lower()}:"
"""How the ids of decisions about identity begin."""
PEOPLE = f"{prefix_of(Person)}:"
WISH = b'"opted_out":'
"""Stands in the data of a person about whom a source says whether they opted out."""


def decides_identity(id_: str, data: bytes) -> bool:
    """Say whether a statement has a part in who is who and who is named: a decision, or a wish.

    A store that looks for them by an index looks for these three marks.
    """
    return id_.startswith(DECISIONS) or (id_.startswith(PEOPLE) and WISH in data)


def unpacked(packed: Packed) -> Record:
    """Return the record that was packed."""
    return unpack(packed.id, packed.a, packed.b, packed.data)


def id_of(record: Record) -> str:
    """Return the id of a node or the key of a link."""
    assert isinstance(record, Node | Link)
    return record.id


def digest(packed: Packed) -> bytes:
    """Return 16 bytes that stand for a record; a link's id covers its ends."""
    return blake2b(packed.id.encode("utf-8", "surrogatepass") + b"\x1f" + packed.data, digest_size=16).digest()


def with_sources(packed: Packed, encoded_sources: bytes) -> Packed:
    """Return the record with its sources, without decoding it.

    `encoded_sources` is a JSON list; the record must not have any yet.
    """
    comma = b"," if len(packed.data) > len(b"{}") else b""
    return packed._replace(data=packed.data[:-1] + comma + b'"sources":' + encoded_sources + b"}")


def encode_sources(sources: tuple[str, ...]) -> bytes:
    """Return the JSON list that `with_sources` takes."""
    return _encode(sources).encode("utf-8", "surrogatepass")


@cache
def _converters(cls: type[Record]) -> dict[str, Any]:
    converters: dict[str, Any] = {}
    for name, hint in get_type_hints(cls).items():
        kinds = [hint, *get_args(hint)]
        enum = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
        if enum is not None:
            converters[name] = enum
        elif getattr(hint, "__origin__", None) is tuple:
            converters[name] = tuple
    return converters


def damaged_record() -> StoreUnavailable:
    """Return the error for a record that cannot be read; it names nobody, since the record may be of whoever hides."""
    return StoreUnavailable(DAMAGED_RECORD(), LOAD_ANEW())


@contextmanager
def readable() -> Generator[None]:
    """Take what cannot be decoded within for a damaged record."""
    try:
        yield
    except UNREADABLE as error:
        raise damaged_record() from error


def content_of(data: bytes) -> dict[str, Any]:
    """Return the fields with a value; raises StoreUnavailable for bytes that hold none."""
    try:
        content: Any = json.loads(data.decode("utf-8", "surrogatepass"))
    except UNREADABLE as error:
        raise damaged_record() from error
    if not isinstance(content, dict):
        raise damaged_record()
    return cast("dict[str, Any]", content)


def unpack(id_: str, a: str, b: str, data: bytes) -> Record:
    """Return the record that was packed; raises StoreUnavailable if its store was damaged since."""
    content = content_of(data)
    try:
        cls = record_class(id_)
        converters = _converters(cls)
        for name in content.keys() & converters.keys():
            content[name] = converters[name](content[name])
        if a:
            return cls(source=a, target=b, **content)  # pyright: ignore[reportCallIssue] - only links have ends
        return cls(id=id_, **content)  # pyright: ignore[reportCallIssue] - only nodes keep their id as a field
    except UNREADABLE as error:
        raise damaged_record() from error


def to_json(record: Record) -> dict[str, Any]:
    """Return a record as docs/formats.md#json shows it: type, id, ends, fields with a value."""
    names, values = _shape(type(record))
    head: dict[str, Any] = {"type": record.TYPE}
    if isinstance(record, Link):
        head |= {"id": record.id, "source": record.source, "target": record.target}
    elif isinstance(record, Node):
        head |= {"id": record.id}
    for name, value in zip(names, values(record), strict=True):
        if value or value == 0:
            head[name] = list(value) if isinstance(value, tuple) else value
    return head


def from_json(content: dict[str, Any]) -> Record:
    """Return the record that `to_json` showed; trusts its values.

    Raises KeyError for an unknown type and TypeError for unknown fields.
    """
    fields = dict(content)
    kind = fields.pop("type")
    cls = LINK_BY_TYPE.get(kind) or NODE_BY_PREFIX[kind.lower()]
    if issubclass(cls, Link):
        fields.pop("id", None)
    converters = _converters(cls)
    return cls(**{name: converters[name](value) if name in converters else value for name, value in fields.items()})
