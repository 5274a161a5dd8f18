"""An invented evening at the steward's desk, for pictures and tests: words, judgements, releases.

No person, organisation or client in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from omaha.curation import Steward
from omaha.mappings import Mapping
from omaha.store import (
    CurationStore,
    Feedback,
    FeedbackStore,
    KeyStore,
    ReleaseStore,
    Verdict,
    open_store,
)

ANNA = Steward("Anna", "Wijkteam Noord", "wijkverpleegkundige")
BRAM = Steward("Bram", "Wijkteam Noord", "maatschappelijk_werker")
CEM = Steward("Cem", "Thuiszorg Zuid", "fysiotherapeut")
# Words and what they mean; those that come last are still to be judged.
DECIDED = (
    ("op de bank geslapen", "problem/36"), ("komt de deur niet meer uit", "sign/0601"),
    ("stapels post ongeopend", "sign/0103"), ("pleister op de hiel", "target/17"),
    ("benen als ballonnen", "sign/2701"), ("kruipt langs de muur", "problem/25"),
    ("potje met pillen op tafel", "target/39"), ("zit de hele dag voor het raam", "sign/0601"),
    ("de tv staat loeihard", "problem/17"), ("nat bed vanmorgen", "sign/3002"),
    ("koelkast leeg", "problem/35"), ("dozen tot het plafond", "sign/0305"),
)  # fmt: skip
UNLIKE = (("lekt steeds", "sign/3002"), ("zit er doorheen", "sign/1101"))
WAITING = (
    ("kwakkelt al weken", "problem/28", "Komt vaak voor in de overdracht."),
    ("zwabbert op de trap", "problem/25", "Genoemd door twee collega's."),
    ("pilletjes in bakjes gedaan", "target/39", ""),
    ("haar bed is een slagveld", "sign/3602", "Staat vaak naast ‘slaapt slecht’."),
    ("de rollator staat in de gang te verstoffen", "problem/37", ""),
    ("snoept de hele avond", "problem/35", ""),
)
HALFWAY = (("puft als een stoomtrein", "sign/2601"), ("mopperdag", "sign/1101"))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the store holds: keys by the names of their stewards."""

    keys: dict[str, str]


def fill(store_url: str) -> Desk:
    """Fill an empty store. Raises InputError for one that holds these words already."""
    store = open_store(store_url)
    curation, releases = CurationStore(store), ReleaseStore(store)
    for words, concept in DECIDED:
        id = _propose(curation, words, concept, ANNA)
        for by in (ANNA, BRAM):
            curation.judge(Verdict(id, "accept"), by)
    releases.build(ANNA, "2026-10", "eerste woorden van de wijk")
    releases.go_live("2026-10", ANNA)
    for words, concept in UNLIKE:
        id = _propose(curation, words, concept, CEM)
        reason = "Kan ook over een kraan gaan." if words.startswith("lekt") else "Te ruim."
        curation.judge(Verdict(id, "accept", "", "Zo zeggen wij het elke dag."), ANNA)
        curation.judge(Verdict(id, "reject", "", reason), BRAM)
    id = _propose(curation, "rolt om van de slaap", "problem/36", BRAM)
    for by in (ANNA, BRAM):
        curation.judge(Verdict(id, "accept"), by)
    releases.build(BRAM, "2026-11", "na de teamavond")
    for words, concept in HALFWAY:
        curation.judge(Verdict(_propose(curation, words, concept, CEM), "accept"), BRAM)
    ids = [_propose(curation, words, concept, CEM, why) for words, concept, why in WAITING]
    feedback = FeedbackStore(store)
    for user in ("1", "2", "3"):
        given = Feedback("omaha:problem/28", "accepted", mapping=ids[0], user=user)
        feedback.add(given, ANNA)
    keys = KeyStore(store)
    scopes = ("read", "code", "curate")
    made = {
        by.name: keys.create(by.name, by.organisation, scopes, [by.discipline]).token
        for by in (ANNA, BRAM, CEM)
    }
    store.dispose()
    return Desk(made)


def _propose(store: CurationStore, words: str, concept: str, by: Steward, why: str = "") -> str:
    row = Mapping(words, "skos:broadMatch", f"omaha:{concept}", literal=True, lang="nl",
                  justification="semapv:ManualMappingCuration", comment=why)  # fmt: skip
    return store.propose([row], by)[0].mapping.id
