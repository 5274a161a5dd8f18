"""Words laid on a coder: heard, silenced, shared, and the same whatever their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.coding.overlay import Layered, Overlay, with_words
from omaha.coding.pipeline import Coder, code_note
from omaha.loading import Engine
from omaha.mappings import Mapping
from omaha.model import CodedNote, Note
from tests.omaha.coding.invented import lexicon, mentions, phrase


@pytest.fixture(scope="session")
def coder(engine: Engine) -> Coder:
    return engine.coder


def row(words: str, object: str = "target/39", **more: Any) -> Mapping:
    return phrase(words, object, organisation="Noord", **more)


def code(text: str, coder: Coder) -> CodedNote:
    return code_note(Note(text, lang="nl"), coder)


def heard(text: str, coder: Coder) -> set[str]:
    """The rows that any evidence of a note names."""
    coded = code_note(Note(text, lang="nl", threshold=0), coder)
    found: list[Any] = [*coded.problems, *coded.interventions, *coded.not_coded]
    found += [sign for problem in coded.problems for sign in problem.signs]
    return {e.mapping for one in found for e in one.evidence if e.mapping}


@pytest.mark.parametrize(
    "note",
    ["Zwiepkruk aangereikt.", "Heb de zwiepkruk vanochtend aangereikt", "ZWIEPKRUK AANGEREIKT"],
)
def test_a_new_word_is_heard_in_any_order_and_inflection(coder: Coder, note: str) -> None:
    new = row("zwiepkruk aangereikt")

    assert new.id not in heard(note, coder)
    assert new.id in heard(note, with_words(coder, [new]))
    assert new.id not in heard(note, coder), "the coder that was given must stay as it is"


def test_a_new_word_goes_before_what_the_lexicon_said_of_it(coder: Coder) -> None:
    note = "Stuit rood."
    theirs = heard(note, coder)
    own = row("stuit rood", "sign/2401")

    both = heard(note, with_words(coder, [own]))

    assert own.id in both
    assert Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", True, "nl").id in theirs
    assert Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", True, "nl").id not in both


def test_a_denied_phrase_is_silent_for_that_concept(coder: Coder) -> None:
    note = "Zinkzalf."
    (known,) = {id for id in heard(note, coder) if id.startswith("lex:")}
    denied = with_words(coder, [row("zinkzalf", "target/63", negative=True)])

    assert known not in heard(note, denied)


def test_the_narrower_word_beats_the_wider_one_both_ways(coder: Coder) -> None:
    yes, no = row("zwiepkruk aangereikt"), row("zwiepkruk aangereikt", negative=True)
    shared = replace(yes, organisation="")

    assert yes.id in heard("zwiepkruk aangereikt", with_words(with_words(coder, [no]), [yes]))
    silenced = with_words(with_words(coder, [shared]), [no])
    assert shared.id not in heard("zwiepkruk aangereikt", silenced)


def test_words_of_one_discipline_are_for_that_one(coder: Coder) -> None:
    made = with_words(coder, [row("zwiepkruk aangereikt", discipline="poh")])

    def interventions(discipline: str) -> set[str | None]:
        coded = code_note(Note("Zwiepkruk aangereikt.", "nl", discipline), made)
        return {e.mapping for i in coded.interventions for e in i.evidence}

    own = row("zwiepkruk aangereikt", discipline="poh").id
    assert own in interventions("poh")
    assert own not in interventions("dietist")


def test_what_the_coder_does_not_read_is_left_aside(coder: Coder) -> None:
    rows = [
        row("zwiep", lang="de"),
        Mapping("omaha:problem/24", "skos:closeMatch", "icf:b110"),
        Mapping("zwiep", "omaha:cues", "omaha:assertion/past", True, "nl", cue="past"),
        row("-- ,"),
    ]
    assert code("Zwiep.", with_words(coder, rows)) == code("Zwiep.", coder)


@pytest.mark.parametrize(
    "note", ["Stuit rood, zinkzalf gesmeerd. Geen pijn. Status 3.", "Slaapt slecht, moe."]
)
def test_notes_without_the_words_are_coded_as_before(coder: Coder, note: str) -> None:
    made = with_words(coder, [row("zwiepkruk aangereikt"), row("koffieuur", "target/60")])

    assert code(note, made) == code(note, coder)


WORDS = ("zwiep", "kruk", "rol", "stuit", "rood", "pijn")
ROWS = st.lists(
    st.builds(
        lambda words, object, predicate, negative: phrase(
            " ".join(words), object, predicate, negative=negative
        ),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
        st.sampled_from(("sign/2401", "problem/24", "target/63")),
        st.sampled_from(("skos:exactMatch", "skos:relatedMatch")),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda row: row.id,
)


@given(ROWS, st.randoms(), st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join))
def test_the_order_of_rows_makes_no_difference(
    rows: list[Mapping], chance: object, text: str
) -> None:
    known = lexicon(phrase("stuit rood", "sign/2401"), phrase("pijn", "problem/22"))
    base = Coder({"nl": known}, *(None,) * 4, ())  # type: ignore[arg-type]
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = (with_words(base, each).lexicons["nl"] for each in (rows, shuffled))

    assert mentions(one, text) == mentions(other, text)


@given(
    ROWS,
    st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 7)), max_size=20),
)
def test_rows_that_came_and_went_leave_nothing_behind(
    rows: list[Mapping], changes: list[tuple[int, int | None]]
) -> None:
    known = lexicon(phrase("stuit rood", "sign/2401"), phrase("pijn", "problem/22"))
    base = Coder({"nl": known}, *(None,) * 4, ())  # type: ignore[arg-type]
    overlay = Overlay(base)
    there: dict[str, Mapping] = {}
    for name, number in changes:
        row = rows[number] if number is not None and number < len(rows) else None
        overlay.change({str(name): row})
        there.pop(str(name), None)
        if row is not None:
            there[str(name)] = row

    one = overlay.coder().lexicons["nl"]
    other = with_words(base, list(there.values())).lexicons["nl"]

    assert overlay.rows == there
    assert (one.phrases, one.known) == (other.phrases, other.known)
    assert one.phrases.below is known.phrases  # type: ignore[attr-defined]


def test_a_coder_that_was_made_stays_as_it_is(coder: Coder) -> None:
    first, second = row("zwiepkruk aangereikt"), row("draaibeker aangereikt")
    overlay = Overlay(coder, {"a": first})
    before = overlay.coder()
    overlay.change({"a": None, "b": second})

    note, gone, come = "Zwiepkruk aangereikt. Draaibeker aangereikt.", first.id, second.id
    assert gone in heard(note, before)
    assert come not in heard(note, before)
    assert gone not in heard(note, overlay.coder())
    assert come in heard(note, overlay.coder())


def test_two_layers_are_read_through() -> None:
    base = {"a": 1, "b": 2}
    table = Layered({"c": 4}, Layered({"a": 3}, base))

    assert [table.get(key) for key in "abcd"] == [3, 2, 4, None]
    assert [key in table for key in "abcd"] == [True, True, True, False]
    assert [table[key] for key in "abc"] == [3, 2, 4]
    assert base == {"a": 1, "b": 2}
    with pytest.raises(KeyError):
        table["d"]


def test_a_copy_is_changed_alone() -> None:
    table = Layered({"c": 4}, {"a": 1})
    copy = table.copy()
    copy["c"] = 5

    assert (table["c"], copy["c"], copy["a"]) == (4, 5, 1)


@pytest.mark.parametrize(
    ("text", "curie"),
    [
        ("Vanmorgen was het weer zweefvliegen geblazen.", "sign/2401"),
        ("Vanmorgen was het weer zweefvliegen geblazen.", "problem/17"),
    ],
)
def test_what_a_steward_vouches_for_is_suggested(coder: Coder, text: str, curie: str) -> None:
    mine = with_words(coder, [row("zweefvliegen geblazen", curie)])
    problem = next(p for p in code_note(Note(text, lang="nl"), mine).problems)
    assert problem.code == curie.partition("/")[2][:2]
    assert problem.band == "accept"
    assert [sign.code for sign in problem.signs if problem.modifier == "actual"] in (
        [], [curie[-4:]]
    )  # fmt: skip


def test_a_target_that_a_steward_vouches_for_is_suggested_once(coder: Coder) -> None:
    mine = with_words(coder, [row("zweefvlieg gemaakt", "target/39")])
    found = code_note(Note("Zweefvlieg gemaakt.", lang="nl"), mine).interventions
    assert [one.target for one in found] == ["39"]


def test_what_a_steward_refuses_is_not_suggested_by_the_model_either(coder: Coder) -> None:
    text = "Rode stuit. Moe en somber."
    assert "24" in {p.code for p in code_note(Note(text), coder).problems}
    rows = [row("rode stuit", curie, negative=True) for curie in ("sign/2401", "problem/24")]
    told = code_note(Note(text), with_words(coder, rows)).problems
    assert "24" not in {problem.code for problem in told}
    assert "11" in {problem.code for problem in told}
