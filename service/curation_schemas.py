"""What goes in and out of curation, as schemas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from service.schemas import Lang, ShortText

MappingId = Annotated[str, StringConstraints(pattern=r"^(lex|map):[0-9a-f]{12}$")]
Curie = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_-]{0,30}:\S{1,100}$")]
Relation = Literal[
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"
]
Status = Literal[
    "predicted", "in_review", "agreed", "conflict", "accepted", "rejected", "withdrawn"
]
VerdictName = Literal["accept", "reject", "unsure", "other"]
ScopeName = Literal["global", "discipline", "organisation"]
Reason = Annotated[str, StringConstraints(max_length=1000)]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _examples(*examples: JsonDict) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [*examples]})


class MappingIn(_Asked):
    """A claim: these words, or this concept, and what they mean."""

    model_config = _examples(
        {"words": "baxter aangereikt", "object": "omaha:target/39"},
        {"words": "rolstoel op slot", "object": "omaha:sign/2401", "negative": True},
        {"subject": "omaha:problem/24", "object": "icf:b110", "predicate": "skos:closeMatch",
         "scope": "global"},
    )  # fmt: skip

    words: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="A phrase; or send `subject`."
    )
    subject: Curie | None = Field(None, description="CURIE of one of our concepts.")
    object: Curie = Field(description="CURIE of what is meant: `omaha:target/39`, `icf:b110`.")
    predicate: Relation = "skos:broadMatch"
    negative: bool = Field(False, description="The words do not mean this.")
    lang: Lang = "nl"
    discipline: ShortText = Field("any", description="Who uses the words so.")
    scope: ScopeName = Field(
        "organisation",
        description="`organisation`: only yours, one judgement is enough. `global` and "
        "`discipline` are shared: review is blind and double.",
    )
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    comment: Reason = ""
    replaces: MappingId | None = Field(
        None, description="The mapping that this one mends; it is withdrawn once this is accepted."
    )


class JudgementIn(_Asked):
    """What you say of one mapping."""

    model_config = _examples({"mapping": "lex:f077f94c1a4d", "verdict": "accept"})

    mapping: MappingId
    verdict: VerdictName
    relation: Relation | None = Field(None, description="What is right, with verdict `other`.")
    reason: Reason = ""
    own: bool = Field(
        False, description="Judge a shared mapping for your organisation only, at once."
    )


class FilterIn(_Asked):
    """Which mappings are meant; what is left out excludes nothing."""

    status: Status | None = None
    scope: ScopeName | None = None
    discipline: ShortText | None = None
    lang: Lang | None = None
    object: ShortText | None = Field(
        None, description="CURIE, or its start ending in `/` or `:`: `omaha:target/`."
    )
    words: ShortText | None = Field(None, description="Part of the phrase, in any case.")
    ids: Annotated[list[MappingId], Field(max_length=10_000)] = Field(default_factory=list)


class BulkIn(_Asked):
    """One verdict on all mappings that a filter finds: all of them or none."""

    model_config = _examples(
        {"filter": {"status": "predicted", "object": "omaha:target/39"}, "verdict": "accept",
         "expected": 300},
    )  # fmt: skip

    filter: FilterIn
    verdict: VerdictName
    relation: Relation | None = None
    reason: Reason = ""
    expected: int = Field(
        ge=0, description="How many you mean; when the filter finds another number, none is judged."
    )


class UndoIn(_Asked):
    """Which of your judgements to take back."""

    model_config = _examples({"judgement": None})

    judgement: int | None = Field(None, ge=1, description="Its number; null: your latest.")


class ReleaseIn(_Asked):
    """A name and a note for a release."""

    model_config = _examples({"version": "2026-12", "note": "words of the district nurses"})

    version: Version | None = Field(None, description="Left out: the next whole number.")
    note: Reason = ""


class FeedbackIn(_Asked):
    """What a user did with one suggestion."""

    model_config = _examples(
        {"concept": "omaha:problem/24", "action": "rejected", "mapping": "lex:7b6d8b9e6ed3",
         "user": "u-17"},
    )  # fmt: skip

    concept: Curie = Field(description="What was suggested, or missed.")
    action: Literal["accepted", "rejected", "replaced", "missed"]
    replaced_by: Curie | None = Field(None, description="What was chosen, with `replaced`.")
    mapping: MappingId | None = Field(None, description="`mapping` of the evidence.")
    user: ShortText = Field("", description="Any name that tells users apart; only hashed.")
    discipline: ShortText = "any"
    lang: Lang = "nl"
    words: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None,
        description="The words the user marked. Thrown away unless your organisation keeps them.",
    )


class Decided(BaseModel):
    """What was decided."""

    verdict: VerdictName
    relation: str


class MappingOut(BaseModel):
    """A mapping and where it stands."""

    id: str
    subject: str
    phrase: bool = Field(description="Whether the subject is words; else it is a CURIE.")
    predicate: str
    object: str
    display: str = Field(description="What `object` is called.")
    negative: bool
    lang: str
    discipline: str
    scope: ScopeName
    confidence: float | None
    justification: str
    source: str
    date: str
    comment: str
    status: Status
    decided: Decided | None
    replaces: str | None
    proposer: str
    created: str


class JudgementOut(BaseModel):
    """One judgement. Under blind review others' are there only once you have given your own."""

    number: int
    mapping: str
    steward: str
    organisation: str
    discipline: str
    verdict: str
    relation: str
    reason: str
    time: str
    undoes: int | None
    settles: bool
    stale: bool = Field(description="The mapping was replaced since.")


class MappingDetail(MappingOut):
    """A mapping with the judgements that you may see."""

    judgements: list[JudgementOut]


class MappingPage(BaseModel):
    """One page of mappings."""

    items: list[MappingOut]
    next: str | None = Field(description="Send it as `cursor` for the next page; null: the last.")
    counts: dict[str, int] = Field(description="How many the filter finds, by status.")


class MappingList(BaseModel):
    """Mappings in their order."""

    items: list[MappingOut]


class Conflict(MappingOut):
    """A mapping that two stewards judged differently."""

    may_settle: bool = Field(description="Whether you may: a third person does.")


class Conflicts(BaseModel):
    """Mappings in conflict, the most to gain first."""

    items: list[Conflict]


class Judged(BaseModel):
    """How many were judged."""

    judged: int


class AgreementOut(BaseModel):
    """How far stewards agree; null where a figure is not defined."""

    group: str
    mappings: int
    pairs: int
    percent: float | None
    kappa: float | None = Field(description="Cohen's kappa.")
    alpha: float | None = Field(description="Krippendorff's alpha, nominal.")


class Statistics(BaseModel):
    """Agreement under blind review."""

    all: list[AgreementOut]
    scheme: list[AgreementOut]
    disciplines: list[AgreementOut]
    steward: list[AgreementOut]


class ReleaseOut(BaseModel):
    """A frozen set."""

    version: str
    created: str
    maker: str
    note: str
    counts: dict[str, int]
    hash: str
    live: bool


class Releases(BaseModel):
    """All releases, oldest first."""

    items: list[ReleaseOut]


class ChangeOut(BaseModel):
    """One change between two releases."""

    mark: Literal["+", "-", "~"]
    mapping: str
    subject: str
    phrase: bool
    predicate: str
    object: str
    display: str
    negative: bool = Field(description="What is claimed is denied.")
    before: str | None
    after: str | None
    text: str = Field(description="The change as a readable line.")


class Diff(BaseModel):
    """All changes, in the order of the concepts."""

    old: str | None
    new: str | None
    changes: list[ChangeOut]


class FeedbackTaken(BaseModel):
    """Whether it made a proposal."""

    proposals: list[str] = Field(description="Ids of mappings that are in the queue by this.")


class SupportOut(BaseModel):
    """What users did with one suggestion."""

    mapping: str | None
    concept: str
    accepted: int
    rejected: int
    replaced: int
    missed: int
    users: int
    said: str = Field(examples=["rejected 14 of 20 times"])


class Supports(BaseModel):
    """What users refused or missed most, first."""

    items: list[SupportOut]
    keeps_words: bool = Field(description="Whether your organisation keeps marked words.")
