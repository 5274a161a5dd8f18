"""An Omaha System terminology service and classification engine.

>>> from omaha import Note, code_note, load_engine
>>> engine = load_engine()
>>> coded = code_note(Note("Stuit rood, zinkzalf gesmeerd."), engine.coder)
>>> coded.problems[0].display
'Huid'
"""

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
