"""The answers about one client's notes, as schemas that a vendor can build on."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from service.schemas import Evidence

Scale = Literal["knowledge", "behavior", "status"]


class Source(BaseModel):
    """The note that something stands in."""

    note: int = Field(description="Its number as sent, from 1.")
    id: str | None
    date: str | None
    discipline: str | None


class UsedNote(BaseModel):
    """A note that was sent. Of one that is not `seen` only the contact is told."""

    source: Source
    seen: bool
    reason: str | None = Field(description="Why nothing was coded, if so.")


class NamedSign(BaseModel):
    """A sign that a note names."""

    code: str
    display: str


class Naming(BaseModel):
    """A note that names a problem. A score of 1 without evidence: sent as decided."""

    source: Source
    modifier: Literal["actual", "potential", "health_promotion"]
    client: Literal["individual", "family", "community"]
    score: float
    band: Literal["accept", "ask", "drop"]
    signs: list[NamedSign]
    evidence: list[Evidence]


class Where(BaseModel):
    """A code of the frame, and how the problem relates to it."""

    code: str
    display: str
    relation: str
    confidence: float | None
    predicted: bool


class Entry(BaseModel):
    """An Omaha problem within a place of the frame, with the notes that name it."""

    problem: str
    display: str
    where: list[Where]
    named: list[Naming]
    comment: str


class Place(BaseModel):
    """A domain, dimension, pattern or chapter of the frame."""

    code: str
    display: str
    touched: bool
    entries: list[Entry]


class Answer(BaseModel):
    """What every answer about one client's notes says of itself."""

    lang: Literal["nl", "en"]
    notes: list[UsedNote]
    left_out: bool = Field(description="Content was left out that may not be seen.")
    warnings: list[str]
    translation: str
    versions: dict[str, Any]


class FrameAnswer(Answer):
    """Notes in a frame. Nothing in it is a score of that frame."""

    frame: str
    title: str
    places: list[Place]
    no_term: list[Entry] = Field(description="Problems for which the frame has no place.")
    predicted: bool
    notice: str | None = Field(description="Says so when rows are not clinically reviewed.")


class Point(BaseModel):
    """A rating that a note writes out."""

    source: Source
    value: int


class Series(BaseModel):
    """One scale of one problem, oldest first."""

    problem: str | None
    display: str
    scale: Scale
    scale_display: str
    points: list[Point]
    first: int | None
    latest: int | None
    goal: int | None


class RatingsAnswer(Answer):
    """Written ratings over time."""

    series: list[Series]


class Heard(BaseModel):
    """A note that speaks of a problem without naming it as the client's now."""

    source: Source
    why: Literal["negated", "past", "other_person", "hypothetical"]
    evidence: list[Evidence]


class PlanAction(BaseModel):
    """An intervention, and the notes that speak of it."""

    category: str
    target: str
    display: str
    sources: list[Source]


class PlanRating(BaseModel):
    """A rating that a note writes out."""

    source: Source
    scale: Scale
    scale_display: str
    value: int


class PlanProblem(BaseModel):
    """One problem of the plan: who named it, and whether they agree."""

    code: str
    display: str
    domain: str
    state: Literal["contradict", "differ", "agree", "single", "no_longer"]
    voices: list[str]
    named: list[Naming]
    heard: list[Heard]
    actions: list[PlanAction]
    ratings: list[PlanRating]


class NotNamed(BaseModel):
    """A problem that somebody spoke of and nobody names as the client's now."""

    code: str
    display: str
    heard: list[Heard]


class PlanAnswer(Answer):
    """One list of problems out of the notes of several disciplines."""

    problems: list[PlanProblem]
    not_named: list[NotNamed]
    actions: list[PlanAction] = Field(description="Those that serve no problem of the plan.")


class Remark(BaseModel):
    """A remark on the plan, with the reason and the place. Advice, never a block."""

    rule: str
    severity: Literal["error", "warning", "advice"]
    place: str = Field(examples=["plan.problems.0.signs.1"])
    problem: str | None
    reason: str
    near: list[str] = Field(description="Concepts to look at, as CURIEs.")


class CheckAnswer(BaseModel):
    """Remarks in the order of the plan."""

    remarks: list[Remark]
    tried: list[str]
    not_tried: list[str] = Field(description="Rules that are off, or need more than is seen.")
    left_out: bool
    advice: str
    warnings: list[str]
    translation: str
    versions: dict[str, Any]
