"""SPARQL in its own process: right answers, and limits that hold against those who mean harm."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omaha.rdf.sparql import (
    LONGEST_QUERY,
    Limits,
    Query,
    QueryError,
    QueryLimitError,
    SparqlEndpoint,
    refuse_other_than_queries,
)

SECONDS, MEBIBYTES, ROWS = 1.0, 64, 100
G1, G2 = "http://x/g1", "http://x/g2"
QUADS = "".join(
    f'<http://x/s{n}> <http://x/{p}> "{n}" <{G1}> .\n' for n in range(300) for p in ("a", "b")
)
QUADS += f"<http://x/s1> <http://x/next> <http://x/s2> <{G2}> .\n"
QUADS += "".join(
    f"<http://x/s{n}> <http://x/next> <http://x/s{m % 300}> <{G2}> .\n"
    for n in range(300)
    for m in range(n + 1, n + 20)
)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[SparqlEndpoint]:
    made = SparqlEndpoint(lambda: [QUADS.encode()], Limits(SECONDS, ROWS, MEBIBYTES))
    yield made
    made.close()


def rows(endpoint: SparqlEndpoint, text: str, **more: tuple[str, ...]) -> list[dict[str, str]]:
    found = json.loads(endpoint.answer(Query(text, **more)).body)["results"]["bindings"]  # type: ignore[arg-type]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def count(endpoint: SparqlEndpoint, where: str, **more: tuple[str, ...]) -> int:
    (row,) = rows(endpoint, f"SELECT (COUNT(*) AS ?n) {where}", **more)
    return int(row["n"])


def test_without_a_graph_all_are_asked_together(endpoint: SparqlEndpoint) -> None:
    assert count(endpoint, "{ ?s ?p ?o }") == 600 + 300 * 19
    assert rows(endpoint, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g") == [
        {"g": G1},
        {"g": G2},
    ]


@pytest.mark.parametrize("graph", [G1, "http://x/none"])
def test_a_query_can_choose_its_graphs(endpoint: SparqlEndpoint, graph: str) -> None:
    expected = 600 if graph == G1 else 0

    assert count(endpoint, f"FROM <{graph}> {{ ?s ?p ?o }}") == expected
    assert count(endpoint, "{ ?s ?p ?o }", default_graphs=(graph,)) == expected
    named = count(endpoint, "{ GRAPH ?g { ?s ?p ?o } }", named_graphs=(graph,))
    assert named == expected


@pytest.mark.parametrize(
    ("results", "body"),
    [
        ("csv", b"o\r\n1\r\n"),
        ("tsv", b'?o\n"1"\n'),
        (
            "json",
            b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal",'
            b'"value":"1"}}]}}',
        ),
    ],
)
def test_rows_come_in_the_format_that_was_asked(
    endpoint: SparqlEndpoint, results: str, body: bytes
) -> None:
    answer = endpoint.answer(Query("SELECT ?o { <http://x/s1> <http://x/a> ?o }", results))

    assert (answer.kind, answer.body) == ("rows", body)


@pytest.mark.parametrize(
    ("results", "body"),
    [("csv", b"true"), ("json", b'{"head":{},"boolean":true}')],
)
def test_yes_and_no_come_in_the_format_that_was_asked(
    endpoint: SparqlEndpoint, results: str, body: bytes
) -> None:
    assert endpoint.answer(Query("ASK { ?s ?p ?o }", results)).body == body


def test_a_graph_comes_back_as_a_graph(endpoint: SparqlEndpoint) -> None:
    answer = endpoint.answer(Query("DESCRIBE <http://x/s1>", graph="nt"))

    assert answer.kind == "graph"
    assert answer.body.count(b"<http://x/s1> ") == answer.body.count(b"\n") == 21


def test_known_prefixes_need_no_declaration(endpoint: SparqlEndpoint) -> None:
    assert rows(endpoint, "SELECT ?s { ?s skos:prefLabel ?o }") == []
    with pytest.raises(QueryError, match="a prefix is not declared at line 1"):
        endpoint.answer(Query("SELECT ?s { ?s unheard:of ?o }"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?l",
        "ASK { ?a (!<http://x/z>)*/(!<http://x/y>)* ?b . ?c (!<http://x/z>)* ?d "
        "FILTER(CONCAT(STR(?a), STR(?d)) = 'no') }",
        "SELECT (COUNT(*) AS ?n) { ?a <http://x/next>* ?b . ?b <http://x/next>* ?c }",
        "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(STR(?a) AS ?x) }",
        'SELECT ?s { ?s ?p ?o . ?t ?q ?u FILTER REGEX(?u, "((((a{1,99}){1,99}){1,99}))b") }',
        "SELECT ?z { BIND('aaaaaaaaaaaaaaaa' AS ?a) BIND(REPLACE(?a,'a',?a) AS ?b) "
        "BIND(REPLACE(?b,'a',?b) AS ?c) BIND(REPLACE(?c,'a',?c) AS ?d) "
        "BIND(REPLACE(?d,'a',?d) AS ?z) }",
        "SELECT * WHERE " + "{" * 9000 + "}" * 9000,
        "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
        "FILTER(CONCAT(STR(?a), STR(?i)) = 'no') }",
    ],
    ids=lambda text: text[:40],
)
def test_a_query_that_means_harm_is_stopped_and_the_next_is_answered(
    endpoint: SparqlEndpoint, text: str
) -> None:
    began = time.monotonic()

    with pytest.raises(QueryLimitError) as stopped:
        endpoint.answer(Query(text))

    assert stopped.value.limit in ("seconds", "memory")
    assert time.monotonic() - began < SECONDS + 8
    assert count(endpoint, "{ ?s <http://x/a> ?o }") == 300


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?s { ?s <http://x/a> ?o }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        "SELECT ?long { ?s <http://x/a> ?o . BIND(REPLACE('" + "a" * 500 + "', 'a', '"
        + "b" * 500 + "') AS ?long) } LIMIT 90",
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_too_large_an_answer_is_refused_and_never_cut_off(
    endpoint: SparqlEndpoint, text: str
) -> None:
    with pytest.raises(QueryLimitError) as refused:
        endpoint.answer(Query(text))

    assert refused.value.limit == "rows"


def test_as_many_rows_as_are_allowed_are_given(endpoint: SparqlEndpoint) -> None:
    assert len(rows(endpoint, f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}")) == ROWS
    told = 'SELECT ("two\\nlines\\n" AS ?text) { ?s ?p ?o } LIMIT ' + str(ROWS)
    assert rows(endpoint, told) == [{"text": "two\nlines\n"}] * ROWS


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <http://x/s> <http://x/p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } WHERE { SELECT ?s ?p { ?s ?p ?o } }",
        "CLEAR ALL",
        "DROP GRAPH <http://x/g1>",
        "PREFIX x: <http://x/> INSERT DATA { x:s x:p 1 } ; SELECT * {}",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?where { ?s ?p ?o } }",
        "SELECT * { SER\\u0056ICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "",
        "select geen pijn",
        "SELECT * {} " + " " * LONGEST_QUERY,
        "\x00",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_query_is_refused_without_repeating_it(
    endpoint: SparqlEndpoint, text: str
) -> None:
    with pytest.raises(QueryError) as refused:
        endpoint.answer(Query(text))

    assert "pijn" not in str(refused.value)
    assert count(endpoint, "{ ?s ?p ?o }") == 600 + 300 * 19


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?load { ?service <http://x/SERVICE> ?load } # SERVICE LOAD",
        "ASK { ?s ?p 'SERVICE' , \"it's a \\\" SERVICE\" , '''a\n'SERVICE' b''' }",
        "PREFIX service: <http://x/> ASK { service:load service:insert ?x }",
    ],
)
def test_words_that_only_look_like_it_are_let_through(text: str) -> None:
    refuse_other_than_queries(text)


def test_no_connection_can_be_opened_even_past_the_check(endpoint: SparqlEndpoint) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        port = server.getsockname()[1]
        # Past the check, straight to the process.
        worker = endpoint._running()
        with pytest.raises((QueryError, QueryLimitError)):
            endpoint._ask(
                worker, Query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
            )
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_killed_worker_is_started_again(endpoint: SparqlEndpoint) -> None:
    count(endpoint, "{ ?s ?p ?o }")
    worker = endpoint._running()
    worker.kill()
    worker.wait()

    assert count(endpoint, "{ ?s ?p ?o }") > 0


def test_the_worker_ends_with_the_one_who_asks() -> None:
    made = SparqlEndpoint(lambda: [QUADS.encode()], Limits(SECONDS, ROWS, MEBIBYTES))
    made.answer(Query("ASK {}"))
    worker = made._running()
    assert worker.stdin is not None

    worker.stdin.close()

    assert worker.wait(10) == 0
    made.close()


def test_the_worker_needs_none_of_our_modules() -> None:
    source = (Path(__file__).parents[3] / "omaha/rdf/worker.py").read_text()

    assert "omaha" not in source.replace("`omaha.rdf.sparql`", "")


@pytest.mark.parametrize(
    "part",
    ["a", "'''a", '"""', "<a", "'a", "\\", "?", "a:", "a.", ":", "#", '"\\', "\\u0041", "<", "-"],
)
def test_no_text_takes_long_to_look_through(part: str) -> None:
    text = part * (LONGEST_QUERY // len(part) - 1) + "!"
    began = time.process_time()

    with contextlib.suppress(QueryError):
        refuse_other_than_queries(text)

    assert time.process_time() - began < 0.5


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_is_looked_through(text: str) -> None:
    with contextlib.suppress(QueryError):
        refuse_other_than_queries(text)
