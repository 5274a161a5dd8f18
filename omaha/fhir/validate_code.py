"""$validate-code on CodeSystem and ValueSet: is this a code, is it allowed, is its display right.

What is wrong with a code is told in the answer; only what makes the question unanswerable
(an unknown value set, a broken filter, no code at all) is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from omaha.fhir import findings
from omaha.fhir.asking import SHARED, VALUE_SET, Asked
from omaha.fhir.codesystem import CodeSystem, Entry
from omaha.fhir.composition import Coded, Composition, Member
from omaha.fhir.displays import check_display
from omaha.fhir.languages import Languages, choose_display
from omaha.fhir.outcome import FhirError, Issue, Json, operation_outcome, refuse
from omaha.fhir.parameters import Parameters, part, to_parameters
from omaha.fhir.shape import canonical
from omaha.fhir.standing import standing_of
from omaha.fhir.valueset import ValueSet

SUBJECT = (
    "code", "coding", "codeableConcept", "display", "abstract", "lenient-display-validation",
)  # fmt: skip
KNOWN_CODE_SYSTEM = (*SHARED, *SUBJECT, "url", "version", "codeSystem", "system", "systemVersion")
KNOWN_VALUE_SET = (
    *SHARED, *VALUE_SET, *SUBJECT, "system", "systemVersion", "inferSystem", "activeOnly",
    "valueset-membership-only",
)  # fmt: skip
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_CODE = (
    "Unable to find code to validate (looked for coding | codeableConcept | code+system | "
    "code+inferSystem in parameters"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be validated. `form` is the parameter that it came in."""

    form: str
    codings: tuple[Json, ...]
    concept: Json | None = None

    def path(self, number: int) -> str | None:
        """The path of a coding; a code that stands alone has none."""
        paths = {"coding": "Coding", "codeableConcept": f"CodeableConcept.coding[{number}]"}
        return paths.get(self.form)


@dataclass
class Checked:
    """What was found about one coding. `unknown` names code systems that were not found."""

    coding: Json
    system: CodeSystem | None = None
    entry: Entry | None = None
    display: str | None = None
    fits: bool = False
    issues: list[Issue] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


def validate_in_code_system(asked: Asked) -> Json:
    """The answer to CodeSystem/$validate-code; raises FhirError without a code or a system."""
    asked.parameters.check(KNOWN_CODE_SYSTEM)
    asked = asked.with_sent()
    parameters = asked.parameters
    sent = parameters.resource("codeSystem")
    if sent is not None:
        asked = replace(asked, library=asked.library.with_resources([sent]))
    url = parameters.text("url") or parameters.text("system") or (sent or {}).get("url")
    version = parameters.text("version") or parameters.text("systemVersion")
    subject = _subject(parameters, url, version)
    first = subject.codings[0].get("system") if subject.codings else None
    if not (url or first):
        raise refuse(400, "required", "name a code system: send url, or a coding with a system")
    for each in subject.codings:
        if url and each.get("system") not in (None, url):
            raise refuse(
                400, "invalid", f"the coding is of {each['system']!r}, not of url {url!r}"
            )
    return _Validator(asked, None).answer(subject)


def validate_in_value_set(asked: Asked) -> Json:
    """The answer to ValueSet/$validate-code; raises FhirError without a code or a value set."""
    parameters = asked.parameters
    subject = _subject(parameters, parameters.text("system"), parameters.text("systemVersion"))
    parameters.check(KNOWN_VALUE_SET)
    asked, value_set = asked.value_set()
    return _Validator(asked, value_set).answer(subject)


def _subject(parameters: Parameters, system: str | None, version: str | None) -> Subject:
    coding, concept = parameters.coding("coding"), parameters.concept("codeableConcept")
    code = parameters.text("code")
    if concept is not None:
        found = concept.get("coding") or ()
        return Subject("codeableConcept", tuple(found), concept)
    if coding is not None:
        if version and not coding.get("version"):
            coding = {**coding, "version": version}
        return Subject("coding", (coding,))
    if not code or not (system or parameters.flag("inferSystem")):
        raise refuse(400, "invalid", _NO_CODE)
    said = {"system": system, "version": version, "code": code, "display": parameters.text("display")}
    return Subject("code", ({k: v for k, v in said.items() if v},))


class _Validator:
    """Validates the codings of one request."""

    def __init__(self, asked: Asked, value_set: ValueSet | None) -> None:
        flag = asked.parameters.flag
        self._asked, self._value_set = asked, value_set
        self._languages: Languages = asked.languages(value_set)
        self._members_only = bool(flag("valueset-membership-only"))
        self._abstract_allowed = flag("abstract") is not False
        self._lenient = bool(flag("lenient-display-validation"))
        self._composition = Composition(
            asked.library, asked.rules, active_only=bool(flag("activeOnly"))
        )

    def answer(self, subject: Subject) -> Json:
        """The Parameters that answer a request."""
        try:
            checked = [self._check(subject, n) for n in range(len(subject.codings))]
        except FhirError as error:
            # An import that is not known leaves the question open; all else was asked wrongly.
            if any(each.message_id != "Unable_to_resolve_value_Set_" for each in error.issues):
                raise
            checked = [Checked(each) for each in subject.codings]
            return self._written(subject, checked, list(error.issues))
        issues = [issue for each in checked for issue in each.issues]
        undecided = any(kind == "x-caused-by-unknown-system" for c in checked for kind, _ in c.unknown)
        if subject.form == "codeableConcept" and self._value_set is not None:
            if not any(each.fits for each in checked) and not undecided:
                issues.insert(0, findings.no_coding_in_value_set(self._value_set.canonical))
        return self._written(subject, checked, [*issues, *self._standings(checked)])

    def _written(self, subject: Subject, checked: list[Checked], issues: list[Issue]) -> Json:
        result = not any(each.severity in ("error", "fatal") for each in issues)
        found = [part("result", "valueBoolean", result)]
        about = next((each for each in checked if each.fits), None)
        if about is None and subject.form != "codeableConcept":
            about = checked[0]
        if about is not None:
            found += _about(about)
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
            found.issues.append(findings.no_system(path))
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
        found.issues.append(
            findings.cannot_infer(code, self._value_set.canonical, having, "code")
        )
        return None

    def _check_coded(self, found: Checked, subject: Subject, path: str | None) -> None:
        coding = found.coding
        coded = Coded(coding["system"], coding.get("version"), coding["code"])
        member = None
        if self._value_set is not None:
            member = self._composition.find(self._value_set, coded)
        found.system = member.system if member else self._system(coded)
        if found.system is None:
            if self._members_only and self._value_set is not None:
                self._outside(found, subject, path)
            else:
                self._without_system(found, coded, subject, path)
            return
        if self._asked.rules.checks:
            try:
                self._composition.check_version(found.system, _below(path, "version"))
            except FhirError as error:
                found.issues += error.issues
        found.entry = member.entry if member else found.system.find(coded.code)
        found.fits = member is not None or self._value_set is None
        if found.entry is None:
            self._unknown_code(found, coded, path)
        else:
            self._check_entry(found, member, path)
        if not found.fits:
            self._outside(found, subject, path)

    def _system(self, coded: Coded) -> CodeSystem | None:
        """The code system to look a code up in that is not in the value set."""
        rules, library = self._asked.rules, self._asked.library
        wanted = coded.version or rules.wanted(coded.system, None)
        if wanted is None and self._value_set is not None:
            wanted = self._composition.version_of(self._value_set, coded.system)
        found = library.code_system(coded.system, wanted)
        return None if found is None or found.content == "not-present" else found

    def _without_system(
        self, found: Checked, coded: Coded, subject: Subject, path: str | None
    ) -> None:
        library, where = self._asked.library, _below(path, "system")
        if library.value_set(coded.system) is not None:
            found.issues.append(findings.system_is_value_set(coded.system, where))
        elif library.supplement(coded.system) is not None:
            found.issues.append(findings.system_is_supplement(coded.system, where))
        else:
            if not _ABSOLUTE.match(coded.system):
                found.issues.append(findings.system_is_relative(where))
            found.issues.append(self._composition.missing_system(coded, where))
            known = library.versions_of(coded.system)
            named = canonical(coded.system, coded.version if known else None)
            caused = any(u.partition("|")[0] == coded.system for u in self._composition.unresolved)
            name = "x-caused-by-unknown-system" if caused else "x-unknown-system"
            found.unknown.append((name, named))
            if caused:
                return
        if self._value_set is not None:
            self._outside(found, subject, path)

    def _unknown_code(self, found: Checked, coded: Coded, path: str | None) -> None:
        system, where = found.system, _below(path, "code")
        assert system is not None
        told = (coded.code, system.url, system.version, where)
        if self._members_only:
            return
        if system.content == "fragment":
            found.issues.append(findings.unknown_in_fragment(*told))
            found.fits = self._value_set is None or self._takes_all_of(system.url)
        else:
            found.issues.append(findings.unknown_code(*told))

    def _takes_all_of(self, url: str) -> bool:
        """Whether the value set includes a code system whole, so also what a fragment lacks."""
        assert self._value_set is not None
        return any(
            each.system == url and each.listed is None and not each.filters
            for each in self._value_set.includes
        )

    def _check_entry(self, found: Checked, member: Member | None, path: str | None) -> None:
        entry, system, where = found.entry, found.system, _below(path, "code")
        assert entry is not None
        assert system is not None
        given = found.coding["code"]
        if given != entry.code:
            found.issues.append(findings.other_case(given, entry.code, system.url, where))
        if entry.abstract and not self._abstract_allowed:
            found.issues.append(findings.abstract_code(system.url, entry.code, where))
        if self._value_set is not None and member is not None:
            if not self._composition.allows(self._value_set, entry):
                found.issues.append(findings.not_active(entry.code, where))
                found.fits = False
        own = member.listed if member else None
        designations = (*entry.designations, *(own.designations if own else ()))
        shown = member.display if member else entry.display
        found.display, _ = choose_display(shown, system.language, designations, self._languages)
        if self._members_only:
            return
        if found.coding.get("display"):
            found.issues += check_display(
                found.coding["display"], f"{system.url}#{given}", entry, own, system.language,
                self._languages, _below(path, "display"), lenient=self._lenient,
            )  # fmt: skip
        found.issues += _statuses(member, entry, system, self._value_set, path)

    def _outside(self, found: Checked, subject: Subject, path: str | None) -> None:
        """Tell that a coding is not in the value set, or not in that version."""
        assert self._value_set is not None
        where = _below(path, "version")
        mismatches = [replace(each, expression=where) for each in self._composition.mismatches]
        if found.system is not None and found.entry is not None and mismatches:
            found.issues += mismatches
            return
        coding = found.coding
        shown = f" ('{coding['display']}')" if coding.get("display") else ""
        named = canonical(coding.get("system", ""), coding.get("version"))
        found.issues.append(
            findings.not_in_value_set(
                f"{named}#{coding['code']}{shown}", self._value_set.canonical,
                _below(path, "code"), one_of_many=subject.form == "codeableConcept",
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


def _statuses(
    member: Member | None, entry: Entry, system: CodeSystem, value_set: ValueSet | None,
    path: str | None,
) -> list[Issue]:  # fmt: skip
    found = []
    if entry.inactive:
        named = [] if entry.status in (None, "active", "inactive") else [str(entry.status)]
        status = " and ".join([*named, "inactive"])
        found.append(findings.has_status(entry.code, status, path, inactive=True))
    elif entry.status in ("deprecated", "withdrawn"):
        found.append(findings.has_status(entry.code, entry.status, path, inactive=False))
    listed = member.listed if member else None
    marked = "http://hl7.org/fhir/StructureDefinition/valueset-deprecated"
    if listed is not None and value_set is not None:
        if any(e.get("url") == marked and e.get("valueBoolean") is True for e in listed.extensions):
            found.append(
                findings.deprecated_in_value_set(
                    entry.code, system.url, value_set.canonical, path
                )
            )
    return found


def _about(found: Checked) -> list[Json]:
    """What an answer says of the coding that it is about."""
    coding, system, entry = found.coding, found.system, found.entry
    said: Mapping[str, tuple[str, object]] = {
        "code": ("valueCode", coding.get("code")),
        "display": ("valueString", found.display),
        "system": ("valueUri", coding.get("system")),
        "version": ("valueString", system.version if system else None),
    }
    answer = [part(name, kind, value) for name, (kind, value) in said.items() if value]
    if entry is None:
        return answer
    if entry.code != coding.get("code"):
        answer.append(part("normalized-code", "valueCode", entry.code))
    if entry.inactive:
        answer.append(part("inactive", "valueBoolean", True))
    if entry.status and (entry.inactive or entry.status in ("deprecated", "withdrawn")):
        answer.append(part("status", "valueCode", entry.status))
    return answer


def _below(path: str | None, name: str) -> str:
    """The path of a member of a coding; a code that stands alone has its members as parameters.

    >>> _below("Coding", "code"), _below(None, "code")
    ('Coding.code', 'code')
    """
    return f"{path}.{name}" if path else name
