# SPDX-License-Identifier: GPL-3.0-or-later
"""What single words in cells say: nothing, the cell above, a tick, a total; the words are in `cell_words.toml`."""

import re
import tomllib
from importlib.resources import files

from graph.schema.folding import fold
from loaders.cells.values import NO_WORDS, TICKS, YES_WORDS

_content: dict[str, list[str]] = tomllib.loads((files("loaders.cells") / "cell_words.toml").read_text(encoding="utf-8"))


def words_of(key: str) -> frozenset[str]:
    """Return a list of the file, folded."""
    return frozenset(map(fold, _content[key]))


def _beginnings(key: str) -> tuple[str, ...]:
    return tuple(fold(word) + (" " if word.endswith(" ") else "") for word in _content[key])


NOTHING = words_of("nothing")
_NOTHING_BEGINS = _beginnings("nothing_begins")
_ABOVE = words_of("above")
_NO_RECORD = words_of("no_record")
REGIONS = words_of("regions")
GROUPS = words_of("groups")
EVENTS = words_of("events")
OF_THE_ROW = words_of("of_the_row")
_MARKS = "-–—―‒_.?¿؟!*/\\~…·•#:;,|()[]<> \u00a0"
_DITTO = frozenset({'"', "''", "“", "”", "„", "〃", "´´", "``", '"" ""', '-"-', "-„-", '--"--'})
_NOT_TICKED = frozenset({"✗", "✘", "☐", "✕", "❌", "-", "–", "—", "0", "0.0"})
_TICKED = TICKS | frozenset({"☒", "×", "🗸", "●", "•", "★", "1.0", "✔️", "☑️", "✓️", "(x)", "[x]"})
# A list mark or emphasis in front of a name.
_MARKED_NAME = re.compile(r"\*\s+\S+(?:\s\S+){0,3}$|\*\*|\*\S.*\S\*$")
# What a spreadsheet shows where a formula fails, in several languages.
_ERROR = re.compile(r"#(?:[A-ZÀ-Ü]+[!?]|[A-Z]+/\d!?|N/?[ADV]|NAME\?|#+)", re.IGNORECASE)
_WORD_OF_TOTAL = re.compile(r"(?:total|totals|sum|summe|gesamt|somme|suma|soma|المجموع)\b")
_NAME_AFTER = re.compile(r"\s[A-Z]")
_WORD_OF_CHANGE = re.compile(
    r"(?:updated|prepared|compiled|exported|generated|aktualisiert|actualizado|atualizado|erstellt|preparado"
    r"|elaborado|mis a jour|mise a jour|stand(?= (?:vom |im |\d|januar|februar|marz|april|mai|juni|juli|august"
    r"|september|oktober|november|dezember)))\b"
)
_MORE_YES = words_of("ticked")
_MORE_NO = words_of("not_ticked")


def is_nothing(text: str) -> bool:
    """Say whether a cell that should name something names nothing.

    >>> [is_nothing(text) for text in ("TBD", "-", "à définir", "Nadia")]
    [True, True, True, False]
    """
    if not text.strip(_MARKS) or _ERROR.fullmatch(text):
        return True
    word = fold(text)
    return not word or word in NOTHING or word.startswith(_NOTHING_BEGINS)


def is_above(text: str) -> bool:
    """Say whether a cell means the cell above."""
    return text in _DITTO or fold(text) in _ABOVE


def tick_of(text: str) -> bool | None:
    """Return whether a cell is ticked, None if it is no tick at all."""
    if not text or text in _NOT_TICKED:
        return False
    if text in _TICKED:
        return True
    word = fold(text)
    if word in YES_WORDS or word in _MORE_YES:
        return True
    return False if word in NO_WORDS or word in _MORE_NO else None


def begins_no_record(text: str) -> bool:
    """Say whether the first cell of a row tells that it is a total, a source, or a note."""
    stripped = text.strip()
    if not stripped or is_above(stripped):
        return False
    if re.match(r"[*†‡¹²³]|\(\*|\[?\d\]\s", stripped) and not _MARKED_NAME.match(stripped):
        return True
    word = fold(stripped)
    if word in _NO_RECORD:
        return True
    head, colon, _rest = stripped.partition(":")
    if colon and fold(head) in _NO_RECORD:
        return True
    if any(word.startswith(f"{phrase} ") for phrase in _NO_RECORD if " " in phrase):
        return True
    if _WORD_OF_TOTAL.match(word):
        return bool(re.search(r"\d|:|=", stripped)) or (len(word.split()) > 1 and not _NAME_AFTER.search(stripped))
    return bool(_WORD_OF_CHANGE.match(word)) and (len(word.split()) > 1 or ":" in stripped)
