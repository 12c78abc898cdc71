# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser that notices what goes wrong on a page; the pages that it opens."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Response

SAMIR, CAMILLE, AMA = "person:User:ExampleSamirH", "person:User:ExampleCamille", "person:User:ExampleAma"
AFFILIATE = "affiliate:network/baobab-wikimedians-user-group"
THEME = "theme:network/education"
PAGES = (
    "/",
    "/network",
    f"/network?id={AFFILIATE}&depth=2&show=60",
    f"/entry/{AMA}",
    f"/path?source={SAMIR}&target={CAMILLE}&k=5",
    f"/common-ground?ids={SAMIR}&ids={CAMILLE}&ids={AMA}",
    f"/partners?theme={THEME}&seeker={SAMIR}&limit=12",
    "/matches",
    "/bus-factor?limit=8",
    f"/what-if?leave={SAMIR}&leave={AMA}",
    "/ask/second-contacts",
    f"/ask/introductions?seeker={SAMIR}&theme={THEME}",
    "/gaps",
    "/changes",
    "/trend",
    "/questions",
    "/sources",
    "/about",
    "/ask",
    "/ask/introductions",
    "/search?text=drum",
)
"""The pages of the sample, with results wherever a page can have some."""
VARIANTS = (
    f"/network?select={SAMIR}",
    f"/network?select={SAMIR}&select={AMA}&around={CAMILLE}",
    "/network?answer=/bus-factor",
    "/entry/person:opted-out/3473290010037f34ba68",
    f"/network?id={SAMIR}&id={THEME}&fold=1&types=Person&types=Theme&since=2010&language=fr",
    f"/network?cluster={AFFILIATE}",
    f"/entry/{AFFILIATE}",
    f"/entry/{THEME}",
    "/entry/partner:network/museum-of-drums-kumbaya-town",
    "/entry/member_of:d73ce4d36f5a8d018a52",
    f"/path?source={SAMIR}&target={CAMILLE}&avoid={AMA}",
    "/bus-factor?scope=affiliate:network/wikimedia-vallombre&limit=8",
    f"/questions?theme={THEME}&language=fr",
    "/ask/collaborators?limit=40",
    "/ask/duplicates",
    "/about/README",
    "/about/bus-factor",
    "/about/test-values",
    "/search?text=nothing-like-it",
)
"""The same pages with other arguments, results or entries."""
FAILING = {
    "/nothing-here": 404,
    "/entry/Samir Hadad": 404,
    f"/ask/neighbours?id={SAMIR}&depth=99": 400,
}
"""Addresses that have no answer, and the status that they have instead."""
WHEN_EMPTY = ("/", "/network", "/ask", "/sources", "/search?text=drum", "/bus-factor", "/questions", "/about")
"""Pages of a store with nothing in it."""

_PATIENCE = 10_000
"""Milliseconds within which anything that a test waits for has happened."""


def also(path: str, arguments: str) -> str:
    """Add arguments to a path."""
    return f"{path}{'&' if '?' in path else '?'}{arguments}"


@dataclass
class Watched:
    """A page of the browser, and everything that went wrong on it."""

    page: "Page"
    address: str
    runs_scripts: bool = True
    expected: int | None = 200
    """Status that the page is to have."""
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to whatever a browser can complain of."""
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("response", self._check)
        self.page.on("request", lambda request: self._stay(request.url))
        self.page.on("dialog", self._refuse)
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy ' + e.violatedDirective))"
        )

    def open(self, path: str, status: int | None = 200) -> "Page":
        """Go to a path and wait until its drawing, if any, is live; a status of None may be any."""
        self.expected = status
        answer = self.page.goto(self.address + quote(path, safe="/:?&=%+;,"))
        assert answer is not None
        assert status in {answer.status, None}, path
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the drawing of the page, if any, is live."""
        for name in ("network", "map"):
            if self.runs_scripts and self.page.query_selector(f"#{name}"):
                self.page.wait_for_selector(f"#{name}[data-state=live]")

    def _hear(self, message: "ConsoleMessage") -> None:
        # The browser itself reports the answer of a page that is not there, which `_check` does better.
        if message.type in {"error", "warning"} and "responded with a status of" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _refuse(self, dialog: "Dialog") -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _check(self, answer: "Response") -> None:
        is_document = answer.request.resource_type == "document"
        if answer.status >= 400 and not (is_document and self.expected in {answer.status, None}):
            self.complaints.append(f"status {answer.status}: {answer.url}")

    def _stay(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"request: {url}")


class Visits:
    """Opens pages in a browser, each in a context of its own, and keeps what went wrong on any of them."""

    def __init__(self, browser: "Browser") -> None:
        """Begin with no page."""
        self.browser = browser
        self.opened: list[Watched] = []

    def __call__(self, address: str, **options: Any) -> Watched:
        """Return a fresh page for a site; `options` are those of a browser context."""
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(_PATIENCE)
        self.opened.append(Watched(page, address, options.get("java_script_enabled", True)))
        return self.opened[-1]

    def end(self) -> list[str]:
        """Close everything and return all complaints."""
        for watched in self.opened:
            watched.page.context.close()
        return [complaint for watched in self.opened for complaint in watched.complaints]


def looked_at(page: "Page") -> dict[str, list[str]]:
    """Return what an eye would object to: a page too wide, text that is cut, labels that lie on others."""
    return page.evaluate((Path(__file__).parent / "looking.js").read_text(encoding="utf-8"))


def open_all(page: "Page") -> None:
    """Unfold everything that unfolds; of the rows of a table the first three, since the others are alike."""
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => (one.open = !one.closest('tr:nth-child(n+4)')))"
    )
