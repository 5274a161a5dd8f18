"""What the command line says, in Dutch and English."""

from __future__ import annotations

UNOFFICIAL = {
    "nl": "Nederlandse termen: onofficiële vertaling.",
    "en": "",
}
KINDS = {
    "nl": {
        "domain": "domein",
        "problem": "aandachtsgebied",
        "sign": "signaal/symptoom",
        "category": "soort actie",
        "target": "actievlak",
        "modifier": "modificatie",
        "rating": "score",
    },
    "en": {
        "domain": "domain",
        "problem": "problem",
        "sign": "sign/symptom",
        "category": "category",
        "target": "target",
        "modifier": "modifier",
        "rating": "rating",
    },
}
# A relation as a sentence between our concept and the other side's.
RELATIONS = {
    "nl": {
        "skos:exactMatch": "is hetzelfde als",
        "skos:closeMatch": "is bijna hetzelfde als",
        "skos:broadMatch": "valt binnen",
        "skos:narrowMatch": "is ruimer dan",
        "skos:relatedMatch": "heeft te maken met",
        "sssom:NoTermFound": "heeft geen term in",
    },
    "en": {
        "skos:exactMatch": "is the same as",
        "skos:closeMatch": "is nearly the same as",
        "skos:broadMatch": "lies within",
        "skos:narrowMatch": "is wider than",
        "skos:relatedMatch": "has to do with",
        "sssom:NoTermFound": "has no term in",
    },
}
NOTE = {
    "nl": {
        "problem": "Aandachtsgebied",
        "modifier": "Modificatie",
        "score": "Zekerheid",
        "signs": "Signalen en symptomen",
        "words": "Woorden in de notitie",
        "intervention": "Actie",
        "serves": "Voor",
        "rating": "Score",
        "not_coded": "Niet gecodeerd",
        "row": "Regel",
        "why": "Waarom",
        "note": "Notitie",
        "ask": "?",
        "empty": "De notitie is leeg.",
        "language_not_supported": "De taal van de notitie is geen Nederlands of Engels.",
        "nothing_found": "Niets gevonden om te coderen.",
        "advice": "Voorstellen bij het vastleggen; de professional beslist.",
    },
    "en": {
        "problem": "Problem",
        "modifier": "Modifier",
        "score": "Score",
        "signs": "Signs and symptoms",
        "words": "Words of the note",
        "intervention": "Intervention",
        "serves": "For",
        "rating": "Rating",
        "not_coded": "Not coded",
        "row": "Row",
        "why": "Why",
        "note": "Note",
        "ask": "?",
        "empty": "The note is empty.",
        "language_not_supported": "The note is neither Dutch nor English.",
        "nothing_found": "Nothing found to code.",
        "advice": "Suggestions for recording; the professional decides.",
    },
}
TERMS = {
    "nl": {
        "actual": "actueel",
        "potential": "potentieel",
        "health_promotion": "gezondheidsbevordering",
        "individual": "individu",
        "family": "familie",
        "community": "gemeenschap",
        "knowledge": "Kennis",
        "behavior": "Gedrag",
        "status": "Status",
        "negated": "ontkend",
        "past": "verleden",
        "other_person": "gaat over een ander",
        "hypothetical": "alleen als mogelijkheid genoemd",
    },
    "en": {
        "actual": "actual",
        "potential": "potential",
        "health_promotion": "health promotion",
        "individual": "individual",
        "family": "family",
        "community": "community",
        "knowledge": "Knowledge",
        "behavior": "Behavior",
        "status": "Status",
        "negated": "denied",
        "past": "past",
        "other_person": "about somebody else",
        "hypothetical": "only mentioned as a possibility",
    },
}
