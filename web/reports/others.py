# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports on partners for a theme and on who works with whom."""

from collections.abc import Iterator
from typing import Any

from graph.errors import BadParameter
from graph.schema.nodes import Theme
from graph.text.message import Message, Name, Text
from queries.framework.references import find_entry
from queries.framework.result import Result
from web.reports.parts import Asker, Section

PARTNERS_TITLE = Text("report-partners-title", "Who could be a partner on $1", "$1 a theme")
SUGGESTED = Text("report-partners-suggested", "Suggestions, with reasons")
WANTED = Text("report-partners-wanted", "Who wants what others offer")
SHARED = Text("report-partners-shared", "Who cares about the same things")
COLLABORATION_TITLE = Text("report-collaboration-title", "Who works with whom")
COLLABORATION_SCOPE = Text("report-collaboration-scope", "Who works with whom around $1", "$1 a person or organisation")
PEOPLE = Text("report-collaboration-people", "People")
ORGANISATIONS = Text("report-collaboration-organisations", "Organisations")
INTERESTS = Text("report-collaboration-interests", "Shared interests")


def partners(asker: Asker) -> tuple[Message, Iterator[Section]]:
    """Return who could be a partner on a theme."""
    theme = asker.options.get("theme")
    if not theme:
        message = "The report on partners needs a theme."
        raise BadParameter(message, "Add --theme with the name or id of one.")
    index = find_entry(asker.snapshot, theme, (Theme,), "theme")
    asker.options = {**asker.options, "theme": asker.snapshot.ids[index]}
    return PARTNERS_TITLE(Name(asker.snapshot.ids[index], asker.snapshot.names[index])), _partner_sections(asker)


def _partner_sections(asker: Asker) -> Iterator[Section]:
    suggested = asker.ask("partners-for")
    yield _section(SUGGESTED, suggested, "rank", "name", "type", "reasons", "against", "already_tied")
    yield _section(
        WANTED, asker.ask("matches"), "theme", "wanter_name", "wanter_how", "offerer_name", "offerer_how", "mutual"
    )


def collaboration(asker: Asker) -> tuple[Message, Iterator[Section]]:
    """Return who works with whom, of everybody or around one node."""
    scope = asker.options.get("scope")
    if not scope:
        return COLLABORATION_TITLE(), _collaboration_sections(asker, {})
    index = asker.snapshot.find(scope)
    id_ = asker.snapshot.ids[index]
    return COLLABORATION_SCOPE(Name(id_, asker.snapshot.names[index])), _collaboration_sections(asker, {"id": id_})


def _collaboration_sections(asker: Asker, around: dict[str, Any]) -> Iterator[Section]:
    columns = ("first_name", "second_name", "shared", "through", "last_date")
    yield _section(PEOPLE, asker.ask("collaborators", **around), *columns)
    organisations = asker.ask("collaborators", types=("Affiliate", "Partner"), **around)
    yield _section(ORGANISATIONS, organisations, *columns)
    interests = asker.ask("shared-interests", **around)
    yield _section(INTERESTS, interests, "first_name", "second_name", "themes", "questions", "already_tied")


def _section(title: Text, result: Result[Any], *columns: str) -> Section:
    return Section(title=title, sentences=(*result.summary, *result.warnings), result=result, columns=columns)
