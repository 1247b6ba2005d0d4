"""The store's tables, the same on SQLite and PostgreSQL; migrations/ makes them.

Instants are ISO 8601 text in UTC and documents are text: equal bytes on both, sorted by time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

_UNSPREAD = text("spread_at IS NULL")
_UNCHAINED = text("chained IS NULL")
"""Of what is not in the chain yet: so few at any time that its index costs nothing."""

catalog_version = Table(
    "catalog_version",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("epoch", String(36), nullable=False),
    Column("number", Integer, nullable=False),
    CheckConstraint("one = 1", name="ck_catalog_version_one_row"),
)

catalog_epoch = Table(
    "catalog_epoch",
    metadata,
    Column("epoch", String(36), primary_key=True),
    # The last version of this epoch that a restore kept; NULL while the epoch runs.
    Column("last_number", Integer),
    Column("at", String(32), nullable=False),
)

catalog_entry = Table(
    "catalog_entry",
    metadata,
    Column("family", String(20), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("since_version", Integer, primary_key=True, autoincrement=False),
    Column("until_version", Integer),
    Column("body", Text, nullable=False),
    Index("ix_catalog_entry_since", "since_version"),
    Index("ix_catalog_entry_until", "until_version"),
    # One current row a key, whatever the code above does.
    Index(
        "uq_catalog_entry_current",
        "family",
        "key",
        unique=True,
        sqlite_where=text("until_version IS NULL"),
        postgresql_where=text("until_version IS NULL"),
    ),
)

act = Table(
    "act",
    metadata,
    Column("epoch", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("by_issuer", Text),
    Column("by_sub", Text, nullable=False),
    Column("for_organisation", String(9)),
    Column("action", String(60), nullable=False),
    Column("summary", Text, nullable=False),
    Column("chained", Integer),
    Index("ix_act_unchained", "at", sqlite_where=_UNCHAINED, postgresql_where=_UNCHAINED),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("kind", String(60), nullable=False),
    # Told once, whoever writes it again.
    Column("key", String(200), nullable=False, unique=True),
    # A catalog.model.message.Message as canonical JSON.
    Column("body", Text, nullable=False),
    # When its deliveries were made; NULL until then.
    Column("spread_at", String(32)),
    Index("ix_outbox_unspread", "id", sqlite_where=_UNSPREAD, postgresql_where=_UNSPREAD),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("message", Integer, ForeignKey("outbox.id"), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("target", String(400), nullable=False),
    Column("organisation", String(9), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", String(32), nullable=False),
    Column("last_error", String(60)),
    Column("sent_at", String(32)),
    Column("read_at", String(32)),
    # Who is sending it, and until when others leave it alone.
    Column("claimed_by", String(64)),
    Column("claimed_until", String(32)),
    Index("ix_delivery_due", "state", "next_at"),
    Index("ix_delivery_target", "channel", "target", "message"),
    CheckConstraint("channel IN ('mail', 'webhook', 'in_app')", name="ck_delivery_channel"),
    CheckConstraint("state IN ('pending', 'sent', 'failed', 'off')", name="ck_delivery_state"),
)

webhook_failures = Table(
    "webhook_failures",
    metadata,
    Column("webhook", String(130), primary_key=True),
    # The webhook's own `since`: turned on again, it starts from none.
    Column("since", String(32), primary_key=True),
    Column("in_a_row", Integer, nullable=False),
)

audit_intent = Table(
    "audit_intent",
    metadata,
    Column("request_id", String(64), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("issuer", Text),
    Column("sub", Text),
    Column("organisation", String(9)),
    Column("on_behalf_of", String(9)),
    Column("purpose", String(60)),
    Column("datasets", Text, nullable=False),
    Column("columns", Text, nullable=False),
    Column("agreements", Text, nullable=False),
    Column("policy_revision", Text, nullable=False),
    Column("question_digest", String(64), nullable=False),
    Column("document_digest", String(64), nullable=False),
    Column("catalog_epoch", String(36)),
    Column("catalog_number", Integer),
    Column("file_reference", String(100)),
    Column("plan_digest", String(64)),
    Column("decision_digest", String(64)),
    Column("door", String(20)),
    Column("link", String(40)),
    # 1 once it is in the chain of each body that it concerns.
    Column("chained", Integer),
    Index("ix_audit_intent_at", "at"),
    Index("ix_audit_intent_unchained", "at", sqlite_where=_UNCHAINED, postgresql_where=_UNCHAINED),
)

# Who signed in for a body, whether it gave them a role or not.
arrival = Table(
    "arrival",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("sub", Text, primary_key=True),
    Column("siren", String(9), nullable=False),
    Column("name", Text),
    Column("email", Text),
    Column("first_at", String(32), nullable=False),
    Column("last_at", String(32), nullable=False),
    Index("ix_arrival_siren", "siren", "last_at"),
)

# The last day (Paris) on which each key of a machine opened a request.
key_use = Table(
    "key_use",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("day", String(10), nullable=False),
)

# How often each link was opened (GET), and looked at without its rows (HEAD).
link_use = Table(
    "link_use",
    metadata,
    Column("link", String(40), primary_key=True),
    Column("opened", BigInteger, nullable=False),
    Column("looked_at", BigInteger, nullable=False),
    # NULL while it was only looked at.
    Column("last_opened_at", String(32)),
)

# What somebody has begun to type in a long form.
draft = Table(
    "draft",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("sub", Text, primary_key=True),
    # Empty for the platform's own people.
    Column("siren", String(9), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("at", String(32), nullable=False),
    # The fields of the form as JSON: a name, and the texts that it has.
    Column("body", Text, nullable=False),
    Index("ix_draft_at", "at"),
)

# Forms that were sent, by the token that each page gives its own.
sent_form = Table(
    "sent_form",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("sub", Text, primary_key=True),
    # Empty for the platform's own people.
    Column("siren", String(9), primary_key=True),
    Column("token", String(60), primary_key=True),
    Column("at", String(32), nullable=False),
    # The page that its sending led to; NULL while it is under way.
    Column("address", Text),
    Index("ix_sent_form_at", "at"),
)

# Files that came by themselves, by a digest of what each is.
arrived_file = Table(
    "arrived_file",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("at", String(32), nullable=False),
)

# What each process has let through in the last minutes, told to the other machines.
machine_requests = Table(
    "machine_requests",
    metadata,
    Column("process", String(32), primary_key=True),
    # Of a limit and of whom it counts: a keyed digest, which names nobody.
    Column("mark", String(64), primary_key=True),
    # Since 1970, by the database's clock.
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("machine", String(32), nullable=False),
    Column("requests", Integer, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Index("ix_machine_requests_changed_ms", "changed_ms"),
)

# The last number that was drawn for a version of a dataset in a deposit.
deposit_number = Table(
    "deposit_number",
    metadata,
    Column("dataset", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

# What the worker last found of each storage, and since when it is so.
storage_health = Table(
    "storage_health",
    metadata,
    Column("storage", String(130), primary_key=True),
    Column("state", String(4), nullable=False),
    Column("since", String(32), nullable=False),
    # The code of the SourceProblem that says why it does not answer.
    Column("code", String(60)),
    Column("probed_at", String(32), nullable=False),
    CheckConstraint("state IN ('up', 'down')", name="ck_storage_health_state"),
)

# What the source of each dataset looked like, and how that differs from what was registered.
source_look = Table(
    "source_look",
    metadata,
    Column("dataset", String(300), primary_key=True),
    Column("looked_at", String(32), nullable=False),
    # A catalog.drift.records.SourceLook as canonical JSON.
    Column("body", Text, nullable=False),
)

# What intents refer to by digest, each kept once, without any value of a row.
audit_question = Table(
    "audit_question",
    metadata,
    Column("digest", String(64), primary_key=True),
    # The facts of a policies.question.Question as JSON.
    Column("facts", Text, nullable=False),
)

audit_plan = Table(
    "audit_plan",
    metadata,
    Column("digest", String(64), primary_key=True),
    # The governed statements as JSON: values, literals and keys hidden.
    Column("statements", Text, nullable=False),
)

audit_outcome = Table(
    "audit_outcome",
    metadata,
    Column("request_id", String(64), ForeignKey("audit_intent.request_id"), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("problem_code", String(60)),
    Column("chained", Integer),
    Index(
        "ix_audit_outcome_unchained",
        "request_id",
        sqlite_where=_UNCHAINED,
        postgresql_where=_UNCHAINED,
    ),
    CheckConstraint(
        "status IN ('answered', 'partial', 'failed', 'cancelled', 'unknown')",
        name="ck_audit_outcome_status",
    ),
)

# The chain of each body (docs/reference/chain.md): nothing in it is ever changed or deleted.
chain_record = Table(
    "chain_record",
    metadata,
    Column("body", String(9), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    # `read/REQUEST`, `end/REQUEST` or `act/EPOCH/NUMBER`: what it records.
    Column("source", String(80), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_chain_record_day", "day"),
    Index("ix_chain_record_source", "source"),
)

# Each day's root, signed; written beside the store too.
chain_root = Table(
    "chain_root",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("digest", String(64), nullable=False),
    # A signed root as JSON (catalog.chain.roots.SignedRoot).
    Column("body", Text, nullable=False),
)

# Who a pseudonym of the chain is. A row that is deleted leaves a number that nobody can resolve.
identity = Table(
    "identity",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("sub", Text, nullable=False),
    # `2026-11`: another one each month, so that each is forgotten in its time.
    Column("month", String(7), nullable=False),
    UniqueConstraint("issuer", "sub", "month", name="uq_identity"),
)

# A person's browser that is signed in; of its cookie only the digest.
session = Table(
    "session",
    metadata,
    Column("secret_digest", String(64), primary_key=True),
    Column("handle", String(32), nullable=False, unique=True),
    Column("provider", String(40), nullable=False),
    Column("issuer", Text, nullable=False),
    Column("sub", Text, nullable=False),
    Column("siren", String(9)),
    Column("organisation_label", Text),
    Column("person", Text),
    Column("acr", String(100)),
    Column("may_approve", Boolean, nullable=False),
    Column("browser", String(200), nullable=False),
    Column("signed_in_at", String(32), nullable=False),
    Column("used_at", String(32), nullable=False),
    Column("ends_at", String(32), nullable=False),
    # Opened with what the cookie holds, and with nothing that is in this database.
    Column("sealed_id_token", Text),
    Index("ix_session_person", "issuer", "sub"),
    Index("ix_session_ends_at", "ends_at"),
)

# Attempts to sign in that were used: a row for each `state`, for a while.
pending_sign_in = Table(
    "pending_sign_in",
    metadata,
    Column("state_digest", String(64), primary_key=True),
    Column("browser_digest", String(64), nullable=False),
    Column("provider", String(40), nullable=False),
    Column("nonce", String(100), nullable=False),
    Column("code_verifier", String(128), nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("next", Text, nullable=False),
    # A JSON list, and a JSON pair of issuer and sub.
    Column("acr_values", Text, nullable=False),
    Column("again_as", Text),
    Column("begun_at", String(32), nullable=False),
    Index("ix_pending_sign_in_begun_at", "begun_at"),
)
