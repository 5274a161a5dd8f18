"""What is to be validated: a code, a Coding or a CodeableConcept, and where its parts stand."""

from __future__ import annotations

from dataclasses import dataclass

from omaha.fhir.outcome import Json, refuse
from omaha.fhir.parameters import Parameters

_NO_CODE = (
    "Unable to find code to validate (looked for coding | codeableConcept | code+system | "
    "code+inferSystem in parameters"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be validated. `form` is the parameter that it came in."""

    form: str
    codings: tuple[Json, ...]
    concept: Json | None = None

    def path(self, number: int) -> str | None:
        """The path of a coding; a code that stands alone has none."""
        paths = {"coding": "Coding", "codeableConcept": f"CodeableConcept.coding[{number}]"}
        return paths.get(self.form)


def subject_of(parameters: Parameters, system: str | None, version: str | None) -> Subject:
    """What a request has to validate; raises FhirError when there is nothing.

    `system` and `version` are those of a code that stands alone.
    """
    coding, concept = parameters.coding("coding"), parameters.concept("codeableConcept")
    code = parameters.text("code")
    if concept is not None:
        found = concept.get("coding") or ()
        return Subject("codeableConcept", tuple(found), concept)
    if coding is not None:
        if version and not coding.get("version"):
            coding = {**coding, "version": version}
        return Subject("coding", (coding,))
    if not code or not (system or parameters.flag("inferSystem")):
        raise refuse(400, "invalid", _NO_CODE)
    display = parameters.text("display")
    said = {"system": system, "version": version, "code": code, "display": display}
    return Subject("code", ({k: v for k, v in said.items() if v},))


def below(path: str | None, name: str) -> str:
    """The path of a member of a coding; a code that stands alone has its members as parameters.

    >>> below("Coding", "code"), below(None, "code")
    ('Coding.code', 'code')
    """
    return f"{path}.{name}" if path else name
