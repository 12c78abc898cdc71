# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of our own, of the same kinds in other words, languages and shapes: files, and what must come out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Files of one load by name, and the nodes and links that they give."""

    name: str
    files: dict[str, str]
    nodes: str
    links: str = ""


OWN = (
    Own(
        name="K1 a German list of people with their group",
        files={
            "liste.csv": "Vollständiger Name;Ortsgruppe;Land\nEva Muster;Köln;Deutschland\nJan Probe;Köln;Österreich\n"
            ""
        },
        nodes="Person: Eva Muster, Jan Probe\nAffiliate: Köln",
        links="Eva Muster MEMBER_OF Köln\nJan Probe MEMBER_OF Köln",
    ),
    Own(
        name="K1 a Spanish list with the project first",
        files={"datos.csv": "Proyecto,Nombre y apellidos,Socios\nMapas,Eva Prueba,Museo del Sol\nMapas,Juan Prueba,\n"},
        nodes="Person: Eva Prueba, Juan Prueba\nProject: Mapas\nPartner: Museo del Sol",
        links="Eva Prueba WORKED_ON Mapas\nJuan Prueba WORKED_ON Mapas\nEva Prueba CONTACT_OF Museo del Sol",
    ),
    Own(
        name="K1 first and last name beside events",
        files={"export.csv": "First name,Last name,Event\nAda,Test,Summit\nBo,Test,Summit\n"},
        nodes="Person: Ada Test, Bo Test\nEvent: Summit",
        links="Ada Test ATTENDED Summit\nBo Test ATTENDED Summit",
    ),
    Own(
        name="K1 a file called like a group that holds people",
        files={"Team Red.csv": "name,country\nAda Test,Ghana\nBo Probe,Togo\n"},
        nodes="Person: Ada Test, Bo Probe\nGroup: Team Red",
        links="Ada Test MEMBER_OF Team Red\nBo Probe MEMBER_OF Team Red",
    ),
    Own(
        name="K1 a partner table in Portuguese whose name says nothing",
        files={"dados.csv": "Parceiro,Pessoa de contato,País\nMuseu do Sol,Eva Prova,Brasil\n"},
        nodes="Partner: Museu do Sol\nPerson: Eva Prova",
        links="Eva Prova CONTACT_OF Museu do Sol",
    ),
    Own(
        name="K1 names below a bare heading of organisations",
        files={"partners.csv": "name,contact person\nCity Library,Ada Test\nRiver Museum,Bo Probe\n"},
        nodes="Partner: City Library, River Museum\nPerson: Ada Test, Bo Probe",
        links="Ada Test CONTACT_OF City Library\nBo Probe CONTACT_OF River Museum",
    ),
    Own(
        name="K2 numbered, starred, in brackets, plural",
        files={
            "people.csv": "1. Name*,2. Main affiliate (required),Partners #1,Partners #2\n"
            "Ada Test,Baobab,Sun Radio,Moon Museum\n"
        },
        nodes="Person: Ada Test\nAffiliate: Baobab\nPartner: Sun Radio, Moon Museum",
        links="Ada Test MEMBER_OF Baobab\nAda Test CONTACT_OF Sun Radio\nAda Test CONTACT_OF Moon Museum",
    ),
    Own(
        name="K2 two languages",
        files={"export.csv": "Nom complet / Full name,Affilié / Affiliate,Pays / Country\nAda Test,Baobab,Ghana\n"},
        nodes="Person: Ada Test\nAffiliate: Baobab",
        links="Ada Test MEMBER_OF Baobab",
    ),
    Own(
        name="K2 whole questions of a survey",
        files={
            "responses.csv": "Timestamp,Your full name,Which affiliate are you a member of?,"
            "Which external partners have you worked with?\n"
            "2021-05-01 10:00,Ada Test,Baobab,Sun Radio; Moon Museum\n"
        },
        nodes="Person: Ada Test\nAffiliate: Baobab\nPartner: Sun Radio, Moon Museum",
        links="Ada Test MEMBER_OF Baobab\nAda Test CONTACT_OF Sun Radio\nAda Test CONTACT_OF Moon Museum",
    ),
    Own(
        name="K2 letters and a prefix",
        files={"people.csv": "person/name,person/Project A,person/Project B\nAda Test,Maps Online,Walks\n"},
        nodes="Person: Ada Test\nProject: Maps Online, Walks",
        links="Ada Test WORKED_ON Maps Online\nAda Test WORKED_ON Walks",
    ),
    Own(
        name="K2 name of the partner, in French",
        files={"liste.csv": "Nom du partenaire,Personne de contact principale,Pays\nMusée Soleil,Eva Essai,Togo\n"},
        nodes="Partner: Musée Soleil\nPerson: Eva Essai",
        links="Eva Essai CONTACT_OF Musée Soleil",
    ),
    Own(
        name="K3 themes in brackets, ticked in French",
        files={"people.csv": "nom,Thèmes [Photo],Thèmes [Vidéo]\nAda Test,oui,non\nBo Probe,Oui,OUI\n"},
        nodes="Person: Ada Test, Bo Probe\nTheme: Photo, Vidéo",
        links="Ada Test INTERESTED_IN Photo\nBo Probe INTERESTED_IN Photo\nBo Probe INTERESTED_IN Vidéo",
    ),
    Own(
        name="K3 attendance with ones and zeros",
        files={"attendance.csv": "name,Summit 2019,Summit 2020\nAda Test,1,0\nBo Probe,1,1\n"},
        nodes="Person: Ada Test, Bo Probe\nEvent: Summit 2019, Summit 2020",
        links="Ada Test ATTENDED Summit 2019\nBo Probe ATTENDED Summit 2019\nBo Probe ATTENDED Summit 2020",
    ),
    Own(
        name="K3 checks and crosses in Arabic",
        files={"people.csv": "الاسم,الفعاليات: قمة 2019,الفعاليات: قمة 2020\nآدا تجربة,✓,✗\nبدر مثال,نعم,نعم\n"},
        nodes="Person: آدا تجربة, بدر مثال\nEvent: قمة 2019, قمة 2020",
        links="آدا تجربة ATTENDED قمة 2019\nبدر مثال ATTENDED قمة 2019\nبدر مثال ATTENDED قمة 2020",
    ),
    Own(
        name="K3 working groups as columns",
        files={"people.csv": "Name,Finance committee,Outreach committee,Tech team\nAda Test,x,,x\nBo Probe,,X,\n"},
        nodes="Person: Ada Test, Bo Probe\nGroup: Finance committee, Outreach committee, Tech team",
        links="Ada Test MEMBER_OF Finance committee\nAda Test MEMBER_OF Tech team\n"
        "Bo Probe MEMBER_OF Outreach committee",
    ),
    Own(
        name="K3 a square table of who worked with whom",
        files={"people.csv": "name,Ada Test,Bo Probe,Cy Muster\nAda Test,,1,0\nBo Probe,1,,1\nCy Muster,0,1,\n"},
        nodes="Person: Ada Test, Bo Probe, Cy Muster",
        links="Ada Test WORKED_WITH Bo Probe\nBo Probe WORKED_WITH Cy Muster",
    ),
    Own(
        name="K4 French totals, notes and headings again",
        files={
            "personnes.csv": "Liste des bénévoles,,\n\nnom,affilié,partenaire\nAda Test,Baobab,Radio Lune\n"
            "nom,affilié,partenaire\nBo Probe,Baobab,Radio Lune\nTotal,2,\n"
            "Mis à jour en mai 2021,,\nSource : réunion,,\n"
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab\nPartner: Radio Lune",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nAda Test CONTACT_OF Radio Lune\n"
        "Bo Probe CONTACT_OF Radio Lune",
    ),
    Own(
        name="K4 sections by country",
        files={
            "people.csv": "name,affiliate,works on\nGhana,,\nAda Test,Baobab,Maps\nBo Probe,Baobab,Maps\nTogo,,\n"
            "Cy Muster,Harmattan,Walks\n"
        },
        nodes="Person: Ada Test, Bo Probe, Cy Muster\nAffiliate: Baobab, Harmattan\nProject: Maps, Walks",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nCy Muster MEMBER_OF Harmattan\n"
        "Ada Test WORKED_ON Maps\nBo Probe WORKED_ON Maps\nCy Muster WORKED_ON Walks",
    ),
    Own(
        name="K4 a second table below the first",
        files={
            "people.csv": "name,affiliate,country\nAda Test,Baobab,Ghana\nBo Probe,Baobab,Togo\n\n"
            "Partner,Contact person,\nSun Radio,Ada Test,\n"
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab\nPartner: Sun Radio",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nAda Test CONTACT_OF Sun Radio",
    ),
    Own(
        name="K4 a table of partners beside the people",
        files={
            "people.csv": "name,affiliate,,Partner,Contact person\nAda Test,Baobab,,Sun Radio,Bo Probe\n"
            "Bo Probe,Baobab,,,\n"
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab\nPartner: Sun Radio",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nBo Probe CONTACT_OF Sun Radio",
    ),
    Own(
        name="K4 German remarks below the table",
        files={
            "personen.csv": "Name;Ortsgruppe;Projekt\nAda Test;Köln;Karten\nBo Probe;Köln;Karten\nSumme;2;2\n"
            "Stand: Mai 2021;;\n"
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Köln\nProject: Karten",
        links="Ada Test MEMBER_OF Köln\nBo Probe MEMBER_OF Köln\nAda Test WORKED_ON Karten\nBo Probe WORKED_ON Karten",
    ),
    Own(
        name="K5 a quote that opens and is never closed",
        files={
            "people.csv": 'name,affiliate,works on\nAda Test,"Baobab,Maps\nBo Probe,Harmattan,Walks\n'
            'Cy Muster,Baobab,Maps\n'
        },
        nodes="Person: Ada Test, Bo Probe, Cy Muster\nAffiliate: Baobab, Harmattan\nProject: Maps, Walks",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Harmattan\nCy Muster MEMBER_OF Baobab\n"
        "Ada Test WORKED_ON Maps\nBo Probe WORKED_ON Walks\nCy Muster WORKED_ON Maps",
    ),
    Own(
        name="K5 rows and headings each in one pair of quotes, with semicolons",
        files={"people.csv": '"name;affiliate;works on"\n"Ada Test;Baobab;Maps"\n"Bo Probe;Harmattan;Walks"\n'},
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab, Harmattan\nProject: Maps, Walks",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Harmattan\nAda Test WORKED_ON Maps\n"
        "Bo Probe WORKED_ON Walks",
    ),
    Own(
        name="K6 telephone numbers of several shapes beside names",
        files={
            "partners.csv": "Partner,Contact person\nSun Radio,Ada Test 00233-244-000012\n"
            "Moon Museum,Bo Probe (phone: 244 000 012)\n"
            "Star School,Cy Muster, \nSky School,Di Muster +33 6 12 34 56 78\nSea School,Ed Muster; 030/1234567\n"
        },
        nodes="Partner: Sun Radio, Moon Museum, Star School, Sky School, Sea School\n"
        "Person: Ada Test, Bo Probe, Cy Muster, Di Muster, Ed Muster",
        links="Ada Test CONTACT_OF Sun Radio\nBo Probe CONTACT_OF Moon Museum\nCy Muster CONTACT_OF Star School\n"
        "Di Muster CONTACT_OF Sky School\nEd Muster CONTACT_OF Sea School",
    ),
    Own(
        name="K6 long ids with commas between them",
        files={
            "people.csv": "id,name\n0201234567,Ada Test\n0201234568,Bo Probe\n",
            "projects.csv": 'Project,people\nMaps,"0201234567, 0201234568"\n',
        },
        nodes="Person: Ada Test, Bo Probe\nProject: Maps",
        links="Ada Test WORKED_ON Maps\nBo Probe WORKED_ON Maps",
    ),
    Own(
        name="K8 French and Arabic words for and",
        files={
            "personnes.csv": "nom,affilié\nAda Test,Baobab\nBo Probe,Baobab\n",
            "partenaires.csv": "Partenaire,Contact\nRadio Lune,Ada Test et Bo Probe\nMusée Soleil,Bo Probe\n",
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab\nPartner: Radio Lune, Musée Soleil",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nAda Test CONTACT_OF Radio Lune\n"
        "Bo Probe CONTACT_OF Radio Lune\nBo Probe CONTACT_OF Musée Soleil",
    ),
    Own(
        name="K8 a name with an ampersand and a comma stays whole",
        files={
            "partners.csv": 'name,country\nMaps & More,Ghana\n"Museum of Art, Accra",Ghana\n',
            "people.csv": 'name,contact for\nAda Test,Maps & More\nBo Probe,"Museum of Art, Accra"\n',
        },
        nodes="Partner: Maps & More, Museum of Art| Accra\nPerson: Ada Test, Bo Probe",
        links="Ada Test CONTACT_OF Maps & More\nBo Probe CONTACT_OF Museum of Art, Accra",
    ),
    Own(
        name="K8 two people share a row",
        files={"people.csv": "name,affiliate\nAda Test & Bo Probe,Baobab\nCy Muster,Baobab\n"},
        nodes="Person: Ada Test, Bo Probe, Cy Muster\nAffiliate: Baobab",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nCy Muster MEMBER_OF Baobab",
    ),
    Own(
        name="K8 a place behind a comma is no partner",
        files={"people.csv": 'name,contact for\nAda Test,"University of the Sun, Ghana"\nBo Probe,Moon Library\n'},
        nodes="Person: Ada Test, Bo Probe\nPartner: University of the Sun| Ghana, Moon Library",
        links="Ada Test CONTACT_OF University of the Sun, Ghana\nBo Probe CONTACT_OF Moon Library",
    ),
    Own(
        name="K8 slashes and bars between projects that are known",
        files={
            "projects.csv": "Project,start\nMaps,2019\nWalks,2020\nTalks,2021\n",
            "people.csv": "name,works on\nAda Test,Maps / Walks\nBo Probe,Walks | Talks\n",
        },
        nodes="Person: Ada Test, Bo Probe\nProject: Maps, Walks, Talks",
        links="Ada Test WORKED_ON Maps\nAda Test WORKED_ON Walks\nBo Probe WORKED_ON Walks\nBo Probe WORKED_ON Talks",
    ),
    Own(
        name="K9 last names first",
        files={
            "people.csv": 'name,affiliate\n"Test, Ada",Baobab\n"Probe, Bo",Baobab\n',
            "partners.csv": 'Partner,Contact person\nSun Radio,Ada Test\nMoon Museum,"Probe, Bo"\n',
        },
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab\nPartner: Sun Radio, Moon Museum",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nAda Test CONTACT_OF Sun Radio\n"
        "Bo Probe CONTACT_OF Moon Museum",
    ),
    Own(
        name="K9 titles, roles and degrees in French and German",
        files={
            "people.csv": "name\nAda Test\nBo Probe\nCy Muster\n",
            "partners.csv": 'Partner,Contact person\nSun Radio,Mme Ada Test\nMoon Museum,Herr Dr. Bo Probe\n'
            'Star School,"Cy Muster, Director"\nSky School,Cy Muster – president\n',
        },
        nodes="Person: Ada Test, Bo Probe, Cy Muster\nPartner: Sun Radio, Moon Museum, Star School, Sky School",
        links="Ada Test CONTACT_OF Sun Radio\nBo Probe CONTACT_OF Moon Museum\nCy Muster CONTACT_OF Star School\n"
        "Cy Muster CONTACT_OF Sky School",
    ),
    Own(
        name="K9 bullets in a cell and Markdown",
        files={
            "people.csv": 'name,works on\n**Ada Test**,"• Maps\n• [Walks](https://example.org/walks)"\n'
            "_Bo Probe_,Walks\n"
        },
        nodes="Person: Ada Test, Bo Probe\nProject: Maps, Walks",
        links="Ada Test WORKED_ON Maps\nAda Test WORKED_ON Walks\nBo Probe WORKED_ON Walks",
    ),
    Own(
        name="K10 placeholders in German, Spanish and Portuguese",
        files={
            "people.csv": "name,contact for\nAda Test,keine\nBo Probe,ninguno\nCy Muster,nenhum\nDi Muster,k. A.\n"
            "Ed Muster,pendiente\n"
        },
        nodes="Person: Ada Test, Bo Probe, Cy Muster, Di Muster, Ed Muster",
    ),
    Own(
        name="K10 placeholders in French and Arabic, and the cell above",
        files={
            "partenaires.csv": "Partenaire,Contact\nRadio Lune,à définir\nMusée Soleil,personne\nÉcole Étoile,لا يوجد\n"
            "École Ciel,Ada Test\nÉcole Mer,idem\n"
        },
        nodes="Partner: Radio Lune, Musée Soleil, École Étoile, École Ciel, École Mer\nPerson: Ada Test",
        links="Ada Test CONTACT_OF École Ciel\nAda Test CONTACT_OF École Mer",
    ),
    Own(
        name="K11 signs tell projects apart",
        files={"people.csv": "name,works on\nAda Test,Wiki+\nBo Probe,Wiki\nCy Muster,Wiki#\n"},
        nodes="Person: Ada Test, Bo Probe, Cy Muster\nProject: Wiki+, Wiki, Wiki#",
        links="Ada Test WORKED_ON Wiki+\nBo Probe WORKED_ON Wiki\nCy Muster WORKED_ON Wiki#",
    ),
    Own(
        name="K12 ids with zeros in front and points behind",
        files={"people.csv": "id,name\n001,Ada Test\n002,Bo Probe\n", "projects.csv": "Project,people\nMaps,1; 2.0\n"},
        nodes="Person: Ada Test, Bo Probe\nProject: Maps",
        links="Ada Test WORKED_ON Maps\nBo Probe WORKED_ON Maps",
    ),
    Own(
        name="nothing is made of sentences, addresses, numbers and dates",
        files={
            "people.csv": "name,contact for,works on\n"
            "Ada Test,We met them at the fair and will call.,https://example.org/x\n"
            "Bo Probe,2019-05-01,\nCy Muster,the director of the museum?,\n"
        },
        nodes="Person: Ada Test, Bo Probe, Cy Muster",
    ),
    Own(
        name="K3 truth values of a spreadsheet",
        files={"people.csv": "name,Photo,Video\nAda Test,TRUE,FALSE\nBo Probe,FALSE,TRUE\n"},
        nodes="Person: Ada Test, Bo Probe\nTheme: Photo, Video",
        links="Ada Test INTERESTED_IN Photo\nBo Probe INTERESTED_IN Video",
    ),
    Own(
        name="K4 a table on its side",
        files={"people.csv": "name,Ada Test,Bo Probe\naffiliate,Baobab,Harmattan\nworks on,Maps,Walks\n"},
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab, Harmattan\nProject: Maps, Walks",
        links="Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Harmattan\nAda Test WORKED_ON Maps\n"
        "Bo Probe WORKED_ON Walks",
    ),
    Own(
        name="K7 a period and a spreadsheet's number of a day",
        files={"events.csv": "Event,start\nCamp,du 3 au 5 juin 2021\nSummit,44350\n"},
        nodes="Event: Camp, Summit",
    ),
    Own(
        name="K8 a longer name that holds another stays whole",
        files={"people.csv": "name,partners\nAda Test,Moon Library & Archive\nBo Probe,Moon Library\n"},
        nodes="Person: Ada Test, Bo Probe\nPartner: Moon Library & Archive, Moon Library",
        links="Ada Test CONTACT_OF Moon Library & Archive\nBo Probe CONTACT_OF Moon Library",
    ),
    Own(
        name="K10 what a spreadsheet shows where a formula fails",
        files={"people.csv": "name,affiliate,contact for\nAda Test,#REF!,#N/A\nBo Probe,Baobab,#VALUE!\n"},
        nodes="Person: Ada Test, Bo Probe\nAffiliate: Baobab",
        links="Bo Probe MEMBER_OF Baobab",
    ),
    Own(
        name="K12 numbers that a spreadsheet rounded are no ids",
        files={"people.csv": "id,name\n1.23E+11,Ada Test\n1.23E+11,Bo Probe\n"},
        nodes="Person: Ada Test, Bo Probe",
    ),
    Own(
        name="K19 who was present, who was not, in a file with the day in its name",
        files={
            "2023-05-02 board.md": "# Board meeting\n\nPresent: Ada Test (Baobab), Bo Probe\n"
            "Apologies: Cy Muster\n\n## Decisions\n\n- Print the maps\n"
        },
        nodes="Event: Board meeting\nPerson: Ada Test, Bo Probe",
        links="Ada Test ATTENDED Board meeting\nBo Probe ATTENDED Board meeting",
    ),
    Own(
        name="K19 lines of name, organisation and country",
        files={
            "notes.md": "# Workshop\n\nGroup A\nAda Test - Baobab - Ghana\nBo Probe - Harmattan - Togo\n\n"
            "- Who knows?\n"
        },
        nodes="Event: Workshop\nGroup: Group A\nPerson: Ada Test, Bo Probe\nQuestion: Who knows?",
        links="Ada Test MEMBER_OF Group A\nBo Probe MEMBER_OF Group A\nGroup A PART_OF Workshop\n"
        "Group A ASKED Who knows?",
    ),
    Own(
        name="K19 times and dates between names",
        files={"notes.md": "# Call\n\nGroup 1: Ada, 10:00 UTC, Bo, 3 May\n\n- Who knows?\n"},
        nodes="Event: Call\nGroup: Group 1\nPerson: Ada, Bo\nQuestion: Who knows?",
        links="Ada MEMBER_OF Group 1\nBo MEMBER_OF Group 1\nGroup 1 PART_OF Call\nGroup 1 ASKED Who knows?",
    ),
    Own(
        name="K19 last names first in French, short words that are names",
        files={
            "notes.md": "# Atelier\n\nGroupe 1 : Diop, Awa ; Sarr, Lamine\n\n- Comment faire ?\n\n"
            "Groupe 2 : Will, May, Les\n\n- Qui sait ?\n"
        },
        nodes="Event: Atelier\nGroup: Groupe 1, Groupe 2\nPerson: Awa Diop, Lamine Sarr, Will, May, Les\n"
        "Question: Comment faire ?, Qui sait ?",
        links="Awa Diop MEMBER_OF Groupe 1\nLamine Sarr MEMBER_OF Groupe 1\nWill MEMBER_OF Groupe 2\n"
        "May MEMBER_OF Groupe 2\nLes MEMBER_OF Groupe 2\nGroupe 1 PART_OF Atelier\nGroupe 2 PART_OF Atelier\n"
        "Groupe 1 ASKED Comment faire ?\nGroupe 2 ASKED Qui sait ?",
    ),
    Own(
        name="K19 two meetings of one name on two days",
        files={
            "2024-01-01.md": "# Meeting\n\n## Present\n\n- Ada Test\n",
            "2024-02-01.md": "# Meeting\n\n## Present\n\n- Bo Probe\n",
        },
        nodes="Event: Meeting, Meeting\nPerson: Ada Test, Bo Probe",
        links="Ada Test ATTENDED Meeting\nBo Probe ATTENDED Meeting",
    ),
)  # fmt: skip
