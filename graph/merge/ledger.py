# SPDX-License-Identifier: GPL-3.0-or-later
"""What a store tells a plan: the protocol, and which statements a store must find at once."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from graph.schema.packed import Packed
from graph.schema.source import Source


class Ledger(Protocol):
    """What a store tells about what its sources said and what it shows."""

    def secret(self) -> str:
        """Return what the ids of people who are not named are made with; it leaves the store in no export."""
        ...

    def source_sums(self) -> Mapping[str, tuple[Source, str]]:
        """Return each source with the sum of its record digests (hexadecimal)."""
        ...

    def digests(self, source_id: str) -> Mapping[str, bytes]:
        """Return the digest of every record of a source, by record id."""
        ...

    def about(self, ids_: Collection[str]) -> Iterable[tuple[str, Packed]]:
        """Return (source id, record) of everything said about these record ids."""
        ...

    def touching(self, node_ids: Collection[str]) -> set[str]:
        """Return the ids of the links that any source gives these nodes."""
        ...

    def present(self, node_ids: Collection[str], *, besides: str | None = None) -> set[str]:
        """Return which of these nodes some source (other than `besides`) has."""
        ...

    def identity_statements(self) -> Iterable[tuple[str, Packed]]:
        """Return (source id, record) of every statement that `decides_identity`."""
        ...

    def waiting(self) -> Mapping[str, tuple[str, str]]:
        """Return the ends of every link that waits for one of them."""
        ...

    def shown(self, graph_ids: Collection[str]) -> Mapping[str, bytes]:
        """Return the data of those of these nodes and links that the graph has."""
        ...
