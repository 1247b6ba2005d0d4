"""Who read one's own datasets, as the gateway supplies it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from catalog.model.usage import DatasetUse


class UsagePort(Protocol):
    """As the subject of this request."""

    async def __call__(self, dataset: str | None, since: dt.date | None) -> tuple[DatasetUse, ...]:
        """Of one, or of all that the organisation owns; over a year where `since` is None.

        Raises UnknownDataset, and ActsRefused for whoever is no steward.
        """
        ...
