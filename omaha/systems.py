"""The address of a code system: one name for it in RDF, FHIR, SSSOM and exchange."""

from __future__ import annotations

from omaha.crosswalks import NEW_ZEALAND
from omaha.model import NAMESPACE
from omaha.vocabulary import Vocabulary


def system_url(scheme: str) -> str:
    """The URL of a code system: the IRI of its scheme, so that RDF and FHIR name one thing.

    >>> system_url("problems"), system_url("nz")
    ('https://w3id.org/omaha-system/scheme/problems', 'https://w3id.org/omaha-system/notation/nz')
    """
    return f"{NAMESPACE}{'notation' if scheme == NEW_ZEALAND else 'scheme'}/{scheme}"


def systems_by_kind(vocabulary: Vocabulary) -> dict[str, str]:
    """The URL of the code system that each kind of concept stands in."""
    return {kind: system_url(each.name) for each in vocabulary.schemes for kind in each.kinds}
