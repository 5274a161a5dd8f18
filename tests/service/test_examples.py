"""The commands of the pages on linked data and reconciliation do what the pages show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("linked-data.md", "reconciliation.md")
ORIGIN = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"```\n(curl .*?)```(?:\n\n<!-- shows -->\n```\n(.*?)```)?", re.DOTALL)
_FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def client(reader: TestClient) -> TestClient:
    """The service that all share: nothing here changes it."""
    return reader


def examples() -> list[tuple[str, str]]:
    """Each command with what the page shows of its answer ("" when it shows nothing)."""
    found = []
    for page in PAGES:
        for block, shown in _BLOCK.findall((DOCS / page).read_text()):
            commands = block.replace("\\\n", " ").strip().splitlines()
            assert not shown or len(commands) == 1
            found += [(command, shown) for command in commands]
    return found


def curl(client: TestClient, command: str) -> str:
    """What curl would print, for the options that the pages use."""
    words = iter(shlex.split(command)[1:])
    method, url, data, as_query, headers = "", "", "", False, {}
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "--data-urlencode":
            name, _, value = next(words).partition("=")
            data = f"{name}={quote(value)}"
        elif word == "--data-binary":
            data = next(words)
        elif word in ("-G", "-I"):
            as_query, method = (True, "GET") if word == "-G" else (as_query, "HEAD")
        else:
            assert word.startswith(ORIGIN), f"unknown option {word}"
            url = word
    if as_query:
        url, data = f"{url}?{data}", ""
    if data:
        headers.setdefault("Content-Type", _FORM)
    answer = client.request(
        method or ("POST" if data else "GET"), url, content=data or None, headers=headers
    )
    assert answer.status_code == 200, answer.text
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return head if method == "HEAD" else answer.text


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), examples())
def test_a_command_answers_what_the_page_shows(
    client: TestClient, command: str, shown: str
) -> None:
    answer = plain(curl(client, command))

    assert answer
    for part in shown.split("…"):
        assert plain(part) in answer


def test_every_page_has_commands_and_answers() -> None:
    assert len(examples()) > 20
    assert len([shown for _, shown in examples() if shown]) > 8
