# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of `docs/images/` anew, from the bundled sample in a real browser.

`make screenshots` runs it. Nothing but this machine is asked: the site is
served on a free port for as long as it takes.
"""

import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from graph.stores.memory import MemoryStore
from web.commands.store import load_sample
from web.settings import Settings
from web.site.app import create_app

IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000
"""Bytes of a picture at most: a checkout is not for photographs."""


class Picture(NamedTuple):
    """A page as somebody sees it."""

    name: str
    address: str
    width: int = 1280
    height: int = 900
    scale: int = 1


PICTURES = (
    Picture("home", "/", width=1180, height=1500),
    Picture("entry", "/entry/affiliate:network/baobab-wikimedians-user-group", height=960),
    Picture("bus-factor", "/bus-factor"),
    Picture("arabic-phone", "/?uselang=ar", width=390, height=844, scale=2),
)


@contextmanager
def sample_site() -> Generator[str]:
    """Serve the sample on this machine; yield the address."""
    store = MemoryStore()
    load_sample(store)
    with tempfile.TemporaryDirectory(prefix="partnerships-") as cache:
        app = create_app(Settings(cache=Path(cache)), lambda: store)
        app.test_client().get("/readyz")
        app.extensions["partnerships"].wait()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def take(browser: Browser, address: str, picture: Picture) -> int:
    """Take one picture; return how many bytes it has."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, device_scale_factor=picture.scale, locale="en")  # pyright: ignore[reportArgumentType] - a plain dict of two numbers
    page = context.new_page()
    page.goto(address + picture.address)
    if page.query_selector("#network"):
        page.wait_for_selector("#network[data-state=live]")
        # The engine draws its labels in the frame after the one in which it says that it lives.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    content = page.screenshot(path=IMAGES / f"{picture.name}.png")
    context.close()
    return len(content)


def main() -> None:
    """Write all pictures; fail if one is too large to be kept."""
    IMAGES.mkdir(exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with sample_site() as address, sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        sizes = {picture.name: take(browser, address, picture) for picture in PICTURES}
        browser.close()
    for name, size in sizes.items():
        print(f"docs/images/{name}.png: {size / 1000:.0f} KB")
    if max(sizes.values()) > LARGEST:
        sys.exit(f"A picture has more than {LARGEST / 1000:.0f} KB.")


if __name__ == "__main__":
    main()
