# SPDX-License-Identifier: GPL-3.0-or-later
"""A frozen, columnar read copy of the whole graph; every query reads it.

Ids are sorted, so nodes and links of one class lie side by side. Columns are
numpy arrays; records stay packed until somebody asks for one. A snapshot is
immutable and shared between threads; what it derives is computed once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import UnknownName
from graph.schema.dates import middle_day
from graph.schema.folding import fold
from graph.schema.ids import is_hidden
from graph.schema.links import LINK_CLASSES, Attended, Funded, Link, SoughtFundingWith, WorkedOn
from graph.schema.nodes import NODE_CLASSES, Event, Node, Person, Project, Record, prefix_of
from graph.schema.packed import Packed, content_of, record_class, unpack
from graph.schema.source import Source
from graph.snapshot.unnamed import FOR_FIGURES, shown_link, shown_person, shown_values
from graph.snapshot.views import frames, networkx_view
from graph.text.message import Text

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    import pandas as pd
    from numpy.typing import NDArray

UNKNOWN = {
    cls: Text(f"unknown-{prefix_of(cls)}", f"There is no {cls.LABEL} called “$1”.", "$1 what was looked for")
    for cls in NODE_CLASSES
}
NO_ENTRY = Text("unknown-entry", "There is no entry called “$1”.", "$1 what was looked for, of whatever type")
_CODE: dict[type[Record], int] = {
    **{cls: code for code, cls in enumerate(NODE_CLASSES)},
    **{cls: code for code, cls in enumerate(LINK_CLASSES)},
}


class _Blob:
    """Many short byte strings (or ASCII texts) in one, to save 33 bytes each."""

    __slots__ = ("data", "starts")

    def __init__(self, items: Sequence[bytes] | Sequence[str]) -> None:
        is_text = bool(items) and isinstance(items[0], str)
        self.data = "".join(items).encode("ascii") if is_text else b"".join(items)  # pyright: ignore[reportArgumentType, reportCallIssue] - one type throughout
        self.starts: NDArray[np.int64] = np.zeros(len(items) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, items), dtype=np.int64, count=len(items)), out=self.starts[1:])

    def __getitem__(self, index: int) -> bytes:
        return self.data[self.starts[index] : self.starts[index + 1]]


class Snapshot:
    """The merged graph at one revision.

    `ids`, `names`: of the nodes, sorted by id. `node_types`, `link_types`:
    position of the class in NODE_CLASSES, LINK_CLASSES. `link_source`,
    `link_target`: node numbers. `link_since`, `link_last`: day numbers, 0
    where unknown; `link_last` is the later of `until` and `last_contact`.
    `waiting`: keys of links whose end no source has yet. `derived`: what
    queries worked out from this snapshot and keep with it.
    """

    def __init__(
        self,
        nodes: Sequence[tuple[str, str, bytes]],
        links: Sequence[tuple[str, str, str, int, int, bytes]],
        *,
        sources: Iterable[Source] = (),
        waiting: Iterable[str] = (),
        revision: str = "",
    ) -> None:
        """Take rows sorted by id: (id, name, data); (id, source, target, since, last, data).

        O(n + m); nothing is decoded.
        """
        self.revision = revision
        self.derived: dict[str, Any] = {}
        self.sources: tuple[Source, ...] = tuple(sorted(sources, key=lambda source: source.id))
        self.waiting: tuple[str, ...] = tuple(sorted(waiting))
        ids, names, data = zip(*nodes, strict=True) if nodes else ((), (), ())
        self.ids: tuple[str, ...] = ids
        self.names: tuple[str, ...] = names
        self._index: dict[str, int] = dict(zip(ids, range(len(ids)), strict=True))
        self._node_data = _Blob(data)
        self.node_types: NDArray[np.int8] = _codes(ids)
        keys, sources_, targets, since, last, link_data = zip(*links, strict=True) if links else ((),) * 6
        count = len(keys)
        self._link_ids = _Blob(keys)
        self.link_types: NDArray[np.int8] = _codes(keys)
        look_up = self._index.__getitem__
        self.link_source: NDArray[np.int32] = np.fromiter(map(look_up, sources_), dtype=np.int32, count=count)
        self.link_target: NDArray[np.int32] = np.fromiter(map(look_up, targets), dtype=np.int32, count=count)
        self.link_since: NDArray[np.int32] = np.array(since, dtype=np.int32)
        self.link_last: NDArray[np.int32] = np.array(last, dtype=np.int32)
        self._link_data = _Blob(link_data)
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @classmethod
    def of(cls, records: Iterable[Packed], **rest: Any) -> "Snapshot":  # noqa: ANN401 - passed on to __init__
        """Return the snapshot of packed records in any order."""
        nodes, links = [], []
        for record in sorted(records):
            if record.a:
                links.append((record.id, record.a, record.b, record.since, record.last, record.data))
            else:
                nodes.append((record.id, record.name, record.data))
        return cls(nodes, links, **rest)

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> "Snapshot":
        """Return the snapshot with these attributes, all but the index; see `graph.snapshot.transfer`."""
        snapshot = cls.__new__(cls)
        index = dict(zip(state["ids"], range(len(state["ids"])), strict=True))
        vars(snapshot).update(state, _index=index)
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        return snapshot

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.ids)

    @property
    def link_count(self) -> int:
        """The number of links."""
        return len(self.link_types)

    def is_same(self, other: "Snapshot") -> bool:
        """Say whether two snapshots show the same state, load times apart."""
        return (
            self.revision == other.revision
            and self.ids == other.ids
            and self.names == other.names
            and self.waiting == other.waiting
            and self._node_data.data == other._node_data.data  # noqa: SLF001 - the same class
            and self._link_data.data == other._link_data.data  # noqa: SLF001 - the same class
            and self._link_ids.data == other._link_ids.data  # noqa: SLF001 - the same class
            and all(
                np.array_equal(getattr(self, name), getattr(other, name))
                for name in ("link_types", "link_source", "link_target", "link_since", "link_last")
            )
        )

    # Single records

    def __contains__(self, id_: str) -> bool:
        """Say whether a node has this id."""
        return id_ in self._index

    def index(self, id_: str) -> int:
        """Return the number of a node; KeyError if nothing has the id."""
        return self._index[id_]

    def node(self, which: int | str) -> Node:
        """Return a node's record, by number or id."""
        index = self._index[which] if isinstance(which, str) else which
        if is_hidden(self.ids[index]):
            number = int(np.searchsorted(self.nodes_of(Person), index))
            return shown_person(self.ids[index], self.names[index], self.values(Person, "involved_since")[number])
        record = unpack(self.ids[index], "", "", self._node_data[index])
        assert isinstance(record, Node)
        return record

    def link_id(self, number: int) -> str:
        """Return a link's key."""
        return self._link_ids[number].decode()

    def link(self, which: int | str) -> Link:
        """Return a link's record, by number or key; KeyError if there is none. Its key is `link_id`."""
        number = self.link_number(which) if isinstance(which, str) else which
        ends = self.ids[self.link_source[number]], self.ids[self.link_target[number]]
        record = unpack(self.link_id(number), *ends, self._link_data[number])
        assert isinstance(record, Link)
        return shown_link(record)

    def link_number(self, key: str) -> int:
        """Return the number of a link, sorted as UTF-8 and so as text; KeyError if there is none."""
        wanted = key.encode("utf-8", "surrogatepass")
        number = bisect_left(range(self.link_count), wanted, key=self._link_ids.__getitem__)
        if number == self.link_count or self._link_ids[number] != wanted:
            raise KeyError(key)
        return number

    def type_of(self, index: int) -> type[Node]:
        """Return the class of a node."""
        return NODE_CLASSES[self.node_types[index]]

    def link_type_of(self, number: int) -> type[Link]:
        """Return the class of a link."""
        return LINK_CLASSES[self.link_types[number]]

    # Columns

    def nodes_of(self, *classes: type[Node]) -> "NDArray[np.intp]":
        """Return the numbers of all nodes of these classes, in order of id."""
        return np.flatnonzero(np.isin(self.node_types, [_CODE[cls] for cls in classes]))

    def links_of(self, *classes: type[Link]) -> "NDArray[np.intp]":
        """Return the numbers of all links of these classes, in order of key."""
        return np.flatnonzero(np.isin(self.link_types, [_CODE[cls] for cls in classes]))

    def values(self, cls: type[Record], field: str) -> tuple[Any, ...]:
        """Return one field of all records of a class, aligned with their numbers.

        None where a record has no value. Enumerations come as their text,
        tuples as lists. Decoded once, then kept.
        """
        key = (cls, field)
        if key not in self._columns:
            is_link = issubclass(cls, Link)
            blob = self._link_data if is_link else self._node_data
            numbers = np.flatnonzero((self.link_types if is_link else self.node_types) == _CODE[cls])
            marker = f'"{field}":'.encode()
            packed = list(map(blob.__getitem__, numbers.tolist()))
            # Many records say just the same as others, links above all; each text is read once.
            known = {data: content_of(data).get(field) for data in set(packed) if marker in data}
            column = tuple(map(known.get, packed))
            is_shown = cls is not Person or field in FOR_FIGURES
            self._columns[key] = column if is_shown else shown_values(field, [self.ids[n] for n in numbers], column)
        return self._columns[key]

    @cached_property
    def _columns(self) -> dict[tuple[type[Record], str], tuple[Any, ...]]:
        return {}

    @cached_property
    def opted_out(self) -> frozenset[int]:
        """Numbers of the people who are not to be named or suggested."""
        values = self.values(Person, "opted_out")
        return frozenset(int(n) for n, value in zip(self.nodes_of(Person), values, strict=True) if value)

    @cached_property
    def last_days(self) -> "NDArray[np.int32]":
        """Day number on which each link was last true, 0 if undated (docs/methods/README.md#dates-and-age).

        A link without `until` or `last_contact` borrows the end of its event
        or project; what happens once counts from its `since`.
        """
        days = self.link_last.copy()
        ends = np.zeros(len(self.ids), dtype=np.int32)
        for cls, names in ((Event, ("end", "start")), (Project, ("end",))):
            columns = [self.values(cls, name) for name in names]
            for index, *values in zip(self.nodes_of(cls).tolist(), *columns, strict=True):
                ends[index] = middle_day(next(filter(None, values), None))
        for classes, borrowed in (
            ((Attended, WorkedOn, Funded), ends[self.link_target]),
            ((Attended, SoughtFundingWith), self.link_since),
        ):
            chosen = np.isin(self.link_types, [_CODE[cls] for cls in classes]) & (days == 0)
            days[chosen] = borrowed[chosen]
        days.flags.writeable = False
        return days

    @cached_property
    def as_of(self) -> str | None:
        """The date that "today" means: newest `as_of` of a source, else newest date in the data."""
        dates = [source.as_of for source in self.sources if source.as_of]
        if dates:
            return max(dates, key=lambda text: (middle_day(text), text))
        newest = max(int(self.last_days.max(initial=0)), int(self.link_since.max(initial=0)))
        from datetime import date  # noqa: PLC0415 - `date` would hide no name elsewhere, but is needed only here

        return date.fromordinal(newest).isoformat() if newest else None

    # Neighbours

    @cached_property
    def _incidence(self) -> tuple["NDArray[np.int64]", "NDArray[np.int32]"]:
        count = self.link_count
        ends = np.concatenate([self.link_source, self.link_target])
        order = np.argsort(ends, kind="stable")
        starts = np.zeros(len(self.ids) + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=len(self.ids)), out=starts[1:])
        return starts, (order % count if count else order).astype(np.int32)

    def links_at(self, index: int) -> "NDArray[np.int32]":
        """Return the numbers of the links at a node, both directions, sorted."""
        starts, links = self._incidence
        return np.sort(links[starts[index] : starts[index + 1]])

    def other_end(self, number: int, index: int) -> int:
        """Return the node at the other end of a link."""
        source = int(self.link_source[number])
        return int(self.link_target[number]) if source == index else source

    def neighbours(self, index: int, classes: Iterable[type[Link]] = LINK_CLASSES) -> list[int]:
        """Return the nodes with a link of these classes to a node, sorted."""
        links = self.links_at(index)
        links = links[np.isin(self.link_types[links], [_CODE[cls] for cls in classes])]
        others = self.link_source[links] + self.link_target[links] - index
        return np.unique(others).tolist()

    # Names

    @cached_property
    def joined(self) -> dict[str, int]:
        """Node number by each id that was joined into it."""
        result: dict[str, int] = {}
        if b'"merged_ids":' in self._node_data.data:
            for cls in NODE_CLASSES:
                for index, merged in zip(self.nodes_of(cls).tolist(), self.values(cls, "merged_ids"), strict=True):
                    result.update(dict.fromkeys(merged or (), index))
        return result

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Folded name, aliases and labels of each node, for finding it."""
        keys: list[tuple[str, ...]] = []
        for index, name in enumerate(self.names):
            data = self._node_data[index]
            names = [name]
            if b'"aliases":' in data or b'"labels":' in data:
                content = content_of(data)
                names += content.get("aliases", [])
                names += content.get("labels", {}).values()
            keys.append(tuple(dict.fromkeys(filter(None, map(fold, names)))))
        return tuple(keys)

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        result: dict[str, list[int]] = {}
        for index, keys in enumerate(self.keys):
            for key in keys:
                result.setdefault(key, []).append(index)
        return result

    def find(self, text: str, classes: Sequence[type[Node]] = NODE_CLASSES) -> int:
        """Return the node that a person means by an id or a name.

        An id (also one that was joined into another), else a name that just
        one node of the classes has. Raises UnknownName with close matches.
        """
        index = self._index.get(text, self.joined.get(text))
        if index is not None and self.type_of(index) in classes:
            return index
        found = [n for n in self._by_key.get(fold(text), []) if self.type_of(n) in classes]
        if len(found) == 1:
            return found[0]
        sentence = UNKNOWN[classes[0]] if len(classes) == 1 else NO_ENTRY
        raise UnknownName(sentence, text, [(self.ids[n], self.names[n]) for n in found] or self._close(text, classes))

    def _close(self, text: str, classes: Sequence[type[Node]], count: int = 3) -> list[tuple[str, str]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only when something was not found

        wanted = fold(text.partition(":")[2] if text.partition(":")[0].lower() in _PREFIXES else text)
        if not wanted:
            return []
        numbers = self.nodes_of(*classes).tolist()
        choices = {n: self.keys[n][0] for n in numbers if self.keys[n]}
        best = process.extract(wanted, choices, scorer=fuzz.WRatio, limit=count, score_cutoff=60)
        return [(self.ids[n], self.names[n]) for _, _, n in best]

    # Views for algorithms

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """Return a graph of its own for networkx; see `networkx_view`."""
        return networkx_view(self)

    def frames(self) -> "dict[str, pd.DataFrame]":
        """Return a pandas table for each class; see `views.frames`."""
        return frames(self)

    @cached_property
    def igraph(self) -> "igraph.Graph":
        """The undirected multigraph for igraph; vertices are node numbers, edges link numbers."""
        import igraph  # noqa: PLC0415 - 0.1 s

        edges = np.column_stack([self.link_source, self.link_target])
        return igraph.Graph(n=len(self.ids), edges=edges, directed=False)


_PREFIXES = {cls.TYPE.lower() for cls in NODE_CLASSES}


def _codes(ids: Sequence[str]) -> "NDArray[np.int8]":
    """Return the class code of each id; ids are sorted, so classes come in runs."""
    codes = np.empty(len(ids), dtype=np.int8)
    start = 0
    while start < len(ids):
        prefix = ids[start].partition(":")[0] + ":"
        # ";" is the character after ":".
        stop = bisect_left(ids, prefix[:-1] + ";", start)
        codes[start:stop] = _CODE[record_class(ids[start])]
        start = stop
    return codes


EMPTY = Snapshot((), ())
"""The snapshot of a store that holds nothing."""
