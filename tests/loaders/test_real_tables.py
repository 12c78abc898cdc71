# SPDX-License-Identifier: GPL-3.0-or-later
"""Real tables of other people, through the shipped mappings: each figure must come out."""

from collections import Counter
from functools import cache
from typing import TypeVar

from graph.schema.links import About, Attended, InterestedIn, PartOf, WorkedOn
from graph.schema.nodes import Affiliate, Event, Person, Project, Record, Theme
from loaders.cells.reading import Reading
from loaders.read import read
from tests.support.real_data import REAL_DATA, needs_real_data

T = TypeVar("T", bound=Record)


@cache
def open_seeds() -> Reading:
    (reading,) = read([REAL_DATA / "open_seeds"], mapping="open_seeds")
    return reading


def all_of(reading: Reading, cls: type[T]) -> list[T]:
    return [record for record in reading.records if isinstance(record, cls)]


@needs_real_data
def test_open_seeds_people_projects_and_roles() -> None:
    people = all_of(open_seeds(), Person)
    assert len({person.id for person in people}) == len(people) == 702
    assert sum(person.country is not None for person in people) == 666
    assert any(person.affiliation == "The Alan Turing Institute" for person in people)
    assert len(all_of(open_seeds(), Project)) == 327
    worked = all_of(open_seeds(), WorkedOn)
    assert len({link.id for link in worked}) == len(worked) == 901
    assert Counter(link.role for link in worked) == {"mentor": 378, "participant": 523}
    assert len({(link.source, link.target) for link in worked}) == 899


@needs_real_data
def test_open_seeds_keywords_and_expertise_share_one_theme_where_only_case_and_spaces_differ() -> None:
    themes = {theme.id: theme.name for theme in all_of(open_seeds(), Theme)}
    about, offers = all_of(open_seeds(), About), all_of(open_seeds(), InterestedIn)
    assert len({link.id for link in about}) == len(about) == 1349
    assert len({link.target for link in about}) == 906
    assert len({link.id for link in offers}) == len(offers) == 2092
    assert {link.stance for link in offers} == {"offers"}
    assert len({link.target for link in offers}) == 1306
    assert themes.keys() == {link.target for link in (*about, *offers)}
    plain = {" ".join(name.casefold().split()) for name in themes.values()}
    assert len(plain) == len(themes) == len(all_of(open_seeds(), Theme))


@needs_real_data
def test_open_seeds_cohorts_are_events_with_their_people_and_talks_are_left_out() -> None:
    assert {event.id for event in all_of(open_seeds(), Event)} == {
        f"event:open-seeds/ols-{cohort}" for cohort in (*range(1, 9), "catalyst", "dra")
    }
    attended = all_of(open_seeds(), Attended)
    assert len({(link.source, link.target, link.role) for link in attended}) == len(attended) == 1403
    assert "talks.csv" not in open_seeds().gave
    assert {problem.text.text.key for problem in open_seeds().problems} == {"problem-two-countries"}


@needs_real_data
def test_affiliates_of_the_movement() -> None:
    (reading,) = read([REAL_DATA / "wikimedia_affiliates" / "affiliates.csv"], mapping="capx_affiliates")
    assert Counter(affiliate.kind for affiliate in all_of(reading, Affiliate)) == {
        "chapter": 38,
        "user group": 146,
        "thematic organisation": 2,
    }
    assert len({affiliate.id for affiliate in all_of(reading, Affiliate)}) == 186
    assert not reading.problems


@needs_real_data
def test_capacities_are_a_tree_of_themes_in_two_languages() -> None:
    (reading,) = read([REAL_DATA / "capacities" / "capacities_en_pt.csv"], mapping="capx_capacities")
    themes = {theme.id: theme for theme in all_of(reading, Theme)}
    assert len(themes) == 134
    assert all({"en", "pt"} == theme.labels.keys() for theme in themes.values())
    parents = {link.source: link.target for link in all_of(reading, PartOf)}
    roots = themes.keys() - parents.keys()
    assert len(parents) == len(all_of(reading, PartOf)) == 134 - len(roots)
    for id_ in themes:
        above = [id_]
        while above[-1] in parents:
            above.append(parents[above[-1]])
            assert len(set(above)) == len(above)
        assert above[-1] in roots
    assert themes["theme:Q759524"].name == "organizational structure"
    assert themes["theme:Q759524"].labels["pt"] == "estrutura organizacional"
    assert not reading.problems
