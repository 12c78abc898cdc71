# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of a whole store in one file, and back from it.

A backup is a store of its own kind: a SQLite file, whatever it was made of.
It can be opened, moved to another place, and restored into any store. People
who asked not to be named after it was made stay unnamed.
"""

import tempfile
from pathlib import Path

from graph.errors import BadParameter, SchemaError, StoreUnavailable
from graph.merge.fields import ranks
from graph.merge.identity import identity
from graph.schema import ids
from graph.schema.links import SameAs
from graph.schema.nodes import Node, Person, Record, prefix_of
from graph.schema.source import Source
from graph.stores.base import Store
from graph.stores.sqlite import SQLiteStore

WISHES = "wishes-kept"
"""The source that holds the wishes of people that a backup does not know of yet."""
_NAMED = 5


def back_up(store: Store, path: Path) -> Store:
    """Write the whole store to a file, all of it or nothing, and return it as a store.

    A backup that is there is replaced; any other file is refused. Raises
    StoreUnavailable if a load came in between.
    """
    if isinstance(store, SQLiteStore) and path.exists() and path.samefile(store.path):
        raise BadParameter(f"{path.name} is the network itself.", "Give another file.")
    if path.exists():
        _check_ours(path)
    trial = path.with_name(f".{path.name}.part")
    trial.unlink(missing_ok=True)
    try:
        copy = SQLiteStore(trial, secret=store.secret())
        if isinstance(store, SQLiteStore):
            store.copy_into(copy)
        else:
            before = store.revision()
            copy.restore([(source, store.stated(source.id)) for source in store.sources()])
            if not before == store.revision() == copy.revision():
                hint = "Nothing was written. Try again when the loads that are running have finished."
                raise StoreUnavailable("The network changed while it was copied.", hint)
        trial.replace(path)
    finally:
        trial.unlink(missing_ok=True)
    return SQLiteStore(path, create=False)


def opened_backup(path: Path) -> SQLiteStore:
    """Return a backup as a store; raises BadParameter if there is none."""
    if not path.is_file():
        raise BadParameter(f"There is no backup called {path.name}.", "Give another file.")
    return SQLiteStore(path, create=False)


def restore(store: Store, path: Path, *, replace: bool = False) -> frozenset[str]:
    """Make the store what the backup holds; return the ids of people whose later wishes are kept.

    Raises BadParameter if sources would be lost, unless `replace` says so.
    """
    backup = opened_backup(path)
    there = {source.id for source in backup.sources()}
    lost = [source.id for source in store.sources() if source.id not in there | {WISHES}]
    if lost and not replace:
        many = "One source is" if len(lost) == 1 else f"{len(lost)} sources are"
        named = ", ".join([*lost[:_NAMED], *(["…"] if len(lost) > _NAMED else [])])
        hint = "Nothing was changed. With --replace the network becomes what the backup holds."
        raise BadParameter(f"{many} in the network and not in the backup: {named}.", hint)
    with tempfile.TemporaryDirectory(prefix="partnerships-") as folder:
        wanted = SQLiteStore(Path(folder) / "wanted.db")
        backup.copy_into(wanted)
        wishes = _wishes(store, wanted)
        if wishes:
            title = "Wishes not to be named, kept when a backup was restored"
            wanted.load(Source(id=WISHES, title=title), [*wanted.stated(WISHES), *wishes])
        if isinstance(store, SQLiteStore):
            wanted.copy_into(store)
        else:
            store.restore([(source, wanted.stated(source.id)) for source in wanted.sources()])
            for id_ in {source.id for source in store.sources()} - {source.id for source in wanted.sources()}:
                store.retire(id_)
    return frozenset(person.id for person in wishes)


def _check_ours(path: Path) -> None:
    """Raise unless a file is a store: it would be lost. One of another version is one too."""
    try:
        SQLiteStore(path, create=False)
    except SchemaError:
        return


def _wishes(store: Store, wanted: Store) -> list[Person]:
    """Return people who are not named now and would be again."""
    was, will = _People(store), _People(wanted)
    forgotten = sorted((was.unnamed & will.names.keys()) - will.unnamed)
    return [Person(id=id_, name=will.names[id_], opted_out=True) for id_ in forgotten]


class _People:
    """The people that a store has heard of, under the ids that its sources use."""

    def __init__(self, store: Store) -> None:
        """Read everything once."""
        self.names: dict[str, str] = {}
        statements: list[tuple[str, Record]] = []
        nodes: set[str] = set()
        for source in store.sources():
            for record in store.stated(source.id):
                if isinstance(record, Node):
                    nodes.add(record.id)
                if isinstance(record, Person):
                    self.names[record.id] = record.name
                if isinstance(record, SameAs) or (isinstance(record, Person) and record.opted_out is not None):
                    statements.append((source.id, record))
        found = identity(statements, ranks(store.sources()).__getitem__, nodes.intersection, "")
        hidden = {ids.hidden_id(prefix_of(Person), members[0], ""): members for members in found.members.values()}
        self.unnamed = {id_ for graph_id, members in hidden.items() if graph_id in found.members for id_ in members}
