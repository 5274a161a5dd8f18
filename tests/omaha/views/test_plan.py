"""One plan: who named what, where they agree, and what a later note changes."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.loading import Engine
from omaha.records import Record
from omaha.views.plan import Plan, PlanProblem, build_plan
from tests.omaha.views.invented import denied, named, rated, record

NURSE, GP, WMO = "wijkverpleegkundige", "poh", "wmo_consulent"


def plan(engine: Engine, *records: Record) -> Plan:
    return build_plan(records, engine.vocabulary)


def only(engine: Engine, *records: Record) -> PlanProblem:
    (problem,) = plan(engine, *records).problems
    return problem


def note(engine: Engine, date: str, who: str | None, *problems: Any, no: Any = ()) -> Record:
    return record(engine, date, who, problems=list(problems), not_coded=list(no))


def test_two_who_name_the_same_agree(engine: Engine) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("24")),
        note(engine, "2026-03-02", GP, named("24")),
    )

    assert (found.state, found.voices) == ("agree", (NURSE, GP))
    assert found.domain == "Lichamelijk functioneren" or found.domain


def test_one_who_names_it_twice_is_still_alone(engine: Engine) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("24")),
        note(engine, "2026-03-02", NURSE, named("24")),
    )

    assert (found.state, found.voices, len(found.named)) == ("single", (NURSE,), 2)


def test_two_notes_without_a_discipline_are_two_voices(engine: Engine) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", None, named("24")),
        note(engine, "2026-03-02", None, named("24")),
    )

    assert (found.state, found.voices) == ("agree", ("#1", "#2"))


def test_actual_and_denied_is_a_contradiction(engine: Engine) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("22")),
        note(engine, "2026-03-02", GP, no=[denied("22")]),
    )

    assert found.state == "contradict"
    assert [(each.source.discipline, each.why) for each in found.heard] == [(GP, "negated")]


@pytest.mark.parametrize("why", ["past", "other_person", "hypothetical"])
def test_what_was_or_may_be_contradicts_nothing(engine: Engine, why: str) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("22")),
        note(engine, "2026-03-02", GP, no=[denied("22", why)]),
    )

    assert (found.state, found.heard[0].why) == ("single", why)


def test_potential_and_denied_differ_and_do_not_contradict(engine: Engine) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("25", modifier="potential")),
        note(engine, "2026-03-02", GP, no=[denied("25")]),
    )

    assert found.state == "differ"


@pytest.mark.parametrize("way", [{"modifier": "potential"}, {"client": "family"}])
def test_naming_it_in_another_way_differs(engine: Engine, way: dict[str, str]) -> None:
    found = only(
        engine,
        note(engine, "2026-03-01", NURSE, named("13")),
        note(engine, "2026-03-02", WMO, named("13", **way)),
    )

    assert found.state == "differ"


def test_the_latest_note_of_a_discipline_counts(engine: Engine) -> None:
    march = note(engine, "2026-03-01", NURSE, no=[denied("22")])
    may = note(engine, "2026-05-01", NURSE, named("22"))

    assert only(engine, may, march).state == "single"  # sent in another order than written
    gone = [note(engine, "2026-03-01", NURSE, named("22")),
            note(engine, "2026-05-01", NURSE, no=[denied("22")])]  # fmt: skip
    assert only(engine, *gone).state == "no_longer"
    assert only(engine, *gone, note(engine, "2026-05-02", GP, named("22"))).state == "contradict"


def test_without_all_dates_the_order_sent_counts(engine: Engine) -> None:
    denial = record(engine, None, NURSE, not_coded=[denied("22")])
    seen = record(engine, "2026-01-01", NURSE, problems=[named("22")])

    assert only(engine, denial, seen).state == "single"
    assert only(engine, seen, denial).state == "no_longer"


def test_named_and_denied_in_one_note_is_named(engine: Engine) -> None:
    found = only(engine, note(engine, "2026-03-01", NURSE, named("22"), no=[denied("22")]))

    assert found.state == "single"


def test_what_is_to_be_talked_about_comes_first(engine: Engine) -> None:
    found = plan(
        engine,
        note(engine, "2026-03-01", NURSE, named("01"), named("24"), named("22"), named("25")),
        note(engine, "2026-03-02", GP, named("24"), named("25", modifier="potential"),
             no=[denied("22")]),
    )  # fmt: skip

    assert [(problem.code, problem.state) for problem in found.problems] == [
        ("22", "contradict"),
        ("25", "differ"),
        ("24", "agree"),
        ("01", "single"),
    ]


def test_what_was_only_spoken_of_is_no_problem(engine: Engine) -> None:
    found = plan(engine, note(engine, "2026-03-01", GP, no=[denied("22"), denied("11", "past")]))

    assert found.problems == ()
    assert [(each.code, each.heard[0].why) for each in found.not_named] == [
        ("11", "past"),
        ("22", "negated"),
    ]


def test_actions_and_ratings_stand_with_their_problem_and_who_wrote_them(engine: Engine) -> None:
    action = {"problem": "24", "category": "02", "target": "63"}
    loose = {"problem": None, "category": "03", "target": "37"}
    other = {"problem": "01", "category": "03", "target": "37"}
    first = record(engine, "2026-03-01", NURSE, problems=[named("24")],
                   interventions=[action, loose], ratings=[rated("24", "status", 2)])  # fmt: skip
    second = record(engine, "2026-03-02", GP, interventions=[action, other])

    found = plan(engine, first, second)

    (problem,) = found.problems
    (shared,) = problem.actions
    assert [source.discipline for source in shared.sources] == [NURSE, GP]
    assert [(r.scale_display, r.value, r.source.note) for r in problem.ratings] == [
        ("Status", 2, 1)
    ]
    assert [len(each.sources) for each in found.actions] == [1, 1]
