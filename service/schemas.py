"""What goes in and out over HTTP, as schemas that a vendor can build on.

Requests are checked with these. Answers are written directly, for speed; a test holds
them to the schemas.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from omaha.access import CONTENTS

Lang = Literal["nl", "en"]
Kind = Literal["domain", "problem", "sign", "category", "target", "modifier", "rating"]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/+-]{1,40}$")]
ShortText = Annotated[str, StringConstraints(max_length=100)]

NOTE: JsonDict = {
    "text": "Stuit rood, geen pijn. Stuit ingesmeerd. K3 G2 S3.",
    "discipline": "wijkverpleegkundige",
    "id": "wv-001",
}
ENGLISH_NOTE: JsonDict = {
    "text": "Pressure ulcer on left heel, wound cleaned. No pain.",
    "lang": "en",
}


class _Asked(BaseModel):
    # An unknown field is most often a misspelt one: refused, rather than left aside in silence.
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoteIn(_Asked):
    """A note to code. Only `text` is needed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        json_schema_extra={"examples": [NOTE, ENGLISH_NOTE]},
    )

    text: str = Field(description="The note, at most 50,000 characters (a setting). Not kept.")
    lang: Literal["nl", "en", "auto"] = Field("auto", description="Language; `auto` finds it.")
    discipline: ShortText | None = Field(
        None,
        description="Who wrote it: a name or alias of `/v1/disciplines`. An unknown one "
        "counts as any, and `warnings` says so.",
    )
    id: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="Your own id of the note, given back as it is. Never a BSN."
    )
    max_problems: int = Field(8, ge=1, le=42, description="At most so many problems, best first.")
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Lowest score that is shown. Left out: the calibrated one; 0 shows all.",
    )
    open_problems: Annotated[list[Code], Field(max_length=42)] | None = Field(
        None, description="Problem codes of the client's plan now; suggestions then say `in_plan`."
    )
    contents: Annotated[list[ShortText], Field(max_length=len(CONTENTS))] | None = Field(
        None,
        description="Only these kinds and domains: narrows what the key allows. One or "
        f"more of {', '.join(CONTENTS)}.",
    )


class CodeIn(_Asked):
    """A code to check, with its kind when it is known."""

    code: Code
    kind: Kind | None = None


class CodesIn(_Asked):
    """Codes to check: plain, or with their kind."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"codes": ["24", {"kind": "sign", "code": "2401"}, "99"]}]},
    )

    codes: list[Code | CodeIn] = Field(min_length=1, max_length=500)
    lang: Lang = Field("nl", description="Language of displays.")


class Evidence(BaseModel):
    """Words of the note that a code rests on: `text[start:end]` in Unicode code points."""

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(description="The code point after the last.")
    text: str
    kind: Literal["exact", "phrase", "compound", "fuzzy", "model", "rating"]
    mapping: str | None = Field(None, description="The row of `mappings/` that caused it.")


class Sign(BaseModel):
    """A sign or symptom of a problem."""

    code: str
    display: str
    score: float = Field(ge=0, le=1)
    evidence: list[Evidence]


class Problem(BaseModel):
    """A suggested problem. `score` is calibrated: of those with 0.8, four in five are right."""

    code: str = Field(examples=["24"])
    display: str = Field(examples=["Huid"])
    modifier: Literal["actual", "potential", "health_promotion"]
    client: Literal["individual", "family", "community"]
    score: float = Field(ge=0, le=1)
    band: Literal["accept", "ask", "drop"] = Field(
        description="`ask`: have the professional look with care. `drop`: only with threshold 0."
    )
    signs: list[Sign]
    evidence: list[Evidence]
    in_plan: bool | None = Field(None, description="Whether it is among `open_problems`.")


class Intervention(BaseModel):
    """A suggested intervention; `problem` is null when it serves none of the coded ones."""

    problem: str | None
    category: str
    target: str
    display: str
    score: float = Field(ge=0, le=1)
    evidence: list[Evidence]


class Rating(BaseModel):
    """A rating that the note itself writes out. None is ever computed."""

    problem: str | None
    scale: Literal["knowledge", "behavior", "status"]
    value: int = Field(ge=1, le=5)
    evidence: list[Evidence]


class NotCoded(BaseModel):
    """A problem that was read and left out, with the reason."""

    code: str
    why: Literal["negated", "past", "other_person", "hypothetical"]
    evidence: list[Evidence]


class CodedNote(BaseModel):
    """What the coder suggests for one note. A professional decides."""

    id: str | None
    lang: str | None
    discipline: str | None
    problems: list[Problem]
    interventions: list[Intervention]
    ratings: list[Rating]
    not_coded: list[NotCoded]
    note: Literal["empty", "language_not_supported", "nothing_found"] | None = Field(
        description="Why nothing was coded, if so."
    )
    warnings: list[str] = Field(default_factory=list)
    versions: dict[str, Any] = Field(
        examples=[{"vocabulary": "2005-r1", "mappings": "sha256:…", "engine": "0.1.0+…"}]
    )


class ConceptRef(BaseModel):
    """A concept, named."""

    kind: Kind
    code: str
    display: str


class Notation(BaseModel):
    """A code that another system has for a concept."""

    system: str
    code: str


class Concept(ConceptRef):
    """One concept of the Omaha System."""

    curie: str = Field(examples=["omaha:problem/24"])
    iri: str
    labels: dict[str, str]
    notes: dict[str, str] = Field(description="Scope notes in our own words, by language.")
    parent: ConceptRef | None
    children: list[ConceptRef]
    notations: list[Notation]
    group: str | None = Field(description="The scale of a rating, or the set of a modifier.")
    translation: str = Field(description="What the Dutch labels are worth.")
    versions: dict[str, Any]


class ConceptList(BaseModel):
    """One page of concepts, in the order of the vocabulary."""

    items: list[ConceptRef]
    next: str | None = Field(description="Send it as `cursor` for the next page; null: the last.")
    translation: str
    versions: dict[str, Any]


class Hit(ConceptRef):
    """A concept that was found, and the words by which."""

    matched: str
    score: float


class Hits(BaseModel):
    """What was found, best first."""

    items: list[Hit]
    translation: str
    versions: dict[str, Any]


class CheckedCode(BaseModel):
    """Whether a code is one, and if not what comes near."""

    code: str
    kind: Kind | None
    valid: bool
    display: str | None = None
    curie: str | None = None
    also: list[ConceptRef] = Field(
        default_factory=list, description="Other concepts with this code, when no kind was sent."
    )
    near: list[ConceptRef] = Field(default_factory=list)


class CheckedCodes(BaseModel):
    """One item for each code that was sent, in that order."""

    items: list[CheckedCode]
    translation: str
    versions: dict[str, Any]


class Match(BaseModel):
    """What a concept is in another scheme. Displays there are our own glosses."""

    concept: ConceptRef = Field(description="The Omaha concept.")
    curie: str = Field(description="Its CURIE.")
    scheme: str
    code: str | None = Field(description="Code in the other scheme; null: it has none for this.")
    display: str
    relation: str = Field(examples=["skos:broadMatch"])
    confidence: float | None
    justification: str
    comment: str
    predicted: bool = Field(description="Nobody has judged this row yet.")


class Matches(BaseModel):
    """What a code means elsewhere; an empty list: nothing is known."""

    code: str
    kind: Kind | None
    to: str
    reverse: bool
    items: list[Match]
    notice: str | None = Field(description="Says so when rows are not clinically reviewed.")
    versions: dict[str, Any]


class Discipline(BaseModel):
    """A discipline that a note may come from, with other words for it."""

    name: str
    aliases: list[str]


class Disciplines(BaseModel):
    """The disciplines that this caller may code for."""

    items: list[Discipline]


class Version(BaseModel):
    """What runs here, what it is for, and who may use it."""

    service: str
    versions: dict[str, Any]
    intended_use: dict[str, str]
    access: dict[str, Any]
    limits: dict[str, int]


class Health(BaseModel):
    """Whether the service lives, or is ready to code."""

    status: Literal["ok"]


class ProblemDetails(BaseModel):
    """An error after RFC 9457. More members may follow, such as `field`, `limit` or `near`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None
    errors: list[dict[str, str]] | None = None
