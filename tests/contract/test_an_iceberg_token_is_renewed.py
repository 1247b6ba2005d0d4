"""A REST catalog gives an OAuth2 client a token for a while: engines ask for another in time.

Covers federation.engines.trino_statements, federation.engines.duckdb_instances.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from catalog.model.storage import Storage, StorageKind
from deploy.local import IcebergRestServer, S3Server, TrinoServer, running_iceberg_rest
from federation.engines.duckdb_instances import Bounds, Recipe, build_instance
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_statements import create_catalog, drop_catalog
from federation.storages.registry import ADAPTERS
from tests.contract.iceberg import rest_storage, rest_writer, run
from tests.servers import ICEBERG_BUCKET

BOUNDS = Bounds(memory_bytes=256 * 1024**2, spill_bytes=0, threads=1)
LIFETIME_S = 4


@pytest.fixture(scope="module")
def short_lived(iceberg_rest: IcebergRestServer, s3: S3Server) -> Iterator[IcebergRestServer]:
    """Beside the other, in the same bucket."""
    warehouses = {"interco": f"s3://{ICEBERG_BUCKET}/lac/court"}
    with running_iceberg_rest(s3, warehouses, token_lifetime_s=LIFETIME_S) as server:
        yield server


@pytest.fixture(scope="module")
def client(short_lived: IcebergRestServer, s3: S3Server) -> tuple[Storage, str]:
    """The storage as an OAuth2 client reads it, and its secret."""
    storage = rest_storage(short_lived, s3)
    options = replace(storage.options, client_id=short_lived.reader.client_id)
    secret = f"{short_lived.reader.client_secret}\n{s3.secret_key}"
    return replace(storage, options=options), secret


@pytest.fixture(scope="module")
def made(
    short_lived: IcebergRestServer, s3: S3Server, trino: TrinoServer
) -> Iterator[Callable[[str], str]]:
    """Makes a table of one row, which nobody can have met before; its name."""
    cursor = rest_writer(short_lived, s3, trino, "ecrivain_court")
    run(cursor, "CREATE SCHEMA ecrivain_court.eau")

    def make(name: str) -> str:
        run(cursor, f"CREATE TABLE ecrivain_court.eau.{name} AS SELECT 1 AS id")
        return name

    yield make
    run(cursor, "DROP CATALOG ecrivain_court")


def outlive_every_token(server: IcebergRestServer) -> None:
    """Until a token that is given now is refused: so are all that were given before."""
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        form = {
            "grant_type": "client_credentials",
            "client_id": server.reader.client_id,
            "client_secret": server.reader.client_secret,
        }
        token = http.post("/v1/oauth/tokens", data=form).json()["access_token"]
        given = time.monotonic()
        while True:
            answer = http.get(
                "/v1/config",
                params={"warehouse": "interco"},
                headers={"Authorization": f"Bearer {token}"},
            )
            if answer.status_code == 401:
                return
            assert time.monotonic() < given + 5 * LIFETIME_S
            time.sleep(0.1)


def test_duckdb_reads_on(
    client: tuple[Storage, str],
    short_lived: IcebergRestServer,
    made: Callable[[str], str],
    tmp_path: Path,
):
    instance = build_instance(Recipe((client,)), ADAPTERS, BOUNDS, tmp_path)

    def ids_of(name: str) -> list[tuple[int]]:
        text = f'SELECT id FROM "s_lac_rest"."eau"."{name}"'
        return instance.connection.execute(text).fetchall()

    try:
        assert ids_of(made("avant")) == [(1,)]
        outlive_every_token(short_lived)
        assert ids_of(made("apres")) == [(1,)]
    finally:
        instance.close()


async def test_trino_reads_on(
    client: tuple[Storage, str],
    short_lived: IcebergRestServer,
    made: Callable[[str], str],
    trino: TrinoServer,
):
    catalog = ADAPTERS[StorageKind.ICEBERG_REST].trino_catalog(*client)
    assert catalog is not None
    asking = TrinoClient(trino.url, trino.user)

    async def ids_of(name: str) -> object:
        return (await asking.run(f"SELECT id FROM s_lac_court.eau.{name}")).rows

    try:
        await asking.run(create_catalog("s_lac_court", catalog))
        assert await ids_of(made("trino_avant")) == [[1]]
        await asyncio.to_thread(outlive_every_token, short_lived)
        assert await ids_of(made("trino_apres")) == [[1]]
    finally:
        await asking.run(drop_catalog("s_lac_court"))
        await asking.aclose()
