"""Citizen service numbers (BSN): known by their form, so that none gets in as an identifier.

Dutch law ties the use of a BSN to a few purposes. No identifier of this project has one,
so wherever a caller may choose an identifier a BSN is refused. The text of a note is not
looked at: it is coded and gone.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from omaha.errors import InputError

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
# UUIDs, long hexadecimal ids and ids of mappings: random, so nine digits within them mean
# nothing.
_RANDOM_ID = re.compile(
    r"\b(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}|(?:lex|map):[0-9a-f]{12})\b",
    re.IGNORECASE,
)


class BsnRefusedError(InputError):
    """A field holds a citizen service number. The number itself is not repeated.

    >>> str(BsnRefusedError("id"))
    'id: a citizen service number (BSN) is refused as an identifier; send a random one'
    """

    def __init__(self, field: str) -> None:
        super().__init__(
            field, "a citizen service number (BSN) is refused as an identifier; send a random one"
        )


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven test. Nothing else is a BSN.

    The test: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a multiple of 11.

    >>> is_bsn("111222333"), is_bsn("123456789"), is_bsn("000000000"), is_bsn("11122233")
    (True, False, False, False)
    """
    if len(digits) != len(_WEIGHTS) or not digits.isdecimal():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def holds_bsn(text: str) -> bool:
    """Whether a BSN stands anywhere in `text`, also percent-encoded or written with
    points, dashes or spaces. Random ids (UUID, long hexadecimal) are not looked into.

    >>> holds_bsn("client-111222333"), holds_bsn("1112.22.333"), holds_bsn("%31%311222333")
    (True, True, True)
    >>> holds_bsn("wv-001"), holds_bsn("0f8fad5b-d9cb-469f-a165-111222333abc")
    (False, False)
    >>> holds_bsn("/v1/mappings/lex:111222333abc"), holds_bsn("lex:111222333")
    (False, True)
    """
    plain = _RANDOM_ID.sub(" ", unquote_plus(text) if "%" in text or "+" in text else text)
    runs = _NINE_DIGITS.findall(plain)
    return any(is_bsn("".join(filter(str.isdecimal, run))) for run in runs)


def refuse_bsn(field: str, text: str | None) -> None:
    """Raise BsnRefusedError, naming `field`, when `text` holds a BSN.

    >>> refuse_bsn("id", "wv-001")
    """
    if text and holds_bsn(text):
        raise BsnRefusedError(field)
