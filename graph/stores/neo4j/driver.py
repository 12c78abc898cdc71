# SPDX-License-Identifier: GPL-3.0-or-later
"""The only module that talks to the Neo4j driver: settings, transactions, errors.

Whatever the driver raises leaves here as an error of ours that says what to
do next, without a password and without the server's own words.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, LiteralString, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j import exceptions as raised

from graph.errors import PartnershipsError, SchemaError, StoreUnavailable, typed
from graph.text.message import Text

NO_ADDRESS = Text("neo4j-no-address", "$1 is no address of a Neo4j server.", "Error; $1 what was given")
WRITE_ADDRESS = Text(
    "neo4j-write-address",
    "Write neo4j://HOST, neo4j+s://HOST or bolt://HOST:7687, and /DATABASE behind it if needed.",
    "Hint after that error; the addresses are typed so",
)
BROKE = Text(
    "neo4j-broke",
    "The connection to $1 broke while it was storing; it may have stored all or nothing.",
    "Error; $1 an address",
)
SAME_AGAIN = Text("neo4j-same-again", "Do the same again: what is there already stays as it is.", "Hint after it")
TOO_MANY_WRONG = Text(
    "neo4j-too-many-wrong",
    "$1 refuses everybody of this name for some seconds, after wrong passwords.",
    "Error; $1 an address",
)
_CREDENTIALS = "PARTNERSHIPS_NEO4J_USER and PARTNERSHIPS_NEO4J_PASSWORD, or the file of PARTNERSHIPS_NEO4J_AUTH_FILE"
WAIT_AND_CHECK = Text("neo4j-wait-and-check", f"Wait a moment, then check {_CREDENTIALS}.", "Hint after that error")
REFUSED = Text("neo4j-refused", "$1 refuses the user or the password.", "Error; $1 an address")
CHECK = Text("neo4j-check", f"Check {_CREDENTIALS}.", "Hint after that error; these are names of settings")
NO_DATABASE = Text("neo4j-no-database", "$1 has no database “$2”.", "Error; $1 an address")
LAST_PART = Text("neo4j-last-part", "The database is the part behind the last / of the address.", "Hint after it")
TOO_LONG = Text("neo4j-too-long", "The database took too long over this.", "Error")
NARROW = Text("neo4j-narrow", "Narrow the question, or try again when less is going on.", "Hint after that error")
KEY_IN_USE = Text(
    "neo4j-key-in-use",
    "A key that must be unique is already in use in the database at $1.",
    "Error; $1 an address",
)
RUN_CHECK = Text(
    "neo4j-run-check",
    "Something else wrote there; run `partnerships check` to see what differs.",
    "Hint after that error; partnerships check is a command",
)
TOO_MUCH = Text("neo4j-too-much", "This was too much at once for the memory of $1.", "Error; $1 an address")
LARGER_HEAP = Text("neo4j-larger-heap", "Nothing was changed. Give the server a larger heap.", "Hint after that error")
ALL_IN_USE = Text("neo4j-all-in-use", "All connections to $1 are in use.", "Error; $1 an address")
TRY_SOON = Text("neo4j-try-soon", "Try again in a few seconds.", "Hint after that error")
NO_ANSWER = Text("neo4j-no-answer", "No Neo4j answers at $1.", "Error; $1 an address")
CHECK_RUNS = Text("neo4j-check-runs", "Check the address, and that it runs.", "Hint after that error")

T = TypeVar("T")
Use = Literal["command", "site"]
"""Who waits: a command may wait for a server that restarts, a page may not."""
Run = Callable[..., list[dict[str, Any]]]
"""Runs one statement of a transaction: text, parameters by name, rows."""
DEFAULT_DATABASE = "neo4j"
LONGEST_TRANSACTION = 600.0
"""Seconds; 50,000 records take 5 to 20 on two cores, and the server's own limit may be a minute."""

# Measured (seconds until a dead server is reported): the driver's defaults 56, these for the site 0.0 on a closed port
# and 2.5 on a silent one. The driver retries by itself, which a page cannot wait for.
_SETTINGS: dict[Use, dict[str, Any]] = {
    "command": {
        "max_transaction_retry_time": 30.0,
        "connection_timeout": 10.0,
        "connection_acquisition_timeout": 30.0,
        "connection_write_timeout": 60.0,
        "max_connection_pool_size": 2,
    },
    "site": {
        "max_transaction_retry_time": 0.0,
        "connection_timeout": 2.0,
        "connection_acquisition_timeout": 2.5,
        "connection_write_timeout": 10.0,
        "liveness_check_timeout": 45.0,  # a router on the way may have forgotten a quiet connection
        "max_connection_pool_size": 10,  # the site's eight threads, the one that reads anew, and one to spare
    },
}
# What the driver logs is in the error that it raises; without a handler, Python would print it as well.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Connection:
    """One database of one server."""

    def __init__(self, url: str, user: str, password: str, use: Use, **options: Any) -> None:  # noqa: ANN401 - the driver's own
        """Check that the server answers and lets us in; raises StoreUnavailable within 3 seconds if not.

        `options` are settings of the driver that go before ours, for tests.
        """
        self.address = url.rpartition("@")[2]
        try:
            parts = urlsplit(url)
            # The driver would take a port in letters for the name of a service; asking for the number refuses it.
            _ = parts.port
            self.address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
            self.database = parts.path.strip("/") or DEFAULT_DATABASE
            # The driver would ignore credentials in the address.
            user, password = unquote(parts.username or user), unquote(parts.password or password)
            common: dict[str, Any] = {"auth": (user, password) if password else None, "telemetry_disabled": True}
            common |= options or {"notifications_min_severity": "OFF"}
            with self._translated():
                with neo4j.GraphDatabase.driver(self.address, **(_SETTINGS["site"] | common)) as first:
                    first.execute_query("RETURN 1", database_=self.database, routing_=neo4j.RoutingControl.READ)
                self._driver = neo4j.GraphDatabase.driver(self.address, **(_SETTINGS[use] | common))
        except (raised.ConfigurationError, ValueError) as error:
            raise PartnershipsError(NO_ADDRESS(typed(self.address)), WRITE_ADDRESS()) from error

    def read(self, text: LiteralString, *, timeout: float | None = None, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of any kind
        """Return the rows of one statement."""

        def work(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return [record.data() for record in transaction.run(text, parameters)]

        return self._managed(work, neo4j.READ_ACCESS, timeout)

    def lists(self, text: LiteralString) -> list[list[Any]]:
        """Return the values of a statement whose rows are few and long."""

        def work(transaction: neo4j.ManagedTransaction) -> list[list[Any]]:
            return [record.values() for record in transaction.run(text)]

        return self._managed(work, neo4j.READ_ACCESS, LONGEST_TRANSACTION, fetch_size=10)

    def write(self, work: Callable[[Run], T], *, timeout: float = LONGEST_TRANSACTION) -> T:
        """Return what `work` returns; all that it runs is written, or nothing. It may be called twice."""

        def managed(transaction: neo4j.ManagedTransaction) -> T:
            def run(text: LiteralString, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of any kind
                return [record.data() for record in transaction.run(text, parameters)]

            return work(run)

        return self._managed(managed, neo4j.WRITE_ACCESS, timeout)

    def prepare(self, texts: Sequence[LiteralString]) -> None:
        """Run statements that change the schema, one by one."""
        with self._translated(), self._driver.session(database=self.database) as session:
            for text in texts:
                try:
                    session.run(text).consume()
                except raised.ClientError as error:
                    # Another process is preparing the same database right now.
                    if not (error.code or "").endswith("EquivalentSchemaRuleAlreadyExists"):
                        raise

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def _managed(
        self,
        work: Callable[[neo4j.ManagedTransaction], T],
        access: str,
        timeout: float | None,
        **options: Any,  # noqa: ANN401 - the session's own
    ) -> T:
        timed = neo4j.unit_of_work(timeout=timeout)(work) if timeout else work
        with (
            self._translated(),
            self._driver.session(database=self.database, default_access_mode=access, **options) as session,
        ):
            return session.execute_read(timed) if access == neo4j.READ_ACCESS else session.execute_write(timed)

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except (raised.GqlError, OSError) as error:
            found = self._ours(error)
            if found is None:
                raise
            raise found from error

    def _ours(self, error: Exception) -> PartnershipsError | None:
        code, address = str(getattr(error, "code", None) or ""), typed(self.address)
        match error:
            case raised.IncompleteCommit():
                return StoreUnavailable(BROKE(address), SAME_AGAIN())
            case raised.AuthError() | raised.ClientError() if ".Security." in code and "Forbidden" not in code:
                if code.endswith("AuthenticationRateLimit"):
                    return StoreUnavailable(TOO_MANY_WRONG(address), WAIT_AND_CHECK())
                return StoreUnavailable(REFUSED(address), CHECK())
            case raised.ClientError() if code.endswith("DatabaseNotFound"):
                return StoreUnavailable(NO_DATABASE(address, typed(self.database)), LAST_PART())
            case raised.ClientError() if "TransactionTimedOut" in code:
                return StoreUnavailable(TOO_LONG(), NARROW(), status=504)
            case raised.ConstraintError():
                return SchemaError(KEY_IN_USE(address), RUN_CHECK())
            case raised.TransientError() if "OutOfMemory" in code:
                return StoreUnavailable(TOO_MUCH(address), LARGER_HEAP())
            case raised.ConnectionAcquisitionTimeoutError():
                return StoreUnavailable(ALL_IN_USE(address), TRY_SOON())
            case raised.ServiceUnavailable() | raised.SessionExpired() | raised.TransientError() | OSError():
                return StoreUnavailable(NO_ANSWER(address), CHECK_RUNS())
            case _:
                # What is left are errors of ours, such as a syntax error: the log should have them as they are.
                return None
