"""The wording of every issue that validation or expansion can find, in one place.

Texts and message ids are those that the validators and terminology servers of HL7 share, so
that a client reads the same from any of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from omaha.fhir.outcome import Issue, Severity


def unknown_code(code: str, system: str, version: str | None, path: str | None) -> Issue:
    """A code that its code system does not have."""
    tail = f" version '{version}'" if version else ""
    return Issue(
        "error", "code-invalid", f"Unknown code '{code}' in the CodeSystem '{system}'{tail}",
        "invalid-code", "Unknown_Code_in_Version", path,
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


def not_in_value_set(coded: str, value_set: str, path: str | None, *, one_of_many: bool) -> Issue:
    """A code outside the value set; as one of many codings that decides nothing by itself."""
    return Issue(
        "information" if one_of_many else "error", "code-invalid",
        f"The provided code '{coded}' was not found in the value set '{value_set}'",
        "this-code-not-in-vs" if one_of_many else "not-in-vs",
        "None_of_the_provided_codes_are_in_the_value_set_one", path, told=not one_of_many,
    )  # fmt: skip


def no_coding_in_value_set(value_set: str) -> Issue:
    """None of the codings of a CodeableConcept is in the value set."""
    return Issue(
        "error", "code-invalid", f"No valid coding was found for the value set '{value_set}'",
        "not-in-vs", "TX_GENERAL_CC_ERROR_MESSAGE",
    )  # fmt: skip


def unknown_system(system: str, path: str | None, *, expanding: bool = False) -> Issue:
    """A code system that is not known here."""
    what = "value set cannot be expanded" if expanding else "code cannot be validated"
    return Issue(
        "error", "not-found",
        f"A definition for CodeSystem '{system}' could not be found, so the {what}",
        "not-found", "UNKNOWN_CODESYSTEM_EXP" if expanding else "UNKNOWN_CODESYSTEM", path,
    )  # fmt: skip


def unknown_version(
    system: str, version: str, known: Sequence[str], path: str | None, *, expanding: bool = False
) -> Issue:
    """A code system that is known, in other versions than the one that is meant."""
    what = "value set cannot be expanded" if expanding else "code cannot be validated"
    told = f"Valid versions: {' or '.join(known)}" if known else "No versions are known"
    return Issue(
        "error", "not-found",
        f"A definition for CodeSystem '{system}' version '{version}' could not be found, so the "
        f"{what}. {told}",
        "not-found",
        "UNKNOWN_CODESYSTEM_VERSION_EXP" if expanding else "UNKNOWN_CODESYSTEM_VERSION", path,
    )  # fmt: skip


def unknown_value_set(value_set: str) -> Issue:
    """A value set that is not known here."""
    return Issue(
        "error", "not-found", f"A definition for the value Set '{value_set}' could not be found",
        "not-found", "Unable_to_resolve_value_Set_",
    )  # fmt: skip


def unknown_supplement(supplements: Sequence[str]) -> Issue:
    """Supplements that are needed and not known here."""
    plural = "s" if len(supplements) > 1 else ""
    return Issue(
        "error", "not-found", f"Required supplement{plural} not found: {', '.join(supplements)}",
        "not-found", "VALUESET_SUPPLEMENT_MISSING",
    )  # fmt: skip


def version_not_in_value_set(
    system: str, included: str, given: str, path: str | None, *, chosen: bool
) -> Issue:
    """A coding of another version than the one that the value set includes."""
    how = " for the versionless include" if chosen else ""
    return Issue(
        "error", "invalid",
        f"The code system '{system}' version '{included}'{how} in the ValueSet include is "
        f"different to the one in the value ('{given}')",
        "vs-invalid",
        "VALUESET_VALUE_MISMATCH_DEFAULT" if chosen else "VALUESET_VALUE_MISMATCH", path,
    )  # fmt: skip


def version_refused(system: str, version: str | None, needed: str, path: str | None) -> Issue:
    """A version that a check-system-version parameter does not allow."""
    return Issue(
        "error", "exception",
        f"The version '{version}' is not allowed for system '{system}': required to be "
        f"'{needed}' by a version-check parameter",
        "version-error", "VALUESET_VERSION_CHECK", path,
    )  # fmt: skip


def system_is_value_set(system: str, path: str | None) -> Issue:
    """A value set where a code system should be."""
    return Issue(
        "error", "invalid", f"The Coding references a value set, not a code system ('{system}')",
        "invalid-data", "Terminology_TX_System_ValueSet2", path,
    )  # fmt: skip


def system_is_supplement(system: str, path: str | None) -> Issue:
    """A supplement where a code system should be."""
    return Issue(
        "error", "invalid",
        f"CodeSystem {system} is a supplement, so can't be used as a value in Coding.system",
        "invalid-data", "CODESYSTEM_CS_NO_SUPPLEMENT", path,
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


def filter_without_value(system: str, prop: str, op: str, path: str) -> Issue:
    """A filter that was left unfinished."""
    return Issue(
        "error", "invalid",
        f"The system {system} filter with property = {prop}, op = {op} has no value",
        "vs-invalid", "UNABLE_TO_HANDLE_SYSTEM_FILTER_WITH_NO_VALUE", path,
    )  # fmt: skip


def filter_not_understood(
    system: str, prop: str, op: str, value: str, path: str, why: str
) -> Issue:
    """A filter that means nothing in its code system, or that is not supported."""
    return Issue(
        "error", "not-supported",
        f"The filter \"{prop} {op} {value}\" was not understood in the context of {system}: {why}",
        "vs-invalid", "FILTER_NOT_UNDERSTOOD", path,
    )  # fmt: skip


def other_case(code: str, correct: str, system: str, path: str | None) -> Issue:
    """A code written in other case than its code system does."""
    return Issue(
        "information", "business-rule",
        f"The code '{code}' differs from the correct code '{correct}' by case. Although the code "
        f"system '{system}' is case insensitive, implementers are strongly encouraged to use the "
        "correct case anyway",
        "code-rule", "CODE_CASE_DIFFERENCE", path, told=False,
    )  # fmt: skip


def not_active(code: str, path: str | None) -> Issue:
    """An inactive concept where only active ones will do."""
    return Issue(
        "error", "business-rule", f"The concept '{code}' is valid but is not active",
        "code-rule", "STATUS_CODE_WARNING_CODE", path,
    )  # fmt: skip


def abstract_code(system: str, code: str, path: str | None) -> Issue:
    """An abstract concept where it may not be chosen."""
    return Issue(
        "error", "business-rule",
        f"Code '{system}#{code}' is abstract, and not allowed in this context",
        "code-rule", "ABSTRACT_CODE_NOT_ALLOWED", path,
    )  # fmt: skip


def has_status(code: str, status: str, path: str | None, *, inactive: bool) -> Issue:
    """A concept that is on its way out of use."""
    return Issue(
        "warning", "business-rule",
        f"The concept '{code}' has a status of {status} and its use should be reviewed",
        "code-comment", "INACTIVE_CONCEPT_FOUND" if inactive else "DEPRECATED_CONCEPT_FOUND", path,
    )  # fmt: skip


def deprecated_in_value_set(code: str, system: str, value_set: str, path: str | None) -> Issue:
    """A concept that the value set itself marks as deprecated."""
    return Issue(
        "warning", "business-rule",
        f"The presence of the concept '{code}' in the system '{system}' in the value set "
        f"{value_set} is marked with a status of deprecated and its use should be reviewed",
        "code-comment", "CONCEPT_DEPRECATED_IN_VALUESET", path,
    )  # fmt: skip


def has_standing(standing: str, kind: str, canonical: str) -> Issue:
    """A resource that was used, and is draft, experimental, deprecated, withdrawn or retired."""
    return Issue(
        "information", "business-rule", f"Reference to {standing} {kind} {canonical}",
        "status-check", f"MSG_{standing.upper()}", told=False,
    )  # fmt: skip


def wrong_display(
    given: str, coded: str, valid: Sequence[tuple[str, str | None]], languages: str,
    path: str | None, severity: Severity, *, spaces_only: bool,
) -> Issue:  # fmt: skip
    """A display that is none of the valid ones; `valid` are (text, language) pairs."""
    named = [f"'{text}'" + (f" ({language})" if language else "") for text, language in valid]
    joined = " or ".join(named) if len(named) < 3 else ", ".join(named[:-1]) + f" or {named[-1]}"
    choices = joined if len(named) == 1 else f"one of {len(named)} choices: {joined}"
    what = "Wrong whitespace in Display Name" if spaces_only else "Wrong Display Name"
    mark = "_WS" if spaces_only else ""
    return Issue(
        severity, "invalid",
        f"{what} '{given}' for {coded}. Valid display is {choices} "
        f"(for the language(s) '{languages or '--'}')",
        "invalid-display", f"Display_Name{mark}_for__should_be_one_of__instead_of", path,
    )  # fmt: skip


def display_in_default_language(given: str, coded: str, languages: str, path: str | None) -> Issue:
    """A right display, though not in a language that was asked for: there is none in it."""
    return Issue(
        "information", "invalid",
        f"There are no valid display names found for the code {coded} for language(s) "
        f"'{languages}'. The display is '{given}' which is a valid display for the default "
        "language",
        "invalid-display", "NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_OK", path,
    )  # fmt: skip


def no_display_in_language(
    given: str, coded: str, default: str | None, languages: str, path: str | None,
    severity: Severity,
) -> Issue:  # fmt: skip
    """A wrong display, and none in a language that was asked for to name instead."""
    return Issue(
        severity, "invalid",
        f"Wrong Display Name '{given}' for {coded}. There are no valid display names found for "
        f"language(s) '{languages}'. Default display is '{default or ''}'",
        "invalid-display", "NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_ERR", path,
    )  # fmt: skip


def no_display_known(given: str, coded: str, path: str | None, severity: Severity) -> Issue:
    """A display for a concept that has none."""
    return Issue(
        severity, "invalid", f"Wrong Display Name '{given}' for {coded} - No displays found",
        "invalid-display", "NO_VALID_DISPLAY_AT_ALL", path,
    )  # fmt: skip


def circular(value_set: str, pathway: Sequence[str]) -> Issue:
    """A value set that includes itself."""
    return Issue(
        "error", "processing",
        f"Cyclic reference detected when including '{value_set}' via {', '.join(pathway)}",
        "vs-invalid", "VALUESET_CIRCULAR_REFERENCE",
    )  # fmt: skip
