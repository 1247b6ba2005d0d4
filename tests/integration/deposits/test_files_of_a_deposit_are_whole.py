"""In a folder and in a bucket alike.

Covers federation.storages.deposit_files.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name
from catalog.model.storage import DepositOptions, FilesOptions, Storage, StorageKind
from federation.engines.duckdb_checking import check_source
from federation.storages.deposit_files import DepositPlace, NameTakenError
from federation.storages.problems import StorageFileMissing, StorageThroughLink
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import OWNER, s3_storage

NAME = "200085868/pesees/v1.parquet"
BUCKET = "depots"


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    if request.param == "folder":
        folder = tmp_path / "depot"
        folder.mkdir()
        options = DepositOptions(FilesOptions(str(folder)))
        return DepositPlace(Storage("depot", OWNER, StorageKind.DEPOSIT, options))
    server = request.getfixturevalue("s3")
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
    )
    bucket = f"{BUCKET}-{abs(hash(tmp_path))}"
    client.create_bucket(Bucket=bucket)
    storage = s3_storage(server, bucket, "depot/")
    deposit = replace(storage, kind=StorageKind.DEPOSIT, options=DepositOptions(storage.options))
    return DepositPlace(deposit, server.secret_key)


def written(tmp_path, content, name="source"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


async def test_an_empty_deposit_answers(place):
    await ADAPTERS[StorageKind.DEPOSIT].test(place.storage, place.secret)


def test_a_file_is_kept_once_read_back_listed_and_removed(place, tmp_path):
    assert place.listed("200085868/pesees") == ()
    place.keep(NAME, written(tmp_path, b"premier"))
    with pytest.raises(NameTakenError):
        place.keep(NAME, written(tmp_path, b"second"))
    place.fetch(NAME, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"premier"
    (left,) = place.listed("200085868/pesees")
    assert left.name == NAME
    assert left.age_s < 60
    place.remove(NAME)
    place.remove(NAME)
    assert place.listed("200085868/pesees") == ()
    with pytest.raises(StorageFileMissing):
        place.fetch(NAME, tmp_path / "copy")


def test_no_link_is_followed_when_a_file_is_kept(tmp_path):
    folder, elsewhere = tmp_path / "depot", tmp_path / "ailleurs"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "200085868").symlink_to(elsewhere, target_is_directory=True)
    options = DepositOptions(FilesOptions(str(folder)))
    place = DepositPlace(Storage("depot", OWNER, StorageKind.DEPOSIT, options))
    with pytest.raises(StorageThroughLink):
        place.keep(NAME, written(tmp_path, b"x"))
    assert list(elsewhere.iterdir()) == []


async def test_two_that_keep_one_name_at_once_do_not_mix(tmp_path):
    folder = tmp_path / "depot"
    folder.mkdir()
    options = DepositOptions(FilesOptions(str(folder)))
    place = DepositPlace(Storage("depot", OWNER, StorageKind.DEPOSIT, options))
    sources = [written(tmp_path, bytes([n]) * 1_000_000, f"s{n}") for n in range(4)]

    async def keep(source):
        try:
            await asyncio.to_thread(place.keep, NAME, source)
        except NameTakenError:
            return False
        return True

    assert sum(await asyncio.gather(*map(keep, sources))) == 1
    assert len(set((folder / NAME).read_bytes())) == 1
    assert [each.name for each in (folder / "200085868/pesees").iterdir()] == ["v1.parquet"]


def test_duckdb_and_trino_read_the_version_that_the_dataset_names(place, tmp_path):
    for number in (1, 2):
        path = tmp_path / f"v{number}.parquet"
        pq.write_table(pa.table({"lieu": ["a"] * number}), path)
        place.keep(f"{OWNER}/pesees/v{number}.parquet", path)
    column = Column("c1", Name("lieu"), ColumnType(ScalarType.STRING), "lieu", "Lieu", "Place")
    dataset = Dataset(
        id="d",
        owner=OWNER,
        storage_id=place.storage.id,
        name=Name("pesees"),
        title_fr="Pesées",
        title_en="Weighings",
        physical=PhysicalObject(ObjectKind.PARQUET, f"{OWNER}/pesees/v2.parquet"),
        columns=(column,),
    )
    check = check_source(dataset, place.storage, place.secret, most_rows=10)
    assert (check.rows, check.stops) == (2, ())
    table = ADAPTERS[StorageKind.DEPOSIT].trino_table(place.storage, dataset)
    in_a_folder = place.storage.place.kind is StorageKind.FILES
    assert (table is None) is in_a_folder
    if table is not None:
        assert f"{OWNER}/pesees/v2.parquet" in table.condition.sql()
