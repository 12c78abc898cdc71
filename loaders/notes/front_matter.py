# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines between `---` at the top of a text that say what it is: title, date, lists of names."""

import re
from datetime import date, datetime

_FRONT = re.compile(r"\A\ufeff?---\s*\n(?P<inside>.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_MOST = 20_000


def front_matter(text: str) -> tuple[dict[str, object], int]:
    r"""Return what the front matter says, and how many lines it takes.

    >>> front_matter("---\ntitle: Call\npresent: [Ada, Ben]\n---\ntext")
    ({'title': 'Call', 'present': ['Ada', 'Ben']}, 4)
    """
    match = _FRONT.match(text[:_MOST])
    if not match:
        return {}, 0
    from ruamel.yaml import YAML  # noqa: PLC0415 - only texts with front matter need it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    lines = match[0].count("\n")
    try:
        content = YAML(typ="safe", pure=True).load(match["inside"])
    except (YAMLError, ValueError, RecursionError):
        return {}, lines
    if not isinstance(content, dict):
        return {}, lines
    return {str(key): _plain(value) for key, value in content.items()}, lines


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()[:10]
        case list():
            return [str(item) for item in value if not isinstance(item, dict | list)]
        case None:
            return ""
        case _:
            return str(value)
