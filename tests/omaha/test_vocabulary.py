"""Looking up, walking and comparing concepts, on a vocabulary that is invented."""

from __future__ import annotations

import pytest

from omaha.errors import UnknownCodeError, UnknownKindError
from omaha.model import Concept
from omaha.vocabulary import Vocabulary


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(
        "2005-r9",
        [
            Concept("domain", "I", (("en", "Body"),)),
            Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")), parent="omaha:domain/I"),
            Concept("sign", "2401", (("en", "rash"),), parent="omaha:problem/24",
                    notations=(("nz", "SS2601"),)),
            Concept("sign", "2402", (("en", "other"),), parent="omaha:problem/24"),
            Concept("target", "24", (("en", "skin care"),)),
            Concept("modifier", "actual", (("en", "Actual"),)),
        ],
        [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "code", "found"),
    [
        ("problem", "24", "omaha:problem/24"),
        ("target", " 24 ", "omaha:target/24"),
        ("sign", "SS2601", "omaha:sign/2401"),
        ("sign", "ss2601", "omaha:sign/2401"),
        ("modifier", "Actual", "omaha:modifier/actual"),
        ("domain", "i", "omaha:domain/I"),
    ],
)
def test_a_code_is_found_however_it_is_written(
    vocabulary: Vocabulary, kind: str, code: str, found: str
) -> None:
    assert vocabulary.concept(kind, code).curie == found


def test_a_code_without_a_kind_prefers_problems_and_names_the_others(
    vocabulary: Vocabulary,
) -> None:
    assert [c.curie for c in vocabulary.find_code("24")] == ["omaha:problem/24", "omaha:target/24"]
    assert vocabulary.find_code("99") == []


def test_an_unknown_code_says_what_is_near(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownCodeError) as refused:
        vocabulary.concept("sign", "2403")
    assert set(refused.value.near) == {"2401", "2402"}
    with pytest.raises(UnknownCodeError):
        vocabulary.concept("sign", "24")
    with pytest.raises(UnknownKindError, match="use one of domain, problem"):
        vocabulary.concept("chapter", "24")


def test_walking_up_and_down(vocabulary: Vocabulary) -> None:
    assert [c.code for c in vocabulary.children("omaha:problem/24")] == ["2401", "2402"]
    assert vocabulary.children("omaha:sign/2401") == ()
    assert [c.code for c in vocabulary.ancestors("omaha:sign/2401")] == ["24", "I"]
    assert [c.code for c in vocabulary.expand("omaha:domain/I")] == ["I", "24", "2401", "2402"]
    with pytest.raises(UnknownCodeError):
        vocabulary.children("omaha:problem/99")


@pytest.mark.parametrize(
    ("broader", "narrower", "holds"),
    [
        ("omaha:domain/I", "omaha:sign/2401", True),
        ("omaha:problem/24", "omaha:problem/24", True),
        ("omaha:sign/2401", "omaha:problem/24", False),
        ("omaha:target/24", "omaha:sign/2401", False),
    ],
)
def test_subsumption_runs_one_way(
    vocabulary: Vocabulary, broader: str, narrower: str, holds: bool
) -> None:
    assert vocabulary.subsumes(broader, narrower) is holds


def test_a_label_falls_back_to_english(vocabulary: Vocabulary) -> None:
    assert vocabulary.concept("problem", "24").display("nl") == "Huid"
    assert vocabulary.concept("sign", "2401").display("nl") == "rash"
    assert vocabulary.concept("sign", "2401").note("nl") is None
