# SPDX-License-Identifier: GPL-3.0-or-later
"""A page of notes: its lines in reading order, and what stands where.

Whatever can be said of a line by looking at it and its neighbours is said
here; what it means after all that went before is for `notes_reader`.
"""

from graph.schema.folding import fold
from loaders.notes.lines import MARKED, Kind, Line
from loaders.notes.names import Names, is_one_name, label_of, named_group, names_of
from loaders.notes.outline import asks
from loaders.notes.words import is_for_the_room, is_question, theme_name


class Page:
    """Lines with their labels and names; positions count from 0."""

    def __init__(self, lines: list[Line]) -> None:
        """Read labels and names once, and put names above their questions."""
        self.lines = _items_as_headings(lines)
        self.labels = [label_of(line.text) if line.is_short else None for line in self.lines]
        self.names = [None if label else _names(line) for line, label in zip(self.lines, self.labels, strict=True)]
        self._find_named_groups()
        order = _names_first(self.lines, [self.lists_names(position) for position in range(len(self.lines))])
        self.lines = [self.lines[index] for index in order]
        self.labels = [self.labels[index] for index in order]
        self.names = [self.names[index] for index in order]
        self.known_headings = _headings_in(self.lines)

    def _find_named_groups(self) -> None:
        """Read "Blue team" as a label where names follow, or where it was one elsewhere."""
        known = {label.key for label in self.labels if label and " " in label.key}
        for position, line in enumerate(self.lines):
            if (
                self.labels[position] is None
                and self.names[position] is None
                and line.is_short
                and line.kind is not Kind.ITEM
            ):
                label = named_group(line.text)
                if label and (label.key in known or self._is_above_names(position)):
                    self.labels[position] = label

    def _is_above_names(self, position: int) -> bool:
        return self.names_follow(position + 1) and self.lines[position + 1].kind is not Kind.HEADING

    def is_item(self, position: int) -> bool:
        """Say whether there is a list item."""
        return position < len(self.lines) and self.lines[position].kind is Kind.ITEM

    def lists_names(self, position: int) -> bool:
        """Say whether names stand there, on a line of their own or behind a label."""
        label, names = self.labels[position], self.names[position]
        return bool(label.rest) if label is not None else names is not None and not names.is_pair

    def is_single_name(self, position: int) -> bool:
        """Say whether there is one name alone."""
        line = self.lines[position]
        return line.kind is Kind.TEXT and self.labels[position] is None and line.is_short and is_one_name(line.text)

    def opens(self, position: int) -> bool:
        """Say whether a labelled group begins there."""
        label = self.labels[position]
        return label is not None and bool(label.key)

    def names_follow(self, position: int) -> bool:
        """Say whether names, or a label that announces them, stand there."""
        if position >= len(self.lines):
            return False
        label = self.labels[position]
        return self.names[position] is not None or (label is not None and not label.key)

    def is_names(self, position: int, names: Names, *, in_group: bool) -> bool:
        """Say whether a list that looks like names stands where names stand."""
        line = self.lines[position]
        following = self.lines[position + 1 : position + 4]
        if line.kind is Kind.HEADING and line.level <= MARKED and (self.is_item(position + 1) or names.is_pair):
            return False
        if not following:
            return len(names.names) > 2 or in_group
        if following[0].kind is Kind.ITEM:
            return not names.is_pair and asks(following[0].text)
        return self.names_follow(position + 1) or any(asks(next_.text) for next_ in following)


def _names(line: Line) -> Names | None:
    return names_of(line.text) if line.kind is not Kind.ITEM and line.is_short else None


def _items_as_headings(lines: list[Line]) -> list[Line]:
    """Turn numbered or outer items that stand above other items into headings.

    `1. Trust` above `- How …?` is a heading with a number, and so is an item
    without question above deeper ones. A numbered question is one only where
    its neighbours in the list have items below them too; otherwise those are
    questions about a question.
    """
    # By indent and kind of number: has the next item of that list items below it?
    next_is_above: dict[tuple[int, bool], bool] = {}
    for index in range(len(lines) - 1, -1, -1):
        line, below = lines[index], lines[index + 1 : index + 2]
        if line.kind is not Kind.ITEM:
            next_is_above.clear()
            continue
        asked = [item for item in below if item.kind is Kind.ITEM and asks(item.text)]
        is_deeper = any(item.indent > line.indent for item in asked)
        is_above = bool(line.ordinal) and (is_deeper or any(_numbering(item) != _numbering(line) for item in asked))
        if asks(line.text):
            siblings_are = next_is_above.get(_numbering(line), True)
            becomes = is_above and siblings_are and not _follows_in_list(lines, index) and line.ordinal != "?"
        else:
            becomes = is_above or is_deeper
        if line.ordinal:
            next_is_above = {key: value for key, value in next_is_above.items() if key[0] < line.indent}
            next_is_above[_numbering(line)] = is_above
        if becomes:
            line.kind = Kind.TEXT
    return lines


def _numbering(line: Line) -> tuple[int, bool]:
    return line.indent, line.ordinal[:1].isdigit()


def _follows_in_list(lines: list[Line], index: int) -> bool:
    above = lines[index - 1] if index else None
    return above is not None and above.kind is Kind.ITEM and _numbering(above) == _numbering(lines[index])


def _names_first(lines: list[Line], lists_names: list[bool]) -> list[int]:
    """Return the order of lines in which names stand above their questions.

    Some hang the names below. That is so if questions come before the first
    names and none after the last ones; the order is then changed, else kept.
    """
    named = [index for index, lists in enumerate(lists_names) if lists]
    asked = [index for index, line in enumerate(lines) if line.kind is Kind.ITEM and asks(line.text)]
    if not named or not asked or asked[0] > named[0] or asked[-1] > named[-1]:
        return list(range(len(lines)))
    order: list[int] = []
    floor = 0
    for index in range(len(lines)):
        start = len(order)
        if lists_names[index]:
            while start > floor and _belongs_to_questions(lines, order[start - 1]):
                start -= 1
            # Only the group's own lines move, so the whole stays linear.
            floor = len(order) + 1
        order.insert(start, index)
    return order


def _belongs_to_questions(lines: list[Line], index: int) -> bool:
    line = lines[index]
    if line.kind is Kind.ITEM:
        return asks(line.text)
    following = lines[index + 1] if index + 1 < len(lines) else None
    is_above = following is not None and following.kind is Kind.ITEM and asks(following.text)
    return is_above and not is_for_the_room(line.text)


def _headings_in(lines: list[Line]) -> frozenset[str]:
    """Return what is a heading for certain: above items, or a question that returns."""
    headings: set[str] = set()
    seen: set[str] = set()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if line.kind is Kind.ITEM or not line.is_short:
            continue
        folded = fold(theme_name(line.text))
        is_above = following is not None and following.kind is Kind.ITEM
        if is_above or (folded in seen and is_question(line.text)):
            headings.add(folded)
        seen.add(folded)
    return frozenset(headings)
