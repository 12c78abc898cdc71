# SPDX-License-Identifier: GPL-3.0-or-later
"""A load that would lose something, or that is none, is refused; nothing is changed by it."""

import json
import sys
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from web.commands.cli import partnerships
from web.terminal import run


class Shell:
    """Runs commands in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Work in this folder, on a store there."""
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PARTNERSHIPS_STORE", "sqlite:///net.db")
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Return exit status, standard output, standard error."""
        self._monkeypatch.setattr(sys, "argv", ["partnerships", *words])
        status = run(partnerships)
        out, error = self._capsys.readouterr()
        return status, out, " ".join(error.split())

    def people(self, *names: str, file: str = "people.csv") -> str:
        """Write a table of people."""
        (self.folder / file).write_text("\n".join(["name,country", *(f"{name},GH" for name in names)]) + "\n")
        return file

    def names(self) -> set[str]:
        """Return the names of everybody."""
        self("export", "all.json", "--format", "json")
        return {node["name"] for node in json.loads((self.folder / "all.json").read_text())["nodes"]}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell with a store of four people."""
    given = Shell(tmp_path, monkeypatch, capsys)
    given("load", given.people("Ada Li", "Ben Li", "Cem Li", "Dina Li"))
    return given


FOUR = {"Ada Li", "Ben Li", "Cem Li", "Dina Li"}


@pytest.mark.parametrize("names", [("Ada Li",), ("Eve O", "Fay O", "Gus O", "Hal O")])
def test_a_load_that_takes_away_more_than_half_asks(shell: Shell, names: tuple[str, ...]) -> None:
    status, _, error = shell("load", shell.people(*names))
    assert (status, "of the 4 records" in error, "--replace" in error) == (2, True, True)
    assert shell("load", "people.csv", "--source", "people")[0] == 2
    assert shell.names() == FOUR
    assert shell("load", "people.csv", "--replace")[0] == 0
    assert shell.names() == set(names)


def test_a_load_that_takes_away_half_or_less_does_not_ask(shell: Shell) -> None:
    assert shell("load", shell.people("Ada Li", "Ben Li"))[0] == 0
    assert shell.names() == {"Ada Li", "Ben Li"}


@pytest.mark.parametrize("more", [(), ("--replace",), ("--dry-run",)])
def test_a_table_of_headings_alone_changes_nothing(shell: Shell, more: tuple[str, ...]) -> None:
    status, _, error = shell("load", shell.people(), *more)
    assert (status, "nothing to load in people.csv" in error) == (2, True)
    assert shell.names() == FOUR


def test_the_same_bytes_under_another_name_are_known(shell: Shell) -> None:
    (shell.folder / "copy").mkdir()
    (shell.folder / "copy" / "people.csv").write_bytes((shell.folder / "people.csv").read_bytes())
    status, out, _ = shell("load", "copy")
    assert (status, "already loaded as people" in out) == (0, True)
    assert json.loads(shell("load", "copy", "--json")[1])["source"] == "people"
    assert [source["id"] for source in json.loads(shell("sources", "--json")[1])] == ["people"]
    assert shell("load", "copy", "--source", "twin")[0] == 0
    assert [source["id"] for source in json.loads(shell("sources", "--json")[1])] == ["people", "twin"]


@pytest.mark.parametrize("words", [("sources",), ("check",), ("ask", "overview"), ("find", "x"), ("load", "no.csv")])
def test_a_mistyped_store_is_missed_and_not_made(shell: Shell, words: tuple[str, ...]) -> None:
    status, out, error = shell("--store", "sqlite:///nett.db", *words)
    assert (status, out) == (2 if words[0] == "load" else 3, "")
    assert "There is no" in error
    assert not (shell.folder / "nett.db").exists()


def test_three_files_of_one_world_say_what_one_file_says(shell: Shell) -> None:
    head = "name,country,affiliate,contact for"
    rows = [
        "Ada Li,Ghana,Baobab Users,Museum of Drums",
        "Ben Osei,Ghana,Baobab Users,Lake Archive",
        "Ada Li,Ghana,baobab users,",
        "Cem Oz,Kenya,Acacia Users,museum  of drums",
    ]
    files = {"all": [*rows[:2], rows[3]], "one": rows[:1], "two": rows[1:3], "three": rows[3:]}
    answers: dict[str, object] = {}
    for name, lines in files.items():
        (shell.folder / f"{name}.csv").write_text("\n".join([head, *lines]) + "\n")
        store = f"sqlite:///{'whole' if name == 'all' else 'parts'}.db"
        assert shell("--store", store, "load", f"{name}.csv", "--kind", "people")[0] == 0
        answers[store] = json.loads(shell("--store", store, "ask", "bus-factor", "--format", "json")[1])["summary"]
    whole, parts = answers.values()
    assert whole == parts
    assert "were joined by name" in shell("--store", "sqlite:///parts.db", "load", "two.csv", "--kind", "people")[1]


ROWS = [f"Person {number} Li,GH" for number in range(9_000)]


def _open_quote(folder: Path, rows: list[str]) -> None:
    (folder / "people.csv").write_text("\n".join(["name,country", *rows]) + "\n")


def test_a_quotation_mark_that_is_never_closed_loses_no_row(shell: Shell) -> None:
    for row in ('Ada Li,"GH', '"Ada Li,GH', 'Ada Li,GH,"a remark', 'Ada Li,GH,,"'):
        _open_quote(shell.folder, [row, "Ben Li,GH", "Cem Li,GH", "Dina Li,GH"])
        status, _, error = shell("load", "people.csv")
        assert (status, "A quotation mark in this row" in error) == (0, True), row
        assert shell.names() == FOUR, row


def test_a_table_whose_reading_stopped_early_takes_nothing_away(shell: Shell) -> None:
    _open_quote(shell.folder, ROWS)
    assert shell("load", "people.csv", "--replace")[0] == 0
    before = shell.names()
    # Row 2 opens a quotation mark; rows of different lengths below it cannot be told from text.
    ragged = [f"{row}{',' * (number % 3)}" for number, row in enumerate(ROWS)]
    for given in (ragged[:8_990], ragged[:10]):
        _open_quote(shell.folder, [*given[:1], f'"{given[1]}', *given[2:], *(["x" * 50 + ",,"] * 4_000)])
        for more in ((), ("--replace",), ("--source", "people")):
            status, _, error = shell("load", "people.csv", *more)
            assert (status, "Reading stops before this row" in error, "Reading stopped early" in error) == (
                2,
                True,
                True,
            )
            assert shell.names() == before
    # A first load says so and loads what it could read: nothing was there to lose.
    status, _, error = shell("load", "people.csv", "--source", "another")
    assert (status, "Reading stops before this row" in error) == (0, True)


def _workbook(*rows: tuple[str, ...]) -> bytes:
    book, content = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("name", ["partners.xlsx", "notes.md", "partners.csv"])
def test_a_folder_with_a_file_that_cannot_be_read_takes_nothing_away(shell: Shell, name: str) -> None:
    folder = shell.folder / "folder"
    folder.mkdir()
    shell.people("Ada Li", "Ben Li", "Cem Li", file="folder/people.csv")
    sample = {
        "partners.xlsx": _workbook(("name", "country"), ("Museum of Drums", "GH")),
        "notes.md": b"# Group 1\nZoe Li, Yan Li\n\n- Who lends maps?\n",
        "partners.csv": b"name,country\nMuseum of Drums,GH\n",
    }[name]
    (folder / name).write_bytes(sample)
    assert shell("load", "folder")[0] == 0
    before = shell.names()
    assert len(before) > 4
    (folder / name).write_bytes(sample[: len(sample) // 2] if name.endswith("xlsx") else b"\0\xff\0\0" * 500)
    status, _, error = shell("load", "folder")
    assert (status, f"{name}: The file was not loaded" in error, "Reading stopped early" in error) == (2, True, True)
    assert shell.names() == before
    # A file that is gone on purpose is gone.
    (folder / name).unlink()
    assert shell("load", "folder", "--replace")[0] == 0
    assert shell.names() < before
