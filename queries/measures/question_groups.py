# SPDX-License-Identifier: GPL-3.0-or-later
"""Which questions ask about the same (docs/methods/themes-and-languages.md#questions-that-ask-about-the-same).

Questions are compared by their words and letters in every language that they
have, and where two have no language in common by the themes that they are
near to. Groups are found by the Leiden method among pairs that are alike
enough. What all questions have in common, the words of their headings and of
the network itself, says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import About
from graph.schema.nodes import NODE_CLASSES, Question, Theme
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.leiden import grouped
from queries.algorithms.text_likeness import Texts
from queries.measures.language_and_place import language_key
from queries.measures.theme_text import (
    ThemeText,
    headings,
    open_questions,
    question_text,
    stems,
    theme_documents,
    words,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

ONE_WORD, MORE_WORDS = 0.5, 0.3
"""From this likeness on two questions ask about the same, if they share one word, and if they share more.

Tried on hand-labelled questions (docs/methods/themes-and-languages.md#questions-that-ask-about-the-same).
"""
_BELONGS = 1 / 3
"""Whoever is alike to fewer of a group does not belong to it (a choice)."""
NEAR_THEME = 0.3
"""From this likeness on a question is near a theme (a choice)."""
_NAME_WORDS = 3
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Two or more questions that ask about the same, by node number.

    `theme` is the theme that most of them are about already, or that is called
    like them or brought them together, None where none is; `name` is made of
    their own words. `alike` are those of the group that each is alike to by
    itself, `likeness` is that to the nearest of them.
    """

    questions: tuple[int, ...]
    alike: tuple[tuple[int, ...], ...]
    likeness: tuple[float, ...]
    name: str
    theme: int | None


@per_snapshot
def question_groups(snapshot: Snapshot) -> tuple[QuestionGroup, ...]:
    """Return the groups, the largest first, then by id; a question is in one group at most."""
    questions: Ints = open_questions(snapshot)
    if not len(questions):
        return ()
    texts, owner, languages = _texts(snapshot, questions)
    compared = Texts([words(text) for text in texts], _context(snapshot))
    pairs = _best_pairs(owner, compared.pairs(ONE_WORD, MORE_WORDS))
    nearest, by_theme = _by_themes(snapshot, questions, languages)
    pairs |= {pair: max(value, pairs.get(pair, 0.0)) for pair, value in by_theme.items()}
    if not pairs:
        return ()
    about, called = _about(snapshot), _by_name(snapshot)
    found: list[QuestionGroup] = []
    for of, near in _groups(pairs):
        nodes = questions[of].tolist()
        name = _name(compared, np.flatnonzero(np.isin(owner, of)).tolist())
        theme = _commonest(about, nodes)
        if theme is None:
            theme = called.get(stems(name)) if name else None
        if theme is None and any(pair in by_theme for pair in combinations(of, 2)):
            theme = nearest.get(of[0])
        found.append(
            QuestionGroup(
                questions=tuple(nodes),
                alike=tuple(tuple(questions[sorted(near[one])].tolist()) for one in of),
                likeness=tuple(max(pairs[min(one, other), max(one, other)] for other in near[one]) for one in of),
                name=name or snapshot.names[nodes[0]],
                theme=theme,
            )
        )
    return tuple(sorted(found, key=lambda group: (-len(group.questions), group.questions)))


def _groups(pairs: Mapping[Pair, float]) -> Iterator[tuple[list[int], dict[int, set[int]]]]:
    """Return who belongs together, and to whom of them each is alike."""
    ends = np.array(sorted(pairs), dtype=np.int64).T
    members, positions = np.unique(ends, return_inverse=True)
    first, second = positions.reshape(ends.shape)
    for group in grouped(len(members), first, second, np.array([pairs[pair] for pair in sorted(pairs)])):
        of = set(members[group].tolist())
        near = _near(pairs, of)
        of = {one for one in of if len(near[one]) >= _BELONGS * (len(of) - 1)}
        near = _near(pairs, of)
        kept = sorted(one for one in of if near[one])
        if kept:
            yield kept, near


def _near(pairs: Iterable[Pair], of: AbstractSet[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {one: set() for one in of}
    for one, other in pairs:
        if one in of and other in of:
            found[one].add(other)
            found[other].add(one)
    return found


def _texts(snapshot: Snapshot, questions: "Ints") -> tuple[list[str], "Ints", list[frozenset[str]]]:
    """Return each question as asked and as translated, whose text it is, and the languages of each question."""
    texts: list[str] = []
    owner: list[int] = []
    languages: list[frozenset[str]] = []
    for position, node in enumerate(questions.tolist()):
        question = snapshot.node(node)
        assert isinstance(question, Question)
        for text in (question.name, question.original):
            if text:
                texts.append(text)
                owner.append(position)
        tags = (question.language, question.original_language)
        languages.append(frozenset(language_key(tag) for tag in tags if tag))
    return texts, np.array(owner, dtype=np.int64), languages


def _context(snapshot: Snapshot) -> list[str]:
    """Return the words that say nothing: those of headings, and what the network calls its entries."""
    names = [snapshot.names[theme] for theme in headings(snapshot)]
    names += [name for cls in NODE_CLASSES for name in (cls.LABEL, cls.PLURAL)]
    return [word for name in names for word in words(name)]


def _best_pairs(owner: "Ints", pairs: tuple["Ints", "Ints", "NDArray[np.float64]"]) -> dict[Pair, float]:
    """Return the likeness of questions: that of their two most alike texts."""
    found: dict[Pair, float] = {}
    for one, other, value in zip(owner[pairs[0]].tolist(), owner[pairs[1]].tolist(), pairs[2].tolist(), strict=True):
        if one != other:
            pair = min(one, other), max(one, other)
            found[pair] = max(value, found.get(pair, 0.0))
    return found


def _by_themes(
    snapshot: Snapshot, questions: "Ints", languages: Sequence[frozenset[str]]
) -> tuple[dict[int, int], dict[Pair, float]]:
    """Return the theme that each question is near to, and the pairs of one theme without a language in common."""
    themes = np.setdiff1d(snapshot.nodes_of(Theme), headings(snapshot))
    if not len(themes):
        return {}, {}
    text = ThemeText(theme_documents(snapshot, themes.tolist()))
    scores = np.round(text.scores(question_text(snapshot, node) for node in questions.tolist()), 12)
    best, near = scores.argmax(axis=1), scores.max(axis=1)
    is_near = near >= NEAR_THEME
    found: dict[Pair, float] = {}
    for theme in np.unique(best[is_near]).tolist():
        for one, other in combinations(np.flatnonzero((best == theme) & is_near).tolist(), 2):
            if languages[one] and languages[other] and languages[one].isdisjoint(languages[other]):
                found[one, other] = float(min(near[one], near[other]))
    return {one: int(themes[best[one]]) for one in np.flatnonzero(is_near).tolist()}, found


def _about(snapshot: Snapshot) -> dict[int, list[int]]:
    """Return the themes that each question is about, as far as anybody said so; headings are none."""
    left_out = set(headings(snapshot))
    links = snapshot.links_of(About)
    found: dict[int, list[int]] = {}
    for source, target in zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True):
        if target not in left_out:
            found.setdefault(source, []).append(target)
    return found


def _commonest(themes: Mapping[int, Sequence[int]], questions: Sequence[int]) -> int | None:
    counts = Counter(theme for question in questions for theme in themes.get(question, ()))
    return min(counts, key=lambda theme: (-counts[theme], theme), default=None)


def _by_name(snapshot: Snapshot) -> dict[frozenset[str], int]:
    """Return the themes by the stems of each of their names: “Museum” is “Museums”."""
    found: dict[frozenset[str], int] = {}
    for index in np.setdiff1d(snapshot.nodes_of(Theme), headings(snapshot)).tolist():
        theme = snapshot.node(index)
        assert isinstance(theme, Theme)
        for name in (theme.name, *theme.labels.values(), *theme.aliases):
            found.setdefault(stems(name), index)
    return found


def _name(compared: Texts, versions: Sequence[int]) -> str:
    text = " ".join(compared.own_words(versions, _NAME_WORDS))
    return text[:1].upper() + text[1:]
