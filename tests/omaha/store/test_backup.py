"""A store as a file and back, also to another kind of database."""

from __future__ import annotations

import gzip
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from omaha.curation import Steward
from omaha.errors import DataError, InputError
from omaha.mappings import Mapping
from omaha.store import (
    CurationStore,
    Feedback,
    FeedbackStore,
    KeyStore,
    ReleaseStore,
    Verdict,
    back_up,
    check_backup,
    open_store,
    restore,
    verify_store,
)

Opened = Callable[[], Engine]
ANNA = Steward("anna", "Noord")


@pytest.fixture
def filled(opened: Opened) -> tuple[Engine, str]:
    store = opened()
    token = KeyStore(store).create("anna", "Noord", ["curate"]).token
    curation = CurationStore(store)
    for number in range(20):
        row = Mapping(f"woord {number}", "skos:broadMatch", "omaha:target/39", True, "nl")
        id = curation.propose([row], ANNA)[0].mapping.id
        curation.judge(Verdict(id, "accept"), ANNA)
    ReleaseStore(store).build(ANNA)
    FeedbackStore(store).add(Feedback("omaha:target/39", "missed"), ANNA)
    return store, token


def rows(store: Engine) -> dict[str, list[str]]:
    names = ("keys", "mappings", "judgements", "events", "releases", "feedback", "head")
    with store.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(text(f"SELECT * FROM {name}")).mappings()))
            for name in names
        }


def test_a_backup_is_a_whole_store_in_another_database(
    filled: tuple[Engine, str], tmp_path: Path
) -> None:
    store, token = filled
    file = tmp_path / "store.backup"
    counts = back_up(store, file)
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")

    assert restore(other, file) == {name: number for name, number in counts.items() if number}

    assert verify_store(other) == []
    assert KeyStore(other).find(token).name == "anna"
    curation = CurationStore(other)
    assert curation.judge(Verdict(curation.queue(Steward("bo", "Noord"))[0].mapping.id, "accept"),
                          Steward("bo", "Noord")).status == "accepted"  # fmt: skip
    assert ReleaseStore(other).content("1") == ReleaseStore(store).content("1")
    other.dispose()


def test_a_store_comes_back_into_its_own_kind_of_database(
    filled: tuple[Engine, str], tmp_path: Path
) -> None:
    store, _ = filled
    file = tmp_path / "store.backup"
    back_up(store, file)
    before = rows(store)
    with store.begin() as connection:
        for name in ("judgements", "mappings", "events", "releases", "feedback", "keys",
                     "revisions"):  # fmt: skip
            connection.execute(text(f"DELETE FROM {name}"))

    restore(store, file)

    assert rows(store) == before


def test_a_backup_is_its_makers_only(filled: tuple[Engine, str], tmp_path: Path) -> None:
    back_up(filled[0], tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_a_store_that_is_not_empty_is_left_alone(
    filled: tuple[Engine, str], tmp_path: Path
) -> None:
    store, _ = filled
    back_up(store, tmp_path / "b")
    before = rows(store)

    with pytest.raises(InputError, match="not empty"):
        restore(store, tmp_path / "b")

    assert rows(store) == before


def test_a_damaged_backup_is_refused(filled: tuple[Engine, str], tmp_path: Path) -> None:
    file = tmp_path / "b"
    back_up(filled[0], file)
    whole = gzip.decompress(file.read_bytes())
    assert check_backup(file) == whole.count(b"\n") - 2
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    for damaged in (
        gzip.compress(whole.replace(b"woord 3", b"woord 4")),
        gzip.compress(whole[: len(whole) // 2]),
        file.read_bytes()[:-30],
        b"nothing",
        b"",
    ):
        file.write_bytes(damaged)
        with pytest.raises(DataError):
            check_backup(file)
        with pytest.raises(DataError):
            restore(other, file)
    assert KeyStore(other).list() == []
    other.dispose()
