# SPDX-License-Identifier: GPL-3.0-or-later
"""Values and sentences as markup: escaped, linked, in the reader's language."""

import pytest

from graph.schema.links import Decision
from graph.text.message import Name, Text
from web.wording.render import (
    and_id,
    country_name,
    direction,
    entry_url,
    is_language,
    name_link,
    own_name,
    plain_sentence,
    sentence,
    url,
    value_markup,
)

MET = Text("test-met", "$1 met <$2>.")
ADA = Name("person:s/Ada L", "Ada <b>")


def test_addresses() -> None:
    assert entry_url("person:s/Ada L?&é") == "/entry/person:s/Ada%20L%3F%26%C3%A9"
    assert url("/x") == "/x"
    assert url("/x", a=None, b="", c=[], d=()) == "/x"
    assert url("/x", a=0, b="p:q/r s", c=["1", "2"]) == "/x?a=0&b=p:q/r+s&c=1&c=2"
    assert and_id("/x", "p:a/b c") == "/x?id=p:a/b%20c"
    assert and_id("/x?id=1", "p:a") == "/x?id=1&id=p:a"


def test_a_name_is_a_link_and_its_label_goes_first() -> None:
    assert name_link("p:a", "A&B") == '<a href="/entry/p:a"><bdi>A&amp;B</bdi></a>'
    assert name_link("p:a", "A", "fr", {"p:a": "<Été>"}) == '<a href="/entry/p:a"><bdi>&lt;Été&gt;</bdi></a>'
    assert name_link("p:a", "a person", "fr") == '<a href="/entry/p:a"><bdi>une personne</bdi></a>'


def test_a_sentence_with_names_as_links() -> None:
    link = '<a href="/entry/person:s/Ada%20L"><bdi>Ada &lt;b&gt;</bdi></a>'
    assert sentence(MET(ADA, "<i>"), "en") == f"{link} met &lt;&lt;i&gt;&gt;."
    assert sentence(MET(ADA, 2), "en", linked=False) == "<bdi>Ada &lt;b&gt;</bdi> met &lt;2&gt;."
    assert sentence(MET(Name("", "Ben"), 2), "en") == "<bdi>Ben</bdi> met &lt;2&gt;."
    assert plain_sentence(MET(ADA, "<i>"), "en", {ADA.id: "Zoë"}) == "Zoë met <<i>>."


def test_english_that_stands_in_says_so() -> None:
    words = "<bdi>Ben</bdi> met &lt;2&gt;."
    assert sentence(MET(Name("", "Ben"), 2), "ar") == f'<span lang="en" dir="ltr">{words}</span>'
    assert sentence(MET(Name("", "Ben"), 2), "en-GB") == words
    assert sentence(MET(1, 2), "qqx") == "⧼test-met⧽"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", True),
        ("qqx", True),
        ("fr", True),
        ("FR", True),
        ("pt-BR", True),
        ("zh-Hant-TW", True),
        ("es-419", True),
        ("xx", False),
        ("french", False),
        ("fr_CA", False),
        ("fr-", False),
        ("", False),
        ("../en", False),
    ],
)
def test_codes_of_languages(code: str, *, expected: bool) -> None:
    assert is_language(code) is expected


def test_what_languages_and_countries_are_called() -> None:
    assert [direction(code) for code in ("ar", "en", "fr", "he", "ur", "nonsense!")] == [
        "rtl",
        "ltr",
        "ltr",
        "rtl",
        "rtl",
        "ltr",
    ]
    assert [own_name(code) for code in ("fr", "ar", "pt-BR")] == ["français", "العربية", "português (Brasil)"]
    assert (country_name("CI", "fr"), country_name("ZZZ", "fr")) == ("Côte d’Ivoire", "ZZZ")


@pytest.mark.parametrize(
    ("name", "value", "language", "markup"),
    [
        ("x", None, "en", "–"),
        ("x", "", "en", "–"),
        ("x", [], "en", "–"),
        ("x", False, "fr", "non"),
        ("x", True, "fr", "oui"),
        ("x", 0, "en", "0"),
        ("x", 1234.5, "fr", "1\u202f234,50"),
        ("x", "<b>", "en", "<bdi>&lt;b&gt;</bdi>"),
        ("x", "a person", "fr", "<bdi>une personne</bdi>"),
        ("x", ADA, "en", '<a href="/entry/person:s/Ada%20L"><bdi>Ada &lt;b&gt;</bdi></a>'),
        ("x", MET("a", "b"), "en", "a met &lt;b&gt;."),
        ("x", Text("value-yes", "yes"), "fr", "oui"),
        ("x", "WORKED_ON", "en", "worked on"),
        ("x", ["WORKED_ON", "WORKED_ON", "FUNDED"], "en", "worked on and funded"),
        ("x", [["WORKED_ON", "FUNDED"], ["WORKED_ON", "FUNDED"]], "en", "worked on and funded"),
        ("x", ["a", "a"], "en", "<bdi>a</bdi> and <bdi>a</bdi>"),
        ("x", ["a", "b", "c"], "fr", "<bdi>a</bdi>, <bdi>b</bdi> et <bdi>c</bdi>"),
        ("x", [MET("a", 1), MET("b", 2)], "en", "<ul><li>a met &lt;1&gt;.</li><li>b met &lt;2&gt;.</li></ul>"),
        ("x", [MET("a", 1)], "en", "a met &lt;1&gt;."),
        ("x", [MET("a", 1), "b"], "en", "a met &lt;1&gt;. and <bdi>b</bdi>"),
        ("labels", {"fr": "<é>", "sw": "s"}, "en", "French: <bdi>&lt;é&gt;</bdi><br>Swahili: <bdi>s</bdi>"),
        ("type", "Affiliate", "fr", "affilié"),
        ("other", "Affiliate", "en", "<bdi>Affiliate</bdi>"),
        ("type", "Stranger", "en", "<bdi>Stranger</bdi>"),
        ("decision", "different", "en", "different"),
        ("decision", "perhaps", "en", "<bdi>perhaps</bdi>"),
        ("decision", Decision.SAME, "en", "same"),
        (
            "url",
            'https://x?"',
            "en",
            '<a href="https://x?&#34;" rel="external nofollow noopener"><bdi>https://x?&#34;</bdi></a>',
        ),
        (
            "wikidata",
            "Q42",
            "en",
            '<a href="https://www.wikidata.org/wiki/Q42" rel="external noopener">Q42</a>',
        ),
    ],
)
def test_values_in_words(name: str, value: object, language: str, markup: str) -> None:
    assert value_markup(name, value, language) == markup


def test_what_has_no_form_of_its_own_is_shown_as_text() -> None:
    assert value_markup("x", 1 + 2j, "en") == "(1+2j)"
