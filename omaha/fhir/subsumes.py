"""CodeSystem/$subsumes: does one code stand above another."""

from __future__ import annotations

from omaha.fhir import missing
from omaha.fhir.asking import SHARED, Asked
from omaha.fhir.codesystem import CodeSystem, Entry
from omaha.fhir.outcome import FhirError, Json, refuse
from omaha.fhir.parameters import part, to_parameters

KNOWN = (*SHARED, "codeA", "codeB", "codingA", "codingB", "system", "version", "url")


def subsumes(asked: Asked) -> Json:
    """``equivalent``, ``subsumes``, ``subsumed-by`` or ``not-subsumed``, as Parameters.

    Raises FhirError for codes that are not known, or not of one code system.
    """
    parameters = asked.parameters
    parameters.check(KNOWN)
    asked = asked.with_sent()
    one, other = parameters.coding("codingA"), parameters.coding("codingB")
    if one is not None and other is not None:
        if one.get("system") != other.get("system"):
            raise refuse(400, "invalid", "codingA and codingB must be of one code system")
        if one.get("version") != other.get("version"):
            raise refuse(400, "invalid", "codingA and codingB must be of one version")
        url, version = one.get("system"), one.get("version")
        codes = (one.get("code"), other.get("code"))
    else:
        url = parameters.text("system") or parameters.text("url")
        version = parameters.text("version")
        codes = (parameters.text("codeA"), parameters.text("codeB"))
    if not url or not codes[0] or not codes[1]:
        raise refuse(400, "required", "send codeA, codeB and system, or codingA and codingB")
    system = asked.code_system(url, version, "system")
    a, b = (_entry(system, code, name) for code, name in zip(codes, "AB", strict=True))
    return to_parameters([part("outcome", "valueCode", _outcome(system, a.code, b.code))])


def _entry(system: CodeSystem, code: str | None, name: str) -> Entry:
    entry = system.find(code or "")
    if entry is None:
        raise FhirError(
            404, missing.unknown_code(code or "", system.url, system.version, f"code{name}")
        )
    return entry


def _outcome(system: CodeSystem, one: str, other: str) -> str:
    if one == other:
        return "equivalent"
    if system.subsumes(one, other):
        return "subsumes"
    return "subsumed-by" if system.subsumes(other, one) else "not-subsumed"
