# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of names: who sat in a group, and what the group was called.

A line is a list of names if every part between its commas looks like a name;
lines that say so ("Names: …", "Group 3: …") are believed sooner.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from graph.schema.folding import fold
from loaders.notes.lines import without_emphasis
from loaders.notes.words import is_question, vocabulary

_GROUP_WORDS = (
    r"(?:(?:break\s?out\s+|small\s+|working\s+|sub-?)?(?:groups?|teams?|tables?|rooms?)"
    r"|flip\s?-?charts?|posters?|break\s?outs?"
    r"|(?:sous-)?groupes?|équipes?|equipes?|ateliers?|salles?|grupos?|mesas?|gruppen?|tische?"
    r"|(?:ال)?مجموعة|(?:ال)?فريق|(?:ال)?طاولة|(?:ال)?فوج|مجموعة العمل)"
)


def _numbered(*rows: str) -> dict[str, str]:
    return {word: str(number) for number, row in enumerate(rows, start=1) for word in map(fold, row.split())}


_ORDINALS = _numbered(
    "first premier première primero primer الأولى الأول",
    "second deuxième segundo الثانية الثاني",
    "third troisième tercero tercer الثالثة الثالث",
    "fourth quatrième cuarto الرابعة الرابع",
    "fifth cinquième quinto الخامسة الخامس",
    "sixth sixième sexto السادسة السادس",
    "seventh septième séptimo السابعة السابع",
    "eighth huitième octavo الثامنة الثامن",
    "ninth neuvième noveno التاسعة التاسع",
    "tenth dixième décimo العاشرة العاشر",
)
_CARDINALS = _numbered(
    "one un",
    "two deux",
    "three trois",
    "four quatre",
    "five cinq",
    "six",
    "seven sept",
    "eight huit",
    "nine neuf",
    "ten dix",
)
_PEOPLE_WORDS = (
    r"(?:group\s+|team\s+|table\s+)?(?:names?|members?|participants?|people|present|who|attendees|facilitators?)"
    r"|noms?|prénoms?|membres?|participant(?:[·.(]?e\)?)?[·.]?s|présent(?:[·.(]?e\)?)?[·.]?s|personnes"
    r"|nombres|miembros|participantes|namen|mitglieder|teilnehmende"
    r"|(?:ال)?أسماء|(?:ال)?اسماء|أسماء المشاركين|أسماء المشاركات|(?:ال)?أعضاء|(?:ال)?اعضاء|أعضاء المجموعة"
    r"|(?:ال)?مشاركون|(?:ال)?مشاركين|(?:ال)?حاضرون|(?:ال)?حضور"
)
_GROUP = re.compile(
    rf"(?P<label>(?P<before>\d{{1,2}}(?:st|nd|rd|th|er|ère|e|ème)?|\w+)??\s*(?P<word>{_GROUP_WORDS})(?!\w)"
    r"(?:\s*(?:n[°o]\.?|no\.?|num(?:ber|éro)?|رقم|#)?"
    r"\s*(?:\((?P<inner>\d{1,3}|\w)\)|(?P<number>\d{1,3}|[A-Za-z](?!\w)|\w+)))?)"
    rf"(?P<people>\s*[-–—:,]?\s*\(?(?:{_PEOPLE_WORDS})\)?)?"
    r"(?P<colon>\s*[:：.)]|\s+[-–—]+\s|\s*[-–—]+$|\s*$|\s*(?=\())?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(rf"(?:{_PEOPLE_WORDS})\s*(?:[:：]|\s[-–—]+\s|$)\s*(?P<rest>.*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;،؛|/&+•·\t]+\s*|\s+(?:and|et|und|y|e|و)\s+|\s+-\s+and\s+")
_AND = re.compile(r"\s+(?:and|et|und|y|e|و|&|\+)\s+")
_FULL_STOP = re.compile(r"(?<=\w\w)\.$")
_DASH = re.compile(r"\s+[-–—]+\s+")
_PARTICLES = frozenset(
    "de da do du des dos das del della di la le van von der den ter ten bin ben ibn bint binti al el ul ould "
    "ait aït abu abou umm oum y e d wa st".split()
)
# Words that no name holds but many headings and sentences do.
_NOT_IN_NAMES = vocabulary(
    """the of our we our your their for with from in on to at by is are not yes all more this that
    workshop workshops conference session agenda notes theme themes question questions group groups table
    movement community
    communities partnership partnerships collaboration resources structures culture trust diversity alignment
    communication
    outreach funding learning sharing training capacity governance strategy language languages
    projects events tools lunch coffee welcome introduction thanks thank slide page
    le la les un une notre nos votre pour avec dans sur est sont au aux atelier conférence séance merci
    questions thème thèmes
    confiance financement partenariats partenaires communauté communautés langues gouvernance ressources
    formation bienvenue
    في من على إلى عن مع هل كيف ما ماذا لماذا متى أين أن التي الذي هذا هذه كل بين أو لا ورشة مؤتمر شكرا أسئلة الأسئلة
    الثقة الشراكات الشراكة التمويل اللغة اللغات التعاون المجتمع المجتمعات التواصل الموارد التدريب المحاور محاور
    التعلم المشاركة"""
)
# Arabic names that begin with the letter that also means "and".
_BEGIN_WITH_WAW = frozenset(
    map(fold, "وليد وائل وسام وفاء وداد ورد وسيم وجيه وديع وعد وهيب وحيد وردة واصف وضاح وجدان وهبة وليم واثق".split())
)
_NOT_A_GROUP = vocabulary(
    "the our each every all your this that in of work photo discussion le la les notre chaque de du travail كل هذه"
)
# Times, dates and what is said beside them stand between names, and are none.
_NO_NAME = re.compile(
    r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]m|uhr|h)?\s*(?:utc|gmt|cet|cest|wat|cat|eat)?(?:[+-]\d{1,2})?|utc|gmt|talk|contribs"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?\s+[^\W\d]{3,10}\.?(?:\s+\d{4})?|(?:19|20)\d\d|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_MOST = 60
_PAIR = 2
_SHORT_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a line, and the remarks in it that are none."""

    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    is_pair: bool = False
    """Only "X and Y", which may be a heading as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a line says about the group whose notes begin here.

    `key` is the number or letter of the group, empty if the line only says
    that names follow; `rest` is what stands behind the label, and
    `lists_people` says that this must be names.
    """

    name: str
    key: str
    rest: str
    lists_people: bool = True


def label_of(text: str) -> Label | None:
    """Read `Group 3: …`, `2e groupe`, `المجموعة ٣`, `Names: …` and the like."""
    text = without_emphasis(text).replace("**", "")
    if people := _PEOPLE.fullmatch(text):
        return Label(name="", key="", rest=people["rest"].strip())
    group = _GROUP.fullmatch(text)
    if group is None:
        return None
    name, rest, colon = group["label"].strip(), group["rest"].strip(), group["colon"]
    word = group["inner"] or group["number"] or group["before"]
    key = _rank(group["before"]) if group["before"] else _key(word)
    is_closed = colon is not None or group["people"] is not None
    if key and (is_closed or (key.isdigit() and names_of(rest) is not None)):
        return Label(name=name, key=key, rest=rest, lists_people=group["people"] is not None)
    if not word:
        return Label(name="", key="", rest=rest) if colon and colon.strip() in {":", "："} else None
    if not key and is_closed and names_of(rest) is not None:
        return replace(named, rest=rest) if (named := named_group(name)) else None
    return None


def named_group(text: str) -> Label | None:
    """Read `Blue team`, `Table Baobab`: a group if names follow, else only a heading."""
    group = _GROUP.fullmatch(without_emphasis(text).rstrip(":： "))
    if group is None or group["rest"] or not (group["number"] or group["before"]):
        return None
    words = fold(group["label"]).split()
    if len(words) > 3 or any(word in _NOT_A_GROUP for word in words):
        return None
    return Label(name=group["label"].strip(), key=fold(group["label"]), rest="", lists_people=False)


def _key(word: str | None) -> str:
    if word and len(word) == 1 and word.isalpha():
        return fold(word)
    return _rank(word) or _CARDINALS.get(fold(word or ""), "")


def _rank(word: str | None) -> str:
    digits = re.match(r"\d+", word or "")
    return str(int(digits[0])) if digits else _ORDINALS.get(fold(word or ""), "")


def names_of(text: str, *, announced: bool = False) -> Names | None:
    """Return the names that a text lists, None if it lists something else.

    Where names were `announced` ("Names:"), one is enough and lower case is
    no obstacle; otherwise there must be two.
    """
    if len(text) > _MOST * 40 or is_question(text):
        return None
    bare, remarks = _without_brackets(_FULL_STOP.sub("", text.strip()))
    if bare.endswith((":", "：", "!")) or not bare:
        return None
    if person := _described(bare):
        return Names(names=person[:1], remarks=(*remarks, *person[1:])) if announced else None
    bare = _first_names_first(bare)
    parts = [part.strip(" \u200f\u200e*_\"'") for part in _SEPARATOR.split(bare)]
    is_pair = False
    if len(parts) == 1 and _DASH.search(bare):
        parts = _DASH.split(bare)
    elif len(parts) == 2 and _AND.search(bare):
        is_pair = " " not in parts[0] and " " not in parts[1]
    cut = [_DASH.split(part, maxsplit=1) for part in parts if part]
    remarks += [pieces[1] for pieces in cut if len(pieces) > 1]
    names = _with_arabic_and([pieces[0].strip() for pieces in cut])
    if not names or len(names) > _MOST or (len(names) < 2 and not announced):
        return None
    remarks += [name for name in names if _NO_NAME.fullmatch(name)]
    names = [name for name in names if not _NO_NAME.fullmatch(name)]
    if not names:
        return None
    others = [name for name in names if not _is_name(name, announced=announced)]
    # A short word with a capital in a list of names is a name, whatever it means elsewhere.
    if len(others) * 2 > len(names) or not all(map(_is_short_name, others)):
        return None
    if not announced and len(names) == 2 and fold(names[1]) in _countries():
        return None
    return Names(names=tuple(" ".join(name.split()) for name in names), remarks=tuple(remarks), is_pair=is_pair)


def _described(text: str) -> tuple[str, ...]:
    """Read "Ada Example - Baobab - Ghana": one person, and where they are from; () for anything else."""
    parts = tuple(part.strip() for part in _DASH.split(text))
    if len(parts) < _PAIR or _SEPARATOR.search(parts[0]) or not _is_name(parts[0], announced=False):
        return ()
    is_full = " " in parts[0]
    names_a_country = fold(parts[-1]) in _countries()
    stands_alone = len(parts) == _PAIR and is_full and " " not in parts[1]
    return parts if names_a_country or stands_alone else ()


def name_in_line(text: str) -> str:
    """Return the one name of a line, without where the person is from."""
    person = _described(_without_brackets(text.strip())[0])
    return person[0] if person else text


def _is_short_name(name: str) -> bool:
    return 1 < len(name) <= _SHORT_NAME and name.isalpha() and name.istitle()


def _first_names_first(text: str) -> str:
    """Turn "Example, Ada; Muster, Ben": semicolons between people, commas inside their names."""
    people = [person.strip() for person in re.split("[;؛]", text) if person.strip()]
    parts = [[part.strip() for part in re.split("[,،]", person)] for person in people]
    if len(people) < _PAIR or any(len(pair) != _PAIR or not all(pair) for pair in parts):
        return text
    return "; ".join(f"{first} {last}" for last, first in parts)


def _without_brackets(text: str) -> tuple[str, list[str]]:
    kept: list[str] = []
    remarks: list[str] = []
    position = 0
    for match in re.finditer(r"\(([^()]*)\)|\[([^\[\]]*)\]", text):
        kept.append(text[position : match.start()])
        remarks.append((match[1] or match[2] or "").strip())
        position = match.end()
    kept.append(text[position:])
    return " ".join("".join(kept).split()), [remark for remark in remarks if remark]


def _with_arabic_and(names: list[str]) -> list[str]:
    """Split "سارة وخالد": the last "and" of an Arabic list is written together."""
    if not names:
        return names
    words = names[-1].split()
    if len(words) == 1 and len(names) > 1 and _is_joined(words[0]):
        return [*names[:-1], words[0][1:]]
    for index in range(1, len(words)):
        if _is_joined(words[index]):
            return [*names[:-1], " ".join(words[:index]), " ".join([words[index][1:], *words[index + 1 :]])]
    return names


def _is_joined(word: str) -> bool:
    return word.startswith("و") and len(word) > 3 and fold(word) not in _BEGIN_WITH_WAW


def _is_name(name: str, *, announced: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= (6 if announced else 5) or len(name) > 60:
        return False
    if any(character.isdigit() or character in '?؟!:;<>{}=@#"“”«»' for character in name) and not announced:
        return False
    if any(
        fold(word) in _NOT_IN_NAMES for word in words if len(word.rstrip(".")) > 1 and word.lower() not in _PARTICLES
    ):
        return False
    if announced:
        return not is_question(name)
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return bool(proper) and all(_is_proper(word) for word in proper)


def _is_proper(word: str) -> bool:
    letters = word.lstrip("'’-").replace(".", "")
    if not letters or not letters[0].isalpha():
        return False
    is_acronym = len(letters) > 2 and letters.isupper()
    if letters[0].islower():
        # d'Almeida, al-Masri, el-Sayed
        return bool(re.match(r"(?:d|l|al|el|ul|ad|as|ash|an|ar|at)['’-]\w", letters))
    return not is_acronym and not letters.endswith("s'")


@cache
def _countries() -> frozenset[str]:
    from babel import Locale  # noqa: PLC0415 - only a line of two words asks, and `--help` never

    return frozenset(fold(name) for code in ("en", "fr", "ar") for name in Locale(code).territories.values())


def is_one_name(text: str) -> bool:
    """Say whether a line is the name of one person, written as a name."""
    bare, _remarks = _without_brackets(text.strip())
    bare = name_in_line(bare)
    return _SEPARATOR.search(bare) is None and not is_question(bare) and _is_name(bare, announced=False)


def split_glued(text: str) -> tuple[str, str] | None:
    """Return (question, names) where a list of names is glued to a question."""
    end = max(map(text.rfind, "?؟？)）]"))
    tail = text[end + 1 :].strip()
    if end < 0 or not tail or not is_question(text[: end + 1]):
        return None
    names = names_of(tail)
    return None if names is None or names.is_pair else (text[: end + 1], tail)
