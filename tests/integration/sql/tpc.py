"""TPC-H and TPC-DS as one authority's files: their tables, their questions, all of it readable."""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
from sqlglot import exp, parse_one

from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.row_condition import AllRows
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from federation.binding import Binder, Binding
from federation.limits import Limits
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.country import small_country

_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
OWNER = Siren("243500667")
SCHEMA = "tpc"
NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
LIMITS = Limits(max_rows=1_000_000, timeout_s=120.0)
_TYPES = {
    "INTEGER": ColumnType(ScalarType.INTEGER),
    "BIGINT": ColumnType(ScalarType.BIGINT),
    "VARCHAR": ColumnType(ScalarType.STRING),
    "DATE": ColumnType(ScalarType.DATE),
    "DOUBLE": ColumnType(ScalarType.FLOAT),
}


@dataclass(frozen=True)
class Benchmark:
    """`direct` holds the tables themselves; `questions` by number, in Trino's dialect."""

    direct: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    binding: Binding
    names: SqlNames
    questions: dict[int, str]
    originals: dict[int, str]

    def plan(self, number: int) -> Plan:
        logical = read_sql(self.questions[number], read_parameters(()), self.names)
        return plan_slice(logical, self.binding, self.snapshot, LIMITS, frozenset({DUCKDB}), DUCKDB)


def load_benchmark(
    name: str, scale: float, folder: Path, *, short_names: bool = False
) -> Benchmark:
    """`name`: tpch or tpcds. Its tables are generated, then written as Parquet under `folder`.
    `short_names`: columns without the letters of their table, as Trino's own tests call them.
    """
    direct = duckdb.connect()
    found = importlib.resources.files(f"duckdb_extension_{name}") / "extensions"
    extension = found / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    direct.execute(f"LOAD '{extension}'")
    direct.execute(f"CALL {'dbgen' if name == 'tpch' else 'dsdgen'}(sf={scale})")
    storage = Storage("s_tpc", OWNER, StorageKind.FILES, FilesOptions(str(folder)))
    tables = [row[0] for row in direct.execute("SHOW TABLES").fetchall()]
    if short_names:
        _shorten(direct, tables)
    datasets = [_dataset(direct, table, storage, folder) for table in tables]
    snapshot = snapshot_of(
        version=CatalogVersion("tpc", 1),
        organisations=[Organisation(OWNER, Slug(SCHEMA), "", OrganisationKind.CC)],
        storages=[storage],
        datasets=datasets,
    )
    asked = direct.execute(f"SELECT query_nr, query FROM {name}_queries()").fetchall()
    return Benchmark(
        direct=direct,
        snapshot=snapshot,
        binding=Binder(snapshot, small_country(), NOW, OWNER, LIMITS).bind(everything(datasets)),
        names=SqlNames.of(snapshot, [each.id for each in datasets]),
        questions={number: in_trino(text, set(tables)) for number, text in asked},
        originals=dict(asked),
    )


def _shorten(direct, tables: list[str]) -> None:
    for table in tables:
        for column, *_ in direct.execute(f"DESCRIBE {table}").fetchall():
            short = column.partition("_")[2]
            direct.execute(f"ALTER TABLE {table} RENAME {column} TO {short}")


def _dataset(direct, table: str, storage: Storage, folder: Path) -> Dataset:
    direct.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")
    described = direct.execute(f"DESCRIBE {table}").fetchall()
    return Dataset(
        id=f"d_{table}",
        owner=OWNER,
        storage_id=storage.id,
        name=Name(table),
        title_fr=table,
        title_en=table,
        physical=PhysicalObject(ObjectKind.PARQUET, f"{table}.parquet"),
        columns=tuple(_column(table, name, kind) for name, kind, *_ in described),
    )


def _column(table: str, name: str, kind: str) -> Column:
    if kind.startswith("DECIMAL"):
        precision, scale = (int(each) for each in kind[8:-1].split(","))
        column_type = ColumnType(ScalarType.DECIMAL, precision, scale)
    else:
        column_type = _TYPES[kind]
    return Column(f"c_{table}_{name}", Name(name), column_type, name, name, name)


def everything(datasets: list[Dataset]) -> Decision:
    clear = CellTransform(Transform.CLEAR)
    decided = {
        each.id: DatasetDecision(
            discoverable=True,
            allow=True,
            branches=(
                Branch("owner", {c.id: clear for c in each.columns}, AllRows(), Output.DETAIL),
            ),
            denials=(),
        )
        for each in datasets
    }
    return Decision(decided, None, "r1", canonical("tpc"))


def in_trino(text: str, tables: set[str]) -> str:
    """The question over `tpc.table`, as Trino writes it."""
    tree = parse_one(text, read="duckdb")
    for table in tree.find_all(exp.Table):
        if table.name.lower() in tables and not table.args.get("db"):
            table.set("db", exp.to_identifier(SCHEMA))
    for select in tree.find_all(exp.Select):
        _group_by_columns(select)
    for literal in list(tree.find_all(exp.Literal)):
        _say_the_day(literal)
    return tree.sql(dialect="trino")


def _group_by_columns(select: exp.Select) -> None:
    """DuckDB groups by the name of an output, Trino by what it is."""
    group = select.args.get("group")
    named = {each.alias: each.this for each in select.selects if isinstance(each, exp.Alias)}
    for each in list(group.expressions if group else ()):
        if isinstance(each, exp.Column) and not each.table and each.name in named:
            each.replace(named[each.name].copy())


def _say_the_day(literal: exp.Literal) -> None:
    """DuckDB reads a text beside a date as one, and adds days as numbers; Trino does not."""
    parent = literal.parent
    if literal.is_string and _DAY.fullmatch(literal.name) and not isinstance(parent, exp.Cast):
        literal.replace(exp.cast(literal.copy(), "date"))
    elif not literal.is_string and isinstance(parent, exp.Add | exp.Sub):
        other = parent.this if parent.expression is literal else parent.expression
        if isinstance(other, exp.Column) and other.name == "d_date":
            days = exp.Literal.string(literal.name)
            literal.replace(exp.Interval(this=days, unit=exp.var("DAY")))


def comparable(rows: list[tuple]) -> list[tuple]:
    """Numbers as floats of ten digits, texts as they are: decimals come as text, others do not."""
    return [tuple(_cell(each) for each in row) for row in rows]


def _cell(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return float(f"{float(value):.9g}")
    try:
        return float(f"{float(Decimal(value)):.9g}")
    except (ArithmeticError, ValueError, TypeError):
        return str(value)
