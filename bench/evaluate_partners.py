# SPDX-License-Identifier: GPL-3.0-or-later
"""Would the partner search have found links that we hide from it?

`python -m bench.evaluate_partners` hides a tenth of the links of three real
networks, asks for suggestions as if they had never been known, and looks at
at which rank each hidden link comes up: among all entries of its kind that are
not linked to the seeker, equal scores sharing their mean rank. Where links have
no date, ten seeds choose them and both ends keep another one; where they
have, they are those that came next after each of ten days (docs/methods/partner-search.md#evaluation).
Higher is better, except popularity.

The methods of `bench.recommenders` see the links alone; what a link is dated is
what was known on the day of the question: its first day, never a later one.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.recommenders import RECOMMENDERS, Score
from graph.schema.links import Attended, Link, WorkedOn
from graph.schema.nodes import Event, Node, Person, Project
from graph.schema.packed import pack
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.measures.partner_terms import WEIGHTS, Ground, Terms, contributions, ground, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEEDS = range(1, 11)
HIDDEN = 0.1
_SHOWN = 10


@dataclass(frozen=True, eq=False)
class Trial:
    """A network with some links hidden, and what every method says about those who lost one.

    `links` is the matrix of what is left: one row a seeker, one column a
    candidate. `hidden` has (row, column) of each hidden link.
    """

    snapshot: Snapshot
    seekers: "Ints"
    candidates: "Ints"
    links: "Floats"
    hidden: list[tuple[int, int]]
    kept: dict[int, Terms] = field(default_factory=dict)

    @cached_property
    def where(self) -> Ground:
        """Where everything is, for all seekers."""
        return ground(self.snapshot, None)

    def terms(self, row: int) -> Terms:
        """Return the terms of a seeker; kept, since several methods ask."""
        if row not in self.kept:
            self.kept[row] = terms(self.snapshot, int(self.seekers[row]), None, where=self.where)
        return self.kept[row]

    def free(self, row: int) -> "Ints":
        """Return the columns that a seeker is not linked to."""
        return np.flatnonzero(self.links[row] == 0)


Method = Callable[[Trial, int], "Floats"]
"""Scores of the free candidates of a seeker."""


def known_links(score: Score) -> Method:
    """Return a method that sees the links alone."""

    def method(trial: Trial, row: int) -> "Floats":
        return score(trial.links, row)[trial.free(row)]

    return method


def ppr(trial: Trial, row: int) -> "Floats":
    """Return the nearness in the whole network, links of all kinds."""
    near = trial.terms(row).network
    free = trial.free(row)
    return np.zeros(len(free)) if near is None else near[trial.candidates[free]]


def whole_score(trial: Trial, row: int) -> "Floats":
    """Return the score that users see, with its default weights."""
    return weighted(WEIGHTS)(trial, row)


def weighted(weights: Sequence[float]) -> Method:
    """Return the score with other weights."""

    def method(trial: Trial, row: int) -> "Floats":
        compared = trial.terms(row).compared(trial.candidates[trial.free(row)])
        return contributions(compared, weights).sum(axis=0)

    return method


METHODS: dict[str, Method] = {
    **{name: known_links(score) for name, score in RECOMMENDERS.items()},
    "ppr": ppr,
    "our score": whole_score,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a method did, over all hidden links of all seeds."""

    mrr: float
    hit10: float
    popularity: float
    coverage: float


def trials(snapshot: Snapshot, link: type[Link], kind: type[Node], seeds: Iterable[int]) -> Iterator[Trial]:
    """Yield one trial for each seed: a tenth of the links between people and entries of a kind is hidden."""
    numbers = snapshot.links_of(link)
    seekers, candidates = (snapshot.nodes_of(cls).astype(np.int64) for cls in (Person, kind))
    rows = np.searchsorted(seekers, snapshot.link_source[numbers])
    is_person = np.isin(snapshot.link_source[numbers], seekers)
    numbers, rows = numbers[is_person], rows[is_person]
    columns = np.searchsorted(candidates, snapshot.link_target[numbers])
    pairs = np.unique(np.stack([rows, columns], axis=1), axis=0)
    packed = [pack(snapshot.node(index)) for index in range(len(snapshot))]
    packed_links = [pack(snapshot.link(number)) for number in range(snapshot.link_count)]
    for seed in seeds:
        links = np.zeros((len(seekers), len(candidates)))
        links[pairs[:, 0], pairs[:, 1]] = 1
        hidden: list[tuple[int, int]] = []
        for row, column in np.random.default_rng(seed).permutation(pairs).tolist():
            if len(hidden) < round(HIDDEN * len(pairs)) and links[row].sum() > 1 and links[:, column].sum() > 1:
                links[row, column] = 0
                hidden.append((row, column))
        gone = set(hidden)
        behind = zip(numbers.tolist(), rows.tolist(), columns.tolist(), strict=True)
        left_out = {number for number, row, column in behind if (row, column) in gone}
        kept = [record for number, record in enumerate(packed_links) if number not in left_out]
        training = Snapshot.of([*packed, *kept], sources=snapshot.sources, revision=f"seed {seed}")
        yield Trial(training, seekers, candidates, links, hidden)


def quality(found: Sequence[Trial], method: Method) -> Quality:
    """Return how well a method did."""
    positions: list[float] = []
    popular: list[float] = []
    coverage: list[float] = []
    for trial in found:
        counts = trial.links.sum(axis=0)
        suggested: set[int] = set()
        for row in sorted({row for row, _ in trial.hidden}):
            free, values = trial.free(row), np.round(method(trial, row), 12)
            top = free[np.lexsort((free, -values))][:_SHOWN].tolist()
            suggested.update(top)
            popular.append(float(counts[top].mean()))
            for column in (column for other, column in trial.hidden if other == row):
                value = values[np.searchsorted(free, column)]
                positions.append(1 + float((values > value).sum()) + float((values == value).sum() - 1) / 2)
        coverage.append(len(suggested) / len(trial.candidates))
    return Quality(
        mrr=fmean(1 / position for position in positions),
        hit10=fmean(position <= _SHOWN for position in positions),
        popularity=fmean(popular),
        coverage=fmean(coverage),
    )


def mean_reciprocal_rank(snapshot: Snapshot, method: str, seeds: Iterable[int]) -> float:
    """Return the MRR of one method on who attends which event."""
    return quality(list(trials(snapshot, Attended, Event, seeds)), METHODS[method]).mrr


def davis() -> list[Trial]:
    """Return 18 women and 14 events (Davis, Gardner and Gardner 1941), bundled with networkx."""
    import networkx as nx  # noqa: PLC0415 - 0.5 s

    records: dict[str, Node | Link] = {}
    for woman, occasion in nx.davis_southern_women_graph().edges:
        one = Person(id=f"person:{woman}", name=woman)
        other = Event(id=f"event:{occasion}", name=occasion)
        link = Attended(source=one.id, target=other.id)
        records |= {one.id: one, other.id: other, link.id: link}
    return list(trials(Snapshot.of(map(pack, records.values())), Attended, Event, SEEDS))


def open_seeds() -> list[Trial]:
    """Return people and projects of a mentoring programme, with keywords, expertise, cohorts and countries."""
    store = MemoryStore()
    for reading in read([DATA / "open_seeds"], mapping="open_seeds"):
        store.load(reading.source, reading.records)
    return list(trials(store.snapshot(), WorkedOn, Project, SEEDS))


def scale_commits() -> list[Trial]:
    """Return authors and components of a code base as on ten days; hidden is the tenth of the links that came next.

    The links are dated, so what is asked for is the future: a link hidden at
    random would lie among later ones that give it away.
    """
    links = sorted(_commits(), key=lambda row: (row["first_date"], row["author"], row["component"]))
    size = len(links)
    return [
        _before(links[: size * part // 100], links[size * part // 100 :][: size // 10]) for part in range(45, 91, 5)
    ]


def scale_commits_at_random() -> list[Trial]:
    """Return the same, a tenth hidden at random whatever its date."""
    return list(trials(_code_base(_commits()), WorkedOn, Project, SEEDS))


def _commits() -> list[dict[str, str]]:
    with (DATA / "scale_commits" / "author_module.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code_base(links: Iterable[dict[str, str]], *, today: str | None = None) -> Snapshot:
    """Return the network of some links; on a day in the past only the first day of each is known."""
    records: dict[str, Node | Link] = {}
    for row in links:
        author = Person(id=f"person:{row['author']}", name=row["author"])
        module = Project(id=f"project:{row['component']}", name=row["component"])
        last = row["first_date"] if today else row["last_date"]
        link = WorkedOn(source=author.id, target=module.id, since=row["first_date"], until=last)
        records |= {author.id: author, module.id: module, link.id: link}
    return Snapshot.of(map(pack, records.values()), sources=[Source(id="code", as_of=today)] if today else ())


def _before(known: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> Trial:
    snapshot = _code_base(known, today=new[0]["first_date"])
    seekers, candidates = (snapshot.nodes_of(cls).astype(np.int64) for cls in (Person, Project))
    links = np.zeros((len(seekers), len(candidates)))
    links[_rows(seekers, snapshot.link_source), _rows(candidates, snapshot.link_target)] = 1
    hidden: list[tuple[int, int]] = []
    for row in new:
        ends = f"person:{row['author']}", f"project:{row['component']}"
        if ends[0] in snapshot and ends[1] in snapshot:
            author, module = (np.array([snapshot.index(end)]) for end in ends)
            hidden.append((int(_rows(seekers, author)[0]), int(_rows(candidates, module)[0])))
    return Trial(snapshot, seekers, candidates, links, hidden)


def _rows(nodes: "Ints", wanted: "NDArray[np.integer[Any]]") -> "Ints":
    return np.searchsorted(nodes, wanted)


NETWORKS: dict[str, Callable[[], list[Trial]]] = {
    "Davis": davis,
    "Open Seeds": open_seeds,
    "scale_commits": scale_commits,
    "- at random": scale_commits_at_random,
}


def main() -> None:
    """Print one table for all networks and methods."""
    print(f"{'network':<14} {'method':<18} {'MRR':>6} {'hit@10':>7} {'popularity':>11} {'coverage':>9}")
    for network, make in NETWORKS.items():
        found = make()
        for name, method in METHODS.items():
            q = quality(found, method)
            print(
                f"{network:<14} {name:<18} {q.mrr:>6.3f} {q.hit10:>7.3f} {q.popularity:>11.1f} {q.coverage:>9.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
