"""The index of what somebody may discover, made beside the loop: of a thousand bodies it takes a
second, and others are answered meanwhile.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from catalog.caches import Cache
from catalog.cog import Cog
from catalog.model.identifiers import Siren
from catalog.search.index import SearchIndex
from catalog.search.places import Territories, territories_of
from schema.types.view import View


@dataclass(frozen=True, slots=True)
class Searchable:
    """The index of what somebody may discover, and the communes of each body, which are public."""

    index: SearchIndex
    territories: Territories

    def here(self, organisation: Siren | None, view: View) -> frozenset[str]:
        """The communes of the reader's own body; none for whoever has no body."""
        body = view.snapshot.organisations.get(organisation) if organisation else None
        return frozenset() if body is None else self.territories.of(body)


_indexes: Cache[str, Searchable] = Cache("search_indexes", 64)
_being_made: dict[tuple[asyncio.AbstractEventLoop, str], asyncio.Future[Searchable]] = {}


async def index_of(view: View, cog: Cog) -> Searchable:
    """Made once for each catalog that somebody may discover, however many ask at once."""
    index = _indexes.find(view.fingerprint)
    if index is not None:
        return index
    key = (asyncio.get_running_loop(), view.fingerprint)
    making = _being_made.get(key)
    if making is None:
        making = _being_made[key] = asyncio.ensure_future(asyncio.to_thread(_made, view, cog))
        making.add_done_callback(lambda _: _being_made.pop(key))
    # Others may wait for it: one who leaves does not stop its making.
    return await asyncio.shield(making)


def _made(view: View, cog: Cog) -> Searchable:
    owners = view.snapshot.organisations
    datasets = [dataset for dataset in view.datasets if dataset.owner in owners]
    territories = territories_of(cog, owners.values(), view.snapshot.memberships)
    index = SearchIndex.of(
        ((dataset, owners[dataset.owner]) for dataset in datasets),
        territories.places,
        {siren: territories.of(owners[siren]) for siren in {each.owner for each in datasets}},
    )
    return _indexes.keep(view.fingerprint, Searchable(index, territories))
