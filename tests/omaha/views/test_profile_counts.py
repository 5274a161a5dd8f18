"""Coded notes counted: each client once in a group, nothing kept of who that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omaha.errors import InputError
from omaha.loading import Engine
from omaha.views.profile_counts import Tally, counts_from_rows, domains_of, period_of

DOMAINS = {"01": "I", "22": "III", "24": "III"}


def note(*codes: str, **more: object) -> dict[str, Any]:
    return {"problems": [{"code": code} for code in codes], "wijk": "Noord", **more}


def tallied(*notes: Mapping[str, Any], by: tuple[str, ...] = ("wijk",), **more: Any) -> Any:
    tally = Tally(by, DOMAINS, **more)
    for each in notes:
        tally.add(each, {})
    return tally.counts()


def test_a_client_counts_once_in_a_group_with_all_that_was_named() -> None:
    counts = tallied(
        note("24", client="a"),
        note("24", "22", client="a"),
        note("01", client="b"),
        note(client="c"),
    )
    (group,) = counts.groups.values()

    assert (counts.unit, group.units) == ("clients", 3)
    assert group.codes == {"01": 1, "22": 1, "24": 1, "I": 1, "III": 1}


def test_without_clients_notes_are_counted_and_a_domain_once_a_note() -> None:
    counts = tallied(note("24", "22"), note("24"), note("24"))
    (group,) = counts.groups.values()

    assert (counts.unit, group.units) == ("notes", 3)
    assert group.codes == {"01": 0, "22": 1, "24": 3, "I": 0, "III": 3}


def test_what_a_note_does_not_say_comes_from_beside_it_and_else_is_unknown() -> None:
    tally = Tally(("wijk", "period"), DOMAINS, length="quarter")
    tally.add({"problems": []}, {"wijk": " Oost ", "date": "2025-05-02"})
    tally.add(note(date="31-12-2024"), {"wijk": "Oost"})
    tally.add({"problems": []}, {})

    assert set(tally.counts().groups) == {
        ("Oost", "2025-K2"), ("Noord", "2024-K4"), ("onbekend", "onbekend"),
    }  # fmt: skip


def test_only_some_bands_count_where_asked_and_suggestions_are_known_as_such() -> None:
    notes = {"problems": [{"code": "24", "band": "accept"}, {"code": "22", "band": "ask"}]}
    counts = tallied(notes, bands=["accept"])

    assert counts.suggested
    assert counts.groups["onbekend",].codes["22"] == 0
    assert tallied(notes).groups["onbekend",].codes["22"] == 1
    assert not tallied(note("24")).suggested


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (note("99"), "no problem"),
        ({"problems": None}, "no list"),
        (note("24", client="111222333"), "BSN"),
        (note("24", wijk="111222333"), "BSN"),
        (note("24", wijk="x" * 101), "printable"),
    ],
)
def test_what_cannot_be_counted_is_refused_and_not_counted(wrong: Any, said: str) -> None:
    tally = Tally(("wijk",), DOMAINS)
    with pytest.raises(InputError, match=said):
        tally.add(wrong, {})
    assert dict(tally.counts().groups) == {}


def test_clients_stand_with_all_notes_or_with_none() -> None:
    with pytest.raises(InputError, match="with some notes"):
        tallied(note("24", client="a"), note("24"))


def test_nothing_of_a_client_is_left_to_read() -> None:
    tally = Tally(("wijk",), DOMAINS)
    tally.add(note("24", client="Jansen-1950"), {})
    assert "Jansen" not in repr(vars(tally))


@pytest.mark.parametrize("by", [(), ("a", "b", "c", "d"), ("a", "a"), ("client",), ("id",), ("",)])
def test_single_clients_and_notes_are_nothing_to_count_by(by: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="by"):
        Tally(by, DOMAINS)


@pytest.mark.parametrize("date", ["", "gisteren", "2025", "2025-13-01", "1-13-2025", "20250101"])
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(InputError, match="date"):
        period_of(date, "year")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sets(st.sampled_from(sorted(DOMAINS))))))
def test_counts_are_those_of_sets(notes: list[tuple[str, set[str]]]) -> None:
    counts = tallied(*(note(*codes, client=client) for client, codes in notes))
    told: dict[str, set[str]] = {}
    for client, codes in notes:
        told.setdefault(client, set()).update(codes)
    for group in counts.groups.values():
        assert group.units == len(told)
        for code in DOMAINS:
            assert group.codes[code] == sum(code in codes for codes in told.values())
        assert group.codes["III"] == sum(bool(codes & {"22", "24"}) for codes in told.values())


ROWS: list[dict[str, object]]
ROWS = [{"wijk": "Noord", "code": "", "count": "40"}, {"wijk": "Noord", "code": "24", "count": 12}]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"wijk": "Zuid", "code": "24", "count": 3}, "no row without code"),
        ({"wijk": "Noord", "code": "22", "count": 41}, "more than the group"),
        ({"wijk": "Noord", "code": "24", "count": 1}, "twice"),
        ({"wijk": "Noord", "code": "", "count": 1}, "twice"),
        ({"wijk": "Noord", "code": "99", "count": 1}, "no problem or domain"),
        ({"wijk": "Noord", "code": "22", "count": -1}, "whole number"),
        ({"wijk": "Noord", "code": "22", "count": 1.5}, "whole number"),
        ({"wijk": "Noord", "code": "III", "count": 3}, "does not fit"),
    ],
)
def test_counts_that_do_not_add_up_are_refused(more: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        counts_from_rows(["wijk"], "clients", [*ROWS, more], DOMAINS)
    assert counts_from_rows(["wijk"], "clients", ROWS, DOMAINS).groups["Noord",].codes == {"24": 12}


def test_every_problem_has_its_domain(engine: Engine) -> None:
    domains = domains_of(engine.vocabulary)
    assert len(domains) == 42
    assert list(dict.fromkeys(domains.values())) == ["I", "II", "III", "IV"]
