"""Dutch compounds: a long word as the parts that phrases are made of."""

from __future__ import annotations

from collections.abc import Callable

LINKERS = ("", "s", "e", "en", "n", "-")
SHORTEST = 3
# Longer ones are no words, and taking them apart costs the square of their length.
LONGEST = 45
# Endings that are words too: "hartelijk" holds no heart and no corpse.
ENDINGS = ("lijk", "lijke", "loos", "loze", "baar", "bare", "ling", "schap", "achtig")


def split_compound(word: str, part_key: Callable[[str], str | None]) -> tuple[str, ...]:
    """The keys of the parts of a compound, () where it is none.

    `part_key` gives the key of a word that may stand in a compound, else None. All ways to
    split are tried; the fewest and most even parts win, so that ``incontinentiemateriaal`` is
    not cut after ``incontinent``. A word over `LONGEST` letters is no compound.

    >>> keys = {"wond": "wond", "zorg": "zorg", "slaap": "slap", "probleem": "problem"}
    >>> split_compound("wondzorg", keys.get), split_compound("slaapsprobleem", keys.get)
    (('wond', 'zorg'), ('slap', 'problem'))
    >>> split_compound("zorgt", keys.get)
    ()
    """
    best: tuple[int, int, tuple[str, ...]] | None = None
    if len(word) > LONGEST or word.endswith(ENDINGS):
        return ()
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        first = part_key(word[:cut])
        if first is None:
            continue
        for linker in LINKERS:
            if not word.startswith(linker, cut):
                continue
            rest = word[cut + len(linker) :]
            if len(rest) < SHORTEST:
                continue
            last = part_key(rest)
            tail: tuple[str, ...] = (last,) if last is not None else ()
            if not tail and len(rest) >= 2 * SHORTEST:
                tail = _two(rest, part_key)
            if tail:
                found = (len(tail), abs(len(word) - 2 * cut) + 2 * len(linker), (first, *tail))
                best = found if best is None else min(best, found)
    return best[2] if best else ()


def _two(word: str, part_key: Callable[[str], str | None]) -> tuple[str, ...]:
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        first = part_key(word[:cut])
        if first is None:
            continue
        for linker in LINKERS:
            rest = word[cut + len(linker) :]
            if word.startswith(linker, cut) and len(rest) >= SHORTEST:
                last = part_key(rest)
                if last is not None:
                    return (first, last)
    return ()
