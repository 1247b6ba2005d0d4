"""The index of what somebody may discover, made beside the loop: of a thousand bodies it takes a
second, and others are answered meanwhile.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

from catalog.caches import Cache
from catalog.cog import Cog
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.search.facets import Traits
from catalog.search.index import SearchIndex
from catalog.search.places import Territories, territories_of
from schema.types.view import View


@dataclass(frozen=True, slots=True)
class Searchable:
    """The index of what somebody may discover, the facets of it, and the communes of each body,
    which are public.
    """

    index: SearchIndex
    territories: Territories
    traits: Traits

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
    datasets = [
        (dataset, owners[dataset.owner]) for dataset in view.datasets if dataset.owner in owners
    ]
    territories = territories_of(cog, owners.values(), view.snapshot.memberships)
    covered = {owner.siren: territories.of(owner) for owner in {owner for _, owner in datasets}}
    index = SearchIndex.of(datasets, territories.places, covered)
    traits = Traits.of(datasets, covered, _updated(view))
    return _indexes.keep(view.fingerprint, Searchable(index, territories, traits))


def _updated(view: View) -> dict[str, date]:
    """The day of the file that is read, of those that somebody may discover."""
    deposits = view.snapshot.deposits
    current = ((each, deposits[each].current) for each in view.discoverable if each in deposits)
    return {each: paris_day(version.at) for each, version in current if version is not None}
