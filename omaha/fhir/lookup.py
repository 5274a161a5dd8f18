"""CodeSystem/$lookup: everything that is known of one code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from omaha.fhir import missing
from omaha.fhir.asking import SHARED, Asked
from omaha.fhir.codesystem import PREFERRED, CodeSystem, Designation, Entry
from omaha.fhir.languages import Languages, choose_display, language_fits
from omaha.fhir.outcome import FhirError, Json, refuse
from omaha.fhir.parameters import part, to_parameters

KNOWN = (*SHARED, "code", "system", "version", "coding", "property", "url")


def lookup(asked: Asked) -> Json:
    """The Parameters that tell of a code; raises FhirError for one that is not known."""
    parameters = asked.parameters
    parameters.check(KNOWN)
    asked = asked.with_sent()
    coding = parameters.coding("coding") or {
        "system": parameters.text("system") or parameters.text("url"),
        "version": parameters.text("version"),
        "code": parameters.text("code"),
    }
    url, code = coding.get("system"), coding.get("code")
    if not url or not code:
        raise refuse(400, "required", "send code and system, or a coding with both")
    system = asked.code_system(url, coding.get("version"), "system")
    entry = system.find(code)
    if entry is None:
        told = missing.unknown_code(code, system.url, system.version, "code")
        if system.content == "fragment":
            open_ = missing.unknown_in_fragment(code, system.url, system.version, "code")
            told = replace(open_, severity="error")
        raise FhirError(404, told)
    wanted = parameters.texts("property")
    return describe(system, entry, asked.languages(), wanted, parameters.texts("useSupplement"))


def describe(
    system: CodeSystem,
    entry: Entry,
    languages: Languages,
    wanted: Iterable[str] = (),
    supplements: Iterable[str] = (),
) -> Json:
    """What there is to tell of a concept; `wanted` are properties, () or ``*`` all of them."""
    names = frozenset(wanted)
    everything = not names or "*" in names
    display, chosen = choose_display(entry.display, system.language, entry.designations, languages)
    said = [
        ("name", "valueString", system.resource.get("name") or system.url),
        ("version", "valueString", system.version),
        ("display", "valueString", display or entry.display or entry.code),
        ("definition", "valueString", entry.definition),
        ("system", "valueUri", system.url),
        ("code", "valueCode", entry.code),
        ("abstract", "valueBoolean", entry.abstract),
    ]
    found = [part(name, kind, value) for name, kind, value in said if value is not None]
    sources = {chosen.source: None} if chosen is not None and chosen.source else {}
    for each in _designations(system, entry, names, everything):
        found.append({"name": "designation", "part": _designation(each)})
        if each.source:
            sources[each.source] = None
    for code, kind, value, shown in _properties(system, entry):
        if everything or code in names:
            about = [part("description", "valueString", shown)] if shown else []
            parts = [part("code", "valueCode", code), part("value", kind, value), *about]
            found.append({"name": "property", "part": parts})
    asked_for = [each for each in supplements if each]
    sources |= {
        each: None
        for each in system.applied
        if any(each == name or each.partition("|")[0] == name for name in asked_for)
    }
    found += [part("used-supplement", "valueCanonical", each) for each in sources]
    return to_parameters(found)


def _designations(
    system: CodeSystem, entry: Entry, names: frozenset[str], everything: bool
) -> list[Designation]:
    found = []
    if entry.display is not None:
        found.append(Designation(entry.display, system.language, PREFERRED))
    found += entry.designations
    if everything or "designation" in names:
        return found
    tags = [name.removeprefix("lang.") for name in names if name.startswith("lang.")]
    return [each for each in found if any(language_fits(each.language, tag) for tag in tags)]


def _designation(each: Designation) -> list[Json]:
    found = [part("language", "valueCode", each.language)] if each.language else []
    if each.use is not None:
        found.append(part("use", "valueCoding", each.use))
    found.append(part("value", "valueString", each.value))
    if each.source:
        found.append(part("source", "valueCanonical", each.source))
    return found


def _properties(system: CodeSystem, entry: Entry) -> Iterable[tuple[str, str, object, str | None]]:
    """Properties as (code, name of the value, value, what to show of a code)."""
    for code, codes in (("parent", entry.parents), ("child", entry.children)):
        for each in codes:
            near = system.entries.get(each)
            yield code, "valueCode", each, near.display if near else None
    inactive = system.names_of("inactive")
    yield "inactive", "valueBoolean", entry.inactive, None
    status = system.names_of("status")
    if entry.status is not None and all(own.code not in status for own in entry.properties):
        yield "status", "valueCode", entry.status, None
    for own in entry.properties:
        if own.code not in ("parent", "child", *inactive):
            yield own.code, own.type, own.value, None
