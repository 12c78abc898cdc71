# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words of flip-chart notes say: question, language, original.

English, French and Arabic first, since those are the languages of the
people who hand in notes; a question mark is understood in every script.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from graph.schema.folding import fold
from graph.schema.nodes import EventKind
from loaders.cells.dates import to_date
from loaders.cells.understanding import NotUnderstood

_MARKS = "?؟？⁇⸮՞"
_GREEK = re.compile(r"[\u0370-\u03ff]\s*;\s*$")
_ADDRESS = re.compile(r"https?://\S+")


def vocabulary(words: str) -> frozenset[str]:
    """Return folded words, from a text of words between spaces."""
    return frozenset(fold(word) for word in words.split())


def phrases(text: str) -> frozenset[str]:
    """Return folded phrases, from a text with one a line or between bars."""
    return frozenset(fold(phrase) for line in text.splitlines() for phrase in line.split("|") if phrase.strip())


_VERBS = vocabulary(
    """should could can would do does did is are will shall may
    faut-il peut-on doit-on هل"""
)
_ASKING = vocabulary(
    """how what why when where which who whose whom
    comment pourquoi quand où quel quelle quels quelles qui quoi combien
    كيف لماذا ماذا متى أين كم من لم أي ما"""
)
_THEME_WORDS = vocabulary(
    "theme themes topic topics thème thèmes axe axes sujets thématique thématiques pillars "
    "piliers priorities priorités محور محاور المحاور موضوعات الموضوعات مواضيع المواضيع أولويات الأولويات "
    "temas themen eixos ejes"
)
_QUESTION_WORDS = vocabulary("question questions سؤال أسئلة الأسئلة اسئلة preguntas perguntas fragen")
_EVENT_WORDS = vocabulary(
    """workshop workshops conference summit forum meeting camp hackathon retreat seminar indaba wikiindaba
    wikimania editathon training
    atelier ateliers conférence rencontre rencontres sommet séminaire réunion colloque convention journée
    ورشة الورشة مؤتمر المؤتمر ملتقى الملتقى لقاء اللقاء منتدى المنتدى ندوة taller conferencia oficina encontro"""
)
_FURTHER = phrases(
    """further thoughts|other thoughts|more thoughts|thoughts|recommendation|recommendations|conclusion
    conclusions|next steps|next step
    remarks|other remarks|comments|other comments|observations|general comments|action points|actions|ideas
    other ideas|further ideas|answers
    parking lot|car park|notes|miscellaneous|feedback|evaluation|closing|wrap up|reflections|takeaways|to do
    suggestions|other points
    autres réflexions|autres idées|réflexions|pistes de réflexion|recommandations|prochaines étapes|remarques
    commentaires|idées|divers|suites
    pour aller plus loin|pistes|réponses|autres remarques|autres points|points divers|évaluation|bilan
    أفكار أخرى|أفكار إضافية|أفكار|توصيات|التوصيات|توصيات أخرى|ملاحظات|ملاحظات أخرى|ملاحظات إضافية
    الخطوات التالية|خلاصة|خاتمة|اقتراحات|مقترحات|خواطر أخرى"""
)
_FURTHER_WORDS = vocabulary(
    "recommendation recommendations recommandation recommandations conclusion conclusions "
    "remarks remarques توصيات التوصيات خلاصة"
)
_ROOM = phrases(
    """raise your hand|raise your hands|raise hands|hands up|show of hands|warm up|ice breaker|icebreaker
    check in|quick poll|poll|survey|agenda|schedule
    programme|program|examples|example|instructions|rules|ground rules|the task|task|exercise|introduction
    introductions|energizer|energiser|quiz
    levez la main|à main levée|main levée|brise glace|sondage|ordre du jour|exemples|exemple|consignes|consigne
    règles|tour de table|échauffement
    ارفعوا أيديكم|ارفعوا الأيدي|ارفع يدك|رفع الأيدي|كسر الجليد|استطلاع|استبيان|جدول الأعمال|أمثلة|مثال|تعليمات
    القواعد|تعارف"""
)
_GENERIC = phrases(
    """questions|our questions|some of our questions|the questions|question|questions asked|key questions
    strategic questions|list of questions|all questions
    nos questions|les questions|quelques unes de nos questions|questions stratégiques|questions posées
    liste des questions
    أسئلة|الأسئلة|أسئلتنا|بعض أسئلتنا|بعض أسئلتكم|الأسئلة الاستراتيجية|أسئلة استراتيجية|قائمة الأسئلة
    any questions|any other questions|other questions|des questions|d autres questions|autres questions
    هل من أسئلة|أسئلة أخرى"""
)
_WHO = vocabulary("who qui من")
_THEME_LABEL = re.compile(
    r"(?:(?:main|key)\s+)?(?:theme|topic|subject|question|context|thème|sujet|contexte|axe|thématique|tema|thema"
    r"|(?:ال)?(?:موضوع|محور|سؤال))"
    r"(?:\s+(?:n[°o]\.?\s*)?(?:\d{1,2}|[A-Za-z]|ال\w{4,7}))?\s*(?:[:：]|\s[-–—]+\s)\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_EVENT_KINDS = {
    EventKind.WORKSHOP: vocabulary("workshop workshops atelier ateliers taller oficina ورشة الورشة"),
    EventKind.CONFERENCE: vocabulary(
        "conference conférence summit sommet indaba wikiindaba wikimania convention مؤتمر المؤتمر conferencia"
    ),
    EventKind.EDIT_A_THON: vocabulary("editathon ediathon éditathon"),
    EventKind.MEET_UP: vocabulary(
        "meetup meeting meetings rencontre réunion encontro reunión reunião treffen sitzung لقاء اللقاء اجتماع الاجتماع"
    ),
}
_ATTENDANCE = vocabulary(
    """present attendees attendance attending attended participants présents présentes présent participantes
    anwesend anwesende teilnehmende teilnehmer asistentes asistencia presentes presenças presença
    الحضور الحاضرون المشاركون"""
)
_FULL_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_./]?(?:0[1-9]|1[0-2])[-_./]?(?:[0-2]\d|3[01])|(?:[0-3]?\d)[./-][01]?\d[./-](?:19|20)\d\d)(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?[^\W\d]+\.?,?\s+(?:de\s+)?(?:19|20)\d\d"
    r"|[^\W\d]+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
)
_SURE = 6
"""Letters of a word that is not part of others by chance."""
_YEAR = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠)\d\d(?!\d)")


def is_question(text: str) -> bool:
    """Say whether a text holds a question mark, of any script.

    >>> [is_question(text) for text in ("Why? (no answer)", "هل نبدأ؟", "Barriers: time")]
    [True, True, False]
    """
    if not any(mark in text for mark in _MARKS):
        return bool(_GREEK.search(text[-200:]))
    return any(mark in _ADDRESS.sub("", text) for mark in _MARKS)


def asks_without_mark(text: str) -> bool:
    """Say whether a text begins like a question but nobody wrote the mark."""
    words = fold(text[:100]).split()
    if len(words) < 3 or text.rstrip().endswith((".", "!", ":")):
        return False
    return words[0] in _VERBS or (len(words) > 3 and words[0] in _ASKING)


def asks_the_room(texts: Iterable[str]) -> bool:
    """Say whether questions are a show of hands: "Who has …", "Qui a …"."""
    asking = [bool(_WHO.intersection(fold(text[:60]).split()[:1])) for text in texts]
    return len(asking) > 1 and all(asking)


def _has_word(text: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(fold(text[:300]).split())


def speaks_of_themes(text: str) -> bool:
    """Say whether a line announces themes."""
    return _has_word(text, _THEME_WORDS)


def speaks_of_questions(text: str) -> bool:
    """Say whether a heading announces questions, and is none itself."""
    return _has_word(text, _QUESTION_WORDS) and not is_question(text)


def names_an_event(text: str) -> bool:
    """Say whether a heading can be the name of an event."""
    if is_question(text) or text.endswith("!") or speaks_of_themes(text):
        return False
    return has_year(text) or _has_word(text, _EVENT_WORDS)


def has_year(text: str) -> bool:
    """Say whether a text holds a year."""
    return _YEAR.search(text) is not None


def year_of(text: str) -> str | None:
    """Return the first year in a text, in European digits.

    >>> year_of("مؤتمر الشراكات ٢٠١٩")
    '2019'
    """
    year = _YEAR.search(text)
    return fold(year[0]) if year else None


def date_of(text: str) -> str | None:
    """Return the first full date in a text, else its first year.

    >>> date_of("Steering meeting, 13 March 2024"), date_of("WikiIndaba 2017")
    ('2024-03-13', '2017')
    """
    for match in _FULL_DATE.finditer(text):
        try:
            return to_date(match[0].replace("_", "-"))
        except NotUnderstood:
            continue
    return year_of(text)


def lists_attendance(text: str) -> bool:
    """Say whether a line announces who was there, rather than who sat in a group."""
    return not _ATTENDANCE.isdisjoint(fold(text[:60].partition(":")[0]).split()[:3])


def is_meeting(text: str, *, inside_words: bool = False) -> bool:
    """Say whether a text calls something a meeting; `inside_words`: also as a part of a word, as in HillConference."""
    if not inside_words:
        return _has_word(text, _EVENT_WORDS)
    folded = fold(text[:300])
    return any(word in folded for word in _EVENT_WORDS if len(word) >= _SURE)


def event_kind(name: str, *, inside_words: bool = False) -> EventKind:
    """Return what kind of event a name says; flip charts hang in workshops."""
    words, folded = set(fold(name).split()), fold(name)
    for kind, known in _EVENT_KINDS.items():
        if words & known or (inside_words and any(word in folded for word in known if len(word) >= _SURE)):
            return kind
    return EventKind.WORKSHOP


def is_generic(text: str) -> bool:
    """Say whether a heading says only that questions follow."""
    return fold(text[:100]) in _GENERIC


def is_for_the_room(text: str) -> bool:
    """Say whether a heading is an exercise or an instruction, no theme."""
    return text.rstrip().endswith("!") or fold(text[:100]) in _ROOM


def is_further(text: str) -> bool:
    """Say whether a heading announces thoughts that are no questions."""
    if is_question(text):
        return False
    folded = fold(text[:150])
    if folded in _FURTHER or not _FURTHER_WORDS.isdisjoint(folded.split()[:1]):
        return True
    return any(folded.startswith(f"{phrase} ") for phrase in _FURTHER if " " in phrase)


def theme_name(text: str) -> str:
    """Return what a heading is about, without "Theme 2:" and colon."""
    label = _THEME_LABEL.fullmatch(text)
    return (label["rest"] if label else text).strip().rstrip(":：").strip()


_LANGUAGE_WORDS = {
    "en": vocabulary(
        "how what why when where which who whom whose should could can would will shall do does did is are "
        "the of and we our to with there be have need from this that these other others more they their"
    ),
    "fr": vocabulary(
        "comment pourquoi combien quel quelle quels quelles est peut les des du une nous notre nos pour avec "
        "dans et qui au aux leur ce ces quoi sont faut il pas ne sur cette"
    ),
    "es": vocabulary("cómo qué por los las nuestro nuestra con para el una y cuál debemos podemos entre hay"),
    "pt": vocabulary("como os uma nossa nosso com não para quais podemos devemos entre são em mais"),
    "de": vocabulary("wie was warum wir die der das und können sollen ist mit für unsere nicht eine"),
}
_FRENCH_INVERSION = re.compile(r"\w-(?:t-)?(?:ils?|elles?|on|nous|vous|je|ce)\b", re.IGNORECASE)
_SCRIPTS = {
    "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja",
}  # fmt: skip
_NOT_ARABIC = frozenset("پچژگکیےٹڈڑںہھڤڭڨ")


def script_of(text: str) -> str:
    """Return the script of most letters, such as LATIN or ARABIC."""
    counts: dict[str, int] = {}
    for letter in filter(str.isalpha, text[:300]):
        script = _script(letter)
        counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: (counts[script], script), default="")


@lru_cache(maxsize=5000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def language_of(text: str) -> str | None:
    """Return the language if its small words or its script tell it.

    >>> [language_of(text) for text in ("How do we grow?", "Peut-on grandir ?", "كيف ننمو؟", "Wikidata?")]
    ['en', 'fr', 'ar', None]
    """
    script = script_of(text)
    if not script:
        return None
    if script == "ARABIC":
        return None if _NOT_ARABIC.intersection(text) else "ar"
    if script != "LATIN":
        return _SCRIPTS.get(script)
    words = fold(text[:500]).split()
    is_inverted = _FRENCH_INVERSION.search(text) is not None
    # The first word of a question, which asks, tells most.
    scores = sorted(
        (
            (len(known.intersection(words)) + (words[0] in known) + 2 * (code == "fr" and is_inverted), code)
            for code, known in _LANGUAGE_WORDS.items()
        ),
        reverse=True,
    )
    (best, code), (second, _other) = scores[:2]
    return code if best > max(second, 1) else None


@cache
def _language_names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - only remarks about a translation ask, and `--help` never

    codes = ("en", "fr", "ar", "es", "pt", "de")
    return {
        fold(name): code
        for display in reversed(codes)
        for code, name in Locale(display).languages.items()
        if re.fullmatch("[a-z]{2,3}", code)
    }


_TRANSLATED = re.compile(r"translat|tradui|traduct|traduc|übersetz|ترجم", re.IGNORECASE)
_LANGUAGE_PREFIX = re.compile("ال|لل|بال|ل|b")


def translated(remark: str) -> tuple[str | None, str | None] | None:
    """Read "translated from French into English" as (`fr`, `en`).

    None if the remark is not about a translation.
    """
    if not _TRANSLATED.search(remark):
        return None
    names = _language_names()
    found: list[str] = []
    for word in fold(remark[:200]).split():
        code = (
            names.get(word)
            or names.get(word.removeprefix("l"))
            or names.get(f"ال{_LANGUAGE_PREFIX.sub('', word, count=1)}")
        )
        if code and code not in found:
            found.append(code)
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


_OPEN, _CLOSE = "([（", ")]）"
_ORIGINAL_LABEL = re.compile(r"(?:in |en |بال)?(?P<language>[\w ]{1,20}?)\s*[:：]\s+(?P<rest>\S.*)", re.DOTALL)
_ORIGINAL_WORDS = phrases(
    "original|orig|originally|version originale|vo|translated|translation|traduit|traduction|مترجم|الأصل|النص الأصلي"
)


def last_bracket(text: str) -> tuple[str, str] | None:
    """Return (text before, content) of the bracket that ends a text."""
    body = text.rstrip(" .")
    if not body or body[-1] not in _CLOSE:
        return None
    depth = 0
    for index in range(len(body) - 1, -1, -1):
        if body[index] in _CLOSE:
            depth += 1
        elif body[index] in _OPEN:
            depth -= 1
            if depth == 0:
                return body[:index].rstrip(), body[index + 1 : -1].strip()
    return None


def split_original(text: str, remarked: str | None = None) -> tuple[str, str | None, str | None]:
    """Return (text, original, its language) of a question with its original in brackets.

    Brackets that only explain stay in the text: an original is a question in
    another language. `remarked` is the language that a remark on the page names.
    """
    bracket = last_bracket(text)
    if bracket is None or not is_question(bracket[0]):
        return text, None, None
    before, content = bracket
    label = _ORIGINAL_LABEL.match(content)
    if label:
        word = fold(label["language"])
        code = word if word in _LANGUAGE_WORDS or word == "ar" else _language_names().get(word)
        if code or word in _ORIGINAL_WORDS:
            return before, label["rest"], code or language_of(label["rest"]) or remarked
    language, outer = language_of(content), language_of(before)
    differs = language is not None and outer is not None and language != outer
    is_other_script = script_of(content) != script_of(before) and len(content.split()) > 2
    if differs and (is_question(content) or len(content.split()) > 2):
        return before, content, language
    if (
        is_other_script
        or (remarked and remarked == language)
        or (remarked and language is None and is_question(content))
    ):
        return before, content, language or remarked
    return text, None, None
