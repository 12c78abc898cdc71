# SPDX-License-Identifier: GPL-3.0-or-later
"""Small tables as people write them: exactly these nodes, these links, these problems."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.schema.links import Link
from graph.schema.nodes import Node, own_fields
from loaders.read import read


@dataclass(frozen=True, slots=True)
class Case:
    """A table by its name, and what must come of it; of problems those beside the nodes that a name made."""

    name: str
    text: str
    nodes: str = ""
    links: str = ""
    problems: str = ""


ADA = "Name,Affiliate\nAda Example,Wikis\n"
AT_WIKIS = "Affiliate Wikis, Person Ada Example"
CASES = {
    "the last day of a period is the last contact": Case(
        "people",
        "Name,Contact for,Last contact\nAda Example,Museum of Drums,2019 to 2021-03\n",
        "Partner Museum of Drums, Person Ada Example",
        "Ada Example CONTACT_OF Museum of Drums last_contact=2021-03",
    ),
    "a role and a day belong to all memberships of the row": Case(
        "people",
        "Name,Affiliate,Role,Since\nAda Example,Wikis,chair,2019\nBen Muster,Wikis; Livres,member,2020-05\n",
        "Affiliate Livres, Affiliate Wikis, Person Ada Example, Person Ben Muster",
        "Ada Example MEMBER_OF Wikis role=chair since=2019, Ben Muster MEMBER_OF Livres role=member since=2020-05, "
        "Ben Muster MEMBER_OF Wikis role=member since=2020-05",
    ),
    "dates name no groups": Case(
        "people",
        "Name,Group\nAda Example,2019-05\nBen Muster,2020-06\n",
        "Person Ada Example, Person Ben Muster",
        "",
        "no-names",
    ),
    "numbers name no groups": Case(
        "people",
        "Name,Groups\nAda Example,3\nBen Muster,3\n",
        "Person Ada Example, Person Ben Muster",
        "",
        "no-names",
    ),
    "two tables stand beside each other": Case(
        "people",
        "Name,Affiliate,,Name,Affiliate\nAda Example,Wikis,,Cem Demo,Livres\nBen Muster,Wikis,,Dia Sow,Livres\n",
        "Affiliate Livres, Affiliate Wikis, Person Ada Example, Person Ben Muster, Person Cem Demo, Person Dia Sow",
        "Ada Example MEMBER_OF Wikis, Ben Muster MEMBER_OF Wikis, Cem Demo MEMBER_OF Livres, Dia Sow MEMBER_OF Livres",
    ),
    "headings stand in the first column": Case(
        "partners",
        "Name,Museum of Drums,City Library\nCountry,Ghana,Kenya\nKind,museum,library\n",
        "Partner City Library country=KE kind=library, Partner Museum of Drums country=GH kind=museum",
    ),
    "a sentence is no name": Case(
        "people",
        "Name,Contact for\nAda Example,we will write to them soon!\nBen Muster,Museum of Drums\n",
        "Partner Museum of Drums, Person Ada Example, Person Ben Muster",
        "Ben Muster CONTACT_OF Museum of Drums",
        "2 odd-name",
    ),
    "placeholders are no names": Case(
        "people",
        "Name,Contact for\nAda Example,TBD\nBen Muster,-\n",
        "Person Ada Example, Person Ben Muster",
    ),
    "ditto is the cell above": Case(
        "people",
        f"{ADA}Ben Muster,ditto\n",
        "Affiliate Wikis, Person Ada Example, Person Ben Muster",
        "Ada Example MEMBER_OF Wikis, Ben Muster MEMBER_OF Wikis",
    ),
    "a total is no person": Case("people", f"{ADA}Total: 1,\n", AT_WIKIS, "Ada Example MEMBER_OF Wikis", "3 no-record"),
    "a quotation mark that is never closed costs no row": Case(
        "people",
        'Name,Affiliate,Country\n"Ada Example,Wikis,GH\nBen "Bo" Muster,Wikis,KE\nCem Demo,Livres,FR\n',
        'Affiliate Livres, Affiliate Wikis, Person Ada Example country=GH, Person Ben "Bo" Muster country=KE, '
        "Person Cem Demo country=FR",
        'Ada Example MEMBER_OF Wikis, Ben "Bo" Muster MEMBER_OF Wikis, Cem Demo MEMBER_OF Livres',
        "2 open-quote",
    ),
    "a title stands above the headings": Case(
        "people", f"Our people 2024,\n,\n{ADA}", AT_WIKIS, "Ada Example MEMBER_OF Wikis"
    ),
    "an account stays with the name": Case(
        "people",
        "Name,Worked with\nAda Example,[[User:Ben_M|Ben Muster]]\n",
        "Person Ada Example, Person Ben Muster username=Ben M",
        "Ada Example WORKED_WITH Ben Muster",
    ),
    "of two countries the first is kept": Case(
        "people",
        "Name,Languages,Country\nAda Example,English; French,Ghana / Kenya\nBen Muster,Klingon,Atlantis\n",
        "Person Ada Example country=GH languages=en+fr, Person Ben Muster languages=tlh",
        "",
        "2 two-countries, 3 no-country",
    ),
    "semicolons": Case("people", ADA.replace(",", ";"), AT_WIKIS, "Ada Example MEMBER_OF Wikis"),
    "tabs": Case("people", ADA.replace(",", "\t"), AT_WIKIS, "Ada Example MEMBER_OF Wikis"),
    "cells beyond the headings are told": Case(
        "people",
        "Name,Affiliate\nAda Example,Wikis,more,cells\n",
        AT_WIKIS,
        "Ada Example MEMBER_OF Wikis",
        "2 extra-cells",
    ),
    "private columns are left out": Case(
        "people",
        "Name,E-mail,Affiliate\nAda Example,ada@private.example,Wikis\n",
        AT_WIKIS,
        "Ada Example MEMBER_OF Wikis",
        "private-column",
    ),
    "what a heading means that nobody knows is told": Case(
        "people",
        "Name,Shoe size,Affiliate\nAda Example,41,Wikis\n",
        AT_WIKIS,
        "Ada Example MEMBER_OF Wikis",
        "unknown-heading-alone",
    ),
    "two people of one name stay two": Case(
        "people",
        f"{ADA}Ada Example,Livres\n",
        "Affiliate Livres, Affiliate Wikis, Person Ada Example, Person Ada Example",
        "Ada Example MEMBER_OF Livres, Ada Example MEMBER_OF Wikis",
        "3 same-name-twice",
    ),
    "a question has who asked it and what it is about": Case(
        "questions",
        "Question,Asked by,Theme\nWho pays for the drums?,Ada Example,Money\n",
        "Person Ada Example, Question Who pays for the drums?, Theme Money",
        "Ada Example ASKED Who pays for the drums?, Who pays for the drums? ABOUT Money",
    ),
    "a sum of money belongs to who gave it": Case(
        "projects",
        'Project,Funded by,Amount,Currency\nAtlas,Museum of Drums,"1,500",EUR\n',
        "Partner Museum of Drums, Project Atlas",
        "Museum of Drums FUNDED Atlas amount=1500.0 currency=EUR",
    ),
    "a period says since when and until when": Case(
        "people",
        "Name,Affiliate,Since\nAda Example,Wikis,2019-2021\nBen Muster,Wikis,2020\n",
        "Affiliate Wikis, Person Ada Example, Person Ben Muster",
        "Ada Example MEMBER_OF Wikis since=2019 until=2021, Ben Muster MEMBER_OF Wikis since=2020",
        "",
    ),
    "several people in a cell": Case(
        "people",
        'Name,Worked with\nAda Example,"Ben Muster, Cem Demo"\nDia Sow,Ben Muster & Cem Demo\n',
        "Person Ada Example, Person Ben Muster, Person Cem Demo, Person Dia Sow",
        "Ada Example WORKED_WITH Ben Muster, Ada Example WORKED_WITH Cem Demo, "
        "Dia Sow WORKED_WITH Ben Muster, Dia Sow WORKED_WITH Cem Demo",
        "",
    ),
    "a last name before a comma is one person": Case(
        "people",
        'Name,Worked with\nAda Example,"Muster, Ben"\n',
        "Person Ada Example, Person Ben Muster",
        "Ada Example WORKED_WITH Ben Muster",
        "",
    ),
    "a column without a heading is told": Case(
        "person",
        "id,name,,country\nada,Ada Example,,GH\nben,Ben Muster,x,KE\n",
        "Person Ada Example country=GH, Person Ben Muster country=KE",
        "",
        "no-heading",
    ),
    "a row of one ditto mark is no row": Case(
        "people",
        'Name,Affiliate,Country\nAda Example,Wikis,GH\n"""",,\nBen Muster,Wikis,KE\n',
        "Affiliate Wikis, Person Ada Example country=GH, Person Ben Muster country=KE",
        "Ada Example MEMBER_OF Wikis, Ben Muster MEMBER_OF Wikis",
        "3 section",
    ),
    "a row of one cell names a section": Case(
        "people",
        "Name,Affiliate,Country\nGroup 1,,\nAda Example,Wikis,GH\nGroup 2,,\nBen Muster,Livres,KE\n",
        "Affiliate Livres, Affiliate Wikis, Person Ada Example country=GH, Person Ben Muster country=KE",
        "Ada Example MEMBER_OF Wikis, Ben Muster MEMBER_OF Livres",
        "2 section, 4 section",
    ),
    "a sentence in a row of its own is a remark": Case(
        "people",
        "Name,Affiliate,Country\nAda Example,Wikis,GH\nThis list was made by the board in 2020 for all.,,\n",
        "Affiliate Wikis, Person Ada Example country=GH",
        "Ada Example MEMBER_OF Wikis",
        "3 section",
    ),
    "an event has days and who came": Case(
        "events",
        "Event,Date,Place,Participants\nSummit,3-5 May 2019,Accra,Ada Example; Ben Muster\n",
        "Event Summit end=2019-05-05 place=Accra start=2019-05-03, Person Ada Example, Person Ben Muster",
        "Ada Example ATTENDED Summit, Ben Muster ATTENDED Summit",
        "",
    ),
    "a partner has contacts and partners": Case(
        "partners",
        "Partner,Kind,Country,Contact person,Partner of\nMuseum of Drums,museum,Ghana,Ada Example,Wikis\n",
        "Partner Museum of Drums country=GH kind=museum, Partner Wikis, Person Ada Example",
        "Ada Example CONTACT_OF Museum of Drums, Museum of Drums PARTNER_OF Wikis",
        "",
    ),
    "an affiliate has a founding year and a region": Case(
        "affiliates",
        "Affiliate,Kind,Region,Founded,Partners\nWikis,user group,West Africa,2010,Museum of Drums\n",
        "Affiliate Wikis founded=2010 kind=user group region=West Africa, Partner Museum of Drums",
        "Wikis PARTNER_OF Museum of Drums",
        "",
    ),
    "yes and no about people": Case(
        "people",
        "Name,Opted out,Open to partners\nAda Example,yes,no\nBen Muster,,yes\nCem Demo,perhaps,\n",
        "Person Ada Example open_to_partners=False opted_out=True, Person Ben Muster open_to_partners=True, "
        "Person Cem Demo",
        "",
        "4 not-yes-or-no",
    ),
    "labels by language": Case(
        "themes",
        "Theme,Labels,Part of\nMaps,fr: cartes; ar: خرائط,Geography\n",
        "Theme Geography, Theme Maps labels={'fr': 'cartes', 'ar': 'خرائط'}",
        "Maps PART_OF Geography",
        "",
    ),
    "an account is one person wherever it stands": Case(
        "people",
        "Name,Username,Worked with\nAda Example,Ada_E,\nBen Muster,,User:Ada_E\n",
        "Person Ada Example username=Ada_E, Person Ben Muster",
        "Ben Muster WORKED_WITH Ada Example",
        "",
    ),
    "first and last names in two columns": Case(
        "people",
        "First name,Last name,Affiliate\nAda,Example,Wikis\n,Muster,Wikis\n",
        "Affiliate Wikis, Person Ada Example, Person Muster",
        "Ada Example MEMBER_OF Wikis, Muster MEMBER_OF Wikis",
        "",
    ),
    "shares name no groups": Case(
        "people",
        "Name,Groups\nAda Example,30%\nBen Muster,30%\n",
        "Person Ada Example, Person Ben Muster",
        "",
        "no-names",
    ),
    "a column settles which number is the day": Case(
        "people",
        "Name,Contact for,Last contact\nAda Example,Museum of Drums,03/04/2021\nBen Muster,City Library,25/12/2020\n",
        "Partner City Library, Partner Museum of Drums, Person Ada Example, Person Ben Muster",
        "Ada Example CONTACT_OF Museum of Drums last_contact=2021-04-03, "
        "Ben Muster CONTACT_OF City Library last_contact=2020-12-25",
        "",
    ),
    "a date that may be two keeps its year": Case(
        "people",
        "Name,Contact for,Last contact\nAda Example,Museum of Drums,03/04/2021\nBen Muster,City Library,04/04/2020\n",
        "Partner City Library, Partner Museum of Drums, Person Ada Example, Person Ben Muster",
        "Ada Example CONTACT_OF Museum of Drums last_contact=2021, "
        "Ben Muster CONTACT_OF City Library last_contact=2020-04-04",
        "2 ambiguous-date",
    ),
    "headings in Arabic": Case(
        "people",
        "الاسم,البلد\nليلى سمير,المغرب\n",
        "Person ليلى سمير country=MA",
        "",
        "",
    ),
    "headings in French": Case(
        "personnes",
        "Nom,Pays,Langues\nZoé Exemple,Côte d'Ivoire,français et anglais\n",
        "Person Zoé Exemple country=CI languages=fr+en",
        "",
        "",
    ),
    "numbers are ids inside a table": Case(
        "people",
        "id,Name,Worked with\n1,Ada Example,2\n2,Ben Muster,1\n",
        "Person Ada Example, Person Ben Muster",
        "Ada Example WORKED_WITH Ben Muster, Ben Muster WORKED_WITH Ada Example",
        "",
    ),
    "blank rows are skipped": Case(
        "people",
        "\n\nName,Affiliate\n\nAda Example,Wikis\n,,\nBen Muster,\n",
        "Affiliate Wikis, Person Ada Example, Person Ben Muster",
        "Ada Example MEMBER_OF Wikis",
        "",
    ),
    "a role without a link is told": Case(
        "people",
        "Name,Role\nAda Example,chair\n",
        "Person Ada Example",
        "",
        "2 about-link-alone",
    ),
}
_TOLD_APART = {"id", "name", "source", "target", "aliases"}


def fields_of(record: Node | Link) -> str:
    """Return the fields with a value, but for ids and names."""
    names = sorted(set(own_fields(type(record))) - _TOLD_APART)
    values = {name: value for name in names if (value := getattr(record, name)) not in (None, (), {})}
    return "".join(
        f" {name}={'+'.join(value) if isinstance(value, tuple) else value}" for name, value in values.items()
    )  # pyright: ignore[reportUnknownArgumentType] - a value of any field


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_table_gives_this_and_nothing_else(case: Case, tmp_path: Path) -> None:
    (tmp_path / f"{case.name}.csv").write_text(case.text, encoding="utf-8")
    (reading,) = read([tmp_path], source="net")
    names = {record.id: record.name for record in reading.records if isinstance(record, Node)}
    nodes, links = [], []
    for record in reading.records:
        if isinstance(record, Link):
            ends = names[record.source], names[record.target]
            links.append(f"{ends[0]} {record.TYPE} {ends[1]}{fields_of(record)}")
        elif isinstance(record, Node):
            nodes.append(f"{record.TYPE} {record.name}{fields_of(record)}")
    told = [
        f"{problem.line or ''} {problem.text.text.key.removeprefix('problem-')}".strip()
        for problem in reading.problems
        if problem.text.text.key != "problem-made-node"
    ]
    assert (", ".join(sorted(nodes)), ", ".join(sorted(links)), ", ".join(told)) == (
        case.nodes,
        case.links,
        case.problems,
    )
