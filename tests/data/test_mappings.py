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
