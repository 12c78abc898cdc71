# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups: what was there comes back, from and into every store, and nobody is named again."""

from collections.abc import Generator
from pathlib import Path

import pytest

from graph.errors import BadParameter, StoreUnavailable
from graph.schema.links import Decision
from graph.schema.nodes import Record
from graph.schema.source import Problem, Source
from graph.stores.backup import WISHES, back_up, restore
from graph.stores.base import Store
from graph.stores.findings import findings
from graph.stores.memory import MemoryStore
from graph.stores.open import open_store
from graph.stores.sqlite import SQLiteStore
from graph.text.message import Text
from tests.support.builders import member_of, person, same_as

ODD = Text("test-odd", "This is odd.")
LONG_AGO = "2024-05-03T10:00:00+00:00"
FIRST = Source(
    id="first",
    title="First",
    file="first.csv",
    as_of="2024-05",
    loaded_at=LONG_AGO,
    first_problems=(Problem(text=ODD()),),
)


@pytest.fixture(params=["memory", "sqlite", "neo4j"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Store]:
    """Give a store of each kind with two sources."""
    made: Store
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        server.empty()
        made = open_store(server.url, user=server.user, password=server.password)
    else:
        made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "store.db")
    made.load(FIRST, [person("ada"), person("ben"), member_of("ada", "wikis", role="chair")])
    made.load(Source(id="second", loaded_at=LONG_AGO), [person("cem", opted_out=True)])
    yield made
    made.close()


def told(store: Store) -> list[tuple[Source, list[Record]]]:
    """Return all that a store was told."""
    return [(source, list(store.stated(source.id))) for source in store.sources()]


def test_what_was_there_comes_back(store: Store, tmp_path: Path) -> None:
    before, graph = told(store), store.snapshot()
    copy = back_up(store, tmp_path / "backup.db")
    assert (told(copy), copy.snapshot().is_same(graph)) == (before, True)
    assert [file.name for file in tmp_path.iterdir() if "backup" in file.name] == ["backup.db"]

    store.load(FIRST, [person("dia")])
    store.load(Source(id="third"), [person("eve")])
    with pytest.raises(BadParameter, match=r"One source is in the network and not in the backup: third\. .*--replace"):
        restore(store, tmp_path / "backup.db")
    assert store.snapshot().find("person:eve") >= 0
    assert restore(store, tmp_path / "backup.db", replace=True) == frozenset()
    assert (told(store), store.snapshot().is_same(graph)) == (before, True)
    assert {code for code, _, _ in findings(store)} <= {"waiting"}


def test_it_goes_from_any_store_into_any_other(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup.db")
    for other in (MemoryStore(), SQLiteStore(tmp_path / "other.db")):
        restore(other, tmp_path / "backup.db")
        assert (other.revision(), told(other)) == (store.revision(), told(store))


def test_nobody_is_named_again(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup.db")
    joined = same_as("ada", "ada2", decision=Decision.SAME)
    wishes = [person("ada", opted_out=True), person("ada2", name="Ada M."), joined]
    store.load(Source(id="wishes", as_of="2024-06"), wishes)
    assert "Ada" not in store.snapshot().names

    assert restore(store, tmp_path / "backup.db", replace=True) == {"person:ada"}
    assert "Ben" in store.snapshot().names
    assert "Ada" not in store.snapshot().names
    assert [source.id for source in store.sources()] == ["first", "second", WISHES]
    # A second time nothing is new, and what was kept is no loss.
    assert restore(store, tmp_path / "backup.db") == {"person:ada"}
    assert "Ada" not in store.snapshot().names


def test_a_backup_replaces_a_backup_and_nothing_else(store: Store, tmp_path: Path) -> None:
    back_up(MemoryStore(), tmp_path / "backup.db")
    back_up(store, tmp_path / "backup.db")
    assert SQLiteStore(tmp_path / "backup.db").revision() == store.revision()
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary, " * 1000, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match=r"diary\.txt is no SQLite file"):
        back_up(store, diary)
    assert diary.read_text(encoding="utf-8").startswith("Dear diary")
    with pytest.raises(BadParameter, match=r"There is no backup called none\.db"):
        restore(store, tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_store_is_no_backup_of_itself(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db")
    store.load(FIRST, [person("ada")])
    (tmp_path / "same.db").symlink_to("x.db")
    for name in ("x.db", "same.db"):
        with pytest.raises(BadParameter, match="is the network itself"):
            back_up(store, tmp_path / name)
    assert store.snapshot().names == ("Ada",)


class Restless(MemoryStore):
    """A store to which somebody loads whenever a source is read."""

    def stated(self, source_id: str) -> list[Record]:
        """Return the records and change the state."""
        records = list(super().stated(source_id))
        self.load(Source(id="more"), [person(f"p{len(self.snapshot())}")])
        return records


def test_a_copy_of_two_states_is_no_backup(tmp_path: Path) -> None:
    store = Restless()
    store.load(FIRST, [person("ada")])
    with pytest.raises(StoreUnavailable, match="changed while it was copied"):
        back_up(store, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []
