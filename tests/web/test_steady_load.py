# SPDX-License-Identifier: GPL-3.0-or-later
"""The measurement of a site for an hour (bench/hour.py) counts what is wrong, and takes no wrong parameter."""

import threading
from collections.abc import Generator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.hour import NO_ANSWER, rows, status_of


class _Answers(BaseHTTPRequestHandler):
    """Answers `/200`, `/503` and so on with that status; `/503-later` says when to come again, `/none` hangs up."""

    def do_GET(self) -> None:
        if self.path == "/none":
            return
        self.send_response(int(self.path[1:4]))
        if self.path.endswith("later"):
            self.send_header("Retry-After", "5")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Print nothing."""


@pytest.fixture
def port() -> Generator[int]:
    """Give the port of a server of such answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/200", "200"), ("/503-later", "503, clear"), ("/503", "503"), ("/500", "500"), ("/none", NO_ANSWER)],
)
def test_answers_are_told_apart(port: int, path: str, status: str) -> None:
    assert status_of(HTTPConnection("127.0.0.1", port, timeout=10), path) == status


def test_a_server_that_is_not_there_gives_no_answer() -> None:
    assert status_of(HTTPConnection("127.0.0.1", 1, timeout=10), "/") == NO_ANSWER


@pytest.mark.parametrize("given", [("0",), ("an hour",), ("3", "memory")])
def test_wrong_parameters_say_what_to_write(given: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="hour:MINUTES"):
        next(rows(*given))
