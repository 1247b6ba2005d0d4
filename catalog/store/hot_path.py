"""The store's work for each query, by prepared raw statements: read the version, record."""

from __future__ import annotations

import json
from asyncio import Future
from collections.abc import Iterable
from typing import Protocol

from catalog.caches import Cache
from catalog.codec import write_value
from catalog.model.audit import AuditIntent, AuditOutcome, Evidence, EvidenceKind
from catalog.model.version import CatalogVersion

Row = tuple[str | int | None, ...]
AuditRecord = AuditIntent | AuditOutcome
_REMEMBERED = 20_000


class KeptEvidence:
    """The digests that this process knows to be kept: what is known is neither written nor sent.

    Bounded by count, the least recently used are forgotten (and written again, to no effect).
    """

    def __init__(self, capacity: int = _REMEMBERED) -> None:
        self._known: Cache[tuple[EvidenceKind, str], bool] = Cache("store.evidence", capacity)

    def unknown(self, intents: Iterable[AuditIntent]) -> list[Evidence]:
        """Evidence of these intents that is not known to be kept, each once."""
        found: dict[tuple[EvidenceKind, str], Evidence] = {}
        for intent in intents:
            for each in intent.evidence:
                key = (each.kind, each.digest)
                if not self._known.find(key):
                    found.setdefault(key, each)
        return list(found.values())

    def remember(self, kept: Iterable[Evidence]) -> None:
        """Only what was committed."""
        for each in kept:
            self._known.keep((each.kind, each.digest), True)


def evidence_rows(evidence: Iterable[Evidence], kind: EvidenceKind) -> list[tuple[str, str]]:
    return [(each.digest, each.write()) for each in evidence if each.kind is kind]


class HotPath(Protocol):
    """One implementation a database; none of its methods blocks the event loop."""

    async def read_version(self) -> CatalogVersion:
        """Read from the primary after this call began; raises StoreUnavailable."""
        ...

    async def record(self, record: AuditRecord) -> None:
        """Durable when it returns (committed and synced); raises AuditUnavailable."""
        ...

    def begin(self, record: AuditRecord) -> Future[None]:
        """The same, waited for where that is wanted; raises AuditUnavailable for a closed store."""
        ...

    async def aclose(self) -> None:
        """Writes the records that were accepted, then closes."""
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
        intent.plan_digest,
        intent.decision_digest,
        intent.door,
        intent.link,
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
