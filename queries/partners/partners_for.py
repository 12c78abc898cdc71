# SPDX-License-Identifier: GPL-3.0-or-later
"""Who could be a partner for this person or affiliate, or on this theme?

Five things speak for a candidate: it is *near* in the network (personalised
PageRank over the square root of the degree), its *themes* are alike, both
sides *gain* from what the other offers, a *language and place* are shared,
and it was *active* not long ago. Each is a number from 0 to 1 and the score is
their weighted mean, 1 for whoever leads in all. The first ten
are chosen so that they are not all alike. Those already tied stand apart at
the end, without a place.

Reading it: a suggestion, with its reasons and the strongest one against; the
people concerned decide. A score is no probability. Networks find whom one
half knows already (`close_to_you`), themes find who is new (`new_to_you`).

Complexity: O(m) for the walk.  References: How this is worked out, Partner
search (docs/methods/partner-search.md); Carbonell and Goldstein 1998, The use
of MMR, SIGIR, 335-336; Chen et al. 2009, Make new friends, but keep the old,
CHI, 201-210.

>>> from graph.schema.packed import pack
>>> from graph.schema.links import About
>>> from graph.schema.nodes import Partner, Theme
>>> nodes = Partner(id="partner:x", name="Museum"), Theme(id="theme:x", name="Maps")
>>> link = About(source="partner:x", target="theme:x")
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, link))), theme="Maps").rows
>>> [(row.rank, row.name, str(row.reasons[0])) for row in rows]
[(1, 'Museum', 'A tie joins it to Maps (counts 0.59)')]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field

from graph.errors import BadParameter
from graph.schema.nodes import Affiliate, Country, Group, Person, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.shortest_routes import ShortestRoutes
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION
from queries.measures.network import walk
from queries.measures.parameters import AsOf, as_of_day, node_class
from queries.measures.partner_reasons import Explainer
from queries.measures.partner_terms import WEIGHTS, Terms, contributions, places, terms, tied_to
from queries.measures.themes import themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

Kind = Literal["Partner", "Affiliate", "Group", "Person", "Project", "Event"]
FOUND = Text(
    "partners-for-found",
    "{{PLURAL:$2|One candidate was|$2 candidates were}} compared for $1. First: $3.",
    "$1 list of who looks for partners and the theme, $2 number, $3 up to three names",
)
TIED = Text(
    "partners-for-tied",
    "{{PLURAL:$1|One more is|$1 more are}} tied already and {{PLURAL:$1|stands|stand}} apart at the end.",
    "$1 number",
)
SUGGESTION = Text(
    "partners-for-suggestion",
    "These are suggestions, chosen to differ from each other, so a higher score may stand further down. Look at the "
    "reasons, and at the one against.",
)
NO_KIND = Text("partners-for-no-kind", "There is nothing of this kind in the network.")
NO_FILTER = Text("partners-for-no-filter", "There is nothing of this kind with this country or language.")
ALL_TIED = Text("partners-for-all-tied", "Everything of this kind is tied to $1 already.", "$1 a name")
NO_LINKS = Text(
    "partners-for-no-links",
    "Nothing is tied to $1, so nearness in the network counts nothing.",
    "$1 list of who looks for partners and the theme",
)
UNDATED = Text(
    "partners-for-undated",
    "{{PLURAL:$1|One candidate has|$1 candidates have}} no dated tie; being active counts nothing for "
    "{{PLURAL:$1|it|them}}.",
    "$1 number of candidates",
)
NOBODY = Text("partners-for-nobody", "Say who looks for partners, or on which theme.", "Error: neither was given")
GIVE = Text("partners-for-give", "Give seeker, theme, or both.", "Hint after that error; seeker and theme are typed so")
NO_WEIGHT = Text("partners-for-no-weight", "expected at least one weight above 0", "After the weights that were given")
SHOWN, COMPARED = 10, 50
_BY_SCORE, _BY_LIKENESS = 0.7, 0.3
"""How much a suggestion's score and its likeness to earlier ones count (a choice).

See docs/methods/partner-search.md#order.
"""
_NAMED = 3


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _enough(weights: tuple[float, ...]) -> tuple[float, ...]:
    if sum(weights) <= 0:
        raise ValueError(NO_WEIGHT())
    return weights


Weights = Annotated[
    tuple[Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)], ...],
    Field(
        min_length=5,
        max_length=5,
        description="Weights of: network, themes, exchange, language and place, recency.",
    ),
    AfterValidator(_enough),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A possible partner."""

    rank: Annotated[int | None, Field(description="Place among the suggestions; empty if tied already.")]
    id: Annotated[str, Field(description="Id of the candidate.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    score: Annotated[float | None, Field(description="Between 0 and 1, no probability; empty if tied already.")]
    reasons: Annotated[tuple[Message, ...], Field(description="Up to four reasons, the strongest first.")]
    against: Annotated[Message, Field(description="The strongest reason against.")]
    already_tied: Annotated[bool, Field(description="Whether they work together already.")]
    close_to_you: Annotated[
        int | None, Field(title="Place by nearness", description="Place by nearness in the network.")
    ]
    new_to_you: Annotated[int | None, Field(title="Place by themes", description="Place by likeness of themes.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the reasons.")]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Who is compared, and what each term adds to their score, one row a term."""

    nodes: "Ints"
    tied: "Ints"
    found: Terms
    contributions: "Floats"
    scores: "Floats"


def compute(
    snapshot: Snapshot,
    *,
    theme: Annotated[str | None, Field(description="What the partnership is about."), Ref(Theme)] = None,
    seeker: Annotated[
        str | None, Field(title="Who is looking", description="Who looks for partners."), Ref(Person, Group, Affiliate)
    ] = None,
    kind: Annotated[Kind, Field(description="What kind of thing to suggest.")] = "Partner",
    country: Annotated[
        Country | None, BeforeValidator(_upper), Field(description="Only in this country, as GH.")
    ] = None,
    language: Annotated[str | None, Field(max_length=35, description="Only with this language, as fr.")] = None,
    as_of: AsOf = None,
    weights: Weights = WEIGHTS,
) -> Result[Row]:
    """Return suggestions, best and most different first; the tied ones last."""
    ends = [snapshot.index(id_) for id_ in (seeker, theme) if id_]
    if not ends:
        raise BadParameter(NOBODY(), GIVE())
    looking = snapshot.index(seeker) if seeker else None
    topic = snapshot.index(theme) if theme else None
    today = as_of_day(snapshot, as_of)
    of_kind = snapshot.nodes_of(node_class(kind)).astype(np.int64)
    fitting = _fitting(snapshot, of_kind, country, language)
    fitting = fitting[~np.isin(fitting, [looking if looking is not None else -1, *snapshot.opted_out])]
    tied = np.empty(0, dtype=np.int64) if looking is None else np.intersect1d(tied_to(snapshot, looking), fitting)
    nodes = np.setdiff1d(fitting, tied)
    found = terms(snapshot, looking, topic, today)
    added = contributions(found.compared(nodes), weights)
    candidates = _Candidates(nodes, tied, found, added, added.sum(axis=0))
    close, new = _places(found.network, nodes), _places(found.themes, nodes)
    order = _order(snapshot, candidates, close, new)
    shown_tied = _nearest(candidates)
    targets = np.concatenate([nodes[order], shown_tied]).astype(np.int64)
    routes = ShortestRoutes(walk(snapshot).graph, ends, snapshot.opted_out, targets)
    explainer = Explainer(snapshot, looking, topic, today, routes)
    rows = [
        _row(explainer, candidates, rank, place, (int(close[place]) or None, int(new[place]) or None))
        for rank, place in enumerate(order, start=1)
    ]
    rows += [_tied_row(explainer, node) for node in shown_tied.tolist()]
    names = [Name(snapshot.ids[end], snapshot.names[end]) for end in ends]
    reason = NO_KIND() if not len(of_kind) else NO_FILTER() if not len(fitting) else ALL_TIED(names[0])
    return Result(
        rows=tuple(rows),
        summary=tuple(_summary(names, candidates, rows, reason)),
        warnings=tuple(_warnings(names, candidates)),
    )


def _fitting(snapshot: Snapshot, nodes: "Ints", country: str | None, language: str | None) -> "Ints":
    found = places(snapshot)
    if country:
        nodes = nodes[found.country[nodes] == found.country_codes.get(country, -2)]
    if language:
        nodes = np.intersect1d(nodes, found.languages.get(language.lower(), []), assume_unique=True).astype(np.int64)
    return nodes


def _best(values: "Floats", nodes: "Ints") -> "Ints":
    """Return positions, the largest value first, equal ones by id."""
    return np.lexsort((nodes, -np.round(values, 12)))


def _places(column: "Floats | None", nodes: "Ints") -> "Ints":
    """Return the place of each position by one term, 0 where the term is 0."""
    found = np.zeros(len(nodes), dtype=np.int64)
    if column is not None:
        found[_best(column[nodes], nodes)] = np.arange(1, len(nodes) + 1)
        found[np.round(column[nodes], 12) <= 0] = 0
    return found


def _order(snapshot: Snapshot, candidates: _Candidates, close: "Ints", new: "Ints") -> list[int]:
    """Return the positions to show: a diverse ten, then the first ten of both tabs that are missing."""
    by_score = _best(candidates.scores, candidates.nodes)
    chosen = _diverse(snapshot, candidates, by_score[:COMPARED].tolist())
    in_tabs = ((close > 0) & (close <= SHOWN)) | ((new > 0) & (new <= SHOWN))
    in_tabs[chosen] = False
    return chosen + by_score[in_tabs[by_score]].tolist()


def _diverse(snapshot: Snapshot, candidates: _Candidates, places_: list[int]) -> list[int]:
    """Choose ten by maximal marginal relevance: good ones that are not like those already chosen."""
    likeness = _likeness(snapshot, candidates.nodes[places_])
    left = list(range(len(places_)))
    chosen: list[int] = []
    most_like = np.zeros(len(places_))
    values = candidates.scores[places_]
    while left and len(chosen) < SHOWN:
        worth = np.round(_BY_SCORE * values - _BY_LIKENESS * most_like, 12)
        # The positions are in order of score and id, so the first of equal ones is the right one.
        best = left[0] if not chosen else max(left, key=lambda one: (worth[one], -one))
        left.remove(best)
        chosen.append(best)
        most_like = np.maximum(most_like, likeness[best])
    return [places_[one] for one in chosen]


def _likeness(snapshot: Snapshot, nodes: "Ints") -> "Floats":
    """Return ([same country] + [shared affiliate] + idfcos) / 3 of all pairs."""
    country = places(snapshot).country[nodes]
    same_country = (country[:, None] == country[None, :]) & (country[:, None] >= 0)
    around = [
        {other for other in snapshot.neighbours(node, COLLABORATION) if snapshot.type_of(other) is Affiliate}
        for node in nodes.tolist()
    ]
    shared = np.array([[not one.isdisjoint(other) for other in around] for one in around], dtype=bool)
    return (same_country + shared.reshape(same_country.shape) + themes_of(snapshot).cosines_among(nodes)) / 3


def _nearest(candidates: _Candidates) -> "Ints":
    """Return the nearest ten of those tied already."""
    near = candidates.found.network
    values = np.zeros(len(candidates.tied)) if near is None else near[candidates.tied]
    return candidates.tied[_best(values, candidates.tied)[:SHOWN]]


def _row(
    explainer: Explainer, candidates: _Candidates, rank: int, place: int, tabs: tuple[int | None, int | None]
) -> Row:
    snapshot, node = explainer.snapshot, int(candidates.nodes[place])
    reasons = explainer.reasons(node, candidates.contributions[:, place].tolist())
    return Row(
        rank=rank,
        id=snapshot.ids[node],
        name=snapshot.names[node],
        type=snapshot.type_of(node).TYPE,
        score=float(candidates.scores[place]),
        reasons=tuple(reason.said() for reason in reasons),
        against=explainer.against(node),
        already_tied=False,
        close_to_you=tabs[0],
        new_to_you=tabs[1],
        records=tuple(dict.fromkeys(id_ for reason in reasons for id_ in reason.records)),
    )


def _tied_row(explainer: Explainer, node: int) -> Row:
    snapshot, reason = explainer.snapshot, explainer.tie(node)
    return Row(
        rank=None,
        id=snapshot.ids[node],
        name=snapshot.names[node],
        type=snapshot.type_of(node).TYPE,
        score=None,
        reasons=(reason.sentence,),
        against=explainer.against(node),
        already_tied=True,
        close_to_you=None,
        new_to_you=None,
        records=reason.records,
    )


def _summary(names: list[Name], candidates: _Candidates, rows: Sequence[Row], reason: Message) -> Iterator[Message]:
    first = [Name(row.id, row.name) for row in rows if not row.already_tied][:_NAMED]
    if first:
        yield FOUND(names, len(candidates.nodes), first)
        yield SUGGESTION()
    else:
        yield reason
    if len(candidates.tied):
        yield TIED(len(candidates.tied))


def _warnings(names: list[Name], candidates: _Candidates) -> Iterator[Message]:
    if len(candidates.nodes) and candidates.found.network is None:
        yield NO_LINKS(names)
    undated = int((candidates.found.recency[candidates.nodes] == 0).sum())
    if undated:
        yield UNDATED(undated)


CYPHER = None
QUERY = Query(
    name="partners-for",
    title=Text("partners-for-title", "Partners for", "Title of the query"),
    compute=compute,
    row=Row,
)
