"""Two who get nothing alone may hold everything together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.beneficiaries import as_read_by
from catalog.guard.extents import Land
from catalog.guard.findings import Finding, FindingKind
from catalog.guard.pools import readers_of
from catalog.guard.small_cells import communes_if_small, names_of
from catalog.guard.sources import Gathering, Source
from catalog.guard.thresholds import Threshold
from catalog.model.agreement import IN_FORCE, Agreement
from catalog.model.dataset import Classification, Dataset
from catalog.model.identifiers import Siren


def complementary(
    facts: Gathering,
    sources: tuple[Source, ...],
    thresholds: Mapping[Classification, Threshold],
) -> Iterator[Finding]:
    """Warnings of little land that somebody outside the pool gets exactly, of the same dataset,
    where the pool gets all the rest, or the reverse. Only a warning: they would have to meet.
    """
    maps, catalog = facts.maps, facts.catalog
    dataset = catalog.datasets[facts.agreement.dataset_id]
    whole = maps.extent_of(dataset, catalog.organisations.get(dataset.owner)).on(maps.at)
    ours = {each.extent.on(maps.at) for each in sources if each.is_new and each.signed}
    threshold = thresholds[
        facts.book.classification(key for each in sources if each.is_new for key in each.columns)
    ]
    found: set[Land] = set()
    for other in facts.others:
        if other.dataset_id != dataset.id or other.state not in IN_FORCE or not whole:
            continue
        for theirs in _lands(other, dataset, facts):
            found |= {
                min(our, theirs, key=len)
                for our in ours
                if our and theirs and our.isdisjoint(theirs) and whole <= our | theirs
            }
    for land in found:
        communes = communes_if_small(land, maps.at, threshold, maps.cog)
        if communes is not None:
            names = names_of(communes, maps.at, maps.cog)
            yield Finding(FindingKind.COMPLEMENTARY, communes, names)


def _lands(other: Agreement, dataset: Dataset, facts: Gathering) -> Iterator[Land]:
    """Of each of its readers outside the pool."""
    maps = facts.maps
    whole = maps.extent_of(dataset, facts.catalog.organisations.get(dataset.owner))
    for reader in sorted(readers_of(other, maps) - _in_any_pool(facts)):
        yield maps.rows(as_read_by(reader, other).rows, dataset, whole).on(maps.at)


def _in_any_pool(facts: Gathering) -> frozenset[Siren]:
    return frozenset[Siren]().union(*(each.bodies for each in facts.pools))
