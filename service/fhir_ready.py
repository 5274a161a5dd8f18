"""Answers that are given again: of picklists and codes, which never change within a release.

Nothing that a caller typed as text is in what is kept: only addresses that name codes, value
sets, languages and switches.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

MOST_KEPT = 4096
MOST_BYTES = 32 * 1024 * 1024
LARGEST = 1024 * 1024
_PLAIN = {
    "CodeSystem/$lookup": frozenset(("system", "code", "version", "displayLanguage", "property")),
    "ValueSet/$expand": frozenset((
        "url", "valueSetVersion", "displayLanguage", "count", "offset", "excludeNested",
        "activeOnly", "includeDesignations", "includeDefinition", "property",
    )),
}  # fmt: skip
Address = tuple[str, str, bytes, str]


class ReadyAnswers:
    """Answers by their address: release, path, query as sent, and Accept-Language header."""

    def __init__(self) -> None:
        self._kept: dict[Address, bytes] = {}
        self._size = 0

    def find(self, address: Address) -> bytes | None:
        """The answer as JSON, None when there is none yet."""
        return self._kept.get(address)

    def keep(self, address: Address, answer: bytes) -> None:
        """Keep an answer for the next time, if it is one to be kept."""
        if len(answer) > LARGEST or not is_plain(address):
            return
        if len(self._kept) >= MOST_KEPT or self._size + len(answer) > MOST_BYTES:
            self._kept.clear()
            self._size = 0
        self._kept[address] = answer
        self._size += len(answer)


def is_plain(address: Address) -> bool:
    """Whether an address names codes, value sets and switches only.

    >>> is_plain(("R4", "ValueSet/$expand", b"url=http://a&count=3", "nl"))
    True
    >>> is_plain(("R4", "ValueSet/$expand", b"url=http://a&filter=pijn", "nl"))
    False
    """
    _, path, query, language = address
    known = _PLAIN.get(path)
    if known is None or len(query) + len(language) > 1000:
        return False
    return all(name in known for name, _ in parse_qsl(query.decode("latin-1"), True))
