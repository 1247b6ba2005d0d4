"""A membership's key lists its competences: a grouping that exercises a hundred has a long one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _retype(sa.String(300), sa.Text())


def downgrade() -> None:
    _retype(sa.Text(), sa.String(300))


def _retype(before: sa.types.TypeEngine[str], after: sa.types.TypeEngine[str]) -> None:
    with op.batch_alter_table("catalog_entry") as entry:
        entry.alter_column("key", existing_type=before, type_=after)
