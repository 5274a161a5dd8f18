"""Releases: frozen, hashed, compared, loaded again, rolled back; and words by revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from omaha.curation import Steward
from omaha.errors import InputError, UnknownCodeError
from omaha.mappings import Mapping
from omaha.store import CurationStore, ReleaseStore, Verdict, verify_store

Opened = Callable[[], Engine]
ANNA, BO = Steward("anna", "Noord"), Steward("bo", "Zuid")
ROW = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl",
              confidence=0.7, source="list", date="2026-01-02", comment="as they say")  # fmt: skip


@pytest.fixture
def store(opened: Opened) -> Engine:
    return opened()


def decide(store: Engine, row: Mapping, verdict: str) -> str:
    curation = CurationStore(store)
    id = curation.propose([row], ANNA)[0].mapping.id
    for by in (ANNA, BO)[: 1 if row.organisation else 2]:
        curation.judge(Verdict(id, verdict, "", "because"), by)
    return id


def test_a_release_is_frozen_and_loaded_again_whole(store: Engine) -> None:
    releases = ReleaseStore(store)
    other = replace(ROW, subject="rolstoel", object="omaha:problem/24")
    odd = replace(ROW, subject="huid")
    decide(store, ROW, "accept")
    decide(store, other, "reject")
    decide(store, odd, "unsure")
    made = releases.build(ANNA, "2026-1", "first")

    decide(store, replace(ROW, subject="later"), "accept")

    content = releases.content("2026-1")
    assert (content.accepted, content.negative, content.unsure) == ((ROW,), (other,), (odd,))
    assert content.words() == (ROW, replace(other, negative=True))
    assert made.counts == {"accepted": 1, "negative": 1, "unsure": 1}
    assert releases.build(ANNA).version == "2"
    assert [each.version for each in releases.all()] == ["2026-1", "2"]
    assert verify_store(store) == []


def test_the_same_content_has_the_same_hash_whatever_came_first(store: Engine) -> None:
    releases = ReleaseStore(store)
    decide(store, ROW, "accept")
    first = releases.build(ANNA).hash
    id = decide(store, replace(ROW, subject="x"), "accept")
    assert releases.build(ANNA).hash != first
    with store.begin() as connection:
        connection.execute(text("UPDATE mappings SET status = 'predicted' WHERE id = :id"),
                           {"id": id})  # fmt: skip
    assert releases.build(ANNA).hash == first


def test_a_diff_is_readable_and_goes_both_ways(store: Engine) -> None:
    releases = ReleaseStore(store)
    id = decide(store, ROW, "accept")
    releases.build(ANNA, "a")
    CurationStore(store).judge(Verdict(id, "reject", "", "no"), Steward("cem", "Oost"))
    CurationStore(store).judge(Verdict(id, "reject", "", "no"), Steward("dov", "Oost"))
    decide(store, replace(ROW, subject="rol"), "accept")
    releases.build(ANNA, "b")

    forth = {change.mapping.subject: change.mark for change in releases.diff("a", "b")}
    back = {change.mapping.subject: change.mark for change in releases.diff("b", "a")}

    assert forth == {"baxter": "~", "rol": "+"}
    assert back == {"baxter": "~", "rol": "-"}
    assert releases.diff("a", "a") == releases.diff("b", None) == []
    (moved,) = [each for each in releases.diff("a", "b") if each.mark == "~"]
    assert str(moved) == (
        f"~ 'baxter' is not omaha:target/39 (nl, any; accepted -> negative; {id})"
    )


def test_going_live_and_back_is_told_by_revision(store: Engine) -> None:
    releases = ReleaseStore(store)
    decide(store, ROW, "accept")
    made = releases.build(ANNA)
    assert releases.live() is None
    assert releases.revisions() == []

    releases.go_live("1", ANNA)

    live = releases.live()
    assert live is not None
    assert (live.rows, live.name) == ((ROW,), f"1+{made.hash[:16]}")
    ((organisation, number),) = releases.revisions()
    assert organisation == ""
    assert releases.revisions(number) == []
    releases.go_live(None, ANNA)
    assert releases.live() is None
    assert releases.revisions(number) == [("", number + 1)]
    with pytest.raises(UnknownCodeError, match="'9'; nearest: 1"):
        releases.go_live("9", ANNA)


def test_words_have_a_name_for_exactly_these_words(store: Engine) -> None:
    releases = ReleaseStore(store)
    own = replace(ROW, organisation="Noord")
    assert releases.words("Noord").rows == ()
    id = decide(store, own, "accept")
    first = releases.words("Noord")
    assert first.rows == (own,)
    assert releases.words("Zuid").rows == ()
    curation = CurationStore(store)

    curation.judge(Verdict(id, "reject"), ANNA)
    second = releases.words("Noord")
    curation.undo(ANNA)
    third = releases.words("Noord")

    assert second.rows == (replace(own, negative=True),)
    assert third.rows == first.rows
    assert len({first.name, second.name, third.name}) == 3
    assert first.name.partition("+")[2] == third.name.partition("+")[2]


@pytest.mark.parametrize("version", ["", "a b", "x" * 41, "1"])
def test_a_version_that_is_taken_or_no_name_is_refused(store: Engine, version: str) -> None:
    releases = ReleaseStore(store)
    releases.build(ANNA)
    if version:
        with pytest.raises(InputError, match="taken, or no name"):
            releases.build(ANNA, version)


@pytest.mark.parametrize("version", ["now", "none"])
def test_names_that_mean_something_else_are_refused(store: Engine, version: str) -> None:
    with pytest.raises(InputError, match="taken, or no name"):
        ReleaseStore(store).build(ANNA, version)


def test_a_damaged_release_is_not_loaded(store: Engine) -> None:
    releases = ReleaseStore(store)
    decide(store, ROW, "accept")
    releases.build(ANNA)
    with store.begin() as connection:
        connection.execute(text("UPDATE releases SET content = :x"), {"x": b"damaged"})

    with pytest.raises(InputError, match="damaged"):
        releases.content("1")
    with pytest.raises(InputError, match="damaged"):
        releases.go_live("1", ANNA)
    assert releases.live() is None
    assert verify_store(store) == ["release 1: changed"]
