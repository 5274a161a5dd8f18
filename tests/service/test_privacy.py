"""Not a single word of a note reaches a log, an error or a metric, whatever goes wrong."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NoReturn

import orjson
import pytest
from _pytest.capture import CaptureFixture

from omaha.loading import Engine
from service.logs import LOGGER, SafeFormatter, failure, set_up_logs
from service.observing import request_id
from tests.service.conftest import Connect

NOTE = "Mevrouw Zonnebloem struikelde gisteravond, incontinent van urine; dochter Annelies gebeld."
WORDS = [word.strip(".,;").casefold() for word in NOTE.split()]
PARTS = ("lexicons", "model", "columns", "formulas", "displays")


class Leaky(Mapping[str, Any]):
    """A part of the coder that fails with the whole note in what it says."""

    def _fail(self, *_: object) -> NoReturn:
        try:
            raise KeyError(NOTE)
        except KeyError as error:
            error.add_note(NOTE)
            raise RuntimeError(NOTE, {"note": NOTE}) from error

    __getitem__ = __iter__ = __len__ = __contains__ = __call__ = __bool__ = _fail

    def __getattr__(self, name: str) -> Any:
        self._fail()


class Written:
    """Logs as the service writes them, and all else that reaches the terminal."""

    def __init__(self, terminal: CaptureFixture[str]) -> None:
        self.terminal, self.logs = terminal, io.StringIO()

    def text(self) -> str:
        return self.logs.getvalue() + "".join(self.terminal.readouterr())


@pytest.fixture
def logged(capfd: CaptureFixture[str]) -> Iterator[Written]:
    """What is written, with logs at their most talkative."""
    root, ours = logging.getLogger(), logging.getLogger(LOGGER)
    kept = root.handlers[:], root.level, ours.level
    written = Written(capfd)
    set_up_logs("DEBUG", written.logs)
    yield written
    root.handlers[:], root.level, ours.level = kept


def assert_silent(*texts: str) -> None:
    for text in texts:
        found = [word for word in WORDS if word in text.casefold()]
        assert not found, text


@pytest.mark.parametrize("part", PARTS)
def test_a_step_that_raises_tells_nothing(
    connect: Connect, engine: Engine, logged: Written, part: str
) -> None:
    leaky: dict[str, Any] = {part: Leaky()}
    client = connect(coder=replace(engine.coder, **leaky))
    sent = {"text": NOTE, "lang": "nl", "id": "wv-1"}

    one = client.post("/v1/code", json=sent)
    long = client.post("/v1/code", json={**sent, "text": NOTE + "\n" * 6000})
    batch = client.post("/v1/code/batch", content=orjson.dumps(sent))

    written = logged.text()
    assert one.status_code == long.status_code == 500
    assert orjson.loads(batch.content)["error"]["status"] == 500
    assert '"event":"failed"' in written
    assert '"error":"RuntimeError"' in written
    assert_silent(one.text, long.text, batch.text, written, client.get("/metrics").text)


def test_a_coded_note_leaves_no_trace(connect: Connect, logged: Written) -> None:
    client = connect()
    assert client.post("/v1/code", json={"text": NOTE}).status_code == 200

    assert_silent(logged.text(), client.get("/metrics").text)


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"text": NOTE, "lang": NOTE}},
        {"json": {"tekst": NOTE}},
        {"json": {NOTE: 1, "text": NOTE}},
        {"json": NOTE},
        {"json": [NOTE]},
        {"json": {"text": [NOTE]}},
        {"json": {"text": NOTE, "discipline": NOTE * 9}},
        {"json": {"text": NOTE, "open_problems": [NOTE], "contents": [NOTE]}},
        {"json": {"text": NOTE, "contents": [NOTE[:90]]}},
        {"json": {"text": NOTE, "id": {NOTE: NOTE}}},
        {"content": NOTE},
        {"content": f'{{"text": "{NOTE}'},
        {"content": b"\xff" + NOTE.encode()},
        {"content": NOTE, "headers": {"Content-Type": "text/plain"}},
        {"json": {"text": NOTE * 1000}},
    ],
)
def test_a_refused_note_leaves_no_trace(
    connect: Connect, logged: Written, sent: dict[str, Any]
) -> None:
    client = connect()
    answer = client.post("/v1/code", **{"headers": {"Content-Type": "application/json"}, **sent})

    assert answer.status_code in (400, 415, 422)
    assert_silent(answer.text, logged.text(), client.get("/metrics").text)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/search?q={}",
        "/{}",
        "/v1/concepts/problem/{}",
        "/v1/concepts/{}/24",
        "/v1/concepts?kind={}",
        "/v1/concepts?cursor={}",
        "/v1/translate?code={}&to=icf",
        "/v1/translate?code=24&to={}",
        "/v1/search?q=x&limit={}",
    ],
)
def test_words_in_an_address_are_not_logged_or_counted(
    connect: Connect, logged: Written, path: str
) -> None:
    client = connect()
    answer = client.get(path.format(NOTE), headers={"X-Request-ID": NOTE, "User-Agent": NOTE})

    assert answer.status_code == 200 or answer.status_code in (404, 422)
    if answer.status_code != 200:
        assert_silent(answer.text)
    assert_silent(logged.text(), client.get("/metrics").text, str(answer.headers))


def test_a_log_line_holds_no_value_of_another_library() -> None:
    try:
        raise ValueError(NOTE)
    except ValueError as error:
        caught = (ValueError, error, error.__traceback__)
    for name in ("uvicorn.error", "asyncio", LOGGER):
        plain = NOTE if name == "asyncio" else "failed on %s"
        record = logging.LogRecord(name, logging.ERROR, __file__, 1, plain, (NOTE,), caught)
        assert_silent(SafeFormatter().format(record))
    assert NOTE in "".join(traceback.format_exception(*caught))
    assert_silent(str(failure(caught[1])))


@pytest.mark.parametrize(
    ("sent", "echoed"),
    [
        ("abc-1.2_X", True),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", True),
        ("a b", False),
        ("x" * 65, False),
        ("", False),
        ("é", False),
        ("111222333", False),
    ],
)
def test_only_a_safe_request_id_is_echoed(sent: str, echoed: bool) -> None:
    scope = {"headers": [(b"x-request-id", sent.encode("latin-1"))]}

    assert (request_id(scope) == sent) is echoed
    assert len(request_id(scope)) > 0
