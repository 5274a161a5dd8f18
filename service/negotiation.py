"""Which of several formats or languages a caller would rather have (RFC 9110, 12.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_Fit = Callable[[str, str], int]


def best_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type of `offered` that an Accept header likes best; None when it takes none.

    Of equals the first offered one; without a header the first.

    >>> best_media_type("text/html;q=0.9, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best_media_type("text/*", ["application/json", "text/csv"])
    'text/csv'
    >>> best_media_type("image/png", ["text/csv"]) is None
    True
    """
    return _best(accept, offered, _media_fit)


def best_language(accept: str | None, offered: Sequence[str]) -> str:
    """The language of `offered` that an Accept-Language header likes best, else the first.

    >>> best_language("en-GB,en;q=0.8", ["nl", "en"]), best_language("fr", ["nl", "en"])
    ('en', 'nl')
    """
    return _best(accept, offered, _language_fit) or offered[0]


def _best(accept: str | None, offered: Sequence[str], fit: _Fit) -> str | None:
    ranges = _ranges(accept or "*/*;q=1,*;q=1")
    liked = [(_quality(each, ranges, fit), each) for each in offered]
    quality, best = max(liked, key=lambda pair: pair[0])  # the first of equals
    return best if quality > 0 else None


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.lower().split(",")[:64]:
        name, *parameters = (each.strip() for each in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        found.append((name, _number(quality)))
    return found


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _quality(offered: str, ranges: list[tuple[str, float]], fit: _Fit) -> float:
    """The quality that the closest fitting range gives; 0 when none fits."""
    fits = [(fit(name, offered), quality) for name, quality in ranges]
    closest = max((closeness for closeness, _ in fits), default=0)
    return max(q for closeness, q in fits if closeness == closest) if closest else 0.0


def _media_fit(wanted: str, offered: str) -> int:
    if wanted == offered:
        return 3
    if wanted.endswith("/*") and wanted != "*/*":
        return 2 if offered.startswith(wanted[:-1]) else 0
    return 1 if wanted in ("*/*", "*") else 0


def _language_fit(wanted: str, offered: str) -> int:
    if wanted.partition("-")[0] == offered:
        return 2
    return 1 if wanted == "*" else 0
