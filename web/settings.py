# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be set from outside, read once from PARTNERSHIPS_* variables.

A secret may also stand in a file named by the same variable with `_FILE` at
the end; it is never printed, and the address of the store may hold one too.
"""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from graph.errors import BadParameter

_PREFIX = "PARTNERSHIPS_"
DEFAULT_STORE = "sqlite:///partnerships.db"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080
DEFAULT_LOAD_MEMORY = 2000
DEFAULT_STOP = 10
LOGS = ("text", "json")
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    store: str = field(default=DEFAULT_STORE, repr=False)
    neo4j_user: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    cache: Path = field(default_factory=lambda: _cache_folder(os.environ))
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    refresh: float = 1.0
    """Seconds between two looks at whether the store has changed."""
    load_memory: int = DEFAULT_LOAD_MEMORY
    """Megabytes that reading and loading files may take; 0: no limit."""
    log: str = LOGS[0]
    """How lines of the log are written."""
    trusted_proxies: tuple[Network, ...] = ()
    """Addresses of those who may give a request its number."""
    stop: int = DEFAULT_STOP
    """Seconds that running requests have when the site is asked to end."""
    has_metrics: bool = False
    """Whether the site counts what it does and shows the figures."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables; raises BadParameter if one cannot be used."""
        user, password = _credentials(environment)
        return cls(
            store=environment.get(f"{_PREFIX}STORE") or DEFAULT_STORE,
            neo4j_user=user,
            neo4j_password=password,
            cache=Path(environment.get(f"{_PREFIX}CACHE") or _cache_folder(environment)),
            host=environment.get(f"{_PREFIX}HOST") or DEFAULT_HOST,
            port=_number(environment, "PORT", DEFAULT_PORT),
            refresh=_number(environment, "REFRESH", 1),
            load_memory=_number(environment, "LOAD_MEMORY", DEFAULT_LOAD_MEMORY),
            log=_one_of(environment, "LOG", LOGS),
            trusted_proxies=_networks(environment, "TRUSTED_PROXY"),
            stop=_number(environment, "STOP", DEFAULT_STOP),
            has_metrics=_one_of(environment, "METRICS", ("0", "1")) == "1",
        )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(f"{_PREFIX}{name}") or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise BadParameter(f"{_PREFIX}{name} is “{text[:20]}”.", f"Give a whole number such as {default}.")
    return int(text)


def _one_of(environment: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    text = environment.get(f"{_PREFIX}{name}") or known[0]
    if text not in known:
        raise BadParameter(f"{_PREFIX}{name} is “{text[:20]}”.", f"Give one of: {', '.join(known)}.")
    return text


def _networks(environment: Mapping[str, str], name: str) -> tuple[Network, ...]:
    given = environment.get(f"{_PREFIX}{name}", "")
    try:
        return tuple(ip_network(part.strip()) for part in given.split(",") if part.strip())
    except ValueError as error:
        hint = "Give addresses or networks with commas between them, such as 127.0.0.1, 172.16.0.0/12."
        raise BadParameter(f"{_PREFIX}{name} is “{given[:60]}”.", hint) from error


def _credentials(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return user and password; the `_AUTH` form `user/password` is the one that the Neo4j image reads."""
    user, _, password = _secret(environment, "NEO4J_AUTH").partition("/")
    return (
        environment.get(f"{_PREFIX}NEO4J_USER") or user or "neo4j",
        _secret(environment, "NEO4J_PASSWORD") or password,
    )


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(f"{_PREFIX}{name}", "")
    path = environment.get(f"{_PREFIX}{name}_FILE", "")
    if value or not path:
        return value
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        hint = "Check that the file exists, is text and may be read."
        raise BadParameter(f"{_PREFIX}{name}_FILE names a file that cannot be read.", hint) from error


def _cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the usual place for what can be worked out anew; never the current directory."""
    base = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    home = environment.get("HOME") or environment.get("USERPROFILE")
    folder = Path(base) if base else Path(home) / ".cache" if home else Path(tempfile.gettempdir())
    return folder.absolute() / "partnerships"
