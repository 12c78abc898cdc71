# SPDX-License-Identifier: GPL-3.0-or-later
"""From names that look alike to a decision and back: asked, saved, answered, loaded, retired."""

import csv
from pathlib import Path

from graph.schema.nodes import Record
from graph.schema.source import Source
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.explore.duplicates import QUERY
from tests.support.builders import contact_of, partner, person
from web.wording.formats import csv_text


class Loop:
    """A store, and what a coordinator does with it."""

    def __init__(self, folder: Path, *records: Record) -> None:
        self.folder = folder
        self.store = MemoryStore()
        self.store.load(Source(id="sheet"), records)
        self.before = self.store.revision()

    def ids(self) -> set[str]:
        return set(self.store.snapshot().ids)

    def holder(self) -> str:
        """Return who is linked to the museum."""
        snapshot = self.store.snapshot()
        return snapshot.ids[int(snapshot.link_source[0])]

    def rows(self) -> list[tuple[str, str, str | None]]:
        return [(row.left_id, row.right_id, row.decision) for row in QUERY.run(self.store.snapshot()).rows]

    def save(self, name: str, answers: dict[tuple[str, str], str]) -> Path:
        """Save the question as CSV with some answers in it, by left and right id."""
        result = QUERY.run(self.store.snapshot())
        rows = result.dicts()
        for row in rows:
            row["decision"] = answers.pop((row["left_id"], row["right_id"]), row["decision"])
            row["by"] = "Ada Example"
        assert not answers
        path = self.folder / name
        path.write_text(csv_text([column.name for column in result.columns], rows), encoding="utf-8", newline="")
        return path

    def load(self, path: Path) -> list[str]:
        """Load a file as any other; return what was said about it."""
        (reading,) = read([path])
        report = self.store.load(reading.source, reading.records)
        return [str(problem.text) for problem in (*reading.problems, *report.problems)]


def test_the_whole_loop(tmp_path: Path) -> None:
    loop = Loop(
        tmp_path,
        person("a1", name="HADAD, Sameer"), person("b1", name="Samir Haddad"), person("c1", name="Chinwe Okeke-Dunu"),
        contact_of("b1", "museum"), partner("museum"),
        person("e1", name="J. Dumarest"), person("f1", name="Jean Dumarest"),
        person("g1", name="Mohamed Tazari"), person("h1", name="Mahmoud Tazari"),
    )  # fmt: skip
    path = loop.save(
        "identity-review.csv",
        {("person:a1", "person:b1"): "same", ("person:g1", "person:h1"): "different"},
    )
    assert loop.load(path) == ["One pair has no decision yet and changed nothing."]
    assert "person:b1" not in loop.ids()
    joined = loop.store.snapshot().node("person:a1")
    assert (joined.name, joined.aliases, joined.merged_ids) == ("HADAD, Sameer", ("Samir Haddad",), ("person:b1",))
    assert loop.holder() == "person:a1"
    assert loop.rows() == [("person:e1", "person:f1", None)]

    revision = loop.store.revision()
    loop.load(path)
    assert loop.store.revision() == revision

    second = loop.save("second-review.csv", {("person:e1", "person:f1"): "unsure"})
    assert loop.load(second) == []
    assert loop.rows() == [("person:e1", "person:f1", "unsure")]

    for source in ("identity-review", "second-review"):
        loop.store.retire(source)
    assert loop.store.revision() == loop.before
    assert {"person:a1", "person:b1"} <= loop.ids()
    assert loop.holder() == "person:b1"
    assert len(loop.rows()) == 3


def test_a_contradiction_is_a_problem_that_names_the_chain(tmp_path: Path) -> None:
    people = [
        person(key, name=name) for key, name in zip("abc", ("Mohamed Ali", "Mohammed Ali", "Mahmoud Ali"), strict=True)
    ]
    loop = Loop(tmp_path, *people)
    answers = {
        ("person:a", "person:b"): "same",
        ("person:b", "person:c"): "same",
        ("person:a", "person:c"): "different",
    }
    said = loop.load(loop.save("identity-review.csv", answers))
    assert said == [
        (
            "person:a and person:c are said to be different, but these decisions join them: person:a – person:b – "
            "person:c. Nothing of this chain is joined; change one of the decisions."
        )
    ]
    assert loop.ids() == {"person:a", "person:b", "person:c"}


def test_a_name_that_a_spreadsheet_would_run_comes_back_harmless(tmp_path: Path) -> None:
    loop = Loop(tmp_path, person("a", name="=Ada; “Oto”, Ltd"), person("b", name="Oto Ada\r\nLtd"))
    path = loop.save("review.csv", {("person:a", "person:b"): "same"})
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["left_name"].startswith("'=")
    assert loop.load(path) == []
    assert loop.ids() == {"person:a"}
