# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of many short texts are about the same, by their words.

See docs/methods/themes-and-languages.md#questions-that-ask-about-the-same.

Half of the likeness is the cosine of word beginnings, half that of runs of three
to five letters, rare ones counting more. What says little counts a third and
makes no pair alone. Who share one word need to be more alike than who share two.
No model, no dictionary. The words are folded and without those of grammar.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.algorithms.common_words import GENERAL

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

LENGTHS = (3, 4, 5)
WEAK = 0.35
"""What a word counts that says little (a choice, see the method)."""
_STEM, _LEAST_STEM = 7, 4
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "es", "s", "ed", "al", "e", "y")
_ARTICLES = ("وال", "بال", "لل", "ال")
_OFTEN, _SHARE = 50, 0.1
"""A word in more texts than this, and in more than this share of them, says little."""
_AT_ONCE = 1_000
Pairs = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float64]"]


def runs(words: Iterable[str]) -> Counter[str]:
    """Return the runs of letters in some words and how often each occurs.

    A word has a space at both ends, so that its beginning and end count.

    >>> sorted(runs(["art"]))
    [' ar', ' art', ' art ', 'art', 'art ', 'rt ']
    """
    return Counter(run for word in words for run in _runs(f" {word} "))


def _runs(padded: str) -> Iterator[str]:
    for length in LENGTHS:
        if len(padded) <= length:
            yield padded
            return
        yield from (padded[start : start + length] for start in range(len(padded) - length + 1))


def stem(word: str) -> str:
    """Return the beginning of a folded word, without the commonest endings and the Arabic article.

    >>> stem("experiences") == stem("experience"), stem("barrier") == stem("barriers")
    (True, True)
    """
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_STEM - 1:
            word = word.removeprefix(article)
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:_STEM]


_GENERAL_STEMS = frozenset(map(stem, GENERAL))


class Texts:
    """Some texts as words, compared with each other; `context`: words that all of them are about."""

    def __init__(self, texts: Sequence[Sequence[str]], context: Collection[str] = ()) -> None:
        """Weigh words and runs of letters. O(letters)."""
        self.words = texts
        counted = [Counter(map(stem, of)) for of in self.words]
        df = Counter(one for of in counted for one in of)
        often = {one for one, count in df.items() if count > max(_OFTEN, _SHARE * len(texts))}
        self.weak = _GENERAL_STEMS | set(map(stem, context)) | often
        self.count = len(texts)
        self._stems, strong = self._vectors([{one: n * 1.0 for one, n in of.items()} for of in counted], self.weak)
        self._strong: Any = self._stems[:, strong]
        self._runs, _ = self._vectors([self._weighted_runs(of) for of in self.words], frozenset())

    def pairs(self, one_word: float, more_words: float) -> Pairs:
        """Return (first, second, likeness) of the pairs that share one word and are so alike, or more words and so."""
        found: list[tuple[Any, Any, Any]] = []
        having = self._strong.sign()
        for start in range(0, self.count, _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            shared = (having[rows] @ having.T).tocoo()
            if not shared.nnz:
                continue
            both = self._stems[rows] @ self._stems.T + self._runs[rows] @ self._runs.T
            values = np.round(both.multiply(shared.sign()).tocsr()[shared.row, shared.col] / 2, 12)
            first = shared.row + start
            keep = (first < shared.col) & (values >= np.where(shared.data > 1, more_words, one_word))
            found.append((first[keep], shared.col[keep], values[keep]))
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
        first, second, values = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((second, first))
        return first[order].astype(np.int64), second[order].astype(np.int64), values[order]

    def own_words(self, of: Sequence[int], most: int) -> list[str]:
        """Return the words that most of some texts share, in their commonest form and in the order in which they stand.

        A word counts if half of the texts have it, and two at least.
        """
        forms: dict[str, Counter[str]] = {}
        having: Counter[str] = Counter()
        for text in of:
            strong = [word for word in self.words[text] if stem(word) not in self.weak]
            having.update({stem(word) for word in strong})
            for word in strong:
                forms.setdefault(stem(word), Counter())[word] += 1
        shared = [one for one, count in having.items() if count >= max(2, len(of) / 2)]
        best = sorted(shared, key=lambda one: (-having[one], one))[:most]
        positions = {one: min(self._position(text, one) for text in of) for one in best}
        ordered = sorted(best, key=lambda one: (positions[one], one))
        return [min(forms[one], key=lambda word: (-forms[one][word], len(word), word)) for one in ordered]

    def _position(self, text: int, wanted: str) -> int:
        return next(
            (position for position, word in enumerate(self.words[text]) if stem(word) == wanted), len(self.words)
        )

    def _weighted_runs(self, of: Sequence[str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for word in of:
            weight = WEAK if stem(word) in self.weak else 1.0
            for run, count in runs([word]).items():
                found[run] = found.get(run, 0.0) + weight * count
        return found

    def _vectors(
        self, counted: Sequence[dict[str, float]], weak: Collection[str]
    ) -> tuple["csr_array", "NDArray[np.intp]"]:
        """Return vectors of length 1, and which columns say something."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that importing the query does not need

        df = Counter(key for of in counted for key in of)
        keys = sorted(df)
        column = {key: number for number, key in enumerate(keys)}
        idf = [log((1 + len(counted)) / (1 + df[key])) + 1 for key in keys]
        scale = [number * (WEAK if key in weak else 1.0) for key, number in zip(keys, idf, strict=True)]
        starts, columns, values = [0], list[int](), list[float]()
        for of in counted:
            line = {column[key]: (n if n < 1 else 1 + log(n)) * scale[column[key]] for key, n in sorted(of.items())}
            length = sum(value * value for value in line.values()) ** 0.5
            columns += line.keys()
            values += [value / length for value in line.values()]
            starts.append(len(columns))
        matrix = csr_array((values, columns, starts), shape=(len(counted), len(keys)))
        return matrix, np.flatnonzero([key not in weak for key in keys])
