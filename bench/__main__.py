# SPDX-License-Identifier: GPL-3.0-or-later
"""Print one table of what was measured beside what it may be at most.

`python -m bench [PART ...]` runs the parts of that name only. What stands behind
a colon goes to the part; `hour` is run by its name only.
"""

import sys
from collections.abc import Callable, Iterable
from importlib import import_module

Row = tuple[str, str, str]
"""(work, measured, at most)."""
PARTS = ("store", "neo4j", "answers", "algorithms", "site", "sentences", "fuzz")
LONG = ("hour",)


def main() -> None:
    """Run the parts in order; print each row as it comes."""
    chosen = sys.argv[1:] or PARTS
    print(f"{'work':<62} {'measured':>32} {'at most':>14}")
    for given in chosen:
        part, *arguments = given.split(":")
        try:
            rows: Callable[..., Iterable[Row]] = import_module(f"bench.{part}").rows
        except ModuleNotFoundError as error:
            if error.name != f"bench.{part}":
                raise
            sys.exit(f"There is no part “{part}”; there are {', '.join((*PARTS, *LONG))}.")
        for work, measured, limit in rows(*arguments):
            print(f"{work:<62} {measured:>32} {limit:>14}", flush=True)


if __name__ == "__main__":
    main()
