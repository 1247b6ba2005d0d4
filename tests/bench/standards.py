"""What a query over a standard costs to prepare, by the number of owners. Nothing is read.

.venv/bin/python -m tests.bench.standards [OWNERS …]
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.row_condition import AllRows
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from catalog.standards.standard import standards
from federation.binding import Binder
from federation.limits import Limits
from federation.logical import LogicalQuery
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from gateway.reading.query.standard_sources import sources_of
from policies.decision import Branch, CellTransform, DatasetDecision, Decision

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
STANDARD = standards()["interco-collecte-dechets"]
STATEMENTS = {
    "sum by stream": ("SELECT flux, sum(tonnage_kg) FROM standards.collecte_dechets GROUP BY flux"),
    "sum by commune and stream": (
        "SELECT code_commune, flux, sum(tonnage_kg), max(date_collecte)"
        " FROM standards.collecte_dechets WHERE date_collecte >= DATE '2025-01-01' GROUP BY 1, 2"
    ),
    "every column": "SELECT * FROM standards.collecte_dechets LIMIT 100",
}
_COLUMNS = (
    ("bon", "string", None, None),
    ("jour", "date", "date_collecte", None),
    ("insee", "string", "commune", None),
    ("matiere", "string", "flux_dechets", None),
    ("poids", "decimal", "masse_collectee", "t"),
)


def country_of(owners: int) -> Snapshot:
    """So many bodies, each with a file of weighings in tonnes, under names of its own."""
    sirens = [Siren(f"{200000000 + index:09d}") for index in range(owners)]
    return snapshot_of(
        version=CatalogVersion("bench", 1),
        organisations=[
            Organisation(siren, Slug(f"corps-{index}"), f"Corps {index}", OrganisationKind.CC)
            for index, siren in enumerate(sirens)
        ],
        storages=[
            Storage(f"s{index}", siren, StorageKind.FILES, FilesOptions(f"/srv/{index}"))
            for index, siren in enumerate(sirens)
        ],
        datasets=[_dataset(index, siren) for index, siren in enumerate(sirens)],
    )


def _dataset(index: int, owner: Siren) -> Dataset:
    columns = tuple(
        Column(
            f"c_{name}",
            Name(name),
            ColumnType(ScalarType(scalar), *((12, 3) if scalar == "decimal" else ())),
            name,
            name,
            name,
            concept=concept,
            unit=unit,
            code_list=("OM", "CS", "VERRE") if concept == "flux_dechets" else (),
        )
        for name, scalar, concept, unit in _COLUMNS
    )
    return Dataset(
        id=f"d{index}",
        owner=owner,
        storage_id=f"s{index}",
        name=Name("pesees"),
        title_fr="Pesées",
        title_en="Weighings",
        physical=PhysicalObject(ObjectKind.PARQUET, "pesees.parquet"),
        columns=columns,
        primary_key=("c_bon",),
        territory=TerritoryBinding("c_insee", date_column="c_jour"),
        standard=STANDARD.name,
    )


def decision_of(snapshot: Snapshot) -> Decision:
    """Every row and column of every one, as open data is given."""
    cells = {f"c_{name}": CellTransform(Transform.CLEAR) for name, *_ in _COLUMNS}
    branch = Branch("open", cells, AllRows(), Output.DETAIL)
    given = DatasetDecision(discoverable=True, allow=True, branches=(branch,), denials=())
    return Decision(dict.fromkeys(snapshot.datasets, given), None, "r", b"bench")


def measure(owners: int) -> None:
    snapshot = country_of(owners)
    binder = Binder(snapshot, load_cog(), NOW, Siren("200090884"))
    binding = binder.bind(decision_of(snapshot))
    limits = replace(Limits(), max_rows=10_000_000)
    for name, statement in STATEMENTS.items():
        started = time.process_time()
        sources = sources_of(STANDARD, snapshot.datasets.values(), binding.datasets, snapshot)
        names = SqlNames.of(snapshot, snapshot.datasets)
        names = replace(names, standards={STANDARD.sql_name: sources.table})
        expanded = time.process_time()
        logical = read_sql(statement, read_parameters(()), names)
        assert isinstance(logical, LogicalQuery)
        read = time.process_time()
        plan = plan_slice(logical, binding, snapshot, limits, frozenset({DUCKDB}), DUCKDB)
        planned = time.process_time()
        sys.stdout.write(
            f"{owners:>5} owners  {name:<26} sources {expanded - started:6.2f} s"
            f"  read {read - expanded:6.2f} s  plan {planned - read:6.2f} s"
            f"  {len(plan.text):>9,} characters\n"
        )


if __name__ == "__main__":
    for number in map(int, sys.argv[1:] or ("10", "100", "1000")):
        measure(number)
