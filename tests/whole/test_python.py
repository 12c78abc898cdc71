# SPDX-License-Identifier: GPL-3.0-or-later
"""The front doors for Python: what they export, the page about them, the notebook, tables and graphs."""

import doctest
import html
import json
import re
from importlib import import_module

import pytest

from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES
from graph.schema.source import Source
from graph.snapshot.snapshot import EMPTY
from graph.stores.memory import MemoryStore
from queries.framework.discovery import ask
from tests.support.builders import contact_of, partner, person, snapshot_of
from tests.support.checkout import CHECKOUT
from web.site.notebook import draw

PAGE = CHECKOUT / "docs" / "python.md"


@pytest.mark.parametrize("package", ["graph", "loaders", "queries", "web"])
def test_everything_a_front_door_names_is_there_and_on_the_page(package: str) -> None:
    door = import_module(package)
    classes = {cls.__name__ for cls in (*NODE_CLASSES, *LINK_CLASSES)} | {"Node", "Link"}
    page = PAGE.read_text(encoding="utf-8")
    assert door.__all__
    for name in door.__all__:
        assert getattr(door, name).__name__ == name
        assert name in classes or f"`{name}`" in page


def test_the_classes_of_the_schema_are_all_exported() -> None:
    assert {cls.__name__ for cls in (*NODE_CLASSES, *LINK_CLASSES)} <= set(import_module("graph").__all__)


def test_the_page_about_python_says_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert (result.failed, result.attempted > 10) == (0, True)


def test_the_notebook_runs() -> None:
    cells = json.loads((CHECKOUT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)  # noqa: S102 - our own notebook
    assert {"frames", "network", "result"} <= set(names)


def test_frames_have_a_row_for_each_record_and_a_column_for_each_field_that_is_used() -> None:
    snapshot = snapshot_of(
        [person("ada", country="GH"), person("ben"), partner("x"), contact_of("ada", "x", until="2023")]
    )
    frames = snapshot.frames()
    assert set(frames) == {"Person", "Partner", "CONTACT_OF"}
    assert frames["Person"]["country"].dropna().to_dict() == {"person:ada": "GH"}
    assert frames["Person"].index.tolist() == ["person:ada", "person:ben"]
    (contact,) = frames["CONTACT_OF"].to_dict("records")
    assert contact == {"source": "person:ada", "target": "partner:x", "until": "2023"}
    assert frames["CONTACT_OF"].index.tolist() == [snapshot.link_id(0)]


def test_frames_and_graphs_do_not_name_who_asked_not_to_be_named() -> None:
    store = MemoryStore()
    store.load(Source(id="list"), [person("ada", name="Ada Example", opted_out=True)])
    snapshot = store.snapshot()
    assert "Ada" not in snapshot.frames()["Person"].to_csv()
    assert "Ada" not in str(snapshot.networkx().nodes(data=True))


def test_a_graph_belongs_to_whoever_asked_for_it() -> None:
    snapshot = snapshot_of([person("ada")])
    snapshot.networkx().clear()
    assert list(snapshot.networkx()) == ["person:ada"]


def test_an_answer_without_rows_is_a_table_with_its_columns() -> None:
    result = ask(EMPTY, "contacts")
    assert result.to_frame().columns.tolist() == [column.name for column in result.columns]
    assert len(result.to_frame()) == 0


def test_a_picture_stands_where_the_site_draws_it_and_asks_nobody() -> None:
    snapshot = snapshot_of([person("ada"), partner("x"), contact_of("ada", "x")])
    picture = draw(snapshot, "ada")
    assert {node["id"]: node["physics"] for node in picture.nodes} == {"person:ada": False, "partner:x": False}
    assert [{edge["from"], edge["to"]} for edge in picture.edges] == [{"person:ada", "partner:x"}]
    shown: str = getattr(picture, "_repr_html_")()  # noqa: B009 - notebooks know this name, callers need not
    assert html.escape(picture.page) in shown
    assert "default-src 'none'" in html.unescape(picture.page)
    assert re.findall(r"(?:src|href)=.?http", html.unescape(shown)) == []
