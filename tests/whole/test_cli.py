# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a person uses it: what it prints, writes, and returns."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph.schema.source import Source
from graph.stores.sqlite import SQLiteStore
from tests.support.builders import person
from tests.support.checkout import CHECKOUT
from web.commands.cli import partnerships
from web.terminal import run

SAMPLE = CHECKOUT / "loaders" / "sample"


class Shell:
    """Runs commands in this process against a store of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.folder = folder
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PARTNERSHIPS_STORE", f"sqlite:///{folder}/test.db")
        monkeypatch.setenv("COLUMNS", "80")

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Return exit status, standard output, standard error."""
        self.monkeypatch.setattr(sys, "argv", ["partnerships", *words])
        status = run(partnerships)
        out, error = self.capsys.readouterr()
        return status, out, error

    def json(self, *words: str) -> Any:
        """Return the one JSON document that a command prints."""
        status, out, _ = self(*words)
        assert status == 0
        return json.loads(out)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell with two people in a file."""
    people = "name,affiliate,contact for\nAda Example,Baobab Wikimedians,Museum of Drums\nBen Example,,\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    return Shell(tmp_path, monkeypatch, capsys)


def test_from_a_spreadsheet_to_an_answer(shell: Shell) -> None:
    loaded = shell.json("load", "people.csv", "--as-of", "2025", "--json")
    assert loaded["created"] == {"Affiliate": 1, "ContactOf": 1, "MemberOf": 1, "Partner": 1, "Person": 2}
    assert set(loaded) == {"source", "created", "updated", "unchanged", "retired", "problems", "revision"}
    assert set(loaded["problems"][0]) == {"file", "sheet", "line", "field", "found", "expected", "message"}
    (source,) = shell.json("sources", "--json")
    assert (source["id"], source["file"], source["as_of"]) == ("people", "people.csv", "2025")
    assert set(source) == {"id", "title", "file", "sha256", "as_of", "loaded_at", "records", "problems"}
    found = shell.json("find", "museum", "--json")
    assert [row["name"] for row in found["rows"]] == ["Museum of Drums"]
    assert set(found) == {"query", "title", "parameters", "summary", "columns", "rows", "warnings", "revision"}
    shown = shell.json("show", found["rows"][0]["id"], "--json")
    assert set(shown) == {"node", "links", "sources"}
    link = shell.json("show", shown["links"][0]["id"], "--json")
    assert link["link"]["type"] == "CONTACT_OF"
    assert set(link) == {"link", "sources"}
    assert shell.json("check", "--json") == {"ok": True, "findings": []}


def test_loading_again_retiring_and_dry_run(shell: Shell) -> None:
    before = shell.json("load", "people.csv", "--dry-run", "--json")
    assert before["created"]["Person"] == 2
    assert not (shell.folder / "test.db").exists()
    assert "a new store" in shell("load", "people.csv")[2]
    again = shell.json("load", "people.csv", "--json")
    assert (again["created"], again["updated"], again["retired"]) == ({}, {}, {})
    assert shell.json("retire", "people", "--json")["retired"]["Person"] == 2
    assert shell.json("sources", "--json") == []


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["load", "nothing.csv"], 2, "Nothing was loaded"),
        (["retire", "peple"], 2, "There is no source called “peple”"),
        (["sources", "peple"], 2, "There is no source called “peple”"),
        (["show", "person:nobody"], 2, "There is no entry called “person:nobody”"),
        (["ask", "serch"], 2, "Did you mean: search"),
        (["ask", "search"], 2, "“text” is missing"),
        (["ask", "search", "--txt", "x"], 2, "Did you mean: --text"),
        (["ask", "search", "x"], 2, "Write --name value"),
        (["ask", "search", "--text", "x", "--type", "Planet"], 2, "“type” is 'Planet'"),
        (["ask", "bus-factor", "--theta", "7"], 2, "“theta” is '7'"),
        (["ask", "bus-factor", "--format", "cypher"], 2, "has no Cypher text"),
        (["report", "nothing"], 2, "There are: bus-factor, partners, collaboration"),
        (["report", "partners"], 2, "Add --theme"),
        (["export", "x.json", "--format", "json", "--without-names"], 2, "does not work for json"),
        (["export", "no/such/folder.json", "--format", "json"], 2, "cannot be written"),
        (["schema", "--format", "templates"], 2, "Add --output FOLDER"),
        (["--store", "sqlite:////no/such/folder/x.db", "sources"], 3, "There is no store at"),
        (["--store", "sqlite:////no/such/folder/x.db", "load", "people.csv"], 3, "cannot be opened"),
        (["--store", "carrier-pigeon:x", "sources"], 2, "is no kind of store"),
        (["nonsense"], 2, "No such command"),
        (["ask", "overview", "--uselang", "zz"], 2, "“zz” is no language code. Give one such as en, fr or ar"),
        (["report", "--language", "../x"], 2, "is no language code"),
        (["ask", "overview", "--language", "fr"], 2, "There is no parameter called “--language”"),
    ],
)
def test_a_mistake_is_told_and_is_no_traceback(shell: Shell, words: list[str], status: int, told: str) -> None:
    shell("load", "people.csv")
    code, out, error = shell(*words)
    flat = " ".join(error.split())
    assert (code, told in flat) == (status, True), flat
    assert "Traceback" not in out + error


def test_strict_loads_nothing(shell: Shell) -> None:
    (shell.folder / "people.csv").write_text("name,country\nAda Example,Atlantis\n", encoding="utf-8")
    status, _, error = shell("load", "people.csv", "--strict")
    assert (status, "--strict loads nothing" in error) == (2, True)
    assert not (shell.folder / "test.db").exists()


def test_the_problems_of_a_source_can_be_read_later(shell: Shell) -> None:
    told = shell.json("load", "people.csv", "--json")["problems"]
    shown = shell.json("sources", "people", "--json")
    assert (shown["problems"], shown["first_problems"]) == (len(told), told)
    _, listed, _ = shell("sources")
    assert f"from people.csv; {len(told)} problems" in " ".join(listed.split())
    _, lines, _ = shell("sources", "people")
    assert f"people.csv:2: {told[0]['message']}" in " ".join(lines.split())
    many = "name,x\n" + "Ada,,extra\n" * 130
    (shell.folder / "many.csv").write_text(many, encoding="utf-8")
    assert shell("load", "many.csv", "--kind", "people")[0] == 0
    assert "more. To list all and change nothing: partnerships load --dry-run many.csv" in " ".join(
        shell("sources", "many")[1].split()
    )


def test_another_file_of_the_same_source_is_refused(shell: Shell) -> None:
    shell("load", "people.csv")
    (shell.folder / "people.tsv").write_text("name\nCem\n", encoding="utf-8")
    status, _, error = shell("load", "people.tsv")
    assert (status, "--source" in error) == (2, True)
    assert shell("load", "people.tsv", "--replace")[0] == 0


def test_an_export_restores_the_same_bytes(shell: Shell) -> None:
    shell("load", "people.csv")
    shell("export", "one.json", "--format", "json")
    other = f"sqlite:///{shell.folder}/other.db"
    assert shell("--store", other, "load", "one.json")[0] == 0
    shell("--store", other, "export", "two.json", "--format", "json")
    assert (shell.folder / "one.json").read_bytes() == (shell.folder / "two.json").read_bytes()


def test_csv_export_loads_back(shell: Shell) -> None:
    shell("load", "people.csv")
    nodes = shell.json("ask", "overview", "--format", "json")["rows"]
    shell("export", "tables", "--format", "csv")
    other = f"sqlite:///{shell.folder}/other.db"
    shell("--store", other, "load", "tables")
    again = shell.json("--store", other, "ask", "overview", "--format", "json")["rows"]
    counts = [
        {(row["name"], row["count"]) for row in rows if row["kind"] in {"node", "link"}} for rows in (nodes, again)
    ]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("format_", ["graphml", "gexf", "node-link", "kumu", "html"])
def test_exports_without_names_hold_no_name(shell: Shell, format_: str) -> None:
    shell("load", "people.csv")
    assert shell("export", f"x.{format_}", "--format", format_)[0] == 0
    assert "Ada Example" in (shell.folder / f"x.{format_}").read_text(encoding="utf-8")
    assert shell("export", f"y.{format_}", "--format", format_, "--without-names")[0] == 0
    text = (shell.folder / f"y.{format_}").read_text(encoding="utf-8").lower()
    assert not any(name in text for name in ("ada example", "ada-example", "ben example"))
    assert "museum of drums" in text


def test_formats_of_an_answer(shell: Shell) -> None:
    shell("load", "people.csv")
    _, table, _ = shell("ask", "collaborators", "--types", "Person", "--types", "Affiliate")
    assert max(map(len, table.splitlines())) <= 80
    _, text, _ = shell("ask", "search", "--text", "example", "--format", "csv")
    assert text.splitlines()[0] == "id,name,type,matched,records"
    _, markdown, _ = shell("ask", "search", "--text", "example", "--format", "md")
    assert "| Ada Example | person |" in markdown
    _, cut, _ = shell("ask", "search", "--text", "example", "--limit", "1", "--format", "json")
    assert json.loads(cut)["warnings"] == ["Showing the first 1 of 2 rows."]
    names = {query["name"] for query in shell.json("ask", "--format", "json")}
    assert {"search", "overview", "bus-factor"} <= names
    assert shell("ask", "search", "--text", "ben", "--format", "json", "--output", "x.json")[0] == 0
    assert json.loads((shell.folder / "x.json").read_text(encoding="utf-8"))["rows"][0]["name"] == "Ben Example"


def test_what_a_spreadsheet_or_terminal_would_run_is_disarmed(shell: Shell) -> None:
    store = SQLiteStore(shell.folder / "test.db")
    names = ("=1+1", "Ada; =1+1", "Ben;-2+3", "\x1b[31mCem\x07")
    store.load(Source(id="odd"), [person(f"p{number}", name=name) for number, name in enumerate(names)])
    shell("export", "tables", "--format", "csv")
    table = (shell.folder / "tables" / "person.csv").read_text(encoding="utf-8")
    assert re.search(r"(^|[,;] *)[=+\-@]|[\x1b\x07]", table, re.MULTILINE) is None
    _, out, _ = shell("ask", "search", "--text", "Cem")
    assert ("[31mCem" in out, "\x1b" in out, "\x07" in out) == (True, False, False)
    shell("--store", "sqlite:///again.db", "load", "tables")
    loaded = SQLiteStore(shell.folder / "again.db").snapshot().names
    assert loaded == ("=1+1", "Ada; =1+1", "Ben;-2+3", "[31mCem")


def test_a_gexf_export_keeps_the_kinds_of_links(shell: Shell) -> None:
    shell("load", "people.csv")
    shell("export", "network.gexf", "--format", "gexf")
    assert set(re.findall(r'value="([A-Z_]+)"', (shell.folder / "network.gexf").read_text(encoding="utf-8"))) == {
        "CONTACT_OF",
        "MEMBER_OF",
    }


def test_an_answer_speaks_the_language_and_filters_by_another(shell: Shell) -> None:
    shell("load", str(SAMPLE / "network"))
    asked = ("ask", "questions", "--limit", "500", "--format")
    everything = shell.json(*asked, "json", "--uselang", "fr")
    assert everything["summary"] == shell.json(*asked, "json", "--uselang", "fr-CA")["summary"]
    assert everything["summary"] != shell.json(*asked, "json")["summary"]
    filtered = shell.json(*asked, "json", "--language", "fr")
    assert 0 < len(filtered["rows"]) < len(everything["rows"])
    assert filtered["parameters"]["language"] == "fr"
    new, old = shell("report", "collaboration", "--uselang", "ar"), shell("report", "collaboration", "--language", "ar")
    assert new == old != shell("report", "collaboration")


def test_schema_in_every_format(shell: Shell) -> None:
    assert shell("schema", "--format", "templates", "--output", "empty")[0] == 0
    status, out, _ = shell("load", "empty")
    assert (status, "problem" in out) in {(0, False), (2, False)}
    assert "### Person" in shell("schema")[1]
    assert "PartnerOf" in json.loads(shell("schema", "--format", "json")[1])["$defs"]
    assert "graph LR" in shell("schema", "--format", "mermaid")[1]
    assert "entity_id" in shell("schema", "--format", "cypher")[1]


def test_help_is_quick_because_it_imports_little() -> None:
    code = """
import sys
sys.argv = ["partnerships", "--help"]
from web.commands.cli import main
try:
    main()
except SystemExit:
    pass
heavy = {"numpy", "pandas", "igraph", "neo4j", "networkx", "flask", "pyvis", "scipy", "rich"} & set(sys.modules)
assert not heavy and not [name for name in sys.modules if name.startswith("queries.")], heavy
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert "ask" in done.stdout


@pytest.mark.parametrize("words", ["show person:people/ada-example", "check", "export --format json out.json"])
def test_a_damaged_record_is_no_fault_of_the_program(shell: Shell, words: str) -> None:
    assert shell("load", "people.csv")[0] == 0
    with closing(sqlite3.connect(shell.folder / "test.db")) as connection:
        for table in ("node", "link", "statement"):
            connection.execute(f"UPDATE {table} SET data = substr(data, 1, length(data) - 1)")  # noqa: S608 - our own
        connection.commit()
    status, _, error = shell(*words.split())
    assert (status, "A record in the store is damaged" in error, "Ada" in error) == (3, True, False), error
    assert not (shell.folder / "out.json").exists()


def test_a_backup_moves_a_network_to_a_new_store(shell: Shell) -> None:
    shell("load", "people.csv")
    before = shell.json("ask", "overview", "--format", "json")
    assert shell("backup", "network.db") == (0, "", "Wrote network.db: 1 source.\n")
    new = ("--store", "sqlite:///new.db")
    status, _, error = shell(*new, "restore", "none.db")
    assert (status, error) == (2, "Error: There is no backup called none.db.\nGive another file.\n")
    assert not Path("new.db").exists()
    assert shell(*new, "restore", "network.db") == (0, "", "The network is that of network.db: 1 source.\n")
    assert shell.json(*new, "ask", "overview", "--format", "json") == before

    Path("others.csv").write_text("name\nCem Example\n", encoding="utf-8")
    shell(*new, "load", "others.csv", "--kind", "people")
    status, _, error = shell(*new, "restore", "network.db")
    assert (status, "One source is in the network and not in the backup: others." in error) == (2, True)
    assert shell(*new, "restore", "network.db", "--replace")[0] == 0
    assert shell.json(*new, "ask", "overview", "--format", "json") == before
