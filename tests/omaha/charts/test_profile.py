"""The pictures of a neighbourhood: SVG with a name, with all it was given, ids apart."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from omaha.charts.profile import bars_chart, lines_chart
from omaha.views.profile import Area, Row

NOORD = Area(("Noord",), 100, {"I": Row("I", 30, 0.3, 0.2, 0.4), "II": Row("II", None)})
ZUID = Area(("Zuid",), 80, {"I": Row("I", 20, 0.25, 0.16, 0.35), "II": Row("II", 8, 0.1, 0, 0.2)})
AREAS = [("Noord", NOORD), ("Zuid", ZUID)]


def bars() -> str:
    return bars_chart(AREAS, [("I", "Omgeving"), ("II", "Psycho & sociaal")], "Per domein")


def lines() -> str:
    rows: dict[str, list[Row | None]] = {
        "Noord": [NOORD.rows["I"], None],
        "Zuid": [ZUID.rows["I"], ZUID.rows["I"]],
    }
    return lines_chart([("Omgeving", rows)], ("2024", "2025"), "Per periode")


def test_a_picture_is_svg_that_screen_readers_can_name() -> None:
    for drawn, title in ((bars(), "Per domein"), (lines(), "Per periode")):
        root = ElementTree.fromstring(drawn)
        assert root.tag.endswith("svg")
        assert (root.get("role"), root.get("aria-label")) == ("img", title)


def test_a_picture_is_the_same_every_time() -> None:
    assert bars() == bars()
    assert lines() == lines()


def test_a_picture_holds_the_names_it_was_given() -> None:
    assert {"Noord", "Zuid", "Omgeving"} <= set(re.findall(r">\s*([^<>]+?)\s*<", bars()))
    assert {"Omgeving", "2024", "2025"} <= set(re.findall(r">\s*([^<>]+?)\s*<", lines()))


def test_two_pictures_on_a_page_share_no_id_and_every_reference_is_there() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', drawn)) for drawn in (bars(), lines())]
    assert not ids[0] & ids[1]
    for own, drawn in zip(ids, (bars(), lines()), strict=True):
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', drawn)) <= {
            *((i, "") for i in own), *(("", i) for i in own),
        }  # fmt: skip
