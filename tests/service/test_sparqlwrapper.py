"""SPARQLWrapper, the client that most Python programs use, against a service that runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from SPARQLWrapper import CSV, JSON, N3, POST, POSTDIRECTLY, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from service.app import create_app
from service.backend import Backend
from service.settings import Settings

NAMES = "SELECT ?name { <https://w3id.org/omaha-system/problem/24> skos:prefLabel ?name } ORDER BY ?name"  # noqa: E501
TRIPLES = "CONSTRUCT WHERE { <https://w3id.org/omaha-system/problem/24> skos:prefLabel ?name }"


@pytest.fixture(scope="module")
def address(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service on a port of its own, in a thread."""
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}"
    app = create_app(Settings(store=store), load=lambda _: backend)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, server_header=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not (server.started and app.state.omaha.backend):
        assert thread.is_alive()
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/sparql"
    server.should_exit = True
    thread.join()


@pytest.fixture
def client(address: str) -> SPARQLWrapper:
    return SPARQLWrapper(address)


def converted(client: SPARQLWrapper) -> Any:
    return client.queryAndConvert()


@pytest.mark.parametrize("sent", ["GET", POST])
@pytest.mark.parametrize("how", ["urlencoded", POSTDIRECTLY])
def test_rows_by_get_and_post(client: SPARQLWrapper, sent: str, how: str) -> None:
    client.setMethod(sent)
    client.setRequestMethod(how)
    client.setReturnFormat(JSON)
    client.setQuery(NAMES)

    found = converted(client)["results"]["bindings"]

    assert [row["name"]["value"] for row in found] == ["Huid", "Skin"]


def test_rows_as_xml_csv_and_tsv(client: SPARQLWrapper) -> None:
    client.setQuery(NAMES)

    client.setReturnFormat(XML)
    assert "Huid" in converted(client).toxml()
    client.setReturnFormat(CSV)
    assert converted(client).split() == [b"name", b"Huid", b"Skin"]
    client.setReturnFormat(TSV)
    assert converted(client).split() == [b"?name", b'"Huid"@nl', b'"Skin"@en']


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("wanted", [TURTLE, N3, XML])
def test_graphs(client: SPARQLWrapper, wanted: str) -> None:
    client.setQuery(TRIPLES)
    client.setReturnFormat(wanted)

    found = converted(client)

    text = found.decode() if isinstance(found, bytes) else found.serialize(format="nt")
    assert "Huid" in text


def test_yes_and_no(client: SPARQLWrapper) -> None:
    client.setQuery("ASK { ?s skos:prefLabel 'Huid'@nl }")
    client.setReturnFormat(JSON)

    assert converted(client)["boolean"] is True


def test_a_wrong_query_is_an_error_of_theirs(client: SPARQLWrapper) -> None:
    client.setQuery("SELECT { }")

    with pytest.raises(QueryBadFormed):
        client.query()
