# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages about methods on the site: all served, linked with each other and from every answer."""

import re
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from queries.framework.discovery import query_names
from tests.support.checkout import tracked
from tests.support.site import app_of, small_network, store_of
from web.pages.methods import method_of, subjects


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Give a browser without script."""
    return app_of(store_of(small_network()), tmp_path_factory.mktemp("cache")).test_client()


def test_every_page_of_the_repository_is_served() -> None:
    pages = {Path(path).stem for path in tracked() if path.startswith("docs/methods/")}
    assert set(subjects()) == pages


def test_every_query_is_explained_on_one_page() -> None:
    explained = Counter(query for subject in subjects().values() for query in subject.queries)
    assert explained == Counter(query_names())


@pytest.mark.parametrize("name", list(subjects()))
def test_links_between_the_pages_work(name: str, client: FlaskClient) -> None:
    page = client.get(f"/about/{name}").text
    article = page[page.index("<article") : page.index("</article>")]
    for target in re.findall(r'href="([^"]*)"', article):
        path, _, anchor = target.partition("#")
        other = client.get(path or f"/about/{name}")
        assert other.status_code == 200, target
        assert not anchor or f'id="{anchor}"' in other.text, target
    assert ".md" not in re.sub(r"<code>.*?</code>", "", article, flags=re.DOTALL)


def test_a_page_has_tables_code_and_headings(client: FlaskClient) -> None:
    page = client.get("/about/bus-factor").text
    assert '<h2 id="upper-bound">Upper bound</h2>' in page
    assert "<p># " not in page
    assert 'href="/about/bus-factor"' in client.get("/about").text
    # The glossary is no page of the site, so its words stay without a link.
    assert "glossary" in client.get("/about/README").text
    assert "glossary.md" not in client.get("/about/README").text


@pytest.mark.parametrize("name", query_names())
def test_every_answer_links_to_its_method(name: str, client: FlaskClient) -> None:
    assert f'href="{method_of(name)}"' in client.get(f"/ask/{name}").text


def test_a_page_that_is_not_there_is_404(client: FlaskClient) -> None:
    answer = client.get("/about/../../secret?uselang=fr")
    assert answer.status_code == 404
    answer = client.get("/about/nothing?uselang=fr")
    assert (answer.status_code, "n’explique comment" in answer.text) == (404, True)
    assert client.get("/about/trend.json").get_json()["queries"] == ["trend", "changes"]
