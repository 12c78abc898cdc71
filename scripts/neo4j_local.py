# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Neo4j Community on this machine, from Maven and without Docker.

`python -m scripts.neo4j_local start` and `stop` are `make neo4j` and `make neo4j-stop`;
tests start servers of their own with `start_throw_away`. Everything lies in `.neo4j/` of the
checkout: the jars once, and a home for each server. The jars are run, never shipped.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# The last line that runs on Java 17, which Debian 12 has.
VERSION = "5.26.31"
NEEDS_JAVA = 17
CHECKOUT = Path(__file__).resolve().parents[1]
ROOT = CHECKOUT / ".neo4j"
OWN_HOME = ROOT / "server"
SECRET = CHECKOUT / "secrets" / "neo4j_auth"
DEFAULT_PORT = 7687
# 7 s on an idle machine, 40 s where tests and checks share two cores.
READY_WITHIN = 180.0
STOPPED_WITHIN = 60.0

POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local.partnerships</groupId><artifactId>neo4j-runtime</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j-bolt</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=512m
server.memory.pagecache.size=128m
db.transaction.timeout=60s
# Stopping waits so long for each of two idle pools, 5 s by default.
internal.server.bolt.thread_pool_shutdown_wait_time=1s
"""
# Only Neo4j's own launcher reads the heap from the settings, so the command line repeats it.
JAVA_FLAGS = (
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    ),
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)


class CannotStart(Exception):
    """Says in one sentence why there is no server."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, who it lets in, and the process that it is."""

    url: str
    user: str
    password: str
    process: subprocess.Popen[bytes]
    home: Path


def java_version() -> int:
    """Return the major version of the machine's Java, or 0."""
    if not shutil.which("java"):
        return 0
    printed = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', printed)
    return int(found[1]) if found else 0


def install() -> Path:
    """Return the folder with the jars, after fetching them if it is not there."""
    lib = ROOT / f"lib-{VERSION}"
    if java_version() < NEEDS_JAVA:
        raise CannotStart(f"Java {NEEDS_JAVA} or newer not found")
    if lib.is_dir():
        return lib
    maven = shutil.which("mvn")
    if not maven:
        raise CannotStart("mvn not found")
    ROOT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="maven-", dir=ROOT) as build:
        (Path(build) / "pom.xml").write_text(POM, encoding="utf-8")
        copy = [maven, "-B", "-q", COPY_JARS, "-DincludeScope=runtime", f"-DoutputDirectory={build}/lib"]
        run = subprocess.run(copy, cwd=build, capture_output=True, text=True, check=False)
        for pause in (5, 15):
            # Two hundred requests at once may be too many for a registry; the next run goes on where this one stopped.
            if run.returncode == 0 or "429" not in run.stdout:
                break
            time.sleep(pause)
            run = subprocess.run(copy, cwd=build, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            lines = [line for line in run.stdout.splitlines() if line.startswith("[ERROR]")] or ["no word from mvn"]
            raise CannotStart(f"Maven could not fetch Neo4j {VERSION}: {lines[0].removeprefix('[ERROR] ')[:300]}")
        # Renamed last, so that a half-filled folder is never taken for a whole one.
        if not lib.is_dir():
            (Path(build) / "lib").rename(lib)
    return lib


def free_port(wanted: int = 0) -> int:
    """Return the wanted port if nobody listens there, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CannotStart("no free port")


def command_of(pid: int) -> str:
    """Return the command line of a running process, or nothing."""
    if Path("/proc/self").exists():
        file = Path(f"/proc/{pid}/cmdline")
        return file.read_text(encoding="utf-8", errors="replace").replace("\0", " ") if file.exists() else ""
    listing = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return listing.stdout


def runs(pid: int, home: Path) -> bool:
    """Say whether this process is the server of that home; numbers of ended processes are given out again."""
    return f"--home-dir={home}" in command_of(pid)


def launch(home: Path, port: int, password: str) -> Server:
    """Start a server in `home` and wait until it answers; the password counts for a new home only."""
    lib = install()
    for name in ("conf", "data", "logs", "run", "plugins", "import", "licenses", "certificates", "lib"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(CONF.format(port=port), encoding="utf-8")
    environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    if not (home / "data" / "dbms").exists():
        admin = ["java", "-cp", f"{lib}/*", f"-Dbasedir={home}", "org.neo4j.server.startup.Neo4jAdminCommand"]
        run = subprocess.run(
            [*admin, "dbms", "set-initial-password", password],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 0:
            raise CannotStart(f"Neo4j refused the password: {run.stderr[-300:].strip()}")
    console = home / "logs" / "console.log"
    command = [
        "java",
        *JAVA_FLAGS,
        "-cp",
        f"{home}/plugins/*:{home}/conf/*:{lib}/*",
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]
    with console.open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    (home / "pid").write_text(str(process.pid), encoding="utf-8")
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process, home)
    try:
        wait_until_ready(server)
    except BaseException:
        stop(server)
        raise
    return server


def wait_until_ready(server: Server) -> None:
    """Return as soon as the server answers a query; raise if it ends or takes too long."""
    import neo4j  # noqa: PLC0415 - takes a second, and stopping a server needs no driver
    from neo4j.exceptions import AuthError, ServiceUnavailable  # noqa: PLC0415 - as above

    deadline = time.monotonic() + READY_WITHIN
    with neo4j.GraphDatabase.driver(
        server.url, auth=(server.user, server.password), max_transaction_retry_time=0, telemetry_disabled=True
    ) as driver:
        while time.monotonic() < deadline:
            if server.process.poll() is not None:
                log = (server.home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")
                raise CannotStart(f"Neo4j ended with {server.process.returncode}: {log[-500:].strip()}")
            try:
                driver.verify_connectivity()
            except ServiceUnavailable:
                time.sleep(0.25)
            except AuthError as error:
                raise CannotStart("the server's data were made with another password") from error
            else:
                return
    raise CannotStart(f"Neo4j did not answer within {READY_WITHIN:.0f} s")


def stop(server: Server) -> None:
    """Ask the server to end and wait for it: it writes a checkpoint first."""
    server.process.terminate()
    server.process.wait(timeout=STOPPED_WITHIN)


def stop_home(home: Path) -> None:
    """Stop the server that an earlier run started in this home, if it still runs."""
    pid = pid_in(home)
    if not pid:
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN
    while runs(pid, home):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Neo4j (process {pid}) did not end within {STOPPED_WITHIN:.0f} s")
        time.sleep(0.1)


def pid_in(home: Path) -> int:
    """Return the number of the process that serves this home, or 0."""
    file = home / "pid"
    if not file.exists():
        return 0
    pid = int(file.read_text(encoding="utf-8"))
    return pid if runs(pid, home) else 0


def start_throw_away() -> Server:
    """Start a server of one's own: new data, any free port."""
    install()
    for left in ROOT.glob("run-*"):
        # The number of the run that made it; one that was killed could not clear up.
        if not command_of(int(left.name.split("-")[1])):
            stop_home(left)
            shutil.rmtree(left, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=ROOT))
    return launch(home, free_port(), "only-for-this-run")


def end_throw_away(server: Server) -> None:
    """Stop such a server and remove what it wrote."""
    stop(server)
    shutil.rmtree(server.home, ignore_errors=True)


def port_of(home: Path) -> int:
    """Return the port that a home is set to."""
    found = re.search(r"listen_address=127\.0\.0\.1:(\d+)", (home / "conf" / "neo4j.conf").read_text(encoding="utf-8"))
    return int(found[1]) if found else DEFAULT_PORT


def main(arguments: list[str]) -> int:
    """Start or stop the checkout's own server."""
    if arguments == ["stop"]:
        stop_home(OWN_HOME)
        print("Neo4j is stopped.")
        return 0
    if arguments != ["start"]:
        print("usage: python -m scripts.neo4j_local start|stop", file=sys.stderr)
        return 2
    if pid_in(OWN_HOME):
        url = f"bolt://127.0.0.1:{port_of(OWN_HOME)}"
    else:
        password = SECRET.read_text(encoding="utf-8").strip().partition("/")[2]
        print(f"Starting Neo4j {VERSION} (the first time it is fetched with Maven, 120 MB)", flush=True)
        try:
            server = launch(OWN_HOME, free_port(DEFAULT_PORT), password)
        except CannotStart as error:
            print(f"Neo4j was not started: {error}.", file=sys.stderr)
            return 1
        url = server.url
    print(f"Neo4j {VERSION} listens at {url}; user and password are in {SECRET.relative_to(CHECKOUT)}.")
    print(f"Use it:  export PARTNERSHIPS_NEO4J_AUTH_FILE={SECRET.relative_to(CHECKOUT)} PARTNERSHIPS_STORE={url}")
    print("Stop it: make neo4j-stop")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
