"""The source of a dataset read whole, for its owner's stewards: what is wrong in it, and where."""

from __future__ import annotations

import asyncio

from catalog.checks.values import SourceCheck
from catalog.model.dataset import Dataset
from catalog.model.storage import Storage
from federation.engine import ResolveSecret
from federation.engines.checked_places import MapOfToday
from federation.engines.duckdb_checking import check_source
from federation.storages.address_guard import Admits
from federation.storages.secrets import secret_of

MOST_ROWS = 2_000_000
_one_at_a_time = asyncio.Semaphore(1)


async def checked(
    dataset: Dataset,
    storage: Storage,
    resolve_secret: ResolveSecret,
    addresses: Admits,
    by: MapOfToday | None = None,
) -> SourceCheck:
    """With codes and days where the map is given. Raises what stands in the way of the
    storage's secret, StorageAddressRefused; all else is in the check.
    """
    await addresses.admit(storage)
    secret = secret_of(storage, resolve_secret)
    # Each reads up to all of a source: several at once would take the memory of queries.
    async with _one_at_a_time:
        return await asyncio.to_thread(
            check_source, dataset, storage, secret, most_rows=MOST_ROWS, by=by
        )
