"""What every query does with the store, by prepared raw statements: read the version, record."""

from __future__ import annotations

import json
from typing import Protocol

from catalog.codec import write_value
from catalog.model.audit import AuditIntent, AuditOutcome
from catalog.model.version import CatalogVersion

Row = tuple[str | int | None, ...]
AuditRecord = AuditIntent | AuditOutcome


class HotPath(Protocol):
    """One implementation a database; none of its methods blocks the event loop."""

    async def read_version(self) -> CatalogVersion:
        """Read from the primary after this call began; raises StoreUnavailable."""
        ...

    async def record(self, record: AuditRecord) -> None:
        """Durable when it returns (committed and synced); raises AuditUnavailable."""
        ...

    async def aclose(self) -> None:
        """What was accepted is written first."""
        ...


def intent_row(intent: AuditIntent) -> Row:
    """In the order of the table's columns."""
    catalog = intent.catalog
    return (
        intent.request_id,
        write_value(intent.at),
        intent.issuer,
        intent.sub,
        intent.organisation and str(intent.organisation),
        intent.on_behalf_of and str(intent.on_behalf_of),
        intent.purpose,
        json.dumps(intent.datasets),
        json.dumps(intent.columns),
        json.dumps(intent.agreements),
        intent.policy_revision,
        intent.question_digest,
        intent.document_digest,
        None if catalog is None else catalog.epoch,
        None if catalog is None else catalog.number,
        intent.file_reference,
    )


def outcome_row(outcome: AuditOutcome) -> Row:
    """In the order of the table's columns."""
    return (
        outcome.request_id,
        outcome.status,
        outcome.rows,
        round(outcome.duration_ms),
        outcome.problem_code,
    )
