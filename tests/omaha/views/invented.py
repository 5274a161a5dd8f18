"""Invented notes of invented clients, already coded."""

from __future__ import annotations

from typing import Any

from omaha.loading import Engine
from omaha.record_reading import read_record
from omaha.records import Draft, Record


def record(engine: Engine, date: str | None, discipline: str | None, **parts: Any) -> Record:
    """A coded note as a case system would send it."""
    sent = {"date": date, "discipline": discipline, "problems": [], **parts}
    read = read_record(sent, "note", engine.vocabulary)
    assert not isinstance(read, Draft)
    return read


def named(code: str, *signs: str, **more: Any) -> dict[str, Any]:
    """A problem that a note names."""
    return {"code": code, "signs": list(signs), **more}


def denied(code: str, why: str = "negated") -> dict[str, Any]:
    """A problem that a note speaks of without naming it."""
    return {"code": code, "why": why}


def rated(problem: str | None, scale: str, value: int) -> dict[str, Any]:
    """A rating that a note writes out."""
    return {"problem": problem, "scale": scale, "value": value}
