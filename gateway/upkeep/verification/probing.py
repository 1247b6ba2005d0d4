"""One look at one dataset, as `system:verification`: recorded first, and no row comes out of it."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from catalog.canonical_json import write_canonical
from catalog.drift.comparing import changes_since
from catalog.drift.records import SourceLook
from catalog.health.probes import Seen
from catalog.hosting import dataset_shortfalls
from catalog.model.audit import AuditIntent, AuditOutcome, column_read
from catalog.model.dataset import Dataset
from catalog.model.paris import paris_day
from catalog.model.problem import Problem
from catalog.model.storage import Storage
from catalog.model.subject import SYSTEM_VERIFICATION
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from federation.engines.seen_places import ReadingTooSlowError, SeenPlaces, see_places
from federation.storages.secrets import secret_of
from gateway.base.error_reporting import report_unexpected
from gateway.base.problems import ActsRefused
from gateway.upkeep.verification.ports import VerificationPorts
from policies.sharing import SharingQuestion

_LAW = "verify_agreements"


@dataclass(frozen=True, slots=True)
class Allowed:
    """The law's yes to the verification, by which its readings are recorded."""

    revision: str
    question_digest: str


async def ask_to_verify(ports: VerificationPorts, now: datetime) -> Allowed:
    """Raises ActsRefused, PolicyUnavailable…: no answer means no."""
    question = SharingQuestion(SYSTEM_VERIFICATION, _LAW, now)
    decision = await ports.law.decide_act(question)
    if not decision.allow:
        raise ActsRefused([each.problem() for each in decision.denials])
    digest = sha256(write_canonical(question.document())).hexdigest()
    return Allowed(decision.revision, digest)


async def look_at_source(
    dataset: Dataset,
    look: SourceLook | None,
    snapshot: Snapshot,
    allowed: Allowed,
    ports: VerificationPorts,
) -> Seen:
    """The columns, then where rows are. Raises AuditUnavailable; what is wrong with the source, or
    with us, is in the answer.
    """
    intent = _intent(dataset, snapshot, allowed, ports)
    await ports.audit.record_intent(intent)
    started = time.perf_counter()
    seen = Seen(is_slow=True)
    try:
        seen = await _seen(dataset, look, snapshot, ports)
    except ReadingTooSlowError:
        pass
    except Problem as problem:
        seen = Seen(code=problem.code)
    except Exception as bug:  # noqa: BLE001 - our own mistake is no finding about anybody's data
        report_unexpected(bug, "verification")
    finally:
        duration_ms = (time.perf_counter() - started) * 1000
        status = "answered" if seen.code is None and not seen.is_slow else "failed"
        await ports.audit.record_outcome(
            AuditOutcome(intent.request_id, status, 0, duration_ms, seen.code)
        )
    return seen


async def _seen(
    dataset: Dataset, look: SourceLook | None, snapshot: Snapshot, ports: VerificationPorts
) -> Seen:
    storage = snapshot.storages[dataset.storage_id]
    looks = ports.sources.looks
    object_seen = await looks.seen(dataset, storage, fresh_s=ports.shared_s)
    first = look.first if look is not None and look.version == dataset.version else None
    changes = changes_since(dataset, storage.kind, first, object_seen)
    is_kept_back = bool(dataset_shortfalls(dataset, snapshot, ports.sources.installation))
    if object_seen is None or is_kept_back:
        # What is not hosted as its owner demands is not read, for this either.
        return Seen(changes)
    try:
        places = await _places(dataset, storage, snapshot, ports)
    except Problem:
        if any(each.breaking for each in changes):
            return Seen(changes)
        raise
    return Seen(changes, places.communes, places.last_day)


async def _places(
    dataset: Dataset, storage: Storage, snapshot: Snapshot, ports: VerificationPorts
) -> SeenPlaces:
    looks = ports.sources.looks
    await looks.addresses.admit(storage)
    secret = secret_of(storage, looks.resolve_secret)
    return await asyncio.to_thread(
        see_places,
        dataset,
        storage,
        secret,
        today=paris_day(ports.clock()),
        cog=cog_in(snapshot),
        most_rows=ports.most_rows,
        timeout_s=ports.statement_s,
    )


def _intent(
    dataset: Dataset, snapshot: Snapshot, allowed: Allowed, ports: VerificationPorts
) -> AuditIntent:
    binding = dataset.territory
    columns = () if binding is None else (binding.column, binding.date_column)
    return AuditIntent(
        request_id=uuid.uuid4().hex,
        at=ports.clock(),
        issuer=SYSTEM_VERIFICATION.issuer,
        sub=SYSTEM_VERIFICATION.agent,
        organisation=None,
        on_behalf_of=None,
        purpose=None,
        datasets=(dataset.id,),
        columns=tuple(column_read(dataset.id, each) for each in columns if each is not None),
        agreements=(),
        policy_revision=allowed.revision,
        question_digest=allowed.question_digest,
        document_digest=ports.digest_document(f"verification {dataset.id}".encode()),
        catalog=snapshot.version,
    )
