# SPDX-License-Identifier: GPL-3.0-or-later
"""Every figure in a sentence beside brute force, on 1,000 odd networks, in three languages.

The same comparison as in tests/whole/test_sentences_true.py; a row comes after each hundred networks.
"""

import os
from collections.abc import Iterator
from time import process_time

from tests.support.oracle.check import Compared, compare, compare_reports
from tests.support.oracle.odd_networks import AS_OF, odd_network
from web.wording.today import VARIABLE

NETWORKS, ROWS = 1_000, 10


def rows() -> Iterator[tuple[str, str, str]]:
    """Count the sentences that were compared, and tell the first that differs."""
    os.environ[VARIABLE] = AS_OF
    each = NETWORKS // ROWS
    for first in range(0, NETWORKS, each):
        started, compared = process_time(), Compared()
        for number in range(first, first + each):
            snapshot = odd_network(number)
            compare(snapshot, compared, f"network {number}")
            compare_reports(snapshot, compared, f"network {number}")
        taken = process_time() - started
        first_wrong = f": {compared.differ[0][:200]}" if compared.differ else ""
        measured = f"{compared.sentences:,}, {len(compared.differ)} differ ({taken:.0f} s){first_wrong}"
        yield f"figures in sentences, networks {first} to {first + each - 1}", measured, "0 differ"
