"""Structured logs, one JSON object a line, that cannot hold the text of a note.

What may be written is a list of named fields. A record of the web server gives its template
only, never the values put into it, and one of another library not even that; an exception
gives its class and where it happened, never what it says, since that may quote a note.
"""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import orjson

LOGGER = "omaha.service"
FIELDS = (
    "address",
    "error",
    "key",
    "method",
    "milliseconds",
    "open",
    "organisation",
    "request_id",
    "route",
    "status",
    "where",
    "workers",
)


def log(level: int, event: str, **values: object) -> None:
    """Write one event; `event` is a fixed text and `values` are among `FIELDS`."""
    logger = logging.getLogger(LOGGER)
    if logger.isEnabledFor(level):
        # Made here, since `logger.log` would walk the stack for a place that is not written.
        record = logging.LogRecord(LOGGER, level, "", 0, event, None, None)
        record.omaha = values
        logger.handle(record)


def failure(error: BaseException) -> dict[str, object]:
    """What may be told of an error: its class, and the places it came through.

    >>> failure(ValueError("mevrouw heeft pijn"))
    {'error': 'ValueError', 'where': []}
    """
    return {"error": type(error).__qualname__, "where": _places(error.__traceback__)}


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace, limit=-8)
    return [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]


class SafeFormatter(logging.Formatter):
    """Turns a record into one line of JSON, from fixed texts and permitted fields only.

    >>> record = logging.LogRecord("lib", logging.INFO, "", 0, "got geen pijn", (), None)
    >>> orjson.loads(SafeFormatter().format(record))["event"]
    'message withheld'
    """

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object, without a line break."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        values = getattr(record, "omaha", {}) if record.name == LOGGER else {}
        line.update((name, values[name]) for name in FIELDS if values.get(name) is not None)
        if record.exc_info and record.exc_info[1] is not None:
            line.update(failure(record.exc_info[1]))
        return orjson.dumps(line, default=lambda value: type(value).__qualname__).decode()


def _event(record: logging.LogRecord) -> str:
    # Another library may have put values into its message itself: there is no telling.
    known = record.name == LOGGER or record.name.startswith("uvicorn.")
    return record.msg if known and isinstance(record.msg, str) else "message withheld"


class _Writer(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Stay silent: the default prints the record, with all that was put into it."""


def set_up_logs(level: str, stream: TextIO | None = None) -> None:
    """Send all logs of this process to `stream` (standard error), through `SafeFormatter`."""
    writer = _Writer(stream or sys.stderr)
    writer.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [writer]
    root.setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.getLogger(LOGGER).setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "fastapi"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(logging.WARNING)
