"""The index of what somebody may discover, made beside the loop: of a thousand bodies it takes a
second, and others are answered meanwhile.
"""

from __future__ import annotations

import asyncio

from catalog.caches import Cache
from catalog.search.index import SearchIndex
from schema.types.view import View

_indexes: Cache[str, SearchIndex] = Cache("search_indexes", 64)
_being_made: dict[tuple[asyncio.AbstractEventLoop, str], asyncio.Future[SearchIndex]] = {}


async def index_of(view: View) -> SearchIndex:
    """Made once for each catalog that somebody may discover, however many ask at once."""
    index = _indexes.find(view.fingerprint)
    if index is not None:
        return index
    key = (asyncio.get_running_loop(), view.fingerprint)
    making = _being_made.get(key)
    if making is None:
        making = _being_made[key] = asyncio.ensure_future(asyncio.to_thread(_made, view))
        making.add_done_callback(lambda _: _being_made.pop(key))
    # Others may wait for it: one who leaves does not stop its making.
    return await asyncio.shield(making)


def _made(view: View) -> SearchIndex:
    owners = view.snapshot.organisations
    datasets = (dataset for dataset in view.datasets if dataset.owner in owners)
    index = SearchIndex.of((dataset, owners[dataset.owner]) for dataset in datasets)
    return _indexes.keep(view.fingerprint, index)
