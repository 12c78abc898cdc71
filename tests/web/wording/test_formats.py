# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as CSV, Markdown and tables on a terminal, to the letter."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from rich.console import Console

from graph.text.message import Message, Text
from queries.framework.result import Column, Result, ShownAs
from web.wording.formats import cell_text, csv_text, escaped, markdown, markdown_table, shown_cell, text_table

TITLE = Text("test-title", "Who * whom?")
TOLD = Text("test-told", "There is $1 of [them].")


@dataclass(frozen=True, slots=True)
class Row:
    """One value of each kind."""

    name: str = "Ada"
    person_id: str | None = "person:ada"
    count: float | None = 1234
    stance: str = "offers"
    records: tuple[str, ...] = ("worked_on:1",)


def column(name: str, *choices: str) -> Column:
    return Column(name=name, description=f"About {name}.", choices=choices)


COLUMNS = (column("name"), column("count"), column("stance", "offers", "wants"))


def result(*rows: Row, summary: tuple[Message, ...] = (), warnings: tuple[Message, ...] = ()) -> Result[Row]:
    return Result(rows=rows, title=TITLE, columns=COLUMNS, summary=summary, warnings=warnings)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_wherever_it_stands(first: str) -> None:
    bad = f"{first}1+HYPERLINK(A1)"
    rows: list[dict[str, Any]] = [{"a": bad}, {"a": [bad, "x"]}, {"a": ("x", bad)}, {"a": {bad: "x"}}, {"a": [[bad]]}]
    read = [cell for (cell,) in csv.reader(io.StringIO(csv_text(["a"], rows), newline=""))]
    assert read == ["a", f"'{bad}", f"'{bad}; x", f"x; '{bad}", f"'{bad}: x", f"'{bad}"]


def test_numbers_are_no_formulas_and_hyphens_inside_are_none() -> None:
    assert csv_text(["a"], [{"a": -1}, {"a": -0.5}, {"a": "a-b"}, {"a": "1=1"}]) == "a\r\n-1\r\n-0.5\r\na-b\r\n1=1\r\n"


def test_values_of_all_kinds_in_csv() -> None:
    rows: list[dict[str, Any]] = [
        {"a": None, "b": True, "c": ["x", 2], "d": {"fr": "y", "ar": "z"}, "e": 'q"u, o'},
        {"a": False, "b": 0, "c": [], "d": {}},
    ]
    assert csv_text(["a", "b", "c", "d", "e"], rows) == (
        'a,b,c,d,e\r\n,true,x; 2,fr: y; ar: z,"q""u, o"\r\nfalse,0,,,\r\n'
    )
    assert csv_text(["a", "b"], []) == "a,b\r\n"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (None, "–", "–"),
        ("", "–", "–"),
        ((), "–", "–"),
        ([], "–", "–"),
        (True, "yes", "oui"),
        (False, "no", "non"),
        (0, "0", "0"),
        (1234, "1,234", "1\u202f234"),
        (0.5, "0.50", "0,50"),
        (("person:a", None, 2), "PERSON:A; –; 2", "PERSON:A; –; 2"),
        (TOLD("x"), "There is x of [them].", "There is x of [them]."),
    ],
)
def test_values_as_people_read_them(value: object, english: str, french: str) -> None:
    assert shown_cell(column("name"), Row(name=value), shown=str.upper) == english  # pyright: ignore[reportArgumentType] - fields by name
    assert shown_cell(column("name"), Row(name=value), "fr", str.upper) == french  # pyright: ignore[reportArgumentType] - fields by name


def test_one_of_a_few_values_is_said_in_words() -> None:
    assert shown_cell(column("stance", "co-worker", "wants"), Row(stance="co-worker")) == "co worker"
    assert shown_cell(column("stance"), Row(stance="co-worker")) == "co-worker"
    assert shown_cell(column("count", "1"), Row(count=1)) == "1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\\b `c` *d* _e_ [f] <g> |h|", r"a\\b \`c\` \*d\* \_e\_ \[f\] \<g\> \|h\|"),
        ("two\nlines  and\tgaps ", "two lines and gaps"),
        ("plain 1. (x) #y", "plain 1. (x) #y"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_an_answer_in_markdown() -> None:
    progress = result(Row(), Row(name="B|en", count=None), summary=(TOLD(2),), warnings=(TOLD("one"),))
    assert markdown(progress) == (
        "# Who * whom?\n\nThere is 2 of \\[them\\].\n\nThere is one of \\[them\\].\n\n"
        "| Name | Count | Stance |\n| --- | --- | --- |\n| Ada | 1,234 | offers |\n| B\\|en | – | offers |\n"
    )
    assert markdown(result(summary=(TOLD(0),))) == "# Who * whom?\n\nThere is 0 of \\[them\\].\n"


def test_a_table_of_chosen_columns() -> None:
    table = markdown_table([column("count"), column("name")], result(Row(count=0.25)), "fr", str.lower)
    assert table.splitlines()[1:] == ["| --- | --- |", "| 0,25 | ada |"]


def printed(progress: Result[Row], columns: Sequence[Column] | None = None, width: int = 80) -> list[str]:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    with console.capture() as capture:
        console.print(text_table(progress, columns=columns, width=width))
    return [line.rstrip() for line in capture.get().splitlines()]


def test_a_table_on_a_terminal_has_numbers_to_the_right() -> None:
    assert printed(result(Row(), Row(name="Ben", count=7))) == [
        "",
        " Name   Count   Stance",
        " ─────────────────────",
        " Ada    1,234   offers",
        " Ben        7   offers",
        "",
    ]


def test_a_column_without_a_value_takes_no_room() -> None:
    lines = printed(result(Row(count=None), Row(count=None)))
    assert lines[1] == " Name   Stance"
    assert printed(result(Row(count=None), Row(count=3)))[3:5] == [" Ada        –   offers", " Ada        3   offers"]


def test_a_narrow_terminal_has_one_value_below_the_other() -> None:
    # Three columns of 4, 5 and 6 characters and their gaps need 23.
    assert printed(result(Row()), width=23)[1].split() == ["Name", "Count", "Stance"]
    assert printed(result(Row(), Row(name="Ben", count=None)), width=22) == [
        "",
        "Name    Ada",
        "Count   1,234",
        "Stance  offers",
        "",
        "Name    Ben",
        "Stance  offers",
    ]


def test_a_sentence_may_wrap_from_a_width_that_is_still_read_with_ease() -> None:
    long = Row(name="word " * 8, count=2)
    # 18 for the sentence, 5 and 6 for the others, 8 around them.
    assert printed(result(long), width=37)[1].split() == ["Name", "Count", "Stance"]
    assert printed(result(long), width=36)[1].split()[:2] == ["Name", "word"]


def test_records_and_ids_beside_names_are_for_machines() -> None:
    progress = Result(rows=(Row(),), title=TITLE, columns=tuple(map(column, ("name", "id", "records", "asset_id"))))
    assert [cell.strip() for cell in markdown(progress.limited(0)).splitlines()] == [
        "# Who * whom?",
        "",
        "Showing the first 0 of 0 rows.",
    ]
    assert markdown_table([column("name")], progress).count("|") == 6


def test_cells_of_text_need_no_names() -> None:
    assert [cell_text(None, value) for value in ("x", ["x", "y"])] == ["x", "x; y"]


def test_shares_are_shown_in_per_cent() -> None:
    assert [cell_text(ShownAs.SHARE, value) for value in (0.125, 1, (0.5, None))] == ["13%", "100%", "50%; –"]
    assert cell_text(ShownAs.SHARE, 0.5, "fr") == "50\xa0%"
