"""A BSN is known however it is written; random ids are never taken for one."""

from __future__ import annotations

import random
import uuid

import pytest

from omaha.identifiers import BsnRefusedError, holds_bsn, is_bsn, refuse_bsn


def test_one_in_eleven_nine_digit_numbers_passes() -> None:
    passed = sum(is_bsn(f"{number:09}") for number in range(100_000_000, 100_011_000))

    assert 990 <= passed <= 1010


@pytest.mark.parametrize(
    "text",
    [
        "111222333",
        " 111 222 333",
        "bsn111222333",
        "1112-22-333",
        "a/111222333/b",
        "%31%31%31222333",
        "１１１２２２３３３",
    ],
)
def test_it_is_found_however_it_is_written(text: str) -> None:
    assert holds_bsn(text)
    with pytest.raises(BsnRefusedError) as refused:
        refuse_bsn("id", text)
    assert text not in str(refused.value)
    assert refused.value.field == "id"


@pytest.mark.parametrize("text", ["", "111222334", "1112223330", "0111222333", "11122233", "24"])
def test_other_numbers_are_not(text: str) -> None:
    assert not holds_bsn(text)


def test_random_ids_are_never_taken_for_one() -> None:
    source = random.Random(7)
    for _ in range(5000):
        one = uuid.UUID(int=source.getrandbits(128), version=4)
        assert not holds_bsn(str(one))
        assert not holds_bsn(one.hex)
