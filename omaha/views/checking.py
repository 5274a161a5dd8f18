"""The care-plan check: what auditors of Omaha records remark, found by rule.

Each finding says why and where. It is advice to who keeps the record: nothing is refused,
and nothing is said of the client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from omaha.access import Sight
from omaha.model import LANGUAGES, CodedNote, Note
from omaha.records import FreeText, Record, limit_record
from omaha.views.rules import NEEDS, Rule, Severity
from omaha.vocabulary import Vocabulary

Code = Callable[[Note], CodedNote]
# Shorter lines ("zie plan") are the same by chance.
_COPIED_FROM = 12


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding. `place` is where in the plan as sent; `near` are codes to look at.

    `reason` is a sentence in the language asked for; no words of the plan are in it.
    """

    rule: str
    severity: Severity
    place: str
    problem: str | None
    reason: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """Remarks in the order of the plan; rules that were tried, and those that were not."""

    remarks: tuple[Remark, ...]
    tried: tuple[str, ...]
    not_tried: tuple[str, ...]


def check_plan(
    record: Record,
    rules: Sequence[Rule],
    vocabulary: Vocabulary,
    code: Code,
    lang: str = "nl",
    sight: Sight | None = None,
    where: str = "plan",
) -> CheckedPlan:
    """What the rules that are on remark on one plan.

    `record` is the whole plan, so that places are those of the plan as sent; of what `sight`
    does not show nothing is remarked, and rules that need it are not tried. `code` codes
    words that stand under "other".
    """
    seen = sight or Sight()
    tried = [r for r in rules if r.on and all(map(seen.sees_kind, NEEDS[r.name]))]
    checker = _Checker(record, vocabulary, code, lang, seen, where)
    remarks = [remark for rule in tried for remark in checker.remarks(rule)]
    order = {name: number for number, name in enumerate(("problems", "interventions", "ratings"))}
    remarks.sort(key=lambda each: _place(each.place, where, order))
    names = {rule.name for rule in tried}
    left = tuple(rule.name for rule in rules if rule.name not in names)
    return CheckedPlan(tuple(remarks), tuple(rule.name for rule in tried), left)


def _place(place: str, where: str, order: dict[str, int]) -> tuple[int, ...]:
    """The whole plan first, then problems, interventions and ratings as sent."""
    steps = place.removeprefix(where).strip(".").split(".")
    return tuple(int(step) if step.isdecimal() else order.get(step, -1) for step in steps)


class _Checker:
    """One plan, as far as it is seen, with what the rules ask of it.

    Problems, actions and ratings stand with their place in the plan as sent.
    """

    def __init__(
        self,
        record: Record,
        vocabulary: Vocabulary,
        code: Code,
        lang: str,
        sight: Sight,
        where: str,
    ) -> None:
        def seen(problem: str | None) -> bool:
            return sight.sees_problem(problem, vocabulary)

        coded = record.coded
        self._problems = [(n, p) for n, p in enumerate(coded.problems) if seen(p.code)]
        self._actions = [(n, a) for n, a in enumerate(coded.interventions) if seen(a.problem)]
        self._ratings = [(n, r) for n, r in enumerate(coded.ratings) if seen(r.problem)]
        self._goals = {(goal.problem, goal.scale) for goal in record.goals}
        self._texts = limit_record(record, sight, vocabulary).texts
        self._langs = (coded.lang,) if coded.lang in LANGUAGES else LANGUAGES
        self._vocabulary = vocabulary
        self._code = code
        self._lang = lang
        self._sight = sight
        self._where = where

    def remarks(self, rule: Rule) -> Iterator[Remark]:
        """What one rule remarks; raises KeyError for a rule that is not known here."""
        find: dict[str, Callable[[Rule], Iterator[Remark]]] = {
            "action-without-problem": self._action_without_problem,
            "always-individual-actual": self._always_individual_actual,
            "copied-line": self._copied_line,
            "problem-without-rating": self._problem_without_rating,
            "problem-without-sign": self._problem_without_sign,
            "rating-without-goal": self._rating_without_goal,
            "rating-without-problem": self._rating_without_problem,
            "sign-of-another-problem": self._sign_of_another_problem,
            "text-under-other": self._text_under_other,
            "too-many-actions": self._too_many_actions,
            "too-many-problems": self._too_many_problems,
        }
        return find[rule.name](rule)

    def _action_without_problem(self, rule: Rule) -> Iterator[Remark]:
        known = {problem.code for _, problem in self._problems}
        for number, action in self._actions:
            if action.problem not in known:
                yield self._remark(rule, f"interventions.{number}", action.problem)

    def _always_individual_actual(self, rule: Rule) -> Iterator[Remark]:
        ways = {(each.modifier, each.client) for _, each in self._problems}
        count = len(self._problems)
        if count >= (rule.limit or 0) and ways == {("actual", "individual")}:
            yield self._remark(rule, "problems", None, count=count)

    def _copied_line(self, rule: Rule) -> Iterator[Remark]:
        first: dict[str, FreeText] = {}
        for each in self._texts:
            line = " ".join(each.text.casefold().split())
            known = first.setdefault(line, each)
            if len(line) >= _COPIED_FROM and known.problem != each.problem:
                other = self._named("problem", known.problem) if known.problem else known.place
                place = each.place.removeprefix(f"{self._where}.")
                yield self._remark(rule, place, each.problem, other=other)

    def _problem_without_rating(self, rule: Rule) -> Iterator[Remark]:
        rated = {rating.problem for _, rating in self._ratings}
        for number, problem in self._problems:
            if problem.code not in rated:
                yield self._remark(rule, f"problems.{number}", problem.code)

    def _problem_without_sign(self, rule: Rule) -> Iterator[Remark]:
        for number, problem in self._problems:
            if problem.modifier == "actual" and not problem.signs:
                yield self._remark(rule, f"problems.{number}", problem.code)

    def _rating_without_goal(self, rule: Rule) -> Iterator[Remark]:
        names = {group.code: group.display(self._lang) for group in self._vocabulary.groups}
        for number, rating in self._ratings:
            pair = (rating.problem, rating.scale)
            if rating.problem is not None and pair not in self._goals:
                place = f"ratings.{number}"
                yield self._remark(rule, place, rating.problem, scale=names[rating.scale])

    def _rating_without_problem(self, rule: Rule) -> Iterator[Remark]:
        for number, rating in self._ratings:
            if rating.problem is None:
                yield self._remark(rule, f"ratings.{number}", None)

    def _sign_of_another_problem(self, rule: Rule) -> Iterator[Remark]:
        for place, problem in self._problems:
            for number, sign in enumerate(problem.signs):
                (owner, *_) = self._vocabulary.ancestors(f"omaha:sign/{sign.code}")
                if owner.code != problem.code and self._sight.sees(owner, self._vocabulary):
                    values = {
                        "sign": self._named("sign", sign.code),
                        "other": self._named("problem", owner.code),
                    }
                    where = f"problems.{place}.signs.{number}"
                    yield self._remark(rule, where, problem.code, (owner.curie,), **values)

    def _text_under_other(self, rule: Rule) -> Iterator[Remark]:
        for each in self._texts:
            if self._is_other(each.kind, each.code):
                near = self._codes_for(each)
                if near:
                    other = ", ".join(self._named(*_split(curie)) for curie in near)
                    place = each.place.removeprefix(f"{self._where}.")
                    yield self._remark(rule, place, each.problem, near, other=other)

    def _too_many_actions(self, rule: Rule) -> Iterator[Remark]:
        for number, problem in self._problems:
            count = sum(action.problem == problem.code for _, action in self._actions)
            if rule.limit is not None and count > rule.limit:
                yield self._remark(rule, f"problems.{number}", problem.code, count=count)

    def _too_many_problems(self, rule: Rule) -> Iterator[Remark]:
        count = len(self._problems)
        if rule.limit is not None and count > rule.limit:
            yield self._remark(rule, "problems", None, count=count)

    def _is_other(self, kind: str, code: str) -> bool:
        return self._vocabulary.concept(kind, code).display("en") == "other"

    def _codes_for(self, text: FreeText) -> tuple[str, ...]:
        """Signs (or targets) that the words may mean and that are not there yet, at most three."""
        both = [self._code(Note(text.text, lang=lang, max_problems=3)) for lang in self._langs]
        if text.kind == "target":
            found = [action.target for coded in both for action in coded.interventions]
            there = {a.target for _, a in self._actions if a.problem == text.problem}
        else:
            found = [s.code for coded in both for p in coded.problems for s in p.signs]
            there = {sign.code for _, p in self._problems for sign in p.signs}
        new = [code for code in dict.fromkeys(found) if code not in there]
        shown = [code for code in new if self._may_be_told(text.kind, code)]
        return tuple(f"omaha:{text.kind}/{code}" for code in shown[:3])

    def _may_be_told(self, kind: str, code: str) -> bool:
        concept = self._vocabulary.concept(kind, code)
        return not self._is_other(kind, code) and self._sight.sees(concept, self._vocabulary)

    def _named(self, kind: str, code: str) -> str:
        return f"{code} {self._vocabulary.concept(kind, code).display(self._lang)}"

    def _remark(
        self,
        rule: Rule,
        place: str,
        problem: str | None,
        near: tuple[str, ...] = (),
        **values: object,
    ) -> Remark:
        named = self._named("problem", problem) if problem else ""
        reason = rule.told(self._lang, problem=named, limit=rule.limit, **values)
        return Remark(rule.name, rule.severity, f"{self._where}.{place}", problem, reason, near)


def _split(curie: str) -> tuple[str, str]:
    kind, _, code = curie.removeprefix("omaha:").partition("/")
    return kind, code
