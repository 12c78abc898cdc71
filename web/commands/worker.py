# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker process with a memory limit, for commands that read files of others.

A file may be made so that whatever reads it takes all memory there is, and a
library in another language then ends the process without a word. So the rest
of the command runs in a worker, and the process that was started looks how
much it holds, ends it where that is too much, and says what happened. A store
is whole whenever its process is ended. Ending it from outside is the rule, for
a library that is refused memory may wait for ever; the system refuses only
what is asked for at once and is far too much. Without a way to see memory the
command goes on as it is.
"""

import os
import signal
import sys
import time
from contextlib import suppress

import click

from web.settings import Settings
from web.terminal import too_much

_MEGABYTE = 1_000_000
_DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""
_RESERVED, _RESIDENT = 0, 1
"""Columns of /proc/PID/statm, in pages."""
_LIBRARIES = 1_000_000_000
"""Bytes of addresses that libraries set aside when they begin, mostly without using them."""
_LOOK = 0.02
"""Seconds between two looks: some ten megabytes at the pace at which files are read."""


_is_used = False


def used(command: click.Command) -> click.Command:
    """Let commands use a worker: this process is theirs alone, and has no threads yet."""
    global _is_used  # noqa: PLW0603 - stated once, by the process of the command line
    _is_used = True
    return command


def go_on() -> None:
    """Return in a worker whose memory is limited; in the process that was started, wait for it and leave.

    Raises LoadError there if the worker was ended from outside, most likely for want of memory.
    """
    limit = Settings.from_environment().load_memory
    if not _is_used or sys.platform != "linux" or not limit:
        return
    sys.stdout.flush()
    sys.stderr.flush()
    started = os.getpid()
    worker = os.fork()
    if worker:
        _leave_as(worker, _held(worker) + limit * _MEGABYTE)
    _begin(started, limit)


def _begin(started: int, limit: int) -> None:
    import ctypes  # noqa: PLC0415 - only loading needs it
    import resource  # noqa: PLC0415 - not on every system

    # Whoever kills the process that was started means this one.
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != started:
        os._exit(1)
    # Nothing here multiplies matrices; each thread of BLAS would set memory aside.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(ValueError, OSError):
        reserved = _pages("/proc/self/statm", _RESERVED)
        most = reserved + 2 * limit * _MEGABYTE + _LIBRARIES
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def _held(worker: int) -> int:
    """Return how many bytes of memory a process holds, 0 when it has ended."""
    try:
        return _pages(f"/proc/{worker}/statm", _RESIDENT)
    except (OSError, IndexError):
        return 0


def _pages(path: str, column: int) -> int:
    with open(path, encoding="ascii") as file:  # noqa: PTH123 - no file of a user
        return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")


def _leave_as(worker: int, most: int) -> None:
    """Leave with the exit status of the worker; an interruption reaches it as well, and it says so."""
    while True:
        try:
            found, ended = os.waitpid(worker, os.WNOHANG)
            if found:
                break
            if _held(worker) > most:
                os.kill(worker, signal.SIGKILL)
            time.sleep(_LOOK)
        except KeyboardInterrupt:
            continue
    status = os.waitstatus_to_exitcode(ended)
    if status < 0:
        raise too_much()
    os._exit(status)
