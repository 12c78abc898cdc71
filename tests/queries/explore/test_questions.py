# SPDX-License-Identifier: GPL-3.0-or-later
"""What people ask, and on what nobody works."""

from typing import Any

from queries.explore.questions import QUERY
from tests.support.builders import about, asked, person, question, snapshot_of, worked_on

# why - heritage - walk (ada works on it); how - law (a project nobody worked on); when (no theme)
RECORDS = [
    question("why", language="en"),
    question("how", language="fr", original="كيف؟", original_language="ar"),
    question("when"),
    person("ada"),
    asked("ada", "why"),
    asked("group:table", "how"),
    about("why", "heritage"),
    about("how", "law"),
    about("project:walk", "heritage"),
    about("project:idle", "law"),
    worked_on("ada", "walk"),
]


def test_a_question_is_open_until_somebody_works_on_its_theme() -> None:
    rows = QUERY.run(snapshot_of(RECORDS)).rows
    assert {(row.question_id, row.open) for row in rows} == {
        ("question:why", False),
        ("question:how", True),
        ("question:when", True),
    }


def test_questions_are_found_by_theme_asker_language_and_openness() -> None:
    snapshot = snapshot_of(RECORDS)

    def found(**given: Any) -> set[str]:
        return {row.question_id for row in QUERY.run(snapshot, **given).rows}

    assert found(theme="theme:law") == {"question:how"}
    assert found(asker="person:ada") == {"question:why"}
    assert found(language="ar") == {"question:how"}
    assert found(only_open=True) == {"question:how", "question:when"}


def test_every_row_names_the_records_behind_it() -> None:
    snapshot = snapshot_of(RECORDS)
    row = next(row for row in QUERY.run(snapshot).rows if row.question_id == "question:why")
    assert row.records[0] == "question:why"
    assert {snapshot.link(id_).TYPE for id_ in row.records[1:]} == {"ASKED", "ABOUT"}


def test_no_question_is_an_answer_too() -> None:
    assert [str(sentence) for sentence in QUERY.run(snapshot_of([person("ada")])).summary] == [
        "No question like this is written down."
    ]


def test_a_show_of_hands_is_no_open_question() -> None:
    hands = [question("hands", kind="poll"), asked("event:day", "hands")]
    assert len(QUERY.run(snapshot_of([*RECORDS, *hands])).rows) == len(QUERY.run(snapshot_of(RECORDS)).rows) == 3
