"""Pages for printing: whole, safe, readable without a picture, and in the language asked for."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from omaha.loading import Engine
from omaha.records import Dossier, Record
from omaha.views.frames import view_in_frame
from omaha.views.pages import frame_page, plan_page, ratings_page
from omaha.views.plan import build_plan
from omaha.views.ratings import rating_series
from omaha.views.wording import RELATIONS, STATES, TERMS, WORDS
from tests.omaha.views.invented import denied, named, rated, record

EVIL = "<script>alert('x')</script>"
VOID = {"meta"}


class Page(HTMLParser):
    """Whether every tag is closed, and what the page asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.asked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [name for name, _ in attrs if name in ("src", "href", "onclick")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def records(engine: Engine) -> list[Record]:
    words = [{"start": 0, "end": 27, "text": EVIL, "kind": "phrase"}]
    return [
        record(
            engine,
            "2026-03-01",
            EVIL,
            id=EVIL,
            problems=[named("24", "2401", evidence=words, band="ask"), named("09")],
            not_coded=[denied("22")],
            ratings=[rated("24", "status", 2)],
            goals=[rated("24", "status", 4)],
            interventions=[{"problem": None, "category": "02", "target": "63"}],
        ),
        record(engine, None, "poh", problems=[named("22")]),
    ]


def pages(engine: Engine, dossier: Dossier, lang: str) -> list[str]:
    vocabulary, records = engine.vocabulary, dossier.records
    view = view_in_frame("icpc", records, vocabulary, engine.crosswalks, lang)
    series = rating_series(records, vocabulary, lang)
    return [
        frame_page(view, dossier),
        plan_page(build_plan(records, vocabulary, lang), dossier),
        ratings_page(series, "<svg></svg>", lang, dossier),
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_is_whole_asks_nothing_and_runs_nothing(
    engine: Engine, records: list[Record], lang: str
) -> None:
    for page in pages(engine, Dossier(tuple(records)), lang):
        read = Page(page)
        assert read.open == []
        assert read.asked == []
        assert "script" not in read.tags
        assert f'<html lang="{lang}">' in page
        assert WORDS[lang]["advice"] in page
        assert WORDS[lang]["left_out"] not in page


def test_a_page_of_what_was_left_out_says_so_and_names_the_contact(
    engine: Engine, records: list[Record]
) -> None:
    dossier = Dossier((records[0], Record(records[1].coded)), frozenset({2}), True)
    for page in pages(engine, dossier, "nl"):
        assert WORDS["nl"]["left_out"] in page
        assert WORDS["nl"]["not_seen"] in page


def test_a_frame_says_that_it_is_no_score_and_shows_no_rating(
    engine: Engine, records: list[Record]
) -> None:
    for frame in ("zrm", "pg"):
        view = view_in_frame(frame, records, engine.vocabulary, engine.crosswalks, "nl")
        page = frame_page(view, Dossier(tuple(records)))
        assert WORDS["nl"]["no_level"] in page
        assert "Voorspelde koppelingen" in page
        assert not re.search(r"Status|Kennis|Gedrag|<svg|<canvas|%", page.split("</style>")[1])


def test_six_tiles_of_positieve_gezondheid_stand_there_touched_or_not(
    engine: Engine, records: list[Record]
) -> None:
    view = view_in_frame("pg", records, engine.vocabulary, engine.crosswalks, "nl")
    page = frame_page(view, Dossier(tuple(records)))

    assert page.count('class="tile"') == 6
    assert page.count(f"<p>{WORDS['nl']['untouched']}</p>") == sum(
        not place.touched for place in view.places
    )


def test_beside_the_chart_stands_a_table_with_its_figures(
    engine: Engine, records: list[Record]
) -> None:
    page = pages(engine, Dossier(tuple(records)), "nl")[2]

    assert "<caption>Kennis, Gedrag en Status in de tijd</caption>" in page
    row = '<tr><th scope="row">24 Huid</th><td>Status</td><td>2</td><td>2</td><td>4</td>'
    assert row in page


def test_nothing_named_and_nothing_rated_is_said(engine: Engine) -> None:
    nothing = Dossier((record(engine, None, "poh"),))
    frame, plan, ratings = pages(engine, nothing, "en")

    assert "Not touched" in frame
    assert WORDS["en"]["nothing"] in plan
    assert WORDS["en"]["no_ratings"] in ratings
    assert "<svg" not in ratings


@pytest.mark.parametrize("table", [WORDS, TERMS, STATES, RELATIONS])
def test_both_languages_say_the_same_things(table: dict[str, dict[str, str]]) -> None:
    assert table["nl"].keys() == table["en"].keys()
