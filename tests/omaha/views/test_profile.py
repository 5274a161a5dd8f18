"""A neighbourhood in numbers and on its page, from counts worked by hand."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from omaha.errors import InputError
from omaha.intervals import byar, difference, wilson
from omaha.views.profile import Profile, build_profile, profile_to_json, profile_to_rows
from omaha.views.profile_counts import Counts, Group
from omaha.views.profile_page import choose, panels, percent, profile_page

DOMAINS = {"01": "I", "24": "III"}
DISPLAYS = {"01": "Inkomen", "24": "Huid <b>", "I": "Omgeving", "III": "Lichamelijk"}


def counts(unit: str = "clients", **changed: Any) -> Counts:
    def group(units: int, income: int, skin: int) -> Group:
        return Group(units, {"01": income, "24": skin, "I": income, "III": skin})

    groups: dict[tuple[str, ...], Group] = {
        ("Noord", "2024"): group(200, 30, 60), ("Zuid", "2024"): group(150, 30, 30),
        ("Oost", "2024"): group(100, 20, 20),
        ("Noord", "2025"): group(200, 30, 110), ("Zuid", "2025"): group(150, 32, 31),
        ("Oost", "2025"): group(100, 25, 4),
    }  # fmt: skip
    return Counts(("wijk", "period"), unit, groups, **changed)


@pytest.fixture
def profile() -> Profile:
    return build_profile(counts(), DOMAINS)


def test_shares_intervals_and_the_whole(profile: Profile) -> None:
    first, last = profile.slices
    assert first.total is not None
    assert [part.values for part in profile.slices] == [{"period": "2024"}, {"period": "2025"}]
    assert (first.total.units, first.total.rows["24"].count) == (450, 110)
    noord = {area.name: area for area in last.areas}["Noord"].rows["24"]
    assert (noord.count, noord.share) == (110, 0.55)
    assert (noord.low, noord.high) == wilson(110, 200)
    assert noord.compared == "higher"


def test_small_counts_and_what_would_give_them_away_are_hidden(profile: Profile) -> None:
    rows = {area.name: area.rows["24"] for area in profile.slices[1].areas}
    assert rows["Oost"].count is None
    assert rows["Oost"].share is None
    assert sum(row.count is None for row in rows.values()) >= 2
    assert "4" not in {str(row["count"]) for row in profile_to_rows(profile, DISPLAYS)}


def test_change_is_since_the_period_before_in_the_same_area(profile: Profile) -> None:
    change = {area.name: area for area in profile.slices[1].areas}["Noord"].rows["24"].change
    assert change is not None
    assert (change.since, change.clear) == ("2024", True)
    assert change.by == pytest.approx(0.25)
    assert (change.low, change.high) == difference(110, 200, 60, 200)
    assert all(row.change is None for area in profile.slices[0].areas for row in area.rows.values())


def test_rates_per_thousand_residents_where_clients_are_counted() -> None:
    residents = {"Noord": 4000, "Zuid": 3000}
    first = build_profile(counts(), DOMAINS, residents=residents).slices[0]
    noord, oost = (next(a for a in first.areas if a.name == n) for n in ("Noord", "Oost"))

    assert first.total is not None
    assert noord.rows["24"].per_1000 == 15.0
    assert (noord.rows["24"].per_1000_low, noord.rows["24"].per_1000_high) == byar(60, 4.0)
    # Of Oost, and so of the whole, nobody knows how many live there.
    assert oost.rows["24"].per_1000 is None
    assert first.total.rows["24"].per_1000 is None
    notes = build_profile(counts("notes"), DOMAINS, residents=residents).slices[0]
    assert all(row.per_1000 is None for area in notes.areas for row in area.rows.values())


def test_a_stratum_without_enough_units_shows_nothing() -> None:
    few = Counts(("wijk",), "clients", {("Noord",): Group(6, {"24": 6})})
    (only,) = build_profile(few, DOMAINS).slices
    assert (only.areas, only.total) == ((), None)


def test_the_threshold_has_a_floor() -> None:
    with pytest.raises(InputError, match="at least 5"):
        build_profile(counts(), DOMAINS, threshold=1)


def test_disciplines_are_strata_of_their_own_and_never_summed() -> None:
    by = ("wijk", "period", "discipline")
    groups: dict[tuple[str, ...], Group] = {
        (area, "2025", name): Group(100, {"24": count})
        for name, count in (("poh", 30), ("wmo", 60)) for area in ("Noord", "Zuid")
    }  # fmt: skip
    built = build_profile(Counts(by, "clients", groups), {})
    totals = [part.total.rows["24"].count for part in built.slices if part.total]
    assert totals == [60, 120]
    with pytest.raises(InputError, match="choose one: discipline=poh, discipline=wmo"):
        choose(built, DISPLAYS)
    assert choose(built, DISPLAYS, where={"discipline": "wmo"}).columns[-1][1].units == 200


def test_json_and_rows_say_the_same(profile: Profile) -> None:
    told = profile_to_json(profile, DISPLAYS)
    rows = list(profile_to_rows(profile, DISPLAYS))
    flat = [
        row["count"] for part in told["slices"] for area in [*part["areas"], part["total"]]
        for row in area["rows"]
    ]  # fmt: skip
    assert [row["count"] for row in rows] == flat
    assert {(row["wijk"], row["part"]) for row in rows} == {
        ("Noord", "area"), ("Zuid", "area"), ("Oost", "area"), ("", "total"),
    }  # fmt: skip


class _Balanced(HTMLParser):
    """Every element that is opened is closed, and nothing comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [v or "" for name, v in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(profile: Profile, **chosen: Any) -> str:
    choice = choose(profile, DISPLAYS, **chosen)
    assert panels(profile, choice)
    return profile_page(
        profile, choice, title="Noord & Zuid", bars="<svg></svg>", lines="<svg></svg>",
        labels_note="Nederlandse termen: onofficieel.",
    )  # fmt: skip


def test_the_page_stands_on_its_own_and_says_what_it_may_not_be_used_for(profile: Profile) -> None:
    html = page(build_profile(counts(suggested=True), DOMAINS), areas=("Noord", "Zuid"))
    parser = _Balanced()
    parser.feed(html)

    assert (parser.open, parser.links) == ([], [])
    for said in ("Noord &amp; Zuid", "Huid &lt;b&gt;", "Aantal cliënten: Noord 200, Zuid 150",
                 "Voorstellen.", "Privacy.", "@page", 'lang="nl"', "onofficieel"):  # fmt: skip
        assert said in html, said
    assert "Voorstellen." not in page(profile)


def test_the_page_of_notes_warns_that_notes_are_no_people() -> None:
    assert "Notities, geen mensen." in page(build_profile(counts("notes"), DOMAINS))


def test_the_page_shows_a_dash_where_a_count_is_hidden(profile: Profile) -> None:
    html = page(profile, areas=("Oost",))
    row = re.search(r"<tr><th scope=\"row\">Huid.*?</tr>", html)
    assert row is not None
    assert "te klein om te tonen" in row[0]


def test_what_became_more_and_what_stands_out_is_said(profile: Profile) -> None:
    html = page(profile, areas=("Noord",))
    assert "Noord: huid &lt;b&gt; meer (25 procentpunt sinds 2024)" in html
    assert "Vaker dan in het hele gebied: Noord: huid" in html


def test_an_unknown_area_is_named_with_those_there_are(profile: Profile) -> None:
    with pytest.raises(InputError, match="no figures of 'West'; there are Noord, Oost, Zuid"):
        choose(profile, DISPLAYS, areas=("West",))
    with pytest.raises(InputError, match="not counted by"):
        choose(profile, DISPLAYS, where={"discipline": "poh"})


def test_shares_are_written_in_dutch() -> None:
    assert [percent(share) for share in (0, 0.004, 0.5, 1)] == ["0 %", "0,4 %", "50 %", "100 %"]
