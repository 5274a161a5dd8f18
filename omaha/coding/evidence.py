"""What the phrases of a note say of each concept, asserted or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from omaha.coding.features import STRONG, grade
from omaha.coding.matching import Mention
from omaha.coding.scoring import Lexical

# Problems between people: what another person has or does may be the client's problem.
_OF_OTHERS = frozenset({"06", "07", "08", "10", "13", "14", "15"})


@dataclass(slots=True)
class Heard:
    """The mentions of one concept, and the best of them as numbers.

    `asserted` and `excluded` hold (grade, mention, mapping id) and (status, mention, mapping
    id); grades in [0, 1].
    """

    strong: float = 0.0
    weak: float = 0.0
    count: int = 0
    asserted: list[tuple[float, Mention, str]] = field(default_factory=list)
    excluded: list[tuple[str, Mention, str]] = field(default_factory=list)

    def lexical(self) -> Lexical:
        """The numbers that the formulas see."""
        denied = max((grade(mention) for _, mention, _ in self.excluded), default=0.0)
        return Lexical(self.strong, self.weak, denied, self.count)


def gather(
    mentions: Sequence[Mention], statuses: Sequence[str], discipline: str | None
) -> tuple[dict[str, Heard], dict[str, Heard]]:
    """What was heard of each problem (by code) and of every concept (by CURIE).

    A phrase that stands for several problems shares its strength among them. A row that
    says "not this concept" silences it for exactly those words.
    """
    problems: dict[str, Heard] = defaultdict(Heard)
    concepts: dict[str, Heard] = defaultdict(Heard)
    blocked = set(_blocked(mentions, discipline))
    for mention, status in zip(mentions, statuses, strict=True):
        if mention.inside:
            continue
        senses = [
            sense
            for sense in mention.phrase.senses
            if not sense.negative
            and (sense.discipline == "any" or discipline in (None, sense.discipline))
            and (not blocked or (mention.places, sense.curie) not in blocked)
        ]
        shares = len({c for s in senses if (c := _problem_of(s.curie))})
        value = grade(mention) / max(1, shares) ** 0.5
        for sense in senses:
            problem = _problem_of(sense.curie)
            heard = [concepts[sense.curie]]
            if problem and sense.curie != f"omaha:problem/{problem}":
                heard.append(concepts[f"omaha:problem/{problem}"])
            counts = status == "present" or (status == "other_person" and problem in _OF_OTHERS)
            for one in heard:
                if not counts:
                    one.excluded.append((status, mention, sense.mapping))
                else:
                    one.asserted.append((value * sense.weight, mention, sense.mapping))
                    if sense.weight > STRONG:
                        one.strong = max(one.strong, value)
                        one.count += 1
                    else:
                        one.weak = max(one.weak, value)
    for curie, found in concepts.items():
        if curie.startswith("omaha:problem/"):
            problems[curie[14:]] = found
    return problems, concepts


def _problem_of(curie: str) -> str:
    if curie.startswith("omaha:problem/"):
        return curie[14:16]
    return curie[11:13] if curie.startswith("omaha:sign/") else ""


def _blocked(
    mentions: Iterable[Mention], discipline: str | None
) -> Iterable[tuple[tuple[int, ...], str]]:
    for mention in mentions:
        for sense in mention.phrase.senses:
            if sense.negative and sense.discipline in ("any", discipline):
                yield mention.places, sense.curie
