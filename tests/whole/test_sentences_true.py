# SPDX-License-Identifier: GPL-3.0-or-later
"""Every figure in a sentence is true: read back in three languages and compared with brute force on odd networks.

`make bench ARGS=sentences` does the same on 1,000 networks.
"""

import pytest

from graph.text.message import Message, say
from queries.bus_factor.contacts import FOUND as CONTACTS
from queries.explore.overview import HOLDS
from queries.measures.wording import NOUNS
from tests.support.oracle.check import LANGUAGES, Compared, compare, compare_reports
from tests.support.oracle.odd_networks import AS_OF, SHAPES, odd_network
from tests.support.oracle.reading import Sentence
from web.wording.today import VARIABLE


@pytest.mark.parametrize("number", range(2 * len(SHAPES)))
def test_every_figure_is_true(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, AS_OF)
    snapshot, compared = odd_network(number), Compared()
    compare(snapshot, compared, f"network {number}")
    compare_reports(snapshot, compared, f"network {number}")
    assert compared.differ == []
    assert compared.sentences > 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("message", "figures", "wrong"),
    [
        (HOLDS(1, 2, 1234), {1: 1, 2: 2, 3: 1234}, {1: 1, 2: 3, 3: 1234}),
        (HOLDS(1, 2, 1234), {1: 1, 2: 2, 3: 1234}, {1: 2, 2: 2, 3: 1234}),
        (CONTACTS(11, 3, 100, NOUNS["Partner"](100)), {1: 11, 2: 3, 3: 100}, {1: 11, 2: 3, 3: 101}),
    ],
)
def test_a_wrong_figure_is_seen(
    message: Message, figures: dict[int, float], wrong: dict[int, float], language: str
) -> None:
    sentence = Sentence(message, say(message, language), language)
    assert sentence.differs(figures) == ""
    assert sentence.differs(wrong) != ""


def test_a_sentence_too_many_or_too_few_is_seen() -> None:
    compared = Compared()
    compared.said("here", [HOLDS(1, 2, 3)], {}, {HOLDS.key})
    compared.said("there", [], {HOLDS.key: {}}, {HOLDS.key})
    assert [text[:5] for text in compared.differ] == ["here:", "there"]
