# SPDX-License-Identifier: GPL-3.0-or-later
"""Random small networks of every odd kind, loaded as a user's files would be.

Nothing, one, two; all held by one, all held by all; opted-out people, ended
links, people who left, one name twice, partners that only members know.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from graph.schema.links import Stance
from graph.schema.nodes import PartnerKind, Record, class_of
from graph.schema.packed import pack
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from tests.support import builders as make

AS_OF = "2026-01-01"
PEOPLE = (
    *("Abeba Quill", "Bongani Stern", "Chinwe Marsh", "Djamila Frost", "Ebele Thorn", "Farouk Pike", "Gudrun Hale"),
    *("Hamisi Wren", "Ifeoma Dusk"),
)
PARTNERS = ("Museum of Drums", "Lantern Archive", "Tidal Press", "Orchard College", "Zinc Ministry", "Kestrel Radio")
OTHERS = {
    "affiliate": ("Baobab Wikimedians", "Harmattan Circle"),
    "group": ("Table by the door", "Committee of maps"),
    "project": ("Atlas of wells", "Songs on paper"),
    "event": ("Fair of Ondo", "Day of Lomé"),
    "question": ("Who lends a scanner?", "Where is the old map?"),
    "theme": ("Heritage", "Open maps", "Radio plays"),
}
DATES = (None, None, None, "2019", "2021-07", "2023", "2024-05", "2025-11-20", "2025", "2026")
ENDS = (None, None, None, None, "2020", "2024-02", "2025-12-31", "2026-06")
SHAPES = ("mixed", "mixed", "mixed", "mixed", "nothing", "one", "two", "one holds all", "all hold all", "only inside")


def odd_network(seed: int) -> Snapshot:
    """Return one of them; the same seed gives the same network."""
    random = Random(seed)
    store = MemoryStore("a secret of the test")
    records = list(_records(random, SHAPES[seed % len(SHAPES)]))
    half = random.randint(0, len(records)) if random.random() < 0.3 else len(records)
    for number, part in enumerate((records[:half], records[half:])):
        if part or not number:
            once = {pack(record).id: record for record in part}
            store.load(Source(id=f"file-{'ab'[number]}", as_of=AS_OF), list(once.values()))
    return store.snapshot()


def _records(random: Random, shape: str) -> Iterator[Record]:
    if shape == "nothing":
        return
    people = _keys("person", PEOPLE, {"one": 1, "two": 2}.get(shape) or random.randint(1, 7))
    partners = _keys("partner", PARTNERS, {"one": 1, "two": 2}.get(shape) or random.randint(0, 6))
    others = {kind: _keys(kind, names, random.randint(0, len(names))) for kind, names in OTHERS.items()}
    keys = people | partners | {key: name for of in others.values() for key, name in of.items()}
    for key, name in keys.items():
        yield _node(random, key, name)
    if shape == "one holds all":
        yield from (make.contact_of(min(people), key, **_dates(random)) for key in partners)
    elif shape == "all hold all":
        yield from (make.contact_of(person, key, last_contact="2025") for person in people for key in partners)
    elif shape == "only inside":
        yield from (make.member_of(random.choice(list(people)), key, **_dates(random)) for key in partners)
    if shape == "mixed" or random.random() < 0.3:
        yield from _links(random, list(people), list(partners), {kind: list(of) for kind, of in others.items()})


def _keys(kind: str, names: tuple[str, ...], count: int) -> dict[str, str]:
    """Return id and name of the first of some names."""
    return {f"{kind}:{name.lower().replace(' ', '-').strip('?')}": name for name in names[:count]}


def _node(random: Random, key: str, name: str) -> Record:
    kind = key.partition(":")[0]
    fields: dict[str, Any] = {}
    if kind == "person":
        fields["opted_out"] = True if random.random() < 0.15 else None
        fields["until"] = random.choice(("2020", "2025-06", "2027")) if random.random() < 0.15 else None
        fields["open_to_partners"] = random.choice((None, True))
        # Another person of the same name, whom nobody has decided on.
        name = PEOPLE[0] if name == PEOPLE[5] and random.random() < 0.5 else name
    if kind in {"person", "partner", "affiliate"}:
        fields["country"] = random.choice((None, "GH", "KE", "SN"))
        fields["languages"] = tuple(random.sample(("fr", "en", "sw"), random.randint(0, 2)))
    if kind in {"partner", "affiliate"}:
        fields["region"] = random.choice((None, "West Africa", "East Africa"))
    if kind == "partner":
        fields["kind"] = random.choice((None, *PartnerKind))
    if kind in {"project", "event"}:
        fields["end"] = random.choice(DATES)
    cls = class_of(key)
    assert cls is not None
    return cls(id=key, name=name, **fields)


def _dates(random: Random) -> dict[str, Any]:
    return {"since": random.choice(DATES), "until": random.choice(ENDS)}


def _links(random: Random, people: list[str], partners: list[str], others: dict[str, list[str]]) -> Iterator[Record]:
    units = others["affiliate"] + others["group"]
    organisations = partners + others["affiliate"]
    actors = people + units + partners
    decision = random.choice(("different", "unsure"))

    def dates() -> dict[str, Any]:
        return _dates(random)

    def role() -> str | None:
        return random.choice((None, "Treasurer", "volunteer"))

    makers = (
        (people, partners, lambda a, b: make.contact_of(a, b, last_contact=random.choice(DATES), **dates())),
        (people, partners, lambda a, b: make.contact_of(a, b, **dates())),
        (people, others["affiliate"], lambda a, b: make.contact_of(a, b, **dates())),
        (people, units, lambda a, b: make.member_of(a, b, role=role(), **dates())),
        (people, units, lambda a, b: make.member_of(a, b, role=role(), **dates())),
        (people, partners, lambda a, b: make.member_of(a, b, **dates())),
        (others["affiliate"], partners, lambda a, b: make.partner_of(a, b, **dates())),
        (others["group"], partners, lambda a, b: make.partner_of(a, b, **dates())),
        (people, organisations, lambda a, b: make.sought_funding_with(a, b, since=random.choice(DATES))),
        (people, organisations, lambda a, b: make.worked_with(a, b, until=random.choice(DATES))),
        (people, people, lambda a, b: make.worked_with(a, b, until=random.choice(DATES))),
        (actors, others["project"], lambda a, b: make.worked_on(a, b, until=random.choice(DATES))),
        (people, others["project"], lambda a, b: make.worked_on(a, b, role=role())),
        (partners, others["project"], make.funded),
        (people + organisations, others["event"], lambda a, b: make.attended(a, b, since=random.choice(DATES))),
        (actors, others["theme"], lambda a, b: make.interested_in(a, b, stance=random.choice(list(Stance)))),
        (people + others["group"], others["question"], make.asked),
        (others["question"] + others["project"] + partners, others["theme"], make.about),
        (people, people, lambda a, b: make.same_as(a, b, decision=decision)),
    )
    for _ in range(random.randint(1, 40)):
        sources, targets, maker = random.choice(makers)
        if sources and targets:
            source, target = random.choice(sources), random.choice(targets)
            if source != target:
                yield maker(source, target)
