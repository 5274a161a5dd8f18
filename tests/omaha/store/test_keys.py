"""Keys: made, found by their token, closed for good, and never kept as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from omaha.access import UnknownKeyError
from omaha.errors import InputError
from omaha.store import KeyStore

Opened = Callable[[], Engine]


@pytest.fixture
def keys(opened: Opened) -> KeyStore:
    return KeyStore(opened())


def test_a_token_finds_its_key_whole(keys: KeyStore) -> None:
    new = keys.create("ecd", "Wijkteam Noord", ["read", "code"], ["poh"], ["domain/IV", "problem"])

    found = keys.find(new.token)

    assert found == new.key
    assert found.scopes == ("code", "read")
    assert found.disciplines == ("poh",)
    assert found.contents == ("domain/IV", "problem")
    assert abs(found.created - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_token_has_its_id_and_256_random_bits(keys: KeyStore) -> None:
    new = keys.create("ecd", "Noord", ["read"])

    assert re.fullmatch(rf"omaha_{new.key.id}_[\w-]{{43}}", new.token)
    assert new.token not in repr(new)
    assert keys.create("ecd", "Noord", ["read"]).token != new.token


def test_the_secret_is_nowhere_in_the_store(opened: Opened) -> None:
    store = opened()
    secret = KeyStore(store).create("ecd", "Noord", ["read"]).token.split("_", 2)[2]

    with store.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM keys")).all())

    assert "Noord" in kept
    assert secret not in kept


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t + "x",
        lambda t: t[:-1],
        lambda t: t.upper(),
        lambda t: "",
        lambda t: "omaha__",
        lambda t: t.split("_")[1],
        lambda t: "omaha_00000000_" + t.split("_", 2)[2],
        lambda t: "omaha_\ud800_x",
        lambda t: "omaha_\x00_x",
    ],
)
def test_no_other_token_opens_anything(keys: KeyStore, change: object) -> None:
    token = keys.create("ecd", "Noord", ["read"]).token

    with pytest.raises(UnknownKeyError) as refused:
        keys.find(change(token))  # type: ignore[operator]

    assert token not in str(refused.value)


def test_a_revoked_key_opens_nothing_and_stays_listed(keys: KeyStore) -> None:
    first = keys.create("old", "Noord", ["read"])
    keys.create("new", "Noord", ["read"])

    revoked = keys.revoke(first.key.id)

    assert revoked.revoked is not None
    assert not revoked.active
    assert keys.revoke(first.key.id) == revoked
    with pytest.raises(UnknownKeyError):
        keys.find(first.token)
    assert [(key.name, key.active) for key in keys.list()] == [("old", False), ("new", True)]


def test_active_keys_are_told_from_revoked_ones(keys: KeyStore) -> None:
    assert not keys.has_active()
    new = keys.create("ecd", "Noord", ["read"])
    assert keys.has_active()
    keys.revoke(new.key.id)
    assert not keys.has_active()


def test_an_unknown_id_cannot_be_revoked(keys: KeyStore) -> None:
    with pytest.raises(InputError, match="no key has this id"):
        keys.revoke("nobody")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": "client 111222333"}),
        ("organisation", {"organisation": "1112.22.333"}),
        ("name", {"name": " "}),
        ("name", {"name": "a\nb"}),
        ("scopes", {"scopes": ["write"]}),
        ("scopes", {"scopes": []}),
        ("disciplines", {"disciplines": ["111222333"]}),
        ("contents", {"contents": ["domain/V"]}),
    ],
)
def test_a_key_of_unknown_words_or_a_bsn_is_refused(
    keys: KeyStore, field: str, given: dict[str, object]
) -> None:
    with pytest.raises(InputError) as refused:
        keys.create(**{"name": "ecd", "organisation": "Noord", "scopes": ["read"], **given})  # type: ignore[arg-type]

    assert refused.value.field == field
    assert "111222333" not in str(refused.value)
    assert keys.list() == []
