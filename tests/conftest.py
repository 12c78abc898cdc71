# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test may ask for, and the rules that hold for all of them.

No test reaches the network, and with REQUIRE_ALL=1 none is skipped.
"""

import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.scheduler import LoadScopeScheduling

    from tests.support.browser import Visits
    from tests.support.neo4j_server import Neo4jServer

# Tests are of the day that their data say, or their answers would change over night.
os.environ.setdefault("PARTNERSHIPS_AS_OF", "data")

_ON_THE_SERVER = "tests/queries/test_twins.py"
GOLDEN = Path(__file__).parent / "golden"
CHROMIUM_FLAGS = [
    "--no-sandbox",  # the browser refuses to run as root with it, and containers do
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer --update-golden."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives its reason."""
    if os.environ.get("REQUIRE_ALL") != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    # Pytest keeps file, line and reason of a skip in this place.
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid}: REQUIRE_ALL=1 refuses this skip. {reason}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadScopeScheduling":
    """Give to one process, where several share the work, all tests of a file, of the server, of the browser."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - only where several share the work

    class ByPlace(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return work_of(nodeid)

    return ByPlace(config, log)


def work_of(nodeid: str) -> str:
    """Return what the tests share that must stay in one process."""
    if "neo4j" in nodeid or nodeid.startswith(_ON_THE_SERVER):
        return "server"
    return "browser" if nodeid.startswith("tests/web/browser/") else nodeid.partition("::")[0]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Refuse skips of single tests."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Refuse skips of whole files."""
    report = yield
    refuse_skip(report)
    return report


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Answer as a machine without a network would, except for itself; a server named by NEO4J_URL may be anywhere."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        # A pair of host and port; sockets of the file system have a plain path here.
        host = arguments[1][0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host in {"localhost", "", None} or os.environ.get("NEO4J_URL"):
        return
    try:
        is_here = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise socket.gaierror(socket.EAI_NONAME, f"tests do not use the network, and this one asked for {host}")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> None:
    """Keep the whole run off the network; an audit hook sees every library and costs next to nothing."""
    sys.addaudithook(refuse_network)


@pytest.fixture(scope="session")
def neo4j_server() -> "Generator[Neo4jServer]":
    """One real Neo4j for the whole run; call its `empty()` before a test that writes."""
    from tests.support.neo4j_server import neo4j_for_tests  # noqa: PLC0415 - brings the driver, which takes a second

    with neo4j_for_tests() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> "Generator[Browser]":
    """One real browser for the whole run; a test makes its own context."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - half a second, and few tests need it

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = shutil.which("chromium") or shutil.which("google-chrome") or (own if Path(own).exists() else None)
        if not found:
            pytest.skip("no browser: neither chromium nor google-chrome was found, nor Playwright's own")
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: "Browser") -> "Generator[Visits]":
    """Fresh pages for a test; it fails if anything went wrong on any of them, so that no test need ask."""
    from tests.support.browser import Visits  # noqa: PLC0415 - for the few tests with a browser

    visits = Visits(chromium)
    yield visits
    assert visits.end() == []


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Serve the sample for all tests with a browser; return the address."""
    from tests.support.site import app_of, sample_store, serving  # noqa: PLC0415 - see above

    with serving(app_of(sample_store(), tmp_path_factory.mktemp("cache"))) as address:
        yield address


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return the text of axe-core, for `page.evaluate(axe_source + ";0")`."""
    from axe_playwright_python.base import AXE_FILE_PATH  # noqa: PLC0415 - brings Playwright with it

    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/<name>`, or write it there under --update-golden."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.exists(), f"{name} is not there yet: run pytest with --update-golden and read the diff"
        assert text == file.read_bytes().decode()

    return compare
