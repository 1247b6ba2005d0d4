"""The receipt of a whole run: every dataset and agreement, the decision over them, the answer."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.consent import is_of_consent
from catalog.model.published_service import Activation
from catalog.snapshot import Snapshot
from gateway.figures.activations.reading import GovernedRows
from gateway.figures.activations.sources import run_sources
from gateway.proof.receipts import Receipted
from gateway.reading.query.ports import Ports


def statement_of(activation: Activation) -> str:
    """The text that a receipt of a run is about."""
    return f"service {activation.published} {activation.id}"


def receipt_of_run(
    activation: Activation,
    rows: Sequence[GovernedRows],
    request_id: str,
    ports: Ports,
    snapshot: Snapshot,
    document: bytes,
    *,
    is_owners: bool = False,
) -> str | None:
    """None where nothing signs. Of rows that were consented their owner alone is told how many."""
    signer = ports.receipts
    if signer is None:
        return None
    last = rows[-1].prepared
    reader = last.subject.reader
    citations = {name for one in rows for name in one.agreements}
    is_counted = is_owners or not is_of_consent(citations, snapshot.consents)
    return signer.sign(
        Receipted(
            request_id=request_id,
            at=ports.clock(),
            document=statement_of(activation),
            reader=None if reader is None else str(reader),
            purpose=activation.purpose,
            datasets={
                source.dataset: source.version
                for one in rows
                for source in run_sources(one, snapshot)
            },
            catalog=last.snapshot.version,
            agreements=sorted(citations),
            policy_revision=last.decision.revision,
            decision=last.decision.fingerprint,
            rows=sum(batch.num_rows for one in rows for batch in one.batches)
            if is_counted
            else None,
            answer=document,
        )
    )
