"""An Omaha System terminology service and classification engine.

>>> from omaha import Note, code_note, load_engine
>>> engine = load_engine()
>>> coded = code_note(Note("Stuit rood, zinkzalf gesmeerd."), engine.coder)
>>> coded.problems[0].display
'Huid'
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omaha.coding.pipeline import Coder, code_note
    from omaha.loading import Engine, load_engine
    from omaha.model import CodedNote, Concept, Evidence, Note
    from omaha.output import coded_note_to_json
    from omaha.vocabulary import Vocabulary

__all__ = [
    "CodedNote",
    "Coder",
    "Concept",
    "Engine",
    "Evidence",
    "Note",
    "Vocabulary",
    "code_note",
    "coded_note_to_json",
    "load_engine",
]

# Who only looks a code up does not wait for numpy.
_HOMES = {
    "CodedNote": "omaha.model",
    "Coder": "omaha.coding.pipeline",
    "Concept": "omaha.model",
    "Engine": "omaha.loading",
    "Evidence": "omaha.model",
    "Note": "omaha.model",
    "Vocabulary": "omaha.vocabulary",
    "code_note": "omaha.coding.pipeline",
    "coded_note_to_json": "omaha.output",
    "load_engine": "omaha.loading",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
