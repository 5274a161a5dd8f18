"""What stewards work on, and who a caller is among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from omaha.access import Key
from omaha.curation import HERE, Steward
from omaha.live import LiveCoders
from omaha.store import CurationStore, FeedbackStore, ReleaseStore


@dataclass(frozen=True)
class Curation:
    """The store's parts for curation, and the coders that follow from them."""

    mappings: CurationStore
    releases: ReleaseStore
    feedback: FeedbackStore
    coders: LiveCoders

    @classmethod
    def of(cls, store: Any) -> Curation:
        """All of one opened store."""
        releases = ReleaseStore(store)
        return cls(CurationStore(store), releases, FeedbackStore(store), LiveCoders(releases))

    def close(self) -> None:
        """Give back the connections to the store."""
        self.mappings.close()


def organisation_of(key: Key | None) -> str:
    """Whose words a caller's notes are coded with."""
    return key.organisation if key else HERE


def steward_of(key: Key | None) -> Steward:
    """Who a caller is as a steward. A key made again with the same name is the same steward."""
    if key is None:
        return Steward(HERE, HERE)
    discipline = key.disciplines[0] if len(key.disciplines) == 1 else "any"
    return Steward(key.name, key.organisation, discipline)
