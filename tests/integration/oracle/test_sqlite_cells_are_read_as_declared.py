"""SQLite keeps what it is given: a cell of another type than its column is null, no more.

Covers federation.keys, federation.binding, federation.sql.columns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalog.cog import load_cog
from catalog.model.dataset import Dataset, ObjectKind, PhysicalObject
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.storage import SqliteOptions, Storage, StorageKind
from catalog.snapshot import Snapshot, snapshot_of
from federation.binding import Binder
from federation.engines.duckdb_engine import DuckdbEngine
from federation.keys import DerivedKeys
from federation.limits import Limits
from federation.logical import WireType
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.values import bind_values
from tests.unit.federation import world
from tests.unit.federation.datasets import column

COLUMNS = {
    "numero": "integer",
    "nom": "string",
    "debit": "float",
    "prix": "decimal",
    "posee_le": "date",
    "vue_le": "timestamp",
    "active": "boolean",
}
WIRES = {
    "integer": WireType.INT,
    "string": WireType.STRING,
    "float": WireType.FLOAT,
    "decimal": WireType.DECIMAL,
    "date": WireType.DATE,
    "timestamp": WireType.TIMESTAMP,
    "boolean": WireType.BOOLEAN,
}
FONTAINES: Dataset = replace(
    world.FONTAINES,
    physical=PhysicalObject(ObjectKind.TABLE, "fontaines"),
    columns=tuple(column(name, type_name) for name, type_name in COLUMNS.items()),
    primary_key=(),
)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    path = tmp_path / "fontaines.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE fontaines (numero INTEGER, nom TEXT, debit REAL, prix NUMERIC(10, 3), "
            "posee_le DATE, vue_le TIMESTAMP, active BOOLEAN)"
        )
        database.executemany(
            "INSERT INTO fontaines VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (1, "Place", 1.5, "12.005", "2020-02-29", "2020-02-29 08:00:00", 1),
                (2, "", 1e22, 3, "1999-12-31", "1999-12-31T23:59:59", 0),
                ("trois", "Mairie", "fort", "cher", "31/02/2020", "hier", "oui"),
            ],
        )
        database.commit()
    return snapshot_of(
        version=world.snapshot().version,
        organisations=world.snapshot().organisations.values(),
        storages=[
            Storage("s_mesnil", world.MESNIL_ROC_H, StorageKind.SQLITE, SqliteOptions(str(path)))
        ],
        datasets=[FONTAINES],
        agreements=[world.agreement("c", date(2026, 1, 1))],
    )


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[DuckdbEngine]:
    found = DuckdbEngine(lambda _: "", spill_dir=tmp_path / "spill", memory_limit="512MiB")
    yield found
    await found.aclose()


async def answer(engine: DuckdbEngine, snapshot: Snapshot, rows, sql: str):
    branch = world.branch("c@1", rows, **dict.fromkeys(COLUMNS, world.CLEAR))
    decision = world.decide({FONTAINES.id: (branch,)})
    only = {FONTAINES.id: decision.datasets[FONTAINES.id]}
    binding = Binder(snapshot, load_cog(), world.NOW, None).bind(replace(decision, datasets=only))
    wires = tuple((name, WIRES[type_name]) for name, type_name in COLUMNS.items())
    query = world.logical(sql, wires, datasets=(FONTAINES.id,))
    plan = plan_slice(query, binding, snapshot, Limits(), frozenset({DUCKDB}), DUCKDB)
    values = bind_values(plan, {}, {}, DerivedKeys(b"0" * 32))
    return (await engine.execute(plan, values)).to_pylist()


SELECT = f"SELECT {', '.join(f'f.{name}' for name in COLUMNS)} FROM mesnil_roc_h.fontaines AS f"


async def test_each_cell_is_of_its_declared_type_or_null(engine, snapshot):
    everywhere = Compare("c_nom", CompareOp.NE, ("nulle part",))
    rows = await answer(engine, snapshot, everywhere, f"{SELECT} ORDER BY f.nom")
    assert [tuple(row.values())[:5] for row in rows] == [
        (2, "", 1e22, "3.000", date(1999, 12, 31)),
        (None, "Mairie", None, None, None),
        (1, "Place", 1.5, "12.005", date(2020, 2, 29)),
    ]
    assert [row["active"] for row in rows] == [False, None, True]
    assert [row["vue_le"] and row["vue_le"].year for row in rows] == [1999, None, 2020]


async def test_a_hidden_cell_of_another_type_fails_nobodys_query(engine, snapshot):
    shown = Compare("c_numero", CompareOp.LTE, ("2",))
    rows = await answer(engine, snapshot, shown, f"{SELECT} WHERE f.debit > 0 ORDER BY f.numero")
    assert [row["numero"] for row in rows] == [1, 2]
