"""Reading and searching resources: parameters, pages, summaries and chosen elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from omaha.fhir.outcome import Json, refuse

MOST_A_PAGE = 200
A_PAGE = 50
Query = Sequence[tuple[str, str]]
# Parameters of a search and of what kind each is; a string fits from its beginning.
_EVERYWHERE = {
    "_id": "token", "name": "string", "status": "token", "title": "string", "url": "uri",
    "version": "token", "publisher": "string", "date": "date", "description": "string",
}  # fmt: skip
PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "CodeSystem": {
        **_EVERYWHERE, "identifier": "token", "system": "uri", "content-mode": "token",
        "language": "token", "supplements": "uri",
    },
    "ValueSet": {**_EVERYWHERE, "reference": "uri"},
    "ConceptMap": {**_EVERYWHERE, "source-system": "uri", "target-system": "uri"},
    "NamingSystem": {**_EVERYWHERE, "value": "string", "id-type": "token", "kind": "token"},
}  # fmt: skip
# Where the value of a parameter stands, unless it is the member of that name.
_PATHS: Mapping[str, tuple[str, ...]] = {
    "_id": ("id",),
    "identifier": ("identifier", "value"),
    "system": ("url",),
    "content-mode": ("content",),
    "reference": ("compose", "include", "system"),
    "source-system": ("group", "source"),
    "target-system": ("group", "target"),
    "value": ("uniqueId", "value"),
    "id-type": ("uniqueId", "type"),
}
# Parameters that choose what is shown of a resource.
SHOWING = frozenset(("_summary", "_elements", "_format", "_pretty"))
PAGING = frozenset(("_count", "_offset", "_total", "_sort"))
_LARGE = frozenset((
    "concept", "filter", "property", "compose", "expansion", "group", "copyright", "description",
    "purpose", "contained", "text",
))  # fmt: skip
# What a resource cannot do without.
_MANDATORY = frozenset((
    "resourceType", "id", "meta", "name", "status", "content", "kind", "uniqueId", "date",
))  # fmt: skip
_SUBSETTED = {
    "tag": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
            "code": "SUBSETTED",
        }
    ]
}


def shown(resource: Json, query: Query) -> Json:
    """As much of a resource as was asked for, marked when that is not all.

    >>> shown({"resourceType": "CodeSystem", "id": "a", "concept": []}, [("_summary", "true")])
    {'resourceType': 'CodeSystem', 'id': 'a', 'meta': {'tag': [...]}}
    """
    asked = dict(query)
    summary, elements = asked.get("_summary", "false"), asked.get("_elements")
    if summary not in ("true", "false", "text", "data", "count"):
        raise refuse(400, "invalid", "_summary: use true, false, text, data or count")
    if elements is not None:
        wanted = {*(part.strip() for part in elements.split(",")), *_MANDATORY}
        return _marked({k: v for k, v in resource.items() if k.removeprefix("_") in wanted})
    if summary == "true":
        return _marked({k: v for k, v in resource.items() if k.removeprefix("_") not in _LARGE})
    if summary == "text":
        return _marked({k: v for k, v in resource.items() if k in _MANDATORY or k == "text"})
    return resource


def _marked(resource: Json) -> Json:
    first: Json = {name: resource.pop(name) for name in ("resourceType", "id") if name in resource}
    return {**first, "meta": _SUBSETTED, **resource}


def search(resources: Iterable[Json], kind: str, query: Query, root: str) -> Json:
    """A Bundle of the resources of a type that fit. `root` is the address of the service.

    Raises FhirError for a parameter that is not known, and for a page that cannot be.
    """
    tests = [_test(kind, name, value) for name, value in query if name not in SHOWING | PAGING]
    found = [each for each in resources if all(test(each) for test in tests)]
    count, offset = _whole(query, "_count", A_PAGE), _whole(query, "_offset", 0)
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
    if dict(query).get("_summary") == "count" or count == 0:
        return bundle
    count = min(count, MOST_A_PAGE)
    bundle["link"] = _links(kind, query, root, count, offset, len(found))
    page = found[offset : offset + count]
    entries = [
        {
            "fullUrl": f"{root}/{kind}/{each['id']}",
            "resource": shown(each, query),
            "search": {"mode": "match"},
        }
        for each in page
    ]
    return {**bundle, "entry": entries} if entries else bundle


def _whole(query: Query, name: str, default: int) -> int:
    told = dict(query).get(name)
    if told is None:
        return default
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        raise refuse(400, "invalid", f"{name}: use a whole number from 0")
    return int(told)


def _links(kind: str, query: Query, root: str, count: int, offset: int, total: int) -> list[Json]:
    kept = [(name, value) for name, value in query if name not in ("_count", "_offset")]

    def link(relation: str, begin: int) -> Json:
        told = urlencode([*kept, ("_count", count), ("_offset", begin)])
        return {"relation": relation, "url": f"{root}/{kind}?{told}"}

    found = [link("self", offset)]
    if offset + count < total:
        found.append(link("next", offset + count))
    if offset > 0:
        found.append(link("previous", max(0, offset - count)))
    return found


def _test(kind: str, named: str, value: str) -> Callable[[Json], bool]:
    name, _, modifier = named.partition(":")
    how = PARAMETERS[kind].get(name)
    if how is None or modifier not in (("", "exact", "contains") if how == "string" else ("",)):
        known = ", ".join(sorted(PARAMETERS[kind]))
        raise refuse(400, "not-supported", f"unknown search parameter {named!r}; use {known}")
    wanted = [part for part in value.split(",") if part]
    path = _PATHS.get(name, (name,))

    def fits(resource: Json) -> bool:
        texts = [str(each) for each in _values(resource, path) if each is not None]
        return any(_fits(text, each, how, modifier) for text in texts for each in wanted)

    return fits


def _fits(text: str, wanted: str, how: str, modifier: str) -> bool:
    if how == "token":
        return text == wanted.rpartition("|")[2]
    if how == "uri":
        return text == wanted or text.partition("|")[0] == wanted
    if how == "date":
        return text.startswith(wanted.removeprefix("eq"))
    if modifier == "exact":
        return text == wanted
    if modifier == "contains":
        return wanted.casefold() in text.casefold()
    return text.casefold().startswith(wanted.casefold())


def _values(resource: Json, path: Sequence[str]) -> list[Any]:
    """The values at the end of a path, through lists.

    >>> _values({"uniqueId": [{"value": "a"}, {"value": "b"}]}, ("uniqueId", "value"))
    ['a', 'b']
    """
    found: list[Any] = [resource]
    for name in path:
        step = [each.get(name) for each in found if isinstance(each, dict)]
        found = [one for each in step for one in (each if isinstance(each, list) else [each])]
    return found
