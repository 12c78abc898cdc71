# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of many names look alike, without comparing each with each (docs/methods/names.md#policy).

Two names are compared if they share the skeleton of a word and if every word
of the shorter has a word of the longer that is alike enough; nothing that
could reach the score is left out by that.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.algorithms.name_similarity import WORDS_COMPARED, is_initial, likeness, skeleton, word_score
from queries.algorithms.short_names import FULL_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Ints = NDArray[np.int64]

MOST_WORDS = 20_000
"""Different words up to which each is compared with each: 10 s. Above it, only words that begin alike (a choice)."""
_ROWS = 1_000
_UNLIKE = 0.93
"""What words of different skeletons score at most (docs/methods/names.md#recipe)."""

Words = tuple[str, ...]


def alike(names: Sequence[Words], min_score: float) -> Iterator[tuple[int, int]]:
    """Return pairs of different names (positions, the smaller first) with at least a score.

    O(W^2 + pairs that share a word's skeleton), W = different words.
    """
    # The shorter name first, so that each pair is looked at from that side.
    order = sorted(range(len(names)), key=lambda number: (len(names[number]), number))
    ordered = [names[number] for number in order]
    for left, right in sorted({*_by_words(ordered, min_score), *_as_wholes(ordered, min_score)}):
        if round(likeness(ordered[left], ordered[right]).score, 12) >= round(min_score, 12):
            yield min(order[left], order[right]), max(order[left], order[right])


def _by_words(names: Sequence[Words], min_score: float) -> Iterator[tuple[int, int]]:
    """Return pairs of which every word of the first is like one of the second."""
    words = sorted({word for name in names for word in name})
    if not words:
        return
    column_of = {word: column for column, word in enumerate(words)}
    has_word: Any = _incidence([[column_of[word] for word in set(name)] for name in names], len(words))
    sounds = sorted({skeleton(word) for word in words})
    column_of = {sound: column for column, sound in enumerate(sounds)}
    has_sound: Any = _incidence([[column_of[skeleton(word)] for word in set(name)] for name in names], len(sounds))
    reach = (has_word @ _similar(words, min_score)).sign().tocsr()
    needed = np.array([len(set(name)) for name in names])
    most = np.array([len(name) for name in names])
    for start in range(0, len(names), _ROWS):
        rows = slice(start, start + _ROWS)
        matched = (has_word[rows] @ reach.T).multiply((has_sound[rows] @ has_sound.T).sign()).tocoo()
        left, right = matched.row + start, matched.col
        keep = (left < right) & (matched.data >= needed[left]) & (most[right] <= WORDS_COMPARED)
        yield from zip(left[keep].tolist(), right[keep].tolist(), strict=True)


def _as_wholes(names: Sequence[Words], min_score: float) -> Iterator[tuple[int, int]]:
    """Return pairs with a name of many words that are alike as a whole and share a word's skeleton."""
    if all(len(name) <= WORDS_COMPARED for name in names):
        return
    wholes = ["".join(sorted(name)) for name in names]
    sounds = [frozenset(map(skeleton, name)) for name in names]
    near = _similar(wholes, min_score).tocoo()
    for left, right in zip(near.row.tolist(), near.col.tolist(), strict=True):
        is_long = max(len(names[left]), len(names[right])) > WORDS_COMPARED
        if left < right and is_long and sounds[left] & sounds[right]:
            yield left, right


def _incidence(columns: Sequence[Sequence[int]], width: int) -> "csr_array":
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that importing the query does not need

    counts = [len(row) for row in columns]
    indices = np.fromiter((column for row in columns for column in sorted(row)), dtype=np.int64, count=sum(counts))
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return csr_array((np.ones(len(indices), dtype=np.int32), indices, starts), shape=(len(columns), width))


def _similar(words: Sequence[str], min_score: float) -> "csr_array":
    """Return which words are so alike, as a symmetric matrix with the diagonal."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - see _incidence

    pairs = np.array(sorted({pair for pair in _word_pairs(words, min_score) if pair[0] < pair[1]}), dtype=np.int64)
    first, second = pairs.reshape(-1, 2).T
    same = np.arange(len(words))
    row, column = np.concatenate([first, second, same]), np.concatenate([second, first, same])
    return csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=(len(words), len(words)))


def _word_pairs(words: Sequence[str], min_score: float) -> Iterator[tuple[int, int]]:
    by_sound: dict[str, list[int]] = {}
    by_letter: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        by_sound.setdefault(skeleton(word), []).append(number)
        by_letter.setdefault(word[:1], []).append(number)
    candidates = [(a, b) for same in by_sound.values() for at, a in enumerate(same) for b in same[at + 1 :]]
    candidates += [(a, b) for a, word in enumerate(words) if is_initial(word) for b in by_letter[word]]
    numbers = {word: number for number, word in enumerate(words)}
    candidates += [
        (number, numbers[full])
        for word, number in numbers.items()
        for full in sorted(FULL_NAMES.get(word, ()))
        if full != word and full in numbers
    ]
    for a, b in candidates:
        if round(word_score(words[a], words[b]), 12) >= round(min_score, 12):
            yield min(a, b), max(a, b)
    blocks = [list(range(len(words)))] if len(words) <= MOST_WORDS else list(by_letter.values())
    for block in blocks:
        yield from _near(words, block, min_score / _UNLIKE)


def _near(words: Sequence[str], block: Sequence[int], cutoff: float) -> Iterator[tuple[int, int]]:
    """Return the pairs of a block whose letters alone make them alike."""
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415 - beside cdist, which brings it
    from rapidfuzz.process import cdist  # noqa: PLC0415 - only here

    if cutoff > 1:
        return
    numbers = np.array(block)
    for start in range(0, len(block), _ROWS):
        rest = numbers[start:]
        likeness_ = cdist(
            [words[number] for number in rest[:_ROWS]],
            [words[number] for number in rest],
            scorer=JaroWinkler.similarity,
            # Just below the bound: single precision must not lose a pair that meets it.
            score_cutoff=max(0.0, cutoff - 1e-6),
            dtype=np.float32,
        )
        rows, columns = np.nonzero(likeness_)
        yield from zip(rest[rows].tolist(), rest[columns].tolist(), strict=True)
