"""The store of human work: access keys and curation; SQLite by default, PostgreSQL by URL.

Only this package knows SQLAlchemy and Alembic. What leaves it are frozen values of the
library, never rows.
"""

from __future__ import annotations

from omaha.store.backup import back_up, check_backup, restore
from omaha.store.connection import default_url
from omaha.store.curating import CurationStore
from omaha.store.entries import Entry, Filter, Page
from omaha.store.feedback import Feedback, FeedbackStore, Support
from omaha.store.journal import export_events
from omaha.store.judging import Verdict
from omaha.store.keys import KeyStore, NewKey
from omaha.store.opening import open_store
from omaha.store.releases import (
    Change,
    Changes,
    Content,
    Release,
    ReleaseStore,
    Words,
    row_number,
    words_name,
)
from omaha.store.verifying import verify_store

__all__ = [
    "Change",
    "Changes",
    "Content",
    "CurationStore",
    "Entry",
    "Feedback",
    "FeedbackStore",
    "Filter",
    "KeyStore",
    "NewKey",
    "Page",
    "Release",
    "ReleaseStore",
    "Support",
    "Verdict",
    "Words",
    "back_up",
    "check_backup",
    "default_url",
    "export_events",
    "open_store",
    "restore",
    "row_number",
    "verify_store",
    "words_name",
]
