# SPDX-License-Identifier: GPL-3.0-or-later
"""The pass over the lines of flip-chart notes that finds groups and blocks.

One line of foresight is enough. Nothing is guessed: a block without a
heading directly above stays without, and every line that went nowhere is in
`Outline.unread`.
"""

from itertools import count

from graph.schema.folding import fold
from loaders.notes.lines import BOLD, MARKED, PLAIN, Kind, Line
from loaders.notes.names import Label, Names, is_one_name, name_in_line, names_of, split_glued
from loaders.notes.outline import (
    Block,
    Outline,
    Standing,
    Table,
    ThemeList,
    asks,
    can_be_theme,
    inline_themes,
    runs_of,
    title_of,
)
from loaders.notes.page import Page
from loaders.notes.rest import read_rest
from loaders.notes.words import (
    asks_the_room,
    is_for_the_room,
    is_further,
    is_generic,
    is_question,
    names_an_event,
    speaks_of_questions,
    speaks_of_themes,
    theme_name,
)


def outline_of(lines: list[Line]) -> Outline:
    """Return what the lines say; O(length of the text)."""
    reader = _Reader(lines)
    reader.read()
    read_rest(reader.outline)
    return reader.outline


class _Reader:
    """The pass over the lines; its state is what the lines above have opened."""

    def __init__(self, lines: list[Line]) -> None:
        self.page = Page(lines)
        self.lines, self.labels = self.page.lines, self.page.labels
        self.outline = Outline(title=title_of(self.lines, self.labels))
        self.by_key: dict[str, Table] = {}
        self.written_keys = {label.key for label in self.labels if label}
        self.numbers = count(1)
        self.table: Table | None = None
        self.block: Block | None = None
        self.block_is_plain = False
        self.lead: Line | None = None
        self.is_ignoring = False
        self.section: Line | None = None
        self.waits_for_names = False
        self.names_announced = False
        self.table_level = PLAIN
        self.lead_level = 0
        self.stack: list[Line] = []

    def read(self) -> None:
        position = 0
        while position < len(self.lines):
            position = self._step(position)
        self._drop_lead()

    def _step(self, position: int) -> int:
        line, label = self.lines[position], self.labels[position]
        if line is self.outline.title:
            self._push(line)
            return position + 1
        if label is not None and (label.key or line.kind is not Kind.ITEM or self.waits_for_names):
            return self._labelled(position, label)
        if line.kind is Kind.ITEM:
            return self._items(position)
        names = self.page.names[position]
        if self.waits_for_names and (listed := self._announced(position)):
            return listed
        if names is not None and self.page.is_names(position, names, in_group=self.table is not None):
            self._named(line, names)
            return position + 1
        return self._text(position)

    # Groups and their people

    def _labelled(self, position: int, label: Label) -> int:
        line = self.lines[position]
        rest = label.rest.strip("() ") if label.rest.startswith("(") else label.rest
        names = names_of(rest, announced=label.lists_people) if rest else None
        is_heading = not rest and self.page.is_item(position + 1) and asks(self.lines[position + 1].text)
        if names is None and not label.key and (rest or is_heading):
            return self._text(position)
        if label.key and names is not None and names.is_pair and self.page.names_follow(position + 1):
            names = None
        if label.key or self.table is None or self.table.blocks or (self.table.members and names is None):
            self._open(line, label.key, label.name)
        assert self.table is not None
        if label.key and line.kind is Kind.HEADING:
            self._push(line)
        if names is not None:
            self._add(names, line)
        elif rest:
            self.table.topic = self.table.topic or theme_name(rest)
        self.waits_for_names = not self.table.members
        self.names_announced = label.lists_people
        if self.table.line is not line and names is None:
            self.outline.unread.append(line)
        return position + 1

    def _open(self, line: Line, key: str, name: str) -> None:
        self._drop_lead()
        table = self.by_key.get(key) if key else None
        if table is None:
            if not key:
                key = next(number for number in map(str, self.numbers) if number not in self.written_keys)
            table = self.by_key[key] = Table(key=key, name=name or f"Group {key}", line=line)
            self.outline.tables.append(table)
        self.table, self.block, self.is_ignoring, self.section = table, None, False, None
        self.table_level = line.level if line.kind is Kind.HEADING else PLAIN
        self.waits_for_names = self.names_announced = False

    def _named(self, line: Line, names: Names) -> None:
        is_second_line = (
            self.table is not None
            and not self.table.blocks
            and bool(self.table.members)
            and not line.gap
            and self.lead is None
        )
        if not is_second_line:
            self._open(line, "", "")
        self._add(names, line)

    def _add(self, names: Names, line: Line) -> None:
        assert self.table is not None
        self.table.members += [(name, line) for name in names.names]
        self.table.remarks += [(remark, line) for remark in names.remarks]
        self.waits_for_names = False

    def _announced(self, position: int) -> int:
        """Read the names below a label, one or several a line; 0 if there are none."""
        line, names = self.lines[position], self.page.names[position]
        if line.kind is Kind.HEADING and line.level <= MARKED:
            return 0
        if names is not None and not (names.is_pair and self.page.is_item(position + 1)):
            self._add(names, line)
            return position + 1
        end = position
        while end < len(self.lines) and self.page.is_single_name(end) and (end == position or not self.lines[end].gap):
            end += 1
        if end - position < (1 if self.names_announced else 2) or (end - position == 1 and self.page.is_item(end)):
            return 0
        for one in self.lines[position:end]:
            self._add(Names(names=(name_in_line(one.text),)), one)
        return end

    # Lists

    def _items(self, position: int) -> int:
        end = position
        while self.page.is_item(end) and (end == position or not self.page.opens(end)):
            end += 1
        items = self.lines[position:end]
        if self.waits_for_names and self.table is not None and all(map(self._is_listed_name, items)):
            for item in items:
                names = names_of(item.text, announced=True)
                assert names is not None
                self._add(names, item)
            return end
        lead, self.lead = self.lead, None
        for run in runs_of(items):
            self._run(run, lead, end)
            lead = None
        return end

    def _is_listed_name(self, item: Line) -> bool:
        if self.names_announced:
            return names_of(item.text, announced=True) is not None
        return is_one_name(item.text)

    def _run(self, run: list[Line], lead: Line | None, end: int) -> None:
        """Read items without an empty line between them."""
        if lead is not None:
            self.section = lead
            self.is_ignoring = is_further(lead.text) or (self.table is None and is_for_the_room(lead.text))
        asked = [] if self.is_ignoring else [item for item in run if asks(item.text)]
        if not asked:
            self._statements(run, lead)
            return
        if self.table is None and not self._is_strategic(run, asked, lead):
            self._leave(run, lead)
            return
        self._leave_answers(run)
        self.outline.unmarked += [item for item in asked if not is_question(item.text)]
        heading = self._as_heading(lead)
        glued = split_glued(asked[-1].text) if asked[-1] is run[-1] and self._may_be_glued(end, run) else None
        if glued:
            asked[-1].text = glued[0]
        self._add_block(Block(heading=heading, questions=asked), is_plain=False)
        if glued:
            self._open_glued(asked[-1], glued[1])

    def _statements(self, run: list[Line], lead: Line | None) -> None:
        is_list = (
            lead is not None and not self.is_ignoring and speaks_of_themes(lead.text) and not is_question(lead.text)
        )
        if not is_list or not all(map(can_be_theme, run)):
            self._leave(run, lead)
            return
        assert lead is not None
        self._add_themes([(item.text, item) for item in run], lead)

    def _add_themes(self, themes: list[tuple[str, Line]], lead: Line) -> None:
        events = [line for line in self.stack if names_an_event(line.text)]
        event = events[-1] if events else None
        self.outline.theme_lists.append(ThemeList(event=event, themes=themes))
        if event is not lead and lead is not themes[0][1]:
            self.outline.unread.append(lead)

    def _leave(self, run: list[Line], lead: Line | None) -> None:
        self.outline.unread += run if lead is None else [lead, *run]
        standing = Standing(heading=lead or self.section, table=self.table)
        self.outline.standing.update(dict.fromkeys(run, standing))

    def _leave_answers(self, run: list[Line]) -> None:
        """Leave what asks nothing; below a question it answers that one."""
        question: Line | None = None
        for item in run:
            if asks(item.text):
                question = item
                continue
            is_below = question is not None and item.indent > question.indent
            self.outline.unread.append(item)
            self.outline.standing[item] = Standing(table=self.table, question=question if is_below else None)

    def _is_strategic(self, run: list[Line], asked: list[Line], lead: Line | None) -> bool:
        """Say whether questions that no group asked are more than an exercise."""
        is_announced = any(speaks_of_questions(line.text) for line in self.stack)
        if lead is None:
            return is_announced
        if is_announced or speaks_of_questions(lead.text):
            return True
        return len(asked) * 2 >= len(run) and not asks_the_room(item.text for item in asked)

    def _as_heading(self, lead: Line | None) -> Line | None:
        """Return the heading if it names a theme; one that does not was no record."""
        if lead is None:
            return None
        if is_generic(theme_name(lead.text)):
            self.outline.unread.append(lead)
            return None
        self.lead_level = self.lead_level or lead.level
        return lead

    def _add_block(self, block: Block, *, is_plain: bool) -> None:
        (self.table.blocks if self.table is not None else self.outline.blocks).append(block)
        self.block, self.block_is_plain = block, is_plain
        self.waits_for_names = False

    def _may_be_glued(self, end: int, run: list[Line]) -> bool:
        """Say whether what follows looks like the beginning of a group's notes."""
        if self.table is None or end >= len(self.lines):
            return False
        if run[-1] is not self.lines[end - 1]:
            return True
        following = self.lines[end]
        return following.gap and (is_question(following.text) or self.page.is_item(end + 1))

    def _open_glued(self, line: Line, tail: str) -> None:
        names = names_of(tail)
        assert names is not None
        self.outline.glued.add(line)
        self._open(line, "", "")
        self._add(names, line)

    # Headings and text

    def _text(self, position: int) -> int:
        line = self.lines[position]
        is_section = is_generic(line.text) and not is_question(line.text) and not self.page.is_item(position + 1)
        if is_section and line.kind is Kind.TEXT:
            line.kind, line.level = Kind.HEADING, BOLD
        if line.kind is Kind.HEADING:
            self._push(line)
            self.section = line
            if self.table is not None and self._closes(position, line):
                self.table, self.block, self.waits_for_names = None, None, False
        if self.page.is_item(position + 1) or (self.table is not None and self._heads_text(position)):
            self._drop_lead()
            self.lead, self.block, self.is_ignoring = line, None, is_further(line.text)
            return position + 1
        if self.table is not None and not self.is_ignoring and line.kind is Kind.TEXT and self._is_plain_question(line):
            self._plain_question(position)
            return position + 1
        self._drop_lead()
        self.block = None
        if (themes := inline_themes(line)) is not None:
            self._add_themes([(theme, line) for theme in themes], line)
        elif len(below := self._themes_below(position)) > 1:
            self._add_themes([(theme.text, theme) for theme in below], line)
            return position + 1 + len(below)
        else:
            self.is_ignoring = self.is_ignoring or is_further(line.text)
            if is_further(line.text):
                self.section = line
            self.outline.unread.append(line)
            self.outline.standing[line] = Standing(heading=self.section, table=self.table)
        return position + 1

    def _themes_below(self, position: int) -> list[Line]:
        """Return the lines directly below a heading that announces themes, if they can be themes."""
        heading, end = self.lines[position], position + 1
        is_announced = heading.kind is Kind.HEADING or heading.text.endswith((":", "："))
        if not is_announced or not speaks_of_themes(heading.text) or is_question(heading.text):
            return []
        while (
            end < len(self.lines) and can_be_theme(self.lines[end]) and (end == position + 1 or not self.lines[end].gap)
        ):
            end += 1
        return self.lines[position + 1 : end]

    def _is_plain_question(self, line: Line) -> bool:
        return is_question(line.text) and not is_generic(line.text) and len(line.text.split()) > 1

    def _heads_text(self, position: int) -> bool:
        """Say whether a line is the heading of questions without bullets."""
        line, following = self.lines[position], self.lines[position + 1 : position + 3]
        if not following or following[0].kind is not Kind.TEXT or not self._is_plain_question(following[0]):
            return False
        if not is_question(line.text):
            return line.is_short and len(line.text.split()) <= 10 and not line.text.endswith((".", "!"))
        if (
            line.kind is Kind.HEADING
            or fold(theme_name(line.text)) in self.page.known_headings
            or following[0].indent > line.indent
        ):
            return True
        is_alone = line.gap and following[0].gap and len(following) > 1
        return is_alone and not following[1].gap and following[1].kind is Kind.TEXT and is_question(following[1].text)

    def _plain_question(self, position: int) -> None:
        line = self.lines[position]
        lead, self.lead = self.lead, None
        glued = split_glued(line.text) if self._may_be_glued(position + 1, [line]) else None
        if glued:
            line.text = glued[0]
        self.outline.unbulleted.add(line)
        if lead is None and self.block is not None and (self.block_is_plain or not line.gap):
            self.block.questions.append(line)
        else:
            self._add_block(Block(heading=self._as_heading(lead), questions=[line]), is_plain=True)
        if glued:
            self._open_glued(line, glued[1])

    def _drop_lead(self) -> None:
        if self.lead is not None:
            self.outline.unread.append(self.lead)
            self.lead = None

    def _push(self, line: Line) -> None:
        if line.kind is not Kind.HEADING:
            return
        while self.stack and self.stack[-1].level >= line.level:
            self.stack.pop()
        self.stack.append(line)

    def _closes(self, position: int, heading: Line) -> bool:
        """Say whether a heading ends the notes of the groups."""
        assert self.table is not None
        if is_further(heading.text):
            return False
        announces_themes = speaks_of_themes(heading.text) and theme_name(heading.text) == heading.text
        if announces_themes or (speaks_of_questions(heading.text) and not self.page.is_item(position + 1)):
            return bool(self.table.blocks) or not is_generic(heading.text)
        if heading.level >= BOLD:
            return False
        if heading.level < self.table_level <= MARKED or (self.lead_level and heading.level < self.lead_level):
            return True
        is_section = position + 1 < len(self.lines) and BOLD > self.lines[position + 1].level > heading.level
        return bool(self.table.blocks) and (is_section or heading.level == self.table_level != self.lead_level)
