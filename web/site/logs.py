# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site writes to its log, and the number by which a request is found there.

Lines of requests hold the rule of the address and never the address, which
may hold the name of a person or a question about one.
"""

import json
import logging
import re
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from uuid import uuid4

from web.settings import Network, Settings

if TYPE_CHECKING:
    from flask import Flask, Request, Response

REQUEST_ID = "X-Request-ID"
NO_RULE = "none"
"""Stands for every address that is none of ours."""
_NUMBER = re.compile(r"[A-Za-z0-9._:-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")
_requests = logging.getLogger("web.requests")


def set_up(settings: Settings) -> None:
    """Send what is logged to the standard error, as lines of text or of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if settings.log == "json" else _Plain())
    logging.basicConfig(handlers=[handler], force=True)
    # A line for each request is for machines that collect logs; a person at a terminal would see little else.
    _requests.setLevel(logging.INFO if settings.log == "json" else logging.WARNING)
    if settings.log == "json":
        # The server in the image logs by itself.
        server = logging.getLogger("gunicorn.error")
        server.handlers, server.propagate = [], True


class _Plain(logging.Formatter):
    """Level, logger, message, and the number of the request while there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - of logging
        number = f" [{_current.get()}]" if _current.get() else ""
        return f"{record.levelname} {record.name}{number}: {record.message}"


class _Json(logging.Formatter):
    """One object on one line for each record."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _current.get():
            fields["request_id"] = _current.get()
        fields |= getattr(record, "fields", {})
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def rule_of(request: "Request") -> str:
    """Return the rule that an address follows, such as `/entry/<id_>`: it holds nothing of what was asked."""
    return request.url_rule.rule if request.url_rule else NO_RULE


def current_number() -> str:
    """Return the number of the request that is being answered."""
    return _current.get()


def number_requests(app: "Flask", settings: Settings) -> None:
    """Give every request a number, and log how it was answered."""
    from flask import g, request  # noqa: PLC0415 - see web/site/app.py

    def begin() -> None:
        g.began = time.perf_counter()
        _current.set(_number_of(request, settings.trusted_proxies))

    def finish(response: "Response") -> "Response":
        response.headers[REQUEST_ID] = _current.get()
        milliseconds = round((time.perf_counter() - g.began) * 1000, 1)
        fields = {
            "method": request.method,
            "endpoint": rule_of(request),
            "status": response.status_code,
            "milliseconds": milliseconds,
        }
        _requests.info("answered", extra={"fields": fields})
        return response

    def forget(_error: BaseException | None) -> None:
        _current.set("")

    app.before_request(begin)
    app.after_request(finish)
    app.teardown_request(forget)


def _number_of(request: "Request", trusted: tuple[Network, ...]) -> str:
    """Return the number that a trusted proxy gave, else a new one: anybody else could choose that of another."""
    given = request.headers.get(REQUEST_ID, "")
    if given and _NUMBER.fullmatch(given) and _is_in(request.remote_addr, trusted):
        return given
    return uuid4().hex


def _is_in(address: str | None, networks: tuple[Network, ...]) -> bool:
    try:
        there = ip_address(address or "")
    except ValueError:
        return False
    return any(there in network for network in networks)
