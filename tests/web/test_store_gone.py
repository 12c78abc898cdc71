# SPDX-License-Identifier: GPL-3.0-or-later
"""A store that is deleted or damaged while the site runs: pages stay, readiness says so, and all recovers by itself."""

from pathlib import Path

from graph.schema.source import Source
from graph.stores.sqlite import SQLiteStore
from tests.support.site import small_network
from web.settings import Settings
from web.site.app import create_app


def test_the_site_says_that_its_store_is_gone_and_recovers(tmp_path: Path) -> None:
    file = tmp_path / "network.db"
    SQLiteStore(file).load(Source(id="network"), small_network())
    app = create_app(Settings(store=f"sqlite:///{file}", cache=tmp_path / "cache", refresh=0))
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    app.extensions["partnerships"].wait()
    content = file.read_bytes()

    def answers() -> list[int]:
        return [client.get(address).status_code for address in ("/readyz", "/", "/healthz")]

    for path in tmp_path.glob("network.db*"):
        path.unlink()
    assert [answers(), answers()] == [[503, 200, 200]] * 2
    assert list(tmp_path.glob("network.db*")) == []
    file.write_bytes(b"no database at all " * 1000)
    assert answers() == [503, 200, 200]
    file.write_bytes(content)
    assert answers() == [200, 200, 200]
    app.extensions["partnerships"].wait()
