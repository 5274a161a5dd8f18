"""Judgements: blind, double, never lost, and what they make of a mapping."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from omaha.curation import Steward
from omaha.errors import InputError, UnknownCodeError
from omaha.identifiers import BsnRefusedError
from omaha.mappings import Mapping
from omaha.store import CurationStore, Filter, Verdict, open_store
from omaha.store.verifying import verify_store

Opened = Callable[[], Engine]
ANNA, BO, CEM = (
    Steward("anna", "Noord", "wijkverpleegkundige"),
    Steward("bo", "Noord", "maatschappelijk_werker"),
    Steward("cem", "Zuid", "poh"),
)
SHARED = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl",
                 source="list", date="2026-01-02")  # fmt: skip
OWN = replace(SHARED, organisation="Noord")


@pytest.fixture
def curation(opened: Opened) -> CurationStore:
    return CurationStore(opened())


def proposed(curation: CurationStore, *mappings: Mapping, by: Steward = ANNA) -> str:
    return curation.propose(mappings, by)[0].mapping.id


def give(curation: CurationStore, id: str, by: Steward, verdict: str, **more: str) -> str:
    return curation.judge(Verdict(id, verdict, **more), by).status


def test_a_mapping_is_kept_as_it_was_proposed_first(curation: CurationStore) -> None:
    row = replace(SHARED, confidence=0.7, source="list", date="2026-01-02", comment="ours")
    id = proposed(curation, row)

    curation.propose([replace(row, comment="theirs", source="other")], BO)

    assert curation.find(id, BO).mapping == row
    assert curation.find(id, BO).status == "predicted"


def test_in_an_organisation_one_judgement_is_enough_and_the_last_one_counts(
    curation: CurationStore,
) -> None:
    id = proposed(curation, OWN)

    assert give(curation, id, ANNA, "accept") == "accepted"
    assert give(curation, id, BO, "reject") == "rejected"
    assert give(curation, id, ANNA, "unsure") == "agreed"
    assert curation.undo(ANNA).status == "rejected"


def test_another_organisation_sees_and_judges_nothing_of_it(curation: CurationStore) -> None:
    id = proposed(curation, OWN)

    for call in (curation.find, curation.judgements_of):
        with pytest.raises(UnknownCodeError):
            call(id, CEM)
    with pytest.raises(UnknownCodeError):
        give(curation, id, CEM, "accept")
    with pytest.raises(InputError, match="organisation"):
        curation.propose([OWN], CEM)
    assert curation.page(Filter(), CEM).entries == ()
    assert curation.queue(CEM) == []


def test_two_equal_blind_judgements_decide(curation: CurationStore) -> None:
    id = proposed(curation, SHARED)

    assert give(curation, id, ANNA, "accept") == "in_review"
    assert give(curation, id, BO, "accept") == "accepted"


def test_a_third_person_settles_a_conflict_and_the_first_two_do_not(
    curation: CurationStore,
) -> None:
    id = proposed(curation, SHARED)
    give(curation, id, ANNA, "accept")

    assert give(curation, id, BO, "reject", reason="also a person") == "conflict"
    for one in (ANNA, BO):
        with pytest.raises(InputError, match="a third person settles"):
            give(curation, id, one, "accept")
        with pytest.raises(InputError, match="it stands"):
            curation.undo(one)
    assert [(entry.mapping.id, may) for entry, may in curation.conflicts(CEM)] == [(id, True)]
    assert [may for _, may in curation.conflicts(ANNA)] == [False]
    assert give(curation, id, CEM, "reject") == "rejected"
    assert curation.judgements_of(id, CEM)[-1].settles
    assert curation.undo(CEM).status == "conflict"


def test_nobody_sees_anothers_verdict_before_giving_an_own_one(curation: CurationStore) -> None:
    id = proposed(curation, SHARED)
    give(curation, id, ANNA, "accept", reason="we say so")

    assert curation.judgements_of(id, BO) == []
    assert curation.find(id, BO).decided is None
    assert [j.verdict for j in curation.judgements_of(id, ANNA)] == ["accept"]
    give(curation, id, BO, "reject")
    assert [j.verdict for j in curation.judgements_of(id, BO)] == ["accept", "reject"]
    assert curation.judgements_of(id, CEM) == []
    give(curation, id, CEM, "reject")
    assert len(curation.judgements_of(id, CEM)) == 3


def test_an_undone_judgement_hides_the_others_again(curation: CurationStore) -> None:
    id = proposed(curation, SHARED)
    give(curation, id, ANNA, "accept")
    curation.undo(ANNA)

    give(curation, id, BO, "reject")

    assert {j.steward for j in curation.judgements_of(id, ANNA)} == {ANNA}
    assert curation.find(id, ANNA).status == "in_review"


def test_another_relation_becomes_a_mapping_that_replaces_the_first(
    curation: CurationStore,
) -> None:
    id = proposed(curation, SHARED)
    other = {"verdict": "other", "relation": "skos:relatedMatch"}
    give(curation, id, ANNA, **other)
    give(curation, id, BO, **other)

    mended = curation.find(replace(SHARED, predicate="skos:relatedMatch").id, ANNA)

    assert (mended.status, mended.replaces) == ("accepted", id)
    assert curation.find(id, ANNA).status == "withdrawn"
    with pytest.raises(InputError, match="was replaced"):
        give(curation, id, CEM, "accept")


def test_a_changed_mapping_makes_old_judgements_stale(curation: CurationStore) -> None:
    old = proposed(curation, OWN)
    give(curation, old, ANNA, "accept")
    changed = replace(OWN, object="omaha:target/40")
    (new,) = curation.propose([changed], ANNA, replaces=old)
    newest = curation.propose(
        [replace(OWN, object="omaha:target/41")], ANNA, replaces=new.mapping.id
    )[0].mapping.id

    assert new.status == "predicted"
    assert give(curation, new.mapping.id, ANNA, "accept", reason="two uses") == "accepted"
    assert curation.find(old, ANNA).status == "withdrawn"
    assert give(curation, newest, ANNA, "accept", reason="third") == "accepted"
    assert curation.find(new.mapping.id, ANNA).status == "withdrawn"
    assert curation.find(old, ANNA).status == "withdrawn"
    assert curation.undo(ANNA).status == "predicted"
    assert curation.find(new.mapping.id, ANNA).status == "accepted"
    assert curation.find(old, ANNA).status == "withdrawn"


def agreed(curation: CurationStore) -> str:
    id = proposed(curation, SHARED)
    give(curation, id, ANNA, "accept")
    assert give(curation, id, BO, "accept") == "accepted"
    return id


def test_a_mapping_is_only_replaced_by_one_of_its_own_scope(curation: CurationStore) -> None:
    shared, own = agreed(curation), proposed(curation, OWN)

    for replaced, row in ((shared, OWN), (own, SHARED)):
        with pytest.raises(InputError, match="propose in the same scope"):
            curation.propose([replace(row, object="omaha:target/40")], ANNA, replaces=replaced)

    assert curation.page(Filter(object="omaha:target/40"), ANNA).entries == ()


def test_a_stored_row_of_an_organisation_never_withdraws_a_shared_one(opened: Opened) -> None:
    store = opened()
    curation = CurationStore(store)
    shared = agreed(curation)
    own = proposed(curation, replace(OWN, object="omaha:target/40"))
    with store.begin() as connection:
        change = text("UPDATE mappings SET replaces = :shared WHERE id = :own")
        connection.execute(change, {"shared": shared, "own": own})

    assert give(curation, own, ANNA, "accept") == "accepted"

    assert curation.find(shared, ANNA).status == "accepted"


def test_the_same_words_for_two_concepts_need_a_reason(curation: CurationStore) -> None:
    one, two = proposed(curation, OWN), proposed(curation, replace(OWN, object="omaha:target/40"))
    give(curation, one, ANNA, "accept")

    with pytest.raises(InputError, match=one):
        give(curation, two, ANNA, "accept")
    with pytest.raises(InputError, match="reason"):
        curation.judge_each([Verdict(two, "accept")], BO)
    assert give(curation, two, ANNA, "accept", reason="both are meant") == "accepted"


def test_a_shared_mapping_is_judged_for_one_organisation_in_a_copy(
    curation: CurationStore,
) -> None:
    id = proposed(curation, SHARED)

    entry = curation.judge(Verdict(id, "reject"), ANNA, own=True)

    assert (entry.mapping, entry.status) == (OWN, "rejected")
    assert curation.find(id, ANNA).status == "predicted"


def test_all_means_all_or_nothing_is_judged(curation: CurationStore) -> None:
    many = [replace(OWN, subject=f"woord {n}") for n in range(300)]
    curation.propose(many, ANNA)
    wanted = Filter(scope="organisation", words="WOORD")

    with pytest.raises(InputError, match="finds 300, not 100"):
        curation.judge_all(wanted, "accept", ANNA, expected=100)
    assert curation.count(wanted, ANNA) == {"predicted": 300}
    assert curation.judge_all(wanted, "accept", ANNA, expected=300) == 300
    assert curation.count(wanted, ANNA) == {"accepted": 300}
    pages, cursor = 0, None
    found: list[str] = []
    while pages == 0 or cursor:
        page = curation.page(wanted, ANNA, 70, cursor)
        found += [entry.mapping.id for entry in page.entries]
        pages, cursor = pages + 1, page.next
    assert sorted(found) == sorted(each.id for each in many)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Filter(object="omaha:target/"), 2),
        (Filter(object="omaha:sign/2401"), 1),
        (Filter(words="50%"), 1),
        (Filter(lang="en"), 1),
        (Filter(discipline="poh"), 1),
        (Filter(scope="global"), 2),
        (Filter(scope="discipline"), 1),
        (Filter(status="conflict"), 0),
        (Filter(ids=(SHARED.id,)), 1),
    ],
)
def test_a_filter_finds_what_it_says(curation: CurationStore, wanted: Filter, number: int) -> None:
    curation.propose(
        [
            SHARED,
            replace(SHARED, subject="wound 50%", object="omaha:sign/2401", lang="en"),
            replace(SHARED, subject="rol", discipline="poh"),
        ],
        ANNA,
    )
    assert len(curation.page(wanted, ANNA).entries) == number


def test_the_queue_has_the_largest_gain_first_and_every_tenth_place_a_random_one(
    curation: CurationStore,
) -> None:
    many = [replace(SHARED, subject=f"w{n}", confidence=n / 200) for n in range(1, 200)]
    curation.propose(many, ANNA)

    found = [entry.mapping for entry in curation.queue(ANNA, 20)]

    best = [each for place, each in enumerate(found, 1) if place % 10]
    doubt = [round(abs(0.5 - (each.confidence or 0)), 3) for each in best]
    assert doubt == sorted(doubt)
    sampled = [each for place, each in enumerate(found, 1) if not place % 10]
    assert all(int(each.id[-6:], 16) % 10 == 0 for each in sampled)
    assert not any(int(each.id[-6:], 16) % 10 == 0 for each in best)
    assert len(set(found)) == 20


def test_the_queue_never_holds_what_the_steward_has_judged_or_is_decided(
    curation: CurationStore,
) -> None:
    ids = [each.mapping.id for each in curation.propose(
        [replace(SHARED, subject=word) for word in ("een", "twee", "drie")], ANNA)]  # fmt: skip
    give(curation, ids[0], ANNA, "accept")
    give(curation, ids[1], ANNA, "accept")
    give(curation, ids[1], BO, "accept")

    assert {e.mapping.id for e in curation.queue(ANNA)} == {ids[2]}
    assert {e.mapping.id for e in curation.queue(BO)} == {ids[0], ids[2]}


def test_agreement_is_of_blind_judgements_only(curation: CurationStore) -> None:
    for word, verdicts in {"a": "aa", "b": "ar", "c": "rr", "d": "aa"}.items():
        id = proposed(curation, replace(SHARED, subject=f"woord {word}"))
        for by, verdict in zip((ANNA, BO), verdicts, strict=True):
            give(curation, id, by, {"a": "accept", "r": "reject"}[verdict])
        if word == "b":
            give(curation, id, CEM, "accept")
    own = proposed(curation, OWN)
    give(curation, own, ANNA, "accept")
    give(curation, own, BO, "reject")

    figures = curation.statistics()

    (everything,) = figures["all"]
    assert (everything.mappings, everything.pairs, everything.percent) == (4, 4, 0.75)
    assert everything.kappa == pytest.approx(0.5)
    assert [each.group for each in figures["scheme"]] == ["omaha:target"]
    assert [each.group for each in figures["disciplines"]] == [
        "maatschappelijk_werker / wijkverpleegkundige"
    ]
    assert {each.group for each in figures["steward"]} == {"anna (Noord)", "bo (Noord)"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Verdict(OWN.id, "perhaps"), "verdict"),
        (Verdict(OWN.id, "other"), "relation"),
        (Verdict(OWN.id, "accept", "skos:broadMatch"), "relation"),
        (Verdict(OWN.id, "other", "skos:broadMatch"), "relation"),
        (Verdict(OWN.id, "accept", "", "x" * 1001), "reason"),
    ],
)
def test_a_judgement_that_says_nothing_clear_is_refused(
    curation: CurationStore, said: Verdict, field: str
) -> None:
    proposed(curation, OWN)
    with pytest.raises(InputError) as refused:
        curation.judge(said, ANNA)
    assert refused.value.field == field
    assert curation.judgements_of(OWN.id, ANNA) == []


def test_a_bsn_is_refused_in_words_and_reasons(curation: CurationStore) -> None:
    with pytest.raises(BsnRefusedError):
        curation.propose([replace(OWN, subject="client 111222333")], ANNA)
    id = proposed(curation, OWN)
    with pytest.raises(BsnRefusedError):
        give(curation, id, ANNA, "accept", reason="111222333")


def test_many_writers_lose_no_judgement(opened: Opened) -> None:
    store = opened()
    curation = CurationStore(store)
    ids = [e.mapping.id for e in curation.propose(
        [replace(SHARED, subject=f"w{n}") for n in range(10)], ANNA)]  # fmt: skip
    wrong: list[BaseException] = []

    def write(name: str) -> None:
        try:
            mine = CurationStore(opened())
            for id in ids:
                give(mine, id, Steward(name, "Noord"), "accept")
        except BaseException as error:  # noqa: BLE001 - the test tells it
            wrong.append(error)

    writers = [threading.Thread(target=write, args=(f"s{n}",)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert wrong == []
    with store.connect() as connection:
        numbers = connection.scalars(text("SELECT number FROM judgements ORDER BY number")).all()
    assert list(numbers) == list(range(1, 81))
    assert curation.count(Filter(), ANNA) == {"accepted": 10}
    assert verify_store(store) == []


def _write_for_ever(url: str) -> None:
    curation = CurationStore(open_store(url))
    for number in range(1_000_000):
        id = proposed(curation, replace(OWN, subject=f"w{number}"))
        give(curation, id, ANNA, "accept")


def test_a_killed_writer_leaves_a_whole_store(url: str, opened: Opened) -> None:
    store = opened()
    spawn = multiprocessing.get_context("spawn")
    for _ in range(3):
        writer = spawn.Process(target=_write_for_ever, args=(url,))
        writer.start()
        before = time.monotonic()
        start = sum(CurationStore(store).count(Filter(), ANNA).values())
        while sum(CurationStore(store).count(Filter(), ANNA).values()) < start + 4:
            assert time.monotonic() < before + 60
            time.sleep(0.02)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()

        assert verify_store(store) == []
    id = proposed(CurationStore(store), SHARED)
    assert give(CurationStore(store), id, ANNA, "accept") == "in_review"


def test_a_change_behind_the_journals_back_is_seen(opened: Opened) -> None:
    store = opened()
    curation = CurationStore(store)
    id = proposed(curation, OWN)
    give(curation, id, ANNA, "accept")
    assert verify_store(store) == []

    for change in (
        "UPDATE judgements SET verdict = 'reject'",
        "UPDATE mappings SET object = 'omaha:target/40'",
        "UPDATE mappings SET status = 'rejected'",
        "UPDATE events SET who = 'bo' WHERE number = 1",
        "DELETE FROM events WHERE number = 2",
        "DELETE FROM judgements",
    ):
        with store.connect() as connection, connection.begin() as transaction:
            connection.execute(text(change))
            found = verify_store(connection)
            transaction.rollback()
        assert found, change
