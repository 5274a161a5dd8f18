"""Reading what was sent about one client, strictly: what is not understood is refused.

Errors name the place and the way out, and never repeat what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeGuard, get_args

from omaha.disciplines import find_discipline
from omaha.errors import InputError, UnknownCodeError
from omaha.identifiers import refuse_bsn
from omaha.model import (
    Band,
    CodedIntervention,
    CodedNote,
    CodedProblem,
    CodedSign,
    Evidence,
    EvidenceKind,
    NotCoded,
    Note,
    Rating,
)
from omaha.records import CLIENTS, MODIFIERS, REASONS, SCALES, Draft, FreeText, Goal, Record
from omaha.vocabulary import Vocabulary

# A list within a note may be so long, and a text so many characters.
LONGEST_LIST = 500
LONGEST_TEXT = 2_000
_ALWAYS = frozenset({"id", "lang", "discipline", "date", "goals"})
_DRAFT = _ALWAYS | {"text"}
_CODED = _ALWAYS | {
    "problems", "interventions", "ratings", "not_coded", "note", "warnings", "versions",
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.+Z-]{1,30})?")


def read_record(value: object, where: str, vocabulary: Vocabulary) -> Record | Draft:
    """One note as sent. `where` names it in errors, such as ``notes.0``.

    Raises InputError and BsnRefusedError, which never repeat what was sent.
    """
    sent = _Fields(value, where)
    if "error" in sent.values:
        raise InputError(where, "is a note that could not be coded; leave it out")
    is_draft = "text" in sent.values
    sent.allow(_DRAFT if is_draft else _CODED)
    reader = _Reader(vocabulary)
    day = _day(sent)
    goals = tuple(reader.goal(each) for each in sent.items("goals"))
    id, named = sent.identifier("id"), sent.identifier("discipline")
    discipline = named and (find_discipline(named) or named)
    lang = sent.one_of("lang", ("nl", "en", "auto"), None if not is_draft else "auto")
    if is_draft:
        text = sent.values["text"]
        if not is_text(text):
            raise InputError(f"{where}.text", "is no text")
        return Draft(Note(text, lang or "auto", discipline, id), day, goals)
    if "problems" not in sent.values:
        raise InputError(where, "has neither `problems` (a coded note) nor `text` (one to code)")
    coded = CodedNote(
        id=id,
        lang=lang,
        discipline=discipline,
        problems=tuple(reader.problem(each) for each in sent.items("problems")),
        interventions=tuple(reader.intervention(each) for each in sent.items("interventions")),
        ratings=tuple(reader.rating(each) for each in sent.items("ratings")),
        not_coded=tuple(reader.not_coded(each) for each in sent.items("not_coded")),
    )
    return Record(coded, day, goals, tuple(_texts(sent, coded)))


def _day(sent: _Fields) -> str | None:
    value = sent.values.get("date")
    if value is None:
        return None
    refused = InputError(f"{sent.where}.date", "is no date; send YYYY-MM-DD")
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise refused
    try:
        datetime.fromisoformat(value)
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise refused from None


def _texts(sent: _Fields, coded: CodedNote) -> Iterator[FreeText]:
    """The words of a care record, where they stand."""
    for problem, place in zip(coded.problems, sent.items("problems"), strict=True):
        signs = place.items("signs", plain=True)
        for sign, at in zip(problem.signs, signs, strict=True):
            if text := at.text("text"):
                yield FreeText(at.where, "sign", problem.code, sign.code, text)
    for action, at in zip(coded.interventions, sent.items("interventions"), strict=True):
        if text := at.text("text"):
            yield FreeText(at.where, "target", action.problem, action.target, text)


def is_text(value: object) -> TypeGuard[str]:
    r"""Whether a value is text that can be written again: half a pair of UTF-16 cannot.

    >>> is_text("é"), is_text("\ud800"), is_text(1)
    (True, False, False)
    """
    if not isinstance(value, str):
        return False
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


class _Fields:
    """The fields of one JSON object, with the place that errors name."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise InputError(where, "is no JSON object")
        self.values: dict[str, Any] = value
        self.where = where

    def allow(self, names: Iterable[str]) -> None:
        if not self.values.keys() <= set(names):
            shown = ", ".join(sorted(names))
            raise InputError(self.where, f"has an unknown field; known are {shown}")

    def items(self, name: str, *, plain: bool = False) -> list[_Fields]:
        """The objects of a list, [] without it; `plain` takes a code for an object."""
        value = self.values.get(name)
        if value is None:
            return []
        place = f"{self.where}.{name}"
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            raise InputError(place, f"is no list of at most {LONGEST_LIST}")
        return [
            _Fields({"code": each} if plain and isinstance(each, str) else each, f"{place}.{n}")
            for n, each in enumerate(value)
        ]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if not is_text(value) or len(value) > LONGEST_TEXT:
            raise InputError(f"{self.where}.{name}", f"is no text of at most {LONGEST_TEXT}")
        return value

    def identifier(self, name: str) -> str | None:
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and (not is_text(value) or len(value) > 200):
            raise InputError(f"{self.where}.{name}", "is no text of at most 200 characters")
        refuse_bsn(f"{self.where}.{name}", value)
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: str | None) -> str | None:
        value = self.values.get(name)
        if value is None:
            return default
        if value not in tuple(allowed):
            raise InputError(f"{self.where}.{name}", f"is none of {', '.join(allowed)}")
        return str(value)

    def number(self, name: str, low: int, high: int) -> int:
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError(f"{self.where}.{name}", f"is no whole number from {low} to {high}")
        return value

    def share(self, name: str) -> float:
        """A number from 0 to 1; 1 without one: what no score stands with was decided."""
        value = self.values.get(name, 1.0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise InputError(f"{self.where}.{name}", "is no number from 0 to 1")
        return float(value)


class _Reader:
    """Reads the parts of a coded note; codes are ours afterwards, also New Zealand's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def problem(self, sent: _Fields) -> CodedProblem:
        sent.allow(("code", "display", "modifier", "client", "score", "band", "signs",
                    "evidence", "in_plan"))  # fmt: skip
        code = self._code(sent, "code", "problem")
        return CodedProblem(
            code=code,
            display=self._display("problem", code),
            modifier=sent.one_of("modifier", MODIFIERS, "actual") or "actual",
            client=sent.one_of("client", CLIENTS, "individual") or "individual",
            score=sent.share("score"),
            band=_band(sent),
            signs=tuple(self._sign(each) for each in sent.items("signs", plain=True)),
            evidence=_evidence(sent),
        )

    def _sign(self, sent: _Fields) -> CodedSign:
        sent.allow(("code", "display", "score", "evidence", "text"))
        code = self._code(sent, "code", "sign")
        display = self._display("sign", code)
        return CodedSign(code, display, sent.share("score"), _evidence(sent))

    def intervention(self, sent: _Fields) -> CodedIntervention:
        sent.allow(("problem", "category", "target", "display", "score", "evidence", "text"))
        category = self._code(sent, "category", "category")
        target = self._code(sent, "target", "target")
        return CodedIntervention(
            problem=self._served(sent),
            category=category,
            target=target,
            display=f"{self._display('category', category)}: {self._display('target', target)}",
            score=sent.share("score"),
            evidence=_evidence(sent),
        )

    def rating(self, sent: _Fields) -> Rating:
        sent.allow(("problem", "scale", "value", "evidence"))
        scale = sent.one_of("scale", SCALES, "")
        value = sent.number("value", 1, 5)
        return Rating(self._served(sent), _needed(sent, "scale", scale), value, _evidence(sent))

    def goal(self, sent: _Fields) -> Goal:
        sent.allow(("problem", "scale", "value"))
        scale = _needed(sent, "scale", sent.one_of("scale", SCALES, ""))
        return Goal(self._code(sent, "problem", "problem"), scale, sent.number("value", 1, 5))

    def not_coded(self, sent: _Fields) -> NotCoded:
        sent.allow(("code", "why", "evidence"))
        why = _needed(sent, "why", sent.one_of("why", REASONS, ""))
        return NotCoded(self._code(sent, "code", "problem"), why, _evidence(sent))

    def _served(self, sent: _Fields) -> str | None:
        """The problem that something belongs to, None when it belongs to none."""
        if sent.values.get("problem") is None:
            return None
        return self._code(sent, "problem", "problem")

    def _code(self, sent: _Fields, name: str, kind: str) -> str:
        value = sent.values.get(name)
        place = f"{sent.where}.{name}"
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise InputError(place, f"is no code of a {kind}")
        refuse_bsn(place, value)
        try:
            return self._vocabulary.concept(kind, value).code
        except UnknownCodeError as error:
            raise InputError(place, str(error)) from None

    def _display(self, kind: str, code: str) -> str:
        return self._vocabulary.concept(kind, code).display("nl")


def _band(sent: _Fields) -> Band:
    bands: dict[str, Band] = {each: each for each in get_args(Band)}
    return bands[sent.one_of("band", bands, "accept") or "accept"]


def _needed(sent: _Fields, name: str, value: str | None) -> str:
    if not value:
        raise InputError(f"{sent.where}.{name}", "is needed")
    return value


def _evidence(sent: _Fields) -> tuple[Evidence, ...]:
    return tuple(_words(each) for each in sent.items("evidence"))


def _words(sent: _Fields) -> Evidence:
    sent.allow(("start", "end", "text", "kind", "mapping"))
    start = sent.number("start", 0, 10_000_000)
    end = sent.number("end", start, 10_000_000)
    kinds: dict[str, EvidenceKind] = {each: each for each in get_args(EvidenceKind)}
    kind = kinds[sent.one_of("kind", kinds, "exact") or "exact"]
    return Evidence(start, end, sent.text("text"), kind, sent.text("mapping") or None)


__all__ = ["LONGEST_LIST", "LONGEST_TEXT", "is_text", "read_record"]
