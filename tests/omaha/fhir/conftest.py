"""FHIR without the web: our own content, and a small code system of nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from omaha.fhir import Call, Json, Terminology, respond
from omaha.loading import Engine

Ask = Callable[..., Json]
COLOURS: Json = {
    "resourceType": "CodeSystem", "url": "http://example.org/colours", "version": "1.0.0",
    "name": "Colours", "status": "active", "language": "en", "content": "complete",
    "caseSensitive": True, "hierarchyMeaning": "is-a",
    "property": [
        {"code": "warm", "type": "boolean"},
        {"code": "not-to-pick", "type": "boolean",
         "uri": "http://hl7.org/fhir/concept-properties#notSelectable"},
    ],
    "concept": [
        {"code": "red", "display": "Red", "definition": "As blood",
         "designation": [{"language": "nl", "value": "Rood"},
                         {"value": "gules", "use": {"system": "http://h", "code": "heraldry"}}],
         "property": [{"code": "warm", "valueBoolean": True},
                      {"code": "not-to-pick", "valueBoolean": True}],
         "concept": [
             {"code": "pink", "display": "Pink",
              "property": [{"code": "warm", "valueBoolean": True}]},
             {"code": "rust", "display": "Rust",
              "property": [{"code": "status", "valueCode": "retired"}]}]},
        {"code": "blue", "display": "Blue",
         "designation": [{"language": "nl-BE", "value": "Blauw"}],
         "property": [{"code": "warm", "valueBoolean": False}]},
    ],
}  # fmt: skip


def value_set(*includes: Json, **members: Any) -> Json:
    """A value set of some includes; `exclude` and `inactive` belong to its compose."""
    compose = {k: members.pop(k) for k in ("exclude", "inactive", "extension") if k in members}
    return {
        "resourceType": "ValueSet", "url": "http://example.org/set", "status": "active", **members,
        "compose": {"include": list(includes), **compose},
    }  # fmt: skip


def colours(*filters: tuple[str, str, str], **members: Any) -> Json:
    """An include of the colours, with filters."""
    found: Json = {"system": COLOURS["url"], **members}
    if filters:
        found["filter"] = [{"property": p, "op": o, "value": v} for p, o, v in filters]
    return found


def parameters(*sent: Json, **plain: Any) -> Json:
    """A Parameters resource: resources to send along, and plain values by name."""
    found: list[Json] = [{"name": "tx-resource", "resource": each} for each in sent]
    for name, value in plain.items():
        kinds = {bool: "valueBoolean", int: "valueInteger", str: "valueString"}
        if isinstance(value, dict):
            kind = "valueCodeableConcept" if name == "codeableConcept" else "valueCoding"
            member = {"resource": value} if "resourceType" in value else {kind: value}
            found.append({"name": name, **member})
            continue
        for each in value if isinstance(value, list) else [value]:
            found.append({"name": name.replace("_", "-"), kinds[type(each)]: each})
    return {"resourceType": "Parameters", "parameter": found}


def told(answer: Json) -> dict[str, Any]:
    """The plain members of a Parameters resource, by name."""
    return {
        each["name"]: next(v for k, v in each.items() if k != "name")
        for each in answer["parameter"]
    }


def issues(answer: Json) -> list[tuple[str, str | None, str | None]]:
    """The issues of an answer as (severity, tx-issue-type, expression)."""
    outcome = answer if "issue" in answer else told(answer).get("issues", {"issue": []})
    return [
        (
            each["severity"],
            (each["details"].get("coding") or [{}])[0].get("code"),
            (each.get("expression") or [None])[0],
        )
        for each in outcome["issue"]
    ]


def codes(answer: Json) -> list[str]:
    """The codes of an expansion, those of a tree depth first."""
    found, left = [], list(answer["expansion"].get("contains", ()))
    while left:
        each = left.pop(0)
        found.append(each["code"])
        left = [*each.get("contains", ()), *left]
    return found


@pytest.fixture(scope="session")
def terminology(engine: Engine) -> Terminology:
    """Our own content."""
    return Terminology(engine.vocabulary, engine.crosswalks, engine.search, dict(engine.versions))


@pytest.fixture(scope="session")
def ask(terminology: Terminology) -> Ask:
    """Asks without the web: a path, and a body or the parameters of an address."""

    def asked(
        path: str, body: Json | None = None, *, release: Any = "R5", language: str | None = None,
        method: str | None = None, **query: str,
    ) -> Json:  # fmt: skip
        plain = tuple((name.replace("__", "-"), value) for name, value in query.items())
        call = Call(
            release, method or ("GET" if body is None else "POST"), tuple(path.split("/")), plain,
            body, language, f"http://127.0.0.1/fhir/{release}",
        )  # fmt: skip
        return respond(terminology, call).resource

    return asked
