"""The wording of issues about what is not there: codes, code systems, value sets, supplements.

Texts and message ids are those that the validators and terminology servers of HL7 share, so
that a client reads the same from any of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from omaha.fhir.outcome import Issue

NO_VALUE_SET = "Unable_to_resolve_value_Set_"


def _not_found(text: str, message_id: str, path: str | None = None) -> Issue:
    return Issue("error", "not-found", text, "not-found", message_id, path)


def _not_a_system(text: str, message_id: str, path: str | None) -> Issue:
    return Issue("error", "invalid", text, "invalid-data", message_id, path)


def unknown_code(code: str, system: str, version: str | None, path: str | None) -> Issue:
    """A code that its code system does not have."""
    tail = f" version '{version}'" if version else ""
    return Issue(
        "error", "code-invalid", f"Unknown code '{code}' in the CodeSystem '{system}'{tail}",
        "invalid-code", "Unknown_Code_in_Version" if version else "Unknown_Code_in", path,
    )  # fmt: skip


def unknown_in_fragment(code: str, system: str, version: str | None, path: str | None) -> Issue:
    """A code that this part of a code system does not have, and another part may."""
    tail = f" version '{version}'" if version else ""
    return Issue(
        "warning", "code-invalid",
        f"Unknown Code '{code}' in the CodeSystem '{system}'{tail} - note that the code system is "
        "labeled as a fragment, so the code may be valid in some other fragment",
        "invalid-code", "UNKNOWN_CODE_IN_FRAGMENT", path,
    )  # fmt: skip


def unknown_system(system: str, path: str | None, *, expanding: bool = False) -> Issue:
    """A code system that is not known here."""
    what = "value set cannot be expanded" if expanding else "code cannot be validated"
    return _not_found(
        f"A definition for CodeSystem '{system}' could not be found, so the {what}",
        "UNKNOWN_CODESYSTEM_EXP" if expanding else "UNKNOWN_CODESYSTEM",
        path,
    )


def unknown_version(
    system: str, version: str, known: Sequence[str], path: str | None, *, expanding: bool = False
) -> Issue:
    """A code system that is known, in other versions than the one that is meant."""
    what = "value set cannot be expanded" if expanding else "code cannot be validated"
    told = f"Valid versions: {' or '.join(known)}"
    if not known:
        told = "No versions of this code system are known"
    return _not_found(
        f"A definition for CodeSystem '{system}' version '{version}' could not be found, so the "
        f"{what}. {told}",
        "UNKNOWN_CODESYSTEM_VERSION" + ("_EXP" if expanding else "") + ("" if known else "_NONE"),
        path,
    )


def not_usable(system: str, content: str, path: str | None, *, expanding: bool = False) -> Issue:
    """A code system that is known, without what it would take to tell its codes."""
    what = "value set cannot be expanded" if expanding else "code cannot be validated"
    return _not_found(
        f"The definition for the Code System with URI '{system}' doesn't provide any codes so the "
        f"{what} (its content is '{content}')",
        "TERMINOLOGY_TX_SYSTEM_NOT_USABLE",
        path,
    )


def unknown_value_set(value_set: str) -> Issue:
    """A value set that is not known here."""
    return _not_found(
        f"A definition for the value Set '{value_set}' could not be found", NO_VALUE_SET
    )


def unknown_import(value_set: str, version: str | None, *, excluded: bool = False) -> Issue:
    """A value set that another one is made of and that is not known, when expanding that one."""
    told = f" version '{version}'" if version else ""
    mark = ("_PINNED" if version else "") + ("_X" if excluded else "")
    return _not_found(
        f"Unable to find {'excluded' if excluded else 'included'} value set '{value_set}'{told}",
        f"VS_EXP_IMPORT_UNK{mark}",
    )


def import_is_system(value_set: str, version: str | None, *, excluded: bool = False) -> Issue:
    """A code system where a value set should be, when expanding one that is made of it."""
    told = f" version '{version}'" if version else ""
    mark = ("_PINNED" if version else "") + ("_X" if excluded else "")
    return _not_found(
        f"Cannot {'exclude' if excluded else 'include'} value set '{value_set}'{told} because it's "
        "actually a code system",
        f"VS_EXP_IMPORT_CS{mark}",
    )


def no_definition(value_set: str) -> Issue:
    """A value set that says nothing of what is in it."""
    return Issue(
        "error", "invalid",
        f"The value set {value_set} has no compose and no expansion, so it cannot be expanded",
        "vs-invalid", "VALUESET_NO_COMPOSE",
    )  # fmt: skip


def unknown_supplement(supplements: Sequence[str]) -> Issue:
    """Supplements that are needed and not known here."""
    plural = "s" if len(supplements) > 1 else ""
    return _not_found(
        f"Required supplement{plural} not found: {', '.join(supplements)}",
        "VALUESET_SUPPLEMENT_MISSING",
    )


def system_is_value_set(system: str, path: str | None) -> Issue:
    """A value set where a code system should be."""
    return _not_a_system(
        f"The Coding references a value set, not a code system ('{system}')",
        "Terminology_TX_System_ValueSet2",
        path,
    )


def system_is_supplement(system: str, path: str | None) -> Issue:
    """A supplement where a code system should be."""
    return _not_a_system(
        f"CodeSystem {system} is a supplement, so can't be used as a value in Coding.system",
        "CODESYSTEM_CS_NO_SUPPLEMENT",
        path,
    )


def includes_supplement(supplement: str, system: str, path: str | None) -> Issue:
    """A value set that is made of a supplement instead of the code system that it is for."""
    return Issue(
        "error", "invalid",
        f"The value set references CodeSystem '{supplement}' which is a supplement. It must "
        f"reference the underlying CodeSystem '{system}' and use the "
        "http://hl7.org/fhir/StructureDefinition/valueset-supplement extension for the supplement",
        "vs-invalid", "VALUESET_INCLUDE_CS_SUPPLEMENT", path,
    )  # fmt: skip


def system_is_relative(path: str | None) -> Issue:
    """A code system that is named by something else than an absolute URI."""
    return Issue(
        "error", "invalid", "Coding.system must be an absolute reference, not a local reference",
        "invalid-data", "Terminology_TX_System_Relative", path,
    )  # fmt: skip


def no_system(path: str | None) -> Issue:
    """A coding without a system."""
    return Issue(
        "warning", "invalid",
        "Coding has no system. A code with no system has no defined meaning, and it cannot be "
        "validated. A system should be provided",
        "invalid-data", "Coding_has_no_system__cannot_validate", path,
    )  # fmt: skip


def cannot_infer(code: str, value_set: str, systems: Sequence[str], path: str | None) -> Issue:
    """A code alone that is in no code system of the value set, or in several."""
    if systems:
        message_id = "Unable_to_resolve_system__value_set_has_multiple_matches"
        why = f"value set expansion has multiple matches: [{', '.join(systems)}]"
    else:
        message_id = "UNABLE_TO_INFER_CODESYSTEM"
        why = "no code system of the value set has it"
    return Issue(
        "error", "not-found",
        f"The System URI could not be determined for the code '{code}' in the ValueSet "
        f"'{value_set}': {why}",
        "cannot-infer", message_id, path,
    )  # fmt: skip
