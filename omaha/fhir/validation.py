"""Validating codings, one by one: what is wrong with each, and what the answer says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from omaha.fhir import findings, missing
from omaha.fhir.asking import Asked
from omaha.fhir.checked import CAUSED, Checked, about_coding, statuses
from omaha.fhir.codesystem import CodeSystem
from omaha.fhir.composition import Coded, Composition
from omaha.fhir.displays import check_display
from omaha.fhir.languages import Languages, choose_display
from omaha.fhir.library import Member
from omaha.fhir.outcome import FhirError, Issue, Json, operation_outcome
from omaha.fhir.parameters import part, to_parameters
from omaha.fhir.shape import canonical
from omaha.fhir.standing import standing_of
from omaha.fhir.subject import Subject, below
from omaha.fhir.valueset import ValueSet

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Validator:
    """Validates the codings of one request."""

    def __init__(self, asked: Asked, value_set: ValueSet | None) -> None:
        flag = asked.parameters.flag
        self._asked, self._value_set = asked, value_set
        self._languages: Languages = asked.languages(value_set)
        self._members_only = bool(flag("valueset-membership-only"))
        self._abstract_allowed = flag("abstract") is not False
        self._lenient = bool(flag("lenient-display-validation"))
        self._composition = Composition(
            asked.resolver, active_only=bool(flag("activeOnly")), work=asked.work
        )

    def answer(self, subject: Subject) -> Json:
        """The Parameters that answer a request."""
        try:
            checked = [self._check(subject, n) for n in range(len(subject.codings))]
        except FhirError as error:
            # An import that is not known leaves the question open; all else was asked wrongly.
            if any(each.message_id != missing.NO_VALUE_SET for each in error.issues):
                raise
            return self.left_open(subject, error)
        issues = [issue for each in checked for issue in each.issues]
        decided = any(each.fits or each.undecided for each in checked)
        if subject.form == "codeableConcept" and self._value_set is not None and not decided:
            issues.insert(0, findings.no_coding_in_value_set(self._value_set.canonical))
        return self._written(subject, checked, [*issues, *self._standings(checked)])

    def left_open(self, subject: Subject, error: FhirError, lacking: Iterable[str] = ()) -> Json:
        """The answer when the value set cannot be worked out; `lacking` names what it needs."""
        unknown = [(CAUSED, name) for name in lacking]
        checked = [Checked(each, unknown=unknown) for each in subject.codings]
        return self._written(subject, checked, list(error.issues))

    def _written(self, subject: Subject, checked: list[Checked], issues: list[Issue]) -> Json:
        result = not any(each.severity in ("error", "fatal") for each in issues)
        found = [part("result", "valueBoolean", result)]
        about = next((each for each in checked if each.fits), None)
        if about is None and subject.form != "codeableConcept":
            about = checked[0]
        if about is not None:
            found += about_coding(about)
        if subject.concept is not None:
            found.append(part("codeableConcept", "valueCodeableConcept", subject.concept))
        told = dict.fromkeys(each.text for each in issues if each.told)
        if told:
            found.append(part("message", "valueString", "; ".join(told)))
        named = dict.fromkeys(each for one in checked for each in one.unknown)
        found += [part(name, "valueCanonical", url) for name, url in named]
        if issues:
            outcome = operation_outcome(dict.fromkeys(issues))
            found.append({"name": "issues", "resource": outcome})
        return to_parameters(found)

    def _check(self, subject: Subject, number: int) -> Checked:
        coding, path = subject.codings[number], subject.path(number)
        found = Checked(coding)
        code, url = coding.get("code"), coding.get("system")
        if not code:
            found.issues.append(
                Issue("error", "required", "a coding without a code cannot be validated",
                      "invalid-data", expression=path)
            )  # fmt: skip
            return found
        if not url and subject.form == "code":
            url = self._infer(found, code)
        elif not url:
            found.issues.append(missing.no_system(path))
        if not url:
            if self._value_set is not None:
                self._outside(found, subject, path)
            return found
        found.coding = {**coding, "system": url}
        self._check_coded(found, subject, path)
        return found

    def _infer(self, found: Checked, code: str) -> str | None:
        """The one code system of the value set that has a code."""
        assert self._value_set is not None
        having = [
            url
            for url in self._composition.systems_of(self._value_set)
            if self._composition.find(self._value_set, Coded(url, None, code)) is not None
        ]
        if len(having) == 1:
            return having[0]
        found.issues.append(missing.cannot_infer(code, self._value_set.canonical, having, "code"))
        return None

    def _check_coded(self, found: Checked, subject: Subject, path: str | None) -> None:
        coding, value_set = found.coding, self._value_set
        coded = Coded(coding["system"], coding.get("version"), coding["code"])
        member = self._member(value_set, coded, coding)
        found.system = member.system if member else self._system(coded)
        self._check_versions(found, coded, path)
        if found.system is None:
            if not found.undecided:
                self._without_system(found, coded, subject, path)
            return
        found.entry = member.entry if member else found.system.find(coded.code)
        found.fits = member is not None or value_set is None
        if found.entry is None or found.entry.code not in found.system.entries:
            self._unknown_code(found, coded, path)
        else:
            self._check_entry(found, member, path)
        if not found.fits and not found.undecided and value_set is not None:
            self._outside(found, subject, path, coded)

    def _member(self, value_set: ValueSet | None, coded: Coded, coding: Json) -> Member | None:
        """What a code is in the value set: of several versions the one that the display fits."""
        member = self._composition.find(value_set, coded) if value_set is not None else None
        versions = self._asked.library.code_systems.get(coded.system, ())
        if value_set is None or member is None or not coding.get("display") or len(versions) < 2:
            return member
        every = self._composition.find_every(value_set, coded)
        fitting = (each for each in every if not self._shown(each, coding, None))
        return next(fitting, member)

    def _shown(self, member: Member, coding: Json, path: str | None) -> list[Issue]:
        """What is wrong with the display of a coding."""
        coded = f"{member.system.url}#{coding['code']}"
        return check_display(
            coding["display"], coded, member.entry, member.listed, member.system.language,
            self._languages, below(path, "display"), lenient=self._lenient,
        )  # fmt: skip

    def _system(self, coded: Coded) -> CodeSystem | None:
        """The code system to look a code up in that is not in the value set."""
        resolver = self._asked.resolver
        wanted = coded.version
        if wanted is None and self._value_set is not None:
            wanted = self._composition.version_of(self._value_set, coded.system)
        return resolver.system(coded.system, wanted or resolver.systems.wanted(coded.system, None))

    def _check_versions(self, found: Checked, coded: Coded, path: str | None) -> None:
        """Tell which versions are not there, not allowed, or needed and not told."""
        system, where = found.system, below(path, "version")
        refused = self._composition.refused.get(coded)
        if system is not None and self._value_set is None:
            refused = self._asked.resolver.refused(system, where)
        if refused is not None:
            found.issues.append(replace(refused, expression=where))
        if system is not None and system.version_needed and coded.version is None:
            found.issues.append(findings.version_needed(system.url, where))
        for named, issue in self._composition.unresolved.get(coded, {}).items():
            found.issues.append(replace(issue, expression=below(path, "system")))
            if issue.kind == "not-found":
                found.unknown.append((CAUSED, named))
        mismatch = self._composition.mismatch(coded)
        if found.undecided and mismatch is not None:
            found.issues.append(replace(mismatch, expression=where))

    def _without_system(
        self, found: Checked, coded: Coded, subject: Subject, path: str | None
    ) -> None:
        library, where = self._asked.library, below(path, "system")
        if self._members_only and self._value_set is not None:
            self._outside(found, subject, path)
            return
        if library.value_set(coded.system) is not None:
            found.issues.append(missing.system_is_value_set(coded.system, where))
        else:
            issue = self._asked.resolver.why_not(coded.system, coded.version, where)
            if not _ABSOLUTE.match(coded.system):
                found.issues.append(missing.system_is_relative(where))
            found.issues.append(issue)
            if issue.kind == "not-found":
                known = library.versions_of(coded.system)
                named = canonical(coded.system, coded.version if known else None)
                found.unknown.append(("x-unknown-system", named))
        if self._value_set is not None:
            self._outside(found, subject, path, coded)

    def _unknown_code(self, found: Checked, coded: Coded, path: str | None) -> None:
        system, where = found.system, below(path, "code")
        assert system is not None
        if self._members_only:
            return
        fragment = system.content == "fragment"
        told = missing.unknown_in_fragment if fragment else missing.unknown_code
        found.issues.append(told(coded.code, system.url, system.version, where))

    def _check_entry(self, found: Checked, member: Member | None, path: str | None) -> None:
        entry, system, where = found.entry, found.system, below(path, "code")
        assert entry is not None
        assert system is not None
        given = found.coding["code"]
        if given != entry.code:
            found.issues.append(findings.other_case(given, entry.code, system.canonical, where))
        if entry.abstract and not self._abstract_allowed:
            found.issues.append(findings.abstract_code(system.url, entry.code, where))
        value_set = self._value_set
        if value_set and member and not self._composition.allows(value_set, entry):
            found.issues.append(findings.not_active(entry.code, where))
            found.fits = False
        there = member or Member(system, entry)
        found.display, _ = choose_display(
            there.display, system.language, there.designations, self._languages
        )
        if self._members_only:
            return
        if found.coding.get("display"):
            found.issues += self._shown(there, found.coding, path)
        found.issues += statuses(member, entry, system, self._value_set, path)

    def _outside(
        self, found: Checked, subject: Subject, path: str | None, coded: Coded | None = None
    ) -> None:
        """Tell that a coding is not in the value set, or not in that version."""
        assert self._value_set is not None
        known = found.entry is not None or found.system is None
        mismatch = self._composition.mismatch(coded) if coded and known else None
        if mismatch is not None:
            found.issues.append(replace(mismatch, expression=below(path, "version")))
            return
        coding = found.coding
        shown = f" ('{coding['display']}')" if coding.get("display") else ""
        named = canonical(coding.get("system", ""), coding.get("version"))
        found.issues.append(
            findings.not_in_value_set(
                f"{named}#{coding['code']}{shown}", self._value_set.canonical,
                below(path, "code"), one_of_many=subject.form == "codeableConcept",
            )
        )  # fmt: skip

    def _standings(self, checked: Iterable[Checked]) -> list[Issue]:
        """What there is to say of the resources that were used."""
        used: list[tuple[str, CodeSystem | ValueSet]] = []
        source: Json = {}
        if self._value_set is not None:
            source = self._value_set.resource
            used = [("ValueSet", self._value_set)]
            used += [("ValueSet", each) for each in self._composition.value_sets.values()]
        systems = {each.system.canonical: each.system for each in checked if each.system}
        used += [("CodeSystem", each) for each in systems.values()]
        return [
            findings.has_standing(standing, kind, each.canonical)
            for kind, each in used
            if (standing := standing_of(each.resource, source)) is not None
        ]
