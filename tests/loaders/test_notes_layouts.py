# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes in layouts that the loader was not written for, and had to learn."""

from tests.support.read_notes import notes_of


def test_breakout_rooms_with_bold_headings_and_an_item_below_an_item() -> None:
    notes = notes_of("breakout.md")
    assert notes.members == {
        "Breakout room 1": ["Adjoa Mensah", "Ibrahim Sow", "Fatoumata D.", "Kwame"],
        "Breakout room 2": ["Efua", "Moussa Traoré", "Kwame Boateng"],
        "Breakout room 3": ["Oumar"],
    }
    reach, keep = "How might we reach more universities?", "How might we keep partners?"
    assert notes.asked == {
        "Breakout room 1": {
            reach: [
                "Do we have a template letter?",
                "Which universities have open licences already?",
                "Could students get credits for editing?",
            ],
            keep: [
                "What do partners get back from us?",
                "Do we send them figures?",
                "Should each partner have two contacts?",
            ],
        },
        "Breakout room 2": {reach: ["Why do lecturers say no?", "Is there a list of librarians?"]},
        "Breakout room 3": {},
    }
    assert notes.strategic == {
        "Money": ["Who pays for data bundles?", "How do we report on small grants?"],
        "People": ["How do we avoid burn-out?"],
    }
    assert notes.themes == {"WikiForum West Africa 2024 – partnership session": [reach, keep, "Money", "People"]}
    assert notes.unread == [(3, 6), (28, 28), (30, 30), (35, 35), (37, 37), (46, 46)]


def test_two_languages_and_numbered_headings_with_deeper_letters() -> None:
    notes = notes_of("maghreb.txt")
    assert notes.members == {
        "Groupe A": ["Salma Benali", "Youssef", "Inès Trabelsi"],
        "Groupe B": ["Hicham", "Nour el-Houda Zaki", "Rania"],
        "Groupe C": ["مريم", "إلياس", "سعاد العلوي"],
    }
    assert notes.asked == {
        "Groupe A": {
            "Comment atteindre les jeunes ?": ["Par les clubs de lecture ?", "Via les réseaux sociaux ?"],
            "Comment financer les déplacements ?": ["Avec quel budget ?"],
        },
        "Groupe B": {
            "Comment atteindre les jeunes ?": [
                "Faut-il aller dans les lycées ?",
                "Qui peut former les professeurs ?",
            ]
        },
        "Groupe C": {"كيف نصل إلى الشباب؟": ["هل ننشئ ناديًا؟", "من يقود النادي؟"]},
    }
    assert notes.unread == [(2, 6), (8, 8), (35, 37)]


def test_groups_and_questions_with_arabic_letters_for_numbers() -> None:
    notes = notes_of("huruf.txt")
    assert notes.members == {
        "المجموعة (أ)": ["هند", "طارق", "سلوى المهدي"],
        "المجموعة (ب)": ["وائل", "مها", "فرح الدين"],
    }
    hinders = "ما الذي يمنعنا من التعاون؟"
    assert notes.asked == {
        "المجموعة (أ)": {
            hinders: ["هل الوقت هو السبب؟", "هل نثق ببعضنا؟", "كيف نتفق على الأولويات"],
            "ما الذي يساعدنا؟": ["هل تكفي قناة واحدة؟"],
        },
        "المجموعة (ب)": {hinders: ["أين نجد القاعات؟"]},
    }
    assert notes.unread == [(18, 18)]


def test_flip_charts_in_capitals_with_names_between_slashes() -> None:
    notes = notes_of("schools.txt")
    assert notes.members == {"FLIPCHART 1": ["Kojo", "Abena", "Yaw Darko"], "FLIPCHART 2": ["Esi", "Kwaku Boadu"]}
    hard = "Why is it hard to work with schools?"
    assert notes.asked == {
        "FLIPCHART 1": {
            hard: ["Are teachers too busy?", "Do heads of school know about us?", "Is there wifi"],
            "What would make it easier?": ["A letter from the ministry?", "Could we train teachers on Saturdays?"],
        },
        "FLIPCHART 2": {hard: ["Who has the key to the computer room?", "Is the syllabus too full?"]},
    }
    assert notes.strategic == {
        "Learning": ["What did we learn last year?", "What did we forget?"],
        "Reach": ["Which regions are missing?"],
    }
    assert notes.themes["src"][-2:] == ["Schools", "Trust"]
    assert notes.unread == [(23, 23), (25, 25), (27, 27), (36, 36)]


def test_teams_with_names_listed_first_and_taken_up_again() -> None:
    notes = notes_of("equipes.md")
    assert notes.members == {
        "Équipe rouge": ["Maya", "Tom Leclerc", "Inaya"],
        "Équipe bleue": ["Paul", "Zoé", "Rachid Amrani"],
    }
    assert list(notes.groups.values()) == ["group:src/equipe-rouge", "group:src/equipe-bleue"]
    assert notes.asked == {
        "Équipe rouge": {"Mieux se connaître": ["Qui sommes-nous ?", "Que faisons-nous ensemble ?"]},
        "Équipe bleue": {
            "Mieux se connaître": ["Où sont les autres groupes ?"],
            "Partager les outils": ["Quel outil pour les dons ?"],
        },
    }
    assert notes.strategic == {
        "Confiance": ["Comment mesurer la confiance ?"],
        "Moyens": ["Comment partager les moyens ?", "Peut-on mutualiser la comptabilité ?"],
    }
    assert notes.unread == [(6, 6), (11, 11), (17, 17)]


def test_names_as_headings_of_their_section() -> None:
    notes = notes_of("kumasi.md")
    assert notes.members == {
        "Group 1": ["Naa Adjeley", "Samuel", "Victoria Mends", "Yaa"],
        "Group 2": ["Bright", "Comfort Owusu", "Desmond"],
    }
    assert {
        name: {heading: len(block) for heading, block in blocks.items()} for name, blocks in notes.asked.items()
    } == {
        "Group 1": {"What slows us down?": 3, "What speeds us up?": 1},
        "Group 2": {"What slows us down?": 1, None: 2},
    }
    assert notes.strategic == {"Visibility": ["Who knows us outside the capital?", "How do we look from the outside?"]}
    assert notes.unread == [(3, 3), (5, 5), (10, 10), (33, 33), (36, 36), (38, 38)]


def test_french_names_behind_a_label_and_a_list_that_counts_on() -> None:
    notes = notes_of("lome.txt")
    assert list(notes.members.values()) == [
        ["Afi", "Kossi Mensah", "Edem", "Dédé A."],
        ["Koffi", "Akouvi Lawson"],
        ["Mawuli"],
    ]
    africa = "Comment mieux collaborer en Afrique de l'Ouest ?"
    foundation = "Comment mieux collaborer avec la Fondation ?"
    assert [{heading: len(block) for heading, block in blocks.items()} for blocks in notes.asked.values()] == [
        {africa: 4},
        {africa: 1, foundation: 2},
        {foundation: 1},
    ]
    assert notes.problems_of("notes-private") == [(None, [1])]
    assert notes.unread == [(2, 2), (23, 23), (25, 25)]


def test_arabic_teams_with_members_on_a_line_of_their_own() -> None:
    notes = notes_of("fariq.txt")
    assert notes.members == {"فريق ١": ["لبنى حمدان", "كريم", "جهاد"], "فريق ٢": ["منى", "عبد الله سالم", "كريم"]}
    assert [{heading: len(block) for heading, block in blocks.items()} for blocks in notes.asked.values()] == [
        {"كيف نعمل معًا في المنطقة؟": 3},
        {"كيف نعمل معًا في المنطقة؟": 1, "كيف نعمل مع المؤسسة؟": 2},
    ]
    assert notes.themes["ورشة الشراكات في الدوحة"][-2:] == ["الوصول", "الاستمرارية"]
    assert notes.unread == [(3, 3), (28, 28), (31, 31)]
