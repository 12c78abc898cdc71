# SPDX-License-Identifier: GPL-3.0-or-later
"""From a page to the bytes that travel: HTML, JSON, CSV or SVG."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graph.errors import BadParameter
from graph.snapshot.snapshot import EMPTY
from graph.stores.open import is_read_only
from graph.text.controls import without_controls
from graph.text.say import available_languages
from web.drawing.drawing import network_data
from web.drawing.svg import svg
from web.pages.base import FORWARDED, Page, Visit
from web.reports.answer import of_answers
from web.reports.formats import CONTENT_TYPES, written
from web.settings import Settings
from web.site.saved_file import view_file
from web.site.static_files import StaticFile, static_files
from web.site.templating import environment, saying
from web.wording import render, site_texts
from web.wording.formats import csv_text
from web.wording.names import labels_in

if TYPE_CHECKING:
    from flask import Request, Response

_YEAR = 31_536_000
_COOKIE = "uselang"
_LANGUAGES = ("en", "fr", "ar")
"""Offered on every page; others can be asked for by their code."""


class Responder:
    """Knows the templates, the files and how an answer of each format is made."""

    def __init__(self, settings: Settings) -> None:
        """Read the files once; they do not change while the process runs."""
        self.settings = settings
        self.nothing = EMPTY
        self.is_read_only = is_read_only(settings.store)
        self._files = static_files()
        self._environment = environment(self._files)
        self._version = _version(self._files)

    # What the visitor speaks

    def language(self, request: "Request") -> str:
        """Return the language to answer in: the address, the cookie, the browser, English."""
        for wanted in (request.args.get("uselang", ""), request.cookies.get(_COOKIE, "")):
            if wanted and render.is_language(wanted.lower()):
                return wanted.lower()
        have = {*available_languages()}
        for wanted, _ in request.accept_languages:
            code = wanted.lower().replace("_", "-")
            if code in have or code.partition("-")[0] in have:
                return code if code in have else code.partition("-")[0]
        return "en"

    # Caching

    def tag(self, visit: Visit, request: "Request") -> str:
        """Return what changes when the answer might: revision, language, address, and this version of the site."""
        parts = (
            visit.snapshot.revision,
            visit.language,
            request.full_path,
            visit.format,
            self._version,
            str(visit.overview is None),
            str(visit.is_read_only),
        )
        return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def unchanged(self, tag: str) -> "Response":
        """Say that what the browser has is still right."""
        from flask import Response  # noqa: PLC0415 - see web/site/app.py

        response = Response(status=304)
        response.set_etag(tag, weak=True)
        return response

    def asset(self, digest: str, name: str, request: "Request") -> "Response":
        """Return a file for ever, or 404 if its content is not the one asked for."""
        from flask import Response, abort  # noqa: PLC0415 - see web/site/app.py

        file = self._files.get(name)
        if file is None or file.digest != digest:
            abort(404)
        packed = request.accept_encodings["gzip"] > 0
        response = Response(file.compressed if packed else file.content, content_type=file.kind)
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        response.vary.add("Accept-Encoding")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    # Formats

    def page(self, page: Page, visit: Visit, request: "Request", tag: str) -> "Response":
        """Return a page in the format of the visit."""
        from flask import Response  # noqa: PLC0415 - see web/site/app.py

        match visit.format:
            case "json":
                content, kind = json.dumps(page.data, ensure_ascii=False, indent=1) + "\n", "application/json"
            case "csv":
                content, kind = csv_text(page.columns, page.rows), "text/csv; charset=utf-8"
            case "svg":
                content, kind = self._drawn(page, visit), "image/svg+xml; charset=utf-8"
            case format_ if format_ in FORWARDED:
                return _forwarded(page, visit)
            case "file":
                content, kind = _saved(page, visit), "text/html; charset=utf-8"
            case _:
                content, kind = self._html(page, visit, request), "text/html; charset=utf-8"
        # JSON escapes them, and a file to keep has taken them out itself.
        if visit.format not in {"json", "file"}:
            content = without_controls(content)
        response = Response(content, status=page.status, content_type=kind)
        if page.next_offset is not None and visit.format in {"json", "csv"}:
            following = {**request.args.to_dict(flat=False), "offset": page.next_offset}
            response.headers["Link"] = f'<{render.url(render.own_path(request.path), **following)}>; rel="next"'
        if visit.format == "file":
            response.headers["Content-Disposition"] = 'attachment; filename="network.html"'
        if tag and page.is_final:
            response.set_etag(tag, weak=True)
        if request.args.get("uselang") == visit.language:
            response.set_cookie(_COOKIE, visit.language, max_age=_YEAR, samesite="Lax", httponly=True)
        return response

    def _drawn(self, page: Page, visit: Visit) -> str:
        if page.drawing is None:
            raise BadParameter(site_texts.NO_DRAWING(), site_texts.NO_DRAWING_HINT())
        title = render.plain_sentence(page.heading, visit.language, labels_in(visit.snapshot, visit.language))
        return svg(page.drawing, is_standalone=True, title=title)

    def _html(self, page: Page, visit: Visit, request: "Request") -> str:
        path = render.own_path(request.path)

        def here(**changes: Any) -> str:  # noqa: ANN401 - arguments of an address
            return render.url(path, **{**request.args.to_dict(flat=False), **changes})

        drawing = page.drawing
        return self._environment.get_template(page.template).render(
            **saying(visit.language, labels_in(visit.snapshot, visit.language)),
            here=here,
            visit=visit,
            page=page,
            path=path,
            languages=[(code, render.own_name(code)) for code in _LANGUAGES],
            drawing=drawing,
            drawing_svg=svg(drawing) if drawing else None,
            drawing_data=network_data(drawing, visit.language) if drawing else None,
            **page.context,
        )


def _forwarded(page: Page, visit: Visit) -> "Response":
    """Return the answers of a page as a report, as a file: the browser shows none of it as a page of this site."""
    from flask import Response  # noqa: PLC0415 - see web/site/app.py

    if not page.results:
        raise BadParameter(site_texts.NO_REPORT(), site_texts.NO_REPORT_HINT())
    report = of_answers(visit.snapshot, page.results, without_names=bool(visit.first("without_names")))
    name = FORWARDED[visit.format]
    response = Response(written(report, name, visit.language), content_type=CONTENT_TYPES[name])
    ending = {"wikitext": "wiki"}.get(name, name)
    response.headers["Content-Disposition"] = f'attachment; filename="{page.results[0].query}.{ending}"'
    return response


def _saved(page: Page, visit: Visit) -> str:
    if page.shown is None:
        raise BadParameter(site_texts.NO_DRAWING(), site_texts.NO_DRAWING_HINT())
    return view_file(visit.snapshot, page.shown, page.heading, None, visit.language)


def _version(static: Mapping[str, StaticFile]) -> str:
    """Return what changes with our own files, so that a new version is not answered from old caches."""
    digest = blake2b(digest_size=8)
    for name in sorted(static):
        digest.update(static[name].digest.encode())
    for folder in ("", "templates"):
        for file in sorted((files("web") / folder).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".html")):
                digest.update(file.read_bytes())
    return digest.hexdigest()
