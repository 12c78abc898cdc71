# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of roles in an answer. The stylesheet alone names them; a picture that stands alone needs them too."""

import re
from functools import cache
from importlib.resources import files

DASHED = "-dashed"


@cache
def role_colours() -> dict[str, str]:
    """Return the colour of each role that has one."""
    style = (files("web") / "static" / "map.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--role-(\w+): (#[0-9a-f]{6});", style))


def role_colour(role: str) -> str | None:
    """Return the colour of a role; None for one that is drawn like everything else."""
    return role_colours().get(role.removesuffix(DASHED))
