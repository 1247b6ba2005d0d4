"""The proof: what was about to be read, by whom and why, and how it ended. Never a data value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion

OUTCOMES = frozenset({"answered", "partial", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class AuditIntent:
    """Durable before execution, once per `request_id`.

    `columns` are ids, `agreements` citations; `policy_revision` and `question_digest` say which
    decision; `document_digest` is keyed (HMAC): a literal cannot be guessed from it. `catalog` is
    the version that was read, from which the whole picture can be rebuilt.
    """

    request_id: str
    at: datetime
    issuer: str | None
    sub: str | None
    organisation: Siren | None
    on_behalf_of: Siren | None
    purpose: str | None
    datasets: tuple[str, ...]
    columns: tuple[str, ...]
    agreements: tuple[str, ...]
    policy_revision: str
    question_digest: str
    document_digest: str
    catalog: CatalogVersion | None = None


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """`status` is one of OUTCOMES; `rows` is what left; `problem_code` the first Problem's."""

    request_id: str
    status: str
    rows: int
    duration_ms: float
    problem_code: str | None = None


@dataclass(frozen=True, slots=True)
class AuditedRead:
    """What was about to be read, and how it ended; `outcome` None: nobody knows that it did."""

    intent: AuditIntent
    outcome: AuditOutcome | None
