# SPDX-License-Identifier: GPL-3.0-or-later
"""Serve the site: with waitress on a laptop, or as the application of another server."""

import logging
import signal
from typing import TYPE_CHECKING

from graph.errors import BadParameter
from web.settings import Settings
from web.site.app import create_app
from web.terminal import say_lines

if TYPE_CHECKING:
    from flask import Flask

_THREADS = 8


def serve(settings: Settings) -> None:
    """Serve until Ctrl-C, or until asked to end: running requests have five seconds then."""
    from waitress.server import create_server  # noqa: PLC0415 - only the site needs it

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    app = create_app(settings)
    try:
        server = create_server(app, host=settings.host, port=settings.port, threads=_THREADS)
    except (OSError, ValueError, OverflowError, UnicodeError) as error:
        message = f"The site cannot listen at {settings.host}:{settings.port}: {_reason(error)}."
        raise BadParameter(message, "Choose another --port, or a --host of this machine.") from error
    say_lines(f"The site is at http://{settings.host}:{settings.port}/ – stop it with Ctrl-C.", error=True)
    # Without this the process ends in the middle of an answer. waitress takes it for Ctrl-C.
    signal.signal(signal.SIGTERM, _end)
    server.run()
    app.extensions["partnerships"].close()


def _reason(error: Exception) -> str:
    """Return why; what waitress wraps in an error of its own says more than that."""
    cause = error.__context__ if isinstance(error, ValueError) and error.__context__ else error
    return getattr(cause, "strerror", None) or str(cause)


def _end(_number: int, _frame: object) -> None:
    raise SystemExit


def application() -> "Flask":
    """Return the application as the environment sets it up: `gunicorn "web.site.server:application()"`."""
    return create_app(Settings.from_environment())
