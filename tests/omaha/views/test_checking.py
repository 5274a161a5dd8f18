"""The care-plan check: each rule finds what it is for, and leaves a good plan alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from omaha import code_note
from omaha.access import Sight
from omaha.errors import DataError, InputError
from omaha.integrity import check_mappings
from omaha.loading import Engine
from omaha.plan_rules import COLUMNS, read_rules
from omaha.views.checking import CheckedPlan, check_plan
from omaha.views.rules import NEEDS, team_rules
from tests.omaha.views.invented import named, rated, record

FILE = Path(__file__).parents[3] / "mappings" / "plan-rules.tsv"
GOOD: dict[str, Any] = {
    "problems": [named("24", "2401"), named("25", modifier="potential"),
                 named("13", "1301", client="family")],
    "ratings": [rated("24", "status", 3), rated("25", "status", 3), rated("13", "status", 3)],
    "goals": [rated("24", "status", 4), rated("25", "status", 4), rated("13", "status", 4)],
    "interventions": [{"problem": "24", "category": "02", "target": "63", "text": "Zalf smeren"}],
}  # fmt: skip


def check(engine: Engine, sent: dict[str, Any], **options: Any) -> CheckedPlan:
    rules = team_rules(engine.rules, options.pop("off", {}), options.pop("limits", {}))
    code = partial(code_note, coder=engine.coder)
    plan = record(engine, None, None, **sent)
    return check_plan(plan, rules, engine.vocabulary, code, where="note", **options)


def test_a_good_plan_gets_no_remark(engine: Engine) -> None:
    found = check(engine, GOOD)

    assert found.remarks == ()
    assert set(found.tried) == set(NEEDS)


COPIED = "Wond verzorgen volgens plan"
BROKEN: dict[str, tuple[dict[str, Any], list[str]]] = {
    "action-without-problem": (
        {"interventions": [{"problem": None, "category": "02", "target": "63"},
                           {"problem": "22", "category": "02", "target": "63"}]},
        ["note.interventions.0", "note.interventions.1"],
    ),
    "always-individual-actual": (
        {"problems": [named("24", "2401"), named("25", "2501"), named("13", "1301")]},
        ["note.problems"],
    ),
    "copied-line": (
        {"interventions": [
            {"problem": "24", "category": "02", "target": "63", "text": COPIED},
            {"problem": "24", "category": "02", "target": "63", "text": COPIED},
            {"problem": "25", "category": "02", "target": "63", "text": f" {COPIED.upper()} "},
        ]},
        ["note.interventions.2"],
    ),
    "problem-without-rating": ({"ratings": GOOD["ratings"][1:]}, ["note.problems.0"]),
    "problem-without-sign": (
        {"problems": [named("24"), *GOOD["problems"][1:]]}, ["note.problems.0"],
    ),
    "rating-without-goal": ({"goals": GOOD["goals"][1:]}, ["note.ratings.0"]),
    "rating-without-problem": (
        {"ratings": [*GOOD["ratings"], rated(None, "status", 2)]}, ["note.ratings.3"],
    ),
    "sign-of-another-problem": (
        {"problems": [named("24", "2401", "0101"), *GOOD["problems"][1:]]},
        ["note.problems.0.signs.1"],
    ),
    "text-under-other": (
        {"problems": [{"code": "24", "signs": ["2401", {"code": "2411", "text": "jeuk"}]},
                      *GOOD["problems"][1:]]},
        ["note.problems.0.signs.1"],
    ),
    "too-many-actions": (
        {"interventions": GOOD["interventions"] * 11}, ["note.problems.0"],
    ),
    "too-many-problems": (
        {"problems": [*GOOD["problems"], *(named(f"3{n}", f"3{n}01") for n in range(5))],
         "ratings": [*GOOD["ratings"], *(rated(f"3{n}", "status", 3) for n in range(5))],
         "goals": [*GOOD["goals"], *(rated(f"3{n}", "status", 3) for n in range(5))]},
        ["note.problems"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", NEEDS)
def test_a_rule_finds_what_it_is_for_at_its_place(engine: Engine, rule: str) -> None:
    changed, places = BROKEN[rule]

    found = check(engine, {**GOOD, **changed})

    assert [(remark.rule, remark.place) for remark in found.remarks] == [(rule, p) for p in places]
    assert all("{" not in remark.reason for remark in found.remarks)


@pytest.mark.parametrize("rule", NEEDS)
def test_a_rule_that_is_off_is_not_tried(engine: Engine, rule: str) -> None:
    changed, _ = BROKEN[rule]

    found = check(engine, {**GOOD, **changed}, off={rule: False})

    assert (found.remarks, found.not_tried) == ((), (rule,))


@pytest.mark.parametrize("rule", NEEDS)
def test_a_remark_speaks_both_languages_and_repeats_no_words(engine: Engine, rule: str) -> None:
    changed, _ = BROKEN[rule]
    dutch, english = (check(engine, {**GOOD, **changed}, lang=x).remarks[0] for x in ("nl", "en"))

    assert dutch.reason != english.reason
    assert COPIED.casefold() not in (dutch.reason + english.reason).casefold()


def test_the_teams_own_limits_count(engine: Engine) -> None:
    limits = {"too-many-problems": 2, "too-many-actions": 1}
    sent = {**GOOD, "interventions": GOOD["interventions"] * 2}
    found = check(engine, sent, limits=limits, lang="en")

    assert [remark.reason for remark in found.remarks] == [
        "There are 3 problems; the agreement is 2 at most.",
        "24 Skin has 2 interventions; the agreement is 1 at most.",
    ]


def test_words_under_other_lead_to_the_code_that_is_not_there_yet(engine: Engine) -> None:
    changed, _ = BROKEN["text-under-other"]

    (remark,) = check(engine, {**GOOD, **changed}).remarks

    assert remark.near == ("omaha:sign/2406",)
    assert "2406 jeuk" in remark.reason


def test_a_sign_of_another_problem_names_the_right_one(engine: Engine) -> None:
    changed, _ = BROKEN["sign-of-another-problem"]

    (remark,) = check(engine, {**GOOD, **changed}).remarks

    assert (remark.near, remark.severity) == (("omaha:problem/01",), "error")


def test_what_is_hidden_is_not_taken_for_missing(engine: Engine) -> None:
    changed, _ = BROKEN["problem-without-sign"]

    found = check(engine, {**GOOD, **changed}, sight=Sight.of(["problem", "rating"]))

    assert found.remarks == ()
    assert {"problem-without-sign", "sign-of-another-problem"} <= set(found.not_tried)


def test_places_are_those_of_the_plan_as_sent_and_nothing_hidden_is_told(engine: Engine) -> None:
    sent = {
        "problems": [named("24"), named("06", "0601", "2401"), named("01")],
        "ratings": [rated("24", "status", 3), rated("06", "status", 3)],
        "interventions": [
            {"problem": "24", "category": "02", "target": "63"},
            {"problem": "22", "category": "02", "target": "63"},
            {"problem": None, "category": "03", "target": "37"},
        ],
    }
    found = check(engine, sent, sight=Sight.of(["domain/I", "domain/II"]))

    assert [(remark.rule, remark.place) for remark in found.remarks] == [
        ("problem-without-rating", "note.problems.2"),
        ("problem-without-sign", "note.problems.2"),
        ("action-without-problem", "note.interventions.2"),
        ("rating-without-goal", "note.ratings.1"),
    ]
    assert "24" not in "".join(remark.reason for remark in found.remarks)


@pytest.mark.parametrize(
    ("off", "limits"),
    [({"no-such-rule": False}, {}), ({}, {"no-such-rule": 3}), ({}, {"copied-line": 3})],
)
def test_an_unknown_rule_or_limit_is_refused(
    engine: Engine, off: dict[str, bool], limits: dict[str, int]
) -> None:
    with pytest.raises(InputError, match="use one of"):
        team_rules(engine.rules, off, limits)


def test_the_rules_of_the_release_can_be_read() -> None:
    rules = read_rules(FILE)

    assert [rule.name for rule in rules] == list(NEEDS)
    assert all(dict(rule.texts).keys() == {"nl", "en"} for rule in rules)


def _cell(column: str, value: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[2][COLUMNS.index(column)] = value

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_cell("rule", "bizarre"), "unknown rule"),
        (_cell("severity", "block"), "unknown severity"),
        (_cell("on", "maybe"), "neither yes nor no"),
        (_cell("limit", "0"), "no whole number above 0"),
        (_cell("text_en", "{count"), "braces"),
        (_cell("text_nl", "{secret}"), "unknown {secret}"),
        (_cell("source", ""), "no source"),
        (lambda rows: rows.pop(1), "no row for"),
        (lambda rows: rows.insert(1, rows.pop(2)), "sort by name"),
        (lambda rows: rows[0].pop(), "columns must be"),
    ],
)
def test_a_broken_file_of_rules_is_refused_and_omaha_check_finds_it(
    change: Callable[[list[list[str]]], Any], reason: str, tmp_path: Path
) -> None:
    rows = [line.split("\t") for line in FILE.read_text().splitlines()]
    change(rows)
    path = tmp_path / FILE.name
    path.write_text("".join("\t".join(row) + "\n" for row in rows))
    shutil.copy(FILE.parent / "omaha-gordon.sssom.tsv", tmp_path)

    with pytest.raises(DataError, match=reason):
        read_rules(path)
    assert any(reason in str(finding) for finding in check_mappings(tmp_path))
