"""Our concepts as CodeSystem resources, and our Dutch labels as supplements to them."""

from __future__ import annotations

from collections.abc import Iterable

from omaha.crosswalks import NEW_ZEALAND, TargetScheme
from omaha.fhir.codesystem import CONCEPT_PROPERTIES
from omaha.fhir.outcome import Json
from omaha.fhir.own_names import (
    HL7_OID,
    HL7_SYSTEM,
    RIGHTS,
    about_labels,
    head,
    supplement_url,
    translated,
    value_set_url,
)
from omaha.model import NAMESPACE, Concept, Scheme
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary

# Schemes of which we have a selection of codes only.
FRAGMENTS = frozenset(("icf",))
_KIND = {
    "code": "kind",
    "uri": f"{NAMESPACE}def/kind",
    "description": "What kind of concept it is: domain, problem, sign and so on",
    "type": "code",
}
_NZ = {
    "code": NEW_ZEALAND,
    "uri": f"{NAMESPACE}notation/{NEW_ZEALAND}",
    "description": "The code of the same term in New Zealand's code list",
    "type": "string",
}
_GROUP = {
    "code": "group",
    "uri": f"{NAMESPACE}def/group",
    "description": "The set of modifiers or the scale of ratings that it belongs to",
    "type": "code",
}
_TREE = [
    {"code": name, "uri": CONCEPT_PROPERTIES + name, "type": "code"} for name in ("parent", "child")
]


def code_systems(vocabulary: Vocabulary) -> Iterable[Json]:
    """One CodeSystem for each scheme of the vocabulary."""
    for scheme in vocabulary.schemes:
        concepts = _of(vocabulary, scheme)
        found = head("CodeSystem", scheme.name, system_url(scheme.name), vocabulary)
        translated(found, "title", scheme.titles)
        tree = any(each.parent for each in concepts)
        found |= {
            "identifier": [
                {"use": "secondary", "system": "urn:ietf:rfc:3986", "value": value}
                for value in (HL7_OID, HL7_SYSTEM)
            ],
            "description": "The identifiers are those by which HL7 registers the Omaha System as "
            "a whole; no codes are published there, and these are not to be sent under them.",
            "copyright": RIGHTS,
            "language": "en",
            "caseSensitive": True,
            "valueSet": value_set_url(f"all-{scheme.name}"),
            **({"hierarchyMeaning": "classified-with"} if tree else {}),
            "compositional": False,
            "versionNeeded": False,
            "content": "complete",
            "count": len(concepts),
            "filter": [
                {"code": "concept", "operator": ["is-a", "descendent-of"], "value": "a code"},
                {"code": "kind", "operator": ["=", "in"], "value": "a kind of concept"},
            ],
            "property": [_KIND, _NZ, *([_GROUP] if any(c.group for c in concepts) else []), *_TREE],
            "concept": _nested(concepts),
        }
        yield found


def _of(vocabulary: Vocabulary, scheme: Scheme) -> list[Concept]:
    return [each for each in vocabulary if each.kind in scheme.kinds]


def _nested(concepts: list[Concept]) -> list[Json]:
    written = {each.curie: _concept(each) for each in concepts}
    roots = []
    for each in concepts:
        if each.parent in written:
            written[each.parent].setdefault("concept", []).append(written[each.curie])
        else:
            roots.append(written[each.curie])
    return roots


def _concept(concept: Concept) -> Json:
    found: Json = {"code": concept.code, "display": concept.display("en")}
    translated(found, "definition", concept.notes)
    properties = [{"code": "kind", "valueCode": concept.kind}]
    if concept.group:
        properties.append({"code": "group", "valueCode": concept.group})
    properties += [
        {"code": system, "valueString": code}
        for system, code in concept.notations
        if system == NEW_ZEALAND
    ]
    return {**found, "property": properties}


def supplements(vocabulary: Vocabulary, lang: str = "nl") -> Iterable[Json]:
    """The labels of each code system in another language, as supplements."""
    note = about_labels(vocabulary)
    for scheme in vocabulary.schemes:
        labels = [
            (each.code, dict(each.labels)[lang])
            for each in _of(vocabulary, scheme)
            if lang in dict(each.labels)
        ]
        url = supplement_url(scheme.name, lang)
        found = head("CodeSystem", f"{scheme.name}-{lang}", url, vocabulary)
        found["title"] = f"{dict(scheme.titles)['en']}: labels in {lang}"
        yield {
            **found,
            "description": note,
            "copyright": RIGHTS + note,
            "language": lang,
            "content": "supplement",
            "supplements": f"{system_url(scheme.name)}|{vocabulary.release}",
            "count": len(labels),
            "concept": [
                {"code": code, "designation": [{"language": lang, "value": text}]}
                for code, text in labels
            ],
        }


def other_systems(vocabulary: Vocabulary, schemes: Iterable[TargetScheme]) -> Iterable[Json]:
    """The schemes that we translate to, with names or glosses of our own only."""
    for scheme in schemes:
        url = system_url(scheme.name)
        found = head("CodeSystem", scheme.name, url, vocabulary)
        translated(found, "title", scheme.titles)
        yield {
            **found,
            "description": "Codes with names, or short glosses of our own, as far as the maps "
            "from the Omaha System need them; not the official publication of this scheme.",
            "language": "en",
            "caseSensitive": True,
            "content": "fragment" if scheme.name in FRAGMENTS else "complete",
            "count": len(scheme.concepts),
            "property": _TREE,
            "concept": [
                {
                    "code": each.code,
                    "display": each.display("en"),
                    "designation": [
                        {"language": lang, "value": text}
                        for lang, text in each.labels
                        if lang != "en"
                    ],
                    "property": [{"code": "parent", "valueCode": each.parent}]
                    if each.parent
                    else [],
                }
                for each in scheme.concepts
            ],
        }
