# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences: plurals, parameters in one pass, markup, fallback, and the files for translators."""

import json
import re
import runpy

import pytest
from markupsafe import Markup, escape

from graph.text.message import Country, Language, Message, Name, Percent, Text, say
from graph.text.say import join, show_number, show_percent
from tests.support.checkout import CHECKOUT

MET = Text("test-met", "{{PLURAL:$1|0=Nobody|One person|$1 people}} met $2.")


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "Nobody met Ada."), (1, "One person met Ada."), (2, "2 people met Ada."), (1200, "1,200 people met Ada.")],
)
def test_plural(count: int, said: str) -> None:
    assert str(MET(count, Name("person:ada", "Ada"))) == said


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "b", 1: "a", 2: "b", 5: "b", 11: "b", 100: "b"}),
        ("fr", {0: "a", 1: "a", 2: "b", 5: "b", 11: "b", 100: "b"}),
        ("ar", {0: "a", 1: "b", 2: "c", 5: "d", 11: "e", 100: "f"}),
    ],
)
def test_plural_forms_follow_the_language(
    language: str, forms: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = "{{PLURAL:$1|a|b|c|d|e|f}}" if language == "ar" else "{{PLURAL:$1|a|b}}"
    monkeypatch.setattr("graph.text.say._translations", lambda _: {"test-plural": template})
    text = Text("test-plural", "{{PLURAL:$1|a|b}}")
    assert {count: say(text(count), language) for count in forms} == forms


def test_a_parameter_inside_a_name_stays_as_it_is() -> None:
    assert str(Text("x", "$1 and $2")("$2", "b")) == "$2 and b"


def test_markup_is_escaped_once() -> None:
    text = Text("x", "<b> $1")
    names = [Name("person:a", "A&B"), Name("person:b", "<i>"), "c<d"]
    said = say(text(names), escape=escape, name=lambda n: Markup("<bdi>{}</bdi>").format(n.name))
    assert said == "&lt;b&gt; <bdi>A&amp;B</bdi>, <bdi>&lt;i&gt;</bdi> and c&lt;d"


def test_lists_numbers_shares_countries() -> None:
    assert [join(["a"] * count) for count in range(4)] == ["", "a", "a and a", "a, a and a"]
    assert (show_number(1234567), show_number(2.5), show_number(2.5, "fr")) == ("1,234,567", "2.50", "2,50")
    assert [show_percent(share) for share in (0.005, 0.495, 0.2949)] == ["1%", "50%", "29%"]
    sentence = Text("x", "$1 $2 $3")
    assert str(sentence(Country("GH"), Language("fr-CA"), Percent(1))) == "Ghana Canadian French 100%"


@pytest.mark.parametrize("language", ["xx", "../en", "", "de-AT", "EN"])
def test_unknown_languages_never_fail(language: str) -> None:
    assert say(MET(1, "Ada"), language) == "One person met Ada."


def test_keys_can_be_shown() -> None:
    assert say(Message(MET), "qqx") == "⧼test-met⧽"


def test_generated_files_are_up_to_date() -> None:
    """Run `make docs` if this fails."""
    outputs = runpy.run_path(str(CHECKOUT / "docs" / "generate.py"))["outputs"]()
    old = [path.name for path, content in outputs.items() if path.read_text(encoding="utf-8") != content]
    assert old == []


# Where the words mean no node and no link: things that are passed on, or cared about.
_PLAIN_ENGLISH = {"query-brokerage", "query-shared-interests", "report-partners-shared"}


def test_english_texts_have_the_words_of_the_glossary() -> None:
    texts = json.loads((CHECKOUT / "graph" / "text" / "i18n" / "en.json").read_text(encoding="utf-8"))
    other = re.compile(r"\b(ties?|tied|untied|things?|edges?|seats?|aside|unsaid)\b", re.IGNORECASE)
    assert {key for key, text in texts.items() if isinstance(text, str) and other.search(text)} == _PLAIN_ENGLISH
