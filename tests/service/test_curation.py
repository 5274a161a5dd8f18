"""Curation over HTTP: as stewards do it, and what the nurse's next note shows of it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha.loading import Engine
from omaha.mappings import Mapping
from omaha.store import KeyStore
from omaha.systems import system_url
from service import curation_schemas as schemas
from tests.service.conftest import Connect

# A word that nobody knows beside one that the lexicon knows.
NOTE = {"text": "Zwiepkruk aangereikt.", "lang": "nl"}
WORDS = {"words": "zwiepkruk aangereikt", "object": "omaha:target/39"}
SHARED = {**WORDS, "scope": "global"}


def made(connect: Connect, keys: KeyStore, name: str, organisation: str = "Noord") -> TestClient:
    scopes = ["read", "code", "curate"]
    return connect(key=keys.create(name, organisation, scopes))


def administrator(connect: Connect, keys: KeyStore) -> TestClient:
    return connect(key=keys.create("root", "Beheer", ["admin"]))


def targets(client: TestClient) -> set[tuple[str, str]]:
    """The targets that the unknown word led to, with the rows that say so."""
    answer = client.post("/v1/code", json=NOTE)
    assert answer.status_code == 200, answer.text
    return {
        (action["target"], evidence.get("mapping"))
        for action in answer.json()["interventions"]
        for evidence in action["evidence"]
        if "Zwiepkruk" in evidence["text"] and "mapping" in evidence
    }


def ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def judge(client: TestClient, id: str, verdict: str, **more: Any) -> str:
    said = {"mapping": id, "verdict": verdict, **more}
    return str(ok(client.post("/v1/judgements", json=said))["status"])


def wait_for(client: TestClient, found: set[tuple[str, str]]) -> float:
    began = time.monotonic()
    while targets(client) != found:
        assert time.monotonic() < began + 5
        time.sleep(0.01)
    return time.monotonic() - began


def test_an_accepted_word_works_at_once_here_and_soon_in_every_worker(
    connect: Connect, keys: KeyStore
) -> None:
    anna, other = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    elsewhere = made(connect, keys, "bo")
    assert targets(anna) == targets(elsewhere) == set()
    id = ok(anna.post("/v1/mappings", json=WORDS))["id"]
    assert targets(anna) == set()

    began = time.monotonic()
    assert judge(anna, id, "accept") == "accepted"
    assert targets(anna) == {("39", id)}
    assert time.monotonic() - began < 0.5

    assert wait_for(elsewhere, {("39", id)}) < 2
    assert targets(other) == set()
    versions = ok(anna.post("/v1/code", json=NOTE))["versions"]
    assert versions == ok(elsewhere.post("/v1/code", json=NOTE))["versions"]
    assert versions["words"].startswith("r1+")
    assert "words" not in ok(other.post("/v1/code", json=NOTE))["versions"]

    assert ok(anna.post("/v1/judgements/undo", json={}))["status"] == "predicted"
    assert targets(anna) == set()
    wait_for(elsewhere, set())


def test_an_accepted_crosswalk_is_what_this_organisation_is_answered(
    connect: Connect, keys: KeyStore
) -> None:
    anna, other = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    asked = {"code": "24", "kind": "problem", "to": "icf"}

    def codes(client: TestClient) -> dict[str, bool]:
        items = ok(client.get("/v1/translate", params=asked))["items"]
        return {item["code"]: item["predicted"] for item in items}

    def in_fhir(client: TestClient) -> set[str]:
        url = "/fhir/R4/ConceptMap/$translate"
        systems = {"system": problem, "targetsystem": icf, "code": "24"}
        answer = ok(client.get(url, params=systems))
        concepts = [
            part["valueCoding"]["code"]
            for match in answer["parameter"] if match["name"] == "match"
            for part in match["part"] if part["name"] == "concept"
        ]  # fmt: skip
        return set(concepts)

    problem, icf = system_url("problems"), system_url("icf")
    before, tag = codes(other), other.get("/fhir/R4/ConceptMap").headers.get("etag")
    assert "b230" not in before
    row = {"subject": "omaha:problem/24", "object": "icf:b230", "predicate": "skos:relatedMatch"}
    id = ok(anna.post("/v1/mappings", json=row))["id"]
    refused = next(iter(before))
    no = {**row, "object": f"icf:{refused}", "negative": True}
    for each in (id, ok(anna.post("/v1/mappings", json=no))["id"]):
        assert judge(anna, each, "accept") == "accepted"

    after = codes(anna)
    assert after == {"b230": False, **{c: p for c, p in before.items() if c != refused}}
    assert codes(other) == before
    assert in_fhir(anna) == set(after)
    assert in_fhir(other) == set(before)
    assert anna.get("/fhir/R4/ConceptMap").headers.get("etag") != tag or tag is None
    assert "words" in ok(anna.get("/v1/translate", params=asked))["versions"]
    judge(anna, id, "reject")
    assert "b230" not in codes(anna)
    assert "b230" not in in_fhir(anna)


def test_a_refused_row_no_longer_speaks_in_that_organisation(
    connect: Connect, keys: KeyStore, engine: Engine
) -> None:
    anna, other = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    note = {"text": "Baxter aangereikt.", "lang": "nl"}
    row = Mapping("baxter aangereikt", "skos:broadMatch", "omaha:target/39", True, "nl")
    shared = {"words": row.subject, "object": row.object, "scope": "global"}
    id = ok(anna.post("/v1/mappings", json=shared))["id"]
    assert id == row.id

    def heard(client: TestClient) -> set[str]:
        interventions = ok(client.post("/v1/code", json=note))["interventions"]
        return {e.get("mapping", "") for i in interventions for e in i["evidence"]}

    before = heard(other)
    judge(anna, id, "accept", own=True)
    (own,) = heard(anna)
    assert own not in before
    judge(anna, own, "reject")

    assert own not in heard(anna)
    assert heard(other) == before
    assert ok(anna.get(f"/v1/mappings/{id}"))["status"] == "predicted"


def test_words_agreed_before_a_start_are_there_from_the_first_note(
    connect: Connect, keys: KeyStore
) -> None:
    anna = made(connect, keys, "anna")
    id = ok(anna.post("/v1/mappings", json=WORDS))["id"]
    judge(anna, id, "accept")

    assert wait_for(made(connect, keys, "bo"), {("39", id)}) < 2


def test_a_release_goes_live_for_all_and_is_rolled_back(connect: Connect, keys: KeyStore) -> None:
    anna, cem = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    admin = administrator(connect, keys)
    id = ok(anna.post("/v1/mappings", json=SHARED))["id"]
    judge(anna, id, "accept")
    assert judge(cem, id, "accept") == "accepted"
    assert targets(anna) == set()

    first = ok(anna.post("/v1/releases", json={}))
    assert (first["version"], first["counts"]["accepted"], first["live"]) == ("1", 1, False)
    for version in ("1", "none"):
        assert anna.post(f"/v1/releases/{version}/live").status_code == 403
    assert not ok(anna.get("/v1/releases"))["items"][0]["live"]
    (item,) = ok(admin.post("/v1/releases/1/live"))["items"]
    assert item["live"]

    wait_for(anna, {("39", id)})
    wait_for(cem, {("39", id)})
    assert ok(cem.post("/v1/code", json=NOTE))["versions"]["release"].startswith("1+")
    (change,) = ok(anna.get("/v1/releases/1/diff"))["changes"]
    assert (change["mark"], change["after"], change["mapping"]) == ("+", "accepted", id)
    ok(admin.post("/v1/releases/none/live"))
    wait_for(anna, set())
    assert admin.post("/v1/releases/9/live").status_code == 404
    assert anna.post("/v1/releases", json={"version": "1"}).status_code == 422


def test_an_organisations_word_goes_before_the_release(connect: Connect, keys: KeyStore) -> None:
    anna, cem = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    shared = ok(anna.post("/v1/mappings", json=SHARED))["id"]
    judge(anna, shared, "accept")
    judge(cem, shared, "accept")
    ok(anna.post("/v1/releases", json={}))
    ok(administrator(connect, keys).post("/v1/releases/1/live"))
    wait_for(anna, {("39", shared)})

    judge(anna, shared, "reject", own=True)

    assert targets(anna) == set()
    wait_for(cem, {("39", shared)})


def test_review_is_blind_over_http(connect: Connect, keys: KeyStore) -> None:
    anna, cem = made(connect, keys, "anna"), made(connect, keys, "cem", "Zuid")
    third = made(connect, keys, "dov", "Zuid")
    id = ok(anna.post("/v1/mappings", json=SHARED))["id"]
    judge(anna, id, "accept", reason="always")

    seen = cem.get(f"/v1/mappings/{id}")
    assert ok(seen)["judgements"] == []
    assert "always" not in seen.text
    assert judge(cem, id, "reject") == "conflict"
    assert len(ok(cem.get(f"/v1/mappings/{id}"))["judgements"]) == 2
    assert [c["may_settle"] for c in ok(anna.get("/v1/mappings/conflicts"))["items"]] == [False]
    assert [c["may_settle"] for c in ok(third.get("/v1/mappings/conflicts"))["items"]] == [True]
    assert judge(third, id, "reject") == "rejected"
    figures = ok(anna.get("/v1/judgements/stats"))
    assert figures["all"][0]["percent"] == 0.0
    assert ok(anna.get("/v1/judgements/stats?sampled=true"))["all"][0]["pairs"] in (0, 1)


def test_a_key_made_again_is_the_same_steward(connect: Connect, keys: KeyStore) -> None:
    first, again = made(connect, keys, "anna"), made(connect, keys, "anna")
    id = ok(first.post("/v1/mappings", json=SHARED))["id"]
    judge(first, id, "accept")

    assert judge(again, id, "accept") == "in_review"


def test_all_300_means_all_300(connect: Connect, keys: KeyStore) -> None:
    anna = made(connect, keys, "anna")
    for number in range(30):
        ok(anna.post("/v1/mappings", json={**WORDS, "words": f"woord {number}"}))
    bulk: dict[str, Any] = {"filter": {"words": "woord"}, "verdict": "accept", "reason": "list"}

    refused = anna.post("/v1/judgements/bulk", json={**bulk, "expected": 29})
    assert refused.status_code == 422
    assert "finds 30, not 29" in refused.json()["detail"]
    assert ok(anna.post("/v1/judgements/bulk", json={**bulk, "expected": 30})) == {"judged": 30}
    page = ok(anna.get("/v1/mappings", params={"status": "accepted", "limit": 20}))
    assert (len(page["items"]), page["counts"]) == (20, {"accepted": 30})
    rest = ok(anna.get("/v1/mappings", params={"status": "accepted", "cursor": page["next"]}))
    assert (len(rest["items"]), rest["next"]) == (10, None)


def test_feedback_becomes_a_proposal_that_says_how_often(connect: Connect, keys: KeyStore) -> None:
    anna = made(connect, keys, "anna")
    ecd = connect(key=keys.create("ecd", "Noord", ["code"]))
    id = ok(anna.post("/v1/mappings", json=SHARED))["id"]
    sent = {"concept": "omaha:target/39", "mapping": id}

    for number in range(5):
        action = "accepted" if number == 0 else "rejected"
        said = {**sent, "action": action, "user": f"u{number}"}
        assert ok(ecd.post("/v1/feedback", json=said)) == {"proposals": []}
    (proposal,) = ok(ecd.post("/v1/feedback", json={**sent, "action": "rejected"}))["proposals"]

    (support,) = ok(anna.get("/v1/feedback/support"))["items"]
    assert support["said"] == "rejected 5 of 6 times"
    entry = ok(anna.get(f"/v1/mappings/{proposal}"))
    assert (entry["negative"], entry["scope"], entry["proposer"]) == (
        True, "organisation", "feedback")  # fmt: skip
    assert entry["comment"] == "rejected 5 of 6 times"
    assert ecd.get("/v1/feedback/support").status_code == 403


@pytest.mark.parametrize("path", ["/v1/mappings", "/v1/mappings/queue", "/v1/releases"])
def test_curation_needs_its_scope(connect: Connect, keys: KeyStore, path: str) -> None:
    assert connect(key=keys.create("x", "Noord", ["read", "code"])).get(path).status_code == 403
    assert made(connect, keys, "anna").get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/v1/mappings", {"object": "omaha:target/39"}),
        ("/v1/mappings", {**WORDS, "subject": "omaha:problem/24"}),
        ("/v1/mappings", {**WORDS, "object": "omaha:target/99"}),
        ("/v1/mappings", {**WORDS, "scope": "discipline"}),
        ("/v1/mappings", {**WORDS, "scope": "global", "discipline": "poh"}),
        ("/v1/mappings", {**WORDS, "discipline": "kok"}),
        ("/v1/mappings", {**WORDS, "words": "client 111222333"}),
        ("/v1/judgements", {"mapping": "lex:000000000000", "verdict": "perhaps"}),
        ("/v1/judgements/undo", {"judgement": 7}),
        ("/v1/feedback", {"concept": "omaha:sign/9999", "action": "rejected"}),
        ("/v1/feedback", {"concept": "omaha:sign/2401", "action": "replaced"}),
    ],
)
def test_what_cannot_be_used_is_refused(
    client: TestClient, path: str, sent: dict[str, Any]
) -> None:
    answer = client.post(path, json=sent)
    assert answer.status_code == 422, answer.text
    assert "111222333" not in answer.text


def test_an_unknown_mapping_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/mappings/lex:000000000000").status_code == 404
    said = {"mapping": "lex:000000000000", "verdict": "accept"}
    assert client.post("/v1/judgements", json=said).status_code == 404


def test_the_open_service_learns_from_its_one_user(client: TestClient) -> None:
    id = ok(client.post("/v1/mappings", json=WORDS))["id"]
    judge(client, id, "accept")

    assert targets(client) == {("39", id)}


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/v1/mappings", schemas.MappingPage),
        ("/v1/mappings/queue", schemas.MappingList),
        ("/v1/mappings/conflicts", schemas.Conflicts),
        ("/v1/judgements/stats", schemas.Statistics),
        ("/v1/releases", schemas.Releases),
        ("/v1/releases/1/diff", schemas.Diff),
        ("/v1/feedback/support", schemas.Supports),
        ("/v1/mappings/{id}", schemas.MappingDetail),
    ],
)
def test_an_answer_is_what_its_schema_says(client: TestClient, path: str, schema: Any) -> None:
    id = ok(client.post("/v1/mappings", json=SHARED))["id"]
    judge(client, id, "accept")
    ok(client.post("/v1/releases", json={}))

    answer = ok(client.get(path.format(id=id)))

    assert schema(**answer).model_dump() == answer


@pytest.mark.parametrize(
    "schema",
    [schemas.MappingIn, schemas.JudgementIn, schemas.BulkIn, schemas.UndoIn, schemas.ReleaseIn,
     schemas.FeedbackIn],
)  # fmt: skip
def test_every_example_of_a_body_is_taken(client: TestClient, schema: Any) -> None:
    paths = {
        "MappingIn": "/v1/mappings", "JudgementIn": "/v1/judgements",
        "BulkIn": "/v1/judgements/bulk", "UndoIn": "/v1/judgements/undo",
        "ReleaseIn": "/v1/releases", "FeedbackIn": "/v1/feedback",
    }  # fmt: skip
    for shown in schema.model_config["json_schema_extra"]["examples"]:
        example: dict[str, Any] = dict(shown)
        if schema is schemas.JudgementIn:
            example["mapping"] = ok(client.post("/v1/mappings", json=WORDS))["id"]
        if schema is schemas.BulkIn:
            ok(client.post("/v1/mappings", json=WORDS))
            example["expected"] = 1
        if schema is schemas.UndoIn:
            judge(client, ok(client.post("/v1/mappings", json=WORDS))["id"], "accept")
        ok(client.post(paths[schema.__name__], json=example))
