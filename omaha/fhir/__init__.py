"""FHIR terminology operations and resources as values, one operation a file; no web in it."""

from __future__ import annotations

from omaha.fhir.interactions import Answer, Call, respond
from omaha.fhir.outcome import FhirError, Issue, Json, operation_outcome
from omaha.fhir.terminology import Terminology

__all__ = [
    "Answer",
    "Call",
    "FhirError",
    "Issue",
    "Json",
    "Terminology",
    "operation_outcome",
    "respond",
]
