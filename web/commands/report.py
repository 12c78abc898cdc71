# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `report`: one report in one of its formats, printed or written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from web.reports.formats import written
from web.reports.report import REPORTS, build
from web.terminal import opened, progress, write_or_print


def run_report(
    url: str,
    name: str,
    options: Mapping[str, Any],
    *,
    format_: str,
    language: str,
    output: Path | None,
    without_names: bool,
    everything: bool,
) -> None:
    """Write a report in one of its formats; JSON always holds everything."""
    questions = REPORTS[name].questions if name in REPORTS else 0
    with progress("Reading the network", 1 + questions) as tell:
        with opened(url) as store:
            snapshot = store.snapshot()
        whole = everything or format_ == "json"
        report = build(snapshot, name, options, without_names=without_names, everything=whole, progress=tell)
        text = written(report, format_, language)
    write_or_print(text, output)
