"""Which problem was missed where which other one was given in its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Confusion:
    """A true problem and one that was given, wrongly, in the same note.

    `given` is None where the note got no wrong problem. `notes` is how many notes; a note in
    which several wrong problems may stand for the missed one shares `weight` among them.
    """

    missed: str
    given: str | None
    weight: float
    notes: int


def find_confusions(notes: Iterable[tuple[AbstractSet[str], AbstractSet[str]]]) -> list[Confusion]:
    """The pairs of (true, given) sets of problems of some notes, the heaviest first.

    >>> for found in find_confusions([({"24", "01"}, {"01", "22", "27"}), ({"24"}, set())]):
    ...     print(found.missed, found.given, found.weight, found.notes)
    24 None 1.0 1
    24 22 0.5 1
    24 27 0.5 1
    """
    weights: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    counts: Counter[tuple[str, str | None]] = Counter()
    for true, given in notes:
        wrong: list[str | None] = [*sorted(given - true)] or [None]
        for missed in true - given:
            for other in wrong:
                weights[missed, other] += 1 / len(wrong)
                counts[missed, other] += 1
    found = [Confusion(*pair, weight, counts[pair]) for pair, weight in weights.items()]
    return sorted(found, key=lambda one: (-one.weight, one.missed, one.given or "~"))
