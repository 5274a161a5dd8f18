"""The rules of the care-plan check as values: what they are called, say, and whether they are on.

The texts and switches stand in `mappings/plan-rules.tsv`; what a rule looks for, in
`omaha.views.checking`, under the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from omaha.errors import InputError

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
# What each rule needs to see of a plan: with a key that sees less it is not tried, since it
# would find missing what is only hidden.
NEEDS: dict[str, frozenset[str]] = {
    "action-without-problem": frozenset({"problem", "category", "target"}),
    "always-individual-actual": frozenset({"problem"}),
    "copied-line": frozenset({"problem", "category", "target"}),
    "problem-without-rating": frozenset({"problem", "rating"}),
    "problem-without-sign": frozenset({"problem", "sign"}),
    "rating-without-goal": frozenset({"problem", "rating"}),
    "rating-without-problem": frozenset({"problem", "rating"}),
    "sign-of-another-problem": frozenset({"problem", "sign"}),
    "text-under-other": frozenset({"problem"}),
    "too-many-actions": frozenset({"problem", "category", "target"}),
    "too-many-problems": frozenset({"problem"}),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `limit` is a count, None for rules that have none.

    `texts` are (language, text); ``{problem}``, ``{sign}``, ``{other}``, ``{scale}``,
    ``{count}`` and ``{limit}`` are filled in.

    >>> rule = Rule("too-many-problems", "advice", True, 7, (("en", "{count} of {limit}"),))
    >>> rule.told("en", count=9, limit=rule.limit)
    '9 of 7'
    """

    name: str
    severity: Severity
    on: bool
    limit: int | None
    texts: tuple[tuple[str, str], ...]

    def told(self, lang: str, **values: object) -> str:
        """The reason in `lang`, else in English."""
        texts = dict(self.texts)
        return (texts.get(lang) or texts["en"]).format(**values)


def team_rules(
    rules: Sequence[Rule], switches: Mapping[str, bool], limits: Mapping[str, int]
) -> tuple[Rule, ...]:
    """The rules with a team's own switches and limits, by name.

    Raises InputError for an unknown rule, or a limit for a rule that has none.

    >>> rule = Rule("too-many-problems", "advice", True, 7, (("en", ""),))
    >>> [team_rules([rule], {}, {"too-many-problems": 5})[0].limit,
    ...  team_rules([rule], {"too-many-problems": False}, {})[0].on]
    [5, False]
    """
    known = {rule.name: rule for rule in rules}
    counted = [rule.name for rule in rules if rule.limit is not None]
    for field, named, allowed in (("rules", switches, list(known)), ("limits", limits, counted)):
        for name in named:
            if name not in allowed:
                raise InputError(field, f"unknown rule; use one of {', '.join(allowed)}")
    return tuple(
        replace(
            rule,
            on=switches.get(rule.name, rule.on),
            limit=limits.get(rule.name, rule.limit) if rule.limit is not None else None,
        )
        for rule in rules
    )
