"""The receipt that each owner has of a run which read its rows by its consent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from catalog.model.consent import Consent
from catalog.model.paris import paris_day
from catalog.model.published_service import Activation
from gateway.acts.consents import ConsentActs
from gateway.figures.activations.reading import GovernedRows
from gateway.figures.activations.run_receipt import receipt_of_run
from gateway.reading.query.ports import Ports

_SHORT = 32


async def tell_owners(
    activation: Activation,
    consents: Sequence[Consent],
    rows: Sequence[GovernedRows],
    document: bytes,
    mark: str,
    ports: Ports,
    acts: ConsentActs,
) -> None:
    """Written before anything of the answer (`document`) is shown; of an owner's own data alone.
    The same figures (`mark`) shown again on one day are told once. Raises what the act raises: then
    nothing is shown.
    """
    if not consents:
        return
    run, day = uuid4().hex, paris_day(ports.clock()).isoformat()
    receipts = []
    for consent in consents:
        own = [one for one in rows if one.dataset.id == consent.dataset]
        snapshot = own[0].prepared.snapshot
        signed = receipt_of_run(activation, own, run, ports, snapshot, document, is_owners=True)
        receipts.append((consent, signed or ""))
    await acts.tell_owners(tuple(receipts), run, f"{day}/{mark[:_SHORT]}")
