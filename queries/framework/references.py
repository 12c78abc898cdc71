# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entry a parameter names; one of another type is told, and what is asked for."""

from collections.abc import Sequence
from functools import cache

from graph.errors import BadParameter, UnknownName, typed
from graph.schema.nodes import NODE_CLASSES, Node
from graph.snapshot.snapshot import Snapshot
from graph.text.choices import slug
from graph.text.message import Text

OTHER_TYPE = Text(
    "fault-other-type",
    "“$1” is of the type “$2”, and “$3” asks for: $4.",
    "Error; $1 what was typed, $2 its type, $3 a parameter, $4 list of types",
)
SEE_TYPES = Text("fault-see-types", "Search for the name to see what there is.", "Hint after that error")


@cache
def type_word(cls: type[Node]) -> Text:
    """Return what one entry of a class is called."""
    return Text(f"schema-{slug(cls.TYPE)}", cls.LABEL, "One entry of this type, inside a sentence")


def find_entry(snapshot: Snapshot, text: str, classes: Sequence[type[Node]], parameter: str) -> int:
    """Return the node that a parameter names.

    Raises UnknownName for a name that nothing has, and BadParameter for one
    that an entry of another class has.
    """
    try:
        return snapshot.find(text, classes)
    except UnknownName as error:
        others = [cls for cls in NODE_CLASSES if cls not in classes]
        if not others:
            raise
        try:
            other = snapshot.find(text, others)
        except UnknownName:
            raise error from None
        types = [type_word(cls)() for cls in NODE_CLASSES if cls in classes]
        words = OTHER_TYPE(typed(text, 200), type_word(snapshot.type_of(other))(), typed(parameter), types)
        raise BadParameter(words, SEE_TYPES()) from error
