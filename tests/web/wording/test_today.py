# SPDX-License-Identifier: GPL-3.0-or-later
"""Today is today, unless somebody says otherwise."""

from datetime import date

import pytest

from graph.errors import BadParameter
from queries.framework.discovery import get_query
from tests.support.builders import contact_of, snapshot_of
from web.reports.report import build
from web.wording.today import as_of_today, today


def test_today_is_that_of_the_clock_of_a_setting_or_of_the_data() -> None:
    assert abs((date.fromisoformat(today({}) or "") - date.today()).days) <= 1  # noqa: DTZ011 - what a user sees
    assert today({"PARTNERSHIPS_AS_OF": "2024-05"}) == "2024-05"
    assert today({"PARTNERSHIPS_AS_OF": "data"}) is None
    with pytest.raises(BadParameter, match="PARTNERSHIPS_AS_OF is “soon”"):
        today({"PARTNERSHIPS_AS_OF": "soon"})


def test_what_was_asked_for_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    query = get_query("bus-factor")
    assert as_of_today(query, {}) == {"as_of": "2026-11-27"}
    assert as_of_today(query, {"as-of": "2020"}) == {"as-of": "2020"}
    assert as_of_today(get_query("overview"), {}) == {}


def test_old_data_have_aged_and_a_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [contact_of("ada", "museum", last_contact="2009"), contact_of("ben", "radio", last_contact="2010-03-01")]
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    headline = build(snapshot_of(records), "bus-factor", {}).sections[0]
    assert headline.result is not None
    assert (headline.result.rows[0].held, headline.result.parameters["as_of"]) == (0, "2026-11-27")
    assert str(headline.sentences[1]) == (
        "The newest date in the data is March 1, 2010, more than a year ago: what was recorded since is not on the map."
    )
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "data")
    headline = build(snapshot_of(records), "bus-factor", {}).sections[0]
    assert headline.result is not None
    assert headline.result.rows[0].held == 2
    assert "newest date" not in str(headline.sentences[1])
