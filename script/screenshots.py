"""Make the pictures of docs/pages.md from a running service, and with --measure its figures."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parents[1] / "docs"
NOTE = (
    "Mw. is vannacht gevallen in de badkamer, heup pijnlijk bij lopen. Stuit rood, zinkzalf "
    "gesmeerd. Baxter aangereikt, neemt medicijnen niet altijd in. Geen koorts. Status 3."
)
SHOTS = {"pages-coder": "/", "pages-concept": "/browse/problem/24", "pages-desk": "/desk"}
PAINT = "performance.getEntriesByName('first-paint')[0]?.startTime ?? 0"
BYTES = """['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
.filter(each => !/\\/(v1|effect)\\//.test(each.name))
.reduce((n, each) => n + each.encodedBodySize, 0)"""


def open_page(browser: Browser, address: str, width: int = 1280, dark: bool = False) -> Page:
    """A page of a nurse in Dutch."""
    context = browser.new_context(
        base_url=address,
        locale="nl-NL",
        viewport={"width": width, "height": 860},
        color_scheme="dark" if dark else "light",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
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


def shoot(browser: Browser, address: str) -> None:
    """Make all pictures."""
    for name, path in SHOTS.items():
        for kind, width, dark in (("", 1280, False), ("-phone", 390, True)):
            page = open_page(browser, address, width, dark)
            page.goto(path)
            if path == "/":
                page.locator("#text").fill(NOTE)
                page.locator("#a-24").click()
                page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(1500)
            page.screenshot(path=DOCS / f"{name}{kind}.png")
            page.context.close()


def measure(browser: Browser, address: str) -> None:
    """Print what each page weighs and takes."""
    for path in SHOTS.values():
        page = open_page(browser, address)
        page.goto(path)
        page.wait_for_timeout(500)
        print(f"{path}: first paint {page.evaluate(PAINT):.0f} ms, {page.evaluate(BYTES)} bytes")
        if path == "/":
            print(f"from pasted note to copied result: {code(page):.2f} s of the machine")
        page.context.close()


def main() -> int:
    """Pictures or figures; 1 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--measure", action="store_true", help="print figures, make no pictures")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium; install it with `apt-get install chromium`", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        (measure if given.measure else shoot)(browser, given.address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
