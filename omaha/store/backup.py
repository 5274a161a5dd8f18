"""A store as one file and back: lines of JSON, packed, with a hash of all of them at the end.

The file is the same for every database, so that it also moves a store from SQLite to
PostgreSQL. It holds the hashes of keys and the words of organisations: it is its maker's
only (mode 0600).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Date, Engine, LargeBinary, delete, func, insert, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from omaha.errors import DataError, InputError
from omaha.store.connection import reading, writing
from omaha.store.curation_tables import HeadRow
from omaha.store.opening import revision_of
from omaha.store.tables import Table, UtcDateTime

FORMAT = "omaha-store-1"
_BATCH = 1000


def back_up(store: Engine, path: Path) -> dict[str, int]:
    """Write all of a store, as it is at one moment, to a new file; returns rows by table.

    A failed back-up leaves what was there. Others may write meanwhile.
    """
    counts: dict[str, int] = {}
    number, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(number, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
            digest = hashlib.sha256()
            for line in _lines(store, counts):
                digest.update(line)
                out.write(line)
            out.write(orjson.dumps({"sha256": digest.hexdigest()}) + b"\n")
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return counts


def restore(store: Engine, path: Path) -> dict[str, int]:
    """Fill an empty store from a back-up, all of it or nothing; returns rows by table.

    Raises DataError for a damaged file, and InputError when the store is not empty or of
    another release.
    """
    check_backup(path)
    tables = {table.name: table for table in Table.metadata.sorted_tables}
    counts: dict[str, int] = {}
    with writing(store) as session:
        _require_empty(session)
        session.execute(delete(HeadRow))
        batch: list[dict[str, Any]] = []
        current = ""
        for value in _values(path):
            if "format" in value:
                _require_revision(session, value["revision"])
            elif "table" in value:
                if value["table"] != current or len(batch) >= _BATCH:
                    _insert(session, tables.get(current), batch)
                    current, batch = value["table"], []
                batch.append(_row(tables[current], value["row"]))
                counts[current] = counts.get(current, 0) + 1
        _insert(session, tables.get(current), batch)
    return counts


def check_backup(path: Path) -> int:
    """The number of rows of a back-up; raises DataError when it is damaged or none."""
    digest, before, rows = hashlib.sha256(), b"", -1
    try:
        with _open(path) as lines:
            for line in lines:
                if before:
                    digest.update(before)
                    rows += 1
                before = line
        told = orjson.loads(before)["sha256"]
    except (OSError, EOFError, orjson.JSONDecodeError, KeyError, TypeError):
        raise DataError(path, 0, "no whole back-up of a store") from None
    if told != digest.hexdigest():
        raise DataError(path, 0, "damaged: its hash does not fit")
    return rows


def _lines(store: Engine, counts: dict[str, int]) -> Iterator[bytes]:
    # One snapshot: what others write meanwhile is in all tables or in none.
    with reading(store) as session:
        if store.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        revision = revision_of(session.connection())
        yield orjson.dumps({"format": FORMAT, "revision": revision}) + b"\n"
        for table in Table.metadata.sorted_tables:
            counts[table.name] = 0
            query = select(table).order_by(*table.primary_key)
            for row in session.execute(query.execution_options(yield_per=_BATCH)).mappings():
                counts[table.name] += 1
                values = {name: _plain(value) for name, value in row.items()}
                yield orjson.dumps({"table": table.name, "row": values}) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | date) else value


def _row(table: SqlTable, values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        kind = table.columns[name].type
        if value is not None and isinstance(kind, UtcDateTime):
            found[name] = datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and isinstance(kind, Date):
            found[name] = date.fromisoformat(value)
        elif value is not None and isinstance(kind, LargeBinary):
            found[name] = base64.b64decode(value)
        else:
            found[name] = value
    return found


def _insert(session: Session, table: SqlTable | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        session.execute(insert(table), rows)


def _require_empty(session: Session) -> None:
    for table in Table.metadata.sorted_tables:
        number = session.scalar(select(func.count()).select_from(table))
        if number and table.name != HeadRow.__tablename__:
            raise InputError("store", f"not empty ({number} rows in {table.name}); name a new one")


def _require_revision(session: Session, revision: str) -> None:
    here = revision_of(session.connection())
    if here != revision:
        raise InputError("store", f"the back-up is of revision {revision}, the store of {here}")


def _open(path: Path) -> gzip.GzipFile:
    return gzip.open(path, "rb")


def _values(path: Path) -> Iterator[dict[str, Any]]:
    with _open(path) as lines:
        for line in lines:
            yield orjson.loads(line)
