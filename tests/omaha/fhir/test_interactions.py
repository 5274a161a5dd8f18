"""Read, search, pages, summaries, batches: one request in, one answer out."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.fhir import FhirError, Json, Terminology
from tests.omaha.fhir.conftest import Ask, parameters, told


def found(bundle: Json) -> list[str]:
    return [each["resource"]["id"] for each in bundle.get("entry", ())]


def test_resources_are_read_by_id(ask: Ask) -> None:
    for release in ("R4", "R5"):
        read = ask("CodeSystem/omaha-problems", release=release)
        assert read["url"] == "https://w3id.org/omaha-system/scheme/problems"
        assert read["count"] == 423


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"url": "https://w3id.org/omaha-system/ValueSet/signs"}, ["omaha-signs"]),
        ({"_id": "omaha-signs,omaha-domains"}, ["omaha-domains", "omaha-signs"]),
        ({"name": "omahadom"}, ["omaha-domains"]),
        ({"name:exact": "omahadom"}, []),
        ({"title:contains": "KNOWLEDGE"}, ["omaha-ratings-knowledge"]),
        ({"name": "omahadomains", "status": "retired"}, []),
        ({"version": "1999"}, []),
    ],
)
def test_searches_find(ask: Ask, query: dict[str, str], expected: list[str]) -> None:
    body = ask("ValueSet", method="GET", **query)
    assert found(body) == expected
    assert body["total"] == len(expected)


def test_searches_reach_inside(ask: Ask) -> None:
    assert found(ask("NamingSystem", value="2.16.840.1.113883.6.98")) == ["omaha-oms"]
    assert "omaha-problems" in found(ask("CodeSystem", identifier="urn:oid:2.16.840.1.113883.6.98"))
    zrm = "https://w3id.org/omaha-system/scheme/zrm2017"
    query: dict[str, Any] = {"target__system": zrm}
    assert found(ask("ConceptMap", **query)) == ["omaha-zrm2017"]


def test_pages_follow_each_other_to_the_end(ask: Ask) -> None:
    ids, offset, pages = [], 0, 0
    while True:
        bundle = ask("ValueSet", _count="8", _offset=str(offset), _elements="url")
        ids += found(bundle)
        pages += 1
        links = {each["relation"]: each["url"] for each in bundle["link"]}
        if "next" not in links:
            break
        offset = int(links["next"].rpartition("=")[2])
    assert pages == 3
    assert len(ids) == len(set(ids)) == bundle["total"]


def test_less_is_shown_when_asked_and_marked(ask: Ask) -> None:
    summary = ask("CodeSystem/omaha-problems", _summary="true")
    assert "concept" not in summary
    assert summary["meta"]["tag"][0]["code"] == "SUBSETTED"
    chosen = ask("CodeSystem/omaha-problems", _elements="url")
    assert set(chosen) == {
        "resourceType", "id", "meta", "url", "name", "status", "content", "date",
    }  # fmt: skip
    assert "entry" not in ask("CodeSystem", _summary="count")


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("Patient", {}, 404),
        ("CodeSystem/nothing", {}, 404),
        ("CodeSystem/omaha-problems/_history", {}, 404),
        ("CodeSystem/$nothing", {}, 404),
        ("ValueSet/nothing/$expand", {}, 404),
        ("NamingSystem/$lookup", {}, 404),
        ("ValueSet", {"colour": "red"}, 400),
        ("ValueSet", {"url:below": "x"}, 400),
        ("ValueSet", {"_count": "many"}, 400),
        ("ValueSet", {"_format": "xml"}, 406),
        ("CodeSystem/omaha-problems", {"_summary": "some"}, 400),
        ("CodeSystem/omaha-problems", {"version": "1"}, 400),
        ("metadata", {"mode": "all"}, 400),
    ],
)
def test_what_is_not_there_is_refused(
    ask: Ask, path: str, query: dict[str, str], status: int
) -> None:
    with pytest.raises(FhirError) as refused:
        ask(path, **query)
    assert refused.value.http_status == status


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_nothing_can_be_written(ask: Ask, method: str) -> None:
    for path in ("CodeSystem", "CodeSystem/omaha-problems"):
        with pytest.raises(FhirError) as refused:
            ask(path, {"resourceType": "CodeSystem"}, method=method)
        assert refused.value.http_status == 405


def test_a_batch_answers_each_entry(ask: Ask) -> None:
    problems = "https://w3id.org/omaha-system/scheme/problems"
    body = parameters(system=problems, code="24")
    entries: list[Any] = [
        {"request": {"method": "GET", "url": "ValueSet/omaha-problems"}},
        {"request": {"method": "POST", "url": "CodeSystem/$lookup"}, "resource": body},
        {"request": {"method": "GET", "url": f"CodeSystem/$lookup?system={problems}&code=99"}},
        {"request": {"method": "DELETE", "url": "ValueSet/omaha-problems"}},
        {"request": {"method": "GET", "url": "http://127.0.0.1/fhir/R5/$versions"}},
        {},
    ]
    answer = ask("", {"resourceType": "Bundle", "type": "batch", "entry": entries})
    assert [each["response"]["status"] for each in answer["entry"]] == [
        "200", "200", "404", "400", "200", "400",
    ]  # fmt: skip
    assert told(answer["entry"][1]["resource"])["display"] == "Skin"


@pytest.mark.parametrize(
    "body", [None, [], {"resourceType": "Bundle", "type": "transaction"}, {"resourceType": "X"}]
)
def test_anything_but_a_batch_is_refused(ask: Ask, body: Any) -> None:
    with pytest.raises(FhirError) as refused:
        ask("", body, method="POST")
    assert refused.value.http_status == 400


def test_a_value_set_may_be_the_body(ask: Ask) -> None:
    include = {"system": "https://w3id.org/omaha-system/scheme/ratings"}
    body = {"resourceType": "ValueSet", "compose": {"include": [include]}}
    assert ask("ValueSet/$expand", body, count="2")["expansion"]["total"] == 15


def test_capabilities_name_what_there_is(ask: Ask, terminology: Terminology) -> None:
    (rest,) = ask("metadata", release="R4")["rest"]
    told_of = {
        each["type"]: {one["name"] for one in each.get("operation", ())}
        for each in rest["resource"]
    }
    assert told_of == {kind: set(names) for kind, names in terminology.operations.items()}
    systems = {each["uri"] for each in ask("metadata", mode="terminology")["codeSystem"]}
    assert systems == set(terminology.library.code_systems)
