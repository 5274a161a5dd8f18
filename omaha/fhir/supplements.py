"""Putting supplements into the code systems that they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from omaha.fhir.codesystem import CodeSystem, Designation, Entry
from omaha.fhir.shape import split_canonical


def supplemented(system: CodeSystem, supplements: Iterable[CodeSystem]) -> CodeSystem:
    """`system` with the designations, properties and extensions of its supplements added."""
    entries, declared = dict(system.entries), dict(system.declared)
    applied = list(system.applied)
    for each in supplements:
        if each.canonical in applied:
            continue
        declared = {**each.declared, **declared}
        for code, more in each.entries.items():
            entry = system.find(code)
            if entry is not None:
                entries[entry.code] = _with(entries[entry.code], more, each, system.language)
        applied.append(each.canonical)
    return replace(system, entries=entries, declared=declared, applied=tuple(applied))


def _with(entry: Entry, more: Entry, supplement: CodeSystem, language: str | None) -> Entry:
    source = supplement.canonical
    designations = [replace(each, source=source) for each in more.designations]
    # In a language of its own a display is one more text; in the same it would be a second one.
    own = supplement.language
    told = {(each.language, each.value) for each in designations}
    if more.display and own and own != language and (own, more.display) not in told:
        designations.insert(0, Designation(more.display, own, source=source))
    return replace(
        entry,
        designations=(*entry.designations, *designations),
        properties=(*entry.properties, *more.properties),
        extensions=(*entry.extensions, *more.extensions),
    )


def supplements_of(system: CodeSystem) -> tuple[str, str | None]:
    """URL and version of the code system that a supplement is for."""
    return split_canonical(system.supplements or "")
