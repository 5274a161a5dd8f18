"""What went wrong, or is worth knowing, as FHIR says it: issues and OperationOutcomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from omaha.errors import OmahaError

# A FHIR resource, or a part of one, as JSON. Nothing here changes one that it was given.
Json = dict[str, Any]

Severity = Literal["fatal", "error", "warning", "information"]
TX_ISSUE_TYPE = "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type"
MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id"


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of an OperationOutcome.

    `code` is of HL7's issue types, `kind` of its tx-issue-types; `message_id` is the name that
    other servers give to the same text. `told` says whether it belongs in the `message` of an
    answer besides standing among its issues.

    >>> Issue("error", "not-found", "no such code").to_json()["details"]
    {'text': 'no such code'}
    """

    severity: Severity
    code: str
    text: str
    kind: str | None = None
    message_id: str | None = None
    expression: str | None = None
    told: bool = True

    def to_json(self) -> Json:
        """The issue as a member of an OperationOutcome."""
        found: Json = {}
        if self.message_id:
            found["extension"] = [{"url": MESSAGE_ID, "valueString": self.message_id}]
        found |= {"severity": self.severity, "code": self.code}
        coding = {"coding": [{"system": TX_ISSUE_TYPE, "code": self.kind}]} if self.kind else {}
        found["details"] = {**coding, "text": self.text}
        if self.expression:
            found["expression"] = [self.expression]
        return found


def operation_outcome(issues: Iterable[Issue]) -> Json:
    """An OperationOutcome of some issues."""
    return {"resourceType": "OperationOutcome", "issue": [each.to_json() for each in issues]}


class FhirError(OmahaError):
    """A request that is refused: with which HTTP status, and the issues that say why.

    >>> str(FhirError(404, Issue("error", "not-found", "no such value set")))
    'no such value set'
    """

    def __init__(self, http_status: int, *issues: Issue) -> None:
        self.http_status, self.issues = http_status, issues
        super().__init__("; ".join(each.text for each in issues))

    @property
    def outcome(self) -> Json:
        """The issues as an OperationOutcome."""
        return operation_outcome(self.issues)


def refuse(
    http_status: int,
    code: str,
    text: str,
    *,
    kind: str | None = None,
    expression: str | None = None,
) -> FhirError:
    """The error with one issue, for `raise refuse(...)`."""
    return FhirError(http_status, Issue("error", code, text, kind, expression=expression))
