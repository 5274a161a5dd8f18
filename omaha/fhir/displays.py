"""Whether a display is one that a concept has, in the languages that were asked for."""

from __future__ import annotations

from collections.abc import Iterable

from omaha.fhir import findings
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
        return [findings.no_display_known(given, coded, path, severity)]
    tags = [tag for tag in languages.tags if tag != "*"]
    anything = not languages or ("*" in languages.tags and not languages.strict)
    wanted = [
        each for each in texts if anything or any(language_fits(each[1], tag) for tag in tags)
    ]
    if wanted:
        if _among(given, wanted):
            return []
        spaces_only = _among(given, wanted, spaces=False)
        return [
            findings.wrong_display(
                given, coded, wanted, languages.asked, path, severity, spaces_only=spaces_only
            )
        ]
    own = [each for each in texts if each[1] is None or language_fits(each[1], language or "")]
    if _among(given, own):
        return [findings.display_in_default_language(given, coded, languages.asked, path)]
    return [
        findings.no_display_in_language(
            given, coded, entry.display, languages.asked, path, severity
        )
    ]


def _texts(entry: Entry, listed: Listed | None, language: str | None) -> Iterable[Text]:
    if listed is not None and listed.display is not None:
        yield listed.display, language
    if entry.display is not None:
        yield entry.display, language
    for each in (*entry.designations, *(listed.designations if listed else ())):
        if each.is_display:
            yield each.value, each.language


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
