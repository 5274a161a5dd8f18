"""Feedback: counted, turned into proposals, and words that are thrown away by default."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from omaha.curation import Steward
from omaha.errors import InputError
from omaha.identifiers import BsnRefusedError
from omaha.mappings import Mapping
from omaha.store import CurationStore, Feedback, FeedbackStore

Opened = Callable[[], Engine]
ECD = Steward("ecd", "Noord")
ROW = Mapping("baxter", "skos:broadMatch", "omaha:target/39", literal=True, lang="nl")
WORDS = Feedback("omaha:target/39", "missed", words="rol aangereikt")
KNOWN = {"rol", "aangereikt"}


@pytest.fixture
def store(opened: Opened) -> Engine:
    return opened()


def kept(store: Engine) -> set[str]:
    with store.connect() as connection:
        found = connection.scalars(text("SELECT words FROM feedback WHERE words IS NOT NULL"))
        return set(found)


def send(store: Engine, *users: str, given: Feedback = WORDS) -> list[str]:
    feedback, made = FeedbackStore(store), []
    for user in users:
        one = Feedback(given.concept, given.action, given.replaced_by, given.mapping, user,
                       words=given.words)  # fmt: skip
        made += feedback.add(one, ECD, KNOWN)
    return made


def test_marked_words_are_thrown_away_by_default(store: Engine) -> None:
    assert send(store, "a", "b", "c") == []

    assert kept(store) == set()
    assert FeedbackStore(store).support(ECD)[0].missed == 3
    with store.connect() as connection:
        everything = str(connection.execute(text("SELECT * FROM feedback")).all())
        everything += str(connection.execute(text("SELECT * FROM events")).all())
    assert "rol" not in everything


def test_kept_words_are_shown_after_three_different_users(store: Engine) -> None:
    FeedbackStore(store).keep_words(ECD, keep=True)

    assert send(store, "a", "a", "b", "b") == []
    assert CurationStore(store).queue(ECD) == []
    (id,) = send(store, "c")

    entry = CurationStore(store).find(id, ECD)
    assert (entry.mapping.subject, entry.mapping.object) == ("rol aangereikt", "omaha:target/39")
    assert (entry.mapping.organisation, entry.proposer) == ("Noord", "feedback")
    assert entry.mapping.comment == "marked by 3 users"
    assert send(store, "d") == []


def test_words_that_may_name_somebody_are_never_kept(store: Engine) -> None:
    FeedbackStore(store).keep_words(ECD, keep=True)
    for words in ("Rol aangereikt", "rol 2", "jansen aangereikt", "rol " * 9):
        given = Feedback("omaha:target/39", "missed", words=words)
        send(store, "a", "b", "c", given=given)

    assert kept(store) == set()


def test_switching_it_off_takes_the_words_away(store: Engine) -> None:
    feedback = FeedbackStore(store)
    feedback.keep_words(ECD, keep=True)
    send(store, "a", "b")
    assert kept(store) == {"rol aangereikt"}

    feedback.keep_words(ECD, keep=False)

    assert kept(store) == set()
    assert not feedback.keeps_words("Noord")
    assert feedback.support(ECD)[0].missed == 2


def test_a_row_that_is_refused_often_is_proposed_to_be_denied(store: Engine) -> None:
    curation = CurationStore(store)
    id = curation.propose([ROW], ECD)[0].mapping.id
    refused = Feedback("omaha:target/39", "rejected", mapping=id)
    accepted = Feedback("omaha:target/39", "accepted", mapping=id)
    assert send(store, *"abc", given=accepted) == []
    assert send(store, *"abcd", given=refused) == []

    (proposal,) = send(store, "e", given=refused)

    entry = curation.find(proposal, ECD)
    assert entry.mapping.negative
    assert entry.mapping.comment == "rejected 5 of 8 times"
    assert FeedbackStore(store).support(ECD)[0].said == "rejected 5 of 8 times"
    assert curation.find(id, ECD).status == "predicted"


def test_what_is_mostly_accepted_is_not_proposed_to_be_denied(store: Engine) -> None:
    id = CurationStore(store).propose([ROW], ECD)[0].mapping.id
    send(store, *"abcdefghij", given=Feedback("omaha:target/39", "accepted", mapping=id))

    rejected = Feedback("omaha:target/39", "rejected", mapping=id)
    assert send(store, *"abcdefgh", given=rejected) == []


def test_another_organisation_sees_nothing_of_it(store: Engine) -> None:
    send(store, "a")

    assert FeedbackStore(store).support(Steward("cem", "Zuid")) == []


def test_users_are_kept_as_hashes(store: Engine) -> None:
    send(store, "pietersen")
    with store.connect() as connection:
        assert "pietersen" not in str(connection.execute(text("SELECT * FROM feedback")).all())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Feedback("omaha:sign/2401", "liked"), "action"),
        (Feedback("omaha:sign/2401", "replaced"), "replaced_by"),
        (Feedback("omaha:sign/2401", "accepted", "omaha:sign/2402"), "replaced_by"),
    ],
)
def test_feedback_that_says_nothing_clear_is_refused(
    store: Engine, given: Feedback, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        FeedbackStore(store).add(given, ECD)
    assert refused.value.field == field


def test_a_bsn_is_refused_as_a_user(store: Engine) -> None:
    with pytest.raises(BsnRefusedError):
        send(store, "111222333")
