"""Counts of how often each link was opened, and when it last was."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_use",
        sa.Column("link", sa.String(40), primary_key=True),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("looked_at", sa.BigInteger, nullable=False),
        sa.Column("last_opened_at", sa.String(32)),
    )


def downgrade() -> None:
    op.drop_table("link_use")
