# SPDX-License-Identifier: GPL-3.0-or-later
"""What cells mean: this text, this value, and what is said where it does not fit."""

import pytest

from graph.schema.links import LINK_CLASSES, Stance
from graph.schema.nodes import NODE_CLASSES, AffiliateKind, EventKind, PartnerKind, own_fields
from loaders.cells.dates import order_of, to_date, to_period
from loaders.cells.places import country_code, language_tag
from loaders.cells.private_columns import is_private_heading
from loaders.cells.private_text import without_private
from loaders.cells.understanding import NotUnderstood
from loaders.cells.values import (
    converter_for,
    field_types,
    to_amount,
    to_boolean,
    to_count,
    to_country,
    to_kind,
    to_labels,
    to_languages,
    to_strength,
    to_wikidata,
)


def misread(convert: object, text: str) -> tuple[str, object, str]:
    """Return what is said about a cell that does not fit, what is kept of it and what was expected."""
    with pytest.raises(NotUnderstood) as error:
        convert(text)  # type: ignore[operator] - one of several functions
    return error.value.message.text.key, error.value.kept, error.value.expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ghana", "GH"), ("gh", "GH"), ("GHA", "GH"), ("غانا", "GH"), ("Côte d'Ivoire", "CI"), ("Ivory Coast", "CI"),
        ("cote d’ivoire", "CI"), ("RDC", "CD"), ("République démocratique du Congo", "CD"), ("UK", "GB"), ("USA", "US"),
        ("The Gambia", "GM"), ("États-Unis", "US"), ("Les Pays-Bas", None), ("Tanzania", "TZ"), ("المغرب", "MA"),
        ("Deutschland", "DE"), ("DEU", "DE"), ("Brasil", "BR"), ("Myanmar (Burma)", "MM"), ("Burma", "MM"),
        ("European Union", None), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_countries_by_any_usual_name_or_code(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "strength"),
    [("3", 3.0), ("0.25", 0.25), ("4/5", 4.0), ("strong", 5.0), ("Faible", 1.0), ("قوي", 5.0), ("weekly", 4.0)],
)
def test_how_strong_a_link_is_in_numbers_and_words(text: str, strength: float) -> None:
    assert to_strength(text) == strength


def test_what_says_no_strength_is_a_problem() -> None:
    assert misread(to_strength, "blue")[0] == "problem-no-strength"


def test_two_countries_give_the_first_and_a_problem() -> None:
    assert misread(to_country, "India / France") == ("problem-two-countries", "IN", "one country")
    assert to_country("Trinidad and Tobago") == "TT"
    assert misread(to_country, "Tunesia") == ("problem-no-country", None, "tunisia")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("English", ("en",)), ("français; العربية", ("fr", "ar")), ("fr, en and sw", ("fr", "en", "sw")),
        ("pt-BR", ("pt-BR",)), ("Hausa/Igbo", ("ha", "ig")), ("arabe et français", ("ar", "fr")), ("Darija", ("ary",)),
        ("English\nFrench", ("en", "fr")), ("en; English", ("en",)),
    ],
)  # fmt: skip
def test_languages_by_name_or_tag_several_in_a_cell(text: str, tags: tuple[str, ...]) -> None:
    assert to_languages(text) == tags


def test_an_unknown_language_costs_only_itself() -> None:
    assert misread(to_languages, "English; Klingonish") == ("problem-no-language", ("en",), "klingon")
    assert language_tag("123") is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2017", "2017"), ("2017-03", "2017-03"), ("2017-3-8", "2017-03-08"), ("2017/03/18", "2017-03-18"),
        ("18/03/2017", "2017-03-18"), ("03/18/2017", "2017-03-18"), ("03.04.2021", "2021-04-03"),
        ("05/05/2021", "2021-05-05"),
        ("3/2017", "2017-03"), ("18 March 2017", "2017-03-18"), ("March 18, 2017", "2017-03-18"),
        ("mars 2017", "2017-03"),
        ("1er avril 2019", "2019-04-01"), ("١٨ مارس ٢٠١٧", "2017-03-18"), ("٢٠١٧", "2017"), ("Sept. 2019", "2019-09"),
        ("2020-01-01 00:00:00", "2020-01-01"), ("12 déc. 2020", "2020-12-12"), ("29/02/2020", "2020-02-29"),
    ],
)  # fmt: skip
def test_dates_keep_the_precision_that_they_have(text: str, date: str) -> None:
    assert to_date(text) == date


@pytest.mark.parametrize(
    ("text", "key", "kept"),
    [
        ("03/04/2021", "problem-ambiguous-date", "2021"),
        ("2023-14-05", "problem-no-such-day", None),
        ("31/02/2020", "problem-no-such-day", None),
        ("45/45/2020", "problem-no-such-day", None),
        ("next week", "problem-no-date", None),
        ("0000", "problem-no-such-day", None),
        ("20171318", "problem-no-such-day", None),
    ],
)
def test_dates_that_cannot_be_or_may_be_two_are_said(text: str, key: str, kept: str | None) -> None:
    assert misread(to_date, text)[:2] == (key, kept)


def test_yes_and_no_in_three_languages() -> None:
    assert [to_boolean(text) for text in ("Yes", "oui", "نعم", "x", "✓", "TRUE", "1")] == [True] * 7
    assert [to_boolean(text) for text in ("No", "non", "لا", "-", "0")] == [False] * 5
    assert misread(to_boolean, "perhaps")[0] == "problem-not-yes-or-no"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500", 1500),
        ("1,500", 1500),
        ("1 500,50", 1500.5),
        ("1.500,50", 1500.5),
        ("1,234,567.89", 1234567.89),
        ("2.5", 2.5),
    ],
)
def test_amounts_with_the_separators_of_three_languages(text: str, amount: float) -> None:
    assert to_amount(text) == amount


@pytest.mark.parametrize("text", ["-5", "many", "1e400", "inf", "nan"])
def test_what_is_no_amount_is_said(text: str) -> None:
    assert misread(to_amount, text)[0] == "problem-no-number"


def test_a_count_is_whole() -> None:
    assert [to_count(text) for text in ("12", "1 200", "٣", "12.0")] == [12, 1200, 3, 12]
    assert misread(to_count, "12.5")[0] == "problem-no-number"


def test_kinds_by_caption_plural_and_other_languages() -> None:
    assert to_kind(PartnerKind)("Musée") is PartnerKind.MUSEUM
    assert to_kind(PartnerKind)("Libraries") is PartnerKind.LIBRARY
    assert to_kind(PartnerKind)("ngo") is PartnerKind.NGO
    assert to_kind(AffiliateKind)("User Group") is AffiliateKind.USER_GROUP
    assert to_kind(AffiliateKind)("فرع") is AffiliateKind.CHAPTER
    assert to_kind(EventKind)("editathon") is EventKind.EDIT_A_THON
    assert to_kind(Stance)("needs") is Stance.WANTS
    assert misread(to_kind(PartnerKind), "musem") == ("problem-no-kind", None, "museum")


def test_labels_and_items() -> None:
    assert to_labels("en: museums; français = musées") == {"en": "museums", "fr": "musées"}
    assert misread(to_labels, "museums")[0] == "problem-no-labels"
    assert to_wikidata("https://www.wikidata.org/wiki/Q42") == "Q42"
    assert to_wikidata("q42") == "Q42"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada <ada@example.org>, tel. 030 123 456 78", "Ada"), ("ada (at) example.org", ""), ("+233 24 123 4567", ""),
        ("06 12 34 56 78", ""), ("0033 6 12 34 56 78", ""), ("IBAN DE89 3704 0044 0532 0130 00", "IBAN"),
        ("2017-03-18", "2017-03-18"), ("order 1234567890", "order 1234567890"), ("2019-2020", "2019-2020"),
        ("https://example.org/12345678901", "https://example.org/12345678901"), ("@ada", "@ada"),
    ],
)  # fmt: skip
def test_private_data_are_cut_out_and_nothing_else(text: str, kept: str) -> None:
    assert without_private(text) == kept


def test_private_headings_and_questions_that_only_speak_of_them() -> None:
    assert all(
        map(is_private_heading, ["E-mail", "Email address (work)", "Téléphone", "واتساب", "IBAN", "Phone number"])
    )
    assert not any(map(is_private_heading, ["Name", "Do you use e-mail newsletters in your own work?", "Signature"]))
    assert not is_private_heading("Email newsletters", is_choice=True)


def test_every_field_of_the_schema_has_a_known_type() -> None:
    for cls in (*NODE_CLASSES, *LINK_CLASSES):
        for field in own_fields(cls):
            assert (
                converter_for(cls, field)
                or field_types(cls)[field] is str
                or "Annotated" in str(field_types(cls)[field])
            )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("18-20 March 2017", "2017-03-18", "2017-03-20"), ("March 18-20, 2017", "2017-03-18", "2017-03-20"),
        ("2017-03-18/2017-03-20", "2017-03-18", "2017-03-20"), ("du 3 au 5 juin 2021", "2021-06-03", "2021-06-05"),
        ("30 March - 2 April 2017", "2017-03-30", "2017-04-02"), ("18.-20.03.2017", "2017-03-18", "2017-03-20"),
        ("2019–21", "2019", "2021"), ("Sat 18 Mar 2017 10:00", "2017-03-18", "2017-03-18"),
        ("Mar 18 2017", "2017-03-18", "2017-03-18"), ("18.3.17", "2017-03-18", "2017-03-18"),
        ("44350", "2021-06-03", "2021-06-03"), ("2017-Apr-30", "2017-04-30", "2017-04-30"),
    ],
)  # fmt: skip
def test_a_cell_may_name_the_first_and_the_last_day(text: str, start: str, end: str) -> None:
    assert to_period(text) == (start, end)


def test_the_clear_cells_of_a_column_settle_which_number_is_the_day() -> None:
    assert to_date("05/06/2021", order_of(["13/04/2021"])) == "2021-06-05"
    assert to_date("05/06/2021", order_of(["04/13/2021"])) == "2021-05-06"
    assert misread(lambda text: to_date(text, order_of(["13/04/2021", "04/13/2021"])), "05/06/2021")[1] == "2021"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0,500", 0.5), ("€ 1.500,50", 1500.5), ("1 500 FCFA", 1500), ("$1,500.00", 1500), ("20.-", 20)],
)
def test_amounts_with_a_currency_and_thousands_that_are_none(text: str, amount: float) -> None:
    assert to_amount(text) == amount
