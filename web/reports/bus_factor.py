# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus-factor report: what it says, in which order.

It also answers what an affiliate's yearly health report asks: succession,
second contacts, and how many people decide.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from graph.schema.folding import fold
from graph.schema.links import MemberOf
from graph.schema.nodes import Affiliate, Group, Partner
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Parameter, Text
from queries.framework.discovery import get_query
from queries.framework.result import Result, ShownAs
from queries.measures.holdings import find_holdings
from queries.measures.link_age import LinkAges
from queries.measures.parameters import AssetKind
from queries.measures.scope import scope_of
from queries.measures.wording import EIGHT, NOUNS, ORPHANED, SEVERAL, cut
from web.pages.forms import settings
from web.reports.parts import Asker, Section
from web.wording.schema_words import NO, YES
from web.wording.today import today

TITLE = Text("report-bus-factor-title", "Bus factor: where partnerships hang on few people")
TITLE_SCOPE = Text("report-bus-factor-title-scope", "Bus factor of $1", "$1 a scope, such as an affiliate or a country")
HEADLINE = Text("report-headline", "In one sentence")
CHOSEN = Text(
    "report-assets-chosen",
    "No partner is on the map, so this is about $1; --assets chooses something else.",
    "$1 what is looked at instead (a plural noun)",
)
MEANING = Text("report-meaning", "What it means")
MEANING_1 = Text(
    "report-meaning-1",
    "The bus factor is the smallest number of people whose leaving would leave half of these relationships without "
    "anybody who knows them. It belongs to the network, not to a person.",
)
MEANING_2 = Text(
    "report-meaning-2",
    "A low number is no fault of anybody. It says where sharing a contact, a visit together or a written handover "
    "brings the greatest relief.",
)
SUPPORT = Text("report-support", "Whom to support")
SUPPORT_ONE = Text(
    "report-support-one",
    "A relief for $1: a second contact for $2.",
    "$1 name of a person, $2 list of names of relationships",
)
SUPPORT_NONE = Text("report-support-none", "Nobody carries a relationship alone.")
SECOND = Text("report-second", "One contact today, and who could be the second")
PROPOSED = 100
"""How many introductions are worked out, so that most relationships with one contact get a proposal."""
PROPOSAL = Text(
    "report-second-proposal",
    "$1: $2 could introduce $3.",
    "$1 a relationship, $2 who knows them today, $3 who could be the second",
)
NO_PROPOSAL = Text(
    "report-second-none",
    "$1: nobody fits well yet; ask $2 whom to bring along.",
    "$1 a relationship, $2 who knows them today",
)
ASK_PROPOSAL = Text(
    "report-second-ask-proposal",
    "$1: $2 could be the second; ask a coordinator who can introduce them.",
    "$1 a relationship, $2 who could be the second; who knows them today asked not to be named",
)
ASK = Text(
    "report-second-ask",
    "$1: ask a coordinator whom to bring along.",
    "$1 a relationship; who knows them today asked not to be named",
)
REASON = Text("report-help-reason", "$1. $2 to $3: $4", "$1 rank, $2 a person, $3 a relationship, $4 list of reasons")
NOBODY = Text(
    "report-missing-nobody",
    "Nobody on the map knows $2: {{PLURAL:$1|it needs|they need}} a fresh start.",
    "$1 number, $2 list of relationships",
)
INSIDE = Text(
    "report-missing-inside",
    "$2: {{PLURAL:$1|one of its own people is|$1 of its own people are}} on the map ($3); nobody outside keeps the "
    "contact.",
    "$1 number of people, $2 name of a relationship, $3 their names",
)
WHAT_IF = Text("report-what-if", "If the people of this set were away")
HELP = Text("report-help", "Introductions that help most")
UNKNOWN = Text("report-unknown", "Whom nobody outside knows")
MISSING = Text("report-missing", "What is not on the map")
TREND = Text("report-trend", "How it developed")
HEALTH = Text("report-health", "For the yearly health report")
DECIDE = Text(
    "report-decide",
    "{{PLURAL:$1|One person has|$1 people have}} a role that decides (board, chair, treasurer or the like) in $2.",
    "$1 number of people, $2 name of an affiliate or group",
)
DECIDE_UNKNOWN = Text(
    "report-decide-unknown",
    "No role that decides (board, chair, treasurer or the like) is recorded, so the number of people "
    "who decide is not known.",
)
SUCCESSION = Text(
    "report-succession",
    "Succession: for {{PLURAL:$1|one|$1}} of the $2 relationships with one contact somebody else is close enough to "
    "take over.",
    "$1 and $2 numbers, the second one larger",
)
SUCCESSION_ALL = Text(
    "report-succession-all",
    "Succession: for {{PLURAL:$1|the only relationship|each of the $1 relationships}} with one contact somebody else "
    "is close enough to take over.",
    "$1 number",
)
SUCCESSION_NOBODY = Text(
    "report-succession-nobody",
    "Succession: for {{PLURAL:$1|the only relationship|none of the $1 relationships}} with one contact "
    "{{PLURAL:$1|nobody|somebody}} else is close enough to take over.",
    "$1 number",
)
SUCCESSION_NONE = Text("report-succession-none", "Succession: every relationship has at least two people who know it.")
CONFIDENCE = Text("report-confidence", "How sure this is")
COUNTS = Text(
    "report-counts",
    "It rests on {{PLURAL:$1|one link|$1 links}} between {{PLURAL:$2|one entry|$2 entries}} from "
    "{{PLURAL:$3|one source|$3 sources}}.",
    "$1, $2, $3 numbers",
)
AGE = Text("report-age", "Today is counted as $1; the newest date in the data is $2, the oldest $3.", "dates")
AGE_NONE = Text("report-age-none", "Nothing in the data has a date, so everything counts as current.")
WAITING = Text(
    "report-waiting",
    "{{PLURAL:$1|One link waits|$1 links wait}} for an entry that no source has yet.",
    "$1 number",
)
UNSEEN = Text(
    "report-unseen",
    "It sees only what somebody wrote down. Contacts that nobody recorded make the number too low; a person who was "
    "entered twice makes it too high.",
)
SETTINGS = Text("report-settings", "How it was worked out")
SETTING = Text("report-setting", "$1: $2", "$1 name of a setting, $2 its value")
RULE = Text(
    "report-rule",
    "A person holds a relationship if their links to it, direct or through common work, membership and meetings, add "
    "up to the least strength. A link loses half of its strength in each half-life; all these values are choices, not "
    "findings.",
)
_INSTEAD: tuple[AssetKind, ...] = ("Affiliate", "Project", "Group")
DECIDING = ("board", "chair", "president", "treasurer", "secretary", "director", "bureau", "conseil", "رييس", "مجلس")
"""Folded words in a role that say that somebody decides."""


def build(asker: Asker) -> tuple[Message, Iterator[Section]]:
    """Return the title and the sections, each computed when its turn comes."""
    scope = asker.options.get("scope")
    _choose_assets(asker, scope)
    title = TITLE_SCOPE(_scope_name(asker.snapshot, scope)) if scope else TITLE()
    return title, _sections(asker)


def _choose_assets(asker: Asker, scope: str | None) -> None:
    """Look at affiliates, projects or groups, the first that anybody keeps, where no partner is on the map."""
    snapshot = asker.snapshot
    if asker.options.get("assets") or len(snapshot.nodes_of(Partner)):
        return
    for kind in _INSTEAD:
        if find_holdings(snapshot, scope=scope, assets=kind, as_of=today()).counts.any():
            asker.options, asker.is_chosen = {**asker.options, "assets": kind}, True
            return


def _scope_name(snapshot: Snapshot, scope: str) -> Name | str:
    if scope in snapshot:
        return Name(scope, snapshot.names[snapshot.index(scope)])
    return scope


def _sections(asker: Asker) -> Iterator[Section]:
    figures = asker.ask("bus-factor")
    chosen = [CHOSEN(NOUNS[asker.options["assets"]](SEVERAL))] if asker.is_chosen else []
    yield Section(title=HEADLINE, sentences=(*figures.summary, *chosen), result=figures)
    yield Section(title=MEANING, sentences=(MEANING_1(), MEANING_2()))
    row = figures.rows[0]
    single = asker.ask("single-contacts")
    if row.held:
        yield Section(title=SUPPORT, lines=tuple(_support(single)), result=single)
        yield _second_contacts(asker, single)
        away = asker.ask("what-if", leave=row.example)
        lost = _rows_of(away, "change", "orphaned", "weakened")
        yield Section(title=WHAT_IF, sentences=_once(away), result=lost, columns=("name", "change", "before", "after"))
        help_ = asker.ask("second-contacts")
        columns = ("rank", "person_name", "asset_name", "introduced_by_name", "loss_before", "loss_after")
        reasons = tuple(
            REASON(row.rank, Name(row.person_id, row.person_name), Name(row.asset_id, row.asset_name), row.why)
            for row in help_.rows
        )
        yield Section(title=HELP, sentences=help_.summary, lines=reasons, result=help_, columns=columns)
    yield from _missing(asker)
    trend = asker.ask("trend")
    columns = ("period", "people", "new", "gone", "held", "bus_factor", "single_contact_share")
    # The newest first: a cut leaves out the oldest.
    newest = replace(trend, rows=tuple(reversed(trend.rows)))
    yield Section(title=TREND, sentences=trend.summary, result=newest, columns=columns)
    yield Section(title=HEALTH, sentences=tuple(_succession(row, single)), lines=tuple(_deciding(asker, figures)))
    yield Section(title=CONFIDENCE, sentences=tuple(_confidence(asker.snapshot, figures)))
    yield Section(title=SETTINGS, sentences=(RULE(), *_settings(asker, figures)))


def _once(result: Result[Any]) -> tuple[Message, ...]:
    """Leave out what the headline said already."""
    return tuple(sentence for sentence in result.summary if sentence.text != ORPHANED)


def _rows_of(result: Result[Any], column: str, *values: str) -> Result[Any]:
    """Return the result with the rows of these values only."""
    return replace(result, rows=tuple(row for row in result.rows if getattr(row, column) in values))


def _second_contacts(asker: Asker, single: Result[Any]) -> Section:
    """Propose a second person for each relationship with one contact."""
    proposals = asker.ask("second-contacts", count=PROPOSED)
    proposed = {row.asset_id: Name(row.person_id, row.person_name) for row in reversed(proposals.rows)}
    sentences: list[Message] = []
    for row in single.rows:
        asset, holder = Name(row.asset_id, row.asset_name), Name(row.holder_id, row.holder_name)
        stand_in = Name(row.stand_in_id, row.stand_in_name) if row.stand_in_id else None
        second = proposed.get(row.asset_id, stand_in)
        if asker.snapshot.index(row.holder_id) in asker.snapshot.opted_out:
            sentences.append(ASK_PROPOSAL(asset, second) if second else ASK(asset))
        else:
            sentences.append(PROPOSAL(asset, holder, second) if second else NO_PROPOSAL(asset, holder))
    columns = ("asset_name", "holder_name", "last_date", "stand_in_name")
    return Section(title=SECOND, sentences=_once(single), lines=tuple(sentences), result=single, columns=columns)


def _missing(asker: Asker) -> Iterator[Section]:
    """Say which relationships nobody keeps, and what else is missing among organisations."""
    contacts = asker.ask("contacts")
    orphaned = [Name(row.asset_id, row.asset_name) for row in contacts.rows if not (row.count or row.inside)]
    sentences = (NOBODY(len(orphaned), orphaned),) if orphaned else ()
    lines: list[Message] = []
    for row in contacts.rows:
        if row.inside and not row.count:
            own = [Name(id_, asker.snapshot.names[asker.snapshot.index(id_)]) for id_ in row.inside]
            lines.append(INSIDE(len(own), Name(row.asset_id, row.asset_name), cut(own, EIGHT)))
    if sentences or lines:
        yield Section(title=UNKNOWN, sentences=sentences, lines=tuple(lines), result=contacts)
    gaps = asker.ask("gaps")
    shown = _rows_of(gaps, "kind", "affiliate", "country", "region", "language", "partner-kind", "want")
    yield Section(title=MISSING, sentences=gaps.summary, result=shown, columns=("kind", "name", "missing"))


def _support(single: Result[Any]) -> Iterator[Message]:
    """Say of each person what they carry alone, in order of their name."""
    carried: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for row in single.rows:
        carried[row.holder_name, row.holder_id].append(Name(row.asset_id, row.asset_name))
    if not carried:
        yield SUPPORT_NONE()
    for name, id_ in sorted(carried):
        yield SUPPORT_ONE(Name(id_, name), carried[name, id_])


def _succession(figures: Any, single: Result[Any]) -> Iterator[Message]:  # noqa: ANN401 - the row of the bus factor
    if single.rows:
        count, ready = len(single.rows), sum(row.stand_in_id is not None for row in single.rows)
        if 0 < ready < count:
            yield SUCCESSION(ready, count)
        else:
            yield (SUCCESSION_ALL if ready else SUCCESSION_NOBODY)(count)
    elif figures.held:
        yield SUCCESSION_NONE()


def _deciding(asker: Asker, figures: Result[Any]) -> Iterator[Message]:
    """Count the members with a deciding role today, in the unit of the scope or in each affiliate."""
    snapshot = asker.snapshot
    today, node = figures.parameters.get("as_of"), scope_of(snapshot, asker.options.get("scope")).node
    units = snapshot.nodes_of(Affiliate).tolist() if node is None else [node]
    wanted = [unit for unit in units if snapshot.type_of(unit) in (Affiliate, Group)]
    people: dict[int, set[int]] = defaultdict(set)
    lasting = set(LinkAges(snapshot, today).links_of(MemberOf).tolist())
    numbers = snapshot.links_of(MemberOf).tolist()
    for number, role in zip(numbers, snapshot.values(MemberOf, "role"), strict=True):
        if role and number in lasting and any(word in fold(role) for word in DECIDING):
            people[int(snapshot.link_target[number])].add(int(snapshot.link_source[number]))
    known = [unit for unit in wanted if people[unit]]
    for unit in known:
        yield DECIDE(len(people[unit]), Name(snapshot.ids[unit], snapshot.names[unit]))
    if not known:
        yield DECIDE_UNKNOWN()


def _confidence(snapshot: Snapshot, figures: Result[Any]) -> Iterator[Message]:
    yield COUNTS(snapshot.link_count, len(snapshot), len(snapshot.sources))
    days = np.concatenate([snapshot.last_days, snapshot.link_since])
    days = days[days > 0]
    if len(days) and snapshot.as_of:
        today = str(figures.parameters.get("as_of") or snapshot.as_of)
        yield AGE(Day(today), _date(days.max()), _date(days.min()))
    else:
        yield AGE_NONE()
    yield from figures.warnings
    if snapshot.waiting:
        yield WAITING(len(snapshot.waiting))
    yield UNSEEN()


def _date(day: Any) -> Day:  # noqa: ANN401 - a numpy integer
    from datetime import date  # noqa: PLC0415 - day numbers become dates here only

    return Day(date.fromordinal(int(day)).isoformat())


def _settings(asker: Asker, figures: Result[Any]) -> Iterator[Message]:
    for setting in settings(asker.snapshot, get_query(figures.query), figures.parameters):
        if setting.value not in (None, "", [], ()):
            value = Day(setting.value) if setting.shown_as is ShownAs.DATE else _in_words(setting.value)
            yield SETTING(setting.label(), value)


def _in_words(value: Any) -> Parameter:  # noqa: ANN401 - any parameter
    match value:
        case Text():
            return value()
        case bool():
            return (YES if value else NO)()
        case float() if value.is_integer():
            return int(value)
        case list() | tuple():
            return [_in_words(item) for item in value]  # pyright: ignore[reportUnknownVariableType] - any parameter
        case _:
            return value
