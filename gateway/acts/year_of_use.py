"""The year of use of one convention: counted by the owner's own count, all of its versions."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog.model.agreement import Agreement
from catalog.model.usage import YearUse
from catalog.snapshot import Snapshot
from gateway.acts.ports import UsesPort

_A_YEAR = timedelta(days=365)


async def year_of(
    agreement: Agreement, catalog: Snapshot, now: datetime, uses: UsesPort
) -> YearUse:
    """The nightly verification counts in no use. Raises StoreUnavailable."""
    opened = {
        each.citation: each.dataset_id for each in catalog.agreements if each.id == agreement.id
    }
    counted = await uses([agreement.dataset_id], opened, now - _A_YEAR)
    # Of the agreements of a use, only this convention's are told: any is it.
    own = [each for each in counted if each.agreements]
    return YearUse(
        requests=sum(each.requests for each in own),
        rows=sum(each.rows for each in own),
        beside_others=sum(each.beside_others for each in own),
        last=max((each.last for each in own), default=None),
    )
