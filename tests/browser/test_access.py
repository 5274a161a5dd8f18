"""Signing in, and a case system that embeds the page on an origin of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from omaha.store import KeyStore, open_store
from tests.browser.conftest import Service, page_of
from tests.browser.test_coder import paste

FRAME = """<!doctype html><title>ECD</title>
<iframe id="omaha" src="{address}/" width="900" height="800"></iframe>
<pre id="got"></pre><script>
addEventListener("message", (event) => {{
  if (event.origin !== "{address}") return;
  if (event.data.type === "omaha:ready")
    event.source.postMessage(
      {{ type: "omaha:note", text: "Stuit rood.", open_problems: ["24"], session: "{session}" }},
      event.origin);
  if (event.data.type === "omaha:result")
    document.getElementById("got").textContent = JSON.stringify(event.data.result);
}});
</script>"""
FORM = """<!doctype html><title>ECD</title>
<form id="send" method="post" action="{address}/?lang=nl"><input name="text" value="Stuit rood.">
<input name="session" value="{session}"><input name="echo" value="dossier-1">
<input name="return_to" value="{own}/back"><button>code</button></form>"""


class CaseSystem(ThreadingHTTPServer):
    """A case system: a page that frames ours, one that posts to it, one that is posted to."""

    pages: dict[str, str]
    got: str = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.pages = {}
        self.origin = f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: CaseSystem

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self) -> None:
        self._answer(self.server.pages.get(self.path, ""))

    def do_POST(self) -> None:
        self.server.got = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer("<p id=thanks>thanks</p>")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def case_system() -> Iterator[CaseSystem]:
    made = CaseSystem()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    store = tmp_path_factory.mktemp("closed") / "store.db"
    keys = KeyStore(open_store(f"sqlite:///{store}"))
    made = keys.create("nurse", "Noord", ["read", "code"])
    keys.close()
    return store, made.token


@pytest.fixture(scope="module")
def closed(key: tuple[Path, str], case_system: CaseSystem, compiled: Path) -> Iterator[Service]:
    made = Service(key[0], compiled, OMAHA_EMBED=case_system.origin, OMAHA_FEEDBACK="Noord")
    yield made
    made.stop()


def test_signing_in_over_the_page_keeps_the_note_and_feedback_holds_no_words(
    browser: Browser, closed: Service, key: tuple[Path, str]
) -> None:
    with page_of(browser, closed.address) as page:
        sent: list[str] = []
        page.on(
            "request", lambda r: sent.append(r.post_data or "") if "/v1/feedback" in r.url else 0
        )
        page.goto("/")
        paste(page, "Stuit rood.")
        page.locator("#key").fill("omaha_wrong_key")
        page.keyboard.press("Enter")
        expect(page.locator("#key-error")).to_contain_text("klopt niet")
        page.locator("#key").fill(key[1])
        page.keyboard.press("Enter")
        page.locator("#a-24").click()
        expect(page.locator("#text")).to_have_value("Stuit rood.")
        with page.expect_response("**/v1/feedback") as answer:
            page.locator("#copy-text").click()
        assert answer.value.status == 200
        (cookie,) = page.context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        assert "omaha:problem/24" in sent[0]
        assert not any("rood" in each for each in sent)

        page.goto("/desk")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("#main")).to_contain_text("kunt u deze pagina niet zien")


def _token(service: Service, key: str) -> str:
    asked = Request(
        f"{service.address}/session/token",
        method="POST",
        headers={"Authorization": f"Bearer {key}"},
    )
    with urlopen(asked) as answer:
        return str(json.load(answer)["session"])


def test_a_case_system_frames_the_page_and_gets_codes_by_message(
    browser: Browser, closed: Service, key: tuple[Path, str], case_system: CaseSystem
) -> None:
    session = _token(closed, key[1])
    case_system.pages["/"] = FRAME.format(address=closed.address, session=session)
    with page_of(browser, case_system.origin) as page:
        page.goto("/")
        frame = page.frame_locator("#omaha")
        frame.locator("#a-24").click()
        expect(frame.locator("[data-code='24'] .tag.plan")).to_be_visible()
        frame.locator("#return-result").click()
        expect(page.locator("#got")).to_contain_text('"code":"24"')
        assert "rood" not in (page.locator("#got").text_content() or "")
        assert session not in page.frames[1].url


def test_a_case_system_posts_a_note_and_is_posted_the_codes(
    browser: Browser, closed: Service, key: tuple[Path, str], case_system: CaseSystem
) -> None:
    case_system.pages["/form"] = FORM.format(
        address=closed.address, session=_token(closed, key[1]), own=case_system.origin
    )
    with page_of(browser, case_system.origin) as page:
        page.goto("/form")
        page.get_by_role("button").click()
        page.locator("#a-24").click()
        page.locator("#return-result").click()
        page.locator("#thanks").wait_for()
        assert "echo=dossier-1" in case_system.got
        assert "24" in case_system.got


def test_who_may_not_embed_the_page_does_not_see_it(
    browser: Browser, service: Service, case_system: CaseSystem
) -> None:
    case_system.pages["/no"] = FRAME.format(address=service.address, session="")
    page = browser.new_page()
    page.goto(f"{case_system.origin}/no")
    expect(page.frame_locator("#omaha").locator("#text")).to_have_count(0)
    page.close()
