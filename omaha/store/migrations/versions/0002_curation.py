"""Curation: mappings, judgements, the journal of changes, releases, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_TABLES = (
    "judgements", "mappings", "events", "head", "revisions", "releases", "feedback",
    "keeping_words",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and the one row that writers lock."""
    op.create_table(
        "events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("object", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
    )
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("concept", sa.String(200), nullable=False),
        sa.Column("action", sa.String(12), nullable=False),
        sa.Column("replaced_by", sa.String(200), nullable=True),
        sa.Column("mapping", sa.String(16), nullable=True),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
    )
    op.create_index("ix_feedback_organisation_mapping", "feedback", ["organisation", "mapping"])
    op.create_index(
        "ix_feedback_organisation_words_concept", "feedback", ["organisation", "words", "concept"]
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("judgements", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("live", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
    )
    op.create_table(
        "keeping_words",
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", name="pk_keeping_words"),
    )
    op.create_table(
        "mappings",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("predicate", sa.String(40), nullable=False),
        sa.Column("object", sa.String(200), nullable=False),
        sa.Column("literal", sa.Boolean(), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("cue", sa.String(40), nullable=False),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("justification", sa.String(200), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("subject_label", sa.Text(), nullable=False),
        sa.Column("object_label", sa.Text(), nullable=False),
        sa.Column("see_also", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("object_source", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replaces", sa.String(16), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposer", sa.String(200), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("decided", sa.String(12), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("judged_by", sa.String(401), nullable=True),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mappings"),
    )
    op.create_index(
        "ix_mappings_organisation_status_sampled_rank_id_judged_by",
        "mappings",
        ["organisation", "status", "sampled", "rank", "id", "judged_by"],
    )
    op.create_index("ix_mappings_replaces", "mappings", ["replaces"])
    op.create_index("ix_mappings_words", "mappings", ["words"])
    op.create_table(
        "releases",
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("maker", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_releases"),
    )
    op.create_table(
        "revisions",
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", name="pk_revisions"),
    )
    op.create_index("ix_revisions_number", "revisions", ["number"])
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mapping", sa.String(16), nullable=False),
        sa.Column("steward", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mapping"], ["mappings.id"], name="fk_judgements_mapping_mappings"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_judgements"),
    )
    op.create_index("ix_judgements_mapping", "judgements", ["mapping"])
    op.create_index(
        "ix_judgements_organisation_steward_number",
        "judgements",
        ["organisation", "steward", "number"],
    )
    op.execute(
        "INSERT INTO head (id, events, hash, judgements, revisions, live) "
        "VALUES (1, 0, '', 0, 0, NULL)"
    )


def downgrade() -> None:
    """Drop them."""
    for table in _TABLES:
        op.drop_table(table)
