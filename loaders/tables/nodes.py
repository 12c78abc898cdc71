# SPDX-License-Identifier: GPL-3.0-or-later
"""Which node a cell means: ids and names within one load.

An id is made by the rule of docs/architecture.md#schema: with its prefix, else Wikidata, else
username, else the bare id, else the name, the last two scoped by the source.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.schema import ids
from graph.schema.folding import fold
from graph.schema.nodes import NODE_CLASSES, Node, Person, class_of, prefix_of
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position

UNKNOWN_NAME = Text(
    "problem-unknown-end",
    "No $1 called “$2” is in this load. The link waits until something is loaded that has the id $3.",
    "$1 words for classes, $2 name, $3 id",
)
AMBIGUOUS_NAME = Text(
    "problem-ambiguous-end",
    "“$1” may be any of $2; the link was left out. Write the id instead of the name.",
    "$1 name, $2 list of ids",
)

JOINED_ACCOUNTS = Text(
    "problem-joined-accounts",
    "$1: with an account in some rows and without in others; each was taken as one person.",
    "$1 list of names",
)

_ITEM = re.compile(r"Q[1-9]\d*")
_NUMBER = re.compile(r"(\d++)(?:\.0+)?")
# `C`, `C++` and `C#` are three names.
_SIGNS = ((re.compile(r"(?<=\w)\+"), "plus"), (re.compile(r"(?<=\w)#"), "sharp"))


def spelled(name: str) -> str:
    """Return a name with its signs as words, where they tell it from another."""
    if "+" in name or "#" in name:
        for sign, word in _SIGNS:
            name = sign.sub(word, name)
    return name


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return fold(spelled(name)) or name


class Nodes:
    """The nodes of one load, found by id, bare id, username, item or name."""

    def __init__(self, source_id: str) -> None:
        """Start empty."""
        self.source_id = source_id
        self.records: list[Node] = []
        self.moved: dict[str, str] = {}
        self._indexed = 0
        self._in_a_group: set[str] = set()
        self._ids: set[str] = set()
        self._bare: dict[type[Node], dict[str, str]] = {cls: {} for cls in NODE_CLASSES}
        self._names: dict[tuple[str, str], dict[str, None]] = {}
        self._spelt: dict[str, dict[str, str]] = {}

    def add(self, records: Iterable[Node]) -> None:
        """Take in nodes; their names are indexed when one is looked up."""
        self.records.extend(records)

    def join_accounts(self) -> list[Problem]:
        """Let a person whose full name stands with one account be that account where it is left out.

        Returns what was joined, as problems. No name may have been looked up before.
        """
        accounts: dict[str, dict[str, None]] = {}
        for record in self.records:
            if isinstance(record, Person) and record.username:
                accounts.setdefault(name_key(record.name), {})[record.id] = None
        joined: dict[str, None] = {}
        for index, record in enumerate(self.records):
            if not isinstance(record, Person) or record.username or is_first_name(Person, record.name):
                continue
            ids_ = list(accounts.get(name_key(record.name), ()))
            if len(ids_) == 1 and record.id == self.id_for(Person, record.name):
                self.records[index] = replace(record, id=ids_[0])
                self.moved[record.id] = ids_[0]
                joined[record.name] = None
        return [Position().problem(JOINED_ACCOUNTS(list(joined)), field="username")] if joined else []

    def id_of(
        self,
        cls: type[Node],
        *,
        bare: str | None = None,
        wikidata: str | None = None,
        username: str | None = None,
        name: str | None = None,
        within: str | None = None,
    ) -> str:
        """Return the id of a row's node from whichever cell says it, "" if none does.

        The cell of the id does not carry the prefix of the class; `within`
        is the group that scopes a first name alone.
        """
        if wikidata and _ITEM.fullmatch(wikidata):
            id_ = ids.wikidata_id(prefix_of(cls), wikidata)
        elif username:
            id_ = ids.username_id(prefix_of(cls), username)
        elif bare:
            id_ = ids.scoped_id(prefix_of(cls), self.source_id, bare)
        elif name:
            return self.id_for(cls, name, within=within)
        else:
            return ""
        if bare:
            self._bare[cls].setdefault(bare, id_)
        return id_

    def exact_id(self, cls: type[Node], name: str) -> str:
        """Return the id of an entry whose name only case and spaces may change.

        This spelling then means it, before any similar name.
        """
        id_ = ids.exact_id(prefix_of(cls), self.source_id, name)
        return self._bare[cls].setdefault(name, id_)

    def id_for(self, cls: type[Node], name: str, *, within: str | None = None) -> str:
        """Return the id that an entry with this name has in this source."""
        if within and is_first_name(cls, name):
            id_ = ids.scoped_id(prefix_of(cls), self.source_id, within, spelled(name))
            self._in_a_group.add(id_)
            return id_
        return ids.scoped_id(prefix_of(cls), self.source_id, spelled(name))

    def find(self, classes: Sequence[type[Node]], text: str) -> list[str]:
        """Return the ids of the nodes of these classes that a cell may mean.

        An id with its prefix is taken at its word, whether or not the load
        holds such a node.
        """
        if class_of(text) in classes and ids.is_prefixed(text.partition(":")[0], text):
            return [text]
        found = {self._bare[cls][text]: None for cls in classes if text in self._bare[cls]}
        if not found:
            self._index()
            name = name_key(text)
            for cls in classes:
                found |= self._names.get((prefix_of(cls), name), {})
        if not found and (number := _NUMBER.fullmatch(text)):
            found = self._numbered(classes, number[1].lstrip("0"))
        return list(found)

    def _numbered(self, classes: Sequence[type[Node]], number: str) -> dict[str, None]:
        """Return the nodes with this bare id, however many zeros are in front of it or behind its point."""
        return {
            id_: None
            for cls in classes
            for bare, id_ in self._bare[cls].items()
            if (match := _NUMBER.fullmatch(bare)) and match[1].lstrip("0") == number
        }

    def other_signs(self, id_: str, name: str) -> str:
        """Return the name that a node has, where this spelling of it has other signs and is otherwise the same."""
        self._index()
        spelt = self._spelt.get(id_, {})
        if not spelt or _letters(name) in spelt:
            return ""
        return next((known for known in spelt.values() if fold(known) == fold(name)), "")

    def find_any(self, classes: Sequence[type[Node]], names: Iterable[str]) -> list[str]:
        """Return what the first of several ways to read a name means."""
        return next((found for name in names if (found := self.find(classes, name))), [])

    def find_in_group(self, name: str, group: str) -> list[str]:
        """Return the people whom a first name in a group may mean.

        Somebody of that name in another group is somebody else.
        """
        self._index()
        here = self.id_for(Person, name, within=group)
        if here in self._ids:
            return [here]
        return [id_ for id_ in self.find((Person,), name) if id_ not in self._in_a_group]

    def end(
        self, classes: Sequence[type[Node]], text: str, field: str, position: Position
    ) -> tuple[str | None, list[Problem]]:
        """Return the id that a link's end means, None if there is none, and a problem if it is not one that is known.

        A name that matches nothing gets the id that it would have in this
        source, as the first of the classes: the link waits for it.
        """
        text = without_private(text)
        found = self.find(classes, text)
        if len(found) == 1:
            return found[0], []
        if found:
            return None, [position.problem(AMBIGUOUS_NAME(text, found), field=field, found=text, expected="an id")]
        if not classes or not text:
            return None, []
        id_ = self.id_for(classes[0], text)
        words = words_for(classes)
        return id_, [position.problem(UNKNOWN_NAME(words, text, id_), field=field, found=text, expected=words)]

    def _index(self) -> None:
        for record in self.records[self._indexed :]:
            prefix = prefix_of(type(record))
            self._ids.add(record.id)
            names = [record.name, *record.aliases]
            if isinstance(record, Person) and record.username:
                names += [record.username, f"User:{record.username}"]
            if record.wikidata:
                names.append(record.wikidata)
            self._spelt.setdefault(record.id, {}).update((_letters(name), name) for name in names)
            for name in names:
                self._names.setdefault((prefix, name_key(name)), {})[record.id] = None
        self._indexed = len(self.records)


def _letters(name: str) -> str:
    """Return a name without case, accents and doubled spaces, but with its signs; an account has _ for a space."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("_", " "))
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def is_first_name(cls: type[Node], name: str) -> bool:
    """Say whether this is a person's name of one word, which others may share."""
    return cls is Person and " " not in name.strip()


def words_for(classes: Iterable[type[Node]]) -> str:
    """Return what a cell may name, such as "group or affiliate"."""
    return " or ".join(cls.LABEL for cls in classes)
