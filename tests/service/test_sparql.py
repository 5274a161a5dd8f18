"""/sparql after the protocol: how queries come in, what goes out, what is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from omaha.model import NAMESPACE
from service.app import create_app
from service.backend import Backend
from service.settings import Settings

SELECT = 'SELECT ?name { <https://w3id.org/omaha-system/problem/24> skos:prefLabel ?name FILTER(LANG(?name) = "nl") }'  # noqa: E501
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/omaha-system/problem/24> skos:prefLabel ?name }"
SLOW = "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?i)) = 'no') }"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def asked(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One service for all tests here, since its SPARQL process takes a second to start."""
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}"
    app = create_app(
        Settings(store=store, sparql_seconds=1, sparql_rows=500), load=lambda _: backend
    )
    made = TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000))
    with made:
        app.state.omaha.backend = backend
        yield made


def by_get(client: TestClient, query: str, **more: Any) -> Any:
    return client.get("/sparql", params={"query": query}, **more)


def by_form(client: TestClient, query: str, **more: Any) -> Any:
    return client.post("/sparql", data={"query": query}, **more)


def by_body(client: TestClient, query: str, headers: dict[str, str] | None = None) -> Any:
    told = {"Content-Type": "application/sparql-query; charset=utf-8", **(headers or {})}
    return client.post("/sparql", content=query.encode(), headers=told)


@pytest.mark.parametrize("ask", [by_get, by_form, by_body])
def test_a_query_comes_in_three_ways(asked: TestClient, ask: Callable[..., Any]) -> None:
    answer = ask(asked, SELECT)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["results"]["bindings"] == [
        {"name": {"type": "literal", "value": "Huid", "xml:lang": "nl"}}
    ]


@pytest.mark.parametrize(
    ("accept", "media", "words"),
    [
        ("application/sparql-results+xml", "application/sparql-results+xml", "<literal"),
        ("text/csv", "text/csv", "name\r\nHuid\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", '?name\n"Huid"@nl\n'),
        ("application/json", "application/json", '"Huid"'),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json", '"Huid"'),
    ],
)
def test_rows_come_as_the_header_likes(
    asked: TestClient, accept: str, media: str, words: str
) -> None:
    answer = by_get(asked, SELECT, headers={"Accept": accept})

    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["vary"] == "Accept"
    assert words in answer.content.decode()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    ("media", "name"),
    [("text/turtle", "turtle"), ("application/ld+json", "json-ld"),
     ("application/rdf+xml", "xml"), ("application/n-triples", "nt")],
)  # fmt: skip
def test_graphs_come_as_the_header_likes(asked: TestClient, media: str, name: str) -> None:
    answer = by_form(asked, CONSTRUCT, headers={"Accept": media})

    assert answer.headers["content-type"].partition(";")[0] == media
    assert len(Graph().parse(data=answer.text, format=name)) == 2


def test_releases_and_mapping_sets_are_named_graphs(asked: TestClient) -> None:
    where = "{ GRAPH ?g { <https://w3id.org/omaha-system/problem/24> ?p ?o } }"
    rows = by_get(asked, f"SELECT DISTINCT ?g {where}").json()["results"]["bindings"]
    graphs = {row["g"]["value"] for row in rows}

    assert f"{NAMESPACE}release/2005-r1" in graphs
    assert f"{NAMESPACE}mappings/omaha-zrm" in graphs
    one = asked.get(
        "/sparql",
        params={
            "query": "ASK { ?s skos:prefLabel ?o }",
            "default-graph-uri": f"{NAMESPACE}mappings/omaha-zrm",
        },
    )
    assert one.json()["boolean"] is False


def test_the_service_describes_itself(asked: TestClient) -> None:
    answer = asked.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    service = URIRef("http://127.0.0.1:8000/sparql")

    assert (service, URIRef(SD + "endpoint"), service) in graph
    assert (service, URIRef(SD + "supportedLanguage"), URIRef(SD + "SPARQL11Query")) in graph
    names = {str(name) for name in graph.objects(None, URIRef(SD + "name"))}
    assert f"{NAMESPACE}release/2005-r1" in names
    known = {"If-None-Match": answer.headers["etag"]}
    assert asked.get("/sparql", headers=known).status_code == 304


def test_people_get_a_form_that_works(asked: TestClient) -> None:
    page = asked.get("/sparql", headers={"Accept": "text/html"})
    typed = page.text.partition('spellcheck="false">')[2].partition("</textarea>")[0]
    query = typed.replace("&quot;", '"')

    assert "script-src" not in page.headers["content-security-policy"]
    rows = by_get(asked, query).json()["results"]["bindings"]
    assert {"problem", "naam", "zrm"} == set(rows[0])


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [
        ("SELECT * { ?s ?p ?o", 400, "query-refused"),
        ("LOAD <http://127.0.0.1:9/>", 400, "query-refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "query-refused"),
        (" ", 422, "invalid-input"),
        ("ASK { ?s ?p '111222333' }", 422, "bsn-refused"),
        ("SELECT * { ?s ?p ?o }", 422, "query-over-limit"),
        (SLOW, 422, "query-over-limit"),
    ],
)
@pytest.mark.parametrize("ask", [by_get, by_form])
def test_what_is_refused_is_a_problem_with_a_way_out(
    asked: TestClient, ask: Callable[..., Any], query: str, status: int, name: str
) -> None:
    answer = ask(asked, query)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, name)
    assert "111222333" not in answer.text
    if name == "query-over-limit":
        assert answer.json()["limit"] in ("seconds", "rows")
    assert by_get(asked, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_updates_have_no_way_in(asked: TestClient) -> None:
    update = "INSERT DATA { <http://x/s> <http://x/p> 1 }"

    assert asked.get("/sparql", params={"update": update}).status_code == 400
    assert asked.post("/sparql", data={"update": update}).status_code == 400
    sent = {"Content-Type": "application/sparql-update"}
    assert asked.post("/sparql", content=update, headers=sent).status_code == 415
    assert asked.put("/sparql", content=update).status_code == 405
    assert by_get(asked, "ASK { <http://x/s> ?p ?o }").json()["boolean"] is False


def test_two_queries_at_once_and_other_types_are_refused(asked: TestClient) -> None:
    assert asked.get("/sparql", params={"query": [SELECT, SELECT]}).status_code == 422
    assert asked.post("/sparql", json={"query": SELECT}).status_code == 415
    assert by_get(asked, SELECT, headers={"Accept": "image/png"}).status_code == 406
    sent = {"Content-Type": "application/sparql-query"}
    assert asked.post("/sparql", content=b"\xff", headers=sent).status_code == 400


def test_who_comes_when_many_wait_is_sent_away_and_others_go_on(asked: TestClient) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.append(by_get(asked, SLOW).status_code)

    crowd = [threading.Thread(target=ask) for _ in range(8)]
    for each in crowd:
        each.start()
    looked_up = asked.get("/v1/concepts/problem/24").status_code
    for each in crowd:
        each.join()

    assert looked_up == 200
    assert answers.count(503) >= 4
    assert set(answers) <= {422, 503}
    assert by_get(asked, "ASK { ?s ?p ?o }").json()["boolean"] is True
