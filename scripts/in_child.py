# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs work in forked children, which need not import what their parent has, for `scripts/mutants.py`.

Starting Python, pytest and the libraries takes two seconds; a fork takes none.
"""

import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import Any

SECONDS = 200
"""Time of the processor after which a child is stopped unless told otherwise; a busy machine changes nothing."""
_PATIENCE = 600
"""Seconds after which a child that only sleeps is stopped."""
_BYTES = 4 << 30
"""Memory that a child may take."""
_LIBRARIES = (
    "pytest coverage hypothesis numpy networkx igraph scipy.sparse.csgraph scipy.optimize pydantic flask pandas babel"
)


def preload() -> None:
    """Import the libraries, none of our own code."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = os.environ["OMP_NUM_THREADS"] = "1"
    sys.dont_write_bytecode = True
    for name in _LIBRARIES.split():
        importlib.import_module(name)


class Child:
    """A forked process that does one piece of work."""

    def __init__(self, process: BaseProcess) -> None:
        """Keep the process."""
        self._process = process

    @classmethod
    def of(cls, work: Callable[..., int], *arguments: Any, seconds: int = SECONDS) -> "Child":  # noqa: ANN401 - the work's
        """Start; the child ends with the status that the work returns, or after so many seconds."""
        process = get_context("fork").Process(target=_child, args=(work, arguments, seconds))
        process.start()
        return cls(process)

    @property
    def sentinel(self) -> int:
        """What becomes ready when the child ends."""
        return self._process.sentinel

    @property
    def succeeded(self) -> bool:
        """Whether the work returned 0, waiting for its end."""
        self._process.join()
        return self._process.exitcode == 0

    def stop(self) -> None:
        """End the child and all that it started."""
        if self._process.pid:
            os.killpg(self._process.pid, signal.SIGKILL)


def wait_for_one(children: Iterable[Child]) -> Child:
    """Return a child that ended."""
    by_sentinel = {child.sentinel: child for child in children}
    ready = connection.wait(list(by_sentinel), _PATIENCE)
    if not ready:
        for child in by_sentinel.values():
            child.stop()
        ready = connection.wait(list(by_sentinel))
    return next(child for sentinel, child in by_sentinel.items() if sentinel in ready)


def _child(work: Callable[..., int], arguments: tuple[Any, ...], seconds: int) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os._exit(work(*arguments))
