# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes may a question be about?

First come questions that ask about the same, whoever asked and in whatever
language (`alike`): they get the theme that some of them have, else a new one
named by their own words. Then each question is compared with the labels, other
names and description of every theme, in all their languages. `score` is 1 for
the same text and 0 where nothing agrees. Headings of flip charts, themes that
are questions themselves, are suggested to nobody. Saved as CSV this is a table
to answer: write yes into `confirmed` where a theme fits, change the name of a
new theme if you know a better one, and load it like any source.

Reading it: a suggestion is about words, not meaning; nothing follows from
it until a person says yes. Questions that say the same in other words are not
found, nor is a theme without a label in the language of the question.

Complexity: O(pairs of questions that share a word + questions * themes).
References: How this is worked out, Themes and languages
(docs/methods/themes-and-languages.md#questions-that-ask-about-the-same);
Cavnar and Trenkle 1994, N-gram-based text categorization, SDAIR-94; Traag,
Waltman, van Eck 2019, From Louvain to Leiden, Scientific Reports 9.

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Question, Theme
>>> theme = Theme(id="theme:x", name="Museums", labels={"fr": "Musées"})
>>> question = Question(id="question:y", name="Quel musée invite des écoles ?")
>>> [row.theme for row in QUERY.run(Snapshot.of(map(pack, (theme, question)))).rows]
['Museums']
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.ids import suggested_id
from graph.schema.links import About
from graph.schema.nodes import Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.question_groups import QuestionGroup, question_groups
from queries.measures.theme_text import ThemeText, headings, open_questions, question_text, theme_documents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

GROUPED = Text(
    "suggest-themes-grouped",
    "{{PLURAL:$1|One question asks|$1 questions ask}} about the same as another, in {{PLURAL:$2|one group|$2 groups}}: "
    "$3.",
    "$1 number of questions, $2 number of groups of questions, $3 list of themes that fit the largest groups",
)
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
NEW_ONE = Text(
    "suggest-themes-new",
    "{{PLURAL:$1|One theme is|$1 themes are}} new and made of the words of the questions; write a better name into "
    "“theme” if you know one.",
    "$1 number of themes that are not on the map yet",
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
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a theme that it may be about."""

    question_id: Annotated[str, Field(description="Id of the question.")]
    question: Annotated[str, Field(description="The question.")]
    theme_id: Annotated[str, Field(description="Id of the theme.")]
    theme: Annotated[str, Field(description="The theme.")]
    is_new: Annotated[
        bool, Field(title="New theme", description="Whether a yes makes a new theme, named by words of the questions.")
    ]
    alike: Annotated[
        tuple[str, ...], Field(title="Ask about the same", description="Other questions that ask about the same.")
    ]
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
    only_alike: Annotated[
        bool,
        Field(title="Only questions alike", description="Only questions that ask about the same as another."),
    ] = False,
) -> Result[Row]:
    """Return the questions that ask about the same, group by group, then the best themes of each question."""
    chosen = sorted(map(snapshot.index, questions)) if questions else open_questions(snapshot).tolist()
    if not chosen:
        return Result(summary=(NO_QUESTIONS(),))
    maker = _Rows(snapshot)
    together = [row for group in question_groups(snapshot) for row in maker.of_group(group, frozenset(chosen))]
    known = {(row.question_id, row.theme_id) for row in together}
    themes = np.setdiff1d(snapshot.nodes_of(Theme), headings(snapshot))
    best = [] if only_alike or not len(themes) else maker.by_words(chosen, themes, count)
    rows = (*together, *(row for row in best if (row.question_id, row.theme_id) not in known))
    if not rows and not len(themes):
        return Result(summary=(NO_THEMES(),))
    return Result(rows=rows, summary=tuple(_summary(snapshot, rows, best, 0 if only_alike else len(chosen))))


class _Rows:
    """What rows are made from."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot, self.about = snapshot, _about(snapshot)

    def of_group(self, group: QuestionGroup, chosen: AbstractSet[int]) -> Iterator[Row]:
        """Return the questions of a group with the theme that fits them."""
        names = self.snapshot.names
        for question, alike, score in zip(group.questions, group.alike, group.likeness, strict=True):
            if question in chosen:
                yield self.row(question, group.theme, score, tuple(names[other] for other in alike), group.name)

    def by_words(self, chosen: Sequence[int], themes: "Ints", count: int) -> list[Row]:
        """Return the themes whose names are most like each question, best first."""
        text = ThemeText(theme_documents(self.snapshot, themes.tolist()))
        rows: list[Row] = []
        for start in range(0, len(chosen), _AT_ONCE):
            part = chosen[start : start + _AT_ONCE]
            scores = np.round(text.scores(question_text(self.snapshot, index) for index in part), 12)
            for index, line in zip(part, scores, strict=True):
                # Themes are sorted by id, so a stable order settles equals.
                best = np.argsort(-line, kind="stable")[:count]
                rows += [
                    self.row(index, int(themes[column]), float(line[column]))
                    for column in best.tolist()
                    if line[column] > 0
                ]
        return rows

    def row(
        self, question: int, theme: int | None, score: float, alike: tuple[str, ...] = (), new_name: str = ""
    ) -> Row:
        """Return a row; without a theme it is a new one of this name."""
        snapshot = self.snapshot
        id_ = suggested_id("theme", new_name) if theme is None else snapshot.ids[theme]
        number = None if theme is None else self.about.get((question, theme))
        link = None if number is None else snapshot.link(number)
        shown = [snapshot.ids[question], *([] if theme is None else [id_]), *([link.id] if link else [])]
        return Row(
            question_id=snapshot.ids[question],
            question=snapshot.names[question],
            theme_id=id_,
            theme=new_name if theme is None else snapshot.names[theme],
            is_new=theme is None,
            alike=alike,
            score=score,
            confirmed=link.confirmed if isinstance(link, About) else None,
            records=tuple(shown),
        )


def _about(snapshot: Snapshot) -> dict[tuple[int, int], int]:
    return {
        (int(snapshot.link_source[number]), int(snapshot.link_target[number])): number
        for number in snapshot.links_of(About).tolist()
    }


def _summary(snapshot: Snapshot, rows: Sequence[Row], best: Sequence[Row], asked: int) -> Iterator[Message]:
    together = [row for row in rows if row.alike]
    if together:
        sizes = Counter(row.theme_id for row in together)
        names = {row.theme_id: _name(row) for row in together}
        largest = sorted(sizes, key=lambda id_: (-sizes[id_], id_))[:_NAMED]
        yield GROUPED(len(together), len(sizes), [names[id_] for id_ in largest])
    answered = len({row.question_id for row in best})
    if best:
        open_rows = [row for row in best if row.confirmed is None] or best
        first = max(open_rows, key=lambda row: row.score)
        yield FOUND(answered, len(best), Name(first.question_id, first.question), Name(first.theme_id, first.theme))
    if rows:
        yield HOW()
    new = len({row.theme_id for row in rows if row.is_new})
    if new:
        yield NEW_ONE(new)
    if asked > answered and len(snapshot.nodes_of(Theme)):
        yield NOTHING_FOR(asked - answered)


def _name(row: Row) -> Name | str:
    return row.theme if row.is_new else Name(row.theme_id, row.theme)


CYPHER = None
QUERY = Query(
    name="suggest-themes",
    title=Text("suggest-themes-title", "Themes that questions may be about", "Title of the query"),
    compute=compute,
    row=Row,
)
