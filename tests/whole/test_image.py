# SPDX-License-Identifier: GPL-3.0-or-later
"""The image for real: built, and run as the compose file says beside a real Neo4j, with nginx in front."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from scripts import image, neo4j_local
from tests.support.checkout import CHECKOUT
from tests.support.neo4j_mortal import Mortal, mortal_server

COMPOSE = image.compose()
SAMPLE = CHECKOUT / "loaders" / "sample" / "network"
WITHIN = 120.0
BYTES = {"m": 1 << 20, "g": 1 << 30}


class Running:
    """The three services, each started as the compose file says."""

    def __init__(self, database: Mortal, web: image.Service, proxy: image.Service) -> None:
        """Take what is started."""
        self.database, self.web, self.proxy = database, web, proxy
        self.containers: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page, asked for as a visitor does: through the proxy."""
        (port,) = (used for said, used in self.proxy.ports if said == "8080")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def until(self, path: str, status: int) -> str:
        """Return a page's text as soon as it has that status."""
        return until(lambda: self.get(path), lambda answer: answer[0] == status)[1]

    def inside(self, name: str, *command: str) -> str:
        """Return what a command wrote in a running container."""
        return image.run(*image.PODMAN, "exec", self.containers[name], *command)

    def command(self, *arguments: str, options: tuple[str, ...] = ()) -> str:
        """Return what one command of the program wrote, in a container of its own."""
        return image.once(self.web, "partnerships", *arguments, options=options)


def until(ask: Callable[[], Any], is_right: Callable[[Any], bool]) -> Any:
    """Return the first right answer; fail with the last wrong one."""
    deadline = time.monotonic() + WITHIN
    while not is_right(answer := ask()):
        assert time.monotonic() < deadline, answer
        time.sleep(0.2)
    return answer


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """Build the image and start everything; skip where no image can be built."""
    try:
        image.check_machine()
    except image.CannotRun as error:
        pytest.skip(str(error))
    image.build()
    with ExitStack() as stack:
        database = stack.enter_context(mortal_server())
        secret = tmp_path_factory.mktemp("secrets") / "neo4j_auth"
        secret.write_text(f"neo4j/{database.password}\n", encoding="utf-8")
        ports = {"7687": database.url.rpartition(":")[2]}
        ports |= {said: str(neo4j_local.free_port(int(said))) for said in ("8000", "8080")}
        services = {
            name: image.Service(
                name,
                COMPOSE["services"][name],
                folder=tmp_path_factory.mktemp(name),
                secrets={"neo4j_auth": secret},
                hosts=tuple(COMPOSE["services"]),
                ports=tuple(ports.items()),
            )
            for name in ("web", "proxy")
        }
        together = Running(database, services["web"], services["proxy"])
        for name, service in services.items():
            together.containers[name] = stack.enter_context(image.started(service))
            if "healthcheck" in service.content:
                until(lambda name=name: health(together.containers[name]), lambda answer: answer[0] == 0)
        yield together


def health(container: str) -> tuple[int, str]:
    """Return what the container's own health check ends with, and what the container says if it is ill."""
    check = subprocess.run([*image.PODMAN, "healthcheck", "run", container], capture_output=True, check=False)
    logs = subprocess.run(["podman", "logs", "--tail", "20", container], capture_output=True, text=True, check=False)  # noqa: S607 - on the path of whoever builds images
    said = logs.stderr if check.returncode else ""
    return check.returncode, said


@pytest.mark.parametrize("name", ["web", "proxy"])
def test_each_container_has_the_rights_and_limits_of_the_compose_file(running: Running, name: str) -> None:
    said = COMPOSE["services"][name]
    (there,) = json.loads(image.run("podman", "inspect", running.containers[name]))
    status = Path(f"/proc/{there['State']['Pid']}/status").read_text(encoding="utf-8")
    kernel = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    user, group = said["user"].split(":")
    assert (set(kernel["Uid"].split()), set(kernel["Gid"].split())) == ({user}, {group})
    assert said["cap_drop"] == ["ALL"]
    assert {kernel[kind] for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert (said["security_opt"], kernel["NoNewPrivs"]) == (["no-new-privileges:true"], "1")
    assert there["HostConfig"]["Memory"] == int(said["mem_limit"][:-1]) * BYTES[said["mem_limit"][-1]]
    assert (there["HostConfig"]["ReadonlyRootfs"], sorted(there["HostConfig"]["Tmpfs"])) == (
        said["read_only"],
        said["tmpfs"],
    )


def test_nothing_can_be_written_but_in_the_folders_for_it(running: Running) -> None:
    attempt = "import sys; open(sys.argv[1] + '/attempt', 'w').close()"
    for folder in COMPOSE["services"]["web"]["tmpfs"]:
        running.inside("web", "python", "-c", attempt, folder)
    for folder in ("/opt/partnerships", "/var/lib", "/run/secrets", "/dev"):
        with pytest.raises(image.CannotRun, match=r"Read-only file system|Permission denied"):
            running.inside("web", "python", "-c", attempt, folder)


def test_what_is_loaded_is_on_the_pages_and_survives_restarts_and_a_loss(running: Running, tmp_path: Path) -> None:
    loaded = running.command("load", "/data", options=(f"--volume={SAMPLE}:/data:ro",))
    assert "records" in loaded
    answer = until(lambda: running.get("/ask/overview.json"), lambda got: got[0] == 200 and "Person" in got[1])[1]
    assert asked(running) == json.loads(answer)["rows"]

    running.database.stop()
    assert "<h1" in running.until("/readyz", 503)
    assert health(running.containers["web"]) == (0, "")
    image.run(*image.PODMAN, "restart", running.containers["web"])
    running.database.start()
    running.until("/readyz", 200)
    assert running.until("/ask/overview.json", 200) == answer

    tmp_path.chmod(0o777)
    backup = f"--volume={tmp_path}:/backup"
    running.command("backup", "/backup/network.db", options=(backup,))
    for source in json.loads(running.inside("web", "partnerships", "sources", "--json")):
        running.inside("web", "partnerships", "retire", source["id"])
    assert "Person" not in str(asked(running))
    running.command("restore", "/backup/network.db", options=(f"{backup}:ro",))
    assert asked(running) == json.loads(answer)["rows"]
    assert running.until("/ask/overview.json", 200) == answer


def asked(running: Running) -> list[Any]:
    """Return the rows of the overview, from the command line of the running container."""
    return json.loads(running.inside("web", "partnerships", "ask", "overview", "--format", "json"))["rows"]


def test_visitors_who_open_connections_and_say_nothing_keep_nobody_out(running: Running) -> None:
    with half_open(50, int(dict(running.proxy.ports)["8080"])):
        before = time.monotonic()
        assert running.get("/healthz") == (200, "alive\n")
        assert time.monotonic() - before < 1


@contextmanager
def half_open(count: int, port: int) -> Generator[None]:
    """Hold connections that have sent half a request."""
    with ExitStack() as stack:
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.sendall(b"GET / HTTP/1.1\r\nHost: local")
        yield


def test_a_stopped_site_ends_by_itself_and_within_its_time(running: Running) -> None:
    seconds = int(re.sub("s$", "", COMPOSE["services"]["web"]["stop_grace_period"]))
    before = time.monotonic()
    image.run(*image.PODMAN, "stop", running.containers["web"])
    assert time.monotonic() - before < seconds
    (there,) = json.loads(image.run("podman", "inspect", running.containers["web"]))
    assert there["State"]["ExitCode"] == 0
    assert running.get("/healthz")[0] == 502
    image.run(*image.PODMAN, "start", running.containers["web"])
    assert running.until("/healthz", 200) == "alive\n"
