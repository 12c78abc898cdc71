# SPDX-License-Identifier: GPL-3.0-or-later
"""Serve the site: with waitress on a laptop, or as the application of another server."""

import logging
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

from graph.errors import BadParameter
from web.settings import Settings
from web.site import logs
from web.site.app import create_app
from web.terminal import say_lines

if TYPE_CHECKING:
    from flask import Flask

_THREADS = 8
_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the site is to end."""
_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Serve until Ctrl-C, or until asked to end: running requests have some seconds then (`Settings.stop`)."""
    from waitress import wasyncore  # noqa: PLC0415 - only the site needs it
    from waitress.server import create_server  # noqa: PLC0415 - only the site needs it

    logs.set_up(settings)
    app = create_app(settings)
    sockets: dict[int, Any] = {}
    try:
        server = create_server(
            app,
            map=sockets,
            host=settings.host,
            port=settings.port,
            threads=_THREADS,
            # Nothing is taken from them; /metrics knows by them that a proxy asks.
            clear_untrusted_proxy_headers=False,
        )
    except (OSError, ValueError, OverflowError, UnicodeError) as error:
        message = f"The site cannot listen at {settings.host}:{settings.port}: {_reason(error)}."
        raise BadParameter(message, "Choose another --port, or a --host of this machine.") from error
    say_lines(f"The site is at http://{settings.host}:{settings.port}/ – stop it with Ctrl-C.", error=True)
    # waitress would end in the middle of an answer, and answer nothing that is larger than a socket's buffer.
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        wasyncore.loop(timeout=_LOOK_EVERY, map=sockets, count=1)
    if not _finished(sockets, settings.stop):
        _log.warning("The site ends before all requests are answered, after %d seconds.", settings.stop)
    server.task_dispatcher.shutdown(timeout=0)
    app.extensions["partnerships"].close()


def _finished(sockets: dict[int, Any], seconds: float) -> bool:
    """Take no more connections, let running requests be answered; say whether all were within some seconds."""
    from waitress import wasyncore  # noqa: PLC0415 - only the site needs it
    from waitress.channel import HTTPChannel  # noqa: PLC0415 - only the site needs it

    for one in [*sockets.values()]:
        if getattr(one, "accepting", False):
            wasyncore.dispatcher.close(one)  # its own way would also end what tells this loop of an answer
    deadline = time.monotonic() + seconds
    while any(isinstance(one, HTTPChannel) and (one.requests or one.total_outbufs_len) for one in [*sockets.values()]):
        if time.monotonic() > deadline:
            return False
        wasyncore.loop(timeout=0.05, map=sockets, count=1)
    return True


def _reason(error: Exception) -> str:
    """Return why; what waitress wraps in an error of its own says more than that."""
    cause = error.__context__ if isinstance(error, ValueError) and error.__context__ else error
    return getattr(cause, "strerror", None) or str(cause)


def application() -> "Flask":
    """Return the application as the environment sets it up: `gunicorn "web.site.server:application()"`."""
    settings = Settings.from_environment()
    logs.set_up(settings)
    return create_app(settings)
