# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of other workshops: other names, headings, languages, bullets, order."""

import pytest

from loaders.notes.lines import Kind, read_lines, without_bullets
from loaders.notes.names import label_of, names_of
from loaders.notes.words import is_question, split_original, translated
from tests.support.read_notes import Notes, notes_of


def test_colon_headings_numbers_and_letters() -> None:
    notes = notes_of("harbour.txt")
    assert notes.members == {
        "Group 1": ["Amina Yusuf", "Tomas Lind", "Kofi"],
        "Group 2": ["Wanjiru", "Pedro", "Li Wei"],
        "Group 3": ["Kofi", "Sinazo Dube", "Amina Yusuf"],
    }
    assert notes.asked == {
        "Group 1": {
            "FUNDING": [
                "How do small groups apply for a first grant?",
                "Who keeps the accounts when the treasurer travels?",
            ],
            "SKILLS": ["Which skills do we teach each other?", "Can a mentor stay with a group for a whole year"],
        },
        "Group 2": {
            "FUNDING": ["Should we pool our travel money?", "Is crowdfunding worth the trouble?"],
            None: ["What happens if a donor leaves?"],
        },
        "Group 3": {"SKILLS": ["Which skills do we teach each other?"]},
    }
    assert notes.themes == {"Notes from the Harbour Workshop, Mombasa 2019": ["FUNDING", "SKILLS"]}
    assert notes.problems_of("notes-person-twice") == [(27, ["Amina Yusuf", 5, 27])]
    assert notes.problems_of("notes-question-twice") == [(30, ["Which skills do we teach each other?", 29, 30])]
    assert notes.problems_of("notes-remark") == [(15, ["joined late", "Group 2"])]
    assert notes.problems_of("notes-private") == [(None, [1])]
    assert not any("@" in problem.found or "700" in problem.found for problem in notes.problems)
    assert [line for line, _parameters in notes.problems_of("notes-no-question-mark")] == [13]
    assert notes.unread == [(3, 3), (23, 23), (25, 25), (31, 31)]


def test_french_tables_with_originals_in_other_languages() -> None:
    notes = notes_of("rencontre.md")
    assert notes.members == {
        "Table n° 1": ["Yasmine El Idrissi", "Jean-Baptiste", "Anaïs de Souza", "Karim"],
        "Table n° 2": ["Karim", "Léa Dupont"],
    }
    assert notes.asked == {
        "Table n° 1": {
            "Comment mieux travailler entre affiliés ?": [
                "Faut-il un calendrier commun ?",
                "Peut-on traduire les comptes rendus ?",
                "Pourquoi si peu de femmes aux réunions (et que faire) ?",
            ],
            "Langues": ["Quelles langues manquent encore ?"],
        },
        "Table n° 2": {None: ["Qui accueille les nouveaux ?"], "Langues": ["Comment publier en tamazight ?"]},
    }
    assert notes.originals == [
        ("Peut-on traduire les comptes rendus ?", "Can we translate the minutes?", "en"),
        ("Comment publier en tamazight ?", "كيف ننشر بالأمازيغية؟", "ar"),
    ]
    assert notes.themes == {
        "Rencontre des partenariats, Rabat 2021": [
            "Comment mieux travailler entre affiliés ?",
            "Langues",
            "Confiance et respect",
            "Accès au savoir",
        ]
    }
    assert notes.unread == [(3, 5), (7, 7), (31, 31), (33, 33)]


def test_arabic_with_arabic_digits_and_joined_and() -> None:
    notes = notes_of("multaqa.txt")
    heading = "كيف نحسّن التعاون بين المجتمعات؟"
    assert notes.members == {
        "المجموعة الأولى": ["سلمى", "عبد الرحمن القاسمي", "هدى", "خالد"],
        "المجموعة ٢": ["وليد", "سلمى", "ليلى بن عمر"],
    }
    assert list(notes.groups.values()) == ["group:src/group-1", "group:src/group-2"]
    assert notes.asked == {
        "المجموعة الأولى": {heading: ["هل نحتاج إلى منصة مشتركة؟", "كيف نشارك الخبرات؟", "من يكتب التقارير؟"]},
        "المجموعة ٢": {heading: ["لماذا لا نلتقي أكثر؟", "ما اللغات التي نستعملها؟"], None: ["هل التدريب كاف؟"]},
    }
    assert notes.strategic == {
        "الثقة": ["كيف نبني الثقة مع الشركاء؟", "متى نقول لا؟"],
        "الموارد": ["من أين يأتي التمويل؟"],
    }
    assert notes.originals == [("كيف نشارك الخبرات؟", "How do we share experience?", "en")]
    assert notes.themes == {"ملتقى الشراكات، تونس ٢٠٢٢": [heading, "الثقة", "الموارد"]}
    assert notes.unread == [(20, 20), (23, 23)]


def test_names_below_the_questions_and_wrapped_lines() -> None:
    notes = notes_of("evening.md")
    assert notes.members == {"Group 1": ["Ilse", "Marek Novák"], "Group 2": ["Oda", "Ilse", "Fenna Visser"]}
    assert notes.asked == {
        "Group 1": {"What could we do together?": ["Could the library open on Sundays?", "Would a shared stand help?"]},
        "Group 2": {
            "What could we do together?": ["How do we find rooms?", "Do we need a van?"],
            "Who should we talk to?": ["Is the town hall interested?"],
        },
    }
    assert notes.themes == {"Evening session": ["What could we do together?", "Who should we talk to?"]}
    assert notes.unread == [(4, 4)]


def test_one_name_a_line_and_bullets_of_a_word_processor() -> None:
    notes = notes_of("regional.txt")
    assert notes.members == {"Team A": ["Asha Rao", "Bilal", "Chidi Okeke"], "Team B": ["Dina", "Emeka Obi"]}
    assert notes.asked == {
        "Team A": {None: ["How do we welcome newcomers?", "Where do we meet?"]},
        "Team B": {"Outreach": ["Who speaks at schools?", "In which languages?"]},
    }
    assert notes.unread == [(3, 3), (21, 21)]


def test_questions_without_bullets_and_themes_after_the_groups() -> None:
    notes = notes_of("wall.md")
    heading = "How do we keep volunteers?"
    assert notes.members == {
        "Group 1": ["Rosa Pérez", "Jonas", "Mbali"],
        "Group 2": ["Nils", "Tariq", "Ewa Kowalska"],
    }
    assert notes.asked == {
        "Group 1": {heading: ["Is a thank-you letter enough?", "Do people leave because of conflicts?"]},
        "Group 2": {heading: ["Would a yearly party help?"]},
    }
    assert notes.strategic == {
        "Trust": ["Who decides about exclusions?", "Is the board elected?"],
        "Open tools": ["Which tools do we pay for?", "Which ones could be free?"],
    }
    assert notes.themes == {"src": [heading, "Trust", "Open tools", "Young people"]}
    assert [line for line, _parameters in notes.problems_of("notes-no-bullet")] == [6, 7, 13]
    assert notes.unread == [(15, 15), (27, 29)]


@pytest.mark.parametrize(
    ("line", "rest", "ordinal"),
    [
        ("- ❖ 2. Text", "Text", "2"),
        ("١) نص", "نص", "١"),
        ("(b) Text", "Text", "b"),
        ("iii. Text", "Text", "iii"),
        ("2.1. Text", "Text", "2.1"),
        ("\uf0b7 Text", "Text", ""),
        ("➤Text", "Text", ""),
        ("- [ ] Text", "Text", ""),
        ("3️⃣ Text", "Text", "3"),
        ("Q4: Text", "Text", "4"),
        ("A. Smith, B. Jones", "A. Smith, B. Jones", ""),
        ("3 main themes", "3 main themes", ""),
        ("1.5 million readers", "1.5 million readers", ""),
        ("*want* it", "*want* it", ""),
    ],
)
def test_bullets_and_numbers_come_off(line: str, rest: str, ordinal: str) -> None:
    assert without_bullets(line) == (rest, ordinal)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada, Bob Stone and Cy", ("Ada", "Bob Stone", "Cy")),
        ("Léa d'Almeida / Karim el-Fassi", ("Léa d'Almeida", "Karim el-Fassi")),
        ("Ada (host), Bob – Accra", ("Ada", "Bob")),
        ("أحمد، وليد، سارة وخالد", ("أحمد", "وليد", "سارة", "خالد")),
        ("አበበ, ሳራ", ("አበበ", "ሳራ")),
        ("A. Smith, B. Jones", ("A. Smith", "B. Jones")),
        ("Accra, Ghana", None),
        ("Language, time, digital skills", None),
        ("Diversity, Culture and Trust", None),
        ("Ada, can you come?", None),
        ("Once, we met. Then, nothing", None),
        ("Only one", None),
        ("في البداية، ثم النهاية", None),
    ],
)
def test_names_are_told_from_other_lists(text: str, names: tuple[str, ...] | None) -> None:
    found = names_of(text)
    assert (found.names if found else None) == names


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("Group 3: Ada, Bob", "3", "Ada, Bob"),
        ("**Groupe 3 :** Ada", "3", "Ada"),
        ("المجموعة ٣: سلمى", "3", "سلمى"),
        ("المجموعة الثالثة", "3", ""),
        ("2nd group", "2", ""),
        ("Deuxième groupe : Ada", "2", "Ada"),
        ("TABLE B", "b", ""),
        ("Table no. 4 – Funding", "4", "Funding"),
        ("Group 5 members: Ada, Bob", "5", "Ada, Bob"),
        ("Participant·e·s : Ada", "", "Ada"),
        ("Names:", "", ""),
        ("Group work", None, None),
        ("Table of contents", None, None),
        ("Groups have names", None, None),
        ("Who has worked with partners?", None, None),
    ],
)
def test_labels_of_groups(text: str, key: str | None, rest: str | None) -> None:
    label = label_of(text)
    assert (label.key if label else None, label.rest if label else None) == (key, rest)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("How do we grow? (Comment grandir ?)", ("How do we grow?", "Comment grandir ?", "fr")),
        ("Comment grandir ? [كيف ننمو أكثر؟]", ("Comment grandir ?", "كيف ننمو أكثر؟", "ar")),
        ("Why? (French: Pourquoi ?)", ("Why?", "Pourquoi ?", "fr")),
        ("How do we grow? (or should we shrink?)", ("How do we grow? (or should we shrink?)", None, None)),
        ("How? (ex. WLA)", ("How? (ex. WLA)", None, None)),
        ("How do we grow?) odd", ("How do we grow?) odd", None, None)),
    ],
)
def test_originals_in_brackets(text: str, answer: tuple[str, str | None, str | None]) -> None:
    assert split_original(text) == answer


@pytest.mark.parametrize(
    ("remark", "languages"),
    [
        ("translated from French into English", ("fr", "en")),
        ("traduit de l’arabe vers le français", ("ar", "fr")),
        ("مترجم من الفرنسية إلى العربية", ("fr", "ar")),
        ("translated", (None, None)),
        ("facilitator", None),
    ],
)
def test_remarks_about_translation(remark: str, languages: tuple[str | None, str | None] | None) -> None:
    assert translated(remark) == languages


def test_question_marks_of_every_script() -> None:
    assert all(map(is_question, ["Why?", "لماذا؟", "为什么？", "Γιατί;", "Ինչու՞"]))
    assert not any(map(is_question, ["Ada; Bob;", "See https://example.org/?id=1", "No."]))


def test_underlined_bold_and_capital_lines_are_headings() -> None:
    lines, _private = read_lines("Trust\n=====\n**Skills**\nFUNDING\n== Tools ==\nPlain\n")
    headings = [line.text for line in lines if line.kind is Kind.HEADING]
    assert headings == ["Trust", "Skills", "FUNDING", "Tools"]


def test_a_list_with_an_empty_line_after_each_item_is_one_block() -> None:
    notes = Notes("Ada, Bob, Cy\n\nTrust\n\n- Why?\n\n- How?\n\n- When?\n")
    assert notes.asked == {"Group 1": {"Trust": ["Why?", "How?", "When?"]}}


def test_a_numbered_list_goes_on_over_an_empty_line() -> None:
    notes = Notes("Ada, Bob, Cy\n\nTrust\n\n1. Why?\n2. How?\n\n3. When?\n\n1. Where?\n2. Who?\n")
    assert notes.asked == {"Group 1": {"Trust": ["Why?", "How?", "When?"], None: ["Where?", "Who?"]}}


def test_a_show_of_hands_is_no_list_of_questions() -> None:
    notes = Notes("# Hello\n- Who has a dog?\n- Who has a cat?\n\n# Pets\n- How do we feed them?\n")
    assert notes.strategic == {"Pets": ["How do we feed them?"]}
    assert notes.unread == [(1, 3)]


def test_the_topic_of_a_table_is_its_theme() -> None:
    notes = Notes("## Table 1: Funding\nAda, Bob\n- Why?\n\n## Table 2: Tools\nCy, Dia\n- How?\n")
    assert notes.members == {"Table 1": ["Ada", "Bob"], "Table 2": ["Cy", "Dia"]}
    assert notes.themes == {"src": ["Funding", "Tools"]}
    assert [line for line, _parameters in notes.problems_of("notes-no-heading")] == [3, 7]


def test_a_heading_above_those_of_the_groups_ends_the_groups() -> None:
    notes = Notes("Ada, Bob, Cy\n\n## Funding\n- Why?\n\n# Elsewhere\n- How?\n- When?\n")
    assert notes.asked == {"Group 1": {"Funding": ["Why?"]}}
    assert notes.strategic == {"Elsewhere": ["How?", "When?"]}
