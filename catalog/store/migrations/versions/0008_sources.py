"""What the worker finds of storages and of the sources of datasets is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "storage_health",
        sa.Column("storage", sa.String(130), primary_key=True),
        sa.Column("state", sa.String(4), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("code", sa.String(60)),
        sa.Column("probed_at", sa.String(32), nullable=False),
        sa.CheckConstraint("state IN ('up', 'down')", name="ck_storage_health_state"),
    )
    op.create_table(
        "source_look",
        sa.Column("dataset", sa.String(300), primary_key=True),
        sa.Column("looked_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("source_look")
    op.drop_table("storage_health")
