# SPDX-License-Identifier: GPL-3.0-or-later
"""The notes of the real workshop, and what holds for any text at all."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.schema.links import About, Asked, Attended, Link, MemberOf, PartOf
from graph.schema.nodes import Node, Question
from loaders.notes.lines import read_lines
from loaders.notes.reader import outline_of
from loaders.notes.records import recognises
from tests.support.read_notes import NOTES, Notes, notes_of, read
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
        "Event": 2 + 6, "Group": 9, "Person": 39, "Question": 80 + 14 + 5, "Idea": 3,
        "Theme": 2 + 4 + 3 + 3 + 7 + 3 + 2,
        "PART_OF": 9 + 8 + 6, "MEMBER_OF": 39, "ATTENDED": 39, "ASKED": 80 + 5, "PROPOSED": 3,
        "ABOUT": 52 + 13 + 14 + 2 + 4 + 3 + 4 + 2 + 2,
    }  # fmt: skip


@needs_real_data
def test_real_groups_have_their_people_and_questions(real: Notes) -> None:
    assert [len(people) for people in real.members.values()] == [4, 5, 5, 4, 4, 4, 4, 4, 5]
    assert [sum(map(len, blocks.values())) for blocks in real.asked.values()] == [8, 8, 9, 13, 11, 14, 3, 6, 8]
    assert list(real.groups.values()) == [f"group:src/group-{number}" for number in range(1, 10)]
    event = {link.target for link in real.links if isinstance(link, PartOf) and link.source in real.groups.values()}
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
        (3, 3), (10, 12), (16, 19), (21, 21), (23, 27), (33, 33), (44, 44), (53, 53), (68, 68), (90, 98), (113, 129),
        (133, 148), (295, 295),
    ]  # fmt: skip


@needs_real_data
def test_earlier_meetings_are_parts_of_a_series(real: Notes) -> None:
    assert real.parts("Partnerships") == {
        "Partnerships track", "partnerships workshop Berlin 1", "partnerships workshop Berlin 2",
        "partnership workshops at regional conferences", "Partnerships Workshops 2017",
    }  # fmt: skip
    assert real.parts("WMConference") == {"Partnerships track"}
    assert real.problems_of("notes-part-not-read") == [(14, ["WMF"]), (20, ["partnerships group"])]


@needs_real_data
def test_kinds_of_partner_stand_below_the_theme_of_their_slide(real: Notes) -> None:
    assert real.parts("External partners") == {"GLAMs", "schools", "NGOs", "government", "public institutions", "media"}
    assert real.parts("Movement partners") == {"affiliates", "communities"}


@needs_real_data
def test_a_definition_describes_its_theme(real: Notes) -> None:
    described = {node.name: node.description for node in real.nodes.values() if node.description}
    assert {name: text.split(" ")[:4] for name, text in described.items()} == {
        "Diversity and Alignment": ["By", "alignment", "we", "mean"]
    }


@needs_real_data
def test_hands_are_polls_and_further_thoughts_are_ideas(real: Notes) -> None:
    assert [text.split(" ")[0] for text in real.polls] == ["Who", "Who", "Who", "Who", "How"]
    assert set(real.polls.values()) == {None}
    assert [(idea.kind, idea.name.partition(":")[0], idea.themes, idea.by) for idea in real.ideas] == [
        ("recommendation", "Collaboration", ["Collaboration"], ["WikiIndaba 2017"]),
        ("barrier", "Barriers", [], ["WikiIndaba 2017"]),
        ("recommendation", "Trust", ["Trust"], ["WikiIndaba 2017"]),
    ]


@needs_real_data
def test_who_sat_at_a_table_attended(real: Notes) -> None:
    sat = {link.source for link in real.links if isinstance(link, MemberOf)}
    attended = {(link.source, link.target) for link in real.links if isinstance(link, Attended)}
    assert attended == {(person, "event:src/wikiindaba-2017") for person in sat}


@needs_real_data
def test_every_line_of_the_real_notes_is_a_record_or_named(real: Notes) -> None:
    assert real.silent_lines(REAL.read_text(encoding="utf-8")) == []


def test_every_line_of_other_notes_is_a_record_or_named() -> None:
    assert notes_of("lagoon.md").silent_lines((NOTES / "lagoon.md").read_text(encoding="utf-8")) == []


def test_other_notes_give_polls_ideas_kinds_and_a_series() -> None:
    notes = notes_of("lagoon.md")
    assert notes.polls == {
        "Who has run a project with another club?": None,
        "Who has brought a museum into a project?": 7,
        "How many years have you been around?": None,
    }
    assert [(idea.kind, idea.name, idea.themes, idea.by, idea.answered) for idea in notes.ideas] == [
        ("answer", "The big ladder of the harbour club", [], ["Group 1"], ["Which tools do we share?"]),
        ("answer", "Nothing yet", [], ["Group 1"], ["Which tools do we share?"]),
        ("recommendation", "Light: one lamp for each table", ["Light"], ["Group 1"], []),
        ("barrier", "Challenges: rain, wind, sleep", [], ["Group 1"], []),
        ("observation", "Trust: open doors on Sundays", ["Trust"], ["Lagoon Camp 2031"], []),
        ("observation", "Everybody was tired but happy", [], ["Lagoon Camp 2031"], []),
    ]
    assert notes.parts("Outside partners") == {"museums", "radio stations", "schools"}
    assert notes.parts("Lantern") == {
        "Lantern track",
        "lantern workshop Riverton 1",
        "lantern workshop Riverton 2",
        "lantern evenings at other meetings",
        "Lantern Workshops 2030",
    }
    assert notes.problems_of("notes-part-not-read") == [(9, ["Moon Library"]), (14, ["lantern team"])]
    described = {node.name: node.description for node in notes.nodes.values() if node.description}
    assert described == {"Trust and Time": "By time we mean the evenings that somebody can spare."}


@pytest.mark.parametrize(
    "lines",
    [
        "# Minutes\n- Partners: Museum of Drums, Moon Library\n- After workshops, conferences and camps we rest\n",
        "# Elsewhere\n- This means that we stop, and by then we mean it\n- By noon we mean to be done\n",
        "# Parking lot\n- Trust: open doors\n# Programme\n- Welcome: Ada\n",
    ],
)
def test_lines_that_only_look_so_make_no_records(lines: str) -> None:
    notes = Notes(f"Ada, Ben, Cy\n\n## Tools\n- Why?\n\n{lines}")
    plain = Notes("Ada, Ben, Cy\n\n## Tools\n- Why?\n")
    assert sorted(notes.nodes) == sorted(plain.nodes)


@pytest.mark.parametrize(
    ("heading", "line", "kind"),
    [
        ("Recommandations", "Ouvrir un carnet commun", "recommendation"),
        ("Freins", "Le prix du train", "barrier"),
        ("توصيات", "عقد لقاء كل شهر", "recommendation"),
        ("ملاحظات", "كان اليوم طويلا", "observation"),
        ("Answers", "The keys are in the blue box", "answer"),
    ],
)
def test_ideas_in_three_languages(heading: str, line: str, kind: str) -> None:
    notes = Notes(f"Ada, Ben, Cy\n\n## Tools\n- Why?\n\n# {heading}\n- {line}\n")
    assert [(idea.kind, idea.name) for idea in notes.ideas] == [(kind, line)]


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
        *(
            "Raise your hands",
            "  - Because",
            "By trust we mean time.",
            "Partners: schools, museums",
            "Tools call, tools camp",
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
    used |= {line for _, line in [*outline.polls, *outline.kinds, *outline.series]} | {*outline.definitions.values()}
    used |= {idea.line for idea in outline.ideas}
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


@pytest.mark.parametrize("line", ["a, ", "a(, ", "Who? ", "by we mean ", "lantern workshop, ", "Partners: schools, "])
@pytest.mark.parametrize("heading", ["# Elsewhere", "# Raise your hands", "# Recommendations"])
def test_long_lines_outside_groups_are_read_in_linear_time(heading: str, line: str) -> None:
    # Half a minute for one of them once: a look ahead at each comma.
    text = f"Ada, Bob Stone, Cy\n\n## Tools\n\n- Why this?\n\n{heading}\n\n- {line * 30_000}\n\n{line * 30_000}\n"
    assert read(text)[1]


@needs_real_data
def test_order_of_lines_is_the_order_of_problems(real: Notes) -> None:
    assert all((first.line or 0) <= (second.line or 0) for first, second in pairwise(real.problems))
