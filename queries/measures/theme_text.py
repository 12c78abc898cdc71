# SPDX-License-Identifier: GPL-3.0-or-later
"""How well texts fit to themes, in any language that a theme has a label in.

See docs/methods/themes-and-languages.md#matching-texts-to-themes.

Texts are compared by runs of three to five letters inside words, rare ones
counting more (char n-gram TF-IDF). No model, no stemming: what matters is
that themes carry labels in the languages in which people ask.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.schema.folding import fold
from graph.schema.links import Asked
from graph.schema.nodes import Question, QuestionKind, Theme
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.common_words import GRAMMAR
from queries.algorithms.text_likeness import runs, stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]")


def grams(text: str) -> Counter[str]:
    """Return the runs of letters in a text and how often each occurs."""
    return runs(fold(text).split())


def words(text: str) -> list[str]:
    """Return the folded words that are not of grammar, in order; remarks in brackets are left out.

    >>> words("How can we build trust (between groups)?")
    ['build', 'trust']
    """
    return [word for word in fold(_REMARK.sub(" ", text)).split() if word not in GRAMMAR and len(word) > 1]


def stems(text: str) -> frozenset[str]:
    """Return what is left of a name without grammar, order and endings."""
    return frozenset(map(stem, words(text)))


class ThemeText:
    """Documents to compare texts with; one for each theme."""

    def __init__(self, documents: Sequence[str]) -> None:
        """Weigh the n-grams of the documents. O(letters)."""
        counted = [grams(document) for document in documents]
        self._column_of = {gram: column for column, gram in enumerate(sorted({gram for of in counted for gram in of}))}
        df = Counter(gram for of in counted for gram in of)
        self._idf = np.array([log((1 + len(documents)) / (1 + df[gram])) + 1 for gram in self._column_of])
        self._documents = self._vectors(counted)

    def scores(self, texts: Iterable[str]) -> "NDArray[np.float64]":
        """Return the cosine of each text (row) with each document (column)."""
        vectors = self._vectors([grams(text) for text in texts])
        return (vectors @ self._documents.T).toarray()

    def _vectors(self, counted: Sequence[Counter[str]]) -> Any:  # noqa: ANN401 - a sparse matrix, which scipy does not type
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that importing the query does not need

        # n-grams that no theme has say nothing, so they do not make a text less like one either.
        known = [
            sorted((self._column_of[gram], n) for gram, n in of.items() if gram in self._column_of) for of in counted
        ]
        starts = np.cumsum([0, *map(len, known)])
        columns = np.fromiter((column for row in known for column, _ in row), dtype=np.int64, count=int(starts[-1]))
        counts = np.fromiter((n for row in known for _, n in row), dtype=np.float64, count=int(starts[-1]))
        weights = (1 + np.log(counts)) * self._idf[columns]
        row = np.repeat(np.arange(len(known)), np.diff(starts))
        lengths = np.sqrt(np.bincount(row, weights=weights**2, minlength=len(known)))
        return csr_array((weights / lengths[row], columns, starts), shape=(len(known), len(self._idf)))


def theme_documents(snapshot: Snapshot, themes: Iterable[int]) -> list[str]:
    """Return all that each theme is called, in every language, with its description."""
    documents: list[str] = []
    for index in themes:
        theme = snapshot.node(index)
        assert isinstance(theme, Theme)
        texts = (theme.name, *theme.labels.values(), *theme.aliases, theme.description or "")
        # A name that is a label too must not count twice.
        documents.append(" ".join(dict.fromkeys(map(fold, texts))))
    return documents


def question_text(snapshot: Snapshot, index: int) -> str:
    """Return a question as it was asked, in every language that it has."""
    question = snapshot.node(index)
    assert isinstance(question, Question)
    return f"{question.name} {question.original or ''}"


def is_heading(snapshot: Snapshot, theme: int) -> bool:
    """Say whether a theme is itself a question: the heading of a flip chart, under which everybody asked."""
    return snapshot.names[theme].rstrip().endswith(("?", "؟", "？"))


def headings(snapshot: Snapshot) -> list[int]:
    """Return the themes that are headings: context, and nothing that tells two apart."""
    return [theme for theme in snapshot.nodes_of(Theme).tolist() if is_heading(snapshot, theme)]


def open_questions(snapshot: Snapshot) -> "NDArray[np.int64]":
    """Return the questions that want an answer: a show of hands had its own."""
    questions = snapshot.nodes_of(Question).astype(np.int64)
    is_poll = [kind == QuestionKind.POLL for kind in snapshot.values(Question, "kind")]
    return questions[~np.array(is_poll, dtype=np.bool_)]


def nearest_question(snapshot: Snapshot, theme: int) -> tuple[int, list[int]] | None:
    """Return the asked question that is nearest to a theme in words, and who asked it, if any shares a word."""
    asked = snapshot.links_of(Asked)
    asked = asked[np.isin(snapshot.link_target[asked], open_questions(snapshot))]
    askers: dict[int, list[int]] = {}
    for asker, question in zip(snapshot.link_source[asked].tolist(), snapshot.link_target[asked].tolist(), strict=True):
        if asker not in snapshot.opted_out:
            askers.setdefault(question, []).append(asker)
    if not askers:
        return None
    (document,) = theme_documents(snapshot, [theme])
    own = stems(document)
    questions = [question for question in sorted(askers) if own & stems(question_text(snapshot, question))]
    if not questions:
        return None
    scores = np.round(ThemeText([document]).scores(question_text(snapshot, one) for one in questions)[:, 0], 12)
    best = questions[int(np.argmax(scores))]
    return best, sorted(askers[best])
