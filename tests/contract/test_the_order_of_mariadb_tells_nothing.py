"""MariaDB gives rows by whichever index it chose, by hidden values too: that order never leaves.

Covers federation.sql.names, federation.sql.values, federation.sql_reader.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from random import Random

import pytest

from catalog.model.dataset import ObjectKind
from catalog.model.storage import MariadbOptions, SecretReference, Storage, StorageKind, Tls
from deploy.local import MariadbServer
from federation import planning
from federation.engines.duckdb_engine import DuckdbEngine
from federation.limits import Limits
from federation.plan import DUCKDB, TRINO
from federation.planning import plan_slice
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql.values import CLOCK, clock_values
from federation.sql_reader import read_sql
from federation.values import bind_values
from tests.contract.conftest import KEYRING
from tests.contract.loading import load_mariadb, mariadb_connection
from tests.contract.world import NOW, VILLE, Place, binding_of_place, snapshot_of_place

SHOWN, HIDDEN = 1_000, 4_000
DATABASES = ("cache_bas", "cache_haut")
BOUNDS = (100, 500, 900, 990)
STATEMENT = "SELECT id, compte FROM ville.masquees WHERE compte > {bound} LIMIT 3"


@pytest.fixture(scope="module")
def filled(mariadb: MariadbServer) -> Iterator[None]:
    """The same rows are shown in both; those that are not are all low in one, high in the other."""
    numbers = list(range(SHOWN))
    Random(7).shuffle(numbers)
    with closing(mariadb_connection(mariadb)) as connection, connection.cursor() as cursor:
        for database, hidden in zip(DATABASES, (0, 5_000), strict=True):
            load_mariadb(mariadb, database)
            table = f"`{database}`.`mesures`"
            cursor.execute(f"TRUNCATE {table}")
            shown = [(id_, "OMR", number) for id_, number in enumerate(numbers)]
            others = [(SHOWN + each, "EMB", hidden) for each in range(HIDDEN)]
            insert = f"INSERT INTO {table} (id, flux, compte) VALUES (%s, %s, %s)"
            cursor.executemany(insert, shown + others)
            cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (id), ADD INDEX (compte)")
            cursor.execute(f"ANALYZE TABLE {table}")
        yield
        for database in DATABASES:
            cursor.execute(f"DROP DATABASE `{database}`")


@pytest.fixture
async def engine(mariadb: MariadbServer, tmp_path) -> AsyncIterator[DuckdbEngine]:
    engine = DuckdbEngine(lambda _: mariadb.password, spill_dir=tmp_path, memory_limit=1024**3)
    yield engine
    await engine.aclose()


async def rows_of(
    database: str, bound: int, mariadb: MariadbServer, engine: DuckdbEngine, default: str = DUCKDB
):
    storage = Storage(
        f"s_{database}",
        VILLE,
        StorageKind.MARIADB,
        MariadbOptions(mariadb.host, mariadb.port, database, mariadb.superuser, Tls.DISABLE),
        SecretReference("test", "mariadb"),
    )
    snapshot = snapshot_of_place(Place(database, DUCKDB, ObjectKind.TABLE, storage))
    names = SqlNames.of(snapshot, list(snapshot.datasets))
    asked = read_sql(STATEMENT.format(bound=bound), read_parameters(()), names)
    engines = frozenset({DUCKDB, TRINO})
    plan = plan_slice(asked, binding_of_place(snapshot), snapshot, Limits(), engines, default)
    assert plan.engine == DUCKDB
    values = bind_values(plan, {CLOCK: clock_values(NOW)}, {}, KEYRING)
    return (await engine.execute(plan, values)).to_pylist()


@pytest.mark.parametrize("default", [DUCKDB, TRINO])
async def test_the_same_rows_come_first(default, filled, mariadb, engine):
    for bound in BOUNDS:
        one, other = [await rows_of(each, bound, mariadb, engine, default) for each in DATABASES]
        assert one == other
        assert len(one) == 3


async def test_others_would_come_in_the_order_of_its_index(filled, mariadb, engine, monkeypatch):
    monkeypatch.setattr(planning, "must_materialize", lambda *_: False)
    found = [
        [await rows_of(each, bound, mariadb, engine) for each in DATABASES] for bound in BOUNDS
    ]
    assert any(one != other for one, other in found)
