"""Whether a display is one that a concept has, in the languages that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from omaha.fhir.codesystem import Entry
from omaha.fhir.languages import Languages, language_fits
from omaha.fhir.outcome import Issue, Severity
from omaha.fhir.valueset import Listed

Text = tuple[str, str | None]


def check_display(
    given: str,
    coded: str,
    entry: Entry,
    listed: Listed | None,
    language: str | None,
    languages: Languages,
    path: str,
    *,
    lenient: bool,
) -> list[Issue]:
    """What is wrong with a display, [] when nothing is.

    `coded` is the code as it is named in texts, `listed` what a value set says of it and
    `language` that of the code system. Case does not count; `lenient` makes an error a warning.
    """
    severity: Severity = "warning" if lenient else "error"
    texts = list(dict.fromkeys(_texts(entry, listed, language)))
    if not texts:
        return [_no_display_known(given, coded, path, severity)]
    tags = [tag for tag in languages.tags if tag != "*"]
    anything = not languages or ("*" in languages.tags and not languages.strict)
    wanted = [
        each for each in texts if anything or any(language_fits(each[1], tag) for tag in tags)
    ]
    if wanted:
        if _among(given, wanted):
            return []
        status = _no_longer(given, entry, listed)
        if status is not None:
            return [_display_no_longer(given, entry.code, status, wanted, path)]
        spaces_only = _among(given, wanted, spaces=False)
        return [
            _wrong_display(
                given, coded, wanted, languages.asked, path, severity, spaces_only=spaces_only
            )
        ]
    own = [each for each in texts if each[1] is None or language_fits(each[1], language or "")]
    if _among(given, own):
        return [_display_in_default_language(given, coded, languages.asked, path)]
    return [_no_display_in_language(given, coded, entry.display, languages.asked, path, severity)]


def _texts(entry: Entry, listed: Listed | None, language: str | None) -> Iterable[Text]:
    if listed is not None and listed.display is not None:
        yield listed.display, language
    if entry.display is not None:
        yield entry.display, language
    for each in (*entry.designations, *(listed.designations if listed else ())):
        if each.is_display:
            yield each.value, each.language


def _no_longer(given: str, entry: Entry, listed: Listed | None) -> str | None:
    """The status by which a display is out of use; None for one that is not."""
    designations = (*entry.designations, *(listed.designations if listed else ()))
    told = (e.no_longer for e in designations if _among(given, [(e.value, e.language)]))
    return next((status for status in told if status is not None), None)


def _among(given: str, texts: Iterable[Text], *, spaces: bool = True) -> bool:
    """Whether a text is one of some, apart from case and, where asked, from spaces.

    >>> _among("skin  care", [("Skin care", "en")]), _among(
    ...     "skin  care", [("Skin care", "en")], spaces=False)
    (False, True)
    """

    def form(text: str) -> str:
        folded = text.casefold()
        return folded if spaces else " ".join(folded.split())

    return form(given) in {form(text) for text, _ in texts}


def _wrong_display(
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


def _display_in_default_language(given: str, coded: str, languages: str, path: str | None) -> Issue:
    """A right display, though not in a language that was asked for: there is none in it."""
    return Issue(
        "information", "invalid",
        f"There are no valid display names found for the code {coded} for language(s) "
        f"'{languages}'. The display is '{given}' which is a valid display for the default "
        "language",
        "invalid-display", "NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_OK", path,
    )  # fmt: skip


def _no_display_in_language(
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


def _no_display_known(given: str, coded: str, path: str | None, severity: Severity) -> Issue:
    """A display for a concept that has none."""
    return Issue(
        severity, "invalid", f"Wrong Display Name '{given}' for {coded} - No displays found",
        "invalid-display", "NO_VALID_DISPLAY_AT_ALL", path,
    )  # fmt: skip


def _display_no_longer(
    given: str, code: str, status: str, valid: Sequence[Text], path: str | None
) -> Issue:
    """A display that was right once."""
    correct = ", ".join(f"'{text}'" for text, _ in valid)
    return Issue(
        "warning", "invalid",
        f"'{given}' is no longer considered a correct display for code '{code}' (status = "
        f"{status}). The correct display is {'' if len(valid) == 1 else 'one of '}{correct}",
        "display-comment", "INACTIVE_DISPLAY_FOUND", path,
    )  # fmt: skip
