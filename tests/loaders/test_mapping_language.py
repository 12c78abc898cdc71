# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mapping can say: paths into nested files, functions, pairs, ends of several classes, one person of rows."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.errors import LoadError
from graph.schema.links import Attended, WorkedOn
from graph.schema.nodes import Person, Project
from loaders.cells.reading import Reading
from loaders.read import read
from loaders.tables.mapping.templates import fill
from tests.loaders.test_reported import shown, wanted
from web.commands.cli import partnerships


def load(folder: Path, mapping: str, **files: str) -> Reading:
    """Return what files give with a mapping; `people_csv` stands for `people.csv`."""
    (folder / "data").mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / "data" / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (reading,) = read([folder / "data"], source="net", mapping=str(folder / "m.toml"))
    return reading


TEAMS = {
    "title": "Our teams",
    "teams": {
        "Core": {"city": "Accra", "members": [{"who": {"name": "Ada Example"}, "jobs": ["Maps", "Walks"]}]},
        "Web": {"city": "Lomé", "members": [{"who": {"name": "Ben Muster"}, "jobs": ["Maps"]}, {"who": {"name": ""}}]},
    },
}
TEAMS_YAML = """
title: Our teams
teams:
  Core: {city: Accra, members: [{who: {name: Ada Example}, jobs: [Maps, Walks]}]}
  Web:
    city: Lomé
    members:
      - who: {name: Ben Muster}
        jobs: [Maps]
      - who: {name: }
"""
TEAMS_TOML = """
title = "Our teams"
[teams.Core]
city = "Accra"
members = [{ who = { name = "Ada Example" }, jobs = ["Maps", "Walks"] }]
[teams.Web]
city = "Lomé"
members = [{ who = { name = "Ben Muster" }, jobs = ["Maps"] }, { who = { name = "" } }]
"""
NESTED = """
[[table]]
file = "teams.*"
rows = "teams.*"
ignore = ["city", "members.*.who.name", "members.*.jobs"]
[[table.record]]
type = "group"
name = "{@key} team"

[[table]]
file = "teams.*"
rows = "teams.*.members.*"
[[table.record]]
type = "person"
name = "{who.name}"
[[table.record]]
type = "member_of"
source = { person = "{who.name}" }
target = { group = "{../../@key} team" }
needs = ["who.name"]
[[table.record]]
type = "project"
name = "{jobs}"
split = { jobs = ";" }
[[table.record]]
type = "worked_on"
source = { person = "{who.name}" }
target = { project = "{jobs}" }
role = "{../../city|lower}"
split = { jobs = ";" }
"""


@pytest.mark.parametrize(
    ("ending", "text"), [("json", json.dumps(TEAMS)), ("yaml", TEAMS_YAML), ("yml", TEAMS_YAML), ("toml", TEAMS_TOML)]
)
def test_values_inside_values_are_reached_by_a_path(tmp_path: Path, ending: str, text: str) -> None:
    reading = load(tmp_path, NESTED, **{f"teams_{ending}": text})
    assert shown(reading.records) == wanted(
        "Person: Ada Example, Ben Muster\nGroup: Core team, Web team\nProject: Maps, Walks",
        "Ada Example MEMBER_OF Core team\nBen Muster MEMBER_OF Web team\nAda Example WORKED_ON Maps\n"
        "Ada Example WORKED_ON Walks\nBen Muster WORKED_ON Maps",
    )
    assert {one.role for one in reading.records if isinstance(one, WorkedOn)} == {"accra", "lomé"}
    assert reading.problems == ()


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"nothing at “teams\.\*\.people\.\*”"):
        load(
            tmp_path,
            NESTED.split("[[table]]\n", maxsplit=1)[0] + NESTED.split("\n\n")[1].replace("members", "people"),
            teams_yaml=TEAMS_YAML,
        )


def test_one_file_for_each_entry_is_one_row_each(tmp_path: Path) -> None:
    mapping = '[[table]]\nfile = "*.yaml"\n[[table.record]]\ntype = "person"\nname = "{name}"\ndescription = "{@key}"\n'
    reading = load(tmp_path, mapping, ada_yaml="name: Ada Example\n", ben_yaml="name: Ben Muster\n")
    assert {(one.name, one.description) for one in reading.records if isinstance(one, Person)} == {
        ("Ada Example", "ada"),
        ("Ben Muster", "ben"),
    }


@pytest.mark.parametrize("ending", ["yaml", "toml"])
def test_without_a_mapping_such_a_file_says_that_it_needs_one(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"teams.{ending}").write_text("a = 1", encoding="utf-8")
    with pytest.raises(LoadError, match="cannot be loaded without a mapping"):
        read([tmp_path / f"teams.{ending}"])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{c}: &{c} [{', '.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: &a [*a]\n",
        "[" * 5_000,
        "a: !!python/object/apply:os.getcwd []\n",
        "{a: 1",
    ],
)
def test_a_file_that_unfolds_without_end_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(LoadError):
        load(tmp_path, NESTED.split("\n\n", maxsplit=1)[0], teams_yaml=text)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{name}", "Ada EXAMPLE (chair)"),
        ("{name|lower}", "ada example (chair)"),
        ("{nick|upper|strip:@}", "ADA"),
        ("{empty|or:nick|strip:@}", "ada"),
        ("{state|unless:none,tbd}", ""),
        ("{name|before: (}", "Ada EXAMPLE"),
        ("{name|after: (|strip:)}", "chair"),
        ("{day|date:%d/%m/%y}", "2017-04-03"),
        ("{month|date:%b %Y}", "2017-04"),
        ("{month|date:%Y}", "Apr 2017"),
        ("{nick|replace:@,}", "ada"),
        ("{empty|lower} {empty}", ""),
        ("{a|b}", "a bar in a heading"),
        ("by {nick}", "by @ada"),
    ],
)
def test_functions_of_templates(template: str, filled: str) -> None:
    cells = {
        "name": "Ada EXAMPLE (chair)",
        "nick": "@ada",
        "empty": "",
        "state": "TBD",
        "day": "03/04/17",
        "month": "Apr 2017",
    }
    assert fill(template, cells | {"a|b": "a bar in a heading"}) == filled


PAIRS = """
[[table]]
file = "projects.csv"
[[table.record]]
type = "project"
name = "{title}"
start = "{when}"
[[table.record]]
type = "person"
name = "{team.1}"
split = { team = ";" }
pair = { team = "()" }
[[table.record]]
type = "worked_on"
source = { person = "{team.1}" }
target = { project = "{title}" }
role = "{team.2|lower}"
split = { team = ";" }
pair = { team = "()" }
"""


def test_split_parts_may_be_pairs_and_a_month_may_be_a_word(tmp_path: Path) -> None:
    reading = load(tmp_path, PAIRS, projects_csv="title,team,when\nMaps,Ada Example (Lead); Ben Muster,2017-Apr-30\n")
    roles = {(one.source, one.role) for one in reading.records if isinstance(one, WorkedOn)}
    assert roles == {("person:net/ada-example", "lead"), ("person:net/ben-muster", None)}
    assert [one.start for one in reading.records if isinstance(one, Project)] == ["2017-04-30"]
    colon = PAIRS.replace('"()"', '":"')
    reading = load(tmp_path, colon, projects_csv="title,team,when\nMaps,Ada Example: Lead; Ben Muster,2017\n")
    assert {(one.source, one.role) for one in reading.records if isinstance(one, WorkedOn)} == roles


ENDS = """
[[table]]
file = "people.csv"
[[table.record]]
type = "person"
name = "{name}"
[[table]]
file = "groups.csv"
[[table.record]]
type = "group"
name = "{name}"
[[table]]
file = "work.csv"
[[table.record]]
type = "project"
name = "{project}"
[[table.record]]
type = "worked_on"
source = { person = "{who}", group = "{who}" }
target = { project = "{project}" }
"""


def test_an_end_may_be_of_several_classes(tmp_path: Path) -> None:
    work = "who,project\nAda Example,Maps\nCore team,Maps\nNobody Known,Maps\n"
    reading = load(tmp_path, ENDS, people_csv="name\nAda Example\n", groups_csv="name\nCore team\n", work_csv=work)
    assert {one.source for one in reading.records if isinstance(one, WorkedOn)} == {
        "person:net/ada-example",
        "group:net/core-team",
        "person:net/nobody-known",
    }
    assert ["person or group" in str(one.text) for one in reading.problems] == [True]


ATTENDANCE = """
[[table]]
file = "attendance.csv"
[[table.record]]
type = "person"
name = "{name}"
username = "{handle}"
[[table.record]]
type = "event"
name = "{meeting}"
start = "{meeting}"
[[table.record]]
type = "attended"
source = { person = "{name}" }
target = { event = "{meeting}" }
"""


def test_a_name_with_and_without_its_account_is_one_person(tmp_path: Path) -> None:
    rows = "meeting,name,handle\n2015-05-27,Ada Example,\n2016-01-07,Ada Example,adaex\n"
    rows += "2016-01-07,Ben,\n2017-01-01,Ben,ben2\n"
    reading = load(tmp_path, ATTENDANCE, attendance_csv=rows)
    ada = {one.id for one in reading.records if isinstance(one, Person) and one.name == "Ada Example"}
    assert ada == {"person:User:Adaex"}
    assert {one.target for one in reading.records if isinstance(one, Attended) and one.source in ada} == {
        "event:net/2015-05-27",
        "event:net/2016-01-07",
    }
    assert any(str(one.text).startswith("Ada Example: with an account in some rows") for one in reading.problems)
    # A first name alone may be somebody else.
    assert len({one.id for one in reading.records if isinstance(one, Person) and one.name == "Ben"}) == 2


def test_two_accounts_of_one_name_stay_two(tmp_path: Path) -> None:
    rows = "meeting,name,handle\n2015-05-27,Ada Example,ada1\n2016-01-07,Ada Example,ada2\n2017-01-07,Ada Example,\n"
    reading = load(tmp_path, ATTENDANCE, attendance_csv=rows)
    assert len({one.id for one in reading.records if isinstance(one, Person)}) == 3


def test_a_wide_table_too_knows_a_person_without_the_account(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,username,works on\nAda Example,adaex,Maps\n", encoding="utf-8")
    (tmp_path / "more people.csv").write_text("name,works on\nAda Example,Walks\n", encoding="utf-8")
    (reading,) = read([tmp_path / "people.csv", tmp_path / "more people.csv"], source="net")
    assert {(one.source, one.target) for one in reading.records if isinstance(one, WorkedOn)} == {
        ("person:User:Adaex", "project:net/maps"),
        ("person:User:Adaex", "project:net/walks"),
    }


def test_the_spellings_of_one_id_are_kept_and_said(tmp_path: Path) -> None:
    mapping = '[[table]]\nfile = "people.csv"\n[[table.record]]\ntype = "person"\nid = "{abbr}"\nname = "{name}"\n'
    rows = "abbr,name\nADE,Ada D. Exemple\nADE,Ada D. Example\nADE,Ada Example\nADE,ADA EXAMPLE\n"
    reading = load(tmp_path, mapping, people_csv=rows)
    people = [one for one in reading.records if isinstance(one, Person)]
    assert {one.id for one in people} == {"person:net/ade"}
    assert {one.name for one in people} == {"Ada D. Exemple"}
    assert {alias for one in people for alias in one.aliases} >= {"Ada D. Example", "Ada Example"}
    assert any("is also written Ada D. Example" in str(one.text) for one in reading.problems)


PARTS = """
[[table]]
file = "parts.csv"
[[table.record]]
type = "group"
name = "{part}"
[[table.record]]
type = "group"
name = "{whole}"
[[table.record]]
type = "part_of"
source = { group = "{part}" }
target = { group = "{whole}" }
"""


@pytest.mark.parametrize("cls", ["group", "affiliate"])
def test_a_group_is_part_of_a_group_and_an_affiliate_of_an_affiliate(tmp_path: Path, cls: str) -> None:
    reading = load(tmp_path, PARTS.replace("group", cls), parts_csv="part,whole\nMaps circle,Tech team\n")
    nodes, links = shown(reading.records)
    assert (nodes, links) == (
        [f"{cls.title()}: Maps circle", f"{cls.title()}: Tech team"],
        {"Maps circle PART_OF Tech team"},
    )
    (tmp_path / f"{cls}s.csv").write_text("name,part of\nMaps circle,Tech team\nTech team,\n", encoding="utf-8")
    (wide,) = read([tmp_path / f"{cls}s.csv"], source="net")
    assert shown(wide.records) == (nodes, links)


def test_the_command_reads_yaml_with_a_mapping(tmp_path: Path) -> None:
    load(tmp_path, NESTED, teams_yaml=TEAMS_YAML)
    store = f"sqlite:///{tmp_path / 'net.db'}"
    arguments = ["--store", store, "load", str(tmp_path / "data"), "--mapping", str(tmp_path / "m.toml")]
    result = CliRunner().invoke(partnerships, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "9 new" in result.output or "new (" in result.output
