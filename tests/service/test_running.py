"""The service as real processes: streaming both ways, shared figures, a graceful stop."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from omaha.store import KeyStore, open_store

ROOT = Path(__file__).parents[2]
LINE = b'{"text": "Stuit rood, geen koorts. Stuit ingesmeerd.", "id": "wv-1"}\n'


OpenBatch = Callable[["Service"], socket.socket]


class Service:
    """One run of ``python -m service``, with what it wrote."""

    def __init__(self, log: Path, environ: dict[str, str], *arguments: str) -> None:
        self.log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service", "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=environ,
                stderr=stream,
                stdout=stream,
            )

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> tuple[int, str]:
        with closing(self.connection()) as connection:
            connection.request("GET", path)
            with connection.getresponse() as answer:
                return answer.status, answer.read().decode()

    def wait(self) -> None:
        for _ in range(600):
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture
def environ(tmp_path: Path, compiled: Path) -> dict[str, str]:
    own = {"OMAHA_STORE": f"sqlite:///{tmp_path / 'store.db'}", "OMAHA_CACHE": str(compiled)}
    return {**os.environ, **own}


@pytest.fixture
def serve(tmp_path: Path, environ: dict[str, str]) -> Iterator[Callable[..., Service]]:
    with ExitStack() as stack:

        def start(*arguments: str, ready: bool = True) -> Service:
            service = Service(tmp_path / "log", environ, *arguments)
            stack.callback(service.process.wait)
            stack.callback(service.process.kill)
            if ready:
                service.wait()
            return service

        yield start


@pytest.fixture
def open_batch() -> Iterator[OpenBatch]:
    with ExitStack() as stack:
        yield lambda service: stack.enter_context(begin_batch(service))


def begin_batch(service: Service) -> socket.socket:
    caller = socket.create_connection(("127.0.0.1", service.port), timeout=30)
    caller.sendall(
        b"POST /v1/code/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    return caller


def send(caller: socket.socket, body: bytes) -> None:
    caller.sendall(b"%x\r\n%s\r\n" % (len(body), body))


def memory_of(process: int) -> int:
    """Resident memory in KiB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])


def test_a_line_is_answered_while_the_next_is_not_yet_sent(
    serve: Callable[..., Service], open_batch: OpenBatch
) -> None:
    caller = open_batch(serve())

    for _ in range(3):
        send(caller, LINE)
        answer = b""
        while b'"wv-1"' not in answer:
            answer += caller.recv(65536)
    caller.sendall(b"0\r\n\r\n")
    rest = b""
    while not rest.endswith(b"0\r\n\r\n"):
        rest += caller.recv(65536)


def test_a_large_batch_is_streamed_in_flat_memory_and_others_are_served(
    serve: Callable[..., Service], open_batch: OpenBatch
) -> None:
    service = serve()
    caller = open_batch(service)
    answered, most, slowest = 0, 0, 0.0

    def read() -> None:
        nonlocal answered
        last = b""
        while not last.endswith(b"0\r\n\r\n"):
            piece = caller.recv(65536)
            answered += piece.count(b'"versions"')
            last = (last + piece)[-8:]

    def lines(count: int) -> None:
        nonlocal most, slowest
        for _ in range(count):
            send(caller, LINE * 200)
            most = max(most, memory_of(service.process.pid))
        began = time.perf_counter()
        assert service.get("/healthz")[0] == 200
        slowest = max(slowest, time.perf_counter() - began)

    reader = threading.Thread(target=read)
    reader.start()
    lines(2)
    before = memory_of(service.process.pid)
    lines(15)
    caller.sendall(b"0\r\n\r\n")
    reader.join(60)

    # Cut where two pieces meet, the odd mark is missed.
    assert 17 * 200 - 50 <= answered <= 17 * 200
    assert most - before < 10_000
    # Far more than an answer takes, and far less than the whole batch behind it.
    assert slowest < 5


def test_an_endless_line_is_not_kept(serve: Callable[..., Service], open_batch: OpenBatch) -> None:
    service = serve()
    caller = open_batch(service)
    # The first note makes what every later one uses.
    send(caller, LINE)
    while b'"wv-1"' not in caller.recv(65536):
        pass
    before = memory_of(service.process.pid)

    for _ in range(2_000):
        send(caller, b"x" * 65536)
    send(caller, b"\n" + LINE)
    answer = b""
    while b'"wv-1"' not in answer:
        answer += caller.recv(65536)

    assert b'"status":413' in answer
    # Of the 128,000 KiB that were sent.
    assert memory_of(service.process.pid) - before < 40_000


def test_a_port_that_is_taken_is_named_with_the_way_out(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "service", "--port", port],
            cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"127.0.0.1:{port}" in done.stderr
    assert "OMAHA_PORT" in done.stderr
    assert "serving" not in done.stderr


def test_figures_of_all_workers_add_up(serve: Callable[..., Service]) -> None:
    service = serve("--workers", "2")
    for _ in range(40):
        assert service.get("/v1/concepts/problem/24")[0] == 200

    labels = 'method="GET",route="/v1/concepts/{kind}/{code}",status="200"'
    for _ in range(6):
        assert f"omaha_requests_total{{{labels}}} 40.0\n" in service.get("/metrics")[1]
    assert service.stop() == 0


def test_a_stop_lets_a_running_batch_end(
    serve: Callable[..., Service], open_batch: OpenBatch
) -> None:
    service = serve()
    caller = open_batch(service)
    send(caller, LINE)
    answer = b""
    while b'"wv-1"' not in answer:
        answer += caller.recv(65536)

    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert service.process.poll() is None
    send(caller, LINE)
    caller.sendall(b"0\r\n\r\n")
    rest = b""
    while piece := caller.recv(65536):
        rest += piece

    assert b'"wv-1"' in rest
    assert rest.endswith(b"0\r\n\r\n")
    assert service.process.wait(10) == 0
    assert '"event":"stopped"' in service.log.read_text()


def test_another_address_without_a_key_is_refused_at_start(serve: Callable[..., Service]) -> None:
    service = serve("--host", "0.0.0.0", ready=False)

    assert service.process.wait(30) == 2
    assert "omaha keys create" in service.log.read_text()


def test_another_address_with_a_key_asks_for_it(
    serve: Callable[..., Service], environ: dict[str, str]
) -> None:
    keys = KeyStore(open_store(environ["OMAHA_STORE"]))
    token = keys.create("ecd", "Noord", ["read"]).token
    service = serve("--host", "0.0.0.0")

    assert service.get("/v1/version")[0] == 401
    with closing(service.connection()) as connection:
        connection.request("GET", "/v1/version", headers={"Authorization": f"Bearer {token}"})
        assert json.loads(connection.getresponse().read())["access"]["open"] is False
    assert token not in service.log.read_text()


def test_logs_are_json_and_hold_no_word_of_a_note_or_a_query(
    serve: Callable[..., Service],
) -> None:
    service = serve()
    with closing(service.connection()) as connection:
        connection.request(
            "POST", "/v1/code", b'{"text": "Stuit rood"}', {"Content-Type": "application/json"}
        )
        connection.getresponse().read()
    service.get("/v1/search?q=zonnebloem")
    with socket.create_connection(("127.0.0.1", service.port)) as caller:
        caller.sendall(b"zonnebloem\r\n\r\n")
        caller.recv(1000)
    service.stop()

    first, *lines = service.log.read_text().splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert "open on this machine only" in first
    assert {"started", "ready", "request", "stopped"} <= set(events)
    assert not re.search("stuit|rood|zonnebloem", service.log.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_first_start_says_that_it_compiles(
    serve: Callable[..., Service],
    environ: dict[str, str],
    compiled: Path,
    tmp_path: Path,
    workers: str,
) -> None:
    environ["OMAHA_CACHE"] = str(tmp_path / "cache")
    shutil.copytree(compiled, tmp_path / "cache")
    for part in (tmp_path / "cache").glob("vocabulary-*"):
        part.unlink()

    service = serve("--workers", workers)
    service.stop()

    assert service.log.read_text().count('"event":"compiling ') == 1


def test_a_service_that_cannot_load_stops_with_an_error(
    serve: Callable[..., Service], environ: dict[str, str], tmp_path: Path
) -> None:
    environ["OMAHA_DATA"] = str(tmp_path)

    service = serve(ready=False)

    assert service.process.wait(30) == 1
    assert "the engine cannot be loaded" in service.log.read_text()
