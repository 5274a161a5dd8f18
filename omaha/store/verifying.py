"""Whether a store is whole: nothing lost, nothing changed behind the journal's back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from omaha.curation import Judgement, is_blind, outcome
from omaha.store.curation_tables import EventRow, HeadRow, JudgementRow, MappingRow, ReleaseRow
from omaha.store.entries import judgement_hash_values, judgement_of, mapping_of, mapping_values
from omaha.store.journal import broken_links, content_hash, event_of
from omaha.store.releases import unpack


def verify_store(store: Engine | Connection) -> list[str]:
    """What is wrong with a store, a line each; [] when it is whole.

    Looked at: the chain of events, each mapping, judgement and release against the hash that
    its event kept, and each status against its judgements.
    """
    with Session(store) as session:
        return list(_findings(session))


def _findings(session: Session) -> Iterator[str]:
    query = select(EventRow).order_by(EventRow.number).execution_options(yield_per=1000)
    events = [event_of(row) for row in session.scalars(query)]
    yield from broken_links(events, session.get_one(HeadRow, 1))
    judged = {e.details["judgement"]: e for e in events if "judgement" in e.details}
    proposed = {e.object: e for e in events if e.action == "propose"}
    released = {e.object: e for e in events if e.action == "release"}
    given: dict[str, list[Judgement]] = defaultdict(list)
    for row in session.scalars(select(JudgementRow).order_by(JudgementRow.number)):
        judgement = judgement_of(row)
        given[judgement.mapping].append(judgement)
        event = judged.pop(judgement.number, None)
        if event is None:
            yield f"judgement {judgement.number}: no event tells of it"
        elif event.details["hash"] != content_hash(*judgement_hash_values(judgement)):
            yield f"judgement {judgement.number}: changed"
    yield from (f"judgement {number}: missing" for number in judged)
    for found in session.scalars(select(MappingRow).order_by(MappingRow.id)):
        event = proposed.pop(found.id, None)
        yield from _wrong_mapping(found, event.details["hash"] if event else None, given[found.id])
    yield from (f"mapping {id}: missing" for id in proposed)
    for release in session.scalars(select(ReleaseRow)):
        event = released.pop(release.version, None)
        if event is None or event.details["hash"] != release.hash:
            yield f"release {release.version}: no event tells of it, or of another"
        elif unpack(release.content)[1] != release.hash:
            yield f"release {release.version}: changed"
    yield from (f"release {version}: missing" for version in released)


def _wrong_mapping(row: MappingRow, hashed: str | None, given: list[Judgement]) -> Iterator[str]:
    mapping = mapping_of(row)
    if hashed is None:
        yield f"mapping {row.id}: no event tells of it"
    elif mapping.id != row.id or hashed != content_hash(*mapping_values(mapping), row.replaces):
        yield f"mapping {row.id}: changed"
    found = outcome(given, blind=is_blind(mapping), withdrawn=row.withdrawn)
    if (found.status, found.decided or ("", "")) != (row.status, (row.decided, row.relation)):
        yield f"mapping {row.id}: status {row.status}, its judgements say {found.status}"
