# SPDX-License-Identifier: GPL-3.0-or-later
"""The given files in the shapes that users reported: what must come out of each, exactly.

A node is written as its class and name, a link as the name of its source,
its type and the name of its target.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files of one folder, loaded as one source each, and what they give."""

    folder: str
    kind: str
    loads: tuple[str, ...]
    nodes: str
    links: str = ""
    mapping: str = ""


_SEVEN = "Moon Library, Radio Sun, Indigo School, Star School, Sun School, Sky School, Sea School"
_CONTACTS = "\n".join(
    f"{person} CONTACT_OF {partner}" for partner in _SEVEN.split(", ") for person in ("Ada Example", "Ben Muster")
)
_MEMBERS = "\n".join(f"{person} MEMBER_OF Baobab" for person in ("Ada Example", "Ben Muster", "Cleo Demo"))
_OTHER_CONTACTS = """\
Ada Example CONTACT_OF Moon Library
Ben Muster CONTACT_OF Radio Sun
Cleo Demo CONTACT_OF Indigo School
"""

GIVEN = (
    Case(
        folder="k14", kind="K1", loads=("export.csv",),
        nodes="Person: Ada Example\nAffiliate: Baobab",
        links="Ada Example MEMBER_OF Baobab",
    ),
    Case(
        folder="k01", kind="K1", loads=("export.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab Wikimedians\nPartner: Moon Library",
        links="Ada Example MEMBER_OF Baobab Wikimedians\nBen Muster MEMBER_OF Baobab Wikimedians\n"
        "Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Moon Library",
    ),
    Case(
        folder="k06", kind="K1", loads=("export.csv",),
        nodes="Person: Ada Example\nAffiliate: Wikimédia Abidjan\nPartner: Musée",
        links="Ada Example MEMBER_OF Wikimédia Abidjan\nAda Example CONTACT_OF Musée",
    ),
    Case(
        folder="x14", kind="K1", loads=("workshop groups.xlsx",),
        nodes="Person: Ada Example, Ben Muster\nGroup: Group A, Group B\nAffiliate: Baobab",
        links="Ada Example MEMBER_OF Group A\nBen Muster MEMBER_OF Group B\n"
        "Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab",
    ),
    Case(
        folder="k09", kind="K2", loads=("project_members.csv",),
        nodes="Person: Ada Example, Ben Muster\nProject: Drums Online",
        links="Ada Example WORKED_ON Drums Online\nBen Muster WORKED_ON Drums Online",
    ),
    Case(
        folder="k12", kind="K2", loads=("contacts.csv",),
        nodes="Person: Ada Example, Ben Muster\nPartner: Moon Library, Radio Sun",
        links="Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Radio Sun",
    ),
    Case(
        folder="n01", kind="K2", loads=("people.csv",),
        nodes="Person: Ada Example\nPartner: Moon Library, Radio Sun, Museum of Drums\nProject: Drums Online, Schools",
        links="Ada Example CONTACT_OF Moon Library\nAda Example CONTACT_OF Radio Sun\n"
        "Ada Example CONTACT_OF Museum of Drums\nAda Example WORKED_ON Drums Online\nAda Example WORKED_ON Schools",
    ),
    Case(
        folder="t13", kind="K2", loads=("people.csv",),
        nodes="Person: Ada Mary Example\nAffiliate: Baobab",
        links="Ada Mary Example MEMBER_OF Baobab",
    ),
    Case(
        folder="m01", kind="K3", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nTheme: Education, GLAM, Community, Media",
        links="Ada Example INTERESTED_IN Education\nAda Example INTERESTED_IN Community\n"
        "Ben Muster INTERESTED_IN GLAM\nBen Muster INTERESTED_IN Community\nBen Muster INTERESTED_IN Media",
    ),
    Case(
        folder="m03", kind="K3", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nGroup: Team, Table, Committee",
        links="Ada Example MEMBER_OF Team\nAda Example MEMBER_OF Committee\nBen Muster MEMBER_OF Table",
    ),
    Case(
        folder="m07", kind="K3", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nEvent: WikiIndaba 2017, WikiIndaba 2018",
        links="Ada Example ATTENDED WikiIndaba 2017\nAda Example ATTENDED WikiIndaba 2018\n"
        "Ben Muster ATTENDED WikiIndaba 2017",
    ),
    Case(
        folder="v03", kind="K3", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab\nTheme: glam, education",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab\nAda Example INTERESTED_IN glam\n"
        "Ada Example INTERESTED_IN education\nBen Muster INTERESTED_IN education",
    ),
    Case(
        folder="r01", kind="K4", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab\nPartner: Moon Library",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab\n"
        "Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Moon Library",
    ),
    Case(
        folder="r03", kind="K4", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab, Harmattan\nPartner: Moon Library, Radio Sun",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Harmattan\n"
        "Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Radio Sun",
    ),
    Case(
        folder="r02", kind="K4", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab\nPartner: Moon Library",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab\n"
        "Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Moon Library",
    ),
    Case(
        folder="x12", kind="K4", loads=("people.xlsx",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo, Dan Demo\nAffiliate: Baobab, Harmattan",
        links="Ada Example MEMBER_OF Baobab\nCleo Demo MEMBER_OF Baobab\n"
        "Ben Muster MEMBER_OF Harmattan\nDan Demo MEMBER_OF Harmattan",
    ),
    Case(
        folder="q01", kind="K5", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo, Dan Demo, Eve Demo\nAffiliate: Baobab, Harmattan\n"
        "Partner: Moon Library, Radio Sun, Indigo School",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab\nCleo Demo MEMBER_OF Harmattan\n"
        "Dan Demo MEMBER_OF Harmattan\nEve Demo MEMBER_OF Baobab\nAda Example CONTACT_OF Moon Library\n"
        "Ben Muster CONTACT_OF Radio Sun\nCleo Demo CONTACT_OF Indigo School\nDan Demo CONTACT_OF Radio Sun\n"
        "Eve Demo CONTACT_OF Moon Library",
    ),
    Case(
        folder="q06", kind="K5", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nAffiliate: Baobab\nPartner: Moon Library, Radio Sun",
        links="Ada Example MEMBER_OF Baobab\nBen Muster MEMBER_OF Baobab\n"
        "Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Radio Sun",
    ),
    Case(
        folder="d02", kind="K6", loads=("people.csv",),
        nodes="Person: A Demo, B Demo, C Demo, D Demo, E Demo, F Demo, G Demo, H Demo\n"
        "Partner: P1, P2, P3, P4, P5, P6, P7, P8",
        links="\n".join(f"{letter} Demo CONTACT_OF P{number}" for number, letter in enumerate("ABCDEFGH", start=1)),
    ),
    Case(
        folder="b06", kind="K6", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nPartner: Moon Library",
        links="Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Moon Library",
    ),
    Case(
        folder="i08", kind="K6", loads=("people.csv projects.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo\nProject: Drums, Maps",
        links="Ada Example WORKED_ON Drums\nBen Muster WORKED_ON Drums\nCleo Demo WORKED_ON Maps",
    ),
    Case(
        folder="u07", kind="K6", loads=("partners.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo, Dan Demo, Eve Demo, Fay Demo, Gil Demo\n"
        f"Partner: {_SEVEN}",
        links=f"{_OTHER_CONTACTS}Dan Demo CONTACT_OF Star School\nEve Demo CONTACT_OF Sun School\n"
        "Fay Demo CONTACT_OF Sky School\nGil Demo CONTACT_OF Sea School",
    ),
    Case(
        folder="d05", kind="K7", loads=("events.csv",),
        nodes="Event: E1, E2, E3, E4, E5, E6, E7, E8, E9, E10, E11, E12",
    ),
    Case(
        folder="s01", kind="K8", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster\nPartner: Museum of Drums, Moon Library\n"
        "Project: Drums Online, Schools on the Map",
        links="Ada Example CONTACT_OF Museum of Drums\nAda Example CONTACT_OF Moon Library\n"
        "Ben Muster CONTACT_OF Moon Library\nAda Example WORKED_ON Drums Online\n"
        "Ada Example WORKED_ON Schools on the Map\nBen Muster WORKED_ON Drums Online",
    ),
    Case(
        folder="u02", kind="K8", loads=("people.csv partners.csv",),
        nodes=f"Person: Ada Example, Ben Muster, Cleo Demo\nAffiliate: Baobab\nPartner: {_SEVEN}",
        links=f"{_MEMBERS}\n{_CONTACTS}",
    ),
    Case(
        folder="l02", kind="K9", loads=("people.csv projects.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo, Dan Demo\nPartner: Moon Library\nProject: Drums",
        links="Ada Example CONTACT_OF Moon Library\nBen Muster CONTACT_OF Moon Library\n"
        "Cleo Demo CONTACT_OF Moon Library\nDan Demo CONTACT_OF Moon Library\n"
        "Ada Example WORKED_ON Drums\nCleo Demo WORKED_ON Drums",
    ),
    Case(
        folder="l01", kind="K9", loads=("people.csv",),
        nodes="Person: Ada, BenM, Cleo Demo\nPartner: Moon Library, Radio Sun\nProject: Drums Online",
        links="Ada CONTACT_OF Moon Library\nAda CONTACT_OF Radio Sun\nBenM CONTACT_OF Moon Library\n"
        "Cleo Demo CONTACT_OF Moon Library\nAda WORKED_ON Drums Online\nBenM WORKED_ON Drums Online\n"
        "Cleo Demo WORKED_ON Drums Online",
    ),
    Case(
        folder="u01", kind="K9", loads=("people.csv partners.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo, Ada, Ada E.\nAffiliate: Baobab\n"
        "Partner: Moon Library, Radio Sun, Indigo School, Star School, Sun School",
        links=f"{_MEMBERS}\n{_OTHER_CONTACTS}Ada CONTACT_OF Star School\nAda E. CONTACT_OF Sun School",
    ),
    Case(
        folder="p03", kind="K10", loads=("partners.csv",),
        nodes="Partner: Moon Library, Radio Sun, Indigo School, Star School, Sun School, Sky School",
    ),
    Case(
        folder="t14", kind="K11", loads=("people.csv",),
        nodes="Person: Ada Example, Ben Muster, Cleo Demo\nPartner: C++ Club, C# Club, C Club",
        links="Ada Example CONTACT_OF C++ Club\nBen Muster CONTACT_OF C# Club\nCleo Demo CONTACT_OF C Club",
    ),
    Case(
        folder="x07", kind="K12", loads=("book.xlsx",),
        nodes="Person: Ada Example, Ben Muster\nProject: Drums",
        links="Ada Example WORKED_ON Drums\nBen Muster WORKED_ON Drums",
    ),
    Case(
        folder="e01d", kind="K13", loads=("people.csv",),
        nodes="Person: Jürgen Groß, Björn Müßig\nAffiliate: Wikimedia Köln",
        links="Jürgen Groß MEMBER_OF Wikimedia Köln\nBjörn Müßig MEMBER_OF Wikimedia Köln",
    ),
    Case(
        folder="o10", kind="K19", loads=("notes.md",),
        nodes="Person: Ada, Ada, Ben, Cleo, Dan\nGroup: Group 1, Group 2\nEvent: Workshop\n"
        "Question: Who knows a radio station?, Who knows a museum?",
        links="Ada MEMBER_OF Group 1\nBen MEMBER_OF Group 1\nCleo MEMBER_OF Group 1\n"
        "Ada MEMBER_OF Group 2\nDan MEMBER_OF Group 2\nGroup 1 PART_OF Workshop\nGroup 2 PART_OF Workshop\n"
        "Group 1 ASKED Who knows a radio station?\nGroup 2 ASKED Who knows a museum?",
    ),
    Case(
        folder="o02", kind="K19", loads=("notes.txt",),
        nodes="Person: Ada Example, Ben Muster\nGroup: Group 1\nEvent: Workshop notes\nTheme: How do we find funding?\n"
        "Question: Who has applied before?, Where is the list of funders?",
        links="Ada Example MEMBER_OF Group 1\nBen Muster MEMBER_OF Group 1\nGroup 1 PART_OF Workshop notes\n"
        "Group 1 ASKED Who has applied before?\nGroup 1 ASKED Where is the list of funders?\n"
        "Who has applied before? ABOUT How do we find funding?\n"
        "Where is the list of funders? ABOUT How do we find funding?\nWorkshop notes ABOUT How do we find funding?",
    ),
    Case(
        folder="g01", kind="K17", loads=("worked_with.csv",),
        nodes="Person: Ada Example, Ben Muster",
        links="Ada Example WORKED_WITH Ben Muster\nAda Example WORKED_WITH Ada Example",
    ),
    Case(
        folder="two_meetings", kind="K19", loads=("2024-03-13.md 2024-09-20.md",),
        nodes="Event: Steering meeting 2024-03-13, Steering meeting 2024-09-20\n"
        "Person: Lena Sample, Tomas Muster, Aino Malli, Bo Esempio",
        links="Lena Sample ATTENDED Steering meeting 2024-03-13\nTomas Muster ATTENDED Steering meeting 2024-03-13\n"
        "Aino Malli ATTENDED Steering meeting 2024-09-20\nBo Esempio ATTENDED Steering meeting 2024-09-20",
    ),
)  # fmt: skip
