"""Random lists over a scenario, page by page; and the same in plain Python over governed rows.

What a page shows is one thing, in which order another: a key that is given as it is orders the
rows; one that is given as a pseudonym does not, what is shown of them does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import pyarrow as pa

from catalog.cog import load_cog
from catalog.model.dataset import Dataset
from catalog.model.transform import Transform
from federation.engine import Value
from federation.plan import Plan
from federation.results.canonical import canonical_table
from tests.integration.oracle.governed_rows import Oracle, Row, granted
from tests.integration.oracle.running import KEYRING, found_by, write_source
from tests.integration.oracle.scenario import Scenario
from tests.integration.oracle.three_values import ordered
from tests.paged import PagedReader, Walk

_SLUGS = {"a": "val { collectes", "b": "eau { compteurs"}
_WAYS = ("ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_FIRST")
_BY_WHAT_TELLS = ("instant", "jour", "montant", "nombre", "id", "code", "flux")
"""Of the columns given as they are, the first three of these that are shown; and two others, where
a pseudonym is shown or nothing else is."""
_MOST, _MOST_OTHERS = 3, 2


@dataclass(frozen=True)
class Paged:
    """`asked`: by what its caller orders, and which way."""

    dataset: Dataset
    shown: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    size: int

    @property
    def document(self) -> str:
        order = ", ".join(f"{{ {name}: {way} }}" for name, way in self.asked)
        return (
            f"query ($after: String) {{ {_SLUGS[self.dataset.id]}(first: {self.size}, "
            f"after: $after, orderBy: [{order}]) {{ nodes {{ {' '.join(self.shown)} }} "
            "pageInfo { hasNextPage endCursor } } } }"
        )


def draw_paged(random: Random, scenario: Scenario) -> Paged | None:
    """Of a dataset that gives its key; None where none does."""
    keyed = [each for each in scenario.datasets if _key_of(each) <= set(_granted(each, scenario))]
    if not keyed:
        return None
    dataset = random.choice(keyed)
    names = _granted(dataset, scenario)
    shown = tuple(random.sample(names, random.randint(1, min(3, len(names)))))
    asked = ((random.choice(names), random.choice(_WAYS)),) if random.random() < 0.4 else ()
    return Paged(dataset, shown, asked, random.randint(1, 4))


def walk(paged: Paged, scenario: Scenario) -> Walk:
    write_source(paged.dataset, scenario)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")

        def run(plan: Plan, values: Mapping[str, Value]) -> pa.Table:
            return canonical_table(found_by(connection, plan, values), plan.logical.columns)

        reader = PagedReader(
            scenario.snapshot, scenario.decision, scenario.now, scenario.reader, KEYRING, run
        )
        return asyncio.run(reader.walk(paged.document))


def expected(paged: Paged, scenario: Scenario) -> list[Row]:
    """The rows as JSON; in their order, where it is apart from the key."""
    dataset = paged.dataset
    rows = _oracle(scenario).governed(dataset, scenario.rows[dataset.id])
    names = [name for name, _ in paged.asked]
    keys = [*names, *_keys(paged, names, scenario), *paged.shown]
    ways = [_way(way) for _, way in paged.asked]
    ways += [("ASC", "LAST")] * (len(keys) - len(ways))
    found = ordered([tuple(row[name] for name in (*keys, *paged.shown)) for row in rows], ways)
    shown = slice(len(keys), None)
    return [dict(zip(paged.shown, map(_as_json, row[shown]), strict=True)) for row in found]


def _keys(paged: Paged, asked: list[str], scenario: Scenario) -> list[str]:
    """What orders the rows of one value of what is asked."""
    dataset = paged.dataset
    key = [dataset.column(each).name for each in dataset.primary_key]
    if not any(_hashed(name, paged, scenario) for name in key):
        return key
    clear = [name for name in _BY_WHAT_TELLS if _clear(name, paged, scenario)]
    known = [name for name in clear if name not in asked]
    shown = [name for name in known if name in paged.shown][:_MOST]
    if shown and not any(_hashed(name, paged, scenario) for name in paged.shown):
        return shown
    return [*shown, *[name for name in known if name not in paged.shown][:_MOST_OTHERS]]


def _oracle(scenario: Scenario) -> Oracle:
    branches = {key: each.branches for key, each in scenario.decision.datasets.items()}
    return Oracle(
        scenario.snapshot, branches, load_cog(), scenario.now, scenario.reader or "", KEYRING
    )


def _granted(dataset: Dataset, scenario: Scenario) -> list[str]:
    return granted(dataset, scenario.decision.datasets[dataset.id].branches)


def _key_of(dataset: Dataset) -> set[str]:
    return {dataset.column(each).name for each in dataset.primary_key}


def _clear(name: str, paged: Paged, scenario: Scenario) -> bool:
    return all(each is Transform.CLEAR for each in _transforms(name, paged, scenario))


def _hashed(name: str, paged: Paged, scenario: Scenario) -> bool:
    return Transform.KEYED_HASH in _transforms(name, paged, scenario)


def _transforms(name: str, paged: Paged, scenario: Scenario) -> list[Transform | None]:
    """What each branch gives of it."""
    column_id = f"{paged.dataset.id}_{name}"
    cells = [
        branch.columns.get(column_id)
        for branch in scenario.decision.datasets[paged.dataset.id].branches
    ]
    return [None if cell is None else cell.transform for cell in cells]


def _way(word: str) -> tuple[str, str]:
    return word.partition("_")[0], "FIRST" if word.endswith("FIRST") else "LAST"


def _as_json(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value:.3f}"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return value
