# SPDX-License-Identifier: GPL-3.0-or-later
"""What do people ask, about what, and does anybody work on it?

A question is *open* if no project about one of its themes has anybody who
worked on it. A question without a theme is open too: nothing shows that
somebody works on it. A theme includes the themes that are part of it only
where a record says so; nothing is inferred. Polls are left out: a show of hands
is its own answer.

Reading it: an open question is an invitation, not a reproach, and a question
with a project beside it is not thereby answered.

Complexity: O(n + m).  References: How this is worked out, Exploring
(docs/methods/exploring.md#gaps).

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Question
>>> snapshot = Snapshot.of([pack(Question(id="question:a", name="Who pays?", language="en"))])
>>> [(row.question, row.open) for row in QUERY.run(snapshot).rows]
[('Who pays?', True)]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from graph.schema.links import About, Asked, WorkedOn
from graph.schema.nodes import Group, Language, Person, Project, Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result, ShownAs
from queries.measures.language_and_place import language_key
from queries.measures.theme_text import open_questions

ASKED = Text(
    "questions-asked",
    "{{PLURAL:$1|One question is|$1 questions are}} written down; "
    "on {{PLURAL:$2|one of them|$2 of them}} nobody works yet.",
    "$1 number of questions, $2 number of open questions",
)
NONE = Text("questions-none", "No question like this is written down.")


@dataclass(frozen=True, slots=True)
class Row:
    """A question."""

    question_id: Annotated[str, Field(description="Id of the question.")]
    question: Annotated[str, Field(description="Its text.")]
    language: Annotated[str | None, ShownAs.LANGUAGE, Field(description="Language of the text.")]
    original: Annotated[str | None, Field(description="The text as first asked, in another language.")]
    original_language: Annotated[str | None, ShownAs.LANGUAGE, Field(description="Language of the original.")]
    themes: Annotated[tuple[str, ...], Field(description="Ids of the themes that it is about.")]
    asked_by: Annotated[tuple[str, ...], Field(description="Ids of the people and groups who asked it.")]
    open: Annotated[
        bool, Field(title="Still open", description="Whether nobody works on a project about one of its themes.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the question and of the links behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    theme: Annotated[str | None, Ref(Theme), Field(description="Only questions about this theme.")] = None,
    asker: Annotated[
        str | None, Ref(Group, Person), Field(title="Asked by", description="Only questions of this group or person.")
    ] = None,
    language: Annotated[
        Language | None, Field(description="Only questions in this language, or first asked in it.")
    ] = None,
    only_open: Annotated[
        bool, Field(title="Only open questions", description="Only questions on which nobody works yet.")
    ] = False,
) -> Result[Row]:
    """Return the questions, by id."""
    rows = tuple(
        row
        for row in _rows(snapshot)
        if (theme is None or theme in row.themes)
        and (asker is None or asker in row.asked_by)
        and (
            language is None
            or language_key(language) in {language_key(tag) for tag in (row.language, row.original_language) if tag}
        )
        and (row.open or not only_open)
    )
    return Result(rows=rows, summary=tuple(_summary(rows)))


def _summary(rows: tuple[Row, ...]) -> Iterator[Message]:
    yield ASKED(len(rows), sum(row.open for row in rows)) if rows else NONE()


def _rows(snapshot: Snapshot) -> Iterator[Row]:
    worked_on = _themes_with_work(snapshot)
    for index in open_questions(snapshot).tolist():
        links = [
            number for number in snapshot.links_at(index).tolist() if snapshot.link_type_of(number) in (About, Asked)
        ]
        about = [number for number in links if snapshot.link_type_of(number) is About]
        themes = sorted({snapshot.other_end(number, index) for number in about})
        askers = sorted({snapshot.other_end(number, index) for number in links} - set(themes))
        question = snapshot.node(index)
        assert isinstance(question, Question)
        yield Row(
            question_id=question.id,
            question=question.name,
            language=question.language,
            original=question.original,
            original_language=question.original_language,
            themes=tuple(snapshot.ids[number] for number in themes),
            asked_by=tuple(snapshot.ids[number] for number in askers),
            open=worked_on.isdisjoint(themes),
            records=(question.id, *map(snapshot.link_id, links)),
        )


def _themes_with_work(snapshot: Snapshot) -> set[int]:
    """Return the themes of projects that somebody worked on."""
    busy = {int(snapshot.link_target[number]) for number in snapshot.links_of(WorkedOn).tolist()}
    return {
        int(snapshot.link_target[number])
        for number in snapshot.links_of(About).tolist()
        if int(snapshot.link_source[number]) in busy and snapshot.type_of(int(snapshot.link_source[number])) is Project
    }


CYPHER = None
QUERY = Query(
    name="questions", title=Text("questions-title", "Questions", "Title of the query"), compute=compute, row=Row
)
