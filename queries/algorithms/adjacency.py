# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is joined to whom, as columns: the one form in which algorithms take a graph.

A graph here is *simple* and undirected: loops, doubles and directions vanish.
Vertices are numbers from 0; the neighbours of each come in order.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Neighbours of every vertex: those of v are `neighbours[starts[v]:starts[v + 1]]`."""

    starts: "NDArray[np.int64]"
    neighbours: "NDArray[np.int32]"

    @classmethod
    def of_edges(cls, count: int, source: "NDArray[Any]", target: "NDArray[Any]") -> "Adjacency":
        """Take the ends of all edges between `count` vertices. O(m log m).

        >>> graph = Adjacency.of_edges(3, np.array([1, 0, 1, 2]), np.array([0, 1, 2, 2]))
        >>> [graph.of(vertex).tolist() for vertex in range(3)]
        [[1], [0, 2], [1]]
        """
        size = max(1, count)
        keys = np.concatenate([source.astype(np.int64) * size + target, target.astype(np.int64) * size + source])
        keys = np.sort(keys[keys // size != keys % size])
        # Ten times as fast as `np.unique`, which sorts no longer but hashes.
        keys = keys[np.diff(keys, prepend=-1) > 0]
        return cls(np.searchsorted(keys // size, np.arange(count + 1)), (keys % size).astype(np.int32))

    @classmethod
    def of_matrix(cls, matrix: Any) -> "Adjacency":  # noqa: ANN401 - scipy is untyped
        """Take a symmetric CSR matrix without a diagonal."""
        matrix.sort_indices()
        return cls(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32))

    def __len__(self) -> int:
        """Return the number of vertices."""
        return len(self.starts) - 1

    @cached_property
    def degree(self) -> "NDArray[np.int64]":
        """Number of neighbours of each vertex."""
        return np.diff(self.starts)

    @cached_property
    def matrix(self) -> Any:  # noqa: ANN401 - scipy is untyped
        """The same as a symmetric CSR matrix of ones."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that few graphs need

        ones = np.ones(len(self.neighbours), dtype=np.int32)
        return csr_array((ones, self.neighbours, self.starts), shape=(len(self), len(self)))

    def of(self, vertex: int) -> "NDArray[np.int32]":
        """Return the neighbours of a vertex, in order."""
        return self.neighbours[self.starts[vertex] : self.starts[vertex + 1]]

    def of_all(self, vertices: "NDArray[Any]") -> "NDArray[np.int32]":
        """Return the neighbours of several vertices, with repetitions."""
        counts = self.degree[vertices]
        offsets = np.repeat(self.starts[vertices] - np.cumsum(counts) + counts, counts)
        return self.neighbours[offsets + np.arange(len(offsets))]
