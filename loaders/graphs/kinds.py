# SPDX-License-Identifier: GPL-3.0-or-later
"""Which class an entry of another program's network is of, and which class a link.

The words are those of headings and tables, those of kinds (`museum` is a kind
of partner), and those in `loaders/graphs/words.toml`.
"""

import tomllib
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from graph.schema.folding import fold
from graph.schema.links import (
    LINK_CLASSES,
    About,
    Answers,
    Asked,
    Attended,
    ContactOf,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    PartOf,
    Proposed,
    WorkedOn,
    WorkedWith,
    may_link,
    table_name,
)
from graph.schema.nodes import (
    NODE_CLASSES,
    Affiliate,
    Event,
    Group,
    Idea,
    Node,
    Partner,
    Person,
    Project,
    Question,
    Theme,
)
from loaders.cells.values import field_types
from loaders.cells.words import FIELDS, KINDS, LINK_WORDS
from loaders.tables.headings import LINK_COLUMNS_OF, class_of_name, naming_words

_WORDS: dict[str, Any] = tomllib.loads((files("loaders.graphs") / "words.toml").read_text(encoding="utf-8"))
_DIRECTIONS = frozenset({"directed", "undirected", "mutual", "non directed", "arc", "edge"})
_VAGUE = frozenset({"other", "foundation"})
"""Kinds of which people call several classes of entries so."""

_BETWEEN: dict[tuple[type[Node], type[Node]], type[Link]] = {
    (Person, Person): WorkedWith,
    (Person, Group): MemberOf,
    (Person, Affiliate): MemberOf,
    (Person, Partner): ContactOf,
    (Person, Project): WorkedOn,
    (Person, Event): Attended,
    (Person, Question): Asked,
    (Person, Idea): Proposed,
    (Person, Theme): InterestedIn,
    (Group, Event): PartOf,
    (Group, Affiliate): PartOf,
    (Group, Project): WorkedOn,
    (Group, Partner): PartnerOf,
    (Group, Question): Asked,
    (Group, Idea): Proposed,
    (Group, Theme): InterestedIn,
    (Affiliate, Affiliate): PartnerOf,
    (Affiliate, Partner): PartnerOf,
    (Affiliate, Project): WorkedOn,
    (Affiliate, Event): Attended,
    (Affiliate, Theme): InterestedIn,
    (Partner, Partner): PartnerOf,
    (Partner, Project): WorkedOn,
    (Partner, Event): Attended,
    (Partner, Theme): InterestedIn,
    (Project, Project): PartOf,
    (Event, Event): PartOf,
    (Theme, Theme): PartOf,
    (Project, Theme): About,
    (Event, Theme): About,
    (Question, Theme): About,
    (Idea, Question): Answers,
    (Idea, Theme): About,
}
"""What a link between two classes is where nothing says it; nothing for the pairs that are missing."""


class Kind(NamedTuple):
    """The class that a type means, and the kind within it where the type says that too."""

    cls: type[Node]
    kind: str = ""


class Meaning(NamedTuple):
    """The class of a link; `is_backward`: its source is where the connection ends."""

    link: type[Link]
    is_backward: bool = False
    fixed: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=10_000)
def kind_of(text: str) -> Kind | None:
    """Return the class of the entries that are called so, None if nobody can say.

    Several types in one cell (`Person;Volunteer`) must mean one class.
    """
    whole = _kind_of(text)
    if whole:
        return whole
    parts = {found.cls: found for part in text.replace("|", ";").split(";") if (found := _kind_of(part))}
    return next(iter(parts.values())) if len(parts) == 1 else None


def _kind_of(text: str) -> Kind | None:
    word = fold(text)
    known = _kinds()
    found = known.get(word) or known.get(word.removesuffix("s")) or known.get(f"{word}s")
    if not found and word and (cls := class_of_name(text)):
        found = Kind(cls)
    return found


@cache
def _kinds() -> dict[str, Kind]:
    names = {fold(word): Kind(cls) for cls in NODE_CLASSES for word in (cls.TYPE, cls.LABEL, cls.PLURAL)}
    known = dict(names)
    for cls in NODE_CLASSES:
        for word in (*naming_words(cls), *_WORDS["entry"][cls.TYPE]):
            known.setdefault(fold(word), Kind(cls))
    by_word: dict[str, set[Kind]] = {}
    for cls in NODE_CLASSES:
        kinds = field_types(cls).get("kind")
        if isinstance(kinds, type) and issubclass(kinds, StrEnum):
            for kind in kinds:
                for word in (str(kind), *KINDS.get(kind, [])):
                    by_word.setdefault(fold(word), set()).add(Kind(cls, str(kind)))
    for word, found in by_word.items():
        if len(found) == 1 and word not in _VAGUE and word not in names:
            kind = next(iter(found))
            if known.get(word, kind).cls is kind.cls:
                known[word] = kind
    return known


@lru_cache(maxsize=10_000)
def link_between(words: tuple[str, ...], source: type[Node], target: type[Node]) -> tuple[Meaning | None, str]:
    """Return what a connection between two classes is, and the word that says it, "" if none does.

    Without a word it is what usually connects the two, None where nothing does.
    """
    for word in words:
        if meaning := _named(fold(word), source, target):
            return meaning, word
    if usual := _BETWEEN.get((source, target)):
        return Meaning(usual), ""
    if usual := _BETWEEN.get((target, source)):
        return Meaning(usual, is_backward=True), ""
    return None, ""


def is_direction(word: str) -> bool:
    """Say whether a word says only whether an edge has a direction, or is the number of one."""
    return fold(word) in _DIRECTIONS or word.replace(".", "").isdigit()


@lru_cache(maxsize=10_000)
def only_ends(words: tuple[str, ...]) -> tuple[type[Node] | None, type[Node] | None]:
    """Return the classes at the ends of the link that the words name, each None if there may be several."""
    for word in words:
        for cls in LINK_CLASSES:
            if fold(word) in _words_of(cls)[0]:
                source, target = (end.classes[0] if len(end.classes) == 1 else None for end in cls.ENDS)
                return source, target
    return None, None


def _named(word: str, source: type[Node], target: type[Node]) -> Meaning | None:
    """Return the link that a word names between these two, as the word says or the other way round."""
    for cls in LINK_CLASSES:
        forward, backward = _words_of(cls)
        if word in forward or word in backward:
            ways = ((source, target, False), (target, source, True))
            for start, end, turned in ways if word in forward else reversed(ways):
                if may_link(cls, start, end):
                    return Meaning(cls, turned)
    for row, other, turned in ((source, target, False), (target, source, True)):
        for link_column in LINK_COLUMNS_OF.get(row, ()):
            if other in link_column.others and word in _heading_words(link_column.words):
                return Meaning(link_column.link, link_column.backward is not turned, link_column.fixed)
    return None


@cache
def _words_of(cls: type[Link]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded words for a link in its direction, and against it."""
    own = (cls.TYPE, table_name(cls), cls.__name__, cls.FORWARD, cls.FORWARD.removeprefix("is "))
    forward = frozenset(map(fold, (*own, *_WORDS["link"].get(cls.__name__, ()))))
    return forward, frozenset({fold(cls.BACKWARD)}) - forward


@cache
def _heading_words(words: str) -> frozenset[str]:
    return frozenset(map(fold, (LINK_WORDS.get(words) or FIELDS[words]).all()))
