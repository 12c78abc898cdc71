# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a page needs, each under an address that changes with its content.

Besides our own there is the drawing engine, served from the installed pyvis
package, and the Codex look, if `make assets` has fetched it.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from graph.errors import PartnershipsError

ENGINE = "vis-network.js"
_ENGINE_PATH = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_OWN = ("site.css", "map.css", "print.css", "page.js")
_MODULES = (
    "map.js",
    "map_canvas.js",
    "map_labels.js",
    "map_shapes.js",
    "map_panel.js",
    "map_form.js",
    "map_list.js",
    "map_touch.js",
)
"""Scripts that import each other by their names, so their addresses share one hash."""


@dataclass(frozen=True)
class StaticFile:
    """A file with its hash; compressed once, when first asked for."""

    name: str
    content: bytes = field(repr=False)
    imported: bytes = field(repr=False, default=b"")
    """What changes the file's address beside its own content: the modules that it imports."""

    @cached_property
    def digest(self) -> str:
        """A hash of the content, part of the address."""
        return blake2b(self.imported or self.content, digest_size=8).hexdigest()

    @cached_property
    def compressed(self) -> bytes:
        """The content for browsers that take gzip, which is all of them."""
        return gzip.compress(self.content, 9, mtime=0)

    @property
    def kind(self) -> str:
        """The media type; said here, since some machines call a script plain text."""
        return _KINDS[self.name.rpartition(".")[2]]


def static_files() -> Mapping[str, StaticFile]:
    """Return all files by name; raises PartnershipsError if the engine is not where pyvis keeps it."""
    own = files("web") / "static"
    found = {name: StaticFile(name, (own / name).read_bytes()) for name in _OWN}
    modules = {name: (own / name).read_bytes() for name in _MODULES}
    together = b"".join(modules.values())
    found.update((name, StaticFile(name, content, together)) for name, content in modules.items())
    found[ENGINE] = StaticFile(ENGINE, _engine().read_bytes())
    found.update((file.name, file) for file in _codex())
    return found


def _engine() -> Traversable:
    # The package itself is not imported: it brings IPython, and only a drawing needs it.
    engine = files("pyvis").joinpath(*_ENGINE_PATH)
    if not engine.is_file():
        hint = "Install the version of pyvis that pyproject.toml names."
        raise PartnershipsError("pyvis does not contain the drawing engine at the known place.", hint)
    return engine


def _codex() -> Iterator[StaticFile]:
    """Yield the optional files that the manifest of `make assets` names."""
    vendor = files("web") / "static" / "vendor"
    manifest = vendor / "manifest.json"
    if not manifest.is_file():
        return
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    for name, stored in sorted(names.items()):
        if name.endswith(".css"):
            yield StaticFile(name, (vendor / stored).read_bytes())
