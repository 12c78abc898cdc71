# SPDX-License-Identifier: GPL-3.0-or-later
"""The compose file and the image, as far as they can be tried without a container."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph.schema.source import Source
from graph.stores.sqlite import SQLiteStore
from scripts import neo4j_local
from tests.support.builders import person
from tests.support.checkout import CHECKOUT, tracked

MEGABYTES = {"m": 1, "g": 1024}
STARTS_WITHIN = 60.0


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """Return the content of the compose file."""
    return YAML(typ="safe").load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str, str]]:
    """Return (stage, instruction, rest) of each step of the Dockerfile."""
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: list[tuple[str, str, str]] = []
    stage = ""
    for line in text.splitlines():
        if line and not line.startswith("#"):
            instruction, rest = line.split(None, 1)
            if instruction == "FROM":
                stage = rest.partition(" AS ")[2] or "final"
            found.append((stage, instruction, rest.strip()))
    return found


def test_it_is_a_compose_file() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    run = subprocess.run(check, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_only_the_proxy_can_be_reached_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service.get("ports", []) for name, service in compose["services"].items()}
    assert ports == {"web": [], "proxy": ["127.0.0.1:8000:8080"], "neo4j": []}


def test_the_site_runs_without_rights(compose: dict[str, Any], steps: list[tuple[str, str, str]]) -> None:
    for name, user in (("web", "10001:10001"), ("proxy", "101:101")):
        service = compose["services"][name]
        assert (service["user"], service["read_only"], service["cap_drop"]) == (user, True, ["ALL"])
    assert ("final", "USER", "10001:10001") in steps


def test_both_read_one_secret_from_a_file_and_no_password_stands_in_it(compose: dict[str, Any]) -> None:
    assert compose["secrets"] == {"neo4j_auth": {"file": "./secrets/neo4j_auth"}}
    for name, variable in (("web", "PARTNERSHIPS_NEO4J_AUTH_FILE"), ("neo4j", "NEO4J_AUTH_FILE")):
        service = compose["services"][name]
        assert (service["secrets"], service["environment"][variable]) == (["neo4j_auth"], "/run/secrets/neo4j_auth")
    assert not re.search("password", (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"), re.IGNORECASE)


def test_make_secrets_writes_a_file_that_both_images_can_read(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy(CHECKOUT / "scripts" / "secrets.sh", tmp_path / "scripts")
    for _ in range(2):
        subprocess.run([tmp_path / "scripts" / "secrets.sh"], check=True, capture_output=True)
    file = tmp_path / "secrets" / "neo4j_auth"
    assert re.fullmatch(r"neo4j/[0-9a-f]{32}\n", file.read_text(encoding="utf-8"))
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o644, 0o700)


def test_images_are_pinned_and_the_database_is_the_one_that_the_tests_use(
    compose: dict[str, Any], steps: list[tuple[str, str, str]]
) -> None:
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{neo4j_local.VERSION}-community"
    bases = [rest.partition(" AS ")[0] for _, instruction, rest in steps if instruction == "FROM"]
    assert len(bases) == 3
    bases.append(compose["services"]["proxy"]["image"])
    pinned = r"(python|node|nginx):\d+\.\d+\.\d+-(slim-bookworm|bookworm-slim|bookworm)"
    assert all(re.fullmatch(pinned, base) for base in bases)


def test_a_stage_copies_what_npm_reads(steps: list[tuple[str, str, str]]) -> None:
    (copied,) = [rest.split()[:-1] for stage, instruction, rest in steps if (stage, instruction) == ("assets", "COPY")]
    assert sorted(copied) == [path for path in tracked() if path.startswith("web/assets/")]


def test_heap_and_page_cache_leave_room(compose: dict[str, Any]) -> None:
    service = compose["services"]["neo4j"]
    settings = ("NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size")
    taken = sum(megabytes(service["environment"][name]) for name in settings)
    assert taken + 1024 <= megabytes(service["mem_limit"])


def megabytes(text: str) -> int:
    """Return an amount of memory such as `1G`."""
    return int(text[:-1]) * MEGABYTES[text[-1].lower()]


# The image


def sent_to_the_builder() -> list[str]:
    """Return the tracked files that .dockerignore lets through."""
    lines = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    found: list[str] = []
    for path in tracked():
        is_out = False
        for pattern in patterns:
            plain = pattern.removeprefix("!").removeprefix("**/")
            if fnmatch(path, plain) or fnmatch(path, f"{plain}/*"):
                is_out = not pattern.startswith("!")
        if not is_out:
            found.append(path)
    return found


def test_nothing_secret_and_nothing_idle_is_sent_to_the_builder() -> None:
    sent = sent_to_the_builder()
    assert {path.partition("/")[0] for path in sent} == {
        "pyproject.toml", "README.md", "LICENSE", "requirements.lock",
        "graph", "loaders", "queries", "web", "docs", "scripts",
    }  # fmt: skip
    assert {path.rpartition("/")[0] for path in sent if path.startswith("docs/")} == {"docs/methods"}
    assert [path for path in sent if path.startswith("scripts/")] == ["scripts/assets.py"]


@pytest.fixture(scope="module")
def installed(steps: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do what the stage `build` does: copy what it copies, install as it installs; return where to.

    Packages of others come from the environment of the tests, which the same
    lock file made, since tests do not use the network.
    """
    context, target = tmp_path_factory.mktemp("build"), tmp_path_factory.mktemp("installed")
    sent = sent_to_the_builder()
    installs: list[str] = []
    for stage, instruction, rest in steps:
        if stage == "build" and instruction == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            wanted = [path for path in sent if any(path == s or path.startswith(f"{s}/") for s in sources)]
            assert wanted, f"COPY {rest}: nothing of it reaches the builder"
            for path in wanted:
                (context / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(CHECKOUT / path, context / path)
        if stage == "build" and instruction == "RUN" and "pip install" in rest:
            installs.append(rest)
    lock, ours = installs
    assert lock.endswith("--require-hashes --requirement requirements.lock")
    command = shlex.split(ours)
    assert command[0] == "/opt/partnerships/bin/python"
    subprocess.run(
        [sys.executable, *command[1:], "--quiet", "--target", target], cwd=context, check=True, capture_output=True
    )
    return target


def test_the_image_runs_what_it_says_and_its_health_check_sees_it(
    installed: Path, steps: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    (command,) = [json.loads(rest) for stage, instruction, rest in steps if (stage, instruction) == ("final", "CMD")]
    (health,) = [rest for _, instruction, rest in steps if instruction == "HEALTHCHECK"]
    check = json.loads(health.partition("CMD ")[2])
    port = neo4j_local.free_port()
    listening = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in command]
    asking = [sys.executable, *(part.replace(":8000", f":{port}") for part in check[1:])]
    # The site only reads: a store that is not there is missed and not made.
    SQLiteStore(tmp_path / "image.db").load(Source(id="list"), [person("ada", name="Ada Example")])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(installed),
        "PARTNERSHIPS_STORE": f"sqlite:///{tmp_path}/image.db",
        "PARTNERSHIPS_CACHE": str(tmp_path / "cache"),
    }
    with (tmp_path / "log").open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", *listening], cwd=tmp_path, env=environment, stdout=log, stderr=log
        )
    try:
        for _ in waiting(started, tmp_path / "log"):
            if subprocess.run(asking, capture_output=True, check=False).returncode == 0:
                break
        for _ in waiting(started, tmp_path / "log"):
            # The first look at the store may take longer than a visitor is kept waiting; that page is a 503.
            with suppress(urllib.error.HTTPError), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                assert b"<h1" in page.read()
                break
    finally:
        started.terminate()
        started.wait(timeout=30)
    assert subprocess.run(asking, capture_output=True, check=False).returncode != 0


def waiting(process: subprocess.Popen[bytes], log: Path) -> Generator[None]:
    """Give one try after another until it takes too long or the process has ended."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield
        time.sleep(0.2)
    pytest.fail(f"no answer within {STARTS_WITHIN:g} s: {log.read_text(encoding='utf-8')}")
