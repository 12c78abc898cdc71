# SPDX-License-Identifier: GPL-3.0-or-later
"""Folding of text, and the ids made from it."""

import pytest

from graph.schema.folding import fold, slug
from graph.schema.ids import exact_id, is_hidden, is_prefixed, link_key, scoped_id, username_id, wikidata_id


@pytest.mark.parametrize(
    ("text", "folded", "slugged"),
    [
        ("Zoë MÜLLER-Straße", "zoe muller strasse", "zoe-muller-strasse"),
        ("  Open--Source,  2024! ", "open source 2024", "open-source-2024"),
        ("l’université", "l universite", "l-universite"),
        ("Ærø, Œuvre, Þór, Łódź", "aero oeuvre thor lodz", "aero-oeuvre-thor-lodz"),
        ("مُحَمَّد", "محمد", "محمد"),
        ("أحمد إلى مدرسة", "احمد الي مدرسه", "احمد-الي-مدرسه"),
        ("کتاب‌ها ۱۲۳ ٤٥", "كتابها 123 45", "كتابها-123-45"),
        ("हिन्दी", "हिन्दी", "हिन्दी"),
        ("ﬁne ①", "fine 1", "fine-1"),
        ("½ m²", "1 2 m2", "1-2-m2"),
        ("日本語", "日本語", "日本語"),
        ("!?", "", ""),
        ("–", "", ""),
        ("", "", ""),
    ],
)
def test_what_two_spellings_have_in_common(text: str, folded: str, slugged: str) -> None:
    assert (fold(text), slug(text)) == (folded, slugged)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [("person:ada", True), ("person:a", True), ("person:", False), ("persona:a", False), ("ada", False)],
)
def test_an_id_with_its_prefix(text: str, *, expected: bool) -> None:
    assert is_prefixed("person", text) is expected


def test_global_ids() -> None:
    assert wikidata_id("theme", "q42") == "theme:Q42"
    assert username_id("person", "  ada_ lovelace  X ") == "person:User:Ada_lovelace_X"
    assert username_id("person", "éa") == "person:User:Éa"


def test_ids_inside_a_source() -> None:
    assert scoped_id("person", "indaba-2017", "Zoë  M.") == "person:indaba-2017/zoe-m"
    assert scoped_id("group", "s", "Table 1", "Wikis!") == "group:s/table-1/wikis"
    assert scoped_id("group", "s") == "group:s"


def test_names_without_letters_are_told_apart() -> None:
    ids = {scoped_id("person", "s", name) for name in ("?", "!", "…")}
    assert len(ids) == 3
    assert all(len(id_.partition("/")[2]) == 20 for id_ in ids)
    assert scoped_id("person", "s", "?") == scoped_id("person", "s", "?")


def test_long_names_keep_their_start_and_are_told_apart() -> None:
    same = "a" * 119
    assert scoped_id("q", "s", same + "b") == f"q:s/{same}b"
    cut, other = (scoped_id("q", "s", f"{same}b{end}") for end in "xy")
    assert cut != other
    assert cut.startswith(f"q:s/{same}b-")
    assert len(cut) == len(f"q:s/{same}b-") + 20
    # A cut between two words leaves no hyphen of its own.
    assert scoped_id("q", "s", f"{same} more").startswith(f"q:s/{same}-")
    assert not scoped_id("q", "s", f"{same} more").startswith(f"q:s/{same}--")


def test_names_that_only_case_and_spaces_may_change() -> None:
    assert exact_id("theme", "s", " Open  Source ") == "theme:s/open-source" == exact_id("theme", "s", "open source")
    hyphened = exact_id("theme", "s", "open-source")
    assert hyphened.startswith("theme:s/open-source-")
    assert hyphened == exact_id("theme", "s", "Open-Source") != exact_id("theme", "s", "open/source")


def test_a_link_is_told_by_type_ends_and_key() -> None:
    key = link_key("MEMBER_OF", "person:a", "group:b", ("board",))
    kind, _, hashed = key.partition(":")
    assert (kind, len(hashed)) == ("member_of", 20)
    others = {
        link_key("WORKED_ON", "person:a", "group:b", ("board",)),
        link_key("MEMBER_OF", "person:b", "group:b", ("board",)),
        link_key("MEMBER_OF", "person:a", "group:c", ("board",)),
        link_key("MEMBER_OF", "person:a", "group:b", (None,)),
        link_key("MEMBER_OF", "person:a", "group:b"),
        key,
    }
    assert len(others) == 6
    assert link_key("MEMBER_OF", "a", "b", (None,)) == link_key("MEMBER_OF", "a", "b", ("",))


def test_ids_outlive_the_program() -> None:
    """They stand in stores and exports: a change of any of these makes all of them strangers."""
    assert link_key("MEMBER_OF", "person:ada", "group:wikis", ("board",)) == "member_of:4d9cae76b1cfcc628074"
    assert scoped_id("person", "s", "…") == "person:s/654f537e8ecf7395f077"


def test_half_a_surrogate_pair_has_an_id() -> None:
    assert link_key("MEMBER_OF", "person:\ud800", "group:b") != link_key("MEMBER_OF", "person:\ud801", "group:b")


@pytest.mark.parametrize(
    ("id_", "expected"),
    [("person:opted-out/12ab", True), ("person:ada", False), ("person:s/opted-out/x", False), ("opted-out/x", False)],
)
def test_ids_of_people_who_are_not_named(id_: str, *, expected: bool) -> None:
    assert is_hidden(id_) is expected
