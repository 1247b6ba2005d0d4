"""Requests that each process has let through lately, so that machines hold one limit together."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "machine_requests",
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("minute", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("machine", sa.String(32), nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_machine_requests_changed_ms", "machine_requests", ["changed_ms"])


def downgrade() -> None:
    op.drop_table("machine_requests")
