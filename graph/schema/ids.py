# SPDX-License-Identifier: GPL-3.0-or-later
"""How ids are made; no other module builds one.

Ids are readable and prefixed with their class (`person:`). An id that is
the same in every source is global: given with its prefix, from Wikidata
(`theme:Q759524`) or from a Wikimedia account (`person:User:Ada`). All others
are scoped by their source (`person:indaba-2017/mourad`), so that nobody is
merged because two sheets number from 1 or two people share a name.
"""

from hashlib import blake2b
from secrets import token_hex

from graph.schema.folding import fold, slug, with_signs

_SEPARATOR = "\x1f"
_LONGEST_PART = 120
_HIDDEN = "opted-out/"
_SUGGESTED = "suggested"


def is_prefixed(prefix: str, text: str) -> bool:
    """Say whether a cell already carries the id of its class."""
    return text.startswith(f"{prefix}:") and len(text) > len(prefix) + 1


def wikidata_id(prefix: str, item: str) -> str:
    """Return the global id of an entry that has a Wikidata item."""
    return f"{prefix}:{item.upper()}"


def username_id(prefix: str, username: str) -> str:
    """Return the global id of a person with a Wikimedia account.

    Wikimedia treats the first letter as upper case and `_` as a space.
    """
    name = " ".join(username.replace("_", " ").split())
    return f"{prefix}:User:{name[:1].upper()}{name[1:].replace(' ', '_')}"


def scoped_id(prefix: str, source_id: str, *parts: str) -> str:
    """Return an id inside one source, from a bare id or a name.

    `parts` run from the outermost scope to the name itself; a name without
    any letter or digit is told apart by its hash, and so are names that
    agree in their first 120 characters (a question can be a paragraph).
    """
    return f"{prefix}:" + "/".join([source_id, *map(_part, parts)])


def suggested_id(prefix: str, name: str) -> str:
    """Return the id of an entry that an answer suggests; the same name has the same id, whoever confirms it."""
    return scoped_id(prefix, _SUGGESTED, name)


def exact_id(prefix: str, source_id: str, name: str) -> str:
    """Return an id for a name that only case and spaces may change.

    `open-source` is then not `open source`: what a slug cannot tell apart
    has its hash at the end.
    """
    plain = " ".join(name.casefold().split())
    id_ = scoped_id(prefix, source_id, name)
    return id_ if fold(name) == plain else f"{id_}-{_hash(plain)}"


def new_secret() -> str:
    """Return what a store keeps to itself, so that nobody can test whose id is behind a hidden one."""
    return token_hex(16)


def hidden_id(prefix: str, id_: str, secret: str) -> str:
    """Return the id shown for a person who opted out; only who has the store's secret can tell whose it is."""
    return f"{prefix}:{_HIDDEN}{_hash(id_, secret)}"


def is_hidden(id_: str) -> bool:
    """Say whether this id stands for a person who opted out."""
    return id_.partition(":")[2].startswith(_HIDDEN)


def link_key(type_: str, source: str, target: str, fields: tuple[str | None, ...] = ()) -> str:
    """Return a link's id: the hash of its type, ends and key fields.

    80 bits, so among a million links two share one with chance 4e-13.
    """
    text = _SEPARATOR.join((type_, source, target, *(field or "" for field in fields)))
    return f"{type_.lower()}:{_hash(text)}"


def _part(text: str) -> str:
    name = slug(with_signs(text))
    if len(name) > _LONGEST_PART:
        return f"{name[:_LONGEST_PART].rstrip('-')}-{_hash(name)}"
    return name or _hash(text)


def _hash(text: str, secret: str = "") -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10, key=secret.encode()).hexdigest()
