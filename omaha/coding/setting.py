"""What a note as a whole tells of how far each of its clauses is to be believed.

The same log-odds mean less in a note of a few hurried words than in one of many sentences,
less where much is denied, and more for what a discipline often writes about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log1p
from typing import NamedTuple

from omaha.coding.assertion import Effect
from omaha.coding.matching import Mention
from omaha.coding.model import UnitScores

# The log-odds of what nothing speaks for.
NOTHING = -9.0
# More units than this, or words in one, tell no more: few notes that the formulas were fitted on
# have more, and a long one would lose its problems to the mere length of what stands around them.
ENOUGH = 20


class Setting(NamedTuple):
    """The note around a unit, in numbers that the formulas see.

    `units` is log(1 + the number of the finest units), `words` the mean number of words of
    these, `denials` the denials for each of them, `covered` the share of words on which a phrase
    stands, in [0, 1]. `lengths` is log(1 + the number of words) of each unit; both numbers are
    counted up to `ENOUGH`. `common` says how often each output is written about, as a log share,
    `lift` how much oftener by the note's discipline, as a log ratio; both in the order of the
    model's outputs.
    """

    units: float
    words: float
    denials: float
    covered: float
    lengths: Sequence[float]
    common: Sequence[float]
    lift: Sequence[float]


def setting_of(
    scores: UnitScores,
    keys: Sequence[Sequence[str]],
    mentions: Sequence[Mention],
    effects: Sequence[Effect],
    discipline: str | None,
) -> Setting:
    """The setting of a note; `keys` are those of each word, none for punctuation."""
    said = [0, *accumulate([1 if key else 0 for key in keys])]
    finest = max(1, len(scores.finest))
    covered = {place for mention in mentions if not mention.inside for place in mention.places}
    shares = scores.model.shares
    return Setting(
        units=log1p(min(finest, ENOUGH)),
        words=said[-1] / finest,
        denials=sum([effect.status == "absent" for effect in effects]) / finest,
        covered=len(covered) / max(1, said[-1]),
        lengths=[log1p(min(said[last] - said[first], ENOUGH)) for first, last in scores.units],
        common=shares["any"],
        lift=shares.get(discipline or "", shares["none"]),
    )
