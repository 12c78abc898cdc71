# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes that are one by the words of their names, and questions that ask the same."""

import pytest

from graph.schema.links import Decision
from graph.schema.nodes import Theme
from graph.schema.source import Source
from graph.stores.memory import MemoryStore
from queries.explore.duplicates import QUERY
from tests.queries.explore.test_duplicates import ask, pairs, reasons
from tests.support.builders import interested_in, person, question, same_as, snapshot_of, theme


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Culture and Trust", "Trust and Culture", "the same words"),
        ("Structure and Resources", "Resources and Structures", "the same words"),
        ("Sharing and Learning", "Collaboration, Learning and Sharing", "all that one lists is in the other"),
        ("Open science", "open-science;", "the same words"),
        ("Policies", "policy", "the same words"),
        ("Musées et archives", "Archives, musée", "the same words"),
        ("Datascience", "Data science", "the same letters, written together or apart"),
    ],
)
def test_themes_of_the_same_words_in_any_order_case_and_number(one: str, other: str, reason: str) -> None:
    (row,) = ask(theme("a", name=one), theme("b", name=other), types=["Theme"]).rows
    assert reasons(row) == ([reason], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Culture and Trust", "Culture"),
        ("Data science", "Biomedical data science"),
        ("Learning and Sharing", "Sharing, Learning, Trust and Culture"),
        ("Learning", "E-learning"),
        ("C++", "C#"),
        ("Science", "Science of science"),
        ("Community", "Communication"),
        ("Who shares trust?", "Trust: who shares?"),
    ],
)
def test_themes_that_are_two(one: str, other: str) -> None:
    assert ask(theme("a", name=one), theme("b", name=other), types=["Theme"]).rows == ()


def test_labels_and_other_names_of_themes_count() -> None:
    labelled = theme("a", name="Confiance", labels={"en": "Trust"})
    assert pairs(ask(labelled, theme("b", name="trust"), types=["Theme"])) == [("a", "b")]


def test_questions_that_ask_the_same_are_candidates_on_request() -> None:
    records = [question("a", name="Who sees cranes?"), question("b", name="Who helps cranes?")]
    result = ask(*records, question("c", name="Why roofs?"), types=["Question"])
    assert (pairs(result), reasons(result.rows[0])) == (
        [("a", "b")],
        (["they ask about the same in like words"], []),
    )
    assert str(result.summary[0]) == (
        "One pair may stand for the same theme or question. Begin with “Who sees cranes?” and “Who helps cranes?”."
    )
    assert ask(*records).rows == ()
    assert [str(said) for said in ask(types=["Theme", "Question"]).summary] == [
        "No two themes or questions look alike."
    ]


def test_an_answer_about_themes_joins_them_or_is_not_asked_again() -> None:
    themes = [theme("a", name="Trust and culture"), theme("b", name="Culture and trust")]
    said = {
        decision: snapshot_of([*themes, same_as("theme:a", "theme:b", decision=decision)])
        for decision in (Decision.DIFFERENT, Decision.UNSURE)
    }
    assert QUERY.run(said[Decision.DIFFERENT], types=["Theme"]).rows == ()
    assert len(QUERY.run(said[Decision.DIFFERENT], types=["Theme"], decided=True).rows) == 1
    assert [row.decision for row in QUERY.run(said[Decision.UNSURE], types=["Theme"]).rows] == ["unsure"]
    store = MemoryStore()
    store.load(Source(id="s"), [*themes, interested_in("ada", "a"), person("ada"), interested_in("ada", "b")])
    store.load(Source(id="review"), [same_as("theme:a", "theme:b", decision=Decision.SAME)])
    snapshot = store.snapshot()
    assert [snapshot.ids[node] for node in snapshot.nodes_of(Theme).tolist()] == ["theme:a"]
    assert snapshot.node(snapshot.index("theme:a")).aliases == ("Culture and trust",)
