"""An end that nobody recorded is told as such: the outcome of a request may be unknown."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NAME = "ck_audit_outcome_status"
_BEFORE = "status IN ('answered', 'partial', 'failed', 'cancelled')"
_AFTER = "status IN ('answered', 'partial', 'failed', 'cancelled', 'unknown')"


def upgrade() -> None:
    _check(_AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM audit_outcome WHERE status = 'unknown'")
    _check(_BEFORE)


def _check(condition: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(_NAME, "audit_outcome", type_="check")
        op.create_check_constraint(_NAME, "audit_outcome", condition)
        return
    # SQLite alters no constraint: the table is written anew, without those that it does not name.
    with op.batch_alter_table("audit_outcome", recreate="always") as outcome:
        outcome.create_check_constraint(_NAME, sa.text(condition))
