"""Cutting out what is said of one thing, without a library for RDF."""

from __future__ import annotations

import pytest

from omaha.linked import LinkedData, dump_name
from omaha.model import NAMESPACE

MATCH = "http://www.w3.org/2004/02/skos/core#broadMatch"
RELEASE, SET = NAMESPACE + "release/1", NAMESPACE + "mappings/zrm"


def line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} <{predicate}> {value} .\n"


def iri(name: str) -> str:
    return f"<{NAMESPACE}{name}>"


@pytest.fixture
def linked() -> LinkedData:
    release = [
        line(iri("problem/2"), "http://x/note", r'"ends with .\n and goes on"'),
        line(iri("problem/24"), "http://x/list", "_:v1"),
        line(iri("scheme/zrm/07"), "http://x/note", '"é"@nl'),
        line("_:v1", "http://x/rest", "_:v2"),
        line("_:v2", "http://x/first", iri("problem/2")),
    ]
    mappings = [line(iri("problem/24"), MATCH, iri("scheme/zrm/07"))]
    return LinkedData({RELEASE: "".join(sorted(release)), SET: "".join(mappings)})


def test_what_all_graphs_say_of_one_subject_is_told_with_its_blank_nodes(
    linked: LinkedData,
) -> None:
    told = linked.describe(NAMESPACE + "problem/24").decode()

    assert "_:v1 <http://x/rest> _:v2" in told
    assert "_:v2 <http://x/first>" in told
    assert MATCH in told
    assert "problem/2> <http://x/note>" not in told


def test_mappings_that_lead_to_a_concept_are_told_with_it(linked: LinkedData) -> None:
    told = linked.describe(NAMESPACE + "scheme/zrm/07").decode()

    assert told.splitlines() == [
        f'{iri("scheme/zrm/07")} <http://x/note> "é"@nl .',
        f"{iri('problem/24')} <{MATCH}> {iri('scheme/zrm/07')} .",
    ]


@pytest.mark.parametrize("name", ["problem/3", "problem", "", "problem/24> <x"])
def test_of_what_is_unknown_nothing_is_told(linked: LinkedData, name: str) -> None:
    assert linked.describe(NAMESPACE + name) == b""
    assert NAMESPACE + name not in linked


def test_quads_name_the_graph_at_the_end_of_each_line(linked: LinkedData) -> None:
    release, mappings = linked.quads()

    assert release.count(f" <{RELEASE}> .\n".encode()) == release.count(b"\n") == 5
    assert rb'"ends with .\n and goes on" <' in release
    assert mappings.endswith(f"<{SET}> .\n".encode())


def test_only_the_wanted_properties_are_told(linked: LinkedData) -> None:
    assert linked.lines(NAMESPACE + "problem/24", [MATCH]).count(b"\n") == 1
    assert linked.lines(NAMESPACE + "problem/24", ["http://x/lis"]) == b""


def test_another_graph_is_refused(linked: LinkedData) -> None:
    assert linked.triples(SET).count(b"\n") == 1
    with pytest.raises(KeyError):
        linked.triples(NAMESPACE + "release/2")
    assert dump_name(RELEASE) == "release-1.nt"
