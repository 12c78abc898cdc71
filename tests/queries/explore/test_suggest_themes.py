# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes for questions in three languages: the text measure, the query, and the table that loads back.

`data/theme_questions.csv` holds questions and themes written for this test.
"""

import csv
from math import log, sqrt
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.folding import fold
from graph.schema.links import About
from graph.schema.nodes import Record, Theme
from graph.schema.source import Source
from graph.snapshot.snapshot import EMPTY
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.explore.suggest_themes import QUERY, Row
from queries.framework.result import Result
from queries.measures.theme_text import ThemeText, grams
from tests.support.builders import about, asked, question, snapshot_of, theme
from tests.support.checkout import CHECKOUT
from web.wording.formats import csv_text

DATA = CHECKOUT / "tests" / "data"
LANGUAGES = ("en", "fr", "ar")


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def themes(*languages: str, with_aliases: bool = True) -> list[Record]:
    """Return the twelve themes with labels in some languages."""
    return [
        theme(
            row["id"],
            name=row["en"],
            labels={language: row[language] for language in languages},
            aliases=tuple(row["aliases"].split("|")) if with_aliases else (),
        )
        for row in table("themes.csv")
    ]


def ranks(*labelled: Record) -> dict[str, list[int | None]]:
    """Return by language on which place each question has its own theme, None for not at all."""
    asked_ = table("theme_questions.csv")
    questions = [question(f"q{number:02}", name=row["question"]) for number, row in enumerate(asked_)]
    rows = QUERY.run(snapshot_of([*labelled, *questions]), count=12).rows
    found: dict[str, list[int | None]] = {language: [] for language in LANGUAGES}
    for one, row in zip(questions, asked_, strict=True):
        order = [row.theme_id for row in rows if row.question_id == one.id]
        right = f"theme:{row['theme']}"
        found[row["language"]].append(order.index(right) + 1 if right in order else None)
    return found


def reciprocal(places: dict[str, list[int | None]]) -> float:
    return mean(1 / place if place else 0 for of in places.values() for place in of)


# How alike texts are


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë MÜLLER-Straße", "zoe muller strasse"),
        ("Łódź Ørsted", "lodz orsted"),
        ("l’université", "l universite"),
        ("مُحَمَّد", "محمد"),
        ("آلاَّمَـة", "الامه"),
        ("مؤسسة", "موسسه"),
        ("١٢٣", "123"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_runs_of_letters() -> None:
    assert grams("a") == {" a ": 1}
    assert grams("to") == {" to": 1, "to ": 1, " to ": 1}
    assert grams("Été, été!") == {" et": 2, "ete": 2, "te ": 2, " ete": 2, "ete ": 2, " ete ": 2}
    assert grams("a b") == {" a ": 1, " b ": 1}
    assert grams(" …") == {}


def test_cosine_by_hand() -> None:
    """Documents "to to" and "to go": the runs of "to" are in both, those of "go" in one of two."""
    text = ThemeText(["to to", "to go"])
    common, rare = 1.0, log(3 / 2) + 1
    twice = 1 + log(2)
    (line, nothing) = text.scores(["to xyz", "xyz"]).tolist()
    assert line == pytest.approx([1.0, common / sqrt(common**2 + rare**2)])
    assert nothing == [0, 0]
    (line,) = text.scores(["to to go"]).tolist()
    assert line[1] == pytest.approx((twice * common + rare**2) / sqrt(twice**2 + rare**2) / sqrt(1 + rare**2))


def test_labels_in_three_languages_find_every_theme() -> None:
    """Measured: mean reciprocal rank 1.0 with labels in three languages, .51 with English ones."""
    places = ranks(*themes(*LANGUAGES))
    assert {language: len(of) for language, of in places.items()} == {"en": 14, "fr": 12, "ar": 12}
    assert places == {language: [1] * len(of) for language, of in places.items()}
    assert reciprocal(places) == 1
    english = ranks(*themes("en", with_aliases=False))
    assert reciprocal(english) < 0.6
    assert english["ar"] == [None] * 12


# The query


def ask(*records: Record, **given: Any) -> Result[Row]:
    return QUERY.run(snapshot_of(records), **given)


MUSEUMS = theme("m", name="Museums", labels={"en": "Museums", "fr": "Musées"}, description="Collections to share.")
FUNDING = theme("f", name="Funding", aliases=("Subventions",))
HOW = question("how", name="How do we find a museum?")
WHO = question("who", name="Who gives money?", original="Qui donne des subventions ?", original_language="fr")


def found(result: Result[Row]) -> list[tuple[str, str]]:
    return [(row.question_id, row.theme_id) for row in result.rows]


def test_row_and_sentences() -> None:
    result = ask(MUSEUMS, FUNDING, HOW, about("how", "m"))
    row = result.rows[0]
    assert [column.name for column in result.columns] == [
        *("question_id", "question", "theme_id", "theme", "is_new", "alike", "score", "confirmed", "records"),
    ]
    assert (row.question_id, row.question, row.theme_id, row.theme) == (HOW.id, HOW.name, MUSEUMS.id, "Museums")
    assert (row.is_new, row.alike) == (False, ())
    assert 0.3 < row.score < 1
    assert row.confirmed is None
    assert row.records == (HOW.id, MUSEUMS.id, about("how", "m").id)
    assert list(map(str, result.summary)) == [
        "For one question there is one suggestion. “How do we find a museum?” may be about Museums.",
        (
            "To answer, save the table as CSV, write yes into “confirmed” where a theme fits and load the file; all "
            "other rows change nothing."
        ),
    ]


def test_other_names_descriptions_and_the_original_count() -> None:
    assert found(ask(FUNDING, WHO)) == [(WHO.id, FUNDING.id)]
    assert found(ask(MUSEUMS, question("q", name="Whose collections?"))) == [("question:q", MUSEUMS.id)]


def test_name_that_is_a_label_too_counts_once() -> None:
    plain = theme("p", name="Museums", labels={"fr": "Musées"}, description="Collections to share.")
    scores = [ask(one, FUNDING, HOW).rows[0].score for one in (MUSEUMS, plain)]
    assert scores[0] == pytest.approx(scores[1])


def test_chosen_questions_and_count() -> None:
    alike = [theme(f"t{number}", name="Museums") for number in range(5)]
    assert found(ask(*alike, HOW, WHO)) == [(HOW.id, f"theme:t{number}") for number in range(3)]
    assert len(ask(*alike, HOW, count=5).rows) == 5
    assert found(ask(FUNDING, MUSEUMS, HOW, WHO, count=1)) == [(HOW.id, MUSEUMS.id), (WHO.id, FUNDING.id)]
    assert found(ask(FUNDING, MUSEUMS, HOW, WHO, questions=["Who gives money?"], count=1)) == [(WHO.id, FUNDING.id)]


def test_nothing_to_suggest_is_said() -> None:
    assert [str(said) for said in QUERY.run(EMPTY).summary] == ["No questions are loaded."]
    assert [str(said) for said in ask(HOW).summary] == ["No themes are loaded, so none can be suggested."]
    (said,) = ask(theme("x", name="…"), HOW).summary
    assert str(said).startswith("One question has no word in common with any theme.")
    (said,) = ask(FUNDING, question("q", name="؟")).summary
    assert str(said).startswith("One question has no word in common")


def test_parameters_out_of_range() -> None:
    for given in ({"count": 0}, {"count": "many"}):
        with pytest.raises(BadParameter):
            ask(MUSEUMS, HOW, **given)
    with pytest.raises(UnknownName):
        ask(MUSEUMS, HOW, questions=["question:nobody"])


TABLES = [question("tables", name="Who paints the old tables?"), question("chairs", name="Why do we paint tables?")]


def test_questions_that_ask_about_the_same_come_first_with_a_theme_of_their_own_words() -> None:
    result = ask(MUSEUMS, HOW, *TABLES)
    assert [(row.question, row.theme_id, row.theme, row.is_new, row.alike) for row in result.rows[:2]] == [
        (TABLES[1].name, "theme:suggested/paint-tables", "Paint tables", True, (TABLES[0].name,)),
        (TABLES[0].name, "theme:suggested/paint-tables", "Paint tables", True, (TABLES[1].name,)),
    ]
    assert {row.theme_id for row in result.rows[2:]} == {MUSEUMS.id}
    assert [str(said) for said in result.summary][0::3] == [
        "2 questions ask about the same as another, in one group: Paint tables.",
        "One theme is new and made of the words of the questions; write a better name into “theme” if you know one.",
    ]
    assert len(ask(MUSEUMS, HOW, *TABLES, only_alike=True).rows) == 2
    assert [row.question for row in ask(*TABLES, HOW, questions=[TABLES[0].id]).rows] == [TABLES[0].name]


def test_a_heading_is_suggested_to_nobody() -> None:
    heading = theme("heading", name="How do we find museums?")
    assert ask(heading, HOW).rows == ()
    assert found(ask(heading, MUSEUMS, HOW)) == [(HOW.id, MUSEUMS.id)]


def test_nobody_is_named() -> None:
    out = ask(MUSEUMS, HOW, asked("person:opted-out/1", "how"))
    assert "person:" not in str(out.dicts())


# Confirmed suggestions load back


def test_only_a_yes_becomes_a_link(tmp_path: Path) -> None:
    store = MemoryStore()
    questions = [question(f"q{number}", name="How do we find a museum?") for number in range(5)]
    store.load(Source(id="sheet"), [MUSEUMS, *questions])
    before = store.revision()
    result = QUERY.run(store.snapshot())
    rows = result.dicts()
    # All five ask about the same, so the theme is suggested once for each.
    assert {row["theme_id"] for row in rows} == {MUSEUMS.id}
    for row, answer in zip(rows, ("yes", "oui", "no", "perhaps", ""), strict=True):
        row["confirmed"] = answer
    path = tmp_path / "themes.csv"
    path.write_text(csv_text([column.name for column in result.columns], rows), encoding="utf-8", newline="")

    (reading,) = read([path])
    store.load(reading.source, reading.records)
    assert [(problem.line, str(problem.text)) for problem in reading.problems] == [
        (None, "One suggestion has no answer yet and changed nothing."),
        (5, "“perhaps” is no answer; the row was left out. Write yes or no."),
    ]
    assert set(reading.records) == {About(source=one.id, target=MUSEUMS.id, confirmed=True) for one in questions[:2]}
    assert [row.confirmed for row in QUERY.run(store.snapshot()).rows] == [True, True, None, None, None]

    again = QUERY.run(store.snapshot())
    path.write_text(csv_text([column.name for column in again.columns], again.dicts()), encoding="utf-8", newline="")
    (reading,) = read([path])
    assert len(reading.records) == 2
    store.retire(reading.source.id)
    assert store.revision() == before


def test_a_new_theme_is_made_once_under_the_name_that_the_table_has(tmp_path: Path) -> None:
    store = MemoryStore()
    store.load(Source(id="sheet"), [*TABLES, HOW])
    result = QUERY.run(store.snapshot())
    rows = result.dicts()
    for row in rows:
        row["confirmed"] = "yes"
        row["theme"] = "Furniture"
    path = tmp_path / "themes.csv"
    path.write_text(csv_text([column.name for column in result.columns], rows), encoding="utf-8", newline="")
    (reading,) = read([path])
    assert not reading.problems
    assert [record.name for record in reading.records if isinstance(record, Theme)] == ["Furniture"]
    store.load(reading.source, reading.records)
    # Now it is a theme like any other, and it stays the one of these questions.
    again = QUERY.run(store.snapshot()).rows
    assert {(row.question_id, row.theme, row.is_new, row.confirmed) for row in again if row.alike} == {
        (one.id, "Furniture", False, True) for one in TABLES
    }

    rows[1]["theme"] = "Chairs"
    path.write_text(csv_text([column.name for column in result.columns], rows), encoding="utf-8", newline="")
    (reading,) = read([path])
    assert [(problem.line, problem.field, problem.found) for problem in reading.problems] == [(3, "theme", "Chairs")]
    assert [record.name for record in reading.records if isinstance(record, Theme)] == ["Furniture"]


def test_an_id_of_something_else_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    rows = "question_id,theme_id,confirmed\nperson:ada,theme:m,yes\nquestion:q,Museums,yes\n"
    path.write_text(rows, encoding="utf-8")
    (reading,) = read([path])
    assert reading.records == ()
    assert {(problem.line, problem.field) for problem in reading.problems} == {(2, "source"), (3, "target")}


def test_a_canonical_table_of_subjects_still_loads(tmp_path: Path) -> None:
    path = tmp_path / "about.csv"
    path.write_text("source,target,confirmed\nquestion:q,theme:m,yes\n", encoding="utf-8")
    (reading,) = read([path])
    assert reading.records == (About(source="question:q", target="theme:m", confirmed=True),)
