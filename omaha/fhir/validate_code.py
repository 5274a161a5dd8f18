"""$validate-code on CodeSystem and ValueSet: is this a code, is it allowed, is its display right.

What is wrong with a code is told in the answer, and so is what a value set needs and is not
here; only what makes the question unanswerable (an unknown value set, a broken filter, no code
at all) is an error.
"""

from __future__ import annotations

from dataclasses import replace

from omaha.fhir.asking import SHARED, VALUE_SET, Asked
from omaha.fhir.library import SupplementMissing
from omaha.fhir.outcome import Json, refuse
from omaha.fhir.subject import subject_of
from omaha.fhir.validation import Validator

SUBJECT = (
    "code", "coding", "codeableConcept", "display", "abstract", "lenient-display-validation",
)  # fmt: skip
KNOWN_CODE_SYSTEM = (*SHARED, *SUBJECT, "url", "version", "codeSystem", "system", "systemVersion")
KNOWN_VALUE_SET = (
    *SHARED, *VALUE_SET, *SUBJECT, "system", "systemVersion", "inferSystem", "activeOnly",
    "valueset-membership-only",
)  # fmt: skip


def validate_in_code_system(asked: Asked) -> Json:
    """The answer to CodeSystem/$validate-code; raises FhirError without a code or a system."""
    asked.parameters.check(KNOWN_CODE_SYSTEM)
    asked = asked.with_sent()
    parameters = asked.parameters
    sent = parameters.resource("codeSystem")
    if sent is not None:
        asked = replace(asked, library=asked.library.with_resources([sent]))
    url = parameters.text("url") or parameters.text("system") or (sent or {}).get("url")
    version = parameters.text("version") or parameters.text("systemVersion")
    subject = subject_of(parameters, url, version)
    first = subject.codings[0].get("system") if subject.codings else None
    if not (url or first):
        raise refuse(400, "required", "name a code system: send url, or a coding with a system")
    for each in subject.codings:
        if url and each.get("system") not in (None, url):
            raise refuse(400, "invalid", f"the coding is of {each['system']!r}, not of url {url!r}")
    return Validator(asked, None).answer(subject)


def validate_in_value_set(asked: Asked) -> Json:
    """The answer to ValueSet/$validate-code; raises FhirError without a code or a value set."""
    parameters = asked.parameters
    subject = subject_of(parameters, parameters.text("system"), parameters.text("systemVersion"))
    parameters.check(KNOWN_VALUE_SET)
    try:
        asked, value_set = asked.value_set()
    except SupplementMissing as error:
        asked = asked.with_sent()  # One that the request itself names is an error.
        return Validator(asked, None).left_open(subject, error, error.names)
    return Validator(asked, value_set).answer(subject)
