# SPDX-License-Identifier: GPL-3.0-or-later
"""What one call of `read` is: a source, an export's sources, a review's decisions."""

import json
from hashlib import sha256
from pathlib import Path

from graph.schema.links import SameAs
from graph.schema.nodes import Node
from graph.stores.base import state
from graph.stores.memory import MemoryStore
from loaders.read import read


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_a_source_is_named_after_the_file_or_folder_and_knows_what_it_read(tmp_path: Path) -> None:
    folder = tmp_path / "Our Network 2024"
    folder.mkdir()
    people, partners = write(folder, people="name\nAda\n", partners="name\nMuseum X\n")
    (one,) = read([people])
    assert (one.source.id, one.source.file, one.source.as_of) == ("people", "people.csv", None)
    (all_of_it,) = read([folder], as_of="2024-05")
    assert (all_of_it.source.id, all_of_it.source.file) == ("our-network-2024", "Our Network 2024")
    assert all_of_it.source.as_of == "2024-05"
    assert all_of_it.source.sha256 == sha256(partners.read_bytes() + people.read_bytes()).hexdigest()
    assert all_of_it.gave == {"partners.csv": 1, "people.csv": 1}


def test_several_paths_are_one_source_and_may_refer_to_each_other(tmp_path: Path) -> None:
    people, groups = write(tmp_path, people="name,groups\nAda L,Board\n", groups="id,name\n7,Board\n")
    (reading,) = read([people, groups], source="net")
    assert {r.id for r in reading.records if isinstance(r, Node)} == {"person:net/ada-l", "group:net/7"}
    assert reading.source.file == "people.csv, groups.csv"
    assert not reading.problems


def test_the_order_of_files_and_rows_does_not_matter(tmp_path: Path) -> None:
    people, groups = write(tmp_path, people="name,groups\nAda L,Board\nBob B,\n", groups="name,members\nBoard,Bob B\n")
    (one,) = read([people, groups], source="net")
    people.write_text("name,groups\nBob B,\nAda L,Board\n", encoding="utf-8")
    (two,) = read([groups, people], source="net")
    assert set(map(repr, one.records)) == set(map(repr, two.records))


def test_progress_names_each_file(tmp_path: Path) -> None:
    told: list[str] = []
    read(write(tmp_path, people="name\nAda\n", groups="name\nX\n"), progress=told.append)
    assert told == ["people.csv", "groups.csv"]


def test_an_export_gives_back_its_sources(tmp_path: Path) -> None:
    people, groups = write(tmp_path, people="name,country\nAda,Ghana\n", groups="name,members\nBoard,Ada\n")
    store = MemoryStore()
    for path in (people, groups):
        (reading,) = read([path], as_of="2024")
        store.load(reading.source, reading.records)
    export = tmp_path / "export.json"
    export.write_text(json.dumps(state(store)), encoding="utf-8")
    readings = read([export])
    assert [reading.source.id for reading in readings] == ["groups", "people"]
    again = MemoryStore()
    for reading in readings:
        assert not reading.problems
        again.load(reading.source, reading.records)
    assert state(again) == state(store)


def test_a_record_of_an_export_that_was_changed_by_hand_is_validated_anew(tmp_path: Path) -> None:
    content = {
        "schema_version": 1,
        "sources": [
            {
                "id": "net", "title": "", "file": "", "sha256": "", "as_of": None,
                "records": [
                    {"type": "Person", "id": "person:a", "name": "Ada", "country": "Ghana"},
                    {"type": "PART_OF", "source": "theme:a", "target": "event:b"},
                ],
            }
        ],
    }  # fmt: skip
    export = tmp_path / "export.json"
    export.write_text(json.dumps(content), encoding="utf-8")
    (reading,) = read([export])
    assert [(r.id, getattr(r, "country", "")) for r in reading.records if isinstance(r, Node)] == [("person:a", None)]
    assert [(p.field, p.text.text.key) for p in reading.problems] == [
        ("country", "problem-invalid-value"),
        ("source", "problem-wrong-ends"),
    ]


REVIEW = """\
left_id,left_name,right_id,right_name,score,reasons_for,reasons_against,weak,decision,by,date,note
person:a,Ada,person:b,Ada L.,0.9,x,,,same,Eve,2024-05-01,met her
person:c,Bob,person:d,Rob,0.8,x,,,,,,
person:e,Joe,person:f,Jo,0.7,x,,,Different,,03/04/2024,
person:g,Kim,group:h,Kim,0.7,x,,,unsure,,,
person:i,Lu,person:j,Lou,0.7,x,,,maybe,,,
"""


def test_a_review_file_gives_one_decision_for_each_row_that_has_one(tmp_path: Path) -> None:
    (reading,) = read(write(tmp_path, decisions=REVIEW))
    assert {
        (r.source, r.target, r.decision, r.by, r.date, r.note) for r in reading.records if isinstance(r, SameAs)
    } == {
        ("person:a", "person:b", "same", "Eve", "2024-05-01", "met her"),
        ("person:e", "person:f", "different", None, "2024", None),
    }
    assert [(p.line, p.text.text.key) for p in reading.problems] == [
        (None, "problem-review-undecided"),
        (4, "problem-ambiguous-date"),
        (5, "problem-wrong-ends"),
        (6, "problem-review-decision"),
    ]
