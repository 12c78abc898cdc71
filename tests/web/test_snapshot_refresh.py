# SPDX-License-Identifier: GPL-3.0-or-later
"""How the site comes to a newer snapshot while it answers: here, or for a large network in another process."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest

from graph.schema.nodes import Record
from graph.schema.source import Source
from graph.snapshot.snapshot import EMPTY
from graph.snapshot.transfer import from_pieces, pieces_of
from graph.stores.sqlite import SQLiteStore
from queries.framework.discovery import get_query
from tests.support.builders import person, project, worked_on
from tests.support.random_network import random_network
from web.pages.result_cache import Answers
from web.settings import Settings
from web.site.preparation import Prepared, warm
from web.site.snapshot_refresh import Live
from web.site.snapshot_worker import snapshots_of_worker

LARGE = 3100
"""More entries than are read in the process that answers."""


def crowd(size: int) -> list[Record]:
    """Return people who all worked on one of a few projects."""
    projects = [project(f"k{number}") for number in range(7)]
    return [
        *projects,
        *(person(f"w{number}") for number in range(size)),
        *(worked_on(f"w{number}", f"k{number % 7}") for number in range(size)),
    ]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a store with a large network."""
    store = SQLiteStore(tmp_path / "large.db")
    store.load(Source(id="crowd", as_of="2026-01-01"), crowd(LARGE))
    return Settings(store=f"sqlite:///{store.path}", cache=tmp_path / "cache", refresh=0)


def load_somebody(settings: Settings) -> SQLiteStore:
    """Load one person more, as a command does while the site runs."""
    store = SQLiteStore(Path(settings.store.removeprefix("sqlite:///")))
    store.load(Source(id="more", as_of="2026-02-01"), [person("newcomer", name="New Comer")])
    return store


@contextmanager
def killing() -> Generator[None]:
    """Kill every process that this one starts, for a while."""
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.005):
            for child in active_children():
                child.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("seed", range(3))
def test_a_snapshot_arrives_whole_with_what_was_derived_from_it(seed: int) -> None:
    sent = random_network(seed)
    warm(sent)
    received = from_pieces(list(pieces_of(sent)))
    assert received.is_same(sent)
    assert received.derived.keys() == sent.derived.keys() != set()
    assert [received.index(id_) for id_ in sent.ids] == list(range(len(sent)))
    assert not received.link_source.flags.writeable
    id_ = sent.ids[0]
    assert received.node(id_) == sent.node(id_)
    assert get_query("neighbours").run(received, id=id_) == get_query("neighbours").run(sent, id=id_)


def test_an_empty_snapshot_arrives_as_well() -> None:
    assert from_pieces(pieces_of(EMPTY)).is_same(EMPTY)


def test_another_process_gives_the_snapshot_first_and_then_what_takes_longer(settings: Settings) -> None:
    (first, nothing), (second, ready) = snapshots_of_worker(settings)
    assert (nothing, len(first)) == (None, LARGE + 7)
    assert second is first
    assert isinstance(ready, Prepared)
    assert ready.overview.clusters
    assert [result.query for result in ready.results] == ["overview", "bus-factor", "single-contacts"]


def test_a_large_network_is_replaced_from_another_process(settings: Settings) -> None:
    answers = Answers()
    live = Live(settings, answers)
    assert len(live.snapshot()) == LARGE + 7
    live.wait()
    store = load_somebody(settings)
    live.snapshot()
    live.wait()
    snapshot = live.snapshot()
    assert snapshot.is_same(store.snapshot())
    ready = live.prepared(snapshot)
    assert ready
    # The answer that came along is given without working it out again.
    assert answers.run(get_query("bus-factor"), snapshot, {}, patience=0) is ready.results[1]
    live.close()


def test_a_process_that_ends_early_loses_nothing_but_the_overview(settings: Settings) -> None:
    live = Live(settings, Answers())
    with killing():
        assert len(live.snapshot()) == LARGE + 7
        live.wait()
        assert live.prepared(live.snapshot()) is None
        load_somebody(settings)
        live.snapshot()
        live.wait()
        assert "person:newcomer" in live.snapshot()
    live.close()


def test_what_came_before_the_process_ended_is_shown(settings: Settings) -> None:
    given = snapshots_of_worker(settings)
    snapshot, _ = next(given)
    for child in active_children():
        child.kill()
    with pytest.raises(EOFError):
        next(given)
    assert len(snapshot) == LARGE + 7
    assert active_children() == []


def test_a_small_network_is_shown_as_soon_as_it_was_loaded(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "small.db")
    store.load(Source(id="crowd"), crowd(5))
    settings = Settings(store=f"sqlite:///{store.path}", cache=tmp_path / "cache", refresh=0)
    live = Live(settings, Answers())
    live.snapshot()
    live.wait()
    load_somebody(settings)
    assert "person:newcomer" in live.snapshot()
    live.close()
