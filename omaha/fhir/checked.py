"""What was found about one coding, and how an answer tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from omaha.fhir import findings
from omaha.fhir.codesystem import CodeSystem, Entry
from omaha.fhir.library import Member
from omaha.fhir.outcome import Issue, Json
from omaha.fhir.parameters import part
from omaha.fhir.valueset import ValueSet

CAUSED = "x-caused-by-unknown-system"


@dataclass
class Checked:
    """What was found about one coding. `unknown` names code systems that were not found."""

    coding: Json
    system: CodeSystem | None = None
    entry: Entry | None = None
    display: str | None = None
    fits: bool = False
    issues: list[Issue] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)

    @property
    def undecided(self) -> bool:
        """Whether the value set itself lacks a code system that it would need for an answer."""
        return any(name == CAUSED for name, _ in self.unknown)


def about_coding(found: Checked) -> list[Json]:
    """What an answer says of the coding that it is about."""
    coding, system, entry = found.coding, found.system, found.entry
    said: dict[str, tuple[str, object]] = {
        "code": ("valueCode", coding.get("code")),
        "display": ("valueString", found.display),
        "system": ("valueUri", coding.get("system")),
        "version": ("valueString", system.version if system else None),
    }
    answer = [part(name, kind, value) for name, (kind, value) in said.items() if value]
    if entry is None:
        return answer
    if entry.code != coding.get("code"):
        answer.append(part("normalized-code", "valueCode", entry.code))
    if entry.inactive:
        answer.append(part("inactive", "valueBoolean", True))
    if entry.status and entry.outdated:
        answer.append(part("status", "valueCode", entry.status))
    return answer


def statuses(
    member: Member | None, entry: Entry, system: CodeSystem, value_set: ValueSet | None,
    path: str | None,
) -> list[Issue]:  # fmt: skip
    """That a concept is out of use, or on its way there, in its code system or its value set."""
    found = []
    if entry.inactive:
        named = [] if entry.status in (None, "active", "inactive") else [str(entry.status)]
        found.append(findings.is_inactive(entry.code, " and ".join([*named, "inactive"]), path))
    elif entry.status == "deprecated":
        found.append(findings.is_deprecated(entry.code, path))
    status = member.listed.status if member and member.listed else None
    if value_set and status is not None:
        where = value_set.canonical
        found.append(findings.outdated_in_value_set(entry.code, system.url, where, status, path))
    return found
