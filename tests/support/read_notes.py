# SPDX-License-Identifier: GPL-3.0-or-later
"""What workshop notes told, in a shape that a test can write down."""

from typing import NamedTuple, TypeAlias

from graph.schema.folding import fold
from graph.schema.links import About, Answers, Asked, Link, MemberOf, PartOf, Proposed
from graph.schema.nodes import Event, Group, Idea, Node, Question, QuestionKind, Record
from graph.schema.source import Problem
from loaders.notes.records import read_notes
from tests.support.checkout import CHECKOUT

NOTES = CHECKOUT / "tests" / "data" / "notes"
UNREAD = ("notes-not-read", "notes-not-read-heading", "notes-not-read-room")
Blocks: TypeAlias = dict[str | None, list[str]]


def read(text: str) -> tuple[list[Record], list[Problem]]:
    return read_notes(text, file="notes.md", source_id="src")


class IdeaRow(NamedTuple):
    """An idea: its kind and text, what it is about, whose it is, what it answers."""

    kind: str | None
    name: str
    themes: list[str]
    by: list[str]
    answered: list[str]


class Notes:
    """The records of some notes: groups, blocks, themes, by name."""

    def __init__(self, text: str) -> None:
        self.records, self.problems = read(text)
        self.nodes = {record.id: record for record in self.records if isinstance(record, Node)}
        self.links = [record for record in self.records if isinstance(record, Link)]
        self.groups = {node.name: node.id for node in self.nodes.values() if isinstance(node, Group)}

    @property
    def members(self) -> dict[str, list[str]]:
        return {name: self._names(MemberOf, target=id_) for name, id_ in self.groups.items()}

    @property
    def asked(self) -> dict[str, Blocks]:
        """Questions of each group by heading, None for those under none."""
        return {
            name: self._blocks([link.target for link in self.links if isinstance(link, Asked) and link.source == id_])
            for name, id_ in self.groups.items()
        }

    @property
    def strategic(self) -> Blocks:
        """Questions that no group asked, by theme."""
        asked = {link.target for link in self.links if isinstance(link, Asked)}
        return self._blocks(
            [node.id for node in self.nodes.values() if isinstance(node, Question) and node.id not in asked]
        )

    @property
    def polls(self) -> dict[str, int | None]:
        """What everybody was asked, and how many said yes if they were counted."""
        questions = [node for node in self.nodes.values() if isinstance(node, Question)]
        return {node.name: node.counted for node in questions if node.kind is QuestionKind.POLL}

    @property
    def ideas(self) -> list[IdeaRow]:
        return [
            IdeaRow(
                node.kind,
                node.name,
                self._names(About, source=node.id),
                self._names(Proposed, target=node.id),
                self._names(Answers, source=node.id),
            )
            for node in self.nodes.values()
            if isinstance(node, Idea)
        ]

    def parts(self, name: str) -> set[str]:
        """Return the names of the parts of the entries of that name."""
        wholes = [node.id for node in self.nodes.values() if node.name == name]
        return {part for whole in wholes for part in self._names(PartOf, target=whole)}

    def silent_lines(self, text: str) -> list[int]:
        """Return the lines whose words are in no record, and that no problem names."""
        named = {problem.line for problem in self.problems}
        for first, last in self.unread:
            named |= set(range(int(str(first)), int(str(last)) + 1))
        said = [
            frozenset(word for word in fold(value).split() if not word.isdecimal())
            for node in self.nodes.values()
            for value in (node.name, node.description, getattr(node, "original", None))
            if value
        ]
        silent: list[int] = []
        for number, line in enumerate(text.splitlines(), start=1):
            words = frozenset(word for word in fold(line).split() if not word.isdecimal())
            known = frozenset(word for one in said if one <= words for word in one)
            # A label or a sign may stand around what became a record.
            if number not in named and len(words - known) > (2 if known else 0):
                silent.append(number)
        return silent

    @property
    def themes(self) -> dict[str, list[str]]:
        """Themes of each event."""
        events = [node for node in self.nodes.values() if isinstance(node, Event)]
        return {event.name: self._names(About, source=event.id) for event in events}

    @property
    def originals(self) -> list[tuple[str, str, str | None]]:
        questions = [node for node in self.nodes.values() if isinstance(node, Question)]
        return [(node.name, node.original, node.original_language) for node in questions if node.original]

    def problems_of(self, key: str) -> list[tuple[int | None, list[object]]]:
        """Lines and parameters of the problems of one kind."""
        return [
            (
                problem.line,
                [
                    str(parameter) if not isinstance(parameter, int) else parameter
                    for parameter in problem.text.parameters
                ],
            )
            for problem in self.problems
            if problem.text.text.key == key
        ]

    @property
    def unread(self) -> list[tuple[object, object]]:
        """First and last lines of what became no record."""
        return sorted((parameters[0], parameters[1]) for reason in UNREAD for _, parameters in self.problems_of(reason))

    def _names(self, cls: type[Link], *, source: str = "", target: str = "") -> list[str]:
        found = [link for link in self.links if isinstance(link, cls)]
        if source:
            return [self.nodes[link.target].name for link in found if link.source == source]
        return [self.nodes[link.source].name for link in found if link.target == target]

    def _blocks(self, questions: list[str]) -> Blocks:
        blocks: Blocks = {}
        for id_ in questions:
            for theme in self._names(About, source=id_) or [None]:
                blocks.setdefault(theme, []).append(self.nodes[id_].name)
        return blocks


def notes_of(file: str) -> Notes:
    return Notes((NOTES / file).read_bytes().decode("utf-8"))
