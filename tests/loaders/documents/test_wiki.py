# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved pages of wikis: who signed up, who signed, tables, and in what standing the heading says they are."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.schema.nodes import Person, Record
from loaders.read import read
from tests.loaders.test_reported import shown, wanted
from tests.support.real_data import REAL_DATA, needs_real_data

PAGE = """\
{{Header|WikiIndaba}}
<!-- [[User:Nobody]] signs here -->
== Participants ==
# [[User:Ada Example|Ada]] ([[User talk:Ada Example|talk]]) 12:01, 3 March 2017 (UTC)
# {{u|BenM}} – Baobab
*[[:fr:Utilisateur:Cleo Demo|Cleo]], I can help with video. Really.<ref>Ask [[User:Someone]]</ref>
=== Apologies ===
* [[User:Dan Demo]]
== Partners ==
{| class="wikitable sortable"
! Partner !! Country !! Contact
|-
| [[Moon Library]] || Ghana || [[User:Ada Example|Ada]]
|-
| style="color:red" | Radio Sun
| Togo
| {{u|BenM}}<br>[[User:Ada Example|Ada]]
|}
"""


def people(records: Sequence[Record]) -> dict[str | None, Person]:
    return {record.username: record for record in records if isinstance(record, Person)}


@pytest.mark.parametrize("ending", ["wiki", "txt", "mediawiki"])
def test_a_page_of_an_event_says_who_comes_and_which_partners_there_are(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"WikiIndaba_2017.{ending}"
    path.write_text(PAGE, encoding="utf-8")
    (reading,) = read([path], source="net")
    assert shown(reading.records) == wanted(
        "Person: Ada, BenM, Cleo, Dan Demo\nEvent: WikiIndaba 2017\nPartner: Moon Library, Radio Sun",
        "Ada ATTENDED WikiIndaba 2017\nBenM ATTENDED WikiIndaba 2017\nCleo ATTENDED WikiIndaba 2017\n"
        "Ada CONTACT_OF Moon Library\nAda CONTACT_OF Radio Sun\nBenM CONTACT_OF Radio Sun",
    )
    found = people(reading.records)
    assert set(found) == {"Ada Example", "BenM", "Cleo Demo", "Dan Demo"}
    assert (found["BenM"].affiliation, found["Dan Demo"].description) == ("Baobab", "Apologies")


def test_who_signed_a_discussion_is_a_person_and_attended_nothing(tmp_path: Path) -> None:
    path = tmp_path / "Talk.wiki"
    path.write_text(
        "= Village pump =\n== Partners? ==\nShould we ask {{u|BenM}}? [[User:Ada Example|Ada]] 12:01, 3 March 2017\n"
        ":Yes. [[User:BenM]] 13:00, 4 mars 2017 (CET)\n",
        encoding="utf-8",
    )
    (reading,) = read([path], source="net")
    assert shown(reading.records) == wanted("Person: Ada, BenM", "")


def test_a_list_without_accounts_is_read_as_notes(tmp_path: Path) -> None:
    path = tmp_path / "Meeting_2017-03-18.wiki"
    path.write_text("= Steering meeting 2017-03-18 =\n== Present ==\n* Ada Example\n* Ben Muster\n", encoding="utf-8")
    (reading,) = read([path], source="net")
    assert shown(reading.records)[1] == {
        "Ada Example ATTENDED Steering meeting 2017-03-18",
        "Ben Muster ATTENDED Steering meeting 2017-03-18",
    }


@needs_real_data
def test_a_real_list_of_participants_gives_everybody_on_it() -> None:
    path = REAL_DATA / "messy" / "wikitext_wikiproject_ontology_participants.wiki"
    text = path.read_text(encoding="utf-8")
    (reading,) = read([path], source="net")
    found = people(reading.records)
    assert len(found) == len(reading.records) == text.count("{{u|")
    assert found["Emw"].description == "Inactive participants"
