"""One small dataset in each kind of storage, whose source then changes under it."""

from __future__ import annotations

import dataclasses
import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql
from sqlglot import exp, parse_one

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TextFormat,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.storage import Storage
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from federation.binding import Binder
from federation.limits import Limits
from federation.logical import LogicalQuery, Shape, SliceKind, WireType
from federation.plan import Plan
from federation.planning import plan_slice
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical

OWNER = Siren("243500667")
NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
TYPES = {
    "numero": ScalarType.INTEGER,
    "secteur": ScalarType.STRING,
    "note": ScalarType.STRING,
    "telephone": ScalarType.STRING,
}
WIRES = {ScalarType.INTEGER: WireType.INT, ScalarType.STRING: WireType.STRING}
ROWS = {
    "numero": [1, 2],
    "secteur": ["A", "A"],
    "note": ["un", "deux"],
    "telephone": ["0299000001", "0299000002"],
}
READABLE = ("numero", "note")
"""`secteur` is of the agreement's condition alone; `telephone` is not granted."""


def dataset_in(storage: Storage, physical: PhysicalObject) -> Dataset:
    form = TextFormat() if physical.kind is ObjectKind.CSV else None
    return Dataset(
        id="d_releves",
        owner=OWNER,
        storage_id=storage.id,
        name=Name("releves"),
        title_fr="Relevés",
        title_en="Readings",
        physical=physical,
        columns=tuple(
            Column(
                id=f"c_{name}",
                name=Name(name),
                type=ColumnType(kind),
                source_name=name,
                label_fr=name,
                label_en=name,
                text_format=form,
            )
            for name, kind in TYPES.items()
        ),
    )


def plan_of(storage: Storage, dataset: Dataset, engine: str, *columns: str) -> Plan:
    """A governed plan that shows `columns` to a reader of an agreement."""
    snapshot: Snapshot = snapshot_of(
        version=CatalogVersion("drift", 1),
        organisations=[Organisation(OWNER, Slug("ville"), "", OrganisationKind.CC)],
        storages=[storage],
        datasets=[dataset],
    )
    cells = {f"c_{name}": CellTransform(Transform.CLEAR) for name in READABLE}
    branch = Branch("owner", cells, Compare("c_secteur", CompareOp.EQ, ("A",)), Output.DETAIL)
    allow = DatasetDecision(True, True, (branch,), ())
    decision = Decision({"d_releves": allow}, None, "drift", canonical({"drift": 1}))
    names = ", ".join(f'"{name}"' for name in columns)
    tree = parse_one(f'SELECT {names} FROM "ville"."releves" ORDER BY 1', read="trino")
    assert isinstance(tree, exp.Query)
    return plan_slice(
        LogicalQuery(
            kind=SliceKind.NODES,
            datasets=("d_releves",),
            tree=tree,
            parameters=(),
            shape=Shape(()),
            columns=tuple((name, WIRES[TYPES[name]]) for name in columns),
        ),
        Binder(snapshot, load_cog(), NOW, OWNER).bind(decision),
        snapshot,
        Limits(timeout_s=60),
        frozenset({engine}),
        engine,
    )


TABLE = PhysicalObject(ObjectKind.TABLE, "releves")
PUBLIC_TABLE = PhysicalObject(ObjectKind.TABLE, "releves", schema="public")
PARQUET = PhysicalObject(ObjectKind.PARQUET, "releves/*.parquet")
CSV = PhysicalObject(
    ObjectKind.CSV, "releves/1.csv", csv=CsvFormat(delimiter=";", columns=tuple(TYPES))
)


def make_postgresql_table(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as database:
        database.execute(
            "CREATE TABLE releves (numero integer, secteur text, note text, telephone text)"
        )
        insert = sql.SQL("INSERT INTO releves VALUES (%s, %s, %s, %s)")
        database.cursor().executemany(insert, list(zip(*ROWS.values(), strict=True)))


def alter_postgresql(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as database:
        for statement in statements:
            database.execute(statement.encode())


def make_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE releves (numero INTEGER, secteur TEXT, note TEXT, telephone TEXT)"
        )
        database.executemany(
            "INSERT INTO releves VALUES (?, ?, ?, ?)", zip(*ROWS.values(), strict=True)
        )


def parquet_bytes(columns: Mapping[str, Any]) -> bytes:
    written = io.BytesIO()
    numbers = isinstance(next(iter(columns.values()))[0], int)
    types = {"numero": pa.int32()} if numbers else {}
    arrays = {name: pa.array(cells, types.get(name)) for name, cells in columns.items()}
    pq.write_table(pa.table(arrays), written)
    return written.getvalue()


def csv_bytes(columns: Mapping[str, Any]) -> bytes:
    lines = [
        ";".join(columns),
        *(";".join(map(str, row)) for row in zip(*columns.values(), strict=True)),
    ]
    return ("\n".join(lines) + "\n").encode()


def without(*names: str) -> dict[str, Any]:
    return {name: cells for name, cells in ROWS.items() if name not in names}


def renamed(before: str, after: str) -> dict[str, Any]:
    return {after if name == before else name: cells for name, cells in ROWS.items()}


def swapped(one: str, other: str) -> dict[str, Any]:
    names = {one: other, other: one}
    return {names.get(name, name): ROWS[names.get(name, name)] for name in ROWS}


def with_timeout(plan: Plan, timeout_s: float) -> Plan:
    return dataclasses.replace(plan, timeout_s=timeout_s)
