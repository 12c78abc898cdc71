# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of minutes: each file one event with its day, and exactly those attend it who were there."""

from pathlib import Path

import pytest

from graph.schema.links import Attended
from graph.schema.nodes import Event, Person, Record
from loaders.cells.reading import Reading
from loaders.read import read
from tests.loaders.test_reported import shown


def load(folder: Path, files: dict[str, str]) -> Reading:
    """Return what a folder of these files gives."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (reading,) = read([folder], source="board")
    return reading


def there(reading: Reading) -> dict[str, set[str]]:
    """Return who was at which meeting: name, day, and people."""
    names = {one.id: one.name for one in reading.records if isinstance(one, Person)}
    events = {one.id: one for one in reading.records if isinstance(one, Event)}
    found: dict[str, set[str]] = {f"{one.name} | {one.start}": set() for one in events.values()}
    for link in reading.records:
        if isinstance(link, Attended):
            event = events[link.target]
            found[f"{event.name} | {event.start}"].add(names[link.source])
    return found


CALLS = {
    "2024-01-10.md": "# Board call\n\n## Attendees\n\n| Name | Initials | Organisation | Present |\n|---|---|---|---|\n"
    "| Lena Sample | LS | Baobab | x |\n| Tomas Muster | TM | Harmattan | |\n| Bo Esempio (@boes) | BE | | ✓ |\n\n"
    "## Agenda\n\n- LS: we need a room\n",
    "2024-02-14.md": "# Board call\n\nPresent: LS, TM and @boes\nApologies: Aino Malli\n\n1. Budget\n2. Rooms\n",
    "notes.md": "---\ntitle: Board call in spring\ndate: 2024-03-13\n"
    "attendees:\n  - Lena Sample\n  - Aino Malli (guest)\n---\n"
    "Nothing was decided.\n",
    "cr-2024-04-03.md": "Réunion du 3 avril 2024\n\n"
    "Présents :\n- Lena Sample (Baobab)\n- TM\n- [ ] Cleo Demo\n- [x] Dan Demo\n"
    "\nExcusés : Bo Esempio\n",
    "20240508 retreat.txt": "Board retreat\n=============\n\n"
    "**Present**\n\nLena Sample\nTomas Muster - Harmattan\nEve\n\n"
    "**Agenda**\n\nTalk\n",
    "2024-06-01.md": "## Members Present\n\n"
    "* [@tomas-m](https://code.example/tomas-m) Tomas Muster\n* Guest: Fay Probe\n",
    "2024-07-01.md": "# اجتماع المجلس\n\nالتاريخ: 2024-07-01\n\nالحضور: ليلى مثال، سامي تجربة\n",
    "2024-08-01.md": "= Sitzung =\n\n== Anwesend ==\n\n* Eve\n* @tomas-m\n",
}


def test_each_file_is_one_event_with_its_day_and_those_who_were_there(tmp_path: Path) -> None:
    assert there(load(tmp_path, CALLS)) == {
        "Board call | 2024-01-10": {"Lena Sample", "Bo Esempio"},
        "Board call | 2024-02-14": {"Lena Sample", "Tomas Muster", "Bo Esempio"},
        "Board call in spring | 2024-03-13": {"Lena Sample", "Aino Malli"},
        "Réunion du 3 avril 2024 | 2024-04-03": {"Lena Sample", "Tomas Muster", "Dan Demo"},
        "Board retreat | 2024-05-08": {"Lena Sample", "Tomas Muster", "Eve"},
        "board 2024-06-01 | 2024-06-01": {"Tomas Muster", "Fay Probe"},
        "اجتماع المجلس | 2024-07-01": {"ليلى مثال", "سامي تجربة"},
        "Sitzung | 2024-08-01": {"Eve", "Tomas Muster"},
    }


def test_nothing_else_is_made_and_everybody_is_one_person(tmp_path: Path) -> None:
    nodes, _links = shown(load(tmp_path, CALLS).records)
    people = [node for node in nodes if not node.startswith("Event")]
    # Eve has no family name, so she may be two.
    names = "Aino Malli, Bo Esempio, Dan Demo, Eve, Eve, Fay Probe, Lena Sample, Tomas Muster, سامي تجربة, ليلى مثال"
    assert people == sorted(f"Person: {name}" for name in names.split(", "))


def test_a_person_keeps_abbreviation_handle_and_organisation(tmp_path: Path) -> None:
    reading = load(tmp_path, CALLS)
    people = {one.name: one for one in reading.records if isinstance(one, Person)}
    assert people["Tomas Muster"].aliases == ("@tomas-m", "TM")
    assert people["Bo Esempio"].aliases == ("@boes", "BE")
    assert people["Lena Sample"].affiliation == "Baobab"
    roles = {link.role for link in reading.records if isinstance(link, Attended)}
    assert roles == {None, "guest"}


def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    said = {problem.file: str(problem.text) for problem in load(tmp_path, CALLS).problems}
    assert "lines 11 to 13 were left out" in said["2024-01-10.md"]
    away = [str(problem.text) for problem in load(tmp_path, CALLS).problems if "did not attend" in str(problem.text)]
    assert len(away) == 3


def test_a_shared_abbreviation_is_nobody(tmp_path: Path) -> None:
    files = {
        "2024-01-10.md": "# Call\n\nPresent: Lena Sample (LS), Leo Szabo (LS)\n",
        "2024-02-10.md": "# Call\n\nPresent: LS, Tomas Muster\n",
    }
    reading = load(tmp_path, files)
    assert there(reading)["Call | 2024-02-10"] == {"Tomas Muster"}
    assert [str(one.text) for one in reading.problems if "LS" in str(one.text)] == [
        "“LS” may be any of Lena Sample and Leo Szabo; nobody was taken for it."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Call\n\nPresent: Lena Sample, Tomas Muster\n",  # Without a day.
        "# Workshop 2024-03-13\n\nGroup 1: Lena Sample, Tomas Muster\n\n- What do we need?\n",
        "# Workshop 2024-03-13\n\n## Themes\n\n- Presence in schools\n- Trust\n",
    ],
)
def test_notes_of_groups_or_without_a_day_are_read_as_before(tmp_path: Path, text: str) -> None:
    records: tuple[Record, ...] = load(tmp_path, {"notes.md": text}).records
    assert not any(isinstance(one, Event) and one.start == "2024-03-13" and one.kind == "meet-up" for one in records)


def test_no_digit_of_a_number_is_kept(tmp_path: Path) -> None:
    reading = load(
        tmp_path, {"2024-01-10.md": "# Call\n\nPresent: Lena Sample 0244 000 012, Bo Probe <bo@example.org>\n"}
    )
    assert there(reading) == {"Call | 2024-01-10": {"Lena Sample", "Bo Probe"}}
    assert "000 012" not in repr(reading)
    assert "example.org" not in repr(reading)
