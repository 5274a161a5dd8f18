"""/id/…, VoID and dumps as callers see them: formats, caching, pages, keys."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from rdflib import RDF, VOID, Graph, URIRef
from starlette.testclient import TestClient

from omaha.loading import Engine
from omaha.model import NAMESPACE
from omaha.store import KeyStore
from tests.service.conftest import Connect

SKIN = URIRef(NAMESPACE + "problem/24")
FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nt": ("application/n-triples", "nt"),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.fixture(scope="module")
def client(reader: TestClient) -> TestClient:
    """The service that all share: nothing here changes it."""
    return reader


class Page(HTMLParser):
    """The tags, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_concept_comes_in_the_format_of_header_or_suffix(client: TestClient, suffix: str) -> None:
    media, name = FORMATS[suffix]
    by_header = client.get("/id/problem/24", headers={"Accept": media})
    by_suffix = client.get(f"/id/problem/24.{suffix}", headers={"Accept": "text/html"})

    assert by_header.content == by_suffix.content
    for answer in (by_header, by_suffix):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media)
        assert answer.headers["content-location"] == f"/id/problem/24.{suffix}"
        assert "Accept" in answer.headers["vary"]
        assert answer.headers["access-control-allow-origin"] == "*"
    graph = Graph().parse(data=by_header.text, format=name)
    assert {str(o) for o in graph.objects(SKIN, URIRef(SKOS + "prefLabel"))} == {"Skin", "Huid"}
    assert (SKIN, URIRef(SKOS + "broadMatch"), URIRef(f"{NAMESPACE}scheme/zrm2017/07")) in graph


def test_everything_of_ours_that_is_described_can_be_fetched(
    client: TestClient, engine: Engine
) -> None:
    names = [concept.curie.removeprefix("omaha:") for concept in list(engine.vocabulary)[::25]]
    names += [f"scheme/{scheme.name}" for scheme in engine.vocabulary.schemes]
    names += [graph.removeprefix(NAMESPACE) for graph in engine.linked.graphs]
    names += ["dataset", "group/knowledge", "def/Problem", "scheme/zrm2017/level/1"]

    for name in names:
        answer = client.get(f"/id/{name}", headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200, name
        assert f"<{NAMESPACE}{name}> " in answer.text


def test_the_mapping_that_an_answer_names_can_be_fetched(client: TestClient) -> None:
    coded = client.post("/v1/code", json={"text": "Stuit rood."}).json()
    mapping = coded["problems"][0]["signs"][0]["evidence"][0]["mapping"]

    page = client.get(f"/id/mapping/{mapping.replace(':', '/')}", headers={"Accept": BROWSER})

    assert page.status_code == 200
    assert "stuit rood" in Page(page.text).words.casefold()


@pytest.mark.parametrize("name", ["problem/99", "problem", "problem/24.exe", "sign/24%3E", "%00"])
def test_what_is_unknown_is_not_found(client: TestClient, name: str) -> None:
    answer = client.get(f"/id/{name}")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_words_in_an_address_are_not_repeated(client: TestClient) -> None:
    assert "huilt" not in client.get("/id/mevrouw huilt vandaag").text


def test_an_old_concept_answers_with_its_successors(client: TestClient) -> None:
    answer = client.get("/id/scheme/zrm2013/02.ttl")

    assert answer.status_code == 200
    links = answer.headers["link"]
    assert '</id/scheme/zrm2017/02>; rel="successor-version"' in links
    assert '</id/scheme/zrm2017/03>; rel="successor-version"' in links
    page = Page(client.get("/id/scheme/zrm2013/02.html?lang=nl").text)
    assert "Dit begrip is vervallen" in page.words
    assert "/id/scheme/zrm2017/03?lang=nl" in page.links


@pytest.mark.parametrize("path", ["/id/problem/24.ttl", "/id/problem/24.html", "/dumps/all.nq"])
def test_what_a_caller_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]

    for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("path", ["/id/problem/24", "/.well-known/void", "/dumps/all.nq"])
def test_the_head_alone_can_be_asked_for(client: TestClient, path: str) -> None:
    head, whole = client.head(path), client.get(path)

    assert head.content == b""
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == whole.headers[name]


def test_formats_have_tags_of_their_own(client: TestClient) -> None:
    paths = [f"/id/problem/24.{s}" for s in (*FORMATS, "html?lang=nl", "html?lang=en")]

    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


def test_nothing_to_anyone_s_liking_is_406(client: TestClient) -> None:
    assert client.get("/id/problem/24", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", ["24 Huid", "Aandachtsgebied", "2401 huidletsel of drukplek", "onofficiële"]),
     ("en", ["24 Skin", "Problem", "2401 lesion/pressure ulcer", "unofficial"])],
)  # fmt: skip
def test_people_get_a_page_in_their_language(
    client: TestClient, lang: str, words: list[str]
) -> None:
    answer = client.get("/id/problem/24", headers={"Accept": BROWSER, "Accept-Language": lang})

    page = Page(answer.text)
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"]
    assert [each for each in words if each not in page.words] == []
    assert f'<html lang="{lang}">' in answer.text
    chosen = client.get("/id/problem/24.html", params={"lang": lang})
    assert chosen.content == answer.content


def test_pages_run_nothing_and_load_one_style_sheet(client: TestClient) -> None:
    answer = client.get("/id/dataset.html")

    page = Page(answer.text)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in policy
    assert not {"script", "style", "img", "iframe"} & set(page.tags)
    assert not {each for each in page.attributes if each == "style" or each.startswith("on")}
    assert client.get("/id/style.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("start", ["/id/dataset.html", "/id/problem/24.html", "/sparql"])
def test_no_link_within_the_pages_leads_nowhere(client: TestClient, start: str) -> None:
    page = Page(client.get(start, headers={"Accept": BROWSER}).text)

    inside = sorted({link for link in page.links if link.startswith("/")})
    assert inside
    for link in inside:
        assert client.get(link, headers={"Accept": BROWSER}).status_code == 200, link


def test_a_very_long_list_is_cut_and_says_so(client: TestClient) -> None:
    words = Page(client.get("/id/mappings/lexicon-signs-nl.html?lang=en").text).words

    assert re.search(r"and [89]\d{3} more; the other formats have all", words)


def test_text_in_the_data_cannot_become_markup(client: TestClient) -> None:
    page = client.get("/id/scheme/zrm2017/02.html?lang=nl").text

    assert "Werk &amp; Opleiding" in page


def test_the_void_description_names_dumps_whose_hashes_are_right(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    spdx, dcat = "http://spdx.org/rdf/terms#", "http://www.w3.org/ns/dcat#"
    dataset = URIRef(NAMESPACE + "dataset")

    dumps = list(graph.objects(None, VOID.dataDump))
    assert len(dumps) == 1 + len(list(graph.objects(dataset, VOID.subset)))
    for dump in dumps:
        path = str(dump).removeprefix("http://127.0.0.1:8000")
        body = client.get(path)
        checksum = graph.value(dump, URIRef(spdx + "checksum"))
        digest = hashlib.sha256(body.content)
        assert str(graph.value(checksum, URIRef(spdx + "checksumValue"))) == digest.hexdigest()
        assert int(str(graph.value(dump, URIRef(dcat + "byteSize")))) == len(body.content)
        sent = base64.b64encode(digest.digest()).decode()
        assert body.headers["repr-digest"] == f"sha-256=:{sent}:"
    (endpoint,) = graph.objects(dataset, VOID.sparqlEndpoint)
    assert str(endpoint) == "http://127.0.0.1:8000/sparql"
    assert (dataset, RDF.type, VOID.Dataset) in graph


def test_addresses_are_those_that_callers_see(connect: Connect) -> None:
    client = connect(public_url="https://omaha.example/")

    assert "<https://omaha.example/sparql>" in client.get("/.well-known/void").text


def test_a_page_elsewhere_may_ask_whether_it_may_ask(connect: Connect, keys: KeyStore) -> None:
    keys.create(name="ecd", organisation="Noord", scopes=["read"])
    asked = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}

    for path in ("/id/problem/24", "/sparql", "/reconcile"):
        answer = connect().options(path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in connect().options("/v1/code").headers


@pytest.mark.parametrize(
    "path", ["/id/problem/24", "/.well-known/void", "/dumps/all.nq", "/sparql", "/sparql?query=x"]
)
def test_a_key_that_sees_part_does_not_see_linked_data(
    connect: Connect, keys: KeyStore, path: str
) -> None:
    part = keys.create(name="a", organisation="N", scopes=["read"], contents=["problem"])
    whole = keys.create(name="b", organisation="N", scopes=["read"])

    assert connect(key=part).get(path).status_code == 403
    assert connect(key=whole).get(path).status_code in (200, 400)
    assert connect().get(path).status_code == 401
