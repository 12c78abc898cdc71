# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of `deploy/`: nginx of this machine in front of a real site, and what systemd and a buildpack start."""

import configparser
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from scripts import neo4j_local
from tests.support.checkout import CHECKOUT

NGINX = CHECKOUT / "deploy" / "nginx"
UNIT = CHECKOUT / "deploy" / "systemd" / "partnerships.service"
WITHIN = 60.0
HALF_OPEN = 50
# What Debian's own /etc/nginx/nginx.conf does with the two files.
FRAME = """\
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/limits.conf;
    include {folder}/debian-site.conf;
}}
"""


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Generator[subprocess.Popen[bytes]]:
    """Run a program until it answers at a port, and for as long as it is needed."""
    environment = {"PATH": "/usr/bin:/bin", "PARTNERSHIPS_STORE": f"sqlite:///{folder}/x.db", "HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
    deadline = time.monotonic() + WITHIN
    try:
        while True:
            assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
            assert time.monotonic() < deadline, (folder / "log").read_text(encoding="utf-8")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def site_command() -> list[str]:
    """Return what systemd starts, from this checkout."""
    unit = configparser.RawConfigParser(strict=False)
    unit.read(UNIT, encoding="utf-8")
    program, *arguments = shlex.split(unit["Service"]["execstart"])
    assert program.endswith("/.venv/bin/partnerships")
    return [sys.executable, "-c", "from web.commands.cli import main; main()", *arguments]


@pytest.fixture
def site(tmp_path: Path) -> Generator[tuple[subprocess.Popen[bytes], int]]:
    """Run the site as systemd does, on a free port."""
    port = neo4j_local.free_port()
    command = [*site_command(), "--port", str(port)]
    with running(command, port, tmp_path) as process:
        yield process, port


def test_the_site_ends_in_order_when_it_is_asked_to(site: tuple[subprocess.Popen[bytes], int]) -> None:
    process, _ = site
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


def test_nginx_lets_nobody_wait_for_visitors_who_say_nothing(
    site: tuple[subprocess.Popen[bytes], int], tmp_path: Path
) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not program:
        pytest.skip("nginx not found")
    folder, port = tmp_path / "nginx", neo4j_local.free_port()
    folder.mkdir()
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder), encoding="utf-8")
    limits = (NGINX / "limits.conf").read_text(encoding="utf-8")
    # The limit itself is tried, not how long it is.
    (folder / "limits.conf").write_text(re.sub(r"(client_header_timeout) \d+s", r"\1 2s", limits), encoding="utf-8")
    content = (NGINX / "debian-site.conf").read_text(encoding="utf-8")
    moved = content.replace("listen 80;", f"listen 127.0.0.1:{port};").replace(":8080;", f":{site[1]};")
    (folder / "debian-site.conf").write_text(moved, encoding="utf-8")
    command = [program, "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with running(command, port, folder), ExitStack() as stack:
        half = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(HALF_OPEN)]
        for one in half:
            one.sendall(b"GET / HTTP/1.1\r\nHost: local")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.read() == b"alive\n"
        for one in half:
            one.settimeout(30)
            with pytest.raises(ConnectionResetError):
                one.recv(1)


def test_a_buildpack_starts_what_the_image_starts() -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    image = re.findall(r'"([^"]+)"', dockerfile[dockerfile.index("\nCMD [") :])
    _, _, command = (CHECKOUT / "Procfile").read_text(encoding="utf-8").partition("web: ")
    assert shlex.split(command.replace("${PORT:-8000}", "8000")) == image
    assert (CHECKOUT / "requirements.txt").read_text(encoding="utf-8").split() == ["-r", "requirements.lock"]


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze not found")
    unit = tmp_path / UNIT.name
    unit.write_text(
        re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", UNIT.read_text(encoding="utf-8")), encoding="utf-8"
    )
    check = subprocess.run([program, "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (check.returncode, [line for line in check.stderr.splitlines() if UNIT.name in line]) == (0, [])
