"""The wording of issues about codes that are known: membership, versions, filters, status.

What is not there at all is told by `missing`, what is wrong with a display by `displays`.
"""

from __future__ import annotations

from collections.abc import Sequence

from omaha.fhir.outcome import Issue


def _comment(text: str, message_id: str, path: str | None) -> Issue:
    return Issue("warning", "business-rule", text, "code-comment", message_id, path)


def _rule(text: str, message_id: str, path: str | None) -> Issue:
    return Issue("error", "business-rule", text, "code-rule", message_id, path)


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


def version_not_in_value_set(
    system: str, included: str, said: str | None, given: str, path: str | None = None
) -> Issue:
    """A coding of another version than the one that the value set includes.

    `said` is what the include says of the version, and `included` what came of that.
    """
    how, mark = "", ""
    if said is None:
        how, mark = " for the versionless include", "_DEFAULT"
    elif said != included:
        how, mark = f" resulting from the version '{said}'", "_CHANGED"
    return Issue(
        "error", "invalid",
        f"The code system '{system}' version '{included}'{how} in the ValueSet include is "
        f"different to the one in the value ('{given}')",
        "vs-invalid", f"VALUESET_VALUE_MISMATCH{mark}", path,
    )  # fmt: skip


def version_refused(
    url: str, version: str | None, needed: str, path: str | None, *, kind: str = "system"
) -> Issue:
    """A version that a check-system-version or check-valueset-version does not allow."""
    return Issue(
        "error", "exception",
        f"The version '{version or ''}' is not allowed for {kind} '{url}': required to be "
        f"'{needed}' by a version-check parameter",
        "version-error", "VALUESET_VERSION_CHECK", path,
    )  # fmt: skip


def version_needed(system: str, path: str | None) -> Issue:
    """A code without the version that its code system says it needs."""
    return Issue(
        "error", "required",
        f"The code system '{system}' needs a version beside each of its codes, and none was given",
        "invalid-data", expression=path,
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
    return _rule(
        f"The concept '{code}' is valid but is not active", "STATUS_CODE_WARNING_CODE", path
    )


def abstract_code(system: str, code: str, path: str | None) -> Issue:
    """An abstract concept where it may not be chosen."""
    return _rule(
        f"Code '{system}#{code}' is abstract, and not allowed in this context",
        "ABSTRACT_CODE_NOT_ALLOWED",
        path,
    )


def is_inactive(code: str, status: str, path: str | None) -> Issue:
    """A concept that is out of use."""
    return _comment(
        f"The concept '{code}' has a status of {status} and its use should be reviewed",
        "INACTIVE_CONCEPT_FOUND",
        path,
    )


def is_deprecated(code: str, path: str | None) -> Issue:
    """A concept that is on its way out of use."""
    return _comment(
        f"The concept '{code}' is deprecated and its use should be reviewed",
        "DEPRECATED_CONCEPT_FOUND",
        path,
    )


def outdated_in_value_set(
    code: str, system: str, value_set: str, status: str, path: str | None
) -> Issue:
    """A concept that the value set itself marks as deprecated or withdrawn."""
    return _comment(
        f"The presence of the concept '{code}' in the system '{system}' in the value set "
        f"{value_set} is marked with a status of {status} and its use should be reviewed",
        "CONCEPT_DEPRECATED_IN_VALUESET",
        path,
    )


def has_standing(standing: str, kind: str, canonical: str) -> Issue:
    """A resource that was used, and is draft, experimental, deprecated, withdrawn or retired."""
    return Issue(
        "information", "business-rule", f"Reference to {standing} {kind} {canonical}",
        "status-check", f"MSG_{standing.upper()}", told=False,
    )  # fmt: skip


def circular(value_set: str, pathway: Sequence[str]) -> Issue:
    """A value set that includes itself."""
    return Issue(
        "error", "processing",
        f"Cyclic reference detected when including '{value_set}' via {', '.join(pathway)}",
        "vs-invalid", "VALUESET_CIRCULAR_REFERENCE",
    )  # fmt: skip
