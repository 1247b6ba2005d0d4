"""The chain of reads and acts, its daily roots, and who its pseudonyms are."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CHAINED = {"audit_intent": "at", "audit_outcome": "request_id", "act": "at"}
_UNCHAINED = sa.text("chained IS NULL")


def upgrade() -> None:
    op.add_column("audit_intent", sa.Column("decision_digest", sa.String(64)))
    for table, ordered in _CHAINED.items():
        op.add_column(table, sa.Column("chained", sa.Integer))
        op.create_index(
            f"ix_{table}_unchained",
            table,
            [ordered],
            sqlite_where=_UNCHAINED,
            postgresql_where=_UNCHAINED,
        )
    op.create_table(
        "chain_record",
        sa.Column("body", sa.String(9), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_chain_record_day", "chain_record", ["day"])
    op.create_index("ix_chain_record_source", "chain_record", ["source"])
    op.create_table(
        "chain_root",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("sub", sa.Text, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.UniqueConstraint("issuer", "sub", "month", name="uq_identity"),
    )


def downgrade() -> None:
    for table in ("identity", "chain_root", "chain_record"):
        op.drop_table(table)
    for table in _CHAINED:
        op.drop_index(f"ix_{table}_unchained", table)
        op.drop_column(table, "chained")
    op.drop_column("audit_intent", "decision_digest")
