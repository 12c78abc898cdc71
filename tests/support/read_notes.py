# SPDX-License-Identifier: GPL-3.0-or-later
"""What workshop notes told, in a shape that a test can write down."""

from typing import TypeAlias

from graph.schema.links import About, Asked, Link, MemberOf
from graph.schema.nodes import Event, Group, Node, Question, Record
from graph.schema.source import Problem
from loaders.notes.records import read_notes
from tests.support.checkout import CHECKOUT

NOTES = CHECKOUT / "tests" / "data" / "notes"
Blocks: TypeAlias = dict[str | None, list[str]]


def read(text: str) -> tuple[list[Record], list[Problem]]:
    return read_notes(text, file="notes.md", source_id="src")


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
        return [(parameters[0], parameters[1]) for _line, parameters in self.problems_of("notes-not-read")]

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
