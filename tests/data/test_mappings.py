"""The real mappings and target schemes: sound, complete, and found by search."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.search_probes import BARS, build_probes, lexicon, measure
from omaha.crosswalks import Crosswalks, build_crosswalks
from omaha.integrity import check
from omaha.rdf import load_vocabulary
from omaha.rdf.target_schemes import load_target_schemes
from omaha.search import build_search_index
from omaha.sssom import read_mappings, read_metadata
from omaha.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
CROSSWALKS = sorted((ROOT / "mappings").glob("omaha-*.sssom.tsv"))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "vocab")


@pytest.fixture(scope="module")
def crosswalks(vocabulary: Vocabulary) -> Crosswalks:
    rows = [row for path in CROSSWALKS for row in read_mappings(path)[0]]
    return build_crosswalks(vocabulary, load_target_schemes(ROOT / "vocab" / "schemes"), rows)


def test_there_is_no_finding() -> None:
    assert [str(finding) for finding in check(ROOT)] == []


def test_every_problem_has_an_answer_in_every_scheme(
    vocabulary: Vocabulary, crosswalks: Crosswalks
) -> None:
    assert crosswalks.schemes == (
        "gordon", "icf", "icpc1", "nz", "pg", "zorgleefplan", "zrm2013", "zrm2017"
    )  # fmt: skip
    for scheme in crosswalks.schemes:
        for problem in vocabulary.of_kind("problem"):
            assert crosswalks.translate(problem.curie, scheme), (problem.curie, scheme)


def test_every_concept_has_one_new_zealand_code_and_back(
    vocabulary: Vocabulary, crosswalks: Crosswalks
) -> None:
    for concept in vocabulary:
        (match,) = crosswalks.translate(concept.curie, "nz")
        assert match.code is not None
        assert [m.curie for m in crosswalks.reverse("nz", match.code)] == [concept.curie]


@pytest.mark.parametrize("path", CROSSWALKS, ids=lambda path: path.name)
def test_a_crosswalk_says_that_it_is_a_prediction_without_clinical_review(path: Path) -> None:
    assert any("not clinically reviewed" in line for line in read_metadata(path))


def test_search_finds_every_display(vocabulary: Vocabulary) -> None:
    concepts = list(vocabulary)
    index = build_search_index(concepts, lexicon(ROOT / "mappings"))

    for name, probes in build_probes(concepts).items():
        # Every third probe is enough here; benchmarks/search_probes.py runs them all.
        share, _ = measure(index, probes[::3])
        assert share >= BARS[name], name


def test_the_older_edition_of_the_zrm_claims_no_more_than_the_newer(
    vocabulary: Vocabulary, crosswalks: Crosswalks
) -> None:
    # What replaced each domain of 2013; two of them were split.
    split = {"02": ("02", "03"), "08": ("09", "10")}
    order = [code for code in crosswalks.scheme("zrm2017").concepts if code.kind == "domain"]
    assert len(order) == 13
    replaced = {"01": ("01",), "03": ("04",), "04": ("05",), "05": ("06",), "06": ("07",),
                "07": ("08",), "09": ("11",), "10": ("12",), "11": ("13",), **split}  # fmt: skip
    for problem in vocabulary.of_kind("problem"):
        newer = {m.code: m for m in crosswalks.translate(problem.curie, "zrm2017")}
        older = crosswalks.translate(problem.curie, "zrm2013")
        covered = {code for m in older if m.code for code in replaced[m.code]}
        assert {code for code in newer if code} <= covered
        for match in older:
            if match.code is None:
                assert list(newer) == [None]
                continue
            sources = [newer[code] for code in replaced[match.code] if code in newer]
            assert sources
            assert (match.confidence or 0) < max(s.confidence or 0 for s in sources)
            if match.code in split:
                assert match.relation in ("skos:broadMatch", "skos:relatedMatch")
            else:
                assert match.relation == sources[0].relation
