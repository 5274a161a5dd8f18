"""Access keys, kept by the hash of their secret.

A key reads ``omaha_<id>_<secret>``. The secret is shown once, when it is made.
"""

from __future__ import annotations

import builtins
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from omaha.access import Key, UnknownKeyError, check_key
from omaha.errors import InputError
from omaha.store.connection import reading, writing
from omaha.store.tables import KeyRow

_REFUSED = "unknown or revoked key; ask your administrator for one made with `omaha keys create`"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with the only copy of its token there will ever be."""

    key: Key
    token: str = field(repr=False)


class KeyStore:
    """The keys of one store."""

    def __init__(self, store: Engine) -> None:
        self._store = store

    def create(
        self,
        name: str,
        organisation: str,
        scopes: Sequence[str],
        disciplines: Sequence[str] = (),
        contents: Sequence[str] = (),
    ) -> NewKey:
        """Make a key. Raises InputError for unknown words, blanks or a BSN."""
        check_key(name, organisation, scopes, disciplines, contents)
        secret = secrets.token_urlsafe(32)
        row = KeyRow(
            id=secrets.token_hex(4),
            name=name.strip(),
            organisation=organisation.strip(),
            scopes=_sorted(scopes),
            disciplines=_sorted(disciplines),
            contents=_sorted(contents),
            created=datetime.now(UTC),
            revoked=None,
            hash=_hash(secret),
        )
        with writing(self._store) as session:
            session.add(row)
            session.flush()
            key = _key(row)
        return NewKey(key, f"omaha_{key.id}_{secret}")

    def list(self) -> list[Key]:
        """Every key that was ever made, oldest first, revoked ones too."""
        with reading(self._store) as session:
            rows = session.scalars(select(KeyRow).order_by(KeyRow.created, KeyRow.id))
            return [_key(row) for row in rows]

    def revoke(self, id: str) -> Key:
        """Close a key for good. A second time changes nothing. Raises InputError if unknown."""
        with writing(self._store) as session:
            row = session.get(KeyRow, id)
            if row is None:
                raise InputError("id", "no key has this id; `omaha keys list` shows them")
            row.revoked = row.revoked or datetime.now(UTC)
            session.flush()
            return _key(row)

    def find(self, token: str) -> Key:
        """The key that a token opens. Raises UnknownKeyError, for a revoked key as well."""
        parts = token.split("_", 2)
        if len(parts) != 3 or parts[0] != "omaha":
            raise UnknownKeyError(_REFUSED)
        with reading(self._store) as session:
            row = session.get(KeyRow, parts[1]) if parts[1].isalnum() else None
            known = row.hash if row is not None else _hash("")
            if not hmac.compare_digest(known, _hash(parts[2])) or row is None or row.revoked:
                raise UnknownKeyError(_REFUSED)
            return _key(row)

    def active(self, id: str) -> Key:
        """The key with that id, for a session. Raises UnknownKeyError, if revoked as well."""
        with reading(self._store) as session:
            row = session.get(KeyRow, id)
            if row is None or row.revoked:
                raise UnknownKeyError(_REFUSED)
            return _key(row)

    def close(self) -> None:
        """Give back the connections to the store; it opens new ones when it is used again."""
        self._store.dispose()

    def has_active(self) -> bool:
        """Whether any key opens anything."""
        with reading(self._store) as session:
            found = session.scalar(select(KeyRow.id).where(KeyRow.revoked.is_(None)).limit(1))
        return found is not None


def _hash(secret: str) -> str:
    # Plain SHA-256 is right here: the secret is 256 random bits, so it cannot be guessed
    # however fast the hash is. Slow, salted hashes protect passwords that people choose,
    # and would cost every request tens of milliseconds.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _sorted(values: Sequence[str]) -> builtins.list[str]:
    return sorted(set(values))


def _key(row: KeyRow) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        organisation=row.organisation,
        scopes=tuple(row.scopes),
        disciplines=tuple(row.disciplines),
        contents=tuple(row.contents),
        created=row.created,
        revoked=row.revoked,
    )
