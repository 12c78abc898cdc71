# SPDX-License-Identifier: GPL-3.0-or-later
"""How alike names are: the recipe of docs/methods/names.md#recipe, and how well it does on pairs labelled by hand.

`data/name_pairs.csv` holds invented people only; `same` says what somebody
who knows them would answer, also where no recipe can tell.
"""

import csv
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest

from queries.algorithms.name_pairs import alike
from queries.algorithms.name_similarity import likeness, skeleton, word_score
from queries.measures.identity.candidates import MIN_SCORE
from queries.measures.identity.name_words import words_of
from tests.support.checkout import CHECKOUT

PAIRS = CHECKOUT / "tests" / "data" / "name_pairs.csv"


def name_score(left: str, right: str) -> float:
    return likeness(words_of(left), words_of(right)).score


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        ("Mohamed", "Mohammed", 0.995),
        ("رضا", "Reda", 0.985),
        ("Samir Haddad", "Samira Haddad", 0.873),
        ("Jean Dupont", "J. Dupont", 0.85),
        ("Okeke, Chinwe", "Chinwe Okeke", 1),
        ("Reda", "Reda Benkirane", 0.94),
        ("Abdul Rahman Sheikh", "Abdurrahman Shaikh", 0.728),
        ("", "Reda", 0),
        ("…", "Reda", 0),
        ("A. Bello", "B. Bello", 0),
        ("Ada", "ADA", 1),
    ],
)
def test_scores_of_the_recipe(left: str, right: str, score: float) -> None:
    assert round(name_score(left, right), 3) == score
    assert name_score(right, left) == name_score(left, right)


def test_look_alikes_score_high_as_well() -> None:
    assert round(name_score("Mohamed Ali", "Mahmoud Ali"), 2) == 0.95


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Okeke, Chinwe", ["chinwe", "okeke"]),
        ("بنعزوز، ياسمين", ["yasmyn", "bnazwz"]),
        ("Jürgen Straße", ["juergen", "strasse"]),
        ("Łukasz Ørsted-Æbelø", ["lukasz", "orsted", "aebelo"]),
        ("محمّد الـحدّاد", ["mhmd", "alhdad"]),
        ("مؤمن ئ ء", ["mwmn", "y"]),
        ("Dr Mme Odile Prof", ["odile", "prof"]),
        ("Dr", ["dr"]),
        ("Dr Odile", ["odile"]),
        ("Abd el-Kader Ben Ali", ["abdelkader", "benali"]),
        ("Rachid Ould Abd ul Rahman", ["rachid", "ouldabdulrahman"]),
        ("Ul Haq", ["ul", "haq"]),
        ("Rachel O’Dun", ["rachel", "odun"]),
        ("Ali Ben", ["ali", "ben"]),
        ("Ann\u200fa 3", ["anna", "3"]),
        ("—", []),
    ],
)
def test_words(name: str, words: list[str]) -> None:
    assert list(words_of(name)) == words


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        ("mmd", "mohamed muhammad mhmd mohammed"),
        ("Ysf", "yousef youssouf yusuf iusef"),
        ("Amr", "omar umar amr"),
        ("hd", "haddad alhaddad hadad elhadad"),
        ("Al", "ali aly"),
        ("xlf", "khalif khalef"),
        ("sx", "sheikh shaikh cheikh"),
        ("Yls", "ilyas iliass ylias"),
        ("fs", "fez fes vez phez"),
    ],
)
def test_words_that_sound_alike_have_one_skeleton(sound: str, words: str) -> None:
    assert {word: skeleton(word) for word in words.split()} == dict.fromkeys(words.split(), sound)


def test_initials_and_endings() -> None:
    assert (word_score("j", "jean"), word_score("j", "k"), word_score("j", "j")) == (0.85, 0, 1)
    assert likeness(("samir", "haddad"), ("samira", "haddad")).gendered
    assert not likeness(("samira", "haddad"), ("haddad", "samira")).gendered


def test_long_names_are_compared_as_a_whole() -> None:
    left = words_of("Association of the Friends of Old Maps")
    assert likeness(left, tuple(reversed(left))).score == 1
    assert likeness(left, words_of("Association of the Friends of Old Mapps")).score > 0.98
    assert likeness(left, words_of("Old Maps")).score < MIN_SCORE


class Labelled(NamedTuple):
    """Two names, and whether they are one person's."""

    left: str
    right: str
    same: bool


def labelled() -> list[Labelled]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [Labelled(row["left"], row["right"], row["same"] == "yes") for row in csv.DictReader(file)]


def is_candidate(pair: Labelled, min_score: float) -> bool:
    return bool(list(alike([words_of(pair.left), words_of(pair.right)], min_score)))


@pytest.mark.parametrize(("min_score", "recall", "precision"), [(MIN_SCORE, 0.9, 0.7), (0.95, 0.7, 0.8)])
def test_labelled_pairs(min_score: float, recall: float, precision: float) -> None:
    """Measured: recall .947 and precision .718 at .85; .723 and .819 at .95."""
    pairs = labelled()
    assert len(pairs) >= 150
    found = [pair for pair in pairs if is_candidate(pair, min_score)]
    right = sum(pair.same for pair in found)
    measured = right / sum(pair.same for pair in pairs), right / len(found)
    print(f"at {min_score}: recall {measured[0]:.3f}, precision {measured[1]:.3f}")  # noqa: T201 - asked for
    missed = [pair[:2] for pair in pairs if pair.same and pair not in found]
    assert measured[0] >= recall, missed
    assert measured[1] >= precision, [pair[:2] for pair in found if not pair.same]


def test_pairs_that_differ_in_gender_are_labelled_different_and_told_apart() -> None:
    for left, right in [
        ("Samir Haddad", "Samira Haddad"),
        ("نبيل عواد", "نبيلة عواد"),
        ("Amin Belkadi", "Amina Belkadi"),
    ]:
        assert Labelled(left, right, same=False) in labelled()
        assert likeness(words_of(left), words_of(right)).gendered


SYLLABLES = "mo ha med sa mir ra di ka ri ma be lo ti nu el al sha kho ou".split()


def random_names(seed: int) -> list[tuple[str, ...]]:
    """Return names that are often near each other, some of one word, of an initial, of many words."""
    random = Random(seed)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 3))) for _ in range(12)]
    words += [word + random.choice("aeh") for word in words[:4]] + [word[:1] for word in words[:3]]
    names = {tuple(sorted(random.choices(words, k=random.choice((1, 2, 2, 2, 3, 4, 6))))) for _ in range(40)}
    return sorted(names)


def every_pair(names: list[tuple[str, ...]], min_score: float) -> Iterator[tuple[int, int]]:
    for right, one in enumerate(names):
        for left, other in enumerate(names[:right]):
            shares = set(map(skeleton, one)) & set(map(skeleton, other))
            if shares and round(likeness(other, one).score, 12) >= min_score:
                yield left, right


@pytest.mark.parametrize("seed", range(20))
def test_no_pair_is_lost_by_not_comparing_each_with_each(seed: int) -> None:
    names = random_names(seed)
    for min_score in (0.75, MIN_SCORE, 0.95, 1.0):
        found = list(alike(names, min_score))
        assert sorted(found) == sorted(every_pair(names, min_score))
        assert len(found) == len(set(found))


def test_no_names_no_pairs() -> None:
    assert list(alike([], MIN_SCORE)) == list(alike([("ada",)], MIN_SCORE)) == []
