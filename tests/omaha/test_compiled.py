"""Compiled forms: made once, made again when damaged or outdated, and private."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from omaha.compiled import Deferred, Digests, hash_files, load_part, without_collector


class Builder:
    """Builds a value and counts how often it was asked to."""

    def __init__(self, value: Any = None) -> None:
        self.value, self.count = value or {"a": [1, 2]}, 0

    def __call__(self) -> Any:
        self.count += 1
        return self.value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_a_part_is_built_once(folder: Path) -> None:
    build = Builder()
    assert [load_part(folder, "x", "k1", build) for _ in range(2)] == [{"a": [1, 2]}] * 2
    assert build.count == 1


def test_what_is_built_looks_like_what_is_read(folder: Path) -> None:
    build = Builder({"pair": (1, 2)})
    assert load_part(folder, "x", "k1", build) == load_part(folder, "x", "k1", build)


def test_another_key_builds_again_and_removes_the_outdated_part(folder: Path) -> None:
    build = Builder()
    load_part(folder, "x", "k1", build)
    load_part(folder, "y", "k1", build)
    load_part(folder, "x", "k2", build)
    assert build.count == 3
    assert sorted(path.name for path in folder.iterdir()) == ["x-k2.json", "y-k1.json"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content + b" ",
        lambda content: content.replace(b"1", b"3"),
        lambda content: b"",
        lambda content: b"\x00" * len(content),
    ],
    ids=["cut", "longer", "changed", "empty", "zeros"],
)
def test_a_damaged_part_is_built_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    build = Builder()
    load_part(folder, "x", "k1", build)
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert load_part(folder, "x", "k1", build) == {"a": [1, 2]}
    assert build.count == 2
    load_part(folder, "x", "k1", build)
    assert build.count == 2


def test_the_folder_belongs_to_the_user_alone_and_holds_no_temporary_file(folder: Path) -> None:
    load_part(folder, "x", "k1", Builder())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.suffix for path in folder.iterdir()] == [".json"]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")
    build = Builder()
    assert load_part(taken / "cache", "x", "k1", build) == {"a": [1, 2]}
    assert load_part(taken / "cache", "x", "k1", build) == {"a": [1, 2]}
    assert build.count == 2


def test_a_failed_build_leaves_what_was_there(folder: Path) -> None:
    load_part(folder, "x", "k1", Builder())

    def fail() -> Any:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        load_part(folder, "x", "k2", fail)
    assert [path.name for path in folder.iterdir()] == ["x-k1.json"]


def test_the_hash_follows_names_and_contents_but_not_places_or_order(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for file, text in (("a.ttl", "1"), ("b.ttl", "2")):
            (tmp_path / name / file).write_text(text)
    one, two = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    first = hash_files(one)
    assert first == hash_files(two) == hash_files(reversed(one))
    assert first != hash_files(one[:1])
    two[0].write_text("3")
    assert hash_files(two) != first
    two[0].write_text("1")
    two[1] = two[1].rename(two[1].with_name("c.ttl"))
    assert hash_files(two) != first


def test_the_collector_is_back_after_loading_also_when_it_fails() -> None:
    assert gc.isenabled()

    def fail() -> None:
        with without_collector():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with without_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_deferred_table_is_read_once_and_only_when_it_is_asked() -> None:
    reads: list[int] = []

    def read() -> dict[str, str]:
        reads.append(1)
        return {"wnd": "wond"}

    table = Deferred(read)
    assert reads == []
    assert [table.get("wnd"), table.get("x"), table.get("x", "y")] == ["wond", None, "y"]
    assert reads == [1]
    assert Deferred(read) == table == {"wnd": "wond"}


def test_a_deferred_table_that_was_filled_is_never_read() -> None:
    def read() -> dict[str, str]:
        raise AssertionError

    table = Deferred(read)
    table.fill({"a": "b"})
    assert table.get("a") == "b"


def test_a_file_is_hashed_again_when_it_has_changed_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("one")
    known: Digests = {}
    first = hash_files([path], known)
    assert (hash_files([path], known), len(known)) == (first, 1)
    path.write_text("another")
    assert hash_files([path], known) == hash_files([path]) != first
