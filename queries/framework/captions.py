# SPDX-License-Identifier: GPL-3.0-or-later
"""What columns and parameters are called in English where their short name says little to people."""

from collections.abc import Mapping

_COLUMNS = {
    "already_orphaned": "Without a contact already",
    "asset": "Relationship",
    "caf50": "CAF50",
    "close_to_you": "Place by nearness",
    "core": "In every such set",
    "endpoint": "Organisation",
    "feasibility": "How feasible",
    "forward": "Along the tie",
    "gone": "Not seen again",
    "group_version": "Counted by affiliate",
    "held": "Relationships kept",
    "holder": "Contact",
    "holders": "Contacts",
    "is_bridge": "Is a bridge",
    "left": "One name",
    "likelihood_words": "Likelihood in words",
    "lower": "At least",
    "matched": "Other name found",
    "new_to_you": "Place by themes",
    "offerer": "Who offers",
    "offerer_how": "How the offer is known",
    "open": "Still open",
    "open_matches": "Names to check",
    "right": "Other name",
    "single_contact_share": "Share with one contact",
    "sole": "With no one else",
    "stand_in": "Stand-in",
    "stand_in_why": "Why this stand-in",
    "upper": "At most",
    "via": "Through",
    "stated": "Both said so",
    "wanter": "Who wants",
    "wanter_how": "How the wish is known",
    "with_matches": "If the names match",
}
_PARAMETERS = {
    "as_of": "Date taken for today",
    "asker": "Asked by",
    "assets": "What may be lost",
    "by": "Classes",
    "cap": "Most for one person",
    "count": "How many",
    "decided": "Decided pairs too",
    "depth": "Number of steps",
    "half_life": "Half-life in months",
    "ids": "Things",
    "k": "How many",
    "leave": "Who leaves",
    "leave_chance": "Chance of leaving",
    "min_score": "Least likeness",
    "min_shared": "Least in common",
    "min_strength": "Least strength",
    "only_open": "Only open questions",
    "resolution": "Fineness",
    "scope": "Part of the network",
    "seeker": "Who is looking",
    "stated": "Only what both said",
    "step": "Length of a period",
    "theta": "Share that may be lost",
}


def column_words(name: str) -> str:
    """Return the English words for a column.

    >>> [column_words(name) for name in ("held", "asset_id", "stand_in_name", "bus_factor")]
    ['Relationships kept', 'Relationship id', 'Stand-in', 'Bus factor']
    """
    for suffix, more in (("_id", " id"), ("_name", "")):
        stem = name.removesuffix(suffix)
        if stem != name and stem in _COLUMNS:
            return _COLUMNS[stem] + more
    return _in_words(name, _COLUMNS)


def parameter_words(name: str) -> str:
    """Return the English words for a parameter.

    >>> [parameter_words(name) for name in ("theta", "country")]
    ['Share that may be lost', 'Country']
    """
    return _in_words(name, _PARAMETERS)


def _in_words(name: str, words: Mapping[str, str]) -> str:
    return words.get(name) or name.replace("_", " ").capitalize()
