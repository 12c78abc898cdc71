# SPDX-License-Identifier: GPL-3.0-or-later
"""What looks odd is not made unless somebody says so, and on a terminal `load` asks where it is unsure."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.schema.links import ContactOf
from graph.schema.nodes import Partner, Person
from loaders.cells.asks import About
from loaders.read import Unclear, read
from loaders.tables.mapping.mapping_text import answers_text
from tests.loaders.test_reported import shown, wanted
from tests.support.checkout import CHECKOUT
from web.commands.cli import partnerships

ODD = "name,contact person,country\nCity Library,ask the director,Ghana\nRiver Museum,Bo Probe,Togo\n"
UNSURE = "name,country,Blorb\nAda Test,Ghana,City Library\nBo Probe,Togo,River Museum\n"
NO_ROWS = "Label,Blorb,Flurb\nCity Library,Bo Probe,1\nRiver Museum,Cy Probe,2\n"
_LONGEST = 60


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_name_that_looks_odd_is_asked_about_and_not_made(tmp_path: Path) -> None:
    (reading,) = read([written(tmp_path, "partners.csv", ODD)], source="net")
    assert [one.name for one in reading.records if isinstance(one, Person)] == ["Bo Probe"]
    (ask,) = reading.asks
    assert (ask.about, ask.heading, ask.examples, ask.word) == (
        About.NAME,
        "contact person",
        ("ask the director",),
        "person",
    )


def test_accept_makes_it(tmp_path: Path) -> None:
    (reading,) = read([written(tmp_path, "partners.csv", ODD)], source="net", accept=True)
    assert {one.name for one in reading.records if isinstance(one, Person)} == {"Bo Probe", "ask the director"}
    assert len([one for one in reading.records if isinstance(one, ContactOf)]) == 2
    assert reading.asks == ()


@pytest.mark.parametrize(("accepted", "made"), [("Ask the director", True), ("somebody else", False)])
def test_a_line_in_a_mapping_makes_it(tmp_path: Path, accepted: str, made: bool) -> None:  # noqa: FBT001 - a column
    mapping = written(tmp_path, "m.toml", f'accept = ["{accepted}"]\n')
    (reading,) = read([written(tmp_path, "partners.csv", ODD)], source="net", mapping=str(mapping))
    assert ("ask the director" in {getattr(one, "name", "") for one in reading.records}) is made


@pytest.mark.parametrize("command", ["load", "inspect"])
def test_the_commands_list_what_looks_odd_apart_and_take_accept(tmp_path: Path, command: str) -> None:
    path = written(tmp_path, "partners.csv", ODD)
    arguments = ["--store", f"sqlite:///{tmp_path}/net.db", command, str(path)]
    result = CliRunner().invoke(partnerships, arguments, catch_exceptions=False)
    assert "Looks odd, not made:" in result.output
    assert "“ask the director” looks odd as the name of a person" in " ".join(result.output.split())
    result = CliRunner().invoke(partnerships, [*arguments, "--accept"], catch_exceptions=False)
    assert "Looks odd" not in result.output


def test_what_is_asked_is_data(tmp_path: Path) -> None:
    path = written(tmp_path, "people.csv", UNSURE)
    result = CliRunner().invoke(partnerships, ["inspect", str(path), "--json"], catch_exceptions=False)
    (ask,) = json.loads(result.stdout)["asks"]
    assert ask["sentence"] == (
        "What stands in the column “Blorb” of people.csv, such as City Library and River Museum?"
    )
    assert (ask["about"], ask["suggestion"]) == ("column", "")
    assert "contact for" in ask["choices"]


def test_an_answer_about_a_column_is_read_back(tmp_path: Path) -> None:
    path = written(tmp_path, "people.csv", UNSURE)
    (reading,) = read([path], source="net")
    answers = answers_text([(reading.asks[0], "contact for")], "net")
    mapping = written(tmp_path, "people.mapping.toml", answers)
    (again,) = read([path], mapping=str(mapping))
    assert shown(again.records) == wanted(
        "Person: Ada Test, Bo Probe\nPartner: City Library, River Museum",
        "Ada Test CONTACT_OF City Library\nBo Probe CONTACT_OF River Museum",
    )
    assert again.asks == ()
    left_out = answers_text([(reading.asks[0], "")], "net")
    mapping.write_text(left_out, encoding="utf-8")
    (without,) = read([path], mapping=str(mapping))
    assert (shown(without.records), without.problems) == (wanted("Person: Ada Test, Bo Probe", ""), ())


def test_rows_that_nothing_explains_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Unclear) as refused:
        read([written(tmp_path, "x.csv", NO_ROWS)])
    (ask,) = refused.value.asks
    assert (ask.about, ask.examples) == (About.ROWS, ("Label", "Blorb", "Flurb"))
    assert "partners" in ask.choices


def test_the_answers_beside_a_file_are_no_input(tmp_path: Path) -> None:
    written(tmp_path, "people.csv", UNSURE)
    written(tmp_path, "people.mapping.toml", 'accept = ["x"]\n')
    (reading,) = read([tmp_path], source="net")
    assert list(reading.gave) == ["people.csv"]


def typed(arguments: Sequence[str], answers: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run the program on a terminal, type an answer at each question, and return its status and what it showed."""
    own, theirs = pty.openpty()
    command = [sys.executable, "-c", "from web.commands.cli import main; main()", *arguments]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200", "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment)
    os.close(theirs)
    seen, waiting, until = b"", list(answers), time.monotonic() + _LONGEST
    asked = 0
    while time.monotonic() < until:
        if select.select([own], [], [], 0.2)[0]:
            try:
                seen += os.read(own, 4096)
            except OSError:  # The other end is closed.
                break
        questions = seen.count(b"Answer [") + seen.count(b"[y/N]")
        if questions > asked and waiting:
            os.write(own, f"{waiting.pop(0)}\n".encode())
            asked += 1
        if process.poll() is not None and not select.select([own], [], [], 0)[0]:
            break
    os.close(own)
    return process.wait(timeout=_LONGEST), seen.decode("utf-8", "replace")


def test_on_a_terminal_load_asks_and_writes_the_answers_down(tmp_path: Path) -> None:
    written(tmp_path, "people.csv", UNSURE.replace("River Museum", "call us!!"))
    arguments = ["--store", "sqlite:///net.db", "load", "people.csv"]
    status, seen = typed(arguments, ["nonsense", "contact for", "y"], tmp_path)
    assert status == 0, seen
    assert "What stands in the column “Blorb”" in seen
    assert "“nonsense” is none of" in seen
    beside = tmp_path / "people.mapping.toml"
    assert '"Blorb" = "contact for"' in beside.read_text(encoding="utf-8")
    (reading,) = read([tmp_path / "people.csv"], mapping=str(beside))
    assert {one.name for one in reading.records if isinstance(one, Partner)} == {"City Library", "call us!!"}
    # With the mapping nobody is asked again.
    status, seen = typed([*arguments, "--mapping", "people.mapping.toml"], [], tmp_path)
    assert (status, "What stands" in seen) == (0, False)


def test_on_a_terminal_rows_are_asked_first_and_then_the_columns(tmp_path: Path) -> None:
    written(tmp_path, "x.csv", NO_ROWS.replace("Label", "name"))
    status, seen = typed(["--store", "sqlite:///net.db", "load", "x.csv"], ["partners", "contacts", "-"], tmp_path)
    assert status == 0, seen
    assert seen.index("What are the rows") < seen.index("What stands in the column “Blorb”")
    (reading,) = read([tmp_path / "x.csv"], mapping=str(tmp_path / "x.mapping.toml"))
    assert shown(reading.records)[1] == {"Bo Probe CONTACT_OF City Library", "Cy Probe CONTACT_OF River Museum"}


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "people.csv", UNSURE)
    command = [sys.executable, "-c", "from web.commands.cli import main; main()"]
    command += ["--store", f"sqlite:///{tmp_path}/net.db", "load", str(path)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=False, cwd=CHECKOUT
    )
    assert done.returncode == 0
    assert b"What stands" not in done.stdout + done.stderr
    assert not (tmp_path / "people.mapping.toml").exists()
