"""The whole path of a note, with the real engine: what every answer keeps to."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from omaha.coding.lexicon import Lexicon, Sense, add_phrases
from omaha.coding.pipeline import Coder, code_note, read_note
from omaha.coding.presenting import MOST_EVIDENCE
from omaha.coding.text import read_words
from omaha.loading import Engine
from omaha.model import CodedNote, Evidence, Note
from omaha.output import coded_note_to_json
from tests.omaha.coding.invented import FORMS, NOTES, in_form

DUTCH = (
    "Mw. heeft veel pijn in de heup, geen koorts. Stuit rood, zinkzalf gesmeerd. Huid: K3 G2 S4."
)
ENGLISH = "Client has a red coccyx and pain in her hip. No fever. Wound care done."


@pytest.fixture(scope="module")
def coder(engine: Engine) -> Coder:
    return engine.coder


def evidence(coded: CodedNote) -> Iterator[Evidence]:
    signs = (sign for problem in coded.problems for sign in problem.signs)
    every = (coded.problems, signs, coded.interventions, coded.ratings, coded.not_coded)
    for found in (row.evidence for rows in every for row in rows):
        assert found
        yield from found


def assert_sound(coded: CodedNote, note: Note) -> None:
    for one in evidence(coded):
        assert 0 <= one.start < one.end <= len(note.text)
        assert note.text[one.start : one.end] == one.text
    scores = [problem.score for problem in coded.problems]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= note.max_problems
    assert all(0.0 <= score <= 1.0 for score in scores)
    codes = [problem.code for problem in coded.problems]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {one.code for one in coded.not_coded}
    assert all(one.problem in (None, *codes) for one in coded.interventions)
    found = coded.problems or coded.interventions or coded.ratings
    assert (coded.note is None) == bool(found)


@given(NOTES, FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_gives_a_sound_answer_and_the_same_one_twice(
    coder: Coder, text: str, form: str
) -> None:
    for lang in ("auto", "nl", "en"):
        note = Note(in_form(text, form), lang=lang, threshold=0.0, max_problems=99)
        coded = code_note(note, coder)
        assert_sound(coded, note)
        assert code_note(note, coder) == coded


@pytest.mark.parametrize("ends", ["\r\n", "\n\n", " 🙂 ", " שלום ", "\u200b\u202e "])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_evidence_points_into_the_note_as_received(coder: Coder, ends: str, form: str) -> None:
    note = Note(
        in_form("Cliënte is geïrriteerd. " + DUTCH, form).replace(". ", "." + ends), lang="nl"
    )
    coded = code_note(note, coder)
    assert_sound(coded, note)
    assert "24" in {problem.code for problem in coded.problems}


def test_a_dutch_note_is_coded_with_everything_that_it_says(coder: Coder) -> None:
    coded = code_note(Note(DUTCH, id="n1"), coder)
    assert (coded.id, coded.lang, coded.note) == ("n1", "nl", None)
    assert {"22", "24"} <= {problem.code for problem in coded.problems}
    assert [(r.problem, r.scale, r.value) for r in coded.ratings] == [
        ("24", "knowledge", 3), ("24", "behavior", 2), ("24", "status", 4),
    ]  # fmt: skip
    assert coded.versions == coder.versions


def test_an_english_note_is_coded_with_english_displays(coder: Coder) -> None:
    coded = code_note(Note(ENGLISH), coder)
    assert coded.lang == "en"
    assert {problem.display for problem in coded.problems} & {"Skin", "Pain"}


def test_a_denied_problem_is_left_out_and_says_so(coder: Coder) -> None:
    coded = code_note(Note("Mw heeft geen pijn.", lang="nl"), coder)
    assert "22" not in {problem.code for problem in coded.problems}
    assert ("22", "negated") in {(one.code, one.why) for one in coded.not_coded}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n\t", "empty"),
        ("Büyükannenin kalçasında şiddetli ağrı var, yürüyemiyor", "language_not_supported"),
        ("12345 ...", "language_not_supported"),
        ("Koffie gedronken en wat bijgepraat.", "nothing_found"),
    ],
)
def test_a_note_that_cannot_be_coded_says_why(coder: Coder, text: str, reason: str) -> None:
    coded = code_note(Note(text), coder)
    assert (coded.note, coded.problems) == (reason, ())


def test_a_stated_language_is_believed(coder: Coder) -> None:
    assert code_note(Note("12345 ...", lang="nl"), coder).lang == "nl"


def test_a_note_may_ask_for_fewer_problems_and_a_lower_threshold(coder: Coder) -> None:
    all_of_them = code_note(Note(DUTCH, threshold=0.0, max_problems=99), coder).problems
    few = code_note(Note(DUTCH, threshold=0.0, max_problems=1), coder).problems
    assert few == all_of_them[:1]
    assert len(all_of_them) > len(code_note(Note(DUTCH), coder).problems)


def test_the_words_of_an_organisation_are_an_overlay(coder: Coder) -> None:
    note = Note("De zweefvlieg is weer op bezoek.", lang="nl", threshold=0.0, max_problems=99)
    own = Lexicon("nl", known=coder.lexicons["nl"].known)
    add_phrases(own, {"zweefvlieg": [Sense("omaha:sign/2401", 1.0, "org:1")]})
    with_own = dataclasses.replace(coder, overlays={"nl": own})
    assert not any(e.mapping == "org:1" for e in evidence(code_note(note, coder)))
    assert any(e.mapping == "org:1" for e in evidence(code_note(note, with_own)))


def test_reading_a_note_leaves_the_lexicon_as_it_was(coder: Coder) -> None:
    lexicon = coder.lexicons["nl"]
    before = (len(lexicon.known), len(lexicon.parts), len(lexicon.mended))
    read_note(read_words("onbekendwoord xqzt zweefvlieg"), lexicon)
    assert (len(lexicon.known), len(lexicon.parts), len(lexicon.mended)) == before


def test_an_answer_can_be_written_as_json(coder: Coder) -> None:
    orjson.dumps(coded_note_to_json(code_note(Note(DUTCH), coder)))


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python `work` executes: what it costs, whatever the machine."""
    count = 0

    def step(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("pijn ", id="one word"),
        pytest.param("xqztwrl ", id="unknown words"),
        pytest.param("(", id="punctuation"),
        pytest.param("\r\n", id="line ends"),
        pytest.param("a-", id="hyphens"),
        pytest.param("K3 G2 S4 ", id="scores"),
        pytest.param("Erge pijn, stuit rood. Zalf gesmeerd. ", id="short sentences"),
        pytest.param("partner heeft griep, ", id="other people"),
        pytest.param("bij koorts bellen ", id="conditions"),
        pytest.param("geen pijn, ", id="a list of denials"),
        pytest.param("geen ", id="denials"),
        pytest.param("stuit rood ", id="a phrase without end"),
    ],
)
def test_twice_the_note_costs_about_twice_as_much(coder: Coder, piece: str) -> None:
    def code(length: int) -> Callable[[], object]:
        note = Note((piece * length)[:length], lang="nl")
        return lambda: code_note(note, coder)

    code(100)()
    assert lines_run(code(3_000)) <= 2.4 * lines_run(code(1_500)) + 500


def test_the_longest_note_of_plain_sentences_has_a_bounded_cost(coder: Coder) -> None:
    text = (DUTCH + "\n") * 600
    note = Note(text[:50_000], lang="nl")
    coded = code_note(note, coder)
    assert_sound(coded, note)
    reading = read_note(read_words(note.text), coder.lexicons["nl"])
    count = len(reading.words.folded)
    assert len(reading.mentions) <= 3 * count
    assert len(reading.effects) <= count
    # Of each problem a few words are quoted, however often they stand there.
    assert all(len(row.evidence) <= MOST_EVIDENCE for row in coded.problems)
    assert all(len(row.evidence) <= MOST_EVIDENCE for row in coded.not_coded)
