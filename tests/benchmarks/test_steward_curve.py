"""The corrections of a steward are derived from what was missed and what was wrong."""

from __future__ import annotations

from typing import Any

from benchmarks.steward_curve import accepted_words, corrections
from omaha.mappings import Mapping

ROW = Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", True, "nl")


def gold(code: str, *evidence: str, signs: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"problems": [{"code": code, "signs": list(signs), "evidence": list(evidence)}]}


def said(*codes: str) -> dict[str, Any]:
    evidence = [{"mapping": ROW.id}, {"text": "of the model"}]
    return {"lang": "nl", "problems": [{"code": code, "evidence": evidence} for code in codes]}


def test_only_short_phrases_of_missed_problems_become_words() -> None:
    phrases = ("Zwiept rond.", "een twee drie vier vijf zes", "op 3 hoog")

    (row,) = accepted_words(gold("12", *phrases, signs=("1203",)), said())
    assert (row.subject, row.object, row.negative) == ("zwiept rond", "omaha:sign/1203", False)
    (row,) = accepted_words(gold("12", *phrases, signs=("1203", "1204")), said("24"))
    assert row.object == "omaha:problem/12"
    assert not list(accepted_words(gold("12", *phrases), said("12")))


def test_rows_that_misled_are_denied_and_the_right_ones_spared() -> None:
    rows = {ROW.id: ROW}
    once = corrections([(gold("12"), said("24"))], rows)
    twice = corrections([(gold("12"), said("24"))] * 2, rows)
    mixed = corrections([*[(gold("12"), said("24"))] * 2, (gold("24"), said("24"))], rows)

    (denied,) = once["denied"]
    assert (denied.subject, denied.object, denied.negative) == (ROW.subject, ROW.object, True)
    assert once["denied-twice"] == mixed["denied-twice"] == []
    assert twice["denied-twice"] == twice["denied"] == [denied]
