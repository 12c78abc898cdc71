# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot as other libraries know graphs and tables.

Each view is made anew when it is asked for, and belongs to whoever asked. It
holds what the snapshot shows: who asked not to be named is not named here
either.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from graph.schema.links import LINK_CLASSES, Link
from graph.schema.nodes import NODE_CLASSES, Node, Record, own_fields

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class Columns(Protocol):
    """What a view reads of a snapshot; naming the snapshot itself would be an import circle."""

    @property
    def ids(self) -> Sequence[str]: ...  # noqa: D102 - see Snapshot
    @property
    def names(self) -> Sequence[str]: ...  # noqa: D102 - see Snapshot
    @property
    def link_source(self) -> "NDArray[np.int32]": ...  # noqa: D102 - see Snapshot
    @property
    def link_target(self) -> "NDArray[np.int32]": ...  # noqa: D102 - see Snapshot
    @property
    def link_count(self) -> int: ...  # noqa: D102 - see Snapshot
    def type_of(self, index: int) -> type[Node]: ...  # noqa: D102 - see Snapshot
    def link_type_of(self, number: int) -> type[Link]: ...  # noqa: D102 - see Snapshot
    def link_id(self, number: int) -> str: ...  # noqa: D102 - see Snapshot
    def nodes_of(self, *classes: type[Node]) -> "NDArray[np.intp]": ...  # noqa: D102 - see Snapshot
    def links_of(self, *classes: type[Link]) -> "NDArray[np.intp]": ...  # noqa: D102 - see Snapshot
    def values(self, cls: type[Record], field: str) -> tuple[Any, ...]: ...  # noqa: D102 - see Snapshot


def networkx_view(snapshot: Columns) -> "nx.MultiDiGraph[str]":
    """Return nodes by id and links keyed by their id, with name and type. O(n + m)."""
    import networkx as nx  # noqa: PLC0415 - 0.5 s

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for index, id_ in enumerate(snapshot.ids):
        graph.add_node(id_, name=snapshot.names[index], type=snapshot.type_of(index).TYPE)
    for number in range(snapshot.link_count):
        ends = snapshot.ids[int(snapshot.link_source[number])], snapshot.ids[int(snapshot.link_target[number])]
        graph.add_edge(*ends, key=snapshot.link_id(number), type=snapshot.link_type_of(number).TYPE)
    return graph


def frames(snapshot: Columns) -> "dict[str, pd.DataFrame]":
    """Return a pandas table for each class that occurs, by its type (`Person`, `MEMBER_OF`).

    Rows are in the order of the ids and indexed by them; a link has `source`
    and `target`, ids too. Columns are the fields of the class that any record
    fills in. O(n + m), and every record is decoded.
    """
    import pandas as pd  # noqa: PLC0415 - 1 s

    tables: dict[str, pd.DataFrame] = {}
    for cls in NODE_CLASSES:
        if len(numbers := snapshot.nodes_of(cls)):
            ids = [snapshot.ids[number] for number in numbers.tolist()]
            tables[cls.TYPE] = pd.DataFrame(_filled(snapshot, cls), index=pd.Index(ids, name="id"))
    for cls in LINK_CLASSES:
        if len(numbers := snapshot.links_of(cls)):
            ends = (snapshot.link_source[numbers], snapshot.link_target[numbers])
            source, target = ([snapshot.ids[end] for end in column.tolist()] for column in ends)
            ids = [snapshot.link_id(number) for number in numbers.tolist()]
            columns = {"source": source, "target": target, **_filled(snapshot, cls)}
            tables[cls.TYPE] = pd.DataFrame(columns, index=pd.Index(ids, name="id"))
    return tables


def _filled(snapshot: Columns, cls: type[Record]) -> dict[str, list[Any]]:
    """Return the values of each field that at least one record fills in."""
    names = [name for name in own_fields(cls) if name not in {"id", "source", "target"}]
    columns = {name: snapshot.values(cls, name) for name in names}
    return {name: list(values) for name, values in columns.items() if any(value is not None for value in values)}
