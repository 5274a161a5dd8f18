"""Notes of one client as a request brings them: read, coded where they are text, limited.

They stand in memory for one request and are gone.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic.config import JsonDict, JsonValue

from omaha.access import CONTENTS, NotAllowedError, Sight, choose_discipline
from omaha.disciplines import find_discipline
from omaha.model import CodedNote
from omaha.record_reading import LONGEST_LIST, read_record
from omaha.records import Dossier, Draft, Record, limit_record
from service.coding import Desk
from service.schemas import Lang, ShortText

_RATING: JsonDict = {
    "type": "object",
    "required": ["problem", "scale", "value"],
    "properties": {
        "problem": {"type": "string"},
        "scale": {"enum": ["knowledge", "behavior", "status"]},
        "value": {"type": "integer", "minimum": 1, "maximum": 5},
    },
}
_ABOUT: JsonDict = {
    "id": {"type": "string", "description": "Your own id of the note. Never a BSN."},
    "date": {"type": "string", "format": "date"},
    "discipline": {"type": "string"},
    "lang": {"enum": ["nl", "en", "auto"]},
    "goals": {"type": "array", "items": _RATING, "description": "Target ratings."},
}
SENT_NOTE: JsonDict = {
    "description": "A coded note (an answer of `/v1/code`, of which only `problems` is needed) "
    "or a note to code (`text`), with its `date` and target ratings (`goals`). A sign may be "
    "its code alone; a sign or intervention may have the `text` of the care record.",
    "anyOf": [
        {
            "type": "object",
            "required": ["problems"],
            "properties": {
                **_ABOUT,
                **{
                    name: {"type": "array", "items": {}}
                    for name in ("problems", "interventions", "ratings", "not_coded")
                },
            },
        },
        {
            "type": "object",
            "required": ["text"],
            "properties": {**_ABOUT, "text": {"type": "string"}},
            "additionalProperties": False,
        },
    ],
}
SentNote = Annotated[dict[str, Any], WithJsonSchema(SENT_NOTE)]
Contents = Annotated[list[ShortText], Field(max_length=len(CONTENTS))]

WITHIN = Field(
    None,
    description="Only these kinds and domains: narrows what the key allows. One or more of "
    f"{', '.join(CONTENTS)}.",
)
EXAMPLE: list[JsonValue] = [
    {
        "text": "Stuit rood, zinkzalf gesmeerd. Geen pijn. Huid: kennis 2, gedrag 3, status 2.",
        "discipline": "wijkverpleegkundige",
        "date": "2026-01-10",
        "goals": [{"problem": "24", "scale": "status", "value": 4}],
    },
    {
        "id": "fysio-7",
        "discipline": "fysiotherapeut",
        "date": "2026-02-20",
        "problems": [{"code": "22", "signs": ["2201"]}, {"code": "24"}],
        "ratings": [{"problem": "24", "scale": "status", "value": 3}],
    },
]


class NotesIn(BaseModel):
    """Notes about one client, of one or more disciplines. They are read and gone."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"notes": EXAMPLE}]}
    )

    notes: list[SentNote] = Field(min_length=1, max_length=LONGEST_LIST)
    lang: Lang = Field("nl", description="Language of displays and pages.")
    contents: Contents | None = WITHIN


class ExchangeIn(NotesIn):
    """Notes about one client, for another system."""

    subject: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="Your own reference to the client, such as `Patient/1`. Never a BSN."
    )
    concept_map: dict[str, Any] | None = Field(
        None,
        description="A FHIR R4 ConceptMap of your own, from Omaha codes to another system. "
        "Codes that it calls equal or equivalent go beside ours.",
    )
    confirmed: bool = Field(False, description="A professional confirmed these codes.")


class PlanIn(BaseModel):
    """A care plan to check."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "plan": {
                        "problems": [{"code": "24", "signs": [{"code": "2411", "text": "jeuk"}]}],
                        "ratings": [{"problem": "24", "scale": "status", "value": 3}],
                        "interventions": [{"problem": None, "category": "02", "target": "63"}],
                    },
                    "limits": {"too-many-problems": 5},
                    "rules": {"always-individual-actual": False},
                }
            ]
        },
    )

    plan: SentNote
    rules: dict[str, bool] = Field(default_factory=dict, description="Rules to turn on or off.")
    limits: dict[str, Annotated[int, Field(ge=1, le=1000)]] = Field(
        default_factory=dict, description="The team's own limits, by rule."
    )
    lang: Lang = Field("nl", description="Language of the remarks.")
    contents: Contents | None = WITHIN


async def read_dossier(asked: NotesIn, desk: Desk) -> Dossier:
    """The notes of a request: coded where they are text, and limited to what may be seen.

    A note of a discipline that the key does not include stays as a contact without content.
    Raises InputError, BsnRefusedError, NoteTooLongError, and NotAllowedError when notes to
    code come with a key that may not code.
    """
    vocabulary = desk.backend.engine.vocabulary
    sight = sight_within(desk, asked.contents)
    read = [read_record(v, f"notes.{n}", vocabulary) for n, v in enumerate(asked.notes)]
    records, unseen = [], set()
    for number, each in enumerate(read, 1):
        found = await _admit(each, desk)
        if found is None:
            unseen.add(number)
        records.append(found or _contact(each))
        await asyncio.sleep(0)  # other requests go between
    limited = tuple(limit_record(each, sight, vocabulary) for each in records)
    return Dossier(limited, frozenset(unseen), bool(unseen) or limited != tuple(records))


def sight_within(desk: Desk, contents: list[str] | None) -> Sight:
    """What the caller may see of what it asks for."""
    return (desk.key.sight if desk.key else Sight()).narrowed(contents or ())


async def _admit(each: Record | Draft, desk: Desk) -> Record | None:
    """The note coded, None when its discipline may not be seen with this key."""
    key = desk.key
    named = (each.note if isinstance(each, Draft) else each.coded).discipline
    known = find_discipline(named) if named else None
    try:
        discipline = choose_discipline(named, known, key.disciplines if key else ())
    except NotAllowedError:
        return None
    if isinstance(each, Record):
        return replace(each, coded=replace(each.coded, discipline=discipline))
    if key is not None:
        key.require("code")
    return each.coded_as(await desk.code(replace(each.note, discipline=discipline)))


def _contact(each: Record | Draft) -> Record:
    """That contact took place, without its content."""
    about = each.note if isinstance(each, Draft) else each.coded
    return Record(CodedNote(about.id, None, about.discipline), each.date)
