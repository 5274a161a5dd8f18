"""A real service and a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
THREE = (
    "Mw. is vannacht gevallen in de badkamer, heup pijnlijk bij lopen. Stuit rood, zinkzalf "
    "gesmeerd. Baxter aangereikt, neemt medicijnen niet altijd in. Geen koorts. Status 3."
)
NewPage = Callable[..., Page]
# Milliseconds; a test waits as long as it must, so this costs nothing on a quick machine.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


class Service:
    """One run of ``python -m service`` on a port of its own."""

    def __init__(self, store: Path, cache: Path, port: int = 0, **settings: str) -> None:
        self.port = port or _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.store = f"sqlite:///{store}"
        own = {"OMAHA_STORE": self.store, "OMAHA_CACHE": str(cache), **settings}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service", "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, **own},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2400):
            assert self.process.poll() is None, "the service stopped while it was starting"
            try:
                urllib.request.urlopen(f"{self.address}/readyz").close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the service does not get ready")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[Service]:
    """An open service, shared by all tests of pages."""
    made = Service(tmp_path_factory.mktemp("pages") / "store.db", compiled)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests fail and say what to install.

    Playwright keeps an event loop running in this thread until it is stopped, so that is done
    after each file: tests elsewhere start loops of their own.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("no Chromium: `apt-get install chromium` (script/bootstrap tries), then again")
    with sync_playwright() as playwright:
        # In a container there is one user and no sandbox to start.
        sandbox = [] if os.getuid() else ["--no-sandbox"]
        made = playwright.chromium.launch(executable_path=found, args=sandbox)
        yield made
        made.close()


@contextmanager
def page_of(
    browser: Browser, address: str, size: str = "desktop", **options: Any
) -> Iterator[Page]:
    """A page in a browser of its own, which may ask nothing of another host, nor fail."""
    width, height = SIZES[size]
    wrong: list[str] = []
    given: dict[str, Any] = {"locale": "nl-NL", "viewport": {"width": width, "height": height}}
    context = browser.new_context(base_url=address, **{**given, **options})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: "Content Security" in said.text and wrong.append(said.text))
    context.on(
        "request",
        lambda asked: "://127.0.0.1:" in asked.url or wrong.append(f"asked {asked.url}"),
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def new_page(browser: Browser, service: Service) -> Iterator[NewPage]:
    """Opens an address of the service; nothing may go wrong on the page while it is open."""
    with ExitStack() as stack:

        def made(path: str = "/", size: str = "desktop", **options: Any) -> Page:
            page = stack.enter_context(page_of(browser, service.address, size, **options))
            page.goto(path)
            return page

        yield made
