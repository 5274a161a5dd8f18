"""Frames: every place is there, what is related stays related, and nothing reads as a score."""

from __future__ import annotations

import pytest

from omaha.errors import UnknownSchemeError
from omaha.loading import Engine
from omaha.records import Record
from omaha.views.frames import FrameView, find_frames, view_in_frame
from omaha.views.lines import frame_lines
from tests.omaha.views.invented import named, record

FRAMES = ("gordon", "icf", "icpc1", "pg", "zorgleefplan", "zrm2013", "zrm2017")


def view(engine: Engine, frame: str, *records: Record, lang: str = "nl") -> FrameView:
    return view_in_frame(frame, records, engine.vocabulary, engine.crosswalks, lang)


@pytest.fixture
def everything(engine: Engine) -> Record:
    """One note that names all 42 problems."""
    codes = [concept.code for concept in engine.vocabulary.of_kind("problem")]
    return record(engine, None, None, problems=[named(code) for code in codes])


def test_the_frames_are_all_schemes_but_other_codes_for_the_same(engine: Engine) -> None:
    assert tuple(find_frames(engine.crosswalks)) == FRAMES
    for name in ("nz", "zrm2020"):
        with pytest.raises(UnknownSchemeError) as refused:
            view(engine, name)
        assert refused.value.allowed == FRAMES


@pytest.mark.parametrize(
    ("frame", "places"),
    [("zrm", 13), ("zrm2013", 11), ("pg", 6), ("gordon", 11), ("zorgleefplan", 4), ("icpc", 17)],
)
def test_a_frame_without_notes_shows_its_places_untouched(
    engine: Engine, frame: str, places: int
) -> None:
    found = view(engine, frame)

    assert len(found.places) == places
    assert not any(place.touched or place.entries for place in found.places)


@pytest.mark.parametrize("frame", FRAMES)
def test_no_problem_is_lost_and_none_is_doubled(
    engine: Engine, everything: Record, frame: str
) -> None:
    found = view(engine, frame, everything)
    placed = [{entry.problem for entry in place.entries} for place in found.places]
    without = {entry.problem for entry in found.no_term}

    assert len(set().union(*placed) | without) == 42
    assert not set().union(*placed) & without
    assert all(len(codes) == len(p.entries) for codes, p in zip(placed, found.places, strict=True))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_relation_is_that_of_the_row(engine: Engine, everything: Record, frame: str) -> None:
    for place in view(engine, frame, everything).places:
        for entry in place.entries:
            rows = engine.crosswalks.translate(f"omaha:problem/{entry.problem}", frame)
            told = {(row.code, row.relation, row.confidence) for row in rows}
            assert {(w.code, w.relation, w.confidence) for w in entry.where} <= told


def test_what_has_no_term_is_told_with_its_reason(engine: Engine) -> None:
    found = view(engine, "icpc", record(engine, None, "poh", problems=[named("09")]))

    (entry,) = found.no_term
    assert (entry.problem, entry.where) == ("09", ())
    assert "no domain" in entry.comment


def test_an_aspect_stands_within_its_dimension(engine: Engine) -> None:
    found = view(engine, "pg", record(engine, None, None, problems=[named("01")]))

    touched = {place.code: place.entries[0] for place in found.places if place.touched}
    assert set(touched) == {"4", "6"}
    assert [(w.code, w.relation) for w in touched["4"].where] == [
        ("4.7", "skos:closeMatch"),
        ("4", "skos:broadMatch"),
    ]
    assert [w.relation for w in touched["6"].where] == ["skos:relatedMatch"]


def test_each_entry_leads_back_to_its_notes_oldest_first(engine: Engine) -> None:
    evidence = [{"start": 0, "end": 10, "text": "stuit rood", "kind": "phrase", "mapping": "lex:1"}]
    new = record(engine, "2026-05-01", "verzorgende", problems=[named("24")])
    old = record(
        engine,
        "2026-03-01",
        "wijkverpleegkundige",
        id="wv-1",
        problems=[named("24", "2401", evidence=evidence)],
    )

    found = view(engine, "zrm", new, old, lang="en")

    ((entry,),) = [place.entries for place in found.places if place.touched]
    assert [(n.source.note, n.source.id, n.source.date) for n in entry.named] == [
        (2, "wv-1", "2026-03-01"),
        (1, None, "2026-05-01"),
    ]
    assert entry.named[0].evidence[0].mapping == "lex:1"
    assert entry.named[0].signs[0].display == "lesion/pressure ulcer"


@pytest.mark.parametrize("frame", FRAMES)
def test_ratings_never_reach_a_frame(engine: Engine, frame: str) -> None:
    rating = {"problem": "24", "scale": "status", "value": 1}
    plain = record(engine, None, "poh", problems=[named("24")])
    rated = record(engine, None, "poh", problems=[named("24")], ratings=[rating], goals=[rating])

    assert view(engine, frame, plain) == view(engine, frame, rated)


def test_words_stand_once_where_the_problem_fits_best(engine: Engine) -> None:
    words = [{"start": 0, "end": 4, "text": "arm", "kind": "exact"}]
    found = view(engine, "pg", record(engine, None, "poh", problems=[named("01", evidence=words)]))

    lines = frame_lines(found)
    assert sum("“arm”" in line for line in lines) == 1
    assert (
        lines.index("4 Kwaliteit van leven")
        < next(n for n, line in enumerate(lines) if "“arm”" in line)
        < lines.index("6 Dagelijks functioneren")
    )


def test_lines_tell_what_each_discipline_said_last(engine: Engine) -> None:
    notes = [
        record(engine, f"2026-0{month}-01", who, problems=[named("24")])
        for month, who in enumerate(("poh", "poh", "verzorgende", "poh"), 1)
    ]

    told = [line for line in frame_lines(view(engine, "zrm", *notes)) if "2026" in line]

    assert [line.strip() for line in told] == [
        "poh, 2026-04-01: aanwezig (en 2 keer eerder)",
        "verzorgende, 2026-03-01: aanwezig",
    ]
