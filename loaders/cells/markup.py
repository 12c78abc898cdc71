# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cell says without the markup around it: links of wikis and of spreadsheets, HTML, Markdown, list marks."""

import html
import re
from typing import NamedTuple
from urllib.parse import unquote

_FORMULA = re.compile(r'=\s*HYPERLINK\(\s*"([^"]*)"\s*[,;]\s*"([^"]*)"\s*\)', re.IGNORECASE)
_USER = (
    r"(?:user|user talk|utilisateur|utilisatrice|benutzer|benutzerin|usuario|usuaria|usuário|usuária|مستخدم|مستخدمة|u)"
)
_WIKI_USER = re.compile(rf"\[\[\s*:?(?:[a-z-]+:)*{_USER}\s*:\s*([^|\]#/]+)[^|\]]*(?:\|([^\]]*))?\]\]", re.IGNORECASE)
_USER_TEMPLATE = re.compile(
    r"\{\{\s*(?:u|user|ping|reply to|user link|utilisateur|benutzer)\s*\|\s*([^|}]+)[^}]*\}\}", re.IGNORECASE
)
_WIKI_LINK = re.compile(r"\[\[\s*:?([^|\[\]]+)(?:\|([^\]]*))?\]\]")
_NAMESPACE = re.compile(r"^(?:[a-z]{1,12}:)+(?=\S)", re.IGNORECASE)
_OUTSIDE_LINK = re.compile(r"\[(?:https?:)?//\S+\s+([^\]]+)\]")
_MARKDOWN = re.compile(r"!?\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))+(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>|</(?:li|p|div)>", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"'''''|'''|''|\*\*|(?<!\w)__|__(?!\w)|(?<![\w*])\*(?=\S)(?=[^*]*\S\*)|(?<=\S)\*(?![\w*])(?!\s*$)|`"
)
_STARRED = re.compile(r"^\*([^*\s][^*]*)\*$")
_PAGE = re.compile(r"^(?:https?:)?//[^\s/]+/(?:wiki|w/index\.php\?title=)/?([^\s?#&]+)(?:[?#&]\S*)?$")
_BARE_USER = re.compile(rf"^{_USER}\s*:\s*(\S.*)$", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\s+|\d{1,3}[.)](?=[^\W\d])|[-–—*•·▪‣◦●○■►➤#]+\s+|[•·▪‣◦●■►➤])")


class Plain(NamedTuple):
    """A text without markup, and the account that a link in it leads to."""

    text: str
    username: str = ""


class User(NamedTuple):
    """A link to an account, and where in the text it stands."""

    name: str
    label: str
    start: int
    end: int


def users_in(text: str) -> list[User]:
    """Return the links to accounts in a text, in order.

    >>> [user.name for user in users_in("{{u|Ben_M}} and [[User:Ada|A.]]")]
    ['Ben M', 'Ada']
    """
    found = [
        User(match[1].strip().replace("_", " "), (match[2] or match[1]).strip().replace("_", " "), *match.span())
        for match in _WIKI_USER.finditer(text)
    ]
    found += [
        User(match[1].strip().replace("_", " "), match[1].strip().replace("_", " "), *match.span())
        for match in _USER_TEMPLATE.finditer(text)
    ]
    return sorted(found, key=lambda user: user.start)


def plain(text: str) -> Plain:
    """Return what a cell with one name says.

    >>> plain("[[User:Ada Example|Ada]]")
    Plain(text='Ada', username='Ada Example')
    """
    username = ""
    if (match := _WIKI_USER.search(text)) or (match := _USER_TEMPLATE.search(text)):
        username = match[1].strip().replace("_", " ")
    shown = without_markup(text)
    if match := _BARE_USER.fullmatch(shown):
        username = username or match[1].strip().replace("_", " ")
        shown = match[1].strip().replace("_", " ")
    return Plain(shown, username)


def without_markup(text: str) -> str:
    """Return a cell without markup; line breaks between list items stay."""
    if match := _FORMULA.fullmatch(text.strip()):
        text = match[2] or match[1]
    if text.startswith("'") and text[1:2] in "=+-@'" and len(text) > 1:
        text = text[1:]  # The guard that keeps a spreadsheet from reading a text as a formula.
    if "[" in text or "{{" in text:
        text = _WIKI_USER.sub(lambda match: match[2] or match[1].strip().replace("_", " "), text)
        text = _USER_TEMPLATE.sub(lambda match: match[1].strip().replace("_", " "), text)
        text = _WIKI_LINK.sub(_label, text)
        text = _MARKDOWN.sub(r"\1", text)
        text = _OUTSIDE_LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if match := _STARRED.fullmatch(text.strip()):
        text = match[1]
    if "''" in text or "**" in text or "__" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    if "/" in text and (match := _PAGE.fullmatch(text.strip())):
        text = _NAMESPACE.sub(
            lambda found: found[0] if re.match(_USER, found[0], re.IGNORECASE) else "",
            unquote(match[1]).replace("_", " "),
        )
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def without_list_mark(text: str) -> str:
    """Return a text without the bullet or number of a list in front.

    >>> [without_list_mark(text) for text in ("1. Ada", "2) Ben", "- Cleo", "1st Museum")]
    ['Ada', 'Ben', 'Cleo', '1st Museum']
    """
    return _LIST_MARK.sub("", text, count=1)


def _label(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    title = match[1].partition("#")[0] or match[1]
    return _NAMESPACE.sub("", title.replace("_", " ")).strip()
