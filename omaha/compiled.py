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


Digests = dict[tuple[Path, int, int], bytes]


def hash_files(paths: Iterable[Path], known: Digests | None = None) -> str:
    """One SHA-256 (hex) over names and contents of files, in the order of their names.

    `known` keeps the digest of a file until its size or its time changes, for who hashes the
    same files many times over.
    """
    known = {} if known is None else known
    digest = hashlib.sha256()
    for path in sorted(paths):
        told = path.stat()
        key = (path, told.st_size, told.st_mtime_ns)
        if key not in known:
            known[key] = hashlib.sha256(path.read_bytes()).digest()
        digest.update(path.name.encode() + b"\0")
        digest.update(known[key])
    return digest.hexdigest()


class Deferred(dict[str, str]):
    """A table that is read when an entry is first looked for; many never look.

    Safe in several threads: at worst it is read twice.

    >>> table = Deferred(lambda: {"wnd": "wond"})
    >>> len(table), table.get("wnd"), len(table)
    (0, 'wond', 1)
    """

    def __init__(self, read: Callable[[], dict[str, str]]) -> None:
        super().__init__()
        self._read: Callable[[], dict[str, str]] | None = read

    def fill(self, entries: dict[str, str] | None = None) -> None:
        """Take the entries over, read unless given, if that has not been done."""
        if self._read is not None:
            self.update(self._read() if entries is None else entries)
            self._read = None
            # From now on it is an ordinary table, and looked into as fast.
            self.get = super().get  # type: ignore[assignment, method-assign]

    def get(self, key: str, default: Any = None) -> Any:
        """The entry of a key."""
        self.fill()
        return super().get(key, default)

    def __eq__(self, other: object) -> bool:
        """Whether the entries are the same, read or not."""
        for each in (self, other):
            if isinstance(each, Deferred):
                each.fill()
        return super().__eq__(other)

    __hash__ = None


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
