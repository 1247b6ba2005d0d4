"""TPC-H and TPC-DS in one bucket: read by Interco through each engine, and by Trino itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3

from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.storage import S3Options, SecretReference, Storage, StorageKind
from catalog.snapshot import snapshot_of
from deploy.local import S3Server, TrinoServer
from federation.binding import Binder
from federation.engines import trino_statements as statements
from federation.engines.trino_client import TrinoClient
from federation.storages.hive_tables import hive_table
from federation.storages.registry import ADAPTERS
from tests.country import small_country
from tests.integration.sql.tpc import (
    LIMITS,
    NOW,
    OWNER,
    SCHEMA,
    Benchmark,
    everything,
    load_benchmark,
)


@dataclass(frozen=True)
class Suite:
    """`governed` is planned over the bucket; `on_trino` sends its questions as they are."""

    name: str
    governed: Benchmark
    on_trino: TrinoClient


async def load_suite(
    name: str, scale: float, s3: S3Server, trino: TrinoServer, folder: Path
) -> Suite:
    """`name`: tpch or tpcds."""
    local = load_benchmark(name, scale, folder)
    _upload(name, s3, folder)
    options = S3Options(s3.endpoint, s3.region, name, "", s3.access_key, use_tls=False)
    storage = Storage(f"s_{name}", OWNER, StorageKind.S3, options, SecretReference("test", "s3"))
    datasets = [
        replace(
            each,
            storage_id=storage.id,
            physical=PhysicalObject(ObjectKind.PARQUET, f"{each.name}/*.parquet"),
        )
        for each in local.snapshot.datasets.values()
    ]
    snapshot = snapshot_of(
        version=local.snapshot.version,
        organisations=list(local.snapshot.organisations.values()),
        storages=[storage],
        datasets=datasets,
    )
    binding = Binder(snapshot, small_country(), NOW, OWNER, LIMITS).bind(everything(datasets))
    client = TrinoClient(trino.url, trino.user, headers={"X-Trino-Catalog": name})
    await _declare(client, name, storage, s3.secret_key, datasets)
    return Suite(name, replace(local, snapshot=snapshot, binding=binding), client)


def _upload(bucket: str, s3: S3Server, folder: Path) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=s3.secret_key,
    )
    client.create_bucket(Bucket=bucket)
    for each in sorted(folder.glob("*.parquet")):
        client.put_object(Bucket=bucket, Key=f"{each.stem}/1.parquet", Body=each.read_bytes())


async def _declare(
    client: TrinoClient, name: str, storage: Storage, secret: str, datasets: list[Any]
) -> None:
    """The same files under the names of the questions, in a catalog that Interco does not know."""
    catalog = ADAPTERS[storage.kind].trino_catalog(replace(storage, id=f"direct_{name}"), secret)
    assert catalog is not None
    await client.run(statements.create_catalog(name, catalog))
    for each in datasets:
        table = hive_table(f"s3://{name}/", each)
        assert table is not None
        named = replace(table, schema=SCHEMA, table=str(each.name))
        await client.run(statements.create_schema(name, named))
        await client.run(statements.create_table(name, named))
