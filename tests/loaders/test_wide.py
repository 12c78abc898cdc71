# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as people have them: these cells, these links."""

from pathlib import Path

import pytest

from graph.schema.links import ContactOf, Link
from graph.schema.nodes import Affiliate, Event, Group, Node, Partner, Person, Project, Question, Theme
from loaders.cells.reading import Reading
from loaders.cells.words import FIELDS, LINK_WORDS
from loaders.read import read
from loaders.tables.headings import LINK_COLUMNS_OF, known_headings


def load(folder: Path, **files: str) -> Reading:
    """Write CSV files named after their keyword and read the folder as `net`."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (reading,) = read([folder], source="net")
    return reading


def link_columns(reading: Reading) -> set[tuple[str, str, str]]:
    """Return (source, type, target) of all links, without the source's scope."""
    return {
        (record.source.replace("net/", ""), record.TYPE, record.target.replace("net/", ""))
        for record in reading.records
        if isinstance(record, Link)
    }


def names(reading: Reading, cls: type[Node]) -> set[str]:
    return {record.name for record in reading.records if isinstance(record, cls)}


def said(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(problem.line, problem.found, problem.text.text.key) for problem in reading.problems]


PEOPLE = """\
Name,Affiliate,Groups,Works on,Contact for,Attended,Asked,Interested in,Offers,Wants,Worked with,Role,Last contact
Ada L,Wikis,Board; Team A,Photo walk,Museum X; Wikis,Summit,Why?,maps,video,law,Bob,chair,2023-05
Bob,,,,,,,,,,,,
"""


def test_a_row_of_people_ties_the_person_to_everything_that_its_cells_name(tmp_path: Path) -> None:
    reading = load(tmp_path, people=PEOPLE, affiliates="name\nWikis\n")
    assert link_columns(reading) == {
        ("person:ada-l", "MEMBER_OF", "affiliate:wikis"),
        ("person:ada-l", "MEMBER_OF", "group:board"),
        ("person:ada-l", "MEMBER_OF", "group:team-a"),
        ("person:ada-l", "WORKED_ON", "project:photo-walk"),
        ("person:ada-l", "CONTACT_OF", "partner:museum-x"),
        ("person:ada-l", "CONTACT_OF", "affiliate:wikis"),
        ("person:ada-l", "ATTENDED", "event:summit"),
        ("person:ada-l", "ASKED", "question:why"),
        ("person:ada-l", "INTERESTED_IN", "theme:maps"),
        ("person:ada-l", "INTERESTED_IN", "theme:video"),
        ("person:ada-l", "INTERESTED_IN", "theme:law"),
        ("person:ada-l", "WORKED_WITH", "person:bob"),
    }
    assert names(reading, Partner) == {"Museum X"}


def test_role_belongs_to_the_memberships_and_last_contact_to_the_contacts(tmp_path: Path) -> None:
    reading = load(tmp_path, people=PEOPLE, affiliates="name\nWikis\n")
    given = {(r.TYPE, getattr(r, "role", None), getattr(r, "last_contact", None)) for r in reading.records}
    assert {one for one in given if one[1] or one[2]} == {
        ("MEMBER_OF", "chair", None),
        ("CONTACT_OF", None, "2023-05"),
    }


def test_a_name_that_matches_nothing_makes_a_node_of_the_headings_class_and_is_noted(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,affiliate,contact for\nAda,Wikis,Museum X\n")
    assert (names(reading, Affiliate), names(reading, Partner)) == ({"Wikis"}, {"Museum X"})
    assert said(reading) == [(2, "Wikis", "problem-made-node"), (2, "Museum X", "problem-made-node")]


def test_contact_for_means_a_partner_unless_an_affiliate_of_that_name_is_in_the_load(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,contact for\nAda,wikis\n", affiliates="name\nWikis\n", partners="name\nX\n")
    assert link_columns(reading) == {("person:ada", "CONTACT_OF", "affiliate:wikis")}
    assert names(reading, Partner) == {"X"}


@pytest.mark.parametrize("heading", ["WORKS ON", "works_on", "Workson", "travaille sur", "Projets", "يعمل على"])
def test_headings_match_without_case_accents_and_spaces_in_three_languages(tmp_path: Path, heading: str) -> None:
    reading = load(tmp_path, people=f"name,{heading}\nAda,Photo walk\n")
    assert link_columns(reading) == {("person:ada", "WORKED_ON", "project:photo-walk")}


def test_the_only_close_heading_is_taken_and_said_and_one_that_is_like_none_is_a_problem(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,intersted in,shoe size\nAda,maps,38\n")
    assert [(p.field, p.expected, p.text.text.key) for p in reading.problems if p.line is None] == [
        ("shoe size", "", "problem-unknown-heading-alone"),
        ("intersted in", "interested in", "problem-guessed-heading"),
    ]
    assert link_columns(reading) == {("person:ada", "INTERESTED_IN", "theme:maps")}


def test_a_first_name_alone_belongs_to_its_group(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,group\nReda,Group 4\nReda,Group 7\nReda,Group 4\n")
    assert {record.id for record in reading.records if isinstance(record, Person)} == {
        "person:net/group-4/reda",
        "person:net/group-7/reda",
    }
    assert [(p.line, p.text.text.key) for p in reading.problems if p.found == "Reda"] == [
        (4, "problem-same-name-twice")
    ]


def test_members_of_groups_with_the_same_first_name_stay_two_people(tmp_path: Path) -> None:
    reading = load(tmp_path, groups="name,members\nGroup 4,Reda; Ada Lovelace\nGroup 7,Reda; Ada Lovelace\n")
    assert link_columns(reading) == {
        ("person:group-4/reda", "MEMBER_OF", "group:group-4"),
        ("person:group-7/reda", "MEMBER_OF", "group:group-7"),
        ("person:ada-lovelace", "MEMBER_OF", "group:group-4"),
        ("person:ada-lovelace", "MEMBER_OF", "group:group-7"),
    }


def test_a_first_name_that_two_groups_share_is_no_name_elsewhere(tmp_path: Path) -> None:
    reading = load(tmp_path, groups="name,members\nA,Reda\nB,Reda\n", partners="name,contact person\nMuseum X,Reda\n")
    assert not [record for record in reading.records if isinstance(record, ContactOf)]
    assert (2, "Reda", "problem-ambiguous-mention") in said(reading)


def test_partners_projects_events_questions_and_themes_name_people_too(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        partners="Partner,Contact person,Themes\nMuseum X,Ada,photos\n",
        projects="Project,People,Lead,Partners,Funded by,Amount,Currency,Part of\n"
        'Walk,Bob,Ada,Museum X,Bank Y,"1,500",EUR,Big plan\n',
        events="Event,Participants,Speakers,Organised by,Date\nSummit,Bob,Ada,Wikis,18/03/2023\n",
        questions="Question,Asked by,Themes\nWhy?,Ada,photos\n",
        themes="Theme,Broader theme,Nom en français\nphotos,media,photographies\n",
        affiliates="Affiliate,Partners,Country\nWikis,Museum X,Côte d’Ivoire\n",
    )
    assert link_columns(reading) == {
        ("person:ada", "CONTACT_OF", "partner:museum-x"),
        ("partner:museum-x", "ABOUT", "theme:photos"),
        ("person:bob", "WORKED_ON", "project:walk"),
        ("person:ada", "WORKED_ON", "project:walk"),
        ("partner:museum-x", "WORKED_ON", "project:walk"),
        ("partner:bank-y", "FUNDED", "project:walk"),
        ("project:walk", "PART_OF", "project:big-plan"),
        ("person:bob", "ATTENDED", "event:summit"),
        ("person:ada", "ATTENDED", "event:summit"),
        ("affiliate:wikis", "ATTENDED", "event:summit"),
        ("person:ada", "ASKED", "question:why"),
        ("question:why", "ABOUT", "theme:photos"),
        ("theme:photos", "PART_OF", "theme:media"),
        ("affiliate:wikis", "PARTNER_OF", "partner:museum-x"),
    }
    assert {r.start for r in reading.records if isinstance(r, Event)} == {"2023-03-18"}
    assert {r.country for r in reading.records if isinstance(r, Affiliate)} == {"CI"}
    assert {"fr": "photographies"} in [r.labels for r in reading.records if isinstance(r, Theme)]
    assert names(reading, Project) == {"Walk", "Big plan"}
    assert names(reading, Question) == {"Why?"}


def test_an_affiliation_is_a_membership_where_it_is_known_and_text_where_it_is_not(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,organisation\nAda,Wikis\nBob,Some School\n", affiliates="name\nWikis\n")
    assert link_columns(reading) == {("person:ada", "MEMBER_OF", "affiliate:wikis")}
    assert {r.name: r.affiliation for r in reading.records if isinstance(r, Person)} == {
        "Ada": "Wikis",
        "Bob": "Some School",
    }


def test_several_in_a_cell_are_separated_by_semicolons_or_line_breaks_and_a_dash_names_nothing(tmp_path: Path) -> None:
    reading = load(tmp_path, people='name,works on\nAda,"Walk; Talk\nSwim"\nBob,-\nEve,n/a\nJoe,aucun\n')
    assert {target for _, _, target in link_columns(reading)} == {"project:walk", "project:talk", "project:swim"}


def test_first_and_last_names_make_the_name_also_in_french(tmp_path: Path) -> None:
    english = load(tmp_path, people="First name,Surname\nAda,Lovelace\n,Noether\n")
    assert names(english, Person) == {"Ada Lovelace", "Noether"}
    french = load(tmp_path, people="Nom,Prénom\nLovelace,Ada\n")
    assert names(french, Person) == {"Ada Lovelace"}


def test_choices_of_a_survey_spread_over_columns_are_themes(tmp_path: Path) -> None:
    # Two heading rows: the question with a gap after it, the choices below.
    reading = load(tmp_path, people="Name,Interested in,,\n,Maps,Video,Law\nAda,Maps,,Law\nBob,x,no,\n")
    assert link_columns(reading) == {
        ("person:ada", "INTERESTED_IN", "theme:maps"),
        ("person:ada", "INTERESTED_IN", "theme:law"),
        ("person:bob", "INTERESTED_IN", "theme:maps"),
    }


def test_a_link_that_two_tables_say_is_one(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,projects\nAda,Walk\n", projects="name,people\nWalk,Ada\n")
    assert len([record for record in reading.records if isinstance(record, Link)]) == 1
    assert reading.gave == {"people.csv": 2, "projects.csv": 1}


def test_private_columns_and_cells_are_dropped_and_counted_and_never_repeated(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        people="name,E-mail,Téléphone,notes,contact for\n"
        "Ada <ada@example.org>,ada@example.org,0612345678,call +33 6 12 34 56 78,Museum X +33 6 12 34 56 78\n"
        "Bob,bob@example.org,,fine,\n",
    )
    assert names(reading, Person) == {"Ada", "Bob"}
    assert names(reading, Partner) == {"Museum X"}
    counts = {
        (p.field, p.text.text.key, p.text.parameters[1]) for p in reading.problems if "private" in p.text.text.key
    }
    assert counts == {
        ("E-mail", "problem-private-column", 2),
        ("Téléphone", "problem-private-column", 1),
        ("name", "problem-private-cells", 1),
        ("notes", "problem-private-cells", 1),
        ("contact for", "problem-private-cells", 1),
    }
    assert "example.org" not in repr(reading)
    assert "34 56" not in repr(reading)


def test_what_is_said_about_a_link_that_the_row_does_not_name_is_a_problem(tmp_path: Path) -> None:
    reading = load(tmp_path, people="name,affiliate,role\nAda,,chair\n")
    assert said(reading) == [(2, "chair", "problem-about-link-alone")]


def test_every_tie_can_be_written_and_links_what_it_says() -> None:
    for cls, own in LINK_COLUMNS_OF.items():
        for link_column in own:
            words = LINK_WORDS.get(link_column.words) or FIELDS[link_column.words]
            assert all(words), (cls, link_column)
            assert link_column in known_headings(cls).values(), (cls, link_column)


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("Liste des partenaires 2023", Partner),
        ("Our Projects (final)", Project),
        ("الأشخاص", Person),
        ("groupes", Group),
        ("Évènements", Event),
    ],
)
def test_tables_are_recognised_by_a_word_in_their_name(tmp_path: Path, name: str, cls: type[Node]) -> None:
    assert names(load(tmp_path, **{name: "name\nX\n"}), cls) == {"X"}


def test_tables_are_recognised_by_the_heading_of_their_first_columns(tmp_path: Path) -> None:
    assert names(load(tmp_path, export="Partner name,Country\nMuseum X,Ghana\n"), Partner) == {"Museum X"}


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        ("Name,Art,Kontakt,Letzter Kontakt", ("Bibliothek", "Nichtregierungsorganisation", "Öffentliche Einrichtung")),
        ("Nombre,Tipo,Contacto,Última reunión", ("biblioteca", "Asociación", "institución pública")),
        ("Nome,Tipo,Contato,Último contato", ("Biblioteca", "associação", "Órgão público")),
        ("Name,Typ,Kontakt,Letztes Treffen", ("Stadtbibliothek", "Verein", "öffentliche Institution")),
    ],
)
def test_kinds_and_last_contacts_in_german_spanish_and_portuguese(
    tmp_path: Path, headings: str, kinds: tuple[str, ...]
) -> None:
    rows = "".join(
        f"Moon {number},{kind},Ada Example,2024-05-0{number}\n" for number, kind in enumerate(kinds, start=1)
    )
    reading = load(tmp_path, partners=f"{headings}\n{rows}")
    found = [record.kind for record in reading.records if isinstance(record, Partner)]
    assert found == ["library", "NGO", "public institution"]
    contacts = {record.last_contact for record in reading.records if isinstance(record, ContactOf)}
    assert contacts == {"2024-05-01", "2024-05-02", "2024-05-03"}
