# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes may be one by the words of their names, and which questions ask the same.

See docs/methods/names.md#themes-and-questions. Order, case, punctuation, plural
and words that join others say nothing about a theme; one that lists all that
another does and at most half as much again may be the same under a longer name.
Questions are candidates if they are alike by themselves.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import NamedTuple

from graph.schema.folding import fold, with_signs
from graph.schema.links import Decision
from graph.schema.nodes import Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.measures.identity.candidates import Candidate, Found, Pair, decisions
from queries.measures.question_groups import question_groups
from queries.measures.theme_text import headings

SAME_WORDS = Text("same-words", "the same words", "A reason why two themes may be one")
JOINED_WORDS = Text("same-joined-words", "the same letters, written together or apart", "A reason why two may be one")
CONTAINED = Text("same-contained", "all that one lists is in the other", "A reason why two themes may be one")
SAME_QUESTION = Text("same-question", "they ask about the same in like words", "A reason why two questions may be one")
_LEAST_ITEMS, _MOST_LONGER = 2, 1.5
_LEAST_PLURAL = 4
_BETWEEN_ITEMS = re.compile(r"[,;/&،؛]|\b(?:and|et|und|y|e)\b|(?<=\s)و", re.IGNORECASE)
_JOINING = frozenset("and or of the for in on to with et ou de des du la le les und oder y و في من".split())
"""Words that join others; fewer than in a sentence, since “e-learning” and “vitamin A” are names."""
_SCORES = {SAME_WORDS.key: 1.0, JOINED_WORDS.key: 0.95, CONTAINED.key: 0.9}
Words = tuple[str, ...]


class _Match(NamedTuple):
    score: float
    reason: Text
    link: int | None = None


def theme_candidates(snapshot: Snapshot, min_score: float, *, with_different: bool) -> Found:
    """Return which themes may be one; headings are none. O(pairs that share the rarest word of one)."""
    themes = sorted(set(snapshot.nodes_of(Theme).tolist()) - set(headings(snapshot)))
    found: dict[Pair, _Match] = {}
    for pair, reason in _theme_pairs({theme: _names(snapshot, theme) for theme in themes}):
        match = _Match(_SCORES[reason.key], reason)
        if match.score >= min_score and match.score > found.get(pair, _Match(0.0, reason)).score:
            found[pair] = match
    return _decided(snapshot, found, with_different=with_different)


def question_candidates(snapshot: Snapshot, *, with_different: bool) -> Found:
    """Return which questions ask about the same, whatever the least likeness of names."""
    found: dict[Pair, _Match] = {}
    for group in question_groups(snapshot):
        for question, alike, likeness in zip(group.questions, group.alike, group.likeness, strict=True):
            for other in alike:
                pair = min(question, other), max(question, other)
                lowest = min(likeness, found[pair].score) if pair in found else likeness
                found[pair] = _Match(lowest, SAME_QUESTION)
    return _decided(snapshot, found, with_different=with_different)


def _decided(snapshot: Snapshot, found: dict[Pair, _Match], *, with_different: bool) -> Found:
    """Leave out what was found to be different, and mark what somebody was unsure about."""
    different = decisions(snapshot, Decision.DIFFERENT)
    known = decisions(snapshot, Decision.UNSURE) | (different if with_different else {})
    rows = [
        Candidate(
            left=pair[0],
            right=pair[1],
            score=match.score,
            weak=False,
            reasons_for=(match.reason(),),
            reasons_against=(),
            links=(),
            link=known.get(pair),
        )
        for pair, match in found.items()
        if with_different or pair not in different
    ]
    return Found(tuple(sorted(rows, key=Candidate.order)), 0, ())


def _theme_pairs(names: Mapping[int, frozenset[str]]) -> Iterator[tuple[Pair, Text]]:
    """Return the pairs of themes with a name in common, or one in another, and why."""
    for key, reason in ((lambda words: " ".join(sorted(words)), SAME_WORDS), ("".join, JOINED_WORDS)):
        by_key: dict[str, set[int]] = {}
        for theme, of in names.items():
            for name in of:
                by_key.setdefault(key(theme_words(name)), set()).add(theme)
        for themes in by_key.values():
            yield from ((pair, reason) for pair in combinations(sorted(themes), 2))
    listed = {theme: set(map(theme_items, of)) for theme, of in names.items()}
    yield from ((pair, CONTAINED) for pair in _contained(listed))


def _contained(names: Mapping[int, AbstractSet[frozenset[Words]]]) -> Iterator[Pair]:
    """Return the pairs of lists of which one has all items of the other and few more."""
    having: dict[Words, list[tuple[int, frozenset[Words]]]] = {}
    for theme, of in names.items():
        for items in of:
            for item in items:
                having.setdefault(item, []).append((theme, items))
    shorter = ((theme, items) for theme, of in names.items() for items in of if len(items) >= _LEAST_ITEMS)
    for theme, items in shorter:
        rarest = min(items, key=lambda item: (len(having[item]), item))
        for other, longer in having[rarest]:
            if other != theme and items < longer and len(longer) <= _MOST_LONGER * len(items):
                yield min(theme, other), max(theme, other)


def _names(snapshot: Snapshot, index: int) -> frozenset[str]:
    theme = snapshot.node(index)
    assert isinstance(theme, Theme)
    names = (theme.name, *theme.labels.values(), *theme.aliases)
    return frozenset(name for name in names if theme_words(name))


def theme_items(name: str) -> frozenset[Words]:
    """Return what a name lists, each as words.

    >>> sorted(theme_items("Collaboration, Learning and Sharing"))
    [('collaboration',), ('learning',), ('sharing',)]
    """
    return frozenset(words for words in map(theme_words, _BETWEEN_ITEMS.split(name)) if words)


def theme_words(name: str) -> Words:
    """Return the words of a theme's name without those that join others, each in the singular.

    >>> theme_words("Resources and Structures"), theme_words("open-source; Policies"), theme_words("C++")
    (('resource', 'structure'), ('open', 'source', 'policy'), ('c', 'plus', 'plus'))
    """
    words = fold(with_signs(name)).split()
    return tuple(map(_singular, [word for word in words if word not in _JOINING] or words))


def _singular(word: str) -> str:
    if len(word) < _LEAST_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word.removesuffix("s")
