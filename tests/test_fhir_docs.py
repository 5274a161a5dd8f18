"""docs/fhir.md shows what is so: every example is run, and what it shows is in the answer."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha.loading import Engine
from service.app import create_app
from service.backend import Backend
from service.routes.fhir import NAMED
from service.settings import Settings

PAGE = (Path(__file__).parents[1] / "docs" / "fhir.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\n(curl .*?)\n```\n\n```json\n(.*?)\n```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    store = tmp_path_factory.mktemp("fhir") / "store.db"
    app = create_app(Settings(store=f"sqlite:///{store}"))
    app.state.omaha.backend = Backend(engine)
    return TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000))


def holds(answer: Any, shown: Any) -> bool:
    """Whether everything shown is in an answer; of a list each item, in any place."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(
            name in answer and holds(answer[name], value) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return all(any(holds(each, one) for each in answer) for one in shown)
    return bool(answer == shown)


def run(client: TestClient, command: str) -> Any:
    """The answer to a curl command, as curl would send it."""
    words = shlex.split(command.replace("\\\n", " "))[1:]
    address, headers, body = "", {}, None
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word
    return client.request("POST" if body else "GET", address, headers=headers, content=body).json()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("\ncurl ") >= 15


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_answers_what_it_shows(client: TestClient, command: str, shown: str) -> None:
    answer = run(client, command)
    assert holds(answer, json.loads(shown)), json.dumps(answer)[:2000]


def test_what_is_shown_and_not_so_is_seen() -> None:
    assert holds({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]})
    assert not holds({"a": [{"b": 1}]}, {"a": [{"b": 2}]})
    assert not holds({}, {"a": []})


@pytest.mark.parametrize("rest", sorted(NAMED))
def test_every_operation_is_described(rest: str) -> None:
    heading = re.compile(rf"^### (GET|POST) /fhir/{{release}}/{re.escape(rest)}$", re.MULTILINE)
    # One on CodeSystem that is described on ValueSet says so there.
    assert heading.search(PAGE) or heading.search(PAGE.replace("ValueSet/", "CodeSystem/")), rest
