# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be set from outside, and that a secret is never shown."""

import tempfile
from pathlib import Path

import pytest

from graph.errors import BadParameter
from web.settings import Settings


def test_nothing_set_is_the_embedded_store_on_this_machine_only() -> None:
    settings = Settings.from_environment({})
    assert (settings.store, settings.host, settings.port) == ("sqlite:///partnerships.db", "127.0.0.1", 8080)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "auth"
    file.write_text("neo4j/s3cret/with-slash\n", encoding="utf-8")
    settings = Settings.from_environment({"PARTNERSHIPS_NEO4J_AUTH_FILE": str(file)})
    assert (settings.neo4j_user, settings.neo4j_password) == ("neo4j", "s3cret/with-slash")
    given = {"PARTNERSHIPS_NEO4J_PASSWORD_FILE": str(file), "PARTNERSHIPS_NEO4J_USER": "ada"}
    settings = Settings.from_environment(given)
    assert (settings.neo4j_user, settings.neo4j_password) == ("ada", "neo4j/s3cret/with-slash")


def test_no_secret_is_ever_printed() -> None:
    settings = Settings(store="bolt://ada:s3cret@db:7687", neo4j_password="s3cret")  # noqa: S106 - the secret of this test
    assert "s3cret" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "٨٠"),
        ("REFRESH", "-1"),
        ("LOG", "xml"),
        ("TRUSTED_PROXY", "nginx"),
        ("STOP", "1.5"),
        ("METRICS", "yes"),
        ("NEO4J_PASSWORD_FILE", "/nowhere/at/all"),
    ],
)
def test_a_setting_that_cannot_be_used_says_which(name: str, value: str) -> None:
    with pytest.raises(BadParameter, match=f"PARTNERSHIPS_{name}"):
        Settings.from_environment({f"PARTNERSHIPS_{name}": value})


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/somewhere/else"}, "/somewhere/else/partnerships"),
        ({"HOME": "/somewhere/mine"}, "/somewhere/mine/.cache/partnerships"),
        ({}, f"{tempfile.gettempdir()}/partnerships"),
    ],
)
def test_what_can_be_worked_out_anew_is_never_kept_in_the_current_folder(
    environment: dict[str, str], folder: str
) -> None:
    assert Settings.from_environment(environment).cache == Path(folder)
    assert Settings().cache != Path()
