# SPDX-License-Identifier: GPL-3.0-or-later
"""Who could be a partner for this person or affiliate, or on this theme?

Four things speak for a candidate: it is *near* in the network (personalised
PageRank over the square root of the degree, old links weighing less), its
*themes* are alike, both sides *gain* from what the other offers, and a
*language and place* are shared. Each is a number from 0 to 1 and the score is
their weighted mean, 1 for whoever leads in all. The first ten are chosen so
that they are not all alike; `every` shows all. With a theme, only who is known
to care about it is a candidate. Those who work together already stand apart at
the end, without a rank.

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
[(1, 'Museum', 'Its themes fit: Maps (counts 0.68)')]
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field

from graph.errors import BadParameter
from graph.schema.nodes import Affiliate, Country, Group, Partner, Person, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION
from queries.measures.identity.candidates import open_twins
from queries.measures.involvement import HowLong, OpenToPartners, chosen
from queries.measures.language_and_place import NONE, having, is_country, language_key
from queries.measures.parameters import AsOf, as_of_day, node_class
from queries.measures.partner_reasons import Explainer
from queries.measures.partner_terms import WEIGHTS, Ground, Terms, contributions, ground, terms
from queries.measures.theme_text import nearest_question
from queries.measures.themes import ACTORS, interests_of, themes_of
from queries.measures.tied import tied_to

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
    "{{PLURAL:$1|One more is|$1 more are}} linked already and {{PLURAL:$1|stands|stand}} apart at the end.",
    "$1 number",
)
SUGGESTION = Text(
    "partners-for-suggestion",
    "These are suggestions, chosen to differ from each other, so a higher score may stand further down. Look at the "
    "reasons, and at the one against.",
)
NO_KIND = Text("partners-for-no-kind", "There is nothing of this kind in the network.")
NO_FILTER = Text("partners-for-no-filter", "There is nothing of this kind with this country or language.")
NO_REASON = Text(
    "partners-for-no-reason",
    "{{PLURAL:$1|One candidate was|$1 candidates were}} compared; nothing that is known speaks for "
    "{{PLURAL:$1|it|any of them}}.",
    "$1 number of candidates",
)
ALL_TIED = Text("partners-for-all-tied", "Everything of this kind is linked to $1 already.", "$1 a name")
NO_LINKS = Text(
    "partners-for-no-links",
    "Nothing is linked to $1, so nearness in the network counts nothing.",
    "$1 list of who looks for partners and the theme",
)
NOBODY_CARES = Text("partners-for-nobody-cares", "Nobody of this kind is known to care about $1.", "$1 name of a theme")
NOBODY_AT_ALL = Text("partners-for-nobody-at-all", "Nobody on the map is known to care about $1.", "$1 name of a theme")
NEAREST_QUESTION = Text(
    "partners-for-nearest-question", "Nearest in words: $1 asked “$2”.", "$1 list of who asked, $2 a question"
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
    Field(min_length=4, max_length=4, description="Weights of: network, themes, exchange, language and place."),
    AfterValidator(_enough),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A possible partner."""

    rank: Annotated[int | None, Field(description="Rank among the suggestions; empty if linked already.")]
    id: Annotated[str, Field(description="Id of the candidate.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    score: Annotated[float | None, Field(description="Between 0 and 1, no probability; empty if linked already.")]
    reasons: Annotated[tuple[Message, ...], Field(description="Up to four reasons, the strongest first.")]
    against: Annotated[Message, Field(description="The strongest reason against.")]
    already_tied: Annotated[
        bool, Field(title="Work together already", description="Whether they work together already.")
    ]
    close_to_you: Annotated[int | None, Field(title="Rank by nearness", description="Rank by nearness in the network.")]
    new_to_you: Annotated[int | None, Field(title="Rank by themes", description="Rank by likeness of themes.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the reasons.")]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Who is compared, and what each term adds to their score, one row a term."""

    nodes: "Ints"
    tied: "Ints"
    found: Terms
    contributions: "Floats"
    scores: "Floats"


def compute(  # noqa: PLR0913 - one for each choice
    snapshot: Snapshot,
    *,
    theme: Annotated[str | None, Field(description="What the partnership is about."), Ref(Theme)] = None,
    seeker: Annotated[
        str | None,
        Field(title="Who is looking", description="Who looks for partners."),
        Ref(Person, Group, Affiliate, Partner),
    ] = None,
    kind: Annotated[Kind, Field(description="What kind of entry to suggest.")] = "Partner",
    country: Annotated[
        Country | None, BeforeValidator(_upper), Field(description="Only in this country, as GH.")
    ] = None,
    language: Annotated[str | None, Field(max_length=35, description="Only with this language, as fr.")] = None,
    open_to_partners: OpenToPartners = False,
    involved: HowLong = None,
    every: Annotated[
        bool, Field(title="All candidates", description="All candidates, not only the best ones.")
    ] = False,
    as_of: AsOf = None,
    weights: Weights = WEIGHTS,
) -> Result[Row]:
    """Return suggestions, best and most different first; the linked ones last."""
    ends = [snapshot.index(id_) for id_ in (seeker, theme) if id_]
    if not ends:
        raise BadParameter(NOBODY(), GIVE())
    looking = snapshot.index(seeker) if seeker else None
    topic = snapshot.index(theme) if theme else None
    where = ground(snapshot, as_of)
    names = [Name(snapshot.ids[end], snapshot.names[end]) for end in ends]
    of_kind = snapshot.nodes_of(node_class(kind)).astype(np.int64)
    fitting = _fitting(where, of_kind, country, language)
    fitting = chosen(snapshot, fitting, as_of_day(snapshot, as_of), is_open=open_to_partners, how_long=involved)
    own = [] if looking is None else [looking, *open_twins(snapshot, looking)]
    fitting = fitting[~np.isin(fitting, [*own, *snapshot.opted_out])]
    tied = fitting[:0] if looking is None else np.intersect1d(tied_to(snapshot, looking, as_of), fitting)
    free = np.setdiff1d(fitting, tied)
    nodes = free if topic is None else free[_care(snapshot, free, topic)]
    found = terms(snapshot, looking, topic, as_of, where)
    added = contributions(found.compared(nodes), weights)
    candidates = _Candidates(nodes, tied, found, added, added.sum(axis=0))
    explainer = Explainer(snapshot, looking, topic, as_of, where)
    rows = _rows(explainer, candidates, every=every)
    if len(nodes):
        reason = [NO_REASON(len(nodes))]
    elif not len(fitting):
        reason = [NO_FILTER() if len(of_kind) else NO_KIND()]
    else:
        reason = list(_nobody_cares(snapshot, topic)) if topic is not None and len(free) else [ALL_TIED(names[0])]
    return Result(
        rows=rows,
        summary=tuple(_summary(names, candidates, rows, reason)),
        warnings=(NO_LINKS(names),) if len(nodes) and found.network is None else (),
    )


def _rows(explainer: Explainer, candidates: _Candidates, *, every: bool) -> tuple[Row, ...]:
    """Return the rows of the suggestions, then those of the nearest of the linked ones."""
    nodes, found = candidates.nodes, candidates.found
    close, new = _places(found.network, nodes), _places(found.themes, nodes)
    order = _order(explainer, candidates, close, new)
    if every:
        order += [index for index in _best(candidates.scores, nodes).tolist() if index not in set(order)]
    shown_tied = _nearest(candidates)
    explainer.look_for(np.concatenate([nodes[order], shown_tied]).astype(np.int64))
    suggested = [
        _row(explainer, candidates, index, (int(close[index]) or None, int(new[index]) or None)) for index in order
    ]
    # Of whom nothing speaks for them is no suggestion.
    kept = [row for row in suggested if row.reasons or every]
    ranked = (replace(row, rank=rank) for rank, row in enumerate(kept, start=1))
    return (*ranked, *(_tied_row(explainer, node) for node in shown_tied.tolist()))


def _fitting(where: Ground, nodes: "Ints", country: str | None, language: str | None) -> "Ints":
    """Return the nodes in a country and with a language, as far as asked for."""
    for traits, wanted in ((where.places, country), (where.languages, language and language_key(language))):
        if wanted:
            nodes = np.intersect1d(nodes, np.array(having(traits, [wanted]), dtype=np.int64))
    return nodes


def _care(snapshot: Snapshot, nodes: "Ints", theme: int) -> "NDArray[np.bool_]":
    """Say of each node whether it is known to care about a theme, or asked about the same in like words."""
    return np.isin(nodes, np.union1d(themes_of(snapshot).having(theme), interests_of(snapshot).having(theme)))


def _nobody_cares(snapshot: Snapshot, theme: int) -> Iterator[Message]:
    """Say so, and which question is nearest in words."""
    anybody = np.isin(snapshot.nodes_of(*ACTORS), interests_of(snapshot).having(theme)).any()
    yield (NOBODY_CARES if anybody else NOBODY_AT_ALL)(Name(snapshot.ids[theme], snapshot.names[theme]))
    near = nearest_question(snapshot, theme)
    if near:
        names = [Name(snapshot.ids[node], snapshot.names[node]) for node in (*near[1], near[0])]
        yield NEAREST_QUESTION(names[:-1], names[-1])


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


def _order(explainer: Explainer, candidates: _Candidates, close: "Ints", new: "Ints") -> list[int]:
    """Return the positions to show: a diverse ten, then the first ten of both tabs that are missing."""
    by_score = _best(candidates.scores, candidates.nodes)
    chosen = _diverse(explainer, candidates, by_score[:COMPARED].tolist())
    in_tabs = ((close > 0) & (close <= SHOWN)) | ((new > 0) & (new <= SHOWN))
    in_tabs[chosen] = False
    return chosen + by_score[in_tabs[by_score]].tolist()


def _diverse(explainer: Explainer, candidates: _Candidates, places_: list[int]) -> list[int]:
    """Choose ten by maximal marginal relevance: good ones that are not like those already chosen."""
    likeness = _likeness(explainer.snapshot, explainer.where, candidates.nodes[places_])
    left = list(range(len(places_)))
    chosen: list[int] = []
    most_like = np.zeros(len(places_))
    values = candidates.scores[places_]
    while left and len(chosen) < SHOWN:
        gain = np.round(_BY_SCORE * values - _BY_LIKENESS * most_like, 12)
        # The positions are in order of score and id, so the first of equal ones is the right one.
        best = left[0] if not chosen else max(left, key=lambda one: (gain[one], -one))
        left.remove(best)
        chosen.append(best)
        most_like = np.maximum(most_like, likeness[best])
    return [places_[one] for one in chosen]


def _likeness(snapshot: Snapshot, where: Ground, nodes: "Ints") -> "Floats":
    """Return ([same country] + [shared affiliate] + idfcos) / 3 of all pairs."""
    countries = [frozenset(filter(is_country, where.places.get(node, NONE))) for node in nodes.tolist()]
    around = [
        frozenset(other for other in snapshot.neighbours(node, COLLABORATION) if snapshot.type_of(other) is Affiliate)
        for node in nodes.tolist()
    ]
    return (_shared(countries) + _shared(around) + themes_of(snapshot).cosines_among(nodes)) / 3


def _shared(sets: Sequence[Collection[Any]]) -> "Floats":
    """Say of all pairs whether they share anything, as 0 or 1: truth values would not add up."""
    shared = [[not set(one).isdisjoint(other) for other in sets] for one in sets]
    return np.array(shared, dtype=np.float64).reshape(len(sets), len(sets))


def _nearest(candidates: _Candidates) -> "Ints":
    """Return the nearest ten of those linked already."""
    near = candidates.found.network
    values = np.zeros(len(candidates.tied)) if near is None else near[candidates.tied]
    return candidates.tied[_best(values, candidates.tied)[:SHOWN]]


def _row(explainer: Explainer, candidates: _Candidates, index: int, tabs: tuple[int | None, int | None]) -> Row:
    snapshot, node = explainer.snapshot, int(candidates.nodes[index])
    reasons = explainer.reasons(node, candidates.contributions[:, index].tolist())
    return Row(
        rank=None,
        id=snapshot.ids[node],
        name=snapshot.names[node],
        type=snapshot.type_of(node).TYPE,
        score=float(candidates.scores[index]),
        reasons=tuple(reason.message() for reason in reasons),
        against=explainer.against(node),
        already_tied=False,
        close_to_you=tabs[0],
        new_to_you=tabs[1],
        records=tuple(dict.fromkeys(id_ for reason in reasons for id_ in reason.records)),
    )


def _tied_row(explainer: Explainer, node: int) -> Row:
    snapshot, reason = explainer.snapshot, explainer.linked(node)
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


def _summary(
    names: list[Name], candidates: _Candidates, rows: Sequence[Row], reason: Sequence[Message]
) -> Iterator[Message]:
    first = [Name(row.id, row.name) for row in rows if not row.already_tied][:_NAMED]
    if first:
        yield FOUND(names, len(candidates.nodes), first)
        yield SUGGESTION()
    else:
        yield from reason
    if len(candidates.tied):
        yield TIED(len(candidates.tied))


CYPHER = None
QUERY = Query(
    name="partners-for",
    title=Text("partners-for-title", "Partners for", "Title of the query"),
    compute=compute,
    row=Row,
)
