# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker process with a memory limit, for commands that read files of others.

A file may be made so that whatever reads it takes all memory there is, and a
library in another language then ends the process without a word. So the rest
of the command runs in a worker, and the process that was started waits for it
and says what happened. Without a way to limit memory it goes on as it is.
"""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module

import click

from web.settings import Settings
from web.terminal import too_much

_MEGABYTE = 1_000_000
_DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


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
        _leave_as(worker)
    _limit_memory(started, limit)


def _limit_memory(started: int, limit: int) -> None:
    import ctypes  # noqa: PLC0415 - only loading needs it
    import resource  # noqa: PLC0415 - not on every system

    # Whoever kills the process that was started means this one.
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != started:
        os._exit(1)
    # Nothing here multiplies matrices; each thread of BLAS would set memory aside.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _load_libraries()
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of a user
        taken = int(file.read().split()[0]) * resource.getpagesize()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (taken + limit * _MEGABYTE, resource.RLIM_INFINITY))


def _load_libraries() -> None:
    """Load what a load needs before memory is limited: a library that finds none while it begins may wait for ever."""
    for name in ("numpy", "loaders.read"):
        import_module(name)


def _leave_as(worker: int) -> None:
    """Leave with the exit status of the worker; an interruption reaches it as well, and it says so."""
    while True:
        try:
            _, ended = os.waitpid(worker, 0)
            break
        except KeyboardInterrupt:
            continue
    status = os.waitstatus_to_exitcode(ended)
    if status < 0:
        raise too_much()
    os._exit(status)
