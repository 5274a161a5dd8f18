"""The operations of the service in one table: what answers each, and who else needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from omaha.fhir.asking import Asked
from omaha.fhir.batch_validate import batch_validate
from omaha.fhir.dialect import Release
from omaha.fhir.expand import expand
from omaha.fhir.lookup import lookup
from omaha.fhir.outcome import Json
from omaha.fhir.subsumes import subsumes
from omaha.fhir.translate import translate
from omaha.fhir.validate_code import validate_in_code_system, validate_in_value_set


@dataclass(frozen=True, slots=True)
class Situation:
    """What an operation may need besides its request; `made` is the instant of loading."""

    release: Release
    made: str


Run = Callable[[Asked, Situation], Json]


def _alone(run: Callable[[Asked], Json]) -> Run:
    return lambda asked, _situation: run(asked)


def operations() -> dict[str, dict[str, Run]]:
    """Every operation, by type of resource and by name without the dollar sign."""
    return {
        "CodeSystem": {
            "lookup": _alone(lookup),
            "validate-code": _alone(validate_in_code_system),
            "subsumes": _alone(subsumes),
            "batch-validate-code": _alone(
                partial(batch_validate, validate=validate_in_code_system)
            ),
        },
        "ValueSet": {
            "expand": lambda asked, situation: expand(asked, situation.made),
            "validate-code": _alone(validate_in_value_set),
            "batch-validate-code": _alone(partial(batch_validate, validate=validate_in_value_set)),
        },
        "ConceptMap": {
            "translate": lambda asked, situation: translate(asked, situation.release),
        },
        "NamingSystem": {},
    }
