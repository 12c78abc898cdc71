# SPDX-License-Identifier: GPL-3.0-or-later
"""The notes of the real workshop, and what holds for any text at all."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.schema.links import About, Asked, Link, MemberOf, PartOf
from graph.schema.nodes import Node, Question
from loaders.notes.lines import read_lines
from loaders.notes.reader import outline_of
from loaders.notes.records import recognises
from tests.support.read_notes import NOTES, Notes, read
from tests.support.real_data import REAL_DATA, needs_real_data

REAL = REAL_DATA / "wikiindaba_2017" / "workshop_notes.md"
AFRICAN = "How can we improve collaboration within the African community?"
MOVEMENT = "How can we improve collaboration within the Wikimedia movement?"


@pytest.fixture(scope="module")
def real() -> Notes:
    return Notes(REAL.read_text(encoding="utf-8"))


@needs_real_data
def test_real_notes_give_every_figure_of_the_workshop(real: Notes) -> None:
    assert Counter(record.TYPE for record in real.records) == {
        "Event": 2, "Group": 9, "Person": 39, "Question": 80 + 14, "Theme": 2 + 4 + 3 + 3,
        "PART_OF": 9, "MEMBER_OF": 39, "ASKED": 80, "ABOUT": 52 + 13 + 14 + 2 + 4 + 3 + 4,
    }  # fmt: skip


@needs_real_data
def test_real_groups_have_their_people_and_questions(real: Notes) -> None:
    assert [len(people) for people in real.members.values()] == [4, 5, 5, 4, 4, 4, 4, 4, 5]
    assert [sum(map(len, blocks.values())) for blocks in real.asked.values()] == [8, 8, 9, 13, 11, 14, 3, 6, 8]
    assert list(real.groups.values()) == [f"group:src/group-{number}" for number in range(1, 10)]
    event = {link.target for link in real.links if isinstance(link, PartOf)}
    assert event == {"event:src/wikiindaba-2017"}


@needs_real_data
def test_real_questions_stand_under_the_headings_directly_above(real: Notes) -> None:
    under = Counter[str | None]()
    for blocks in real.asked.values():
        under.update({heading: len(questions) for heading, questions in blocks.items()})
    assert under == {AFRICAN: 52, MOVEMENT: 13, None: 15}
    assert [line for line, _parameters in real.problems_of("notes-no-heading")] == [179, 216, 256, 279]
    assert all(link.confirmed for link in real.links if isinstance(link, About))


@needs_real_data
def test_first_names_stay_apart_and_full_names_belong_to_the_source(real: Notes) -> None:
    participations = {(link.source, link.target) for link in real.links if isinstance(link, MemberOf)}
    assert ("person:src/group-4/reda", "group:src/group-4") in participations
    assert ("person:src/group-7/reda", "group:src/group-7") in participations
    assert ("person:src/noha-dammak", "group:src/group-7") in participations
    assert [parameters[0] for _line, parameters in real.problems_of("notes-remark")] == [
        "translated from French into English"
    ]


@needs_real_data
def test_names_glued_to_a_question_are_the_next_group(real: Notes) -> None:
    assert real.members["Group 8"] == ["Rosalie", "Reem Alkashif", "Anass Sedrati", "Hichem Bekhti"]
    assert [(line, parameters) for line, parameters in real.problems_of("notes-glued")] == [(270, ["Group 8"])]
    assert [line for line, _parameters in real.problems_of("notes-no-bullet")] == [270]


@needs_real_data
def test_french_originals_are_kept_with_their_questions(real: Notes) -> None:
    assert [(name.split()[0], original.split()[0], language) for name, original, language in real.originals] == [
        ("Could", "Peut-on", "fr"),
        ("Can", "Peut-on", "fr"),
        ("Why", "Pourquoi", "fr"),
    ]
    assert {node.language for node in real.nodes.values() if isinstance(node, Question)} == {"en"}


@needs_real_data
def test_strategic_questions_and_themes_of_both_workshops(real: Notes) -> None:
    assert {theme: len(questions) for theme, questions in real.strategic.items()} == {
        "Culture and Trust": 3,
        "Structure and Resources": 4,
        "Diversity and Alignment": 3,
        "Sharing and Learning": 4,
    }
    assert real.themes["WikiIndaba 2017"][-3:] == [
        "The need to grow and maintain a Community",
        "Clear and concise Communication",
        "Constant and efficient Outreach",
    ]
    assert real.themes["Partnerships Workshops 2017"] == [
        "Diversity and Alignment",
        "Resources and Structures",
        "Collaboration, Learning and Sharing",
        "Trust and Culture",
    ]


@needs_real_data
def test_what_is_no_record_is_listed_by_line(real: Notes) -> None:
    assert real.unread == [
        (3, 8), (10, 14), (16, 21), (23, 27), (33, 33), (44, 44), (53, 53), (68, 68), (76, 76), (90, 100), (113, 129),
        (133, 148), (295, 299),
    ]  # fmt: skip


PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "\t",
            "\ufeff",
            "\x0c",
            "\u2028",
            "\ud800",
            "\x00",
            "²",
            "①",
            "?",
            "؟",
            "!",
            ":",
            "(",
            ")",
        ),
        *(
            "# ",
            "## ",
            "**",
            "- ",
            "• ",
            "1. ",
            "٢- ",
            "a) ",
            "> ",
            "=====",
            "---",
            "Trust",
            "Questions",
            "Any questions?",
        ),
        *("Group 2: ", "المجموعة ٣: ", "Names:", "Ada, Bob Stone", "أحمد، سارة وخالد", "Themes:", "Further thoughts"),
        *("How do we grow", " (Comment grandir ?)", "translated from French", "x" * 2100),
        *("ada@example.org", "+254 700 123 456"),
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
def test_any_text_gives_records_whose_ends_exist(text: str) -> None:
    records, _problems = read(text)
    ids = {record.id for record in records if isinstance(record, Node | Link)}
    assert len(ids) == len(records)
    assert all({record.source, record.target} <= ids for record in records if isinstance(record, Link))
    assert recognises(text) in {True, False}


@given(TEXTS)
def test_every_line_is_in_the_outline_or_in_a_problem(text: str) -> None:
    lines, _private = read_lines(text)
    outline = outline_of(lines)
    used = {line for line in [outline.title, *outline.glued] if line}
    for table in outline.tables:
        used |= {table.line} | {line for _name, line in table.members}
    for block in [*outline.blocks, *(block for table in outline.tables for block in table.blocks)]:
        used |= {*block.questions} | ({block.heading} if block.heading else set())
    for list_ in outline.theme_lists:
        used |= {line for _name, line in list_.themes} | ({list_.event} if list_.event else set())
    assert used | set(outline.unread) == set(lines)
    told = Notes(text)
    listed = {number for first, last in told.unread for number in range(int(str(first)), int(str(last)) + 1)}
    assert {line.first for line in outline.unread if line not in used} <= listed


@given(TEXTS.filter(lambda text: "\r" not in text and not text.startswith("\ufeff")))
def test_line_ends_and_byte_order_mark_make_no_difference(text: str) -> None:
    assert read(text) == read("\ufeff" + text.replace("\n", "\r\n"))


def test_nothing_in_nothing_out() -> None:
    for text in ("", "\ufeff", " \n\n", "---\n"):
        records, problems = read(text)
        assert records == []
        assert [problem.text.text.key for problem in problems] == ["notes-nothing"]


def test_questions_asked_twice_by_a_group_are_one_and_said() -> None:
    told = Notes("Ada, Bob, Cy\n\n- Why?\n- How so?\n\n- why\n- Why ?\n\nDia, Eve, Fay\n\n- Why?\n")
    assert told.asked == {"Group 1": {None: ["Why?", "How so?"]}, "Group 2": {None: ["Why?"]}}
    assert told.problems_of("notes-question-twice") == [(7, ["Why ?", 3, 7])]
    assert len([link for link in told.links if isinstance(link, Asked)]) == 3


@pytest.mark.parametrize("file", sorted(path.name for path in NOTES.iterdir()))
def test_notes_are_recognised(file: str) -> None:
    assert recognises((NOTES / file).read_bytes().decode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "name,affiliate\nAda,North\nBob,South\n",
        "Name;Question\nAda;Why?\nBob;How?\n",
        "question\ttheme\nWhy?\tTrust\n- How?\tTrust\n",
        "Only a letter to a friend. How are you?\n",
        "",
    ],
)
def test_tables_and_letters_are_no_notes(text: str) -> None:
    assert not recognises(text)


def test_long_lines_and_long_texts_are_read_in_linear_time() -> None:
    # A quadratic step anywhere would take hours here, not seconds.
    once = "Ada, Bob Stone, Cy\n\nHow do we grow?\n\n- Why " + "a" * 60 + "?\n- What now\n\n"
    for text in (
        once * 3000,
        "(" * 300_000 + "?",
        "- " + "a, " * 100_000 + "?",
        "a@" * 100_000,
        "1" * 300_000,
        "و" * 300_000,
    ):
        records, problems = read(text)
        assert records or problems


@needs_real_data
def test_order_of_lines_is_the_order_of_problems(real: Notes) -> None:
    assert all((first.line or 0) <= (second.line or 0) for first, second in pairwise(real.problems))
