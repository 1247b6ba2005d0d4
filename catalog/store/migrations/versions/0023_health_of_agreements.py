"""The nightly verification: storages, probes of datasets, the health of agreements."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "storage_nights",
        sa.Column("storage", sa.String(130), primary_key=True),
        sa.Column("claimed_until", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "dataset_probe",
        sa.Column("dataset", sa.String(300), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "agreement_health",
        sa.Column("citation", sa.String(100), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "health_change",
        sa.Column("citation", sa.String(100), primary_key=True),
        sa.Column("at", sa.String(32), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("health_change", "agreement_health", "dataset_probe", "storage_nights"):
        op.drop_table(table)
