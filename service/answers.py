"""Concepts as JSON. They never change within a release, so their bytes are made once."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from omaha.access import Sight
from omaha.model import LANGUAGES, NAMESPACE, Concept
from omaha.vocabulary import Vocabulary
from service.intended_use import INTENDED_USE

TRANSLATION = INTENDED_USE["translation"]
EVERYTHING = Sight()


class JsonResponse(Response):
    """A JSON answer written by orjson, or given as bytes."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of the answer."""
        return content if isinstance(content, bytes) else orjson.dumps(content)


def concept_ref(concept: Concept, lang: str) -> dict[str, str]:
    """A concept, named."""
    return {"kind": concept.kind, "code": concept.code, "display": concept.display(lang)}


def concept_to_json(
    concept: Concept,
    vocabulary: Vocabulary,
    lang: str,
    versions: dict[str, str],
    sight: Sight = EVERYTHING,
) -> dict[str, Any]:
    """A concept whole, with its neighbours as far as they may be seen."""

    def refs(concepts: list[Concept]) -> list[dict[str, str]]:
        return [concept_ref(each, lang) for each in concepts if sight.sees(each, vocabulary)]

    above = refs(vocabulary.ancestors(concept.curie)[:1])
    return {
        **concept_ref(concept, lang),
        "curie": concept.curie,
        "iri": NAMESPACE + concept.curie.removeprefix("omaha:"),
        "labels": dict(concept.labels),
        "notes": dict(concept.notes),
        "parent": above[0] if above else None,
        "children": refs(list(vocabulary.children(concept.curie))),
        "notations": [{"system": system, "code": code} for system, code in concept.notations],
        "group": concept.group,
        "translation": TRANSLATION,
        "versions": versions,
    }


class ConceptPages:
    """The JSON of every concept in every language, for callers who may see everything."""

    def __init__(self, vocabulary: Vocabulary, versions: dict[str, str]) -> None:
        self._vocabulary = vocabulary
        self._versions = versions
        self._pages: dict[tuple[str, str, str], bytes] = {}

    def make(self) -> None:
        """Write all pages."""
        for concept in self._vocabulary:
            for lang in LANGUAGES:
                written = concept_to_json(concept, self._vocabulary, lang, self._versions)
                self._pages[concept.kind, concept.code, lang] = orjson.dumps(written)

    def find(self, kind: str, code: str, lang: str) -> bytes | None:
        """The JSON of the concept with exactly that kind and code, None without one."""
        return self._pages.get((kind, code, lang))
