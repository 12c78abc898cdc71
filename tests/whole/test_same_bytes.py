# SPDX-License-Identifier: GPL-3.0-or-later
"""The same data give the same answer to the byte, in whatever order they came and however Python hashes."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from queries.framework.discovery import query_names
from tests.support.checkout import CHECKOUT

ANSWERS = """
import json, random, sys
from graph.errors import PartnershipsError
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.framework.discovery import get_query, query_names
from tests.support.every_query import questions
from tests.whole.test_sample import SAMPLE, SOURCES

order = random.Random(int(sys.argv[1]))
store = MemoryStore("one secret")
for name in order.sample(SOURCES, len(SOURCES)):
    (reading,) = read([SAMPLE / name])
    store.load(reading.source, order.sample(reading.records, len(reading.records)))
snapshot = store.snapshot()

def answer(query, given):
    try:
        return query.run(snapshot, **given).to_json()
    except PartnershipsError as error:
        return str(error)

asked = {query.name: [answer(query, given) for given in questions(snapshot, query)]
         for query in map(get_query, query_names())}
json.dump({name: json.dumps(answers, ensure_ascii=False) for name, answers in asked.items()}, sys.stdout)
"""


@cache
def answers() -> tuple[dict[str, str], dict[str, str]]:
    """Answer every query in two processes at once, with other hashes and another order of loading."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ANSWERS, seed],
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for seed in ("0", "1")
    ]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in running)
    return first, second


@pytest.mark.parametrize("name", query_names())
def test_two_runs_give_the_same_bytes(name: str) -> None:
    first, second = answers()
    assert first[name] == second[name]
    assert '"rows": [{' in first[name], "an answer without rows would prove nothing"
