"""Search: what is found, in which order, and what each hit says of it."""

from __future__ import annotations

import orjson
import pytest

from omaha.errors import InputError, UnknownKindError
from omaha.mappings import Mapping
from omaha.model import Concept
from omaha.search import SearchIndex, build_search_index


def phrase(words: str, curie: str, **more: object) -> Mapping:
    return Mapping(words, "skos:broadMatch", curie, True, "nl", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    concepts = [
        Concept("domain", "III", (("en", "Physiological"), ("nl", "Lichamelijk"))),
        Concept("problem", "22", (("en", "Pain"), ("nl", "Pijn"))),
        Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")),
                notes=(("nl", "Toestand van huid en nagels."),), notations=(("nz", "PB0026"),)),
        Concept("sign", "2201", (("en", "expresses pain"), ("nl", "zegt pijn te hebben"))),
        Concept("sign", "2401", (("en", "lesion/pressure ulcer"), ("nl", "huidletsel of drukplek")),
                notations=(("nz", "SS2601"),)),
        Concept("target", "24", (("en", "family planning"), ("nl", "gezinsplanning"))),
    ]  # fmt: skip
    rows = [
        phrase("rode plek op de stuit", "omaha:sign/2401"),
        phrase("pijn", "omaha:sign/2201"),
        phrase("valrisico", "omaha:problem/22"),
        phrase("bloed", "omaha:problem/24", negative=True),
        Mapping("geen", "omaha:cues", "omaha:assertion/absent", True, "nl", cue="negated-before"),
    ]
    return build_search_index(concepts, rows)


def codes(index: SearchIndex, words: str, **options: object) -> list[str]:
    hits = index.search(words, **options)  # type: ignore[arg-type]
    return [f"{hit.kind}/{hit.code}" for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Huid", "problem/24"),
        ("plek rode stuit", "sign/2401"),
        ("drukplek huidletsel", "sign/2401"),
        ("druk plek", "sign/2401"),
        ("huidlets", "sign/2401"),
        ("hiudletsel", "sign/2401"),
        ("PRESSURE ulcer", "sign/2401"),
        ("nagels", "problem/24"),
        ("planning", "target/24"),
        ("2401", "sign/2401"),
        ("pb0026", "problem/24"),
        ("omaha:target/24", "target/24"),
        ("sign/2401", "sign/2401"),
        ("iii", "domain/III"),
    ],
)
def test_the_concept_that_is_meant_comes_first(index: SearchIndex, typed: str, first: str) -> None:
    assert codes(index, typed)[0] == first


def test_exact_matches_come_first_and_labels_before_phrases(index: SearchIndex) -> None:
    hits = index.search("pijn")

    assert [(hit.kind, hit.code, hit.matched) for hit in hits[:2]] == [
        ("problem", "22", "Pijn"),
        ("sign", "2201", "pijn"),
    ]
    assert hits[0].score == 1.0 > hits[1].score


def test_a_code_prefers_problems_and_names_all_that_bear_it(index: SearchIndex) -> None:
    assert codes(index, "24")[:2] == ["problem/24", "target/24"]


def test_words_in_another_order_score_a_little_less(index: SearchIndex) -> None:
    straight = index.search("huidletsel of drukplek")[0].score
    turned = index.search("drukplek of huidletsel")[0].score

    assert straight == 1.0
    assert 0.9 < turned < straight


def test_kind_and_language_narrow_what_is_found(index: SearchIndex) -> None:
    assert codes(index, "24", kind="target") == ["target/24"]
    assert codes(index, "Skin", lang="nl") == []
    assert index.search("24", lang="en", limit=1)[0].display == "Skin"
    assert index.search("Pain", limit=1)[0].display == "Pain"
    assert index.search("pijn", limit=1)[0].display == "Pijn"


def test_rows_that_name_no_concept_find_nothing(index: SearchIndex) -> None:
    assert codes(index, "bloed") == []
    assert codes(index, "geen") == []


@pytest.mark.parametrize("nothing", ["", "  ", "!?", "qqqqqq"])
def test_nothing_near_gives_no_hits(index: SearchIndex, nothing: str) -> None:
    assert index.search(nothing) == []


def test_wrong_options_are_refused_by_name(index: SearchIndex) -> None:
    with pytest.raises(UnknownKindError, match="use one of domain"):
        index.search("huid", kind="chapter")
    with pytest.raises(InputError, match="unknown language 'fr'"):
        index.search("huid", lang="fr")
    with pytest.raises(InputError, match="limit"):
        index.search("huid", limit=0)


def test_the_compiled_form_gives_the_same_answers(index: SearchIndex) -> None:
    again = SearchIndex.from_json(orjson.loads(orjson.dumps(index.to_json())))

    for typed in ("pijn", "stuit rood", "24", "hiud"):
        assert again.search(typed) == index.search(typed)


def test_a_very_long_query_is_answered(index: SearchIndex) -> None:
    assert codes(index, "huid " * 5000)[0] == "problem/24"
