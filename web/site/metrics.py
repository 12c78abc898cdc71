# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the running site for Prometheus; no label holds a name, an id or a question."""

import time
from typing import TYPE_CHECKING

from web.site.logs import rule_of

if TYPE_CHECKING:
    from flask import Flask, Response

    from web.pages.result_cache import Answers
    from web.site.snapshot_refresh import Live

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the times that are counted together; a page that is not ready is sent after 2.5 seconds."""


def add_metrics(app: "Flask", live: "Live", answers: "Answers") -> None:
    """Count what the site does, and serve the figures at /metrics to whoever asks without a proxy."""
    from flask import Response, abort, g, request  # noqa: PLC0415 - see web/site/app.py
    from prometheus_client import (  # noqa: PLC0415 - an extra, for sites that switch it on
        CONTENT_TYPE_LATEST,
        CollectorRegistry,
        Counter,
        Gauge,
        Histogram,
        ProcessCollector,
        generate_latest,
    )

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    requests = Counter("partnerships_requests", "Requests", ["endpoint", "status"], registry=registry)
    seconds = Histogram(
        "partnerships_answer_seconds", "Time of answers", ["endpoint"], buckets=_SECONDS, registry=registry
    )
    for name, meaning, read in (
        ("partnerships_revisions_loaded", "Revisions of the network that were loaded", lambda: live.revisions),
        ("partnerships_snapshot_nodes", "Nodes of the network that is shown", lambda: live.size()[0]),
        ("partnerships_snapshot_links", "Links of the network that is shown", lambda: live.size()[1]),
        ("partnerships_answers_running", "Answers that are being worked out", answers.running),
        ("partnerships_slow_answers_running", "Those of them that take long", answers.slow_running),
    ):
        Gauge(name, meaning, registry=registry).set_function(read)

    def finish(response: "Response") -> "Response":
        endpoint = rule_of(request)
        requests.labels(endpoint, response.status_code).inc()
        seconds.labels(endpoint).observe(time.perf_counter() - g.began)
        return response

    def metrics() -> "Response":
        if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
            abort(404)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    app.after_request(finish)
    app.add_url_rule("/metrics", "metrics", metrics)
