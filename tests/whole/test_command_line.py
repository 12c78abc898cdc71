# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred wrong command lines: each is answered by a sentence and the right exit status, never by a traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.framework.discovery import get_query, query_names
from tests.support.checkout import CHECKOUT
from web.commands.cli import partnerships
from web.reports.report import REPORTS
from web.terminal import run

COMMANDS = {
    "demo": (["--no-site"], {"--port"}),
    "load": (["people.csv"], {"--kind", "--source", "--as-of", "--mapping"}),
    "inspect": (["people.csv"], {"--kind", "--mapping", "--output"}),
    "sources": ([], set[str]()),
    "retire": (["people"], set[str]()),
    "check": ([], set[str]()),
    "find": (["ada"], {"--type"}),
    "show": (["Ada Example"], set[str]()),
    "ask": (["overview"], {"--format", "--limit", "--uselang", "--output"}),
    "report": ([], {"--scope", "--assets", "--theme", "--format", "--uselang", "--output"}),
    "export": (["out.json"], {"--format"}),
    "schema": ([], {"--format", "--output"}),
    "site": ([], {"--host", "--port"}),
}
"""Every command with words that would do, and its options that take a value."""

REPORT = {"scope": ("--scope", "Baobab Wikimedians"), "assets": ("--assets", "Affiliate"), "theme": ("--theme", "Maps")}
"""The options of reports, each of which some of them take, with a value that is right."""


def wrong() -> Iterator[tuple[str, ...]]:
    """Yield command lines that cannot be answered."""
    for command, (words, options) in COMMANDS.items():
        yield (command, *words, "--no-such-option")
        yield (command, *words, "one", "too", "many", "words")
        yield (command, *words, "\udcff")
        for option in sorted(options):
            yield (command, *words, option)
            yield (command, *words, option, "x", option, "y")
            if option != "--output":
                yield (command, *words, option, "\udcff")
    for command in ("demo", "site"):
        yield from ((command, "--port", port) for port in ("0", "-1", "99999", "eighty", "8080.5", ""))
    for code in ("zz", "", "en_", "../fr", "\x00", "e" * 500):
        yield from ((*command, "--uselang", code) for command in (("ask", "overview"), ("report",)))
    for name in query_names():
        yield ("ask", name, "--no-such-parameter", "x")
        yield ("ask", name, "--format", "no-such-format")
        for parameter in get_query(name).parameters[:3]:
            yield ("ask", name, f"--{parameter.name}", "\udcff")
            if not parameter.repeats:
                yield ("ask", name, f"--{parameter.name}", "1", f"--{parameter.name}=2")
    for name in ("bus-factor", "partners", "collaboration"):
        yield ("report", name, "--scope", "nobody-of-this-name")
        yield ("report", name, "--output", "/no/such/folder/x")
        yield ("report", name, "--output", "")
        yield ("report", name, "--output", ".")
        yield from (("report", name, *words) for option, words in REPORT.items() if option not in REPORTS[name].options)
    yield from (
        *(
            ("export", path, "--format", kind)
            for path in ("", "/", ".", "people.csv/x")
            for kind in ("csv", "json", "gexf")
        ),
        ("report", "--uselang", "fr", "--language", "ar"),
        ("demo", "--no-site", "--port", "8080"),
        *(
            ("ask", *words)
            for words in (("--limit", "1"), ("--output", "x"), ("--format", "csv"), ("--format", "cypher"))
        ),
        *(("ask", "contacts", "--format", "cypher", *words) for words in (("--limit", "1"), ("--uselang", "fr"))),
        *(("load", path) for path in ("", "no.csv", "\udcff.csv", "/dev/null/x")),
        *(("load", "people.csv", "--as-of", date) for date in ("2024-13", "yesterday", "0", "9999999")),
        *(("load", "people.csv", "--mapping", name) for name in ("nothing", "people.csv", ".", "")),
        *(
            ("--store", url, "sources")
            for url in ("", "x", "sqlite://x.db", "http://x", "sqlite:////no/x.db", "sqlite:///.")
        ),
        ("--store", "sqlite:///a.db", "--store", "sqlite:///b.db", "sources"),
        ("--no-such-option",),
        ("no-such-command",),
        ("ask", "no-such-query"),
        ("ask", "no-such-query", "--help"),
        ("show", ""),
        ("find", ""),
    )


WRONG = list(dict.fromkeys(wrong()))


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own with one loaded file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARTNERSHIPS_STORE", "sqlite:///test.db")
    monkeypatch.setenv("COLUMNS", "abc")
    Path("people.csv").write_text("name,affiliate\nAda Example,Baobab Wikimedians\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["partnerships", "load", "people.csv"])
    assert run(partnerships) == 0
    return tmp_path


def test_there_are_two_hundred() -> None:
    assert len(WRONG) >= 200


def test_each_is_told_in_a_sentence(
    shell: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found: list[str] = []
    for words in WRONG:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["partnerships", *words])
        status = run(partnerships)
        out, error = capsys.readouterr()
        told = " ".join(error.split())
        expected = {3} if "--store" in words and "sqlite:///" in words[1] and len(words) == 3 else {2}
        if status not in expected or "error of the program" in told or "Traceback" in out + error or not told:
            found.append(f"{status} {words!r}: {told[:150]}")
    assert "\n".join(found) == ""
    assert sorted(path.name for path in shell.iterdir()) == ["people.csv", "test.db"]


OURS = b"error of the program"
"""What is printed where the program itself is at fault, which no command line may bring about."""


def partnerships_in(folder: Path, words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell, in which $P is the program; a pipe fails where any of its commands does."""
    code = "from web.commands.cli import main; main()"
    told = {**os.environ, "P": f"{sys.executable} -c '{code}'", "PYTHONPATH": str(CHECKOUT), **environment}
    return subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", f'eval "$P {words}"'],
        cwd=folder,
        env=told,
        capture_output=True,
        check=False,
    )


def test_a_port_in_use_is_told(shell: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for words in (f"--port {taken.getsockname()[1]}", "--host no.such.host.invalid", "--host 999.1.1.1"):
            done = partnerships_in(shell, f"site {words}")
            assert (done.returncode, b"cannot listen at" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("schema > /dev/full", 2, b"cannot be printed"),
        ("schema --format json >&-", 0, b""),
        ("schema | head -n 1", 0, b""),
        ("schema --output /dev/stdout | head -n 1", 0, b""),
        ("ask | true", 0, b""),
        ("inspect people.csv 2>&1 | true", 0, b""),
    ],
)
def test_output_that_takes_nothing(shell: Path, words: str, status: int, told: bytes) -> None:
    done = partnerships_in(shell, words)
    assert (done.returncode, told in done.stderr, OURS in done.stderr) == (status, True, False), done.stderr
    assert b"Exception" not in done.stderr


def test_an_encoding_of_before_does_not_cut_an_answer(shell: Path) -> None:
    done = partnerships_in(shell, "ask --uselang ar", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, "معبر".encode() in done.stdout or "ال".encode() in done.stdout) == (0, True), done.stderr


def test_a_file_is_written_through_a_link_and_never_instead_of_a_device(shell: Path) -> None:
    (shell / "link.md").symlink_to("real.md")
    (shell / "real.md").write_text("old", encoding="utf-8")
    assert partnerships_in(shell, "schema --output link.md").returncode == 0
    assert (shell / "link.md").is_symlink()
    assert (shell / "real.md").read_text(encoding="utf-8").startswith("# Schema")
    os.mkfifo(shell / "pipe")
    assert partnerships_in(shell, "schema --output pipe & head -n 1 pipe; wait").stdout == b"# Schema\n"
    assert (shell / "pipe").is_fifo()


def test_what_cannot_be_read_is_told(shell: Path) -> None:
    done = partnerships_in(shell, "--store sqlite:////proc/1/mem sources")
    assert (done.returncode, OURS in done.stderr) == (3, False), done.stderr
    (shell / "broken.db").write_bytes(b"SQLite format 3\x00" + b"secret text" * 500)
    done = partnerships_in(shell, "--store sqlite:///broken.db sources")
    assert (done.returncode, OURS in done.stderr, b"secret" in done.stderr) == (3, False, False), done.stderr


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("name", REPORTS)
def test_what_a_report_does_not_take_is_named_with_what_it_takes(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("themes.csv").write_text("name\nMaps\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["partnerships", "load", "themes.csv"])
    assert run(partnerships) == 0
    takes = {option: words for option, words in REPORT.items() if option in REPORTS[name].options}
    needed = takes.get("theme", ())
    assert set(REPORTS[name].options) == takes.keys()
    for option, words in REPORT.items():
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["partnerships", "report", name, *dict.fromkeys((*needed, *words))])
        status = run(partnerships)
        said = capsys.readouterr().err
        assert status == (0 if option in takes else 2), said
        if option not in takes:
            assert f"The report {name} does not take --{option}." in said
            assert all(f"--{one}" in said for one in takes)
