# SPDX-License-Identifier: GPL-3.0-or-later
"""Who stands between others, in which role (docs/methods/contact-graph.md#brokerage-roles)."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.errors import BadParameter
from graph.snapshot.snapshot import EMPTY
from queries.collaboration.brokerage import QUERY, roles_of
from tests.support.builders import asked, attended, member_of, person, snapshot_of, worked_on, worked_with
from tests.support.small_example import small_example


def test_karate_by_club_has_the_published_roles() -> None:
    karate = nx.karate_club_graph()
    clubs = np.array([karate.nodes[node]["club"] == "Officer" for node in karate], dtype=np.int64)
    roles = roles_of(csr_array(nx.to_numpy_array(karate) > 0, dtype=np.int64), clubs)
    assert roles.sum(axis=0).tolist() == [510, 20, 128, 128, 0]
    assert (roles[0].tolist(), roles[33].tolist()) == ([174, 0, 15, 15, 0], [156, 6, 40, 40, 0])


def test_karate_has_them_as_members_of_two_affiliates_too() -> None:
    """The values of R's sna (docs/methods/test-values.md), asked for as anybody asks: affiliates and work done."""
    karate = nx.karate_club_graph()
    key = {node: f"p{node:02}" for node in karate}
    work = [worked_with(key[one], key[other]) for one, other in karate.edges]
    clubs = [member_of(key[node], "officer" if karate.nodes[node]["club"] == "Officer" else "hi") for node in karate]
    rows = QUERY.run(snapshot_of([*work, *clubs])).rows
    names = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
    roles = {row.person_id: [getattr(row, name) for name in names] for row in rows}
    assert [sum(column) for column in zip(*roles.values(), strict=True)] == [510, 20, 128, 128, 0]
    assert (roles["person:p00"], roles["person:p33"]) == ([174, 0, 15, 15, 0], [156, 6, 40, 40, 0])
    # And by the definition of Gould and Fernandez, path by path.
    officers = np.array([karate.nodes[node]["club"] == "Officer" for node in karate], dtype=np.int64)
    table = (nx.to_numpy_array(karate) > 0).astype(np.int64)
    assert [roles.get(f"person:{key[node]}", [0] * 5) for node in karate] == by_hand(table, officers)


def test_directed_example_has_the_published_roles() -> None:
    links = ["1>2", "2>3", "2>4", "3>5", "4>5", "5>6", "6>7", "7>2", "1>3"]
    table = np.zeros((7, 7), dtype=np.int64)
    for link in links:
        table[int(link[0]) - 1, int(link[2]) - 1] = 1
    roles = roles_of(csr_array(table), np.array([0, 0, 1, 1, 2, 2, 0]))
    assert roles.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 0, 3, 0, 0],
        [0, 0, 0, 0, 2],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 2, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0, 1, 0],
    ]


def by_hand(table: NDArray[np.int64], classes: NDArray[np.int64]) -> list[list[int]]:
    roles = [[0] * 5 for _ in classes]
    for a, v, c in permutations(range(len(classes)), 3):
        if table[a, v] and table[v, c] and not table[a, c]:
            same = classes[a] == classes[v], classes[v] == classes[c], classes[a] == classes[c]
            role = 0 if all(same) else 1 if same[2] else 2 if same[0] else 3 if same[1] else 4
            roles[v][role] += 1
    return roles


@pytest.mark.parametrize("seed", range(20))
def test_roles_equal_brute_force(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 10))
    table = (random.random((count, count)) < 0.35).astype(np.int64)
    np.fill_diagonal(table, 0)
    if seed % 2:
        table = np.maximum(table, table.T)
    classes = random.integers(0, 3, count)
    assert roles_of(csr_array(table), classes).tolist() == by_hand(table, classes)


def test_a_person_between_two_affiliates_is_a_liaison() -> None:
    snapshot = snapshot_of(
        [
            *(member_of(name, f"of-{name}") for name in ("ada", "ben", "cem")),
            worked_with("ada", "ben"),
            worked_with("ben", "cem"),
        ]
    )
    result = QUERY.run(snapshot)
    assert [(row.name, row.liaison, row.total) for row in result.rows] == [("Ben", 2, 2)]
    assert str(result.summary[0]) == (
        "One person stands between others who are not linked themselves, most often Ben. Introducing these to each "
        "other "
        "would be a relief."
    )


def test_the_newest_membership_is_the_class() -> None:
    # Ben left "new" for "old" and came back: the undated membership is current.
    snapshot = snapshot_of(
        [
            member_of("ben", "old", until="2020"),
            member_of("ben", "new", until="2024"),
            member_of("ada", "new"),
            member_of("cem", "new"),
            worked_with("ada", "ben"),
            worked_with("ben", "cem"),
        ]
    )
    # All three are of one affiliate. That makes their class, not a link between Ada and Cem.
    (row,) = QUERY.run(snapshot).rows
    assert (row.name, row.coordinator, row.total) == ("Ben", 2, 2)


def test_shared_work_closes_a_path_and_shared_membership_or_questions_do_not() -> None:
    records = [member_of(name, "wikis") for name in ("ada", "ben", "cem")]
    records += [worked_with("ada", "ben"), worked_with("ben", "cem"), asked("ada", "why"), asked("cem", "why")]
    assert [(row.name, row.coordinator) for row in QUERY.run(snapshot_of(records)).rows] == [("Ben", 2)]
    for shared in (worked_on, attended):
        assert QUERY.run(snapshot_of([*records, shared("ada", "walk"), shared("cem", "walk")])).rows == ()


def test_people_without_a_class_are_left_out_and_counted() -> None:
    people = [person("ada", country="GH"), person("ben", country="GH"), person("cem", country="FR"), person("dia")]
    links = [worked_with("ada", "ben"), worked_with("ben", "cem"), worked_with("cem", "dia")]
    result = QUERY.run(snapshot_of([*people, *links]), by="country")
    assert [(row.name, row.representative, row.gatekeeper) for row in result.rows] == [("Ben", 1, 1)]
    assert [str(warning) for warning in result.warnings] == ["No country is recorded for one person, who is left out."]


def test_five_hundred_people_in_one_event_are_no_ties() -> None:
    crowd = [attended(f"p{number}", "congress") for number in range(500)]
    memberships = [member_of(f"p{number}", f"a{number % 9}") for number in range(500)]
    assert QUERY.run(snapshot_of([*crowd, *memberships])).rows == ()


def test_nothing_to_say_is_said() -> None:
    for snapshot in (EMPTY, snapshot_of([person("ada")]), small_example()):
        result = QUERY.run(snapshot)
        assert result.rows == ()
        assert str(result.summary[0]).startswith("Nobody on the map stands between")
    with pytest.raises(BadParameter):
        QUERY.run(EMPTY, by="shoe size")
