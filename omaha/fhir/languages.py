"""Languages that displays are asked in, and the display that fits them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from omaha.fhir.codesystem import Designation
from omaha.fhir.outcome import FhirError, Issue


@dataclass(frozen=True, slots=True)
class Languages:
    """What was asked, as sent, and the tags in order of preference; () means any.

    `strict` says that no other language will do.
    """

    asked: str = ""
    tags: tuple[str, ...] = ()
    strict: bool = False

    def __bool__(self) -> bool:
        return bool(self.tags) or self.strict

    @classmethod
    def of(cls, asked: str | None) -> Languages:
        """The languages of ``displayLanguage`` or of an Accept-Language header.

        >>> Languages.of("nl, en;q=0.5, *;q=0")
        Languages(asked='nl, en;q=0.5, *;q=0', tags=('nl', 'en'), strict=True)
        >>> Languages.of("de,*").tags
        ('de', '*')
        """
        if not asked or not asked.strip():
            return cls()
        weighed, strict = [], False
        for place, part in enumerate(asked.split(",")):
            tag, _, rest = part.strip().partition(";")
            tag, weight = tag.strip(), _weight(rest, asked)
            if not tag or not all(c.isascii() and (c.isalnum() or c in "-*") for c in tag):
                raise _invalid(asked)
            if weight > 0:
                weighed.append((-weight, place, tag))
            elif tag == "*":
                strict = True
        return cls(asked, tuple(tag for _, _, tag in sorted(weighed)), strict)


def _weight(parameters: str, asked: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        raise _invalid(asked) from None


def _invalid(asked: str) -> FhirError:
    text = f"Invalid displayLanguage: '{asked}'; send a list of languages, such as 'nl, en;q=0.5'"
    return FhirError(400, Issue("error", "invalid", text, "invalid-data", "INVALID_DISPLAY_NAME"))


def language_fits(language: str | None, wanted: str) -> bool:
    """Whether a text in `language` answers a wish for `wanted`: the same, or one a region of it.

    >>> [language_fits(each, "de") for each in ("de", "DE-ch", "den", None)]
    [True, True, False, False]
    >>> language_fits("nl", "nl-NL"), language_fits("nl-BE", "nl-NL")
    (True, False)
    """
    if language is None:
        return False
    have, asked = language.lower(), wanted.lower()
    return have == asked or have.startswith(asked + "-") or asked.startswith(have + "-")


def choose_display(
    display: str | None,
    language: str | None,
    designations: Iterable[Designation],
    languages: Languages,
) -> tuple[str | None, Designation | None]:
    """The text to show, and the designation that it is (None: it is the display).

    Without a text in a language that was asked for it is the display, unless the wish is
    strict: then there is none.

    >>> dutch = Designation("Huid", "nl")
    >>> choose_display("Skin", "en", [dutch], Languages.of("nl"))[0]
    'Huid'
    >>> choose_display("Skin", "en", [dutch], Languages.of("fr"))[0]
    'Skin'
    """
    if not languages:
        return display, None
    usable = [each for each in designations if each.is_display]
    for tag in languages.tags:
        if tag == "*" or (display is not None and language_fits(language, tag)):
            return display, None
        fitting = [each for each in usable if language_fits(each.language, tag)]
        if fitting:
            # The very language before a regional form of it.
            best = min(fitting, key=lambda each: (each.language or "").lower() != tag.lower())
            return best.value, best
    return (None if languages.strict else display), None
