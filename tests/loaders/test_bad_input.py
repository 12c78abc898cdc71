# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a file holds: records, problems or a LoadError, and never anything else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LoadError
from loaders.cells.reading import Reading
from loaders.kinds import kinds
from loaders.read import read
from loaders.tables.canonical import CLASS_BY_TABLE
from loaders.tables.headings import wide_kinds
from loaders.tables.templates import readme, templates

NAMES = st.sampled_from([*CLASS_BY_TABLE, *wide_kinds(), "identity-review", "anything"])
HEADINGS = st.sampled_from(
    "name,id,country,source,target,role,contact for,languages,labels,since,start,kind,e-mail,left_id,right_id,decision,"
    "x,membres,الاسم,confirmed,amount,first name,wikidata,username,url".split(",")
)
CELLS = st.one_of(
    st.sampled_from(["", "Ada", "person:ada", "group:", ":", "Q42", "2023-14-05", "03/04/2021", "yes", "en: x", ";"]),
    st.text(max_size=12),
)


def outcome(paths: list[Path], **options: str) -> tuple[Reading, ...] | LoadError:
    """Return what reading gives; any other exception fails the test."""
    readings: tuple[Reading, ...] = ()
    refused: LoadError | None = None
    try:
        readings = read(
            paths,
            source=options.get("source"),
            as_of=options.get("as_of"),
            kind=options.get("kind"),
            mapping=options.get("mapping"),
        )
    except LoadError as error:
        refused = error
    for reading in readings:
        for problem in reading.problems:
            assert str(problem.text)
            assert len(problem.found) <= 200
    if refused is None:
        return readings
    assert refused.message
    assert refused.hint
    return refused


SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@SLOW
@given(name=NAMES, text=st.text(max_size=300))
def test_any_text_as_any_table(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    outcome([file])


@SLOW
@given(
    name=NAMES, content=st.binary(max_size=300), suffix=st.sampled_from(["csv", "xlsx", "jsonl", "json", "tsv", "md"])
)
def test_any_bytes_as_any_kind_of_file(tmp_path: Path, name: str, content: bytes, suffix: str) -> None:
    file = tmp_path / f"{name}.{suffix}"
    file.write_bytes(content)
    outcome([file])


@SLOW
@given(
    name=NAMES,
    headings=st.lists(HEADINGS, min_size=1, max_size=6),
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=6),
)
def test_any_cells_under_known_headings(tmp_path: Path, name: str, headings: list[str], rows: list[list[str]]) -> None:
    file = tmp_path / f"{name}.jsonl"
    lines = [dict(zip(headings, row, strict=False)) for row in rows]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    outcome([file])
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [headings, *rows]]
    table = tmp_path / f"{name}.csv"
    table.write_bytes("\n".join(quoted).encode("utf-8", "surrogatepass"))
    outcome([table])


@SLOW
@given(
    content=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "records", "type", "name"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_export(tmp_path: Path, content: object) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps({"schema_version": 1, "sources": content}), encoding="utf-8")
    outcome([file])


def test_a_missing_path_loads_nothing_of_the_others(tmp_path: Path) -> None:
    good = tmp_path / "people.csv"
    good.write_text("name\nAda\n", encoding="utf-8")
    with pytest.raises(LoadError, match="There is no file or folder") as error:
        read([good, tmp_path / "missing.csv"])
    assert "Nothing was loaded" in str(error.value.hint)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.csv", b"", "is empty"),
        ("people.csv", b"\n\n  \n", "no row of headings"),
        ("people.psd", b"8BPS", "of a kind that cannot be loaded"),
        ("minutes.doc", b"\xd0\xcf", "Save it as .docx"),
        ("map.gephi", b"PK", "Save it as .gexf"),
        ("people.csv", b"shoe size\n38\n", "names of the people"),
        ("person.csv", b"shoe size\n38\n", "No column is a field"),
        ("unknown.csv", b"a,b\n1,2\n", "what its rows are"),
        ("net.json", b'{"a": 1}', "neither an export, nor a network"),
        ("net.json", b"{", "no valid JSON"),
        ("net.json", b'{"schema_version": 99, "sources": []}', "schema version 99"),
        ("net.json", b'{"schema_version": 1}', "damaged"),
        ("todo.md", b"buy milk\n", "does not look like workshop notes"),
    ],
)
def test_an_input_of_which_nothing_can_be_loaded_says_why(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    error = outcome([file])
    assert isinstance(error, LoadError)
    assert says in str(error)


def test_a_bad_file_that_was_named_loads_nothing_of_the_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "people.csv", tmp_path / "groups.xlsx"
    good.write_text("name\nAda\n", encoding="utf-8")
    bad.write_bytes(b"PK no workbook")
    with pytest.raises(LoadError, match="no workbook"):
        read([good, bad])


def test_an_empty_folder_and_no_path_at_all(tmp_path: Path) -> None:
    assert "is empty" in str(outcome([tmp_path]))
    assert "nothing to load" in str(outcome([]))


def test_a_bad_file_in_a_folder_is_a_problem_and_the_rest_loads(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name\nAda\n", encoding="utf-8")
    (tmp_path / "groups.xlsx").write_bytes(b"PK no workbook")
    (tmp_path / "partners.csv").write_bytes(b"")
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "README.md").write_text("About these files", encoding="utf-8")
    (reading,) = read([tmp_path], source="net")
    assert [record.name for record in reading.records] == ["Ada"]  # type: ignore[attr-defined] - nodes only
    assert [(p.file, p.text.text.key) for p in reading.problems] == [
        ("groups.xlsx", "problem-file-not-loaded"),
        ("partners.csv", "problem-file-not-loaded"),
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "peple"}, "Did you mean “people”"),
        ({"as_of": "yesterday"}, "no date"),
        ({"source": "a b"}, "cannot be the name of a source"),
        ({"mapping": "nothing"}, "Shipped mappings are"),
    ],
)
def test_options_that_make_no_sense_are_refused_with_an_offer(
    tmp_path: Path, options: dict[str, str], says: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name\nAda\n", encoding="utf-8")
    assert says in str(outcome([file], **options))


def test_a_kind_that_does_not_fit_the_file_is_refused(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Group 1\nAda, Bob\n\n* Why?\n", encoding="utf-8")
    assert "no table" in str(outcome([notes], kind="people"))
    table = tmp_path / "people.csv"
    table.write_text("name\nAda\n", encoding="utf-8")
    assert "lacks columns of a review file" in str(outcome([table], kind="identity-review"))


def test_the_kind_decides_over_the_name(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("name\nMuseum X\n", encoding="utf-8")
    (reading,) = read([table], kind="partners")
    assert [record.TYPE for record in reading.records] == ["Partner"]
    assert {"people", "person", "member_of", "notes", "identity-review"} <= set(kinds())


def test_templates_load_back_to_nothing_without_problems(tmp_path: Path) -> None:
    for name, text in {**templates(), "README.md": readme()}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (reading,) = read([tmp_path], source="net")
    assert (reading.records, reading.problems) == ((), ())
    assert set(reading.gave) == set(templates())


def test_the_readme_of_the_templates_explains_every_column() -> None:
    for name, text in templates().items():
        assert name in readme()
        assert all(column in readme() for column in text.strip().split(","))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", "name,ada@example.org\nAda,x\n"),
        ("people.csv", "name,country\nAda,GH,ada@example.org,tel. 030 123 456 78\n"),
        ("people.csv", "name,country,since\nAda,ada@example.org,+44 20 7946 0123\n"),
        ("people.jsonl", '{"name": "Ada"}\n{"ada@example.org"\n"ada@example.org"\n'),
        ("people.jsonl", '{"name": "Ada", "+44 20 7946 0123": {"a": 1}}\n'),
        ("member_of.csv", "source,target\nada@example.org,group:+44 20 7946 0123\nperson:a,group:b\n"),
        ("notes.md", "# Table 1\n\nAda\n\nWrite to ada@example.org or call +44 20 7946 0123\n\n- Why?\n"),
        (
            "identity-review.csv",
            "left_id,right_id,decision\nperson:a,person:b,ada@example.org\nperson:a,person:c,same\n",
        ),
    ],
)
def test_no_problem_repeats_an_address_or_a_telephone_number(tmp_path: Path, name: str, content: str) -> None:
    """Wherever it stands, also where loaders keep nothing of it: the problems of a load are kept."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    (reading,) = read([tmp_path / name])
    assert reading.problems
    assert [part for part in ("example.org", "7946", "123 456") if part in repr(reading)] == []
