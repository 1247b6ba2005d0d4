"""The audit keeps by which door data were read, and by which link."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_intent", sa.Column("door", sa.String(20)))
    op.add_column("audit_intent", sa.Column("link", sa.String(40)))


def downgrade() -> None:
    op.drop_column("audit_intent", "link")
    op.drop_column("audit_intent", "door")
