# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file would be read: a paragraph a table, and a mapping that reads it the same."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from loaders.read import read
from loaders.tables.mapping.mapping_text import mapping_text
from tests.loaders.own_cases import OWN, Own
from tests.loaders.test_reported import shown, wanted
from web.commands.cli import partnerships

SAME = [case for case in OWN if case.name.startswith(("K1 first", "K1 a Spanish", "K1 a partner", "K2", "K3"))]


def written(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.name)
def test_the_mapping_that_is_written_reads_the_same(tmp_path: Path, case: Own) -> None:
    paths = written(tmp_path, case.files)
    (reading,) = read(paths, source="net")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(mapping_text(reading.plans, "net"), encoding="utf-8")
    (again,) = read(paths, mapping=str(mapping))
    assert shown(again.records) == shown(reading.records) == wanted(case.nodes, case.links)


PEOPLE = "name,affiliate,contact for,shoe size\nAda Test,Baobab,TBD,38\nBo Probe,Baobab,Sun Radio,40\nTotal,2,1,\n"


def test_a_paragraph_says_what_rows_and_columns_are(tmp_path: Path) -> None:
    (path,) = written(tmp_path, {"people.csv": PEOPLE})
    result = CliRunner().invoke(partnerships, ["inspect", str(path), "--json"], catch_exceptions=False)
    (table,) = json.loads(result.stdout)["tables"]
    assert table["paragraph"] == (
        "people.csv: rows are people, since the table is called so; there are 2. Fields of theirs: name. "
        "“affiliate” names affiliates: 2 mentions, of which one made a new entry. "
        "“contact for” names partners: one mention, of which one made a new entry. Left out: shoe size. "
        "One row is no records but headings, totals, remarks or sections. "
        "One cell says that nothing is known, such as “TBD”."
    )


def test_nothing_is_loaded_and_the_mapping_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (path,) = written(tmp_path, {"people.csv": PEOPLE})
    result = CliRunner().invoke(partnerships, ["inspect", str(path), "--output", "m.toml"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "rows are people" in result.stdout
    assert sorted(file.name for file in tmp_path.iterdir()) == ["m.toml", "people.csv"]


def test_a_faultless_file_gives_nothing_to_look_at(tmp_path: Path) -> None:
    (path,) = written(tmp_path, {"people.csv": "name,affiliate\nAda Test,Baobab\nBo Probe,Baobab\n"})
    store = f"sqlite:///{tmp_path / 'net.db'}"
    result = CliRunner().invoke(partnerships, ["--store", store, "load", str(path)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "to look at" not in result.output
    assert "one made a new entry" in " ".join(result.output.split())
