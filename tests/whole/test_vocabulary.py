# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of words that no name in the code is made of (scripts/vocabulary.py)."""

import pytest

from scripts.vocabulary import NOT_OURS, wrong_words
from tests.support.checkout import CHECKOUT


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def tie_words(seat): pass", ["tie_words", "seat"]),
        ("class ManyThings:\n    told: str = ''", ["ManyThings", "told"]),
        ("for place in ranks: worth = place", ["place", "worth"]),
        ("self.asides = said = 1", ["asides", "said"]),
        ("held = 1", ["held"]),
        ("class Row:\n    held: int", []),
        ("default = properties = something = placeholder = 'a tie, a thing'", []),
        ("def test_what_is_said(): pass", []),
        ("TABLES = 'CREATE TABLE said (id); CREATE INDEX told_id ON x (id)'", ["said", "told_id"]),
        ("def f(cls): return f'MATCH (s:Said {{id: 1}})-[:{cls}]->(:Seat)'", ["Said", "Seat"]),
        ('A = "SELECT a FROM b WHERE c = \'said\'"; B = "What was said is told."', []),
    ],
)
def test_names_of_other_words_are_found(code: str, names: list[str]) -> None:
    assert sorted(line.split()[1] for line in wrong_words("web/x.py", code)) == sorted(names)


def test_a_place_is_a_country_where_it_is_one() -> None:
    code = "def place_of(person): pass"
    assert [*wrong_words("queries/measures/language_and_place.py", code)] == []
    assert len([*wrong_words("web/drawing/drawing.py", code)]) == 1


def test_every_word_of_the_list_is_in_the_glossary() -> None:
    table = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8").rpartition("## One word for one concept")[2]
    singular = {word.removesuffix("s") if word.endswith("s") else word for word in NOT_OURS} - {"faulty"}
    assert [word for word in sorted(singular) if word not in table] == []
