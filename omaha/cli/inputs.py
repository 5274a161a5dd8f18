"""Where notes come from; somebody may have typed a note in the place of a file."""

from __future__ import annotations

from pathlib import Path

from omaha.batch import SUFFIXES
from omaha.cli.options import ECHO
from omaha.errors import InputError


def find_input(typed: tuple[str, ...]) -> Path | None:
    """The one file that is named, None for standard input (nothing, or ``-``).

    Raises InputError when there is no such file of notes. What does not look like the name
    of a file is not repeated: only its length is told.
    """
    if len(typed) > 1:
        length = len(" ".join(typed))
        raise InputError(f"{len(typed)} words of {length} characters", f"not one file; {ECHO}")
    if typed in ((), ("-",)):
        return None
    name = typed[0]
    path = Path(name)
    if not _exists(path):
        looks_named = path.suffix.lower() in SUFFIXES and not any(map(str.isspace, name))
        shown = name if looks_named else f"input of {len(name)} characters"
        raise InputError(shown, f"no such file; {ECHO}")
    if path.suffix.lower() not in SUFFIXES:
        reason = f"unknown kind of file {path.suffix!r}; use one of {', '.join(SUFFIXES)}"
        raise InputError(name, reason)
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or with a character that no name holds
        return False
