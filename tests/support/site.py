# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites for tests: a small network with hostile names, the bundled sample, an empty one."""

import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from graph.schema.nodes import Record
from graph.schema.source import Problem, Source
from graph.stores.memory import MemoryStore
from graph.text.message import Text
from tests.support.builders import (
    about,
    affiliate,
    asked,
    contact_of,
    event,
    interested_in,
    member_of,
    partner,
    person,
    project,
    question,
    theme,
    worked_on,
)
from web.settings import Settings
from web.site.app import create_app

HOSTILE = (
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    '" onload="document.title=\'ran\'" x="',
    "javascript:document.title='ran'",
    "a plain word with href in it <b>bold</b>",
    "\u202eevil\u202d bidi",
    "$2 and $1 and {{PLURAL:$1|a|b}} and {{ 7*7 }}",
    '=HYPERLINK("http://elsewhere.example/")',
    "\x1b[31mred\x07 \x9b2J\x0b\ufffe",
    "x" * 1990,
)


def small_network() -> list[Record]:
    """Two affiliates, four people, a museum, a project, an event, a theme, a question; Ada is in the middle."""
    return [
        person("ada", name="Ada Mensah", country="GH", languages=("en", "tw")),
        person("ben", name="Ben Touré", country="CI", languages=("fr",)),
        person("cem", name="ليلى سمير", languages=("ar",)),
        person("dia", name="Dia Sow"),
        affiliate("wikis", name="Wikimedia Example"),
        affiliate("livres", name="Livres Libres", country="CI"),
        partner("museum", name="Museum of Drums", country="GH", url="https://museum.example/"),
        project("walk", name="Photo walk", start="2023-05"),
        event("day", name="Open day", start="2024-03-02"),
        theme("heritage", name="Heritage", labels={"fr": "Patrimoine", "ar": "تراث"}),
        question("why", name="Who pays for the drums?", language="en"),
        member_of("ada", "wikis", role="board", since="2020"),
        member_of("ben", "wikis"),
        member_of("cem", "livres"),
        contact_of("ada", "museum", since="2021-03", last_contact="2024-11-05"),
        worked_on("ada", "walk", role="lead"),
        worked_on("ben", "walk"),
        worked_on("cem", "walk"),
        asked("ada", "why"),
        about("why", "heritage"),
        interested_in("ben", "heritage"),
        interested_in("partner:museum", "heritage"),
    ]


def hostile_network() -> list[Record]:
    """Return a centre with one neighbour for every payload, linked to themes and questions of the same names."""
    records: list[Record] = [project("centre", name=HOSTILE[0], description=HOSTILE[2])]
    for number, name in enumerate(HOSTILE):
        who = person(f"p{number}/{name[:20]}?a=b#c", name=name, affiliation=name)
        records += [who, worked_on(who.id, "centre", role=name, note=name), theme(f"t{number}", name=name)]
        records.append(interested_in(who.id, f"t{number}", note=name))
        records += [question(f"q{number}", name=name, original=name), about(f"q{number}", f"t{number}")]
    return records


def hostile_store() -> MemoryStore:
    """Return a store where everything that a file can say is a payload: names, notes, titles, file names, problems."""
    store = store_of(hostile_network(), title=HOSTILE[0])
    noticed = Text("test-hostile", "This is odd: $1.")
    for number, text in enumerate(HOSTILE):
        problem = Problem(text=noticed(text), file=text, sheet=text, line=number, field=text, found=text, expected=text)
        source = Source(id=f"s{number}{text[:40]}", title=text, file=text, first_problems=(problem,))
        who, unit, at = f"person:p{number}{text[:20]}", f"u{number}", f"m{number}"
        records = [
            person(who, name=text, description=text * 20, aliases=(text, f"{text}2"), username=text[:255]),
            affiliate(unit, name=text, description=text),
            partner(at, name=text, url=f"https://elsewhere.example/{text}"),
            event(f"e{number}", name=text, description=text),
            member_of(who, unit, role=text, note=text),
            contact_of(who, at, note=text * 20),
            theme(f"t{number}", name=text, labels={"fr": text, "ar": text}),
            asked(who, f"q{number}", note=text),
        ]
        store.load(source, records)
    return store


def store_of(records: Iterable[Record], title: str = "Our network", as_of: str = "2025-01-31") -> MemoryStore:
    """Return a store with one source."""
    store = MemoryStore("a secret of tests")
    store.load(Source(id="network", title=title, file=f"{title}.csv", as_of=as_of), records)
    return store


def sample_store() -> MemoryStore:
    """Return a store with the bundled sample."""
    from web.commands.store import load_sample  # noqa: PLC0415 - pandas, only for the tests that want it

    store = MemoryStore("a secret of tests")
    load_sample(store)
    return store


def app_of(store: MemoryStore, cache: Path) -> Flask:
    """Return the site of a store, with everything in the background finished."""
    app = create_app(Settings(cache=cache, refresh=0), lambda: store)
    app.test_client().get("/readyz")
    app.extensions["partnerships"].wait()
    return app


@contextmanager
def serving(app: Flask) -> Generator[str]:
    """Serve an application on a free port of this machine; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
