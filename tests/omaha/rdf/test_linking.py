"""The real data as graphs, compared with what rdflib and the engine read from the same files."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from omaha.linked import LinkedData
from omaha.loading import Engine, Sources, _linked
from omaha.mappings import NO_TERM, Mapping
from omaha.model import NAMESPACE
from omaha.rdf.catalog import find_dumps
from omaha.rdf.formats import MEDIA_TYPES, to_format
from omaha.rdf.linking import build_graphs
from omaha.rdf.mapping_sets import mapping_iri, to_triples
from omaha.sssom import read_mappings

ROOT = Path(__file__).parents[3]
SSSOM = "https://w3id.org/sssom/"


@pytest.fixture(scope="module")
def linked(engine: Engine) -> LinkedData:
    return engine.linked


def test_the_release_says_what_the_files_say(linked: LinkedData) -> None:
    read = Graph()
    for path in sorted((ROOT / "vocab").glob("*.ttl")):
        if path.name != "shapes.ttl":
            read.parse(path, format="turtle")
    served = Graph().parse(data=linked.triples(f"{NAMESPACE}release/2005-r1").decode(), format="nt")

    assert len(served) == len(read)
    assert isomorphic(served, read)


def test_each_release_scheme_and_mapping_set_is_a_graph(linked: LinkedData) -> None:
    schemes = [path.stem for path in (ROOT / "vocab" / "schemes").glob("*.ttl")]
    sets = [path.name.partition(".")[0] for path in (ROOT / "mappings").glob("*.sssom.tsv")]

    assert set(linked.graphs) == {
        f"{NAMESPACE}release/2005-r1",
        *(f"{NAMESPACE}scheme/{name}" for name in schemes),
        *(f"{NAMESPACE}mappings/{name}" for name in sets),
    }
    assert all(graph in linked for graph in linked.graphs)


def test_every_row_has_its_confidence_and_its_claim(linked: LinkedData) -> None:
    rows, _ = read_mappings(ROOT / "mappings" / "omaha-zrm.sssom.tsv")
    graph = Graph().parse(
        data=linked.triples(f"{NAMESPACE}mappings/omaha-zrm").decode(), format="nt"
    )

    for row in rows:
        node = URIRef(mapping_iri(row))
        sure = graph.value(node, URIRef(SSSOM + "confidence"))
        assert (None if sure is None else float(str(sure))) == row.confidence
        subject = URIRef(NAMESPACE + row.subject.removeprefix("omaha:"))
        code = row.object.removeprefix("zrm2017:")
        claimed = (subject, None, URIRef(f"{NAMESPACE}scheme/zrm2017/{code}")) in graph
        assert claimed == (row.object != NO_TERM)


def test_every_row_of_the_lexicon_can_be_found_by_the_id_that_answers_name(
    linked: LinkedData,
) -> None:
    rows, _ = read_mappings(ROOT / "mappings" / "lexicon-problems-nl.sssom.tsv")

    for row in rows:
        told = linked.describe(mapping_iri(row)).decode()
        assert "sssom/subject_label> " in told
        assert f"@{row.lang} ." in told


def test_a_denied_mapping_is_described_and_not_claimed() -> None:
    row = Mapping("omaha:problem/24", "skos:exactMatch", "zrm2017:07", negative=True)

    told = [str(each) for each in to_triples("http://x/set", ["  zrm2017: http://z/"], [row])]

    assert not [each for each in told if each.startswith(f"<{NAMESPACE}problem/24>")]
    assert any('predicate_modifier> "Not"' in each for each in told)
    assert any("annotatedTarget> <http://z/07>" in each for each in told)


def test_a_label_pack_never_comes_into_linked_data(
    linked: LinkedData, compiled: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "licensed.csv"
    pack.write_text("kind,code,lang,label\nproblem,24,nl,Gelicentieerde naam\n")

    packed = _linked(Sources.of(cache=compiled, label_pack=pack))

    assert packed.digest == linked.digest
    assert b"Gelicentieerde" not in b"".join(packed.quads())


def test_the_graphs_are_the_same_every_time(linked: LinkedData) -> None:
    again = LinkedData(build_graphs(ROOT / "vocab", "2005-r1", []))

    assert all(again.triples(graph) == linked.triples(graph) for graph in again.graphs)


def test_blank_nodes_of_two_graphs_never_share_a_name(linked: LinkedData, tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()
    for path in (tmp_path / "a.ttl", tmp_path / "schemes" / "b.ttl"):
        path.write_text(f"<http://x/{path.stem}> <http://x/p> [ <http://x/q> 1 ] .")

    made = build_graphs(tmp_path, "1", [])

    names = [{w for w in text.split() if w.startswith("_:")} for text in made.values()]
    assert all(names)
    assert names[0].isdisjoint(names[1])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_every_format_says_the_same(linked: LinkedData, suffix: str) -> None:
    plain = linked.describe(f"{NAMESPACE}group/knowledge")
    formats = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}

    read = Graph().parse(data=to_format(plain, suffix).decode(), format=formats[suffix])

    assert isomorphic(read, Graph().parse(data=plain.decode(), format="nt"))


def test_the_dump_of_all_graphs_has_the_triples_of_each(linked: LinkedData) -> None:
    every, *single = find_dumps(linked)

    assert every.name == "all.nq"
    assert every.sha256 == linked.digest
    assert every.triples == sum(dump.triples for dump in single) > 180_000
    assert len({dump.name for dump in single}) == len(linked.graphs)
