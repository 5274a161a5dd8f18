"""SKOS <-> Vocabulary, SHACL checks and the VocPub projection. The only home of rdflib."""

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
