"""Make the pictures of docs/pages.md, and with --measure its figures, with invented data."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from script.invented_desk import fill

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NOTE = (
    "Mw. is vannacht gevallen in de badkamer, heup pijnlijk bij lopen. Stuit rood, zinkzalf "
    "gesmeerd. Baxter aangereikt, neemt medicijnen niet altijd in. Geen koorts. Status 3."
)
PAGES = {"pages-coder": "/", "pages-concept": "/browse/problem/24", "pages-desk": "/desk"}
# An answer of the same service that shows next to nothing: what Chromium itself takes.
BARE = "/healthz"
RUNS = 9
PAINT = """new Promise(done => new PerformanceObserver(list => done(
  list.getEntriesByName('first-contentful-paint')[0].startTime
)).observe({type: 'paint', buffered: true}))"""
BYTES = """['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
.filter(each => !/\\/(v1|effect)\\//.test(each.name))
.reduce((n, each) => n + each.encodedBodySize, 0)"""


@contextmanager
def invented_service() -> Iterator[tuple[str, str]]:
    """A service of its own with an invented desk; its address and a steward's key."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/store.db"
        key = fill(store).keys["Anna"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "OMAHA_STORE": store},
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _ready(f"http://127.0.0.1:{port}"), key
        finally:
            process.terminate()
            process.wait()


def _ready(address: str) -> str:
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{address}/readyz").close()
            return address
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the service does not get ready")


def open_page(
    browser: Browser, address: str, key: str | None, width: int = 1280, dark: bool = False
) -> Page:
    """A page of a nurse in Dutch, signed in where there is a key."""
    context = browser.new_context(
        base_url=address,
        locale="nl-NL",
        viewport={"width": width, "height": 860},
        color_scheme="dark" if dark else "light",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if key:
        answer = context.request.post("/session", data={"key": key})
        assert answer.ok, answer.status
    return context.new_page()


def code(page: Page) -> float:
    """The nurse's job; seconds from the pasted note to the copied result."""
    page.locator("#text").focus()
    began = time.perf_counter()
    page.keyboard.insert_text(NOTE)
    page.locator(".card").nth(2).wait_for()
    for key in ("Control+Enter", "a", "a", "a", "c"):
        page.keyboard.press(key)
    page.locator("#copied", has_text="Gekopieerd").wait_for()
    return time.perf_counter() - began


def shoot(browser: Browser, address: str, key: str | None) -> None:
    """Make all pictures."""
    for name, path in PAGES.items():
        for kind, width, dark in (("", 1280, False), ("-phone", 390, True)):
            page = open_page(browser, address, key, width, dark)
            page.goto(path)
            if path == "/":
                page.locator("#text").fill(NOTE)
                page.locator("#a-24").click()
                page.evaluate("scrollTo(0, 0)")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / f"{name}{kind}.png")
            page.context.close()
    page = open_page(browser, address, key)
    for tab in ("conflicts", "releases", "agreement"):
        page.goto(f"/desk#{tab}")
        page.reload()
        if tab == "releases":
            page.locator("#release-list button").first.click()
            page.locator("#release-about .effect").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=DOCS / f"pages-desk-{tab}.png")
    page.context.close()


def measure(browser: Browser, address: str, key: str | None) -> None:
    """Print what each page weighs and takes, beside a bare answer in the same minute."""
    page = open_page(browser, address, key)
    seconds = []
    for _ in range(RUNS):
        page.goto("/")
        page.reload()
        seconds.append(code(page))
    print(f"from pasted note to copied result: {median(seconds):.2f} s, median of {RUNS}")
    page.context.close()
    paints: dict[tuple[str, str], list[float]] = defaultdict(list)
    sizes = {}
    for _ in range(RUNS):
        for path in (BARE, *PAGES.values(), "/browse"):
            page = open_page(browser, address, key)
            for visit in ("first", "again"):
                page.goto(path)
                paints[path, visit].append(page.evaluate(PAINT))
                if visit == "first" and path != BARE:
                    page.wait_for_load_state("networkidle")
                    sizes[path] = page.evaluate(BYTES)
            page.context.close()
    for (path, visit), found in paints.items():
        ratio = median(found) / median(paints[BARE, visit])
        print(
            f"{path} ({visit}): first paint {median(found):.0f} ms, "
            f"{min(found):.0f} to {max(found):.0f}, {ratio:.1f} times {BARE}"
        )
    for path, size in sizes.items():
        print(f"{path}: {size / 1000:.0f} kB with all it loads, compressed")


def main() -> int:
    """Pictures or figures; 1 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", help="an open service; left out: one of its own")
    parser.add_argument("--measure", action="store_true", help="print figures, make no pictures")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium; install it with `apt-get install chromium`", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        address, key = given.address, None
        if address is None:
            address, key = stack.enter_context(invented_service())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        (measure if given.measure else shoot)(browser, address, key)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
