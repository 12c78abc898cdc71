# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a page keeps the main thread of a real browser busy."""

import shutil
from collections.abc import Sequence
from statistics import median

from playwright.sync_api import Browser, sync_playwright


def main_thread_seconds(addresses: Sequence[str]) -> float:
    """Return the median over some pages, each in a fresh tab, until its drawing is live."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        # The first page pays for starting the browser.
        seconds = [_seconds(browser, address) for address in addresses][1:]
        browser.close()
    return median(seconds)


def _seconds(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.wait_for_selector("#network[data-state=live]")
    metrics = session.send("Performance.getMetrics")["metrics"]
    context.close()
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
