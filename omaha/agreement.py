"""How far stewards agree: percent agreement, Cohen's kappa and Krippendorff's alpha.

Sources: Cohen 1960; Krippendorff 2011, "Computing Krippendorff's alpha-reliability"
(nominal data, any number of raters, missing values).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from omaha.curation import Judgement

Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the judgements of one group agree.

    `mappings` counts those with at least two judgements, `pairs` the pairs of judgements
    about one mapping. The three figures are at most 1 (full agreement) and None where they
    are not defined: without pairs, and for kappa and alpha where all said one thing.
    """

    group: str
    mappings: int
    pairs: int
    percent: float | None
    kappa: float | None
    alpha: float | None


def percent_agreement(pairs: Sequence[Pair]) -> float | None:
    """The share of pairs that are equal, in [0, 1].

    >>> percent_agreement([("a", "a"), ("a", "b")])
    0.5
    """
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def cohen_kappa(pairs: Sequence[Pair]) -> float | None:
    """Agreement of two raters beyond chance, in [-1, 1]; a pair is what each said of a thing.

    >>> pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    >>> round(cohen_kappa(pairs), 3)
    0.4
    """
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[value] * second[value] for value in first) / len(pairs) ** 2
    observed = percent_agreement(pairs)
    assert observed is not None
    return None if chance == 1 else (observed - chance) / (1 - chance)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values; a unit holds what its raters said of it.

    >>> round(krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("a",)]), 3)
    0.444
    """
    shares: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    totals: Counter[Hashable] = Counter()
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        for one, number in counts.items():
            totals[one] += number
            for other, others in counts.items():
                met = number * (others - (one == other))
                shares[one, other] += met / (len(unit) - 1)
    number = sum(totals.values())
    apart = sum(share for (one, other), share in shares.items() if one != other)
    expected: float = number**2 - sum(total**2 for total in totals.values())
    if not number or not expected:
        return None
    return 1 - (number - 1) * apart / expected


def agreement_of(group: str, units: Iterable[Sequence[Judgement]]) -> Agreement:
    """The figures of some mappings, each given as the judgements that count about it.

    For kappa the first rater of a pair is the one whose discipline and name come first.
    """
    kept = [sorted(unit, key=_rater) for unit in units if len(unit) > 1]
    pairs = [(a.said, b.said) for unit in kept for a, b in combinations(unit, 2)]
    values = [[judgement.said for judgement in unit] for unit in kept]
    return Agreement(
        group,
        len(kept),
        len(pairs),
        percent_agreement(pairs),
        cohen_kappa(pairs),
        krippendorff_alpha(values),
    )


def agreements(units: Mapping[str, Sequence[Judgement]], schemes: Mapping[str, str]) -> dict[
    str, list[Agreement]
]:  # fmt: skip
    """The figures of all mappings, and by scheme, by pair of disciplines and by steward.

    `units` are the counted blind judgements by mapping, `schemes` the scheme of each.
    For one steward the pairs are this steward (first) with each other one.
    """
    by_scheme: dict[str, list[Sequence[Judgement]]] = defaultdict(list)
    by_disciplines: dict[str, list[Sequence[Judgement]]] = defaultdict(list)
    by_steward: dict[str, list[Sequence[Judgement]]] = defaultdict(list)
    for mapping, unit in units.items():
        if len(unit) < 2:
            continue
        by_scheme[schemes[mapping]].append(unit)
        for one, other in combinations(sorted(unit, key=_rater), 2):
            both = sorted((one.steward.discipline, other.steward.discipline))
            by_disciplines[" / ".join(both)].append((one, other))
            by_steward[_named(one)].append((one, other))
            by_steward[_named(other)].append((other, one))
    return {
        "all": [agreement_of("all", units.values())],
        "scheme": [agreement_of(name, found) for name, found in sorted(by_scheme.items())],
        "disciplines": [
            agreement_of(name, found) for name, found in sorted(by_disciplines.items())
        ],
        "steward": [_of_steward(name, found) for name, found in sorted(by_steward.items())],
    }


def _of_steward(name: str, pairs: Sequence[Sequence[Judgement]]) -> Agreement:
    said = [(own.said, other.said) for own, other in pairs]
    mappings = len({own.mapping for own, _ in pairs})
    percent, kappa = percent_agreement(said), cohen_kappa(said)
    return Agreement(name, mappings, len(said), percent, kappa, krippendorff_alpha(said))


def _rater(judgement: Judgement) -> tuple[str, str, str]:
    steward = judgement.steward
    return steward.discipline, steward.organisation, steward.name


def _named(judgement: Judgement) -> str:
    return f"{judgement.steward.name} ({judgement.steward.organisation})"
