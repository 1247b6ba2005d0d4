"""The audit keeps for which file a unitary agreement was used."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_intent", sa.Column("file_reference", sa.String(100)))


def downgrade() -> None:
    op.drop_column("audit_intent", "file_reference")
