"""Judgements written, and all that follows: status, revision, what is replaced or mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from omaha.curation import (
    Judgement,
    Steward,
    check_judgement,
    find_clash,
    is_blind,
    outcome,
    standing,
)
from omaha.errors import InputError
from omaha.identifiers import refuse_bsn
from omaha.mappings import Mapping
from omaha.store.curation_tables import JudgementRow, MappingRow
from omaha.store.entries import judgement_hash_values, judgement_of, mapping_of
from omaha.store.finding import find_accepted, find_judgements, find_rows, find_visible
from omaha.store.inserting import insert_mappings
from omaha.store.journal import Journal, content_hash


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a steward says of the mapping with an id."""

    mapping: str
    verdict: str
    relation: str = ""
    reason: str = ""


def give(journal: Journal, said: Sequence[Verdict]) -> None:
    """Give judgements, all or none; raises InputError for one that cannot be given."""
    by, session = journal.by, journal.session
    ids = list(dict.fromkeys(each.mapping for each in said))
    if len(ids) != len(said):
        raise InputError("mapping", "judged twice in one go; nothing was judged")
    rows, given = find_visible(session, ids, by), find_judgements(session, ids)
    accepted = find_accepted(session, [rows[e.mapping] for e in said if e.verdict == "accept"])
    new = []
    for each in said:
        mapping = mapping_of(rows[each.mapping])
        check_judgement(each.verdict, each.relation, each.reason, mapping)
        refuse_bsn("reason", each.reason)
        blind = is_blind(mapping)
        counted = standing(given[each.mapping])
        state = outcome(counted, blind=blind, withdrawn=rows[each.mapping].withdrawn).status
        if state == "withdrawn":
            raise InputError("mapping", f"{each.mapping} was replaced; judge the one that did")
        if blind and len(counted) > 1 and any(is_by(judgement, by) for judgement in counted):
            raise InputError(
                "mapping", f"{each.mapping} was judged by two; a third person settles a conflict"
            )
        if each.verdict == "accept" and not each.reason:
            _check_clash(mapping, accepted)
            accepted.setdefault((mapping.organisation, mapping.subject.lower()), []).append(mapping)
        new.append(
            Judgement(
                journal.next_judgement(),
                each.mapping,
                by,
                each.verdict,
                each.relation,
                each.reason,
                journal.time,
                settles=state == "conflict",
            )
        )
    _keep(journal, new)
    for judgement in new:
        given[judgement.mapping].append(judgement)
    _update(journal, rows, given)


def take_back(journal: Journal, number: int | None) -> str:
    """Take an own judgement back, the latest where no number is given; the id of its mapping.

    Raises InputError when there is none, or when a second steward has judged blind since.
    """
    session, by = journal.session, journal.by
    undone = _to_undo(session, by, number)
    rows = find_visible(session, [undone.mapping], by)
    (id, row), given = next(iter(rows.items())), find_judgements(session, list(rows))
    if is_blind(mapping_of(row)) and not undone.settles and len(standing(given[id])) > 1:
        raise InputError("judgement", "a second steward has judged this; it stands")
    back = Judgement(
        journal.next_judgement(), id, by, "undo", time=journal.time, undoes=undone.number
    )
    _keep(journal, [back])
    given[id].append(back)
    _update(journal, rows, given)
    return id


def for_organisation(journal: Journal, said: Verdict) -> Verdict:
    """The same verdict on the copy of a mapping in the scope of the steward's organisation."""
    row = find_visible(journal.session, [said.mapping], journal.by)[said.mapping]
    copy = replace(mapping_of(row), organisation=journal.by.organisation)
    insert_mappings(journal, [copy])
    return replace(said, mapping=copy.id)


def is_by(judgement: Judgement, by: Steward) -> bool:
    """Whether a steward gave a judgement; a name counts within its organisation."""
    steward = judgement.steward
    return (steward.name, steward.organisation) == (by.name, by.organisation)


def _check_clash(mapping: Mapping, accepted: dict[tuple[str, str], list[Mapping]]) -> None:
    near = [
        other
        for other in accepted.get((mapping.organisation, mapping.subject.lower()), ())
        if (other.lang, other.discipline) == (mapping.lang, mapping.discipline)
    ]
    clash = find_clash(mapping, near)
    if clash is not None:
        raise InputError(
            "reason",
            f"{clash.id} is accepted and says of the same words: {clash.predicate} "
            f"{clash.object}{' (not)' if clash.negative else ''}; give a reason to accept both",
        )


def _keep(journal: Journal, judgements: Sequence[Judgement]) -> None:
    if judgements:
        journal.session.execute(insert(JudgementRow), [each.flat() for each in judgements])
    for judgement in judgements:
        journal.add(
            "undo" if judgement.undoes else "judge",
            judgement.mapping,
            judgement=judgement.number,
            verdict=judgement.verdict,
            hash=content_hash(*judgement_hash_values(judgement)),
        )


def _update(
    journal: Journal, rows: dict[str, MappingRow], given: dict[str, list[Judgement]]
) -> None:
    """Compute the status of mappings again, and all that follows from a change of it."""
    changes, revised, replaced, mended = [], set(), {}, []
    for id, row in rows.items():
        found = outcome(given[id], blind=not row.organisation, withdrawn=row.withdrawn)
        counted = standing(given[id])
        only = counted[0].steward if found.status == "in_review" else None
        verdict, relation = found.decided or ("", "")
        changes.append(
            {
                "id": id,
                "status": found.status,
                "decided": verdict,
                "relation": relation,
                "judged_by": f"{only.name}\t{only.organisation}" if only else None,
            }
        )
        if row.organisation and (row.decided, verdict) != ("", ""):
            revised.add(row.organisation)
        if row.replaces and found.status == "accepted":
            replaced[row.replaces, row.organisation] = True
        elif row.replaces and row.status == "accepted" and found.status != "withdrawn":
            replaced[row.replaces, row.organisation] = False
        if verdict == "other" and row.decided != "other":
            mended.append((mapping_of(row), relation, counted))
    journal.session.execute(update(MappingRow), changes)
    for organisation in sorted(revised):
        journal.revise(organisation)
    for (id, organisation), withdrawn in sorted(replaced.items()):
        _withdraw(journal, id, organisation, withdrawn)
    for mapping, relation, counted in mended:
        _succeed(journal, mapping, relation, counted)


def _succeed(
    journal: Journal, mapping: Mapping, relation: str, judgements: Sequence[Judgement]
) -> None:
    """Propose what stewards said is right instead, with their judgement of it."""
    mended = replace(mapping, predicate=relation)
    if not insert_mappings(journal, [mended], replaces=mapping.id):
        return
    accepts = [
        Judgement(
            journal.next_judgement(),
            mended.id,
            each.steward,
            "accept",
            "",
            f"as {mapping.id} was judged",
            journal.time,
        )
        for each in judgements
        if each.said == ("other", relation)
    ]
    _keep(journal, accepts)
    _update(journal, find_rows(journal.session, [mended.id]), {mended.id: accepts})


def _withdraw(journal: Journal, id: str, organisation: str, withdrawn: bool) -> None:
    """Withdraw what a row of an organisation replaces, or put it back.

    One organisation never withdraws what is shared; it may put back what it once withdrew.
    """
    rows = find_rows(journal.session, [id])
    if id not in rows or rows[id].withdrawn == withdrawn:
        return
    if withdrawn and rows[id].organisation != organisation:
        return
    values: dict[str, Any] = {"id": id, "withdrawn": withdrawn}
    journal.session.execute(update(MappingRow), [values])
    journal.add("withdraw" if withdrawn else "restore", id)
    rows = find_rows(journal.session, [id])
    _update(journal, rows, find_judgements(journal.session, [id]))


def _to_undo(session: Session, by: Steward, number: int | None) -> Judgement:
    row = JudgementRow
    own = (row.organisation == by.organisation, row.steward == by.name)
    undone = select(row.undoes).where(*own, row.undoes.is_not(None))
    query = select(row).where(*own, row.undoes.is_(None), row.number.not_in(undone))
    if number is not None:
        query = query.where(row.number == number)
    found = session.scalars(query.order_by(row.number.desc()).limit(1)).first()
    if found is None:
        raise InputError("judgement", "you gave none with this number that stands")
    return judgement_of(found)
