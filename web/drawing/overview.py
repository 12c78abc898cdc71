# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole network as a few clusters: computed once per revision, kept in the cache folder.

Clusters are a drawing aid, named after their best connected organisation;
they are never a measure and never a class of people.
"""

import io
import logging
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.nodes import Affiliate, Group, Idea, Partner, Person, Question, Theme
from graph.snapshot.snapshot import Snapshot
from web.drawing.atlas import Atlas, atlas
from web.drawing.map_layout import Map, map_layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
_MOST_CIRCLES, _MOST_LINKS = 60, 80
_KEPT_FILES = 8
_VERSION = 1
"""Part of a stored layout's name; raise it when the same network would be drawn differently."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some nodes that are linked more to each other than to the rest; the best connected one names them."""

    central: int
    members: tuple[int, ...]
    people: int
    organisations: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The clusters of the largest connected part, largest first, and the strongest links between them."""

    clusters: tuple[Cluster, ...]
    drawn_links: tuple[tuple[int, int, int], ...]
    other_clusters: int
    outside: int
    """How many entries are in no cluster shown."""
    atlas: Atlas | None = None
    """Where everything stands; None where there is nothing."""


def overview(snapshot: Snapshot, cache: Path) -> Overview:
    """Return the overview; takes seconds for large networks unless the layout is stored."""
    nodes, edges = layout_graph(snapshot)
    if not len(nodes):
        return Overview((), (), 0, 0)
    layout = _stored(snapshot.revision, cache, len(nodes)) or _computed(snapshot.revision, cache, len(nodes), edges)
    return replace(_clusters(snapshot, nodes, edges, layout), atlas=atlas(snapshot, nodes, edges, layout))


def layout_graph(snapshot: Snapshot) -> tuple["NDArray[np.intp]", "NDArray[np.intp]"]:
    """Return node numbers and simple edges; themes, questions and ideas would glue unrelated clusters together."""
    kept = np.ones(len(snapshot), dtype=bool)
    kept[snapshot.nodes_of(Theme, Question, Idea)] = False
    nodes = np.flatnonzero(kept)
    index = np.cumsum(kept) - 1
    source, target = snapshot.link_source, snapshot.link_target
    both = kept[source] & kept[target] & (source != target)
    pairs = np.sort(np.column_stack([index[source[both]], index[target[both]]]), axis=1)
    return nodes, np.unique(pairs, axis=0) if len(pairs) else pairs.reshape(0, 2)


def _computed(revision: str, cache: Path, count: int, edges: "NDArray[np.intp]") -> Map:
    with _alone(cache):
        # Another process of the same site may have done it meanwhile.
        layout = _stored(revision, cache, count)
        if layout is None:
            layout = map_layout(count, [(a, b) for a, b in edges.tolist()])
            _keep(revision, cache, layout)
    return layout


@contextmanager
def _alone(cache: Path) -> Generator[None]:
    """Let one process at a time work on layouts of this folder, where the system has locks and the folder is ours."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not on Windows, where a site is one process

            cache.mkdir(parents=True, exist_ok=True)
            fcntl.flock(stack.enter_context((cache / "layout.lock").open("w")), fcntl.LOCK_EX)
        yield


def _file(revision: str, cache: Path) -> Path:
    name = blake2b(f"{_VERSION}/{revision}".encode(), digest_size=12).hexdigest()
    return cache / f"layout-{name}.npz"


def _stored(revision: str, cache: Path, count: int) -> Map | None:
    try:
        with np.load(_file(revision, cache)) as content:
            layout = Map(content["positions"], content["communities"])
    except (OSError, ValueError, KeyError):
        return None
    return layout if len(layout.positions) == count else None


def _keep(revision: str, cache: Path, layout: Map) -> None:
    """Store a layout beside the last few; a site that may not write works as well, only later."""
    if not revision:
        return
    buffer = io.BytesIO()
    np.savez(buffer, positions=layout.positions, communities=layout.communities)
    file = _file(revision, cache)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_bytes(buffer.getvalue())
        draft.replace(file)
        stored = sorted(cache.glob("layout-*.npz"), key=lambda found: found.stat().st_mtime, reverse=True)
        for old in stored[_KEPT_FILES:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("The layout is not stored in %s: %s", cache, error)


def _clusters(snapshot: Snapshot, nodes: "NDArray[np.intp]", edges: "NDArray[np.intp]", layout: Map) -> Overview:
    count = len(nodes)
    degree = np.bincount(edges.ravel(), minlength=count)
    giant = _largest_component(count, edges)
    types = snapshot.node_types[nodes]
    is_person = np.isin(nodes, snapshot.nodes_of(Person))
    is_organisation = np.isin(nodes, snapshot.nodes_of(Affiliate, Partner, Group))
    found: list[tuple[Cluster, int]] = []
    for label in np.unique(layout.communities[giant]).tolist():
        members = np.flatnonzero((layout.communities == label) & giant)
        named = members[is_organisation[members]] if is_organisation[members].any() else members
        central = int(named[np.lexsort((named, -degree[named]))[0]])
        x, y = np.median(layout.positions[members], axis=0).tolist()
        ranked = members[np.lexsort((members, types[members], -degree[members]))]
        cluster = Cluster(
            central=int(nodes[central]),
            members=tuple(nodes[ranked].tolist()),
            people=int(is_person[members].sum()),
            organisations=int(is_organisation[members].sum()),
            x=float(x),
            y=float(y),
        )
        found.append((cluster, label))
    found.sort(key=lambda pair: (-pair[0].people, -len(pair[0].members), pair[0].central))
    shown = found[:_MOST_CIRCLES]
    index = {label: number for number, (_, label) in enumerate(shown)}
    drawn_links: dict[tuple[int, int], int] = {}
    for first, second in layout.communities[edges].tolist():
        if first != second and first in index and second in index:
            pair = min(index[first], index[second]), max(index[first], index[second])
            drawn_links[pair] = drawn_links.get(pair, 0) + 1
    strongest = sorted(drawn_links.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LINKS]
    clusters = tuple(cluster for cluster, _ in shown)
    return Overview(
        clusters=clusters,
        drawn_links=tuple((a, b, weight) for (a, b), weight in strongest),
        other_clusters=len(found) - len(shown),
        outside=count - sum(len(cluster.members) for cluster in clusters),
    )


def _largest_component(count: int, edges: "NDArray[np.intp]") -> "NDArray[np.bool_]":
    from scipy.sparse import coo_array  # noqa: PLC0415 - 0.3 s, in the background only
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - the same

    matrix = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(count, count))
    _, labels = connected_components(matrix, directed=False)
    # argmax takes the first of equals, which is the component with the smallest node.
    return np.asarray(labels == np.bincount(labels).argmax())
