"""What the store says, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from omaha.agreement import Agreement
from omaha.curation import Judgement
from omaha.store import Change, Entry, Release, Support
from service.backend import Backend


def entry_to_json(entry: Entry, backend: Backend) -> dict[str, Any]:
    """A mapping and where it stands."""
    row = entry.mapping
    decided = entry.decided and {"verdict": entry.decided[0], "relation": entry.decided[1]}
    return {
        "id": row.id,
        "subject": row.subject,
        "phrase": row.literal,
        "predicate": row.predicate,
        "object": row.object,
        "display": _display(row.object, row.object_label, backend),
        "negative": row.negative,
        "lang": row.lang,
        "discipline": row.discipline,
        "scope": row.scope,
        "confidence": row.confidence,
        "justification": row.justification,
        "source": row.source,
        "date": row.date,
        "comment": row.comment,
        "status": entry.status,
        "decided": decided,
        "replaces": entry.replaces,
        "proposer": entry.proposer,
        "created": entry.created.isoformat(),
    }


def _display(object: str, label: str, backend: Backend) -> str:
    vocabulary = backend.engine.vocabulary
    return vocabulary.by_curie(object).display("nl") if object in vocabulary else label


def judgement_to_json(judgement: Judgement, *, stale: bool) -> dict[str, Any]:
    """One judgement."""
    time = judgement.time and judgement.time.isoformat()
    return {**judgement.flat(), "time": time, "stale": stale}


def release_to_json(release: Release) -> dict[str, Any]:
    """A release without its content."""
    return {**asdict(release), "created": release.created.isoformat()}


def change_to_json(change: Change, backend: Backend) -> dict[str, Any]:
    """One line of a diff."""
    row = change.mapping
    return {
        "mark": change.mark,
        "mapping": row.id,
        "subject": row.subject,
        "phrase": row.literal,
        "predicate": row.predicate,
        "object": row.object,
        "display": _display(row.object, row.object_label, backend),
        "negative": row.negative or (change.after or change.before) == "negative",
        "before": change.before,
        "after": change.after,
        "text": str(change),
    }


def support_to_json(support: Support) -> dict[str, Any]:
    """What users did with one suggestion."""
    return {**asdict(support), "said": support.said}


def agreement_to_json(agreement: Agreement) -> dict[str, Any]:
    """The figures of one group, to four digits."""
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(agreement).items()
    }
