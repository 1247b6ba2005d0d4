"""Forms that were sent, numbers drawn for versions in deposits, files that came by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("sub", sa.Text, primary_key=True),
        sa.Column("siren", sa.String(9), primary_key=True),
        sa.Column("token", sa.String(60), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("address", sa.Text),
    )
    op.create_index("ix_sent_form_at", "sent_form", ["at"])
    op.create_table(
        "deposit_number",
        sa.Column("dataset", sa.Text, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "arrived_file",
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("arrived_file")
    op.drop_table("deposit_number")
    op.drop_table("sent_form")
