"""The picture of ratings: the same bytes each time, with what it shows written in it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from omaha.charts.ratings import MOST_PROBLEMS, ratings_chart
from omaha.loading import Engine
from omaha.views.ratings import Series, rating_series
from tests.omaha.views.invented import rated, record

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def series(engine: Engine) -> list[Series]:
    return rating_series(
        [
            record(engine, "2026-01-10", "poh", ratings=[rated("24", "status", 2)],
                   goals=[rated("24", "status", 4)]),
            record(engine, "2026-03-01", "poh", ratings=[rated("24", "status", 3)]),
        ],
        engine.vocabulary,
        "nl",
    )  # fmt: skip


def texts(svg: bytes) -> list[str]:
    return [str(each.text) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_svg_writes_out_what_it_shows(series: list[Series]) -> None:
    svg = ratings_chart(series, "nl", "svg")
    written = texts(svg)

    for text in (
        "24 Huid",
        "Status",
        "Eerste",
        "Laatste",
        "Streefscore",
        "2026-01-10",
        "2026-03-01",
    ):
        assert text in written
    assert written.count("2") == 2  # on the axis and at the first point
    root = ElementTree.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == (
        "img", "Kennis, Gedrag en Status in de tijd",
    )  # fmt: skip


def test_the_same_ratings_give_the_same_bytes(series: list[Series]) -> None:
    for form in ("svg", "png"):
        assert ratings_chart(series, "en", form) == ratings_chart(series, "en", form)
    assert ratings_chart(series, "nl", "png").startswith(b"\x89PNG\r\n\x1a\n")


def test_notes_without_a_date_are_shown_by_number(engine: Engine) -> None:
    notes = [record(engine, None, None, ratings=[rated("24", "status", n)]) for n in (1, 4)]
    written = texts(ratings_chart(rating_series(notes, engine.vocabulary, "en"), "en", "svg"))

    assert {"#1", "#2"} <= set(written)


def test_nothing_and_far_too_much_both_draw(engine: Engine) -> None:
    assert ratings_chart([], "nl", "svg").startswith(b"<svg")
    codes = [concept.code for concept in engine.vocabulary.of_kind("problem")]
    many = record(engine, None, None, ratings=[rated(code, "status", 3) for code in codes])
    written = texts(ratings_chart(rating_series([many], engine.vocabulary, "nl"), "nl", "svg"))
    assert sum(text[:2] in codes for text in written if " " in text) == MOST_PROBLEMS
