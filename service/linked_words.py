"""What the pages of linked data call things, in Dutch and English."""

from __future__ import annotations

from omaha.rdf.prefixes import PREFIXES
from service.intended_use import INTENDED_USE

# Properties in the order in which a page shows them; what is not here comes after, by its name.
_PROPERTIES: tuple[tuple[str, str, str], ...] = (
    ("skos:prefLabel", "Naam", "Name"),
    ("skos:altLabel", "Andere naam", "Other name"),
    ("skos:notation", "Code", "Code"),
    ("dcterms:title", "Titel", "Title"),
    ("dcterms:isReplacedBy", "Vervangen door", "Replaced by"),
    ("skos:scopeNote", "Toelichting", "Scope note"),
    ("dcterms:description", "Beschrijving", "Description"),
    ("skos:broader", "Hoort bij", "Part of"),
    ("skos:narrower", "Omvat", "Contains"),
    ("skos:hasTopConcept", "Bovenste begrippen", "Top concepts"),
    ("skos:member", "Leden", "Members"),
    ("skos:exactMatch", "Is gelijk aan", "Is the same as"),
    ("skos:closeMatch", "Is vrijwel gelijk aan", "Is nearly the same as"),
    ("skos:broadMatch", "Valt onder (ruimer)", "Falls under (wider)"),
    ("skos:narrowMatch", "Is ruimer dan", "Is wider than"),
    ("skos:relatedMatch", "Heeft te maken met", "Has to do with"),
    ("sssom:subject_label", "Woorden", "Words"),
    ("owl:annotatedSource", "Van", "From"),
    ("owl:annotatedProperty", "Verband", "Relation"),
    ("owl:annotatedTarget", "Naar", "To"),
    ("sssom:predicate_modifier", "Ontkenning", "Negation"),
    ("sssom:confidence", "Zekerheid", "Confidence"),
    ("sssom:mapping_justification", "Grond", "Justification"),
    ("sssom:author_label", "Opgesteld door", "Author"),
    ("pav:authoredOn", "Datum", "Date"),
    ("rdfs:comment", "Opmerking", "Comment"),
    ("dcterms:language", "Talen", "Languages"),
    ("skos:inScheme", "Schema", "Scheme"),
    ("skos:topConceptOf", "Bovenaan in", "At the top of"),
    ("schema:position", "Plaats in de volgorde", "Place in the order"),
    ("def:signOrder", "Volgorde nagegaan", "Check of the order"),
    ("dcterms:hasPart", "Delen", "Parts"),
    ("dcterms:isPartOf", "Deel van", "Part of"),
    ("dcat:hasVersion", "Uitgaven", "Releases"),
    ("dcat:hasCurrentVersion", "Huidige uitgave", "Current release"),
    ("dcat:version", "Uitgave", "Release"),
    ("owl:versionInfo", "Uitgave", "Release"),
    ("dcterms:issued", "Uitgegeven", "Issued"),
    ("dcterms:created", "Gemaakt", "Created"),
    ("dcterms:modified", "Gewijzigd", "Modified"),
    ("dcterms:provenance", "Wat is nagegaan", "What was verified"),
    ("skos:editorialNote", "Let op", "Please note"),
    ("skos:changeNote", "Afwijking", "Difference"),
    ("dcterms:source", "Bron", "Source"),
    ("prov:wasDerivedFrom", "Afgeleid van", "Derived from"),
    ("dcterms:bibliographicCitation", "Vindplaats", "Citation"),
    ("dcterms:license", "Licentie", "Licence"),
    ("dcterms:publisher", "Uitgever", "Publisher"),
    ("dcterms:creator", "Maker", "Creator"),
    ("rdf:type", "Soort", "Type"),
    ("sssom:mappings", "Koppelingen", "Mappings"),
)
# Read from the other side.
_TURNED: dict[str, tuple[str, str]] = {
    "skos:exactMatch": ("Is gelijk aan", "Is the same as"),
    "skos:closeMatch": ("Is vrijwel gelijk aan", "Is nearly the same as"),
    "skos:broadMatch": ("Is ruimer dan", "Is wider than"),
    "skos:narrowMatch": ("Valt onder (ruimer)", "Falls under (wider)"),
    "skos:relatedMatch": ("Heeft te maken met", "Has to do with"),
}
TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "address": "Adres",
        "formats": "Ook als",
        "other": "English",
        "more": "en nog {n}; alles staat in de andere vormen",
        "replaced": "Dit begrip is vervallen. Gebruik in plaats daarvan:",
        "translation": "De Nederlandse termen zijn een onofficiële vertaling, in eigen woorden.",
        "home": "Overzicht",
        "graphs": "Grafen",
        "query": "Zoekvraag in SPARQL",
        "ask": "Stel de vraag",
        "limits": "Een vraag krijgt {seconds} s, {memory} MiB en {rows} rijen.",
        "intended": "Ondersteunt het vastleggen van zorg en welzijn; heeft geen medisch doel. "
        "Elke code is een voorstel; de professional beslist.",
        "unregistered": "Het adres w3id.org/omaha-system is nog niet geregistreerd.",
    },
    "en": {
        "address": "Address",
        "formats": "Also as",
        "other": "Nederlands",
        "more": "and {n} more; the other formats have all",
        "replaced": "This concept is no longer in use. Use instead:",
        "translation": "The Dutch terms are an unofficial translation, in our own words.",
        "home": "Overview",
        "graphs": "Graphs",
        "query": "SPARQL query",
        "ask": "Ask",
        "limits": "A query gets {seconds} s, {memory} MiB and {rows} rows.",
        "intended": " ".join(INTENDED_USE[each] for each in ("purpose", "not_for", "professional")),
        "unregistered": "The address w3id.org/omaha-system is not registered yet.",
    },
}


def full(curie: str) -> str:
    """A CURIE as an IRI.

    >>> full("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def property_order() -> dict[str, int]:
    """The place of each known property (IRI) on a page."""
    return {full(curie): place for place, (curie, _, _) in enumerate(_PROPERTIES)}


def property_names(lang: str, *, turned: bool = False) -> dict[str, str]:
    """What each known property (IRI) is called, or what it is called from the other side."""
    place = 0 if lang == "nl" else 1
    if turned:
        return {full(curie): names[place] for curie, names in _TURNED.items()}
    return {full(curie): names[place] for curie, *names in _PROPERTIES}


def short(iri: str) -> str:
    """An IRI with a prefix where one is known, else as it is.

    >>> short("http://www.w3.org/2004/02/skos/core#notation")
    'skos:notation'
    """
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
