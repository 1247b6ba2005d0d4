"""Who is signed in with a browser, and who is about to be."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("secret_digest", sa.String(64), primary_key=True),
        sa.Column("handle", sa.String(32), nullable=False, unique=True),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("sub", sa.Text, nullable=False),
        sa.Column("siren", sa.String(9)),
        sa.Column("organisation_label", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("acr", sa.String(100)),
        sa.Column("may_approve", sa.Boolean, nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("signed_in_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.Column("sealed_id_token", sa.Text),
    )
    op.create_index("ix_session_person", "session", ["issuer", "sub"])
    op.create_index("ix_session_ends_at", "session", ["ends_at"])
    op.create_table(
        "pending_sign_in",
        sa.Column("state_digest", sa.String(64), primary_key=True),
        sa.Column("browser_digest", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("nonce", sa.String(100), nullable=False),
        sa.Column("code_verifier", sa.String(128), nullable=False),
        sa.Column("redirect_uri", sa.Text, nullable=False),
        sa.Column("next", sa.Text, nullable=False),
        sa.Column("acr_values", sa.Text, nullable=False),
        sa.Column("again_as", sa.Text),
        sa.Column("begun_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_pending_sign_in_begun_at", "pending_sign_in", ["begun_at"])


def downgrade() -> None:
    op.drop_table("pending_sign_in")
    op.drop_table("session")
