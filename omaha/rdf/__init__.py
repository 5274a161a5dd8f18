"""SKOS <-> Vocabulary, SHACL checks, linked data and SPARQL.

The only home of rdflib and pyoxigraph.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omaha.rdf.checking import check_vocabulary
    from omaha.rdf.conformance import check_vocpub
    from omaha.rdf.reading import load_vocabulary
    from omaha.rdf.vocpub import to_vocpub
    from omaha.rdf.writing import to_graphs, write_vocabulary

__all__ = [
    "check_vocabulary",
    "check_vocpub",
    "load_vocabulary",
    "to_graphs",
    "to_vocpub",
    "write_vocabulary",
]

# Who serves linked data needs pyoxigraph only, and does not wait for rdflib and pyshacl.
_HOMES = {
    "check_vocabulary": "omaha.rdf.checking",
    "check_vocpub": "omaha.rdf.conformance",
    "load_vocabulary": "omaha.rdf.reading",
    "to_graphs": "omaha.rdf.writing",
    "to_vocpub": "omaha.rdf.vocpub",
    "write_vocabulary": "omaha.rdf.writing",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
