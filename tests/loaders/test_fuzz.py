# SPDX-License-Identifier: GPL-3.0-or-later
"""Two thousand files made to break a load: each is read or refused in time, and a refused one changes nothing."""

from contextlib import closing
from pathlib import Path

import pytest

from graph.stores.open import open_store
from tests.support.fuzz import LONGEST, files, outcome, prepare
from web.commands.cli import partnerships
from web.terminal import run

PARTS, CASES = 8, 250


@pytest.mark.parametrize("part", range(PARTS))
def test_every_file_is_read_or_refused(tmp_path: Path, part: int) -> None:
    prepare()
    found = [outcome(tmp_path, number) for number in range(part * CASES, (part + 1) * CASES)]
    assert [one.broken for one in found if one.broken] == []
    assert max(one.seconds for one in found) < LONGEST
    # Both happen, so neither is all that is tried.
    assert {one.is_refused for one in found} == {True, False}


def test_the_same_number_makes_the_same_files() -> None:
    assert [files(number) for number in range(50)] == [files(number) for number in range(50)]


def revision(url: str) -> str:
    with closing(open_store(url)) as store:
        return store.revision()


def test_a_load_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'net.db'}"
    (tmp_path / "people.csv").write_text("name,affiliate\nAda Example,Baobab\n", encoding="utf-8")
    statuses: list[int] = []

    def load(path: Path) -> int:
        monkeypatch.setattr("sys.argv", ["partnerships", "--store", url, "load", str(path), "--source", "people"])
        return run(partnerships)

    assert load(tmp_path / "people.csv") == 0
    before = revision(url)
    for number in range(0, 400, 5):
        (file, *_) = files(number)
        path = tmp_path / f"case-{file.name}"
        path.write_bytes(file.content)
        statuses.append(status := load(path))
        assert status == 0 or revision(url) == before, number
        before = revision(url)
    assert set(statuses) == {0, 2}
    assert "Traceback" not in capsys.readouterr().err
