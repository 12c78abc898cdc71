# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes may a question be about?

Each question is compared with the labels, other names and description of
every theme, in all their languages. `score` is 1 for the same text and 0
where not even three letters agree. Saved as CSV this is a table to answer:
write yes into `confirmed` where a theme fits and load it like any source.

Reading it: a suggestion is about letters, not meaning; nothing follows from
it until a person says yes. A question in a language in which themes have no
label finds little.

Complexity: O(questions * themes).  References: How this is worked out, Themes
and languages (docs/methods/themes-and-languages.md#matching-texts-to-themes);
Cavnar and Trenkle 1994, N-gram-based text categorization, SDAIR-94.

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Question, Theme
>>> theme = Theme(id="theme:x", name="Museums", labels={"fr": "Musées"})
>>> question = Question(id="question:y", name="Quel musée invite des écoles ?")
>>> [row.theme for row in QUERY.run(Snapshot.of(map(pack, (theme, question)))).rows]
['Museums']
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.links import About
from graph.schema.nodes import Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.theme_text import ThemeText, question_text, theme_documents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

FOUND = Text(
    "suggest-themes-found",
    "For {{PLURAL:$1|one question|$1 questions}} there {{PLURAL:$2|is one suggestion|are $2 suggestions}}. “$3” may be "
    "about $4.",
    "$1 number of questions, $2 number of suggestions, $3 a question, $4 a theme",
)
HOW = Text(
    "suggest-themes-how",
    "To answer, save the table as CSV, write yes into “confirmed” where a theme fits and load the file; all other rows "
    "change nothing.",
)
NOTHING_FOR = Text(
    "suggest-themes-nothing-for",
    "{{PLURAL:$1|One question has|$1 questions have}} no word in common with any theme. Labels of themes in the "
    "language of the questions would help.",
    "$1 number of questions",
)
NO_QUESTIONS = Text("suggest-themes-no-questions", "No questions are loaded.")
NO_THEMES = Text("suggest-themes-no-themes", "No themes are loaded, so none can be suggested.")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a theme that it may be about."""

    question_id: Annotated[str, Field(description="Id of the question.")]
    question: Annotated[str, Field(description="The question.")]
    theme_id: Annotated[str, Field(description="Id of the theme.")]
    theme: Annotated[str, Field(description="The theme.")]
    score: Annotated[float, Field(description="How alike the texts are, 0 to 1.")]
    confirmed: Annotated[bool | None, Field(description="Whether somebody said so; empty until then.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of both, and of the link if there is one.")]


def compute(
    snapshot: Snapshot,
    *,
    questions: Annotated[tuple[str, ...], Field(description="Which questions; default: all."), Ref(Question)] = (),
    count: Annotated[
        int, Field(title="How many", ge=1, le=50, description="How many themes a question gets at most.")
    ] = 3,
) -> Result[Row]:
    """Return the best themes of each question, those of one question together."""
    chosen = sorted(map(snapshot.index, questions)) if questions else snapshot.nodes_of(Question).tolist()
    themes: Ints = snapshot.nodes_of(Theme)
    if not chosen or not len(themes):
        return Result(summary=(NO_THEMES() if chosen else NO_QUESTIONS(),))
    text = ThemeText(theme_documents(snapshot, themes.tolist()))
    about = _about(snapshot)
    rows: list[Row] = []
    for start in range(0, len(chosen), _AT_ONCE):
        part = chosen[start : start + _AT_ONCE]
        scores = np.round(text.scores(question_text(snapshot, index) for index in part), 12)
        for index, line in zip(part, scores, strict=True):
            # Themes are sorted by id, so a stable order settles ties.
            best = np.argsort(-line, kind="stable")[:count]
            rows += [
                _row(snapshot, index, int(themes[column]), float(line[column]), about)
                for column in best.tolist()
                if line[column] > 0
            ]
    return Result(rows=tuple(rows), summary=tuple(_summary(rows, len(chosen))))


def _about(snapshot: Snapshot) -> dict[tuple[int, int], int]:
    return {
        (int(snapshot.link_source[number]), int(snapshot.link_target[number])): number
        for number in snapshot.links_of(About).tolist()
    }


def _row(snapshot: Snapshot, question: int, theme: int, score: float, about: dict[tuple[int, int], int]) -> Row:
    ids = snapshot.ids[question], snapshot.ids[theme]
    number = about.get((question, theme))
    link = None if number is None else snapshot.link(number)
    return Row(
        question_id=ids[0],
        question=snapshot.names[question],
        theme_id=ids[1],
        theme=snapshot.names[theme],
        score=score,
        confirmed=link.confirmed if isinstance(link, About) else None,
        records=(*ids, *([link.id] if link else [])),
    )


def _summary(rows: Sequence[Row], asked: int) -> list[Message]:
    answered = len({row.question_id for row in rows})
    nothing = [NOTHING_FOR(asked - answered)] if asked > answered else []
    if not rows:
        return nothing
    open_rows = [row for row in rows if row.confirmed is None] or rows
    best = max(open_rows, key=lambda row: row.score)
    question, theme = Name(best.question_id, best.question), Name(best.theme_id, best.theme)
    return [FOUND(answered, len(rows), question, theme), HOW(), *nothing]


CYPHER = None
QUERY = Query(
    name="suggest-themes",
    title=Text("suggest-themes-title", "Themes that questions may be about", "Title of the query"),
    compute=compute,
    row=Row,
)
