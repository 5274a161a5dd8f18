"""The disciplines that a note may come from, by name or alias."""

from __future__ import annotations

from omaha.mappings import DISCIPLINES


def find_discipline(name: str) -> str | None:
    """The name of the discipline that is called so, in any case; None when it is unknown.

    >>> find_discipline("Practice nurse"), find_discipline("opbouwwerker"), find_discipline("x")
    ('poh', 'opbouwwerker', None)
    """
    wanted = " ".join(name.casefold().replace("_", " ").split())
    for discipline, aliases in DISCIPLINES.items():
        if wanted in (discipline.replace("_", " "), *(alias.casefold() for alias in aliases)):
            return discipline
    return None
