"""The communes of the body that runs a service, and of the owners of its data: by memberships."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from catalog.model.identifiers import Siren
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes
from gateway.figures.activations.over_standards import OF_DATASET, is_over_a_standard
from gateway.figures.activations.reading import GovernedRows, named
from gateway.figures.activations.sources import sql_name
from services_run.tables import FileTable
from services_run.territories import CommunesOf, Territories, last_day


def territories_of(standpoint: Standpoint, rows: Iterable[GovernedRows]) -> Territories:
    """`rows`: all that the run read; those of a standard are their datasets' owners'."""
    snapshot, body = standpoint.snapshot, standpoint.body
    cog = cog_in(snapshot)

    known: dict[tuple[Siren, int], AbstractSet[str]] = {}

    def covered_by(owner: Siren, year: int) -> AbstractSet[str]:
        if (owner, year) not in known:
            communes = expected_communes(owner, last_day(year), snapshot.memberships, cog)
            known[owner, year] = frozenset(communes)
        return known[owner, year]

    def of(owner: Siren | None) -> CommunesOf:
        return lambda year: frozenset() if owner is None else covered_by(owner, year)

    owners: dict[str, Siren | None] = {}
    for one in rows:
        owners[named(one.dataset, snapshot)] = one.dataset.owner
        if is_over_a_standard(one.dataset):
            owners[named(one.dataset, snapshot)] = None
            for name in one.prepared.datasets:
                dataset = snapshot.datasets.get(name)
                if dataset is not None:
                    owners[sql_name(dataset, snapshot)] = dataset.owner
    return Territories(of(body), {name: of(owner) for name, owner in owners.items()}, cog)


def tell_sources(table: FileTable) -> None:
    """Of the rows of a standard, each is of its own dataset."""
    column = next((one for one in table.columns if one.name == OF_DATASET), None)
    if column is not None:
        table.sources = [str(one) for one in column.values]
