# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares every figure that a network's sentences say, in three languages, with the truth."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text, say
from queries.framework.discovery import get_query
from queries.framework.result import Result
from tests.support.oracle import reports
from tests.support.oracle.claims import ASSETS, CLAIMS, NOT_CLAIMED, Claims
from tests.support.oracle.facts import Facts
from tests.support.oracle.odd_networks import AS_OF
from tests.support.oracle.reading import Sentence, messages_in
from web.reports.report import build

LANGUAGES = ("en", "fr", "ar")


@dataclass
class Compared:
    """How many sentences were compared, and what differs."""

    sentences: int = 0
    differ: list[str] = field(default_factory=list[str])

    def said(self, where: str, messages: list[Message], claims: Claims, covered: set[str]) -> None:
        """Compare what is said with what should be."""
        found = [message for message in messages if message.text.key in covered]
        keys = sorted(message.text.key for message in found)
        if keys != sorted(claims):
            more, less = sorted(set(keys) - claims.keys()), sorted(claims.keys() - set(keys))
            self.differ.append(f"{where}: says {more or keys} and not {less or 'once'}")
        for message in found:
            for language in LANGUAGES if message.text.key in claims else ():
                self.sentences += 1
                sentence = Sentence(message, say(message, language), language)
                if differs := sentence.differs(claims[message.text.key]):
                    self.differ.append(f"{where} ({language}, {message.text.key}): {differs}")


def questions(snapshot: Snapshot) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the queries with parameters that are asked of a network."""
    people = [id_ for id_ in snapshot.ids if id_.startswith("person:")]
    named = [id_ for id_ in people if snapshot.index(id_) not in snapshot.opted_out]
    units = [id_ for id_ in snapshot.ids if id_.startswith(("affiliate:", "group:"))]
    partners = [id_ for id_ in snapshot.ids if id_.startswith("partner:")]
    for name in CLAIMS:
        if name == "key-people":
            yield from ((name, {"k": count}) for count in (1, 2))
        elif name == "what-if":
            yield from ((name, {"leave": people[:count]}) for count in (0, 1, 2) if len(people) >= count)
        elif name == "partners-for":
            yield from ((name, {"seeker": id_}) for id_ in (*named[:2], *units[:2], *partners[:1]))
        elif name == "introductions":
            yield from ((name, {"seeker": named[0], "target": id_}) for id_ in partners if named)
        else:
            yield name, {}


def covered_of(name: str) -> set[str]:
    """Return the keys of a query that must be claimed wherever they are said."""
    if name == "introductions":
        return {f"introductions-{key}" for key in ("hidden-holder", "twin-holder", "only-inside", "no-holder")}
    if name == "partners-for":
        return {f"partners-for-{key}" for key in ("found", "no-reason", "tied")}
    if name == "gaps":
        return {"gaps-found", "gaps-empty"} | _declared("gaps-count-")
    own = _declared(f"{name}-") - NOT_CLAIMED
    shared = ASSETS - ({"contact-graph-undated"} if name in {"single-contacts", "dependence"} else set())
    return own | shared | CLAIMS[name][1] if name not in {"matches", "overview", "trend"} else own


def _declared(prefix: str) -> set[str]:
    """Return the keys of the sentences that modules of queries declare."""
    modules = [module for name, module in sys.modules.items() if name.startswith("queries.")]
    declared = [value for module in modules for value in vars(module).values()]
    declared += [text for value in declared if isinstance(value, dict) for text in value.values()]
    return {text.key for text in declared if isinstance(text, Text) and text.key.startswith(prefix)}


def compare(snapshot: Snapshot, compared: Compared, where: str) -> None:
    """Compare every query about one network."""
    facts = Facts(snapshot, date.fromisoformat(AS_OF))
    for name, given in questions(snapshot):
        query = get_query(name)
        as_of: dict[str, Any] = (
            {"as_of": AS_OF} if any(parameter.name == "as_of" for parameter in query.parameters) else {}
        )
        result: Result[Any] = query.run(snapshot, **given, **as_of)
        messages = list(messages_in([*result.summary, *result.warnings]))
        compared.said(f"{where} {name} {given}", messages, CLAIMS[name][0](facts, result), covered_of(name))


def compare_reports(snapshot: Snapshot, compared: Compared, where: str) -> None:
    """Compare the report with the truth, and the report without names with the one with names."""
    facts = Facts(snapshot, date.fromisoformat(AS_OF))
    # What the report chooses by itself where there is no partner, and how it is cut, is not compared here.
    options = {"assets": "Partner"}
    report = build(snapshot, "bus-factor", options, everything=True)
    count, found = reports.differences(facts, report, LANGUAGES)
    compared.sentences += count
    compared.differ += [f"{where} report: {text}" for text in found]
    bare = build(snapshot, "bus-factor", options, without_names=True, everything=True)
    for language in LANGUAGES:
        for one, other in zip(reports.figures(report, language), reports.figures(bare, language), strict=True):
            compared.sentences += len(one)
            if one != other:
                compared.differ.append(f"{where} without names: {one} and {other}")
