"""Compiled forms on disk: derived data that can always be made again.

A part is a JSON value in a file of its own, named by the hash of what it was made from,
with the hash of its content in front. A missing, damaged or outdated part is made again;
a failed write leaves what was there. The folder belongs to the user alone (mode 0700).
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

_DIGEST_LENGTH = 64


def hash_files(paths: Iterable[Path]) -> str:
    """One SHA-256 (hex) over names and contents of files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_part(folder: Path, name: str, key: str, build: Callable[[], Any]) -> Any:
    """The JSON value of a part; built and stored where it is missing, damaged or outdated.

    A folder that cannot be written costs time at every start, but nothing else.
    """
    path = folder / f"{name}-{key[:32]}.json"
    stored = _read(path)
    if stored is not None:
        return stored
    value = build()
    body = orjson.dumps(value)
    with contextlib.suppress(OSError):
        _write(path, body)
        for old in folder.glob(f"{name}-*.json"):
            if old != path:
                old.unlink()
    return orjson.loads(body)


def _read(path: Path) -> Any | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, body = content[:_DIGEST_LENGTH], content[_DIGEST_LENGTH:]
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    return orjson.loads(body)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    number, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".new")
    try:
        with os.fdopen(number, "wb") as out:
            out.write(hashlib.sha256(body).hexdigest().encode())
            out.write(body)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Load many small values without the garbage collector looking through them each time.

    What was loaded stays for good, so it is also kept out of later collections.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
