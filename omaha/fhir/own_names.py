"""The canonical URLs of what we publish over FHIR, and what every resource of ours says."""

from __future__ import annotations

from omaha.fhir.outcome import Json
from omaha.model import NAMESPACE
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary

# How HL7 registers the Omaha System. No codes are published there, and ours are not sent as such.
HL7_SYSTEM = "http://terminology.hl7.org/CodeSystem/oms"
HL7_OID = "urn:oid:2.16.840.1.113883.6.98"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
UNOFFICIAL = (
    "The Dutch labels are an unofficial translation of the Omaha System (2005). "
    "De Nederlandse termen zijn een onofficiële vertaling."
)
RIGHTS = (
    "The Omaha System (2005) is in the public domain; terms and structure are unaltered. Source: "
    "Martin KS (2005), The Omaha System, reprinted 2nd ed.; www.omahasystem.org. Codes of "
    "domains, signs, categories, modifiers and ratings are local to this project. "
)
PUBLISHER = "omaha-system project"
_PACKED = "Labels of the pack {}; where it has none, an unofficial translation."
_ISSUED = "<http://purl.org/dc/terms/issued>"


def value_set_url(name: str) -> str:
    """The URL of a value set."""
    return f"{NAMESPACE}ValueSet/{name}"


def map_url(scheme: str) -> str:
    """The URL of the map from our concepts to a scheme."""
    return f"{NAMESPACE}ConceptMap/{scheme}"


def supplement_url(scheme: str, lang: str) -> str:
    """The URL of the labels of a code system in another language."""
    return f"{system_url(scheme)}/labels-{lang}"


def about_labels(vocabulary: Vocabulary) -> str:
    """What the Dutch labels are worth: unofficial, unless a label pack replaced them."""
    packs = ", ".join(name for name, _ in vocabulary.label_packs)
    return _PACKED.format(packs) if packs else UNOFFICIAL


def computable(name: str) -> str:
    """A name that programs may use.

    >>> computable("problems-environmental")
    'OmahaProblemsEnvironmental'
    """
    return "Omaha" + "".join(part.capitalize() for part in name.split("-"))


def date_of(vocabulary: Vocabulary) -> str:
    """The day on which a release was issued, as ISO 8601."""
    wanted = f"{NAMESPACE}release/{vocabulary.release}"
    for subject, predicate, value in vocabulary.about:
        if wanted in subject and predicate.strip("<>") == _ISSUED.strip("<>"):
            return value.split('"')[1]
    return "2026-11-21"


def head(kind: str, name: str, url: str, vocabulary: Vocabulary) -> Json:
    """The first members of a resource: who publishes it, in which release."""
    return {
        "resourceType": kind,
        "id": f"omaha-{name}",
        "url": url,
        "version": vocabulary.release,
        "name": computable(name),
        "status": "active",
        "experimental": False,
        "date": date_of(vocabulary),
        "publisher": PUBLISHER,
    }


def translated(resource: Json, member: str, labels: tuple[tuple[str, str], ...]) -> None:
    """Put a text into a resource that is being made: in English, with its translations."""
    texts = dict(labels)
    if "en" not in texts:
        return
    resource[member] = texts["en"]
    others = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": lang},
                {"url": "content", "valueString": text},
            ],
        }
        for lang, text in texts.items()
        if lang != "en"
    ]
    if others:
        resource[f"_{member}"] = {"extension": others}
