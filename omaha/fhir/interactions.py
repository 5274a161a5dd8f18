"""One FHIR request in, one answer out: read, search, operations, batches. No web in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from omaha.fhir.asking import Asked
from omaha.fhir.dialect import RELEASES, Release, to_release
from omaha.fhir.operations import Situation
from omaha.fhir.outcome import FhirError, Json, refuse
from omaha.fhir.parameters import Parameter, Parameters, part, to_parameters
from omaha.fhir.searching import SHOWING, Query, search, shown
from omaha.fhir.shape import an_object, canonical, objects, text
from omaha.fhir.terminology import Terminology

MOST_ENTRIES = 500
# A resource that is posted as such stands for this parameter.
_POSTED = {"ValueSet": "valueSet", "CodeSystem": "codeSystem", "ConceptMap": "conceptMap"}
_ACCEPTED = ("json", "application/json", "application/fhir+json", "text/json", "")


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `path` is what follows the release in its address, `root` what comes before.

    `language` is the Accept-Language header; `body` is JSON, None without one.
    """

    release: Release
    method: str
    path: tuple[str, ...]
    query: Query = ()
    body: Any = None
    language: str | None = None
    root: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The resource that answers. `lasting` says that it is the same until the next release."""

    resource: Json
    lasting: bool = False


def respond(terminology: Terminology, call: Call) -> Answer:
    """The answer to a request; raises FhirError for one that is refused."""
    for name, value in call.query:
        if name == "_format" and value.partition(";")[0].strip() not in _ACCEPTED:
            raise refuse(406, "not-supported", f"_format {value!r}: only JSON is spoken here")
    path = call.path
    if not path or path == ("",):
        return _root(terminology, call)
    if path[-1].startswith("$"):
        return _operation(terminology, call)
    if path == ("metadata",):
        return _metadata(terminology, call)
    resources = terminology.resources[call.release].get(path[0])
    if resources is None:
        known = ", ".join(terminology.operations)
        raise refuse(404, "not-supported", f"unknown type {path[0]!r}; use {known}")
    if len(path) == 1 or path[1:] == ("_search",):
        _require(call, "POST" if len(path) == 2 else "GET")
        return Answer(search(resources.values(), path[0], call.query, call.root), lasting=True)
    if len(path) > 2:
        raise refuse(404, "not-supported", f"no such address {'/'.join(path)!r}; see metadata")
    _require(call, "GET")
    _only(call.query, SHOWING)
    return Answer(shown(_resource(terminology, call), call.query), lasting=True)


def _require(call: Call, method: str) -> None:
    if call.method != method:
        raise refuse(
            405, "not-supported", f"this service is read only; use {method} for this address"
        )


def _only(query: Query, known: frozenset[str]) -> None:
    for name, _ in query:
        if name not in known:
            raise refuse(400, "not-supported", f"unknown parameter {name!r}")


def _resource(terminology: Terminology, call: Call) -> Json:
    kind, name = call.path[:2]
    found = terminology.resources[call.release].get(kind, {}).get(name)
    if found is None:
        raise refuse(404, "not-found", f"there is no {kind} {name!r}; search lists them")
    return found


def _metadata(terminology: Terminology, call: Call) -> Answer:
    _require(call, "GET")
    _only(call.query, SHOWING | {"mode"})
    mode = dict(call.query).get("mode", "full")
    if mode not in ("full", "normative", "terminology"):
        raise refuse(400, "invalid", "mode: use full, normative or terminology")
    kind = "terminology" if mode == "terminology" else "full"
    found = terminology.statements[call.release, kind]
    if call.root:
        found = {**found, "implementation": {**found["implementation"], "url": call.root}}
    return Answer(shown(found, call.query), lasting=True)


def _root(terminology: Terminology, call: Call) -> Answer:
    if call.method != "POST":
        raise refuse(
            404, "not-supported",
            f"nothing to get here: {call.root}/metadata says what there is; POST takes a batch",
        )  # fmt: skip
    bundle = an_object(call.body, "body")
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "batch":
        raise refuse(400, "not-supported", "send a Bundle of type batch; nothing else is taken")
    entries = objects(bundle, "entry", "Bundle")
    if len(entries) > MOST_ENTRIES:
        raise refuse(422, "too-costly", f"more than {MOST_ENTRIES} entries; send fewer at a time")
    found = [_entry(terminology, call, each) for each in entries]
    return Answer({"resourceType": "Bundle", "type": "batch-response", "entry": found})


def _entry(terminology: Terminology, call: Call, entry: Json) -> Json:
    """One entry of a batch; what goes wrong in it is its own answer."""
    try:
        asked = an_object(entry.get("request"), "Bundle.entry.request")
        method = text(asked, "method", "Bundle.entry.request") or "GET"
        split = urlsplit(text(asked, "url", "Bundle.entry.request") or "")
        root = urlsplit(call.root).path.strip("/")
        path = split.path.strip("/")
        if root and path.startswith(root + "/"):
            path = path[len(root) + 1 :]
        if not path or method not in ("GET", "POST"):
            raise refuse(400, "not-supported", "an entry needs a url, and method GET or POST")
        query = tuple(parse_qsl(split.query, keep_blank_values=True))
        inner = replace(
            call, method=method, path=tuple(path.split("/")), query=query,
            body=entry.get("resource"),
        )  # fmt: skip
        answer = respond(terminology, inner)
    except FhirError as error:
        status = {"status": str(error.http_status), "outcome": error.outcome}
        return {"response": status, "resource": error.outcome}
    return {"resource": answer.resource, "response": {"status": "200"}}


def _operation(terminology: Terminology, call: Call) -> Answer:
    path, name = call.path, call.path[-1][1:]
    if call.method not in ("GET", "POST"):
        raise refuse(405, "not-supported", "operations take GET and POST")
    if path in (("$versions",), ("metadata", "$versions")):
        return Answer(_versions(), lasting=True)
    known = terminology.operations.get(path[0])
    if known is None or name not in known or len(path) not in (2, 3):
        raise refuse(404, "not-supported", f"no such operation {'/'.join(path)!r}; see metadata")
    parameters = _parameters(call)
    if len(path) == 3:
        parameters = _of_instance(path[0], _resource(terminology, call), parameters)
    asked = Asked(parameters, terminology.library, call.language)
    answer = known[name](asked, Situation(call.release, terminology.made))
    return Answer(to_release(answer, call.release))


def _parameters(call: Call) -> Parameters:
    query = Parameters.of_query(call.query)
    if call.method == "GET" or call.body is None:
        return query
    body = an_object(call.body, "body")
    kind = body.get("resourceType")
    if isinstance(kind, str) and kind in _POSTED:
        return Parameters((Parameter(_POSTED[kind], "", None, body), *query.items))
    return Parameters.of_resource(body).and_also(query)


def _of_instance(kind: str, resource: Json, parameters: Parameters) -> Parameters:
    """The parameters of an operation on one resource: that resource is what is asked about."""
    named = {"CodeSystem": ("system", "url", "codeSystem"), "ValueSet": ("url", "valueSet"),
             "ConceptMap": ("url", "conceptMap")}[kind]  # fmt: skip
    for name in named:
        if parameters.all(name):
            raise refuse(
                400, "invalid", f"parameter {name!r} has no place here: the address names it"
            )
    url, version = resource["url"], resource["version"]
    own: tuple[Parameter, ...]
    if kind == "CodeSystem":
        own = (Parameter("system", "", url), Parameter("version", "", version))
    else:
        own = (Parameter("url", "", canonical(url, version)),)
    return Parameters((*own, *parameters.items))


def _versions() -> Json:
    short = [each.rpartition(".")[0] for each in RELEASES.values()]
    found = [part("version", "valueCode", each) for each in short]
    return to_parameters([*found, part("default", "valueCode", short[-1])])
