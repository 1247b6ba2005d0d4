"""Who signed in and has no role yet; on which day a key was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("sub", sa.Text, primary_key=True),
        sa.Column("siren", sa.String(9), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("first_at", sa.String(32), nullable=False),
        sa.Column("last_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_arrival_siren", "arrival", ["siren", "last_at"])
    op.create_table(
        "key_use",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("key_use")
    op.drop_table("arrival")
