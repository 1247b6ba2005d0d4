"""The same rows in PostgreSQL, Parquet and CSV, and each engine that can read them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
from _pytest.mark import ParameterSet
from sqlglot import exp, parse_one

from catalog.model.dataset import ObjectKind
from catalog.model.storage import (
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    Storage,
    StorageKind,
    Tls,
)
from catalog.snapshot import Snapshot
from deploy.local import IcebergRestServer, MariadbServer, PostgresqlServer, S3Server, TrinoServer
from federation.binding import Binding
from federation.engine import Engine
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.keys import DerivedKeys
from federation.limits import Limits
from federation.logical import LogicalQuery, Shape, SliceKind
from federation.plan import DUCKDB, POSTGRES, TRINO, Plan
from federation.planning import plan_slice
from federation.storages.s3_bucket import S3BucketAdapter
from federation.values import bind_values
from tests.contract.cases_file import ContractCase
from tests.contract.iceberg import (
    ICEBERG,
    iceberg_storage,
    load_iceberg,
    load_iceberg_rest,
    rest_storage,
)
from tests.contract.loading import (
    BUCKET,
    load_mariadb,
    load_postgresql,
    load_s3,
    mariadb_connection,
)
from tests.contract.world import VILLE, Place, binding_of_place, snapshot_of_place
from tests.locked_trino import unlocked_engine

KEYRING = DerivedKeys(b"contract-suite-master-key-of-32-bytes")
LIMITS = Limits(timeout_s=60)
PLACES = (
    "postgresql",
    "duckdb over postgresql",
    "duckdb over parquet",
    "duckdb over csv",
    "trino over postgresql",
    "trino over parquet",
    "trino over csv",
    "duckdb over mariadb",
    "trino over mariadb",
    "trino over iceberg",
    "trino over iceberg_rest",
    "duckdb over iceberg_rest",
)

ALWAYS = frozenset({"postgresql", "duckdb over parquet", "duckdb over mariadb"})
"""Two engines and each source of SQL's own: they answer everything in a daily run too."""
ONE_IN = {name: 1 if name in ALWAYS else 20 if "trino" in name else 10 for name in PLACES}
"""What share each place answers of a daily run. One that is not above has an engine and a source
that others have too, and Trino plans for a quarter of a second of processor.
"""
ONE_IN["trino over postgresql"] = 3


def each_place(*, but: str = "") -> list[ParameterSet]:
    return [
        pytest.param(name, marks=pytest.mark.one_in(ONE_IN[name])) for name in PLACES if name != but
    ]


@dataclass
class Bench:
    """Every place and engine; what has run already is remembered."""

    places: dict[str, Place]
    engines: dict[str, Engine]
    results: dict[tuple[str, str], pa.Table] = field(default_factory=dict)
    known: dict[str, tuple[Snapshot, Binding]] = field(default_factory=dict)

    def known_of(self, place: Place) -> tuple[Snapshot, Binding]:
        if place.name not in self.known:
            snapshot = snapshot_of_place(place)
            self.known[place.name] = (snapshot, binding_of_place(snapshot))
        return self.known[place.name]

    async def run(self, case: ContractCase, place_name: str) -> pa.Table:
        key = (str(case), place_name)
        if key not in self.results:
            plan = self.plan(case, place_name)
            values = bind_values(plan, {}, {}, KEYRING)
            self.results[key] = await self.engines[plan.engine].execute(plan, values)
        return self.results[key]

    def plan(self, case: ContractCase, place_name: str, limits: Limits = LIMITS) -> Plan:
        place = self.places[place_name]
        snapshot, binding = self.known_of(place)
        tree = parse_one(case.sql, read="trino")
        assert isinstance(tree, exp.Query)
        names = {table.name for table in tree.find_all(exp.Table) if table.db == "ville"}
        logical = LogicalQuery(
            kind=SliceKind.NODES,
            datasets=tuple(sorted(f"d_{name}" for name in names)),
            tree=tree,
            parameters=case.parameters,
            shape=Shape(()),
            columns=case.columns,
            max_rows=limits.max_rows + 1,
        )
        plan = plan_slice(
            logical,
            binding,
            snapshot,
            limits,
            frozenset({place.engine}),
            place.engine,
        )
        assert plan.engine == place.engine
        return plan


@pytest.fixture(scope="session")
def contract_database(postgresql: PostgresqlServer) -> Iterator[str]:
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE contrat")
    load_postgresql(postgresql.dsn("contrat"))
    yield "contrat"
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute("DROP DATABASE contrat WITH (FORCE)")


@pytest.fixture(scope="session")
def contract_mariadb(mariadb: MariadbServer) -> Iterator[str]:
    load_mariadb(mariadb, "contrat")
    yield "contrat"
    with closing(mariadb_connection(mariadb)) as connection, connection.cursor() as cursor:
        cursor.execute("DROP DATABASE contrat")


def _make_metastore() -> None:
    """Trino, on this machine, notes its external tables there."""
    Path(S3BucketAdapter().metastore_directory).mkdir(exist_ok=True)


@pytest.fixture(scope="session")
async def bench(
    postgresql: PostgresqlServer,
    contract_database: str,
    mariadb: MariadbServer,
    contract_mariadb: str,
    s3: S3Server,
    iceberg_rest: IcebergRestServer,
    trino: TrinoServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Bench]:
    await asyncio.to_thread(load_s3, s3)
    await asyncio.to_thread(_make_metastore)
    secrets = {"postgresql": postgresql.password, "s3": s3.secret_key, "mariadb": mariadb.password}
    secrets["access_key"] = s3.secret_key
    await asyncio.to_thread(load_iceberg, postgresql, s3, trino)
    await asyncio.to_thread(load_iceberg_rest, iceberg_rest, s3, trino)
    secrets["rest_token"] = iceberg_rest.reader.token

    def resolve(reference: SecretReference) -> str:
        return secrets[reference.name]

    database = Storage(
        "s_base",
        VILLE,
        StorageKind.POSTGRESQL,
        PostgresqlOptions(
            postgresql.host, postgresql.port, contract_database, postgresql.superuser, "disable"
        ),
        SecretReference("test", "postgresql"),
    )
    other = Storage(
        "s_maria",
        VILLE,
        StorageKind.MARIADB,
        MariadbOptions(
            mariadb.host, mariadb.port, contract_mariadb, mariadb.superuser, Tls.DISABLE
        ),
        SecretReference("test", "mariadb"),
    )
    parquet, text = (
        Storage(
            f"s_{kind}",
            VILLE,
            StorageKind.S3,
            S3Options(s3.endpoint, s3.region, BUCKET, f"{kind}/", s3.access_key, use_tls=False),
            SecretReference("test", "s3"),
        )
        for kind in ("parquet", "csv")
    )
    lies = {
        "postgresql": (database, ObjectKind.TABLE),
        "parquet": (parquet, ObjectKind.PARQUET),
        "csv": (text, ObjectKind.CSV),
        "mariadb": (other, ObjectKind.TABLE),
        "iceberg": (iceberg_storage(postgresql, s3, ICEBERG, BUCKET), ObjectKind.TABLE),
        "iceberg_rest": (rest_storage(iceberg_rest, s3), ObjectKind.TABLE),
    }
    places = {}
    for name in PLACES:
        engine, _, storage = name.partition(" over ")
        kept, kind = lies[storage or "postgresql"]
        places[name] = Place(name, engine if storage else POSTGRES, kind, kept)
    assert {place.engine for place in places.values()} == {DUCKDB, TRINO, POSTGRES}
    engines: dict[str, Engine] = {
        POSTGRES: PostgresEngine(resolve),
        TRINO: unlocked_engine(trino, resolve),
        DUCKDB: DuckdbEngine(
            resolve,
            spill_dir=tmp_path_factory.mktemp("duckdb"),
            memory_limit=2 * 1024**3,
            threads=2,
        ),
    }
    async with AsyncExitStack() as stack:
        for engine_of_ours in engines.values():
            stack.push_async_callback(engine_of_ours.aclose)
        yield Bench(places, engines)
