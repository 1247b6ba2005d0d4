"""The sources of the rows of a run: each dataset, by its version and agreements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.dataset import Dataset
from catalog.model.published_service import RoleBinding
from catalog.snapshot import Snapshot
from gateway.figures.activations.over_standards import OF_DATASET, is_over_a_standard
from gateway.figures.activations.reading import GovernedRows, named
from services_run.registered_rows import latest_of
from services_run.tables import FileTable


@dataclass(frozen=True, slots=True)
class RunSource:
    """A dataset that a run read, by its version, with every agreement that gave it."""

    dataset: str
    version: int
    agreements: tuple[str, ...]


def run_sources(governed: GovernedRows, snapshot: Snapshot) -> list[RunSource]:
    """Of a standard, each dataset that the statement was written out over."""
    if not is_over_a_standard(governed.dataset):
        dataset = governed.dataset
        return [RunSource(dataset.id, dataset.version, governed.cited_agreements)]
    cited = set(governed.cited_agreements)
    return [
        RunSource(
            name,
            snapshot.datasets[name].version,
            tuple(
                sorted(
                    one.citation
                    for one in snapshot.agreements
                    if one.dataset_id == name and one.citation in cited
                )
            ),
        )
        for name in sorted(governed.prepared.datasets)
        if name in snapshot.datasets
    ]


def sources_shown(
    binding: RoleBinding, governed: GovernedRows, table: FileTable | None, snapshot: Snapshot
) -> list[dict[str, Any]]:
    """As a result tells them; of a standard also those that gave no rows, and why (`status`). Of
    what was consented (without a table), neither how many rows nor their last day.
    """
    if table is not None and is_over_a_standard(governed.dataset):
        return _of_standard(binding, governed, table, snapshot)
    dataset = governed.dataset
    owner = snapshot.organisations[dataset.owner]
    latest = None if table is None else latest_of(table, dataset)
    source = _source(binding, dataset, named(dataset, snapshot), governed)
    return [
        {
            **source,
            "owner": {"siren": str(owner.siren), "nom": owner.name},
            "agreement": next(iter(governed.cited_agreements), None),
            "rows": None if table is None else len(table.rows),
            "latest": None if latest is None else latest.isoformat(),
        }
    ]


def scopes_of(rows: Iterable[GovernedRows]) -> list[Any]:
    """The scope of each role that is bound to a standard."""
    return [json.loads(one.scope) for one in rows if one.scope is not None]


def _of_standard(
    binding: RoleBinding, governed: GovernedRows, table: FileTable, snapshot: Snapshot
) -> list[dict[str, Any]]:
    scope: Mapping[str, Any] = {} if governed.scope is None else json.loads(governed.scope)
    column = next((one for one in table.columns if one.name == OF_DATASET), None)
    rows = Counter(() if column is None else map(str, column.values))
    known = {sql_name(one, snapshot): one for one in snapshot.datasets.values()}
    return [
        {
            **_source(binding, known[name], named(known[name], snapshot), governed),
            "owner": dict(source["owner"]),
            "agreement": source["agreement"],
            "rows": rows.get(name, 0),
            "latest": source["latest"],
            "status": source["status"],
        }
        for source in scope.get("sources", ())
        if (name := str(source["dataset"])) in known
    ]


def sql_name(dataset: Dataset, snapshot: Snapshot) -> str:
    return f"{snapshot.organisations[dataset.owner].slug.sql_name}.{dataset.name}"


def _source(
    binding: RoleBinding, dataset: Dataset, name: str, governed: GovernedRows
) -> dict[str, Any]:
    return {
        "role": binding.role,
        "dataset": dataset.id,
        "name": name,
        "title": {"fr": dataset.title_fr, "en": dataset.title_en},
        "mode": binding.mode.value,
        "version": dataset.version,
        "synthetic": dataset.synthetic,
        "receipt": governed.receipt,
    }
