# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled sample shows every feature, so that a first look misses none."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import loaders
from graph.schema.links import (
    LINK_CLASSES,
    About,
    Asked,
    ContactOf,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    SameAs,
    Stance,
    WorkedOn,
)
from graph.schema.nodes import NODE_CLASSES, Affiliate, Node, Partner, PartnerKind, Person, Project, Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from loaders.cells.reading import Reading
from loaders.read import read
from queries.algorithms.critical_set import Game, critical_set
from queries.measures.contact_graph import contact_graph
from queries.measures.holdings import Holdings, find_holdings

SAMPLE = Path(loaders.__file__).parent / "sample"
SOURCES = ("network", "workshop", "identity-review.csv")
CORE = {
    "Ama Korkor Dzifa",
    "Aïssatou Mbengue-Sylla",
    "Camille Vauclair-Noël",
    "Chiamaka Ezenwa-Udo",
    "Kwabena Fosu-Lartey",
    "Samir Haddad",
}


@cache
def reading(name: str) -> Reading:
    (only,) = read([SAMPLE / name])
    return only


@cache
def network(*sources: str) -> Snapshot:
    store = MemoryStore()
    for name in sources or SOURCES:
        store.load(reading(name).source, reading(name).records)
    return store.snapshot()


@cache
def held() -> Holdings:
    return find_holdings(network())


def counts(name: str) -> dict[str, int]:
    """Return how many different records of each class a source gives."""
    kinds = {record.id: type(record).__name__ for record in reading(name).records if isinstance(record, (Node, Link))}
    return dict(Counter(kinds.values()))


def names(snapshot: Snapshot, numbers: object) -> set[str]:
    return {snapshot.names[int(number)] for number in numbers}  # type: ignore[attr-defined] - of one class only


def ends(snapshot: Snapshot, *classes: type) -> list[tuple[str, str]]:
    """Return the names at both ends of the links of these classes."""
    return [
        (snapshot.names[snapshot.link_source[number]], snapshot.names[snapshot.link_target[number]])
        for number in snapshot.links_of(*classes).tolist()
    ]


def holders_by_partner() -> dict[str, set[str]]:
    found = held()
    return {found.asset_name(asset): names(found.snapshot, found.holders[asset]) for asset in range(len(found))}


def stances(stance: Stance) -> set[tuple[str, str]]:
    snapshot = network()
    return {
        (snapshot.names[snapshot.link_source[number]], snapshot.names[snapshot.link_target[number]])
        for number in snapshot.links_of(InterestedIn).tolist()
        if getattr(snapshot.link(number), "stance", None) == stance
    }


# What there is


def test_the_network_is_as_large_as_its_readme_says() -> None:
    assert {cls.__name__: counts("network")[cls.__name__] for cls in NODE_CLASSES} == {
        "Person": 60,
        "Group": 7,
        "Affiliate": 12,
        "Partner": 40,
        "Project": 25,
        "Event": 8,
        "Question": 60,
        "Idea": 2,
        "Theme": 12,
    }


def test_the_workshop_has_the_shape_of_a_real_one() -> None:
    found = counts("workshop")
    snapshot = network("workshop")
    assert {name: found[name] for name in ("Group", "Person", "MemberOf", "Attended", "Question", "Asked", "Idea")} == {
        "Group": 9,
        "Person": 39,
        "MemberOf": 39,
        "Attended": 39,
        "Question": 91 + 4,
        "Asked": 77 + 4,
        "Idea": 3,
    }
    participations = Counter(group for _, group in ends(snapshot, MemberOf))
    assert [participations[f"Group {number}"] for number in range(1, 10)] == [4, 5, 5, 4, 4, 4, 4, 4, 5]
    assert [group for name, group in sorted(ends(snapshot, MemberOf)) if name == "Nadim"] == ["Group 4", "Group 7"]
    assert sum(bool(snapshot.node(int(node)).original) for node in snapshot.nodes_of(Question)) == 3  # type: ignore[attr-defined] - of one class only


def test_every_class_of_the_schema_is_in_the_sample() -> None:
    snapshot = network()
    assert {cls.__name__ for cls in NODE_CLASSES if not len(snapshot.nodes_of(cls))} == set()
    assert {cls.__name__ for cls in LINK_CLASSES if not len(snapshot.links_of(cls))} == set()


def test_there_is_a_partner_of_every_kind() -> None:
    assert set(network().values(Partner, "kind")) == set(PartnerKind)


def test_themes_have_labels_in_three_languages() -> None:
    assert {tuple(sorted(labels)) for labels in network("network").values(Theme, "labels")} == {("ar", "en", "fr")}


def test_questions_are_in_three_languages() -> None:
    assert Counter(network("network").values(Question, "language")) == {"en": 26, "fr": 18, "ar": 16}


def test_dates_are_of_every_precision_and_some_are_missing() -> None:
    snapshot = network()
    last = [snapshot.link(number).last_contact or "" for number in snapshot.links_of(ContactOf).tolist()]  # type: ignore[attr-defined] - of one class only
    assert {len(date) for date in last} == {len(""), len("2025"), len("2025-10"), len("2025-10-01")}
    assert "Mapa sonoro del Altiplano" in {
        snapshot.names[node]
        for node, start in zip(snapshot.nodes_of(Project).tolist(), snapshot.values(Project, "start"), strict=True)
        if not start
    }


# Where everything hangs on one person


def test_some_partners_have_a_single_contact() -> None:
    assert {partner: people for partner, people in holders_by_partner().items() if len(people) == 1} == {
        "Bibliothèque de Bab Zerqa": {"Samir Haddad"},
        "Bibliothèque sonore de Vallombre": {"Camille Vauclair-Noël"},
        "House of Indigo Patterns": {"Chiamaka Ezenwa-Udo"},
        "Kumbaya Town Public Library": {"Ama Korkor Dzifa"},
        "Lakeside Teachers’ Circle": {"a person"},
        "Lycée des Deux Rives": {"Aïssatou Mbengue-Sylla"},
        "Ministry of Remembered Things": {"Chiamaka Ezenwa-Udo"},
        "Région imaginaire des Monts-Bleus": {"Camille Vauclair-Noël"},
        "École des Artisans de Bab Zerqa": {"Sameer Hadad"},
        "جامعة نجمة الوادي": {"مريم فانوس"},
        "دار المخطوطات الزرقاء": {"Samir Haddad"},
    }


def test_two_partners_are_orphaned_already() -> None:
    assert {partner for partner, people in holders_by_partner().items() if not people} == {
        "Galería Viento Alto",
        "Open Shelf Software",
    }


def test_the_bus_factor_is_seven_and_six_if_the_open_match_is_one_person() -> None:
    found = held()
    game = Game.of([people for people in found.holders if people])
    smallest = critical_set(game)
    assert smallest is not None
    assert (smallest.lower, smallest.upper, smallest.lost, len(found.people)) == (7, 7, 19, 37)
    assert names(found.snapshot, smallest.core or ()) == CORE

    by_name = {found.snapshot.names[int(person)]: int(person) for person in found.people}
    samir, sameer = by_name["Samir Haddad"], by_name["Sameer Hadad"]
    joined = critical_set(
        Game.of([sorted({samir if p == sameer else p for p in people}) for people in found.holders if people])
    )
    assert joined is not None
    assert (joined.lower, joined.upper) == (6, 6)


def test_one_person_alone_ties_southeast_asia_to_the_rest() -> None:
    graph = contact_graph(held())
    separated = {network().names[person]: pairs for person, pairs in graph.separated_pairs().items() if pairs}
    assert max(separated, key=lambda name: (separated[name], name)) == "Lualhati Bituin-Reyes"
    (lualhati,) = (person for person in graph.separated_pairs() if network().names[person] == "Lualhati Bituin-Reyes")
    pieces = {
        frozenset(end.name for end in piece) for component in graph.pieces_without([lualhati]) for piece in component
    }
    assert (
        frozenset(
            {
                "Archipelago Wikimedians",
                "Bituin Island Museum",
                "Coral Lantern High School",
                "Island Schools Team",
                "Parola Story Library",
            }
        )
        in pieces
    )


def test_one_who_opted_out_is_the_only_contact_of_a_partner() -> None:
    said = [record for record in reading("network").records if isinstance(record, Person) and record.opted_out]
    assert [record.name for record in said] == ["Otieno Baraka-Were"]
    found = held()
    (asset,) = (asset for asset in range(len(found)) if found.asset_name(asset) == "Lakeside Teachers’ Circle")
    assert set(found.holders[asset]) == found.snapshot.opted_out


def test_members_of_affiliates_are_inside_partners_too() -> None:
    snapshot = network()
    inside = {
        (name, place)
        for name, place in ends(snapshot, MemberOf)
        if place in names(snapshot, snapshot.nodes_of(Partner))
    }
    assert inside == {
        ("Naa Dedei Omaboe", "University of the Golden Savannah"),
        ("Solène Kervadec", "Bibliothèque sonore de Vallombre"),
    }


# What is missing, and what meets


def test_one_affiliate_has_no_partner() -> None:
    snapshot = network()
    tied = {name for pair in ends(snapshot, PartnerOf) for name in pair}
    assert names(snapshot, snapshot.nodes_of(Affiliate)) - tied == {"Kiponda Wikipedia Community"}


def test_one_theme_is_wanted_and_offered_by_nobody() -> None:
    snapshot = network("network")
    projects = names(snapshot, snapshot.nodes_of(Project))
    worked_on = {project for _, project in ends(snapshot, WorkedOn)}
    offered = {theme for _, theme in stances(Stance.OFFERS)}
    offered |= {theme for entry, theme in ends(snapshot, About) if entry in projects & worked_on}
    assert names(snapshot, snapshot.nodes_of(Theme)) - offered == {"Offline access"}
    assert ("Three Lakes Community Library", "Offline access") in stances(Stance.WANTS)


def test_some_questions_are_about_themes_that_nobody_works_on() -> None:
    snapshot = network("network")
    entries, asked = ends(snapshot, About), {question for _, question in ends(snapshot, Asked)}
    projects = names(snapshot, snapshot.nodes_of(Project))
    worked_on = {theme for entry, theme in entries if entry in projects}
    touched = {entry for entry, theme in entries if theme in worked_on}
    assert len(asked - touched) == 10
    assert "Can a small server in a bus serve five villages?" in asked - touched


def test_offers_and_wants_meet_both_ways() -> None:
    offers, wants = stances(Stance.OFFERS), stances(Stance.WANTS)
    baobab, vallombre = "Baobab Wikimedians User Group", "Wikimédia Vallombre"
    assert {(baobab, "Music and sound"), (vallombre, "Teacher training")} <= offers
    assert {(vallombre, "Music and sound"), (baobab, "Teacher training")} <= wants


# Names


def test_names_that_look_alike_wait_for_a_decision_or_have_one() -> None:
    snapshot = network()
    decided = {
        (*sorted(pair), str(snapshot.link(number).decision))  # type: ignore[attr-defined] - of one class only
        for pair, number in zip(ends(snapshot, SameAs), snapshot.links_of(SameAs).tolist(), strict=True)
    }
    assert decided == {
        ("Mahmoud Zeidane", "Mohamed Zeidane", "different"),
        ("Sameer Hadad", "Samir Haddad", "unsure"),
    }


def test_two_full_names_stand_in_both_sources() -> None:
    first, second = (names(network(one), network(one).nodes_of(Person)) for one in ("network", "workshop"))
    assert first & second == {"Tarek Nakhla-Rizk", "Wanjiru Kamene-Otuoma"}


# What loading says


def test_the_network_has_the_one_fault_that_its_readme_names() -> None:
    assert [(problem.file, problem.line, problem.found) for problem in reading("network").problems] == [
        ("projects.csv", 14, "Sameer Hadad")
    ]


def test_the_decisions_have_no_fault() -> None:
    assert reading("identity-review.csv").problems == ()


def test_the_notes_have_four_blocks_without_a_heading() -> None:
    lines = [problem.line for problem in reading("workshop").problems if problem.text.text.key == "notes-no-heading"]
    assert lines == [167, 204, 242, 265]


def test_every_link_of_the_sample_has_both_ends() -> None:
    assert network().waiting == ()


def test_no_file_holds_an_address_or_a_number_to_call() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SAMPLE.rglob("*") if path.is_file()}
    assert "ORIGIN" in texts
    assert [name for name, text in texts.items() if re.search(r"@|\+\d|\b\d{7,}\b", text)] == []


def test_every_account_is_plainly_an_example() -> None:
    usernames = [name for name in network().values(Person, "username") if name]
    assert usernames
    assert all(name.startswith("Example") for name in usernames)
