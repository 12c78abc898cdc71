# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot as other libraries know graphs and tables.

Each view is made anew when it is asked for, and belongs to whoever asked. It
holds what the snapshot shows: who asked not to be named is not named here
either.
"""

from typing import TYPE_CHECKING, Any

from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES, Record, own_fields

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.snapshot.snapshot import Snapshot


def networkx_view(snapshot: "Snapshot") -> "nx.MultiDiGraph[str]":
    """Return nodes by id and links keyed by their id, with name and type. O(n + m)."""
    import networkx as nx  # noqa: PLC0415 - 0.5 s

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for index, id_ in enumerate(snapshot.ids):
        graph.add_node(id_, name=snapshot.names[index], type=snapshot.type_of(index).TYPE)
    for number in range(snapshot.link_count):
        ends = snapshot.ids[snapshot.link_source[number]], snapshot.ids[snapshot.link_target[number]]
        graph.add_edge(*ends, key=snapshot.link_id(number), type=snapshot.link_type_of(number).TYPE)
    return graph


def frames(snapshot: "Snapshot") -> "dict[str, pd.DataFrame]":
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


def _filled(snapshot: "Snapshot", cls: type[Record]) -> dict[str, list[Any]]:
    """Return the values of each field that at least one record fills in."""
    names = [name for name in own_fields(cls) if name not in {"id", "source", "target"}]
    columns = {name: snapshot.values(cls, name) for name in names}
    return {name: list(values) for name, values in columns.items() if any(value is not None for value in values)}
