"""The store of human work: access keys and curation; SQLite by default, PostgreSQL by URL.

Only this package knows SQLAlchemy and Alembic. What leaves it are frozen values of the
library, never rows.
"""

from __future__ import annotations

from omaha.store.connection import default_url
from omaha.store.curating import CurationStore
from omaha.store.entries import Entry, Filter, Page
from omaha.store.keys import KeyStore, NewKey
from omaha.store.opening import open_store

__all__ = [
    "CurationStore",
    "Entry",
    "Filter",
    "KeyStore",
    "NewKey",
    "Page",
    "default_url",
    "open_store",
]
