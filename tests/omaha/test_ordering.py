"""Which rows are out of place: the fewest, each with a place where it fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from omaha.ordering import find_misplaced

KEYS = st.lists(st.integers(0, 9), max_size=12)


@given(keys=KEYS)
def test_what_is_left_is_sorted_and_nothing_less_would_do(keys: list[int]) -> None:
    found = {each.row for each in find_misplaced(keys)}

    left = [key for row, key in enumerate(keys) if row not in found]
    assert left == sorted(left)
    assert len(left) == max(_longest(keys), default=0)


def _longest(keys: list[int]) -> list[int]:
    """The length of the longest sorted run that ends at each key, the slow way."""
    lengths: list[int] = []
    for row, key in enumerate(keys):
        lengths.append(1 + max((lengths[n] for n in range(row) if keys[n] <= key), default=0))
    return lengths


@given(keys=KEYS)
def test_each_row_is_sent_to_where_it_fits(keys: list[int]) -> None:
    for each in find_misplaced(keys):
        if each.above is not None:
            assert keys[each.row] < keys[each.above]
        else:
            assert each.below is not None
            assert keys[each.row] >= keys[each.below]
