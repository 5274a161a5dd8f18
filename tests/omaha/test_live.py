"""Coders of organisations follow the store, and each names what it was made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from omaha.coding.overlay import Overlay
from omaha.curation import Steward
from omaha.live import LiveCoders, coder_of, crosswalks_of, known_words
from omaha.loading import Engine
from omaha.mappings import Mapping
from omaha.store import CurationStore, ReleaseStore, Verdict, open_store

ANNA, BO = Steward("anna", "Noord"), Steward("bo", "Zuid")


@pytest.fixture
def curation(tmp_path: Path) -> CurationStore:
    return CurationStore(open_store(f"sqlite:///{tmp_path / 'store.db'}"))


def accept(curation: CurationStore, organisation: str = "") -> None:
    row = Mapping("zwiepkruk", "skos:exactMatch", "omaha:target/39", True, "nl",
                  organisation=organisation)  # fmt: skip
    id = curation.propose([row], ANNA)[0].mapping.id
    for by in (ANNA,) if organisation else (ANNA, BO):
        curation.judge(Verdict(id, "accept"), by)


def test_without_changes_everybody_has_the_compiled_coder(
    curation: CurationStore, engine: Engine
) -> None:
    live = LiveCoders(ReleaseStore(curation.engine))

    assert live.refresh(engine.coder) is False
    assert live.coder(engine.coder, "Noord") is engine.coder


def test_a_coder_is_made_once_and_again_after_a_change(
    curation: CurationStore, engine: Engine
) -> None:
    releases = ReleaseStore(curation.engine)
    live = LiveCoders(releases)
    accept(curation, "Noord")
    assert live.refresh(engine.coder)
    first = live.coder(engine.coder, "Noord")
    assert dict(first.versions)["words"] == releases.words("Noord").name
    assert live.refresh(engine.coder) is False
    assert live.coder(engine.coder, "Noord") is first
    assert live.coder(engine.coder, "Zuid") is engine.coder

    accept(curation)
    releases.build(ANNA)
    releases.go_live("1", ANNA)
    live.refresh(engine.coder)

    north, south = (live.coder(engine.coder, name) for name in ("Noord", "Zuid"))
    assert set(dict(south.versions)) - set(dict(engine.coder.versions)) == {"release"}
    assert set(dict(north.versions)) - set(dict(engine.coder.versions)) == {"release", "words"}


def test_two_workers_that_saw_other_steps_have_equal_coders(
    curation: CurationStore, engine: Engine
) -> None:
    early, late = (LiveCoders(ReleaseStore(curation.engine)) for _ in range(2))
    accept(curation, "Noord")
    early.refresh(engine.coder)
    row = Mapping("koffieuur", "skos:broadMatch", "omaha:target/60", True, "nl",
                  organisation="Noord")  # fmt: skip
    curation.judge(Verdict(curation.propose([row], ANNA)[0].mapping.id, "accept"), ANNA)
    early.refresh(engine.coder)
    late.refresh(engine.coder)

    one, other = (each.coder(engine.coder, "Noord") for each in (early, late))

    assert one.versions == other.versions
    assert one.lexicons["nl"].phrases == other.lexicons["nl"].phrases
    assert one.lexicons["nl"].known == other.lexicons["nl"].known


def test_what_was_taken_back_is_gone_in_workers_that_followed_and_in_new_ones(
    curation: CurationStore, engine: Engine
) -> None:
    releases = ReleaseStore(curation.engine)
    live = LiveCoders(releases)
    accept(curation, "Noord")
    row = Mapping("koffieuur", "skos:broadMatch", "omaha:target/60", True, "nl",
                  organisation="Noord")  # fmt: skip
    id = curation.propose([row], ANNA)[0].mapping.id
    for verdict in ("accept", "reject", "unsure"):
        curation.judge(Verdict(id, verdict), ANNA)
        live.refresh(engine.coder)
        new = LiveCoders(releases)
        new.refresh(engine.coder)
        one, other = (each.coder(engine.coder, "Noord") for each in (live, new))
        assert one.versions == other.versions
        assert dict(one.versions)["words"] == releases.words("Noord").name
        assert one.lexicons["nl"].phrases == other.lexicons["nl"].phrases
        assert ("koffieuur" in one.lexicons["nl"].phrases) == (verdict != "unsure")


def test_a_worker_that_follows_reads_only_what_changed(
    curation: CurationStore, engine: Engine
) -> None:
    releases = ReleaseStore(curation.engine)
    accept(curation, "Noord")
    first = releases.changes("Noord")
    row = Mapping("koffieuur", "skos:broadMatch", "omaha:target/60", True, "nl",
                  organisation="Noord")  # fmt: skip
    id = curation.propose([row], ANNA)[0].mapping.id
    curation.judge(Verdict(id, "accept"), ANNA)

    second = releases.changes("Noord", first.until)
    assert [word.subject for word in first.rows.values() if word] == ["zwiepkruk"]
    assert {name: word and word.subject for name, word in second.rows.items()} == {id: "koffieuur"}
    curation.undo(ANNA)
    assert releases.changes("Noord", second.until).rows == {id: None}
    assert releases.changes("Noord", releases.changes("Noord").until).rows == {}
    assert releases.changes("Zuid", first.until).rows == {}


def test_of_the_next_release_only_what_differs_is_laid_on(
    curation: CurationStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[tuple[str, bool]] = []
    whole = Overlay.change

    def change(overlay: Overlay, rows: dict[str, Mapping | None]) -> None:
        laid.extend((name, row is not None) for name, row in rows.items())
        whole(overlay, rows)

    monkeypatch.setattr(Overlay, "change", change)
    releases = ReleaseStore(curation.engine)
    live = LiveCoders(releases)
    accept(curation)
    releases.go_live(releases.build(ANNA).version, ANNA)
    live.refresh(engine.coder)
    row = Mapping("koffieuur", "skos:broadMatch", "omaha:target/60", True, "nl")
    id = curation.propose([row], ANNA)[0].mapping.id
    for by in (ANNA, BO):
        curation.judge(Verdict(id, "accept"), by)
    releases.go_live(releases.build(ANNA).version, ANNA)
    laid.clear()

    live.refresh(engine.coder)
    assert laid == [(id, True)]
    after = live.coder(engine.coder, "Noord")
    new = LiveCoders(releases)
    new.refresh(engine.coder)
    assert after.versions == new.coder(engine.coder, "Noord").versions
    assert after.lexicons["nl"].phrases == new.coder(engine.coder, "Noord").lexicons["nl"].phrases
    laid.clear()
    releases.go_live("1", ANNA)
    live.refresh(engine.coder)
    assert laid == [(id, False)]
    releases.go_live(None, ANNA)
    live.refresh(engine.coder)
    assert live.coder(engine.coder, "Noord") is engine.coder


def test_crosswalks_follow_release_and_organisation_and_stay_while_nothing_changes(
    curation: CurationStore, engine: Engine
) -> None:
    releases = ReleaseStore(curation.engine)
    live, base = LiveCoders(releases), engine.crosswalks
    shared = Mapping("omaha:problem/24", "skos:narrowMatch", "icf:b210")
    own = replace(shared, object="icf:b230", organisation="Noord")

    def codes(organisation: str) -> set[str | None]:
        live.refresh(engine.coder)
        found = live.crosswalks(base, organisation)
        assert found is live.crosswalks(base, organisation)
        once = crosswalks_of(base, releases, organisation)
        matches = found.translate("omaha:problem/24", "icf")
        assert matches == once.translate("omaha:problem/24", "icf")
        return {match.code for match in matches} & {"b210", "b230"}

    accept(curation, "Noord")
    live.refresh(engine.coder)
    assert live.crosswalks(base, "Noord") is live.crosswalks(base, "Zuid") is base
    id = curation.propose([own], ANNA)[0].mapping.id
    curation.judge(Verdict(id, "accept"), ANNA)
    assert (codes("Noord"), codes("Zuid")) == ({"b230"}, set())
    kept = live.crosswalks(base, "Noord")
    accept(curation)
    word = Mapping("koffieuur", "skos:broadMatch", "omaha:target/60", True, "nl",
                   organisation="Noord")  # fmt: skip
    curation.judge(Verdict(curation.propose([word], ANNA)[0].mapping.id, "accept"), ANNA)
    live.refresh(engine.coder)
    assert live.crosswalks(base, "Noord") is kept

    shared_id = curation.propose([shared], ANNA)[0].mapping.id
    for by in (ANNA, BO):
        curation.judge(Verdict(shared_id, "accept"), by)
    assert codes("Zuid") == set()
    releases.go_live(releases.build(ANNA).version, ANNA)
    assert (codes("Noord"), codes("Zuid")) == ({"b210", "b230"}, {"b210"})
    curation.judge(Verdict(id, "reject"), ANNA)
    releases.go_live(None, ANNA)
    assert (codes("Noord"), codes("Zuid")) == (set(), set())


def test_one_run_codes_as_the_service_does(curation: CurationStore, engine: Engine) -> None:
    releases = ReleaseStore(curation.engine)
    accept(curation, "Noord")
    accept(curation)
    releases.build(ANNA)
    releases.go_live("1", ANNA)
    live = LiveCoders(releases)
    live.refresh(engine.coder)

    for organisation in ("Noord", "Zuid"):
        one = coder_of(engine.coder, releases, organisation)
        assert one.versions == live.coder(engine.coder, organisation).versions


def test_a_known_word_is_known_with_its_accents_and_capitals(engine: Engine) -> None:
    known = known_words(engine.coder, "nl")

    assert "cliënt" in known
    assert "Cliënt" in known
    assert "xqzwrtl" not in known
