"""$batch-validate-code: many codes in one request, each answered in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from omaha.fhir.asking import Asked
from omaha.fhir.outcome import FhirError, Json, refuse
from omaha.fhir.parameters import Parameters, to_parameters

MOST_VALIDATIONS = 2000


def batch_validate(asked: Asked, validate: Callable[[Asked], Json]) -> Json:
    """One member ``validation`` for each that came: its answer, or the reason why there is none.

    What stands beside the validations holds for all of them, unless one says otherwise.
    """
    each_asked = asked.parameters.all("validation")
    if not each_asked:
        raise refuse(400, "required", "send one or more parameters 'validation'")
    if len(each_asked) > MOST_VALIDATIONS:
        raise refuse(422, "too-costly", f"more than {MOST_VALIDATIONS} validations; send fewer")
    shared = [each for each in asked.parameters.items if each.name != "validation"]
    # Read once for all: what was sent along is the larger part of the work.
    sent = [each.resource for each in shared if each.name == "tx-resource" and each.resource]
    common = Parameters(tuple(each for each in shared if each.name != "tx-resource"))
    asked = replace(asked, library=asked.library.with_resources(sent))
    found = []
    for each in each_asked:
        try:
            if each.resource is None:
                raise refuse(400, "invalid", "parameter 'validation': send a Parameters resource")
            parameters = Parameters.of_resource(each.resource).and_also(common)
            answer = validate(replace(asked, parameters=parameters))
        except FhirError as error:
            answer = error.outcome
        found.append({"name": "validation", "resource": answer})
    return to_parameters(found)
