"""Each message is delivered to each of its targets, and it is known how that went."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("spread_at", sa.String(32)))
    unspread = sa.text("spread_at IS NULL")
    op.create_index(
        "ix_outbox_unspread",
        "outbox",
        ["id"],
        sqlite_where=unspread,
        postgresql_where=unspread,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("message", sa.Integer, sa.ForeignKey("outbox.id"), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("target", sa.String(400), nullable=False),
        sa.Column("organisation", sa.String(9), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.String(32), nullable=False),
        sa.Column("last_error", sa.String(60)),
        sa.Column("sent_at", sa.String(32)),
        sa.Column("read_at", sa.String(32)),
        sa.Column("claimed_by", sa.String(64)),
        sa.Column("claimed_until", sa.String(32)),
        sa.CheckConstraint("channel IN ('mail', 'webhook', 'in_app')", name="ck_delivery_channel"),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'failed', 'off')", name="ck_delivery_state"
        ),
    )
    op.create_index("ix_delivery_due", "delivery", ["state", "next_at"])
    op.create_index("ix_delivery_target", "delivery", ["channel", "target", "message"])
    op.create_table(
        "webhook_failures",
        sa.Column("webhook", sa.String(130), primary_key=True),
        sa.Column("since", sa.String(32), primary_key=True),
        sa.Column("in_a_row", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("webhook_failures")
    op.drop_table("delivery")
    op.drop_index("ix_outbox_unspread", "outbox")
    op.drop_column("outbox", "spread_at")
