"""What the phrases of a note say of each concept, asserted or not."""

from __future__ import annotations

from collections.abc import Sequence

from omaha.coding.features import STRONG
from omaha.coding.lexicon import Sense
from omaha.coding.matching import Mention

_PROBLEM = "omaha:problem/"
# Problems between people: what another person has or does may be the client's problem.
_OF_OTHERS = frozenset({"06", "07", "08", "10", "13", "14", "15"})


class Heard:
    """The mentions of one concept: those that hold, and those that do not.

    `asserted` and `excluded` hold (grade, mention, sense) and (status, mention, sense); grades
    in (0, 1], shared among the problems that a phrase stands for. `judged` is the best grade of a
    row that a steward vouches for, which begins at the word `judged_at`; `refused` are the places
    of words that a steward says do not mean the concept.
    """

    __slots__ = ("asserted", "excluded", "judged", "judged_at", "refused")

    def __init__(self) -> None:
        self.asserted: list[tuple[float, Mention, Sense]] = []
        self.excluded: list[tuple[str, Mention, Sense]] = []
        self.judged = 0.0
        self.judged_at = -1
        self.refused: list[tuple[int, ...]] = []

    def refuses(self, unit: tuple[int, int]) -> bool:
        """Whether all that speaks for the concept in a range of words was judged not to mean it."""
        return not self.asserted and any(
            unit[0] <= places[0] and places[-1] < unit[1] for places in self.refused
        )

    def asserted_in(self, unit: tuple[int, int]) -> bool:
        """Whether a mention that holds begins in a range of words."""
        return any(unit[0] <= mention.places[0] < unit[1] for _, mention, _ in self.asserted)

    def denied(self) -> float:
        """The best grade of what does not hold, 0 for none."""
        return max([mention.grade for _, mention, _ in self.excluded], default=0.0)


def gather(
    mentions: Sequence[Mention], statuses: Sequence[str], discipline: str | None
) -> tuple[dict[str, Heard], dict[str, Heard]]:
    """What was heard of each problem (by code) and of every concept (by CURIE).

    A phrase that stands for several problems shares its strength among them. A row that
    says "not this concept" silences it for exactly those words.
    """
    concepts: dict[str, Heard] = {}
    blocked = {
        (mention.places, sense.curie)
        for mention in mentions
        for sense in mention.phrase.senses
        if sense.negative and sense.discipline in ("any", discipline)
    }
    for mention, status in zip(mentions, statuses, strict=True):
        if mention.inside:
            continue
        senses: Sequence[Sense] = mention.phrase.senses
        if blocked or len(senses) > 1 or senses[0].discipline != "any" or senses[0].negative:
            senses = [
                sense
                for sense in senses
                if not sense.negative
                and (sense.discipline == "any" or discipline in (None, sense.discipline))
                and (mention.places, sense.curie) not in blocked
            ]
        value = mention.grade
        if len(senses) > 1:
            value /= max(1, len({_problem_of(sense.curie) for sense in senses} - {""})) ** 0.5
        for sense in senses:
            curie = sense.curie
            problem = _problem_of(curie)
            holds = status == "present" or (status == "other_person" and problem in _OF_OTHERS)
            # A sign speaks for its problem too.
            named = (curie, _PROBLEM + problem) if curie[6] == "s" else (curie,)
            for each in named:
                heard = concepts.get(each)
                if heard is None:
                    heard = concepts[each] = Heard()
                if holds:
                    heard.asserted.append((value, mention, sense))
                    if sense.judged and value > heard.judged and sense.weight > STRONG:
                        heard.judged, heard.judged_at = value, mention.places[0]
                else:
                    heard.excluded.append((status, mention, sense))
    if blocked:
        _refuse(concepts, mentions, blocked)
    problems = {curie[14:]: one for curie, one in concepts.items() if curie[6] == "p"}
    return problems, concepts


def _refuse(
    concepts: dict[str, Heard],
    mentions: Sequence[Mention],
    blocked: set[tuple[tuple[int, ...], str]],
) -> None:
    """Note which of the silenced words a steward says do not mean their concept."""
    judged = {
        (mention.places, sense.curie)
        for mention in mentions
        for sense in mention.phrase.senses
        if sense.judged and (mention.places, sense.curie) in blocked
    }
    for places, curie in judged:
        concepts.setdefault(curie, Heard()).refused.append(places)


def _problem_of(curie: str) -> str:
    """The problem of a problem or a sign, empty for other concepts.

    >>> _problem_of("omaha:sign/2401"), _problem_of("omaha:target/63")
    ('24', '')
    """
    kind = curie[6]
    return curie[14:16] if kind == "p" else curie[11:13] if kind == "s" else ""
