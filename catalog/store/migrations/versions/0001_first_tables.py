"""The first tables: versioned entries, acts, outbox, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalog_version",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.CheckConstraint("one = 1", name="ck_catalog_version_one_row"),
    )
    op.create_table(
        "catalog_epoch",
        sa.Column("epoch", sa.String(36), primary_key=True),
        sa.Column("last_number", sa.Integer),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "catalog_entry",
        sa.Column("family", sa.String(20), primary_key=True),
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("since_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("until_version", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_catalog_entry_since", "catalog_entry", ["since_version"])
    op.create_index("ix_catalog_entry_until", "catalog_entry", ["until_version"])
    op.create_index(
        "uq_catalog_entry_current",
        "catalog_entry",
        ["family", "key"],
        unique=True,
        sqlite_where=sa.text("until_version IS NULL"),
        postgresql_where=sa.text("until_version IS NULL"),
    )
    op.create_table(
        "act",
        sa.Column("epoch", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by_issuer", sa.Text),
        sa.Column("by_sub", sa.Text, nullable=False),
        sa.Column("for_organisation", sa.String(9)),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sent_at", sa.String(32)),
    )
    op.create_table(
        "audit_intent",
        sa.Column("request_id", sa.String(64), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("issuer", sa.Text),
        sa.Column("sub", sa.Text),
        sa.Column("organisation", sa.String(9)),
        sa.Column("on_behalf_of", sa.String(9)),
        sa.Column("purpose", sa.String(60)),
        sa.Column("datasets", sa.Text, nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("agreements", sa.Text, nullable=False),
        sa.Column("policy_revision", sa.Text, nullable=False),
        sa.Column("question_digest", sa.String(64), nullable=False),
        sa.Column("document_digest", sa.String(64), nullable=False),
        sa.Column("catalog_epoch", sa.String(36)),
        sa.Column("catalog_number", sa.Integer),
    )
    op.create_index("ix_audit_intent_at", "audit_intent", ["at"])
    op.create_table(
        "audit_outcome",
        sa.Column(
            "request_id", sa.String(64), sa.ForeignKey("audit_intent.request_id"), primary_key=True
        ),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("problem_code", sa.String(60)),
        sa.CheckConstraint(
            "status IN ('answered', 'partial', 'failed', 'cancelled')",
            name="ck_audit_outcome_status",
        ),
    )


def downgrade() -> None:
    for table in (
        "audit_outcome",
        "audit_intent",
        "outbox",
        "act",
        "catalog_entry",
        "catalog_epoch",
        "catalog_version",
    ):
        op.drop_table(table)
