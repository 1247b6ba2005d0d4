"""A past request can be explained: what was asked of the law and what ran are kept by digest."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_intent", sa.Column("plan_digest", sa.String(64)))
    op.create_table(
        "audit_question",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_table(
        "audit_plan",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("statements", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audit_plan")
    op.drop_table("audit_question")
    op.drop_column("audit_intent", "plan_digest")
