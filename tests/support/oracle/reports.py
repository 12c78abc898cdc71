# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the bus-factor report, and that it has the same without names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.schema.folding import fold
from graph.text.message import Message, Name, say
from queries.framework.result import Result
from tests.support.oracle import claims
from tests.support.oracle.claims import Claims, when
from tests.support.oracle.facts import Facts
from tests.support.oracle.reading import Sentence
from web.reports.bus_factor import DECIDING
from web.reports.parts import Report

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")


def expected(facts: Facts, report: Report) -> dict[str, list[Mapping[int, float]]]:
    """Return what each sentence of a report may say, by its key."""
    results = {section.result.query: section.result for section in report.sections if section.result}
    found: dict[str, list[Mapping[int, float]]] = {}
    for name in ("bus-factor", "single-contacts", "what-if", "second-contacts", "trend", "gaps"):
        if name in results:
            for key, figures in claims.CLAIMS[name][0](facts, results[name]).items():
                found.setdefault(key, []).append(figures)
    for key, figures in (_missing(facts) | _succession(facts) | _rests_on(facts)).items():
        found[key] = [figures]
    deciding = [len(people) for unit in facts.of("affiliate") if (people := _deciding(facts, unit))]
    found["report-decide" if deciding else "report-decide-unknown"] = [{1: float(count)} for count in deciding] or [{}]
    return found


def _missing(facts: Facts) -> Claims:
    return when(facts.orphans, "report-missing-nobody", {1: len(facts.orphans)})


def _rests_on(facts: Facts) -> Claims:
    return {"report-counts": {1: len(facts.everything), 2: len(facts.nodes), 3: len(facts.snapshot.sources)}}


def _deciding(facts: Facts, unit: str) -> set[str]:
    links: list[Any] = [link for link in facts.links("MEMBER_OF") if link.target == unit]
    return {link.source for link in links if link.role and any(word in fold(link.role) for word in DECIDING)}


def _succession(facts: Facts) -> Claims:
    """How many partners with one contact have somebody who could take over."""
    single = {asset: next(iter(people)) for asset, people in facts.held.items() if len(people) == 1}
    ready = sum(bool(_close(facts, asset) - {holder}) for asset, holder in single.items())
    if not single:
        return when(facts.held, "report-succession-none")
    if 0 < ready < len(single):
        return {"report-succession": {1: ready, 2: len(single)}}
    return {"report-succession-all" if ready else "report-succession-nobody": {1: float(len(single))}}


def _close(facts: Facts, asset: str) -> set[str]:
    """Return who has any route to a partner, or was its contact, and may be named."""
    near = {
        person for (person, of), routes in facts.routes.items() if of == asset and any(value > 0 for value, _ in routes)
    }
    everything = replace(facts, known=lambda _: True).everything
    former = {link.source for link in everything if link.TYPE == "CONTACT_OF" and link.target == asset}
    people = {person for person in near | former if not facts.has_left(person)}
    return {person for person in people if not getattr(facts.nodes[person], "opted_out", None)}


def differences(facts: Facts, report: Report, languages: tuple[str, ...]) -> tuple[int, list[str]]:
    """Return how many sentences of a report were compared, and which say something else than is true."""
    truth, count, found = expected(facts, report), 0, list[str]()
    known = set(truth)
    said = {message.text.key for section in report.sections for message in (*section.sentences, *section.lines)}
    for key in sorted(known):
        if key.startswith("report-") and key not in said:
            found.append(f"the report does not say {key}")
    for section in report.sections:
        for message in (*section.sentences, *section.lines):
            key = message.text.key
            if key not in known and key.startswith(("report-succession", "report-decide", "report-missing-nobody")):
                found.append(f"the report says {key}: {message}")
            for language in languages if key in known else ():
                count += 1
                sentence = Sentence(message, say(message, language), language)
                differs = [sentence.differs(figures) for figures in truth[key]]
                if all(differs):
                    found.append(f"{language} {key}: {differs[0]}")
    return count, found


def figures(report: Report, language: str) -> list[list[str]]:
    """Return the numbers of the sentences and rows of every section, without those that stand for a name."""
    return [
        sorted([*_said((*section.sentences, *section.lines), language), *map(str, _cells(section.result))])
        for section in report.sections
    ]


def _said(sentences: Any, language: str) -> Iterator[str]:
    for message in sentences:
        yield f"{message.text.key} {_NUMBER.findall(say(_nameless(message), language))}"


def _nameless(value: Any) -> Any:
    """Return a sentence whose names are all alike: how many of them are hidden is no figure."""
    match value:
        case Name():
            return Name("", "■")
        case Message():
            return Message(value.text, tuple(map(_nameless, value.parameters)))
        case list() | tuple():
            return [_nameless(item) for item in value]  # pyright: ignore[reportUnknownVariableType] - any parameter
        case _:
            return value


def _cells(result: Result[Any] | None) -> Iterator[list[Any]]:
    for row in result.rows if result else ():
        values = (getattr(row, column.name) for column in result.columns) if result else ()
        yield [
            len(value) if isinstance(value, tuple) else value
            for value in values
            if isinstance(value, int | float | tuple)
        ]
