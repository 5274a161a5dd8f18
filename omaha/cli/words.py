"""What the command line says, in Dutch and English."""

from __future__ import annotations

from omaha.views.wording import TERMS as SHARED
from omaha.views.wording import WORDS

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
        "nearest": "lijkt het meest op",
        "advice": WORDS["nl"]["advice"],
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
        "nearest": "most like",
        "advice": WORDS["en"]["advice"],
    },
}
# How kinds of evidence and scales are called; modifiers and the like are those of every view.
TERMS = {
    "nl": {
        **SHARED["nl"],
        "knowledge": "Kennis",
        "behavior": "Gedrag",
        "status": "Status",
        "exact": "letterlijk",
        "phrase": "woorden",
        "compound": "samenstelling",
        "fuzzy": "met tikfout",
        "model": "herkend door het model",
        "rating": "score",
        "mended": "gelezen",
        "absent": "ontkend door",
        "risk": "risico door",
        "promotion": "bevordering door",
        "possible": "onzeker door",
    },
    "en": {
        **SHARED["en"],
        "knowledge": "Knowledge",
        "behavior": "Behavior",
        "status": "Status",
        "exact": "literally",
        "phrase": "words",
        "compound": "compound",
        "fuzzy": "misspelt",
        "model": "recognised by the model",
        "rating": "rating",
        "mended": "read",
        "absent": "denied by",
        "risk": "risk by",
        "promotion": "promotion by",
        "possible": "unsure by",
    },
}
