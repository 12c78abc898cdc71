# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences that several figures about kept relationships share (docs/methods/README.md#wording-a-report).

They speak of relief, never of blame, and say no percentage where there are
too few relationships for one.
"""

from collections.abc import Sequence

from graph.text.message import Message, Name, Percent, Text
from queries.algorithms.critical_set import CriticalSet
from queries.measures.holdings import Holdings
from queries.measures.parameters import AssetKind
from queries.measures.scope import nothing_here

FEWEST_FOR_A_SHARE = 5
"""Below this many held assets a list is shown, no percentage (docs/methods/README.md#wording-a-report)."""
SEVERAL = 3
"""Stands for no number: the plural where no count is beside it, in every language."""
_NAMED, _WORDS = 10, 8
EIGHT = 8
"""How many people of its own are named of one partner, and how many parts of a network."""

_NOTE = "What can be lost; a count stands before it. $1 that count"
NOUNS: dict[AssetKind, Text] = {
    "Partner": Text("assets-partner", "{{PLURAL:$1|partnership|partnerships}}", _NOTE),
    "Affiliate": Text("assets-affiliate", "{{PLURAL:$1|link|links}} to affiliates", _NOTE),
    "Group": Text("assets-group", "{{PLURAL:$1|group|groups}}", _NOTE),
    "Project": Text("assets-project", "{{PLURAL:$1|project|projects}}", _NOTE),
    "Event": Text("assets-event", "{{PLURAL:$1|event|events}}", _NOTE),
    "Question": Text("assets-question", "{{PLURAL:$1|question|questions}}", _NOTE),
    "Idea": Text("assets-idea", "{{PLURAL:$1|idea|ideas}}", _NOTE),
    "Theme": Text("assets-theme", "{{PLURAL:$1|theme|themes}} on offer", _NOTE),
    "partner-affiliate": Text(
        "assets-partner-affiliate", "{{PLURAL:$1|partnership|partnerships}} of affiliates and groups", _NOTE
    ),
    "theme-affiliate": Text(
        "assets-theme-affiliate", "{{PLURAL:$1|theme|themes}} that affiliates have somebody for", _NOTE
    ),
}
HEADLINE = Text(
    "assets-headline",
    "If {{PLURAL:$1|this one|these $1}} of $2 {{PLURAL:$2|person|people}} left, at least $3 of $4 $5 would have nobody "
    "who knows them.",
    "$1 number of people, $2 people who know any, $3 lost, $4 all, $5 what they are (a plural noun)",
)
HEADLINE_VALUED = Text(
    "assets-headline-valued",
    "If {{PLURAL:$1|this one|these $1}} of $2 {{PLURAL:$2|person|people}} left, $5 worth $3 of $4 would have nobody "
    "who knows them.",
    "$1 number of people, $2 people who know any, $3 value lost, $4 value of all, $5 what they are (a plural noun)",
)
HEADLINE_BETWEEN = Text(
    "assets-headline-between",
    "Between $1 and $2 of $3 people would have to leave before at least $4 of $5 $6 had nobody who knows them. The "
    "exact number was not proved in the time allowed; the gap is $7.",
    "$1 and $2 bounds, $3 people who know any, $4 lost, $5 all, $6 what they are (a plural noun), $7 gap",
)
ALL_ORPHANED = Text(
    "assets-all-orphaned",
    "Of $1 $2 in $3, none has anybody on the map who knows them, so there is no bus factor. They need a fresh start.",
    "$1 number, $2 what they are (a plural noun), $3 scope",
)
ALL_INSIDE = Text(
    "assets-all-inside",
    "Of $1 $2 in $3, none has anybody outside who knows them, so there is no bus factor. Some have people of their own "
    "on the map.",
    "$1 number, $2 what they are (a plural noun), $3 scope",
)
ORPHANED = Text(
    "assets-already-orphaned",
    "$1 $2 already {{PLURAL:$1|has|have}} nobody on the map who knows {{PLURAL:$1|it|them}}; {{PLURAL:$1|it is|they "
    "are}} in no other figure.",
    "$1 number, $2 what they are",
)
ONLY_INSIDE = Text(
    "assets-only-inside",
    "Of $1 $2 only people of {{PLURAL:$1|its|their}} own are on the map: nobody outside keeps the contact; "
    "{{PLURAL:$1|it is|they are}} in no other figure.",
    "$1 number, $2 what they are",
)
HIDDEN_HOLDER = Text(
    "introductions-hidden-holder",
    "Somebody who prefers not to be named knows $1; ask a coordinator.",
    "$1 name of an organisation, or a list of them",
)
BETWEEN = Text("number-between", "between $1 and $2", "An interval of whole numbers")
MORE = Text("and-more", "$1 more", "End of a list: how many were left out")


def noun(holdings: Holdings, count: int) -> Message:
    """Return what the assets are called, fit for a count before it."""
    return NOUNS[holdings.kind](count)


def headline(holdings: Holdings, found: CriticalSet | None, need: float, total: float) -> Message:
    """Say the bus factor of a scope as a sentence about people and partnerships."""
    if found is None:
        return nothing_to_lose(holdings)
    people, assets = len(holdings.people), int((holdings.counts > 0).sum())
    if not found.exact:
        lost, gap = _whole(need), found.upper - found.lower
        return HEADLINE_BETWEEN(found.lower, found.upper, people, lost, _whole(total), noun(holdings, assets), gap)
    if total != assets:
        return HEADLINE_VALUED(found.upper, people, _whole(found.lost), _whole(total), noun(holdings, SEVERAL))
    return HEADLINE(found.upper, people, _whole(need), assets, noun(holdings, assets))


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def nothing_to_lose(holdings: Holdings) -> Message:
    """Say why a scope has no figure."""
    if not len(holdings):
        return nothing_here(holdings.snapshot, holdings.scope)
    text = ALL_INSIDE if holdings.only_inside else ALL_ORPHANED
    return text(len(holdings), noun(holdings, len(holdings)), holdings.scope.label)


def orphaned(holdings: Holdings) -> tuple[Message, ...]:
    """Say how many assets have no holder, without and with people of their own, if any and if not all."""
    if not holdings.counts.any():
        return ()
    counts = (ORPHANED, len(holdings.orphans)), (ONLY_INSIDE, len(holdings.only_inside))
    return tuple(text(count, noun(holdings, count)) for text, count in counts if count)


def hidden_holders(holdings: Holdings) -> tuple[Message, ...]:
    """Say of which assets only people who opted out are holders, if there are any."""
    absent = holdings.snapshot.opted_out
    names: list[Name | Message] = [
        Name(holdings.asset_id(asset), holdings.asset_name(asset))
        for asset, of in enumerate(holdings.holders)
        if of and absent.issuperset(of)
    ]
    return (HIDDEN_HOLDER(cut(names)),) if names else ()


def number(found: CriticalSet) -> int | Message:
    """Return a bus factor for a sentence: a number, or an interval in words."""
    return found.upper if found.exact else BETWEEN(found.lower, found.upper)


def people(holdings: Holdings, nodes: tuple[int, ...]) -> list[Name | Message]:
    """Return people for a sentence, at most ten of them by name."""
    snapshot = holdings.snapshot
    return cut([Name(snapshot.ids[node], snapshot.names[node]) for node in nodes])


def cut(items: Sequence[Name | Message], most: int = _NAMED) -> list[Name | Message]:
    """Return the first items for a sentence, and how many more there are."""
    return [*items[:most], MORE(len(items) - most)] if len(items) > most else list(items)


def brief(name: Name) -> Name:
    """Return a name of at most eight words: the title of a project may be a sentence.

    >>> brief(Name("project:x", "Open communities: building a supportive community of practice across")).name
    'Open communities: building a supportive community of practice…'
    """
    words = name.name.split()
    return name if len(words) <= _WORDS else Name(name.id, f"{' '.join(words[:_WORDS]).rstrip(',;:-–')}…")


def share(part: float, whole: float) -> Percent | None:
    """Return a share to show, None where the whole is too small for one."""
    return Percent(part / whole) if whole >= FEWEST_FOR_A_SHARE else None
