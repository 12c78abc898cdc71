# SPDX-License-Identifier: GPL-3.0-or-later
"""The application: routes, errors, headers, caching and compression.

What a page says is in `web/pages/`; this module only decides how an
answer travels.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graph
from graph.errors import BadParameter, PartnershipsError, SchemaError, StoreUnavailable, UnknownName, typed
from graph.schema.nodes import class_of
from graph.text.message import Message, say
from web.pages.base import FORMATS, Page, Route, Visit, routes
from web.pages.result_cache import Answers, StillWorking
from web.settings import Settings
from web.site.logs import current_number, number_requests
from web.site.responses import Responder
from web.site.snapshot_refresh import Live, Reader
from web.wording import site_texts
from web.wording.shapes import ShownError

if TYPE_CHECKING:
    from flask import Flask, Request, Response
    from werkzeug.exceptions import HTTPException

_log = logging.getLogger(__name__)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_RETRY_SECONDS = 5
_OURS = 500
"""Status from which on an error is one of the site and not of who asks."""
_COMPRESSED_FROM = 600
_LARGE = 300_000
"""Bytes from which on the best compression takes longer than it saves."""
_LONGEST_ADDRESS = 8000


def create_app(settings: Settings, open_store: Callable[[], Reader] | None = None) -> "Flask":
    """Return the site of a store; `open_store` is given by tests and by the demo.

    Raises PartnershipsError if another distribution's package has taken the
    place of ours.
    """
    from flask import Flask  # noqa: PLC0415 - 0.3 s that no other command needs

    _check_neighbours()
    app = Flask("web", static_folder=None)
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # pyright: ignore[reportAttributeAccessIssue] - the default provider has it
    answers = Answers()
    live = Live(settings, answers, open_store)
    responder = Responder(settings)
    if responder.is_read_only:
        _log.warning("%s may only be read here, so the site shows it and nothing can be loaded.", settings.store)
    app.extensions["partnerships"] = live
    for route in routes():
        _add(app, route, live, responder, answers)
    _add_plain(app, live, responder)
    _add_errors(app, responder)
    if settings.has_metrics:
        from web.site.metrics import add_metrics  # noqa: PLC0415 - an extra

        add_metrics(app, live, answers)
    app.after_request(_finish)
    number_requests(app, settings)
    return app


def _check_neighbours() -> None:
    """Our top-level names are generic: another package that installs `graph` would be taken for ours."""
    here, there = Path(__file__).parents[2], Path(graph.__file__ or "").parent.parent
    if here != there:
        hint = "Install the project in a virtual environment of its own."
        raise PartnershipsError("A package called “graph” that is not ours is installed and hides ours.", hint)


def _visit(request: "Request", live: Live, responder: Responder, answers: Answers, suffix: str | None) -> Visit:
    arguments = {name: tuple(values) for name, values in request.args.lists()}
    format_ = suffix or request.args.get("format") or "html"
    if format_ not in FORMATS:
        raise BadParameter(site_texts.NO_FORMAT(typed(format_, 40)), site_texts.THERE_ARE(typed(", ".join(FORMATS))))
    if len(request.full_path) > _LONGEST_ADDRESS:
        raise BadParameter(site_texts.TOO_LONG(), site_texts.TOO_LONG_HINT())
    snapshot = live.snapshot()
    prepared = live.prepared(snapshot)
    return Visit(
        snapshot=snapshot,
        language=responder.language(request),
        format=format_,
        arguments=arguments,
        overview=prepared.overview if prepared else None,
        headlines=prepared.headlines if prepared else None,
        gave=prepared.gave if prepared else None,
        answers=answers,
        is_read_only=responder.is_read_only,
    )


def _add(app: "Flask", route: Route, live: Live, responder: Responder, answers: Answers) -> None:
    """Serve a page under its address and, as data, under the address with `.json` or `.csv`."""
    from flask import request  # noqa: PLC0415 - see create_app

    def answer(suffix: str | None = None, **parts: str) -> "Response":
        whole = f"{parts.get('id_')}.{suffix}"
        if suffix and whole in live.snapshot():
            # The id itself ends like a format.
            parts["id_"], suffix = whole, None
        visit = _visit(request, live, responder, answers, suffix)
        tag = responder.tag(visit, request)
        if request.if_none_match.contains_weak(tag):
            return responder.unchanged(tag)
        return responder.page(route.page(visit, **parts), visit, request, tag)

    app.add_url_rule(route.rule, route.rule, answer)
    if route.rule != "/":
        app.add_url_rule(f"{route.rule}.<any(json,csv,svg):suffix>", route.rule, answer)


def _add_plain(app: "Flask", live: Live, responder: Responder) -> None:
    from flask import Response, request  # noqa: PLC0415 - see create_app

    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    def readyz() -> Response:
        live.check()
        return Response("ready\n", mimetype="text/plain")

    def asset(digest: str, name: str) -> Response:
        return responder.asset(digest, name, request)

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/assets/<digest>/<name>", "asset", asset)


def _add_errors(app: "Flask", responder: Responder) -> None:
    from flask import request  # noqa: PLC0415 - see create_app
    from werkzeug.exceptions import HTTPException  # noqa: PLC0415 - comes with Flask

    def known(error: PartnershipsError) -> "Response":
        heading = site_texts.UNAVAILABLE() if isinstance(error, StoreUnavailable | SchemaError) else site_texts.ERROR()
        if isinstance(error, UnknownName):
            heading = site_texts.NOT_FOUND()
        if isinstance(error, StillWorking):
            heading = site_texts.WORKING_HEADING()
        return _error_page(responder, request, heading, error, _status(error))

    def http(error: "HTTPException") -> Any:  # noqa: ANN401 - Flask takes either
        if error.code is None or error.code < 400:
            return error
        words = site_texts.HTTP_ERRORS.get(error.code)
        shown = PartnershipsError(words() if words else error.name, site_texts.NOT_FOUND_HINT())
        heading = site_texts.NOT_FOUND if error.code == 404 else site_texts.ERROR
        return _error_page(responder, request, heading(), shown, error.code)

    app.register_error_handler(PartnershipsError, known)
    app.register_error_handler(HTTPException, http)


def _error_page(
    responder: Responder, request: "Request", heading: Message, error: PartnershipsError, status: int
) -> "Response":
    format_ = request.args.get("format") or request.path.rpartition(".")[2]
    language = responder.language(request)
    matches = error.close_matches if isinstance(error, UnknownName) else ()
    message, hint = (say(part, language) if isinstance(part, Message) else part for part in (error.message, error.hint))
    page = Page(
        template="error.html",
        heading=heading,
        data={"error": ShownError(status=status, message=message, hint=hint, close_matches=tuple(matches)).json()},
        context={
            "message": "" if error.message == heading else error.message,
            "hint": "" if matches else error.hint,
            "request_id": typed(current_number()) if status >= _OURS else None,
            "matches": [(id_, name, class_of(id_) is not None) for id_, name in matches],
        },
        status=status,
    )
    response = responder.page(
        page, Visit(responder.nothing, language, "json" if format_ in {"json", "csv"} else "html"), request, ""
    )
    if status in {202, 503, 504}:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _status(error: PartnershipsError) -> int:
    match error:
        case StoreUnavailable():
            return error.status
        case UnknownName():
            return 404
        case BadParameter():
            return 400
        case SchemaError():
            return 503
        case StillWorking():
            return 202
        case _:
            return 500


def _finish(response: "Response") -> "Response":
    """Put the headers of every answer on it, and compress what is worth it."""
    from flask import request  # noqa: PLC0415 - see create_app

    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.headers.get("Content-Encoding") or response.direct_passthrough:
        return response
    response.vary.update(("Accept-Encoding", "Accept-Language", "Cookie"))
    body = response.get_data()
    if len(body) >= _COMPRESSED_FROM and request.accept_encodings["gzip"] > 0:
        import gzip  # noqa: PLC0415 - only for what is compressed

        response.set_data(gzip.compress(body, 9 if len(body) < _LARGE else 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
