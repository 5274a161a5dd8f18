"""Coded notes of one client as a FHIR R4 Bundle: Condition, Observation, Goal, CarePlan.

A suggestion stays one: conditions are unconfirmed, observations preliminary, and plan and
requests drafts, until the sender says that a professional confirmed them. The same input
gives the same bundle: identifiers are made from it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from omaha.errors import InputError
from omaha.exchange.codings import Codings, SiteCodings
from omaha.exchange.facts import facts
from omaha.identifiers import refuse_bsn
from omaha.model import NAMESPACE
from omaha.records import Record
from omaha.views.wording import WORDS
from omaha.vocabulary import Vocabulary

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_SUBSET = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
_UNKNOWN_SUBJECT = {"nl": "cliënt van het zendende systeem", "en": "client of the sending system"}
_TITLE = {"nl": "Zorgplan in het Omaha System", "en": "Omaha System care plan"}


def to_bundle(
    records: Sequence[Record],
    vocabulary: Vocabulary,
    versions: Mapping[str, str],
    *,
    lang: str = "nl",
    subject: str | None = None,
    concept_map: object = None,
    confirmed: bool = False,
    left_out: bool = False,
) -> dict[str, Any]:
    """A Bundle of type collection.

    `subject` is the sender's own reference to the client, such as ``Patient/1``;
    `concept_map` a FHIR ConceptMap of the site; `left_out` marks the bundle as a subset. One
    Condition a problem as it is named (modifier, level of client), one Observation a rating
    of a note. Raises InputError for a subject or ConceptMap that cannot be used, and
    BsnRefusedError.
    """
    refuse_bsn("subject", subject)
    if subject is not None and not (subject.strip() == subject != "" and subject.isprintable()):
        raise InputError("subject", "is no reference; send one such as Patient/1")
    codings = Codings(vocabulary, SiteCodings.of(concept_map), lang)
    client = {"reference": subject} if subject else {"display": _UNKNOWN_SUBJECT[lang]}
    writer = _Writer(codings, client, _seed(records, subject), confirmed)
    for record in records:
        writer.record(record)
    writer.care_plan(lang)
    tags = [
        {"system": f"{NAMESPACE}version/{name}", "code": value} for name, value in versions.items()
    ]
    if left_out:
        tags.append({"system": _SUBSET, "code": "SUBSETTED"})
    return {
        "resourceType": "Bundle",
        "meta": {"tag": tags},
        "type": "collection",
        "entry": [{"fullUrl": url, "resource": each} for url, each in writer.entries.items()],
    }


def _seed(records: Sequence[Record], subject: str | None) -> str:
    """What makes identifiers differ between clients and notes."""
    return hashlib.sha256(repr((list(facts(records)), subject)).encode()).hexdigest()


class _Writer:
    """Collects the resources of one bundle, in the order in which they are met."""

    def __init__(
        self, codings: Codings, client: dict[str, str], seed: str, confirmed: bool
    ) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self._codings = codings
        self._client = client
        self._seed = seed
        self._confirmed = confirmed
        self._conditions: dict[str, list[str]] = {}

    def record(self, record: Record) -> None:
        """Add what one note says."""
        for problem in record.coded.problems:
            key = ("Condition", problem.code, problem.modifier, problem.client)
            signs = [sign.code for sign in problem.signs]
            self._condition(key, signs, record.date)
        for number, rating in enumerate(record.coded.ratings):
            self._observation(record, number, rating.problem, rating.scale, rating.value)
        for goal in record.goals:
            self._goal(goal.problem, goal.scale, goal.value)
        for action in record.coded.interventions:
            self._request(action.problem, action.category, action.target)

    def care_plan(self, lang: str) -> None:
        """Add the plan that holds problems, goals and requests together."""
        kinds = {url: each["resourceType"] for url, each in self.entries.items()}
        named: dict[str, list[dict[str, str]]] = {}
        for url, kind in kinds.items():
            named.setdefault(kind, []).append({"reference": url})
        plan: dict[str, Any] = {
            "resourceType": "CarePlan",
            "status": "active" if self._confirmed else "draft",
            "intent": "plan" if self._confirmed else "proposal",
            "title": _TITLE[lang],
            "description": " ".join(
                filter(None, (WORDS[lang]["advice"], WORDS[lang]["unofficial"]))
            ),
            "subject": self._client,
        }
        if "Condition" in named:
            plan["addresses"] = named["Condition"]
        if "Goal" in named:
            plan["goal"] = named["Goal"]
        if "ServiceRequest" in named:
            plan["activity"] = [{"reference": each} for each in named["ServiceRequest"]]
        self._add(("CarePlan",), plan)

    def _condition(self, key: tuple[str, ...], signs: Sequence[str], date: str | None) -> None:
        _, problem, modifier, client = key
        url = self._url(key)
        found = self.entries.get(url)
        if found is None:
            found = {
                "resourceType": "Condition",
                "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
                "verificationStatus": {
                    "coding": [
                        {
                            "system": _VERIFICATION,
                            "code": "confirmed" if self._confirmed else "unconfirmed",
                        }
                    ]
                },
                "category": [
                    self._codings.concept("modifier", modifier),
                    self._codings.concept("modifier", client),
                ],
                "code": self._codings.concept("problem", problem),
                "subject": self._client,
            }
            if date:
                found["recordedDate"] = date
            self._add(key, found)
            self._conditions.setdefault(problem, []).append(url)
        known = [each["code"][0]["coding"][0]["code"] for each in found.get("evidence", ())]
        new = [sign for sign in dict.fromkeys(signs) if sign not in known]
        if new:
            shown = [{"code": [self._codings.concept("sign", sign)]} for sign in new]
            found["evidence"] = [*found.get("evidence", ()), *shown]

    def _observation(
        self, record: Record, number: int, problem: str | None, scale: str, value: int
    ) -> None:
        found: dict[str, Any] = {
            "resourceType": "Observation",
            "status": "final" if self._confirmed else "preliminary",
            "code": self._codings.scale(scale),
            "subject": self._client,
        }
        if focus := self._references(problem):
            found["focus"] = focus
        if record.date:
            found["effectiveDateTime"] = record.date
        found["valueCodeableConcept"] = self._codings.rating(scale, value)
        key = ("Observation", str(len(self.entries)), str(number), problem or "", scale)
        self._add(key, found)

    def _goal(self, problem: str, scale: str, value: int) -> None:
        rating = self._codings.rating(scale, value)
        found: dict[str, Any] = {
            "resourceType": "Goal",
            "lifecycleStatus": "active" if self._confirmed else "proposed",
            "description": {"text": f"{self._codings.scale(scale)['text']} {rating['text']}"},
            "subject": self._client,
            "target": [{"measure": self._codings.scale(scale), "detailCodeableConcept": rating}],
        }
        if addresses := self._references(problem):
            found["addresses"] = addresses
        self._add(("Goal", problem, scale), found)

    def _request(self, problem: str | None, category: str, target: str) -> None:
        kind = self._codings.concept("category", category)
        code = self._codings.concept("target", target)
        code["text"] = f"{kind['text']}: {code['text']}"
        found: dict[str, Any] = {
            "resourceType": "ServiceRequest",
            "status": "active" if self._confirmed else "draft",
            "intent": "plan" if self._confirmed else "proposal",
            "category": [kind],
            "code": code,
            "subject": self._client,
        }
        if reasons := self._references(problem):
            found["reasonReference"] = reasons
        self._add(("ServiceRequest", problem or "", category, target), found)

    def _references(self, problem: str | None) -> list[dict[str, str]]:
        return [{"reference": url} for url in self._conditions.get(problem or "", ())]

    def _url(self, key: tuple[str, ...]) -> str:
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '|'.join((self._seed, *key)))}"

    def _add(self, key: tuple[str, ...], resource: dict[str, Any]) -> None:
        self.entries[self._url(key)] = resource
