"""Whether DuckDB computes anything of a caller's of a row that is hidden.

A world of which nearly all rows are hidden, in files, in SQLite or in MariaDB; in the text of a
plan a caller's TRANSLATE is replaced by what fails on hidden texts alone, and of which DuckDB
believes that it never fails: it moves it, and computes it of dictionaries, as it does whatever only
takes long.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from catalog.cog import load_cog
from catalog.model.dataset import CsvFormat, Dataset, ObjectKind, PhysicalObject
from catalog.model.row_condition import AllRows, Compare, CompareOp
from catalog.model.storage import (
    FilesOptions,
    MariadbOptions,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
    Tls,
)
from catalog.snapshot import Snapshot, snapshot_of
from deploy.local import MariadbServer, S3Server
from federation.binding import Binder
from federation.engines.duckdb_cursors import ReadyCursor
from federation.engines.duckdb_instances import Bounds, Instance, Recipe, build_instance
from federation.engines.duckdb_run import begun
from federation.engines.duckdb_sources import OpenedSources
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from federation.storages.registry import ADAPTERS
from federation.values import bind_values
from gateway.control.graphql_schema import CONTROL
from schema.reading.reader import read_document
from schema.types.view import View
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.servers import LIMITS
from tests.attacks.twins import KEYRING
from tests.attacks.worlds import NAMES, World, source_name, source_type
from tests.contract.loading import mariadb_connection
from tests.integration.storages.values import own_bucket, s3_storage

ROWS, ONE_IN = 7_000, 10
_READ_BY = "TRANSLATE("
# Hidden texts begin so, and a pattern that ends with its escape fails where it matches so far.
_PROBE = """CREATE TEMP MACRO PROBE(x, a, b) AS
    CASE WHEN x LIKE 'cache%!' ESCAPE '!' THEN NULL ELSE x END"""
KINDS = ("csv", "parquet", "sqlite")
_COMPUTED = "translate(b.flux, 'x', 'y')"
STATEMENTS: Mapping[str, str] = {
    "a condition": "SELECT count(*) AS n FROM {t} WHERE {f} = 'z'",
    "beside a bare one": "SELECT count(*) AS n FROM {t} WHERE b.nombre = 0 AND {f} = 'z'",
    "a branch of CASE": "SELECT count(*) AS n FROM {t} "
    "WHERE CASE WHEN b.nombre = 0 THEN {f} = 'z' ELSE false END",
    "a pattern": "SELECT count(*) AS n FROM {t} WHERE {f} LIKE '%a%b_'",
    "whether it is null": "SELECT count(*) AS n FROM {t} WHERE {f} IS NULL OR b.nombre = 0",
    "a list": "SELECT count(*) AS n FROM {t} WHERE {f} IN ('a', 'b')",
    "what is shown": "SELECT {f} AS x FROM {t}",
    "what is shown of few": "SELECT {f} AS x FROM {t} LIMIT 3",
    "what is counted": "SELECT max({f}) AS x, count(DISTINCT {f}) AS n FROM {t}",
    "a group": "SELECT {f} AS x, count(*) AS n FROM {t} GROUP BY 1 HAVING {f} <> 'z'",
    "an order": "SELECT b.id FROM {t} ORDER BY {f}, b.id",
    "a filter": "SELECT count(*) FILTER (WHERE {f} = 'z') AS n FROM {t}",
    "a window": "SELECT row_number() OVER (PARTITION BY {f} ORDER BY b.id) AS n FROM {t}",
    "a query in FROM": "SELECT q.x FROM (SELECT {f} AS x FROM {t}) q WHERE q.x = 'z'",
    "a CTE": "WITH c AS (SELECT {f} AS x, b.nombre FROM {t}) "
    "SELECT c.x FROM c WHERE c.nombre = 0 AND c.x = 'z'",
    "a CTE that is read twice": "WITH c AS (SELECT {f} AS x FROM {t}) "
    "SELECT 1 AS n FROM c UNION ALL SELECT 2 FROM c WHERE c.x = 'z'",
    "an arm of UNION": "SELECT {f} AS x FROM {t} UNION ALL SELECT b.flux FROM {t}",
    "distinct rows": "SELECT DISTINCT {f} AS x FROM {t}",
    "a join": "SELECT count(*) AS n FROM {t} JOIN eau.compteurs c ON {f} = c.flux",
    "beside a join": "SELECT count(*) AS n FROM {t} JOIN eau.compteurs c ON b.id = c.id "
    "WHERE {f} = 'z'",
    "a query in a condition": "SELECT count(*) AS n FROM eau.compteurs c "
    "WHERE c.flux IN (SELECT {f} FROM {t})",
    "a query that exists": "SELECT count(*) AS n FROM eau.compteurs c "
    "WHERE EXISTS (SELECT 1 FROM {t} WHERE b.id = c.id AND {f} = 'z')",
    "what is taken away": "SELECT b.flux FROM {t} EXCEPT SELECT {f} FROM {t}",
}

_LENGTH, _DAY = "length({f})", "try(CAST({f} AS date))"
_OF_TEXTS = (
    "lower({f}) upper({f}) length({f}) substr({f}, 2) substring({f}, 1, 2) concat({f}, 'a') "
    "replace({f}, 'a', 'b') translate({f}, 'a', 'b') strpos({f}, 'a') position('a' IN {f}) "
    "starts_with({f}, 'a') trim({f}) ltrim({f}) rtrim({f}) lpad({f}, 9, '*') rpad({f}, 9, '*') "
    "concat_ws('-', {f}, 'a') split_part({f}, 'a', 2) reverse({f}) fold({f}) "
    "regexp_like({f}, '^[a-c]+') regexp_extract({f}, '[a-c]+') regexp_replace({f}, '[0-9]', '#') "
    "json_extract_scalar({f}, '$.a') try(CAST({f} AS integer)) TRY_CAST({f} AS double) "
    "try(date_parse({f}, '%Y%m%d')) greatest({f}, 'a') least({f}, 'a') coalesce({f}, 'a') "
    "nullif({f}, 'a') if({f} = 'a', 1, 2)"
)
_OF_NUMBERS = (
    *("abs", "ceil", "ceiling", "floor", "round", "sign", "sqrt", "ln", "exp", "truncate"),
    *("log10", "cbrt", "sin", "cos", "tan", "asin", "acos", "atan", "radians", "degrees"),
)
_OF_DAYS = (
    *("date", "year", "quarter", "month", "week", "week_of_year", "year_of_week", "yow", "day"),
    *("day_of_month", "day_of_week", "dow", "day_of_year", "doy", "last_day_of_month"),
)
SCALARS = (
    *_OF_TEXTS.replace(") ", ")\n").splitlines(),
    *(f"{each}({_LENGTH})" for each in _OF_NUMBERS),
    *(f"{each}({_DAY})" for each in _OF_DAYS),
    *(f"{each}(try(CAST({{f}} AS timestamp)))" for each in ("hour", "minute", "second")),
    f"pow({_LENGTH}, 2)",
    f"power({_LENGTH}, 2)",
    f"mod({_LENGTH}, 2)",
    f"atan2({_LENGTH}, pi())",
    f"width_bucket({_LENGTH}, 0, 9, 3)",
    f"date_trunc('month', {_DAY})",
    f"date_add('day', 1, {_DAY})",
    f"date_diff('day', {_DAY}, DATE '2025-01-31')",
    f"extract(YEAR FROM {_DAY})",
    f"date_format({_DAY}, '%d/%m/%Y')",
    "try(CAST({f} AS time))",
    "at_timezone(try(CAST({f} AS timestamp with time zone)), 'UTC')",
    "with_timezone(try(CAST({f} AS timestamp)), 'UTC')",
)
AGGREGATES = (
    "count({f})",
    "count_if({f} = 'a')",
    "approx_distinct({f})",
    "bool_and({f} = 'a')",
    "bool_or({f} = 'a')",
    "every({f} = 'a')",
    *(f"{each}({{f}})" for each in ("min", "max", "any_value", "arbitrary")),
    *(f"{each}({_LENGTH})" for each in ("sum", "avg", "stddev", "stddev_pop", "stddev_samp")),
    *(f"{each}({_LENGTH})" for each in ("variance", "var_pop", "var_samp")),
    *(f"{each}({_LENGTH}, b.nombre)" for each in ("corr", "covar_pop", "covar_samp")),
    *(f"{each}({_LENGTH}, b.nombre)" for each in ("regr_slope", "regr_intercept")),
    "max_by({f}, b.id)",
    "min_by(b.id, {f})",
    "approx_percentile({f}, 0.5)",
    "median({f})",
    "percentile_disc(0.9) WITHIN GROUP (ORDER BY {f})",
    "listagg({f}, ',') WITHIN GROUP (ORDER BY {f})",
    "listagg(DISTINCT {f}, ',') WITHIN GROUP (ORDER BY {f})",
)
WINDOWS = (
    *(f"{each}({{f}}) OVER (ORDER BY b.id)" for each in ("lag", "lead", "first_value")),
    *(f"{each}({{f}}) IGNORE NULLS OVER (ORDER BY b.id)" for each in ("lag", "last_value")),
    *(f"{each}() OVER (ORDER BY {{f}})" for each in ("rank", "dense_rank", "percent_rank")),
    *(f"{each}() OVER (ORDER BY {{f}})" for each in ("row_number", "cume_dist")),
    "nth_value({f}, 2) OVER (ORDER BY b.id)",
    "nth_value({f}, 2) IGNORE NULLS OVER (ORDER BY b.id)",
    "ntile(3) OVER (ORDER BY {f})",
)
_HALF = len(SCALARS) // 2
_NULLS = [
    " OR ".join(f"({each}) IS NULL" for each in some) for some in (SCALARS[:_HALF], SCALARS[_HALF:])
]
CALLS: Mapping[str, str] = {
    "every function, in what is shown": f"SELECT {', '.join(SCALARS)} FROM {{t}}",
    "half of the functions, in a condition": f"SELECT count(*) AS n FROM {{t}} WHERE {_NULLS[0]}",
    "the others, in a condition": f"SELECT count(*) AS n FROM {{t}} WHERE {_NULLS[1]}",
    "every aggregate": f"SELECT {', '.join(AGGREGATES)} FROM {{t}}",
    "every window": f"SELECT {', '.join(WINDOWS)} FROM {{t}}",
    "beside a sequence": "SELECT count(*) AS n FROM {t} CROSS JOIN UNNEST(sequence(1, 2)) AS s(n) "
    "WHERE length({f}) > s.n",
    "a lateral": "SELECT l.x FROM {t} CROSS JOIN LATERAL (SELECT {f} AS x) AS l WHERE l.x = 'z'",
    "grouping sets": "SELECT q.x, grouping(q.x) AS g, count(*) AS n "
    "FROM (SELECT {f} AS x FROM {t}) q GROUP BY ROLLUP (q.x)",
}
"""Each function that a statement may call, given what is computed."""


def statement(name: str) -> str:
    return {**STATEMENTS, **CALLS}[name].format(t="eau.compteurs b", f=_COMPUTED)


def under_two(world: World) -> World:
    """Two agreements over it: their row conditions are one OR, dearer than a bare comparison."""
    known = world.decision.datasets["b"]
    (branch,) = known.branches
    rows = Compare("b_flux", CompareOp.IN, ("vu1", "vu2"))
    decided = replace(known, branches=(branch, replace(branch, agreement="c5@1", rows=rows)))
    decision = replace(world.decision, datasets={**world.decision.datasets, "b": decided})
    return replace(world, decision=decision)


def showing_all(world: World) -> World:
    """The same, where nothing of that table is hidden: what is computed is computed of all."""
    known = world.decision.datasets["b"]
    decided = replace(
        known, branches=tuple(replace(each, rows=AllRows()) for each in known.branches)
    )
    datasets = {**world.decision.datasets, "b": decided}
    return replace(world, decision=replace(world.decision, datasets=datasets))


@dataclass
class Place:
    """One table `compteurs` of which few rows are shown, and a locked engine over it."""

    kind: str
    world: World
    snapshot: Snapshot
    instance: Instance
    keeps_copies: bool = False
    """Whether text is read of the copy that the query before made of it."""

    def plan(self, text: str) -> Plan:
        """Of a statement, or of a document with one slice."""
        world = self.world
        if text.startswith("{"):
            view = View.of(self.snapshot, list(self.snapshot.datasets))
            (logical,) = read_document(text, None, {}, view, load_cog(), CONTROL).slices.values()
        else:
            (logical,) = ask_sql(text, world).slices
        binding = Binder(self.snapshot, load_cog(), world.now, world.reader).bind(world.decision)
        engines = frozenset({DUCKDB})
        return plan_slice(logical, binding, self.snapshot, LIMITS, engines, DUCKDB)

    def run(self, plan: Plan) -> None:
        values = bind_values(plan, {}, {}, KEYRING)
        instance = self.instance
        copies = instance.copies if self.keeps_copies else None
        known = set(), copies, instance.looks, instance.constants
        sources = OpenedSources(plan.tables, ADAPTERS, *known)
        with closing(ReadyCursor(instance.connection.cursor())) as ready, closing(sources):
            sources.open(ready)
            ready.cursor.execute(_PROBE)
            over_tables = sources.over_constants(plan, ready.cursor, values)
            for _ in begun(ready.cursor, over_tables, values):
                pass
            ready.cursor.fetchall()

    def computes_of_hidden(self, text: str) -> bool:
        """Whether the caller's function is given a hidden text while that statement runs."""
        plan = self.plan(text)
        probed = [each.replace(_READ_BY, "PROBE(") for each in (*plan.materialized, plan.text)]
        assert any("PROBE(" in each for each in probed)
        self.run(plan)
        try:
            *first, answer = probed
            probing = replace(plan, materialized=tuple(first), text=answer, over_constants=None)
            self.run(probing)
        except duckdb.Error as error:
            if "escape character" not in str(error):
                raise
            return True
        return False


@contextmanager
def opened_place(kind: str, folder: Path, rows: int = ROWS) -> Iterator[Place]:
    """`kind` of KINDS: nearly all of its rows have `nombre` 0, which the reader is not shown."""
    with _placed(folder, None, lambda *lying: _filled(kind, folder, *lying, rows), kind) as place:
        yield place


@contextmanager
def opened_bucket(server: S3Server, folder: Path, rows: int = ROWS) -> Iterator[Place]:
    """The text of `opened_place`, in a bucket of that store, and its copy."""
    with own_bucket(server) as (bucket, client):

        def filled(dataset: Dataset, storage: Storage) -> tuple[Dataset, Storage]:
            placed, _ = _filled("csv", folder, dataset, storage, rows)
            file = folder / "donnees" / placed.physical.name
            client.upload_file(str(file), bucket, placed.physical.name)
            return placed, replace(s3_storage(server, bucket), id=storage.id, owner=storage.owner)

        with _placed(folder, server.secret_key, filled, "csv") as place:
            yield replace(place, keeps_copies=True)


@contextmanager
def opened_mariadb(server: MariadbServer, folder: Path, rows: int = ROWS) -> Iterator[Place]:
    """The same, in a table of that server."""

    def filled(dataset: Dataset, storage: Storage) -> tuple[Dataset, Storage]:
        return _filled_mariadb(server, dataset, storage, rows)

    with _placed(folder, server.password, filled, "mariadb") as place:
        yield place


@contextmanager
def _placed(
    folder: Path,
    secret: str | None,
    fill: Callable[[Dataset, Storage], tuple[Dataset, Storage]],
    kind: str,
) -> Iterator[Place]:
    base = make_standing_world(None)
    old = base.snapshot
    (dataset,) = (each for each in base.datasets if each.id == "b")
    storage = old.storages[dataset.storage_id]
    placed, lying = fill(dataset, storage)
    storages = [lying if each.id == lying.id else each for each in old.storages.values()]
    snapshot = snapshot_of(
        version=old.version,
        organisations=old.organisations.values(),
        memberships=old.memberships,
        storages=storages,
        datasets=[placed if each.id == "b" else each for each in old.datasets.values()],
        agreements=old.agreements,
    )
    instance = build_instance(
        Recipe(((lying, secret),)), ADAPTERS, Bounds(1024**3, 1024**3, 2), folder
    )
    place = Place(kind, replace(base, snapshot=snapshot), snapshot, instance)
    try:
        yield place
    finally:
        instance.close()


def _filled_mariadb(
    server: MariadbServer, dataset: Dataset, storage: Storage, rows: int
) -> tuple[Dataset, Storage]:
    cells = {
        "id": "CAST(seq AS CHAR)",
        "code": "'35024'",
        "flux": f"IF(seq % {ONE_IN} = 0, concat('vu', seq % 7), concat('cache', seq % 999))",
        "nombre": f"IF(seq % {ONE_IN} = 0, 1, 0)",
    }
    columns = ", ".join(
        f"`{source_name(each)}` {_MARIADB_TYPES.get(source_type(dataset, each), 'varchar(40)')}"
        for each in NAMES
    )
    shown = ", ".join(cells.get(each, "NULL") for each in NAMES)
    with closing(mariadb_connection(server)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE DATABASE computed")
        cursor.execute("USE computed")
        cursor.execute(f"CREATE TABLE computed.compteurs ({columns})")
        cursor.execute(f"INSERT INTO computed.compteurs SELECT {shown} FROM seq_1_to_{rows} AS s")
        cursor.execute("ANALYZE TABLE computed.compteurs")
    options = MariadbOptions(server.host, server.port, "computed", server.superuser, Tls.DISABLE)
    secret = SecretReference("test", "mariadb")
    lying = replace(storage, kind=StorageKind.MARIADB, options=options, secret=secret)
    physical = PhysicalObject(ObjectKind.TABLE, "compteurs")
    return replace(dataset, physical=physical), lying


_MARIADB_TYPES = {
    "integer": "int",
    "bigint": "bigint",
    "decimal(10, 3)": "decimal(10, 3)",
    "double precision": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "timestamp with time zone": "timestamp NULL",
}


def _filled(
    kind: str, folder: Path, dataset: Dataset, storage: Storage, rows: int
) -> tuple[Dataset, Storage]:
    """The dataset and its storage, lying there."""
    known = {
        "id": "CAST(i AS VARCHAR)",
        "code": "'35024'",
        "flux": f"CASE WHEN i % {ONE_IN} = 0 THEN 'vu' || i % 7 ELSE 'cache' || i % 999 END",
        "nombre": f"CASE WHEN i % {ONE_IN} = 0 THEN 1 ELSE 0 END",
    }
    shown = ", ".join(f'{known.get(each, "NULL")} AS "{source_name(each)}"' for each in NAMES)
    names = tuple(source_name(each) for each in NAMES)
    (folder / "donnees").mkdir()
    if kind == "sqlite":
        path = folder / "donnees" / "base.sqlite"
        cells = duckdb.sql(f"SELECT {shown} FROM range({rows}) t(i)").fetchall()
        with closing(sqlite3.connect(path)) as base:
            base.execute(f"CREATE TABLE compteurs ({', '.join(names)})")
            marks = ", ".join("?" * len(names))
            base.executemany(f"INSERT INTO compteurs VALUES ({marks})", cells)
            base.commit()
        physical = PhysicalObject(ObjectKind.TABLE, "compteurs")
        options: FilesOptions | SqliteOptions = SqliteOptions(str(path))
        lying_in = StorageKind.SQLITE
    else:
        path = folder / "donnees" / f"compteurs.{kind}"
        duckdb.sql(f"COPY (SELECT {shown} FROM range({rows}) t(i)) TO '{path}'")
        physical = PhysicalObject(
            ObjectKind(kind), path.name, csv=CsvFormat(columns=names) if kind == "csv" else None
        )
        options = FilesOptions(str(path.parent))
        lying_in = StorageKind.FILES
    lying = replace(storage, kind=lying_in, options=options, secret=None)
    return replace(dataset, physical=physical), lying
