"""A deposit in a bucket is read on Trino: the version that is read today, and no file beside it.

Covers federation.storages.deposit, federation.storages.hive_tables.
"""

from __future__ import annotations

import io
from dataclasses import replace

import boto3
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.storage import DepositOptions, SecretReference, Storage, StorageKind
from federation.logical import WireType
from federation.plan import PlannedTable
from federation.values import bind_values
from tests.contract import rows
from tests.contract.conftest import BUCKET, KEYRING
from tests.contract.questions import question
from tests.locked_trino import unlocked_engine

PLACE = "trino over parquet"
FOLDER = "200085868/tournees"
COUNTED = question(
    "SELECT COUNT(*) AS n FROM ville.tournees AS t", ("n", WireType.COUNT)
)  # fmt: skip


@pytest.fixture
def bucket(s3, bench):
    """With two versions, an original that is no Parquet, and a version of other columns."""
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=s3.secret_key,
    )
    table = rows.rounds()
    versions = {"v1.parquet": table, "v2.parquet": table.slice(0, 1)}
    versions["v3.parquet"] = table.select(table.column_names[:1])
    for name, content in versions.items():
        written = io.BytesIO()
        pq.write_table(content, written)
        client.put_object(Bucket=BUCKET, Key=f"depot/{FOLDER}/{name}", Body=written.getvalue())
    client.put_object(Bucket=BUCKET, Key=f"depot/{FOLDER}/v2.original", Body=b"jour;flux\n")
    known = bench.places[PLACE].storage
    options = DepositOptions(replace(known.options, prefix="depot/"))
    secret = SecretReference("test", "s3")
    return Storage("depot", known.owner, StorageKind.DEPOSIT, options, secret)


def deposited(plan, storage, version):
    """The plan with its one table in the deposit, at this version."""
    (planned,) = plan.tables
    physical = PhysicalObject(ObjectKind.PARQUET, f"{FOLDER}/{version}.parquet")
    dataset = replace(planned.dataset, storage_id=storage.id, physical=physical)
    tree = plan.tree.copy()
    for node in tree.find_all(exp.Table):
        if node.db:
            node.set("db", exp.to_identifier(storage.id, quoted=True))
    tables = (PlannedTable(dataset, storage),)
    return replace(plan, tree=tree, text=f"{plan.text} -- {version}", tables=tables)


async def test_each_version_is_read_for_itself(bench, bucket, s3, trino):
    engine = unlocked_engine(trino, lambda _: s3.secret_key)
    whole = rows.rounds().num_rows
    assert whole > 1
    try:
        # The next one, then back to the one before, as when a deposit is undone.
        for version, count in (("v1", whole), ("v2", 1), ("v1", whole)):
            plan = deposited(bench.plan(COUNTED, PLACE), bucket, version)
            answer = await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
            assert answer.to_pylist() == [{"n": count}], version
    finally:
        await engine.drop_catalogs_but(())
        await engine.aclose()
