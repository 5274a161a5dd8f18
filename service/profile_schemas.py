"""What goes in and out of /v1/profile."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from omaha.views.profile import LEAST_THRESHOLD
from omaha.views.profile_suppression import THRESHOLD
from service.schemas import Lang, ShortText

COUNTS: dict[str, Any] = {
    "by": ["wijk", "period"],
    "unit": "clients",
    "counts": [
        {"wijk": "Noord", "period": "2025", "code": "", "count": 120},
        {"wijk": "Noord", "period": "2025", "code": "24", "count": 30},
        {"wijk": "Zuid", "period": "2025", "code": "", "count": 90},
        {"wijk": "Zuid", "period": "2025", "code": "24", "count": 18},
    ],
}


class ProfileIn(BaseModel):
    """Counts, or coded notes that carry what they are counted by. Nothing is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [COUNTS]})

    by: Annotated[list[ShortText], Field(min_length=1, max_length=3)] = Field(
        ["wijk", "period"],
        description="What to count by. The first that is not `period` is the area; only over "
        "areas is a sum told.",
    )
    counts: Annotated[list[dict[str, Any]], Field(max_length=100_000)] | None = Field(
        None,
        description="Rows with the fields of `by`, a `code` (problem or domain; empty: all units "
        "of the group) and a `count`. Send these or `notes`.",
    )
    notes: Annotated[list[dict[str, Any]], Field(max_length=100_000)] | None = Field(
        None,
        description="Coded notes as `/v1/code` answers them, with the fields of `by`, `date` "
        "where `by` has `period`, and `client` (a pseudonym) where clients are to be counted.",
    )
    unit: Literal["clients", "notes"] = Field("clients", description="What `counts` count.")
    every: Literal["year", "quarter", "month"] = Field("year", description="Length of a period.")
    bands: list[Literal["accept", "ask", "drop"]] = Field(
        default_factory=list, description="Count only suggestions of these bands; empty: all."
    )
    threshold: int = Field(
        THRESHOLD, ge=LEAST_THRESHOLD, le=1000, description="Counts below this are hidden."
    )
    residents: dict[ShortText, Annotated[int, Field(ge=0)]] | None = Field(
        None, description="Residents of each area, for rates per 1,000."
    )
    lang: Lang = Field("nl", description="Language of displays.")


class Change(BaseModel):
    """How much a share grew since the period before, with its 95 % interval (Newcombe)."""

    since: str
    by: float
    clear: bool = Field(description="The interval holds no 0.")
    low: float
    high: float


class Row(BaseModel):
    """One problem or domain in one group; only `count` null when it is hidden."""

    kind: Literal["problem", "domain"]
    code: str
    display: str
    count: int | None
    share: float | None = Field(None, description="Of the units of the group, with its interval.")
    low: float | None = None
    high: float | None = None
    compared: Literal["higher", "lower"] | None = Field(
        None, description="The whole lies outside the interval of this area."
    )
    per_1000: float | None = None
    per_1000_low: float | None = None
    per_1000_high: float | None = None
    change: Change | None = None


class Area(BaseModel):
    """One area, several small ones together, or the whole."""

    members: list[str]
    units: int
    rows: list[Row]


class Slice(BaseModel):
    """The areas of one period (and discipline …); `total` null: too few for any figure."""

    values: dict[str, str]
    areas: list[Area]
    total: Area | None


class Profile(BaseModel):
    """A neighbourhood in numbers, with small counts hidden."""

    by: list[str]
    area: str | None
    unit: Literal["clients", "notes"]
    threshold: int
    suggested: bool = Field(description="Codes that nobody has confirmed are among those counted.")
    slices: list[Slice]
    warnings: list[str] = Field(default_factory=list)
    versions: dict[str, Any]
