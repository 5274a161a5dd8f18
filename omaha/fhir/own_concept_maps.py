"""Our crosswalks as ConceptMap resources, in the shape of R5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from omaha.crosswalks import NEW_ZEALAND, Crosswalks, Match
from omaha.fhir.outcome import Json
from omaha.fhir.own_names import RIGHTS, head, map_url, translated
from omaha.mappings import NO_TERM
from omaha.model import Scheme
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary

# From a SKOS relation of ours to theirs. What is not here has no place in a map: an error.
RELATIONSHIPS: Mapping[str, str] = {
    "skos:exactMatch": "equivalent",
    "skos:closeMatch": "related-to",
    "skos:broadMatch": "source-is-narrower-than-target",
    "skos:narrowMatch": "source-is-broader-than-target",
    "skos:relatedMatch": "related-to",
}


def concept_maps(vocabulary: Vocabulary, crosswalks: Crosswalks) -> Iterable[Json]:
    """One map for each scheme that we translate to."""
    for name in crosswalks.schemes:
        scheme = crosswalks.scheme(name)
        groups = [
            {
                "source": f"{system_url(own.name)}|{vocabulary.release}",
                "target": system_url(name),
                "element": elements,
            }
            for own in vocabulary.schemes
            if (elements := _elements(vocabulary, crosswalks, own, name))
        ]
        if not groups:
            continue
        found = head("ConceptMap", name, map_url(name), vocabulary)
        titles = tuple((lang, f"Omaha System: {text}") for lang, text in scheme.titles)
        translated(found, "title", titles)
        draft = "" if name == NEW_ZEALAND else _DRAFT
        yield {**found, "description": draft + _PAIRS, "copyright": RIGHTS, "group": groups}


_DRAFT = "Drafted by this project and not clinically reviewed. "
_PAIRS = (
    "Each pair says how far the two mean the same; names on the other side are names or short "
    "glosses only."
)


def _elements(
    vocabulary: Vocabulary, crosswalks: Crosswalks, own: Scheme, scheme: str
) -> list[Json]:
    found = []
    for concept in vocabulary:
        matches = crosswalks.translate(concept.curie, scheme, lang="en")
        if concept.kind not in own.kinds or not matches:
            continue
        element: Json = {"code": concept.code, "display": concept.display("en")}
        if all(each.relation == NO_TERM for each in matches):
            found.append({**element, "noMap": True})
        else:
            targets = [_target(each) for each in matches if each.relation != NO_TERM]
            found.append({**element, "target": targets})
    return found


def _target(match: Match) -> Json:
    found: Json = {
        "code": match.code,
        "display": match.display,
        "relationship": RELATIONSHIPS[match.relation],
    }
    return {**found, "comment": match.comment} if match.comment else found
