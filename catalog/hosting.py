"""Shortfalls from a demand, for people who prepare: the law itself is asked before each read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.model.agreement import IN_FORCE, Agreement, AgreementState
from catalog.model.dataset import Dataset
from catalog.model.hosting import (
    AREAS,
    Hosting,
    HostingDemand,
    HostingFact,
    HostingPart,
    Installation,
    Shortfall,
)
from catalog.snapshot import Snapshot


def shortfalls_of(
    demands: Iterable[HostingDemand | None], storage: Hosting | None, installation: Installation
) -> tuple[Shortfall, ...]:
    """As policies/rego/access/hosting.rego finds them; `storage` None: nothing is known of it."""
    wanted = [each for each in demands if each is not None]
    parts = {HostingPart.STORAGE: storage or Hosting(), **installation.parts()}
    return tuple(
        Shortfall(part, fact, known)
        for part, hosting in parts.items()
        for fact, known, unmet in (
            (
                HostingFact.COUNTRY,
                hosting.country is not None,
                any(not _lies_within(hosting.country, each.countries) for each in wanted),
            ),
            (
                HostingFact.SECNUMCLOUD,
                hosting.secnumcloud is not None,
                any(each.secnumcloud and hosting.secnumcloud is not True for each in wanted),
            ),
            (
                HostingFact.OPERATOR,
                hosting.operator is not None,
                any(
                    each.operated_by and hosting.operator not in each.operated_by for each in wanted
                ),
            ),
        )
        if unmet
    )


@dataclass(frozen=True, slots=True)
class Unmet:
    """An agreement, or else a whole dataset, that nobody reads while its hosting falls short."""

    dataset: Dataset
    agreement: Agreement | None
    shortfalls: tuple[Shortfall, ...]

    @property
    def name(self) -> str:
        return self.dataset.id if self.agreement is None else self.agreement.citation


def unmet_in(
    catalog: Snapshot, installation: Installation, states: frozenset[AgreementState] = IN_FORCE
) -> tuple[Unmet, ...]:
    """Datasets first, then agreements in one of `states`, each where something falls short."""
    unmet = [
        Unmet(dataset, None, dataset_shortfalls(dataset, catalog, installation))
        for dataset in sorted(catalog.datasets.values(), key=lambda each: each.id)
    ]
    unmet += [
        Unmet(dataset, agreement, agreement_shortfalls(agreement, catalog, installation))
        for agreement in sorted(catalog.agreements, key=lambda each: each.citation)
        if agreement.state in states
        and (dataset := catalog.datasets.get(agreement.dataset_id)) is not None
    ]
    return tuple(each for each in unmet if each.shortfalls)


def agreement_shortfalls(
    agreement: Agreement, catalog: Snapshot, installation: Installation
) -> tuple[Shortfall, ...]:
    """Of what it demands, and its dataset with it."""
    dataset = catalog.datasets.get(agreement.dataset_id)
    demands = (agreement.terms.hosting, None if dataset is None else dataset.hosting)
    return shortfalls_of(demands, _storage_of(dataset, catalog), installation)


def dataset_shortfalls(
    dataset: Dataset, catalog: Snapshot, installation: Installation
) -> tuple[Shortfall, ...]:
    """Of what it demands for whoever reads it."""
    return shortfalls_of((dataset.hosting,), _storage_of(dataset, catalog), installation)


def _storage_of(dataset: Dataset | None, catalog: Snapshot) -> Hosting | None:
    storage = None if dataset is None else catalog.storages.get(dataset.storage_id)
    return None if storage is None else storage.hosting


def _lies_within(country: str | None, countries: tuple[str, ...]) -> bool:
    if not countries:
        return True
    return any(country == each or country in AREAS.get(each, ()) for each in countries)
