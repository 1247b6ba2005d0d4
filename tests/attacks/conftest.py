"""The real servers that attacks are made on: a pair of databases an owner, every engine over them.

Each file of tests that uses them fills its own worlds in, and reads the servers' notes from where
it begins.
"""

import pytest

from deploy.local import running_postgresql
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.storages import text_versions
from tests.attacks.servers import UNCHECKED, make_databases
from tests.locked_trino import unlocked_engine


@pytest.fixture(autouse=True)
def text_is_parsed_once(monkeypatch):
    """What was parsed for one reader answers the next, of files that are a moment old too."""
    monkeypatch.setattr(text_versions, "SETTLED_NS", 0)


@pytest.fixture(scope="session")
def databases():
    with running_postgresql() as server:
        yield make_databases(server)


@pytest.fixture(scope="session")
async def local(databases, tmp_path_factory):
    """PostgreSQL itself where one storage holds all, DuckDB attached where several do."""
    engines = {
        POSTGRES: PostgresEngine(lambda _: databases.server.password),
        DUCKDB: DuckdbEngine(
            lambda _: databases.server.password,
            spill_dir=tmp_path_factory.mktemp("duckdb"),
            memory_limit=1024**3,
        ),
    }
    yield engines
    for each in engines.values():
        await each.aclose()


@pytest.fixture(scope="session")
async def distributed(databases, trino):
    engine, unchecked = (
        unlocked_engine(trino, lambda _: databases.server.password, check_tables=checks)
        for checks in (True, False)
    )
    yield {TRINO: engine, f"{UNCHECKED}{TRINO}": unchecked}
    await engine.aclose()
    await unchecked.aclose()
