"""Whatever is sent, the answer is one of FHIR: a resource, or a refusal that says why."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omaha.fhir import (
    Call,
    FhirError,
    Json,
    Terminology,
    expand,
    lookup,
    respond,
    subsumes,
    translate,
    validate_code,
)
from tests.omaha.fhir.conftest import COLOURS, colours, parameters, value_set

NAMES = {
    "CodeSystem/$lookup": lookup.KNOWN,
    "CodeSystem/$validate-code": validate_code.KNOWN_CODE_SYSTEM,
    "CodeSystem/$subsumes": subsumes.KNOWN,
    "CodeSystem/$batch-validate-code": ("tx-resource", "validation"),
    "ValueSet/$expand": expand.KNOWN,
    "ValueSet/$validate-code": validate_code.KNOWN_VALUE_SET,
    "ValueSet/$batch-validate-code": ("tx-resource", "valueSet", "validation"),
    "ConceptMap/$translate": translate.KNOWN,
}
OTHERS = (
    "CodeSystem/omaha-problems/$lookup", "ValueSet/omaha-signs/$expand", "ValueSet", "",
    "metadata", "$versions", "NamingSystem/$x",
)  # fmt: skip
SET = value_set(
    colours(("concept", "is-a", "red"), valueSet=["http://example.org/other"]),
    exclude=[colours(concept=[{"code": "pink"}])], id="one",
    contained=[value_set(colours(), id="in")],
)  # fmt: skip
CODING = {"system": COLOURS["url"], "code": "pink", "display": "Pink", "version": "1.0.0"}
MAP = {
    "resourceType": "ConceptMap", "url": "http://m", "group": [{
        "source": COLOURS["url"], "target": "http://t", "unmapped": {"mode": "fixed", "code": "x"},
        "element": [{"code": "red", "target": [{"code": "r", "equivalence": "wider"}]}]}],
}  # fmt: skip
WHOLE = parameters(
    COLOURS, value_set(colours(), url="http://example.org/other"), MAP,
    valueSet=SET, coding=CODING, codingA=CODING, codingB=CODING,
    codeableConcept={"coding": [CODING]},
    filter="re", count=3, offset=1, property=["warm", "definition"], displayLanguage="nl,*;q=0",
    includeDesignations=True,
)  # fmt: skip
WHOLE["parameter"].append({"name": "validation", "resource": parameters(coding=CODING)})
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=5),
    st.sampled_from(["red", "#in", "|", "http://example.org/set", COLOURS["url"], "regex", "((a+"]),
    st.just([]), st.just({}), st.just([{}]), st.just({"resourceType": "ValueSet"}),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in children:
        below = isinstance(inner, (dict, list))
        found += places(inner, (*path, name)) if below else [(*path, name)]
    return found


PLACES = places(WHOLE)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> Json:
    body = copy.deepcopy(WHOLE)
    for path, value in changes:
        inside: Any = body
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in path[:-1]:
                inside = inside[step]
            if value == "remove":
                del inside[path[-1]]
            else:
                inside[path[-1]] = value
    return body


def answered(terminology: Terminology, call: Call) -> int:
    """The status of an answer, which must be a resource that can be written."""
    try:
        status, answer = 200, respond(terminology, call).resource
    except FhirError as error:
        status, answer = error.http_status, error.outcome
    assert orjson.loads(orjson.dumps(answer))["resourceType"]
    return status


def only_known(body: Json, path: str) -> Json:
    """A request with the parameters that its operation has."""
    known = NAMES.get(path)
    members = body.get("parameter")
    if known is None or not isinstance(members, list):
        return body
    kept = [m for m in members if not isinstance(m, dict) or m.get("name") in known]
    return {**body, "parameter": kept}


@pytest.mark.parametrize("path", NAMES)
def test_undamaged_it_is_answered(terminology: Terminology, path: str) -> None:
    body = only_known(WHOLE, path)
    call = Call("R5", "POST", tuple(path.split("/")), (), body, None, "http://x/fhir/R5")
    assert answered(terminology, call) == 200


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from([*NAMES, *OTHERS]),
    changes=st.lists(
        st.tuples(st.sampled_from(PLACES), st.one_of(LEAVES, st.just("remove"))),
        min_size=1, max_size=6,
    ),
    release=st.sampled_from(["R4", "R5"]),
    method=st.sampled_from(["GET", "POST"]),
)  # fmt: skip
def test_a_damaged_request_is_answered_or_refused(
    terminology: Terminology, path: str, changes: Any, release: Any, method: str
) -> None:
    body = only_known(changed(changes), path)
    call = Call(release, method, tuple(path.split("/")), (), body, None, "http://x/fhir/R5")
    assert 200 <= answered(terminology, call) < 500


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from([*NAMES, *OTHERS]),
    query=st.lists(
        st.tuples(
            st.sampled_from(["url", "system", "code", "coding", "filter", "count", "property",
                             "displayLanguage", "codeA", "codeB", "_count", "_elements", "version",
                             "codeableConcept", "valueSet", "tx-resource", "name", "x"]),
            st.one_of(st.text(max_size=8), st.sampled_from(
                ["24", "2401", "https://w3id.org/omaha-system/scheme/problems", "a|b", "nl", "1"])),
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_any_address_is_answered_or_refused(
    terminology: Terminology, path: str, query: list[tuple[str, str]]
) -> None:
    call = Call("R4", "GET", tuple(path.split("/")), tuple(query))
    assert 200 <= answered(terminology, call) < 500
