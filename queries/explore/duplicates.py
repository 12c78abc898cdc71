# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names may stand for one person, organisation, theme or question?

Two records are a *candidate* if their names are alike at least `min_score`,
whatever the spelling, order or script (also called *record linkage*). Saved
as CSV this is a review file: write same, different or unsure into `decision`
and load it like any other source. Only `same` joins two, and retiring the
file undoes it. What a rule joined by name is listed with `decided`. Themes
(`types`) are compared by their words, whatever order, case and plural;
questions by what they ask about.

Reading it: a high score is a reason to look, never proof; Mohamed Ali and
Mahmoud Ali score .95. Pairs with something against them come last. A first
name alone is *weak*: of such pairs at most one a person is asked about.

Complexity: O(W^2 + pairs that share the sound of a word), W = different words.
References: How this is worked out, Names (docs/methods/names.md); Winkler 1990,
String comparator metrics and enhanced decision rules in the Fellegi-Sunter
model of record linkage.

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Person
>>> people = Person(id="person:a/1", name="Amina Belkacem"), Person(id="person:b/1", name="BELKACEM, Aminah")
>>> [(row.left_name, row.right_name, row.weak) for row in QUERY.run(Snapshot.of(map(pack, people))).rows]
[('Amina Belkacem', 'BELKACEM, Aminah', False)]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from graph.schema.links import Decision, SameAs
from graph.schema.nodes import Node, Person, Question, Theme
from graph.schema.source import JOINED
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query
from queries.framework.result import Result, ShownAs
from queries.measures.identity.candidates import MIN_SCORE, MOST_OF_A_NAME, Candidate, Found, candidates, decisions
from queries.measures.identity.text_matches import question_candidates, theme_candidates
from queries.measures.parameters import node_class

NameType = Literal["Person", "Affiliate", "Partner", "Group", "Theme", "Question"]
NAMED_TYPES: tuple[NameType, ...] = ("Person", "Affiliate", "Partner")
"""People and organisations; groups are often called alike (“Table 4”), so they are looked at on request.

Themes and questions are compared by their words alone, also on request.
"""
LOWEST_SCORE = 0.7
"""Below this the recipe finds more names than anybody could look at."""

FOUND = Text(
    "duplicates-found",
    "{{PLURAL:$1|One pair of names|$1 pairs of names}} may stand for the same person or organisation. Begin with $2 "
    "and $3.",
    "$1 number of pairs, $2 and $3 names",
)
FOUND_TEXTS = Text(
    "duplicates-found-texts",
    "{{PLURAL:$1|One pair|$1 pairs}} may stand for the same theme or question. Begin with “$2” and “$3”.",
    "$1 number of pairs, $2 and $3 names of themes, or questions",
)
AGAINST = Text(
    "duplicates-against",
    "Something speaks against {{PLURAL:$1|one of them|$1 of them}}; {{PLURAL:$1|it comes|they come}} last.",
    "$1 number of pairs",
)
HOW = Text(
    "duplicates-how",
    "To answer, save the table as CSV, write same, different or unsure into “decision” and load the file. Nothing is "
    "joined before, and retiring the file undoes it.",
)
NOTHING = Text("duplicates-nothing", "No two names of people or organisations look alike.")
NOTHING_TEXTS = Text("duplicates-nothing-texts", "No two themes or questions look alike.")
DIFFERENT = Text(
    "duplicates-different",
    "{{PLURAL:$1|One pair was|$1 pairs were}} found to be different and {{PLURAL:$1|is|are}} not asked about again.",
    "$1 number of pairs",
)
BY_NAME = Text(
    "duplicates-by-name",
    "{{PLURAL:$1|One entry was|$1 entries were}} joined by name from several sources and {{PLURAL:$1|is|are}} not "
    "asked about; “decided” lists {{PLURAL:$1|it|them}}.",
    "$1 number of entries; decided is typed so",
)
SAME_NAME = Text(
    "duplicates-same-name", "the same name in {{PLURAL:$1|one source|$1 sources}}", "Why a rule joined two; $1 number"
)
SAME_PERSON = Text(
    "duplicates-same-person",
    "the same full name in {{PLURAL:$1|one source|$1 sources}}, and one more fact that agrees",
    "Why a rule joined what two sources say of a person; $1 number",
)
OWN_FILE = Text(
    "duplicates-own-file",
    "Earlier decisions are kept as long as their file is. Load the new one under a name of its own: a source that is "
    "loaded again says only what its new file says.",
)
NOT_ASKED = Text(
    "duplicates-not-asked",
    "{{PLURAL:$1|One more pair has|$1 more pairs have}} a first name alone in common and {{PLURAL:$1|is|are}} not "
    "asked about.",
    "$1 number of pairs",
)
COMMON = Text(
    "duplicates-common",
    "More than $1 are called like $2, so not each of these is compared with each.",
    "$1 number, $2 list of names",
)
_NAMED = 3
_RULE = "name"
"""Who decided what the rule joined (graph/merge/by_name.py)."""
_TEXTS = {"Theme", "Question"}


@dataclass(frozen=True, slots=True)
class Row:
    """Two nodes that may be one; without `records`, the columns of a review file."""

    left_id: Annotated[str, Field(title="One name id", description="Id of the first, the smaller one.")]
    left_name: Annotated[str, Field(title="One name", description="Name of the first.")]
    right_id: Annotated[str, Field(title="Other name id", description="Id of the second.")]
    right_name: Annotated[str, Field(title="Other name", description="Name of the second.")]
    score: Annotated[float, Field(description="How alike their names are, 0 to 1.")]
    reasons_for: Annotated[tuple[Message, ...], Field(description="What else speaks for one person or entry.")]
    reasons_against: Annotated[tuple[Message, ...], Field(description="What speaks against it.")]
    weak: Annotated[bool, Field(description="Whether a first name alone is what they have in common.")]
    decision: Annotated[str | None, Field(description="Same, different or unsure; empty until somebody decides.")]
    by: Annotated[str | None, Field(description="Who decided.")]
    date: Annotated[str | None, ShownAs.DATE, Field(description="When it was decided.")]
    note: Annotated[str | None, Field(description="A remark of who decided.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of both, and of the links behind the reasons.")]


def compute(
    snapshot: Snapshot,
    *,
    types: Annotated[
        tuple[NameType, ...], Field(description="Among which types; default: people and organisations.")
    ] = NAMED_TYPES,
    min_score: Annotated[
        float,
        Field(title="Least likeness", ge=LOWEST_SCORE, le=1, description="How alike the names are at least, 0.7 to 1."),
    ] = MIN_SCORE,
    decided: Annotated[
        bool,
        Field(
            title="Decided pairs too",
            description="Show also pairs that were found to be different, and what was joined by name.",
        ),
    ] = False,
) -> Result[Row]:
    """Return the candidates, those without a reason against first."""
    found = [_found(snapshot, node_class(name), min_score, decided=decided) for name in dict.fromkeys(types)]
    ordered = sorted((candidate for one in found for candidate in one.candidates), key=Candidate.order)
    rows = tuple(_row(snapshot, candidate) for candidate in ordered)
    joined = _joined(snapshot, None if types == NAMED_TYPES else {node_class(name) for name in types})
    summary = _summary(snapshot, rows, decided=decided, texts=set(types) <= _TEXTS)
    return Result(
        rows=(*rows, *(row for node in joined for row in _rows_of(snapshot, node))) if decided else rows,
        summary=(*summary, *([BY_NAME(len(joined))] if joined and not decided else [])),
        warnings=tuple(_warnings(snapshot, found)),
    )


def _found(snapshot: Snapshot, cls: type[Node], min_score: float, *, decided: bool) -> Found:
    if cls is Theme:
        return theme_candidates(snapshot, min_score, with_different=decided)
    if cls is Question:
        return question_candidates(snapshot, with_different=decided)
    return candidates(snapshot, cls, snapshot.nodes_of(cls).tolist(), min_score, with_different=decided)


def _joined(snapshot: Snapshot, classes: set[type[Node]] | None) -> list[int]:
    """Return the entries that the rule joined from several sources."""
    those = sorted(set(snapshot.joined.values()))
    wanted = [node for node in those if classes is None or snapshot.type_of(node) in classes]
    return [node for node in wanted if JOINED in snapshot.node(node).sources]


def _rows_of(snapshot: Snapshot, number: int) -> Iterator[Row]:
    """Return what the rule joined, with its reason; `different` in a review file undoes it."""
    node = snapshot.node(number)
    why = (SAME_PERSON if isinstance(node, Person) else SAME_NAME)(len(node.sources) - 1)
    for other in node.merged_ids:
        yield Row(
            left_id=node.id,
            left_name=node.name,
            right_id=other,
            right_name=node.name,
            score=1.0,
            reasons_for=(why,),
            reasons_against=(),
            weak=False,
            decision=Decision.SAME.value,
            by=_RULE,
            date=None,
            note=None,
            records=(node.id,),
        )


def _row(snapshot: Snapshot, candidate: Candidate) -> Row:
    ids, names = snapshot.ids, snapshot.names
    left, right = candidate.left, candidate.right
    sentences = None if candidate.link is None else snapshot.link(candidate.link)
    decision = sentences if isinstance(sentences, SameAs) else None
    return Row(
        left_id=ids[left],
        left_name=names[left],
        right_id=ids[right],
        right_name=names[right],
        score=candidate.score,
        reasons_for=candidate.reasons_for,
        reasons_against=candidate.reasons_against,
        weak=candidate.weak,
        decision=decision and decision.decision.value,
        by=decision and decision.by,
        date=decision and decision.date,
        note=decision and decision.note,
        records=(ids[left], ids[right], *candidate.links, *([decision.id] if decision else [])),
    )


def _summary(snapshot: Snapshot, rows: Sequence[Row], *, decided: bool, texts: bool) -> list[Message]:
    different = len(decisions(snapshot, Decision.DIFFERENT))
    sentences = [DIFFERENT(different)] if different and not decided else []
    if not rows:
        return [(NOTHING_TEXTS if texts else NOTHING)(), *sentences]
    first = rows[0]
    names = Name(first.left_id, first.left_name), Name(first.right_id, first.right_name)
    found = (FOUND_TEXTS if texts else FOUND)(len(rows), *names)
    against = sum(bool(row.reasons_against) for row in rows)
    return [found, *([AGAINST(against)] if against else []), HOW(), *sentences]


def _warnings(snapshot: Snapshot, found: Sequence[Found]) -> list[Message]:
    sentences: list[Message] = []
    not_asked = sum(one.not_asked for one in found)
    if not_asked:
        sentences.append(NOT_ASKED(not_asked))
    common = [Name(snapshot.ids[node], snapshot.names[node]) for one in found for node in one.common]
    if common:
        sentences.append(COMMON(MOST_OF_A_NAME, common[:_NAMED]))
    if snapshot.joined or len(snapshot.links_of(SameAs)):
        sentences.append(OWN_FILE())
    return sentences


CYPHER = None
QUERY = Query(
    name="duplicates",
    title=Text("duplicates-title", "Names that may be the same", "Title of the query"),
    compute=compute,
    row=Row,
)
