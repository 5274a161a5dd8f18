"""Which concept a cell means: equal strings first, certain only when nothing else is meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omaha.access import Sight
from omaha.errors import InputError, UnknownCodeError
from omaha.loading import Engine
from omaha.model import KINDS
from omaha.reconciliation import Cell, Reconciler, entity_id, to_cell


@pytest.fixture(scope="module")
def reconciler(engine: Engine) -> Reconciler:
    return Reconciler(engine.vocabulary, engine.search, engine.crosswalks)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_name_of_every_concept_finds_it_first_with_full_score(
    reconciler: Reconciler, engine: Engine, lang: str
) -> None:
    for concept in engine.vocabulary:
        name = concept.display(lang)
        bearers = [
            c
            for c in engine.vocabulary
            if c.kind == concept.kind and name.casefold() in {t.casefold() for _, t in c.labels}
        ]

        found = reconciler.candidates(Cell(name, (concept.kind,), limit=60))

        equal = [each for each in found if each.score == 100]
        assert {id(each.concept) for each in equal} == {id(each) for each in bearers}, name
        assert found[: len(equal)] == equal
        assert [each.match for each in equal] == [len(bearers) == 1] * len(equal)
        assert not any(each.match for each in found[len(equal) :])


@pytest.mark.parametrize("words", ["  HUID ", "huid", "Skin", "PB0026", "pb0026"])
def test_case_and_blanks_do_not_matter(reconciler: Reconciler, words: str) -> None:
    (best, *_) = reconciler.candidates(Cell(words))

    assert (entity_id(best.concept), best.score, best.match) == ("problem/24", 100.0, True)


@pytest.mark.parametrize("words", ["Hiud", "huid!", "huidje"])
def test_what_is_only_near_is_never_certain(reconciler: Reconciler, words: str) -> None:
    found = reconciler.candidates(Cell(words))

    assert found
    assert not any(each.match or each.score >= 100 for each in found)


def test_a_code_of_two_kinds_is_certain_once_the_kind_is_told(reconciler: Reconciler) -> None:
    either = reconciler.candidates(Cell("24"))
    assert {entity_id(each.concept) for each in either[:2]} == {"problem/24", "target/24"}
    assert not either[0].match

    (best, *_) = reconciler.candidates(Cell("24", ("target",)))
    assert (entity_id(best.concept), best.match) == ("target/24", True)


def test_a_property_tells_namesakes_apart(reconciler: Reconciler) -> None:
    assert not reconciler.candidates(Cell("other", ("sign",)))[0].match

    for wanted in ("Skin", "Huid", "problem/24", "24"):
        found = reconciler.candidates(Cell("other", ("sign",), properties=(("parent", (wanted,)),)))
        assert found[0].concept.parent == "omaha:problem/24"
        assert found[0].match
        assert not found[1].match
        assert found[1].score < 100


def test_a_property_that_does_not_fit_takes_the_certainty_away(reconciler: Reconciler) -> None:
    cell = Cell("Huid", ("problem",), properties=(("domain", ("Psychosocial",)),))

    (best, *_) = reconciler.candidates(cell)

    assert (entity_id(best.concept), best.score, best.match) == ("problem/24", 60.0, False)
    assert best.features == (("name", 100.0), ("property_domain", False))


def test_properties_alone_find_too(reconciler: Reconciler, engine: Engine) -> None:
    found = reconciler.candidates(Cell("", properties=(("zrm2017", ("07",)),), limit=100))

    wanted = {match.curie for match in engine.crosswalks.reverse("zrm2017", "07")}
    assert {each.concept.curie for each in found} == wanted
    assert not any(each.match for each in found)


@pytest.mark.parametrize(
    ("strict", "kinds"), [("any", {"sign", "target"}), ("all", set()), ("should", None)]
)
def test_several_types_narrow_as_was_asked(
    reconciler: Reconciler, strict: str, kinds: set[str] | None
) -> None:
    found = reconciler.candidates(Cell("huid", ("sign", "target"), strict, 100))
    seen = {each.concept.kind for each in found}

    if kinds is None:
        assert "problem" in seen
        assert found[0].concept.kind in ("sign", "target")
    else:
        assert seen == kinds


def test_what_may_not_be_seen_is_not_found(reconciler: Reconciler) -> None:
    limited = Sight.of(["problem", "domain/IV"])

    assert reconciler.candidates(Cell("huid"), limited) == []
    assert reconciler.candidates(Cell("medicijngebruik"), limited)[0].match


def test_values_of_properties(reconciler: Reconciler) -> None:
    skin = reconciler.entity("problem/24")

    def texts(name: str, **more: Any) -> list[str]:
        return [each.text for each in reconciler.values(skin, name, **more)]

    assert texts("code") == ["24"]
    assert texts("nz") == ["PB0026"]
    assert texts("label_en") == ["Skin"]
    assert texts("note_nl") == ["Toestand van huid en nagels, ook wonden."]
    assert texts("zrm2017") == ["07"]
    assert texts("zrm2017", named=True) == ["Lichamelijke gezondheid"]
    assert reconciler.values(skin, "domain", "en")[0].id == "domain/III"
    assert all(reconciler.values(skin, each.id) is not None for each in reconciler.properties)


def test_what_only_has_to_do_with_it_is_given_when_asked_for(
    reconciler: Reconciler, engine: Engine
) -> None:
    related = next(
        each for each in engine.crosswalks.reverse("zrm2017", "07")
        if each.relation == "skos:relatedMatch"
    )  # fmt: skip
    concept = engine.vocabulary.by_curie(related.curie)

    def codes(**more: Any) -> list[str]:
        return [each.text for each in reconciler.values(concept, "zrm2017", **more)]

    assert "07" not in codes()
    assert "07" in codes(related=True)


@pytest.mark.parametrize("identifier", ["problem/24", "omaha:problem/24"])
def test_an_identifier_finds_its_concept(reconciler: Reconciler, identifier: str) -> None:
    assert reconciler.entity(identifier).code == "24"
    assert [c for _, c in reconciler.find_entities([identifier, "problem/99"])][1] is None
    with pytest.raises(UnknownCodeError):
        reconciler.entity("problem/99")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"query": 3},
        {"query": " "},
        {"query": "a", "type": 3},
        {"query": "a", "type": [3]},
        {"query": "a", "limit": 0},
        {"query": "a", "limit": True},
        {"query": "a", "limit": float("nan")},
        {"query": "a", "type_strict": "none"},
        {"query": "a", "properties": [{"pid": "code"}]},
        {"query": "a", "properties": [{"pid": "code", "v": [None]}]},
        {"query": "a", "geheim": "pijn"},
    ],
)
def test_a_query_that_cannot_be_used_is_refused_without_repeating_it(raw: Any) -> None:
    with pytest.raises(InputError) as refused:
        to_cell(raw)

    assert "pijn" not in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_an_empty_cell_beside_it_says_nothing() -> None:
    raw = {"query": "huid", "properties": [{"pid": "parent", "v": " "}, {"pid": "nz", "v": 1}]}

    assert to_cell(raw).properties == (("nz", ("1",)),)


def test_unknown_types_and_properties_are_refused(reconciler: Reconciler) -> None:
    with pytest.raises(InputError, match=", ".join(KINDS)):
        reconciler.candidates(Cell("huid", ("Q5",)))
    with pytest.raises(InputError, match="zrm2017"):
        reconciler.candidates(Cell("huid", properties=(("P31", ("x",)),)))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["query", "type", "limit", "properties", "pid", "v", "type_strict"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_json_is_a_query_or_refused(raw: Any) -> None:
    try:
        cell = to_cell(raw)
    except InputError:
        return
    assert 1 <= cell.limit <= 100


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_words_can_be_looked_for(engine: Engine, words: str) -> None:
    reconciler = Reconciler(engine.vocabulary, engine.search, engine.crosswalks)

    found = reconciler.candidates(Cell(words))

    assert all(0 < each.score <= 100 for each in found)
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
