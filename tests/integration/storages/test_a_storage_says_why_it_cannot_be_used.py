"""Connection tests tell causes apart, and repeat neither a secret nor a server's words."""

import socket
import sqlite3

import psycopg
import pytest

from catalog.model.problem import Problem
from catalog.model.storage import StorageKind
from federation.storages import problems
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    files_storage,
    postgresql_storage,
    s3_storage,
    sqlite_storage,
)

SECRET = "mot-de-passe-jamais-montré"


async def why_not(storage, secret=None):
    with pytest.raises(Problem) as caught:
        await ADAPTERS[storage.kind].test(storage, secret)
    told = caught.value
    for language in ("fr", "en"):
        assert SECRET not in told.sentence(language) + told.next_step(language)
    assert caught.value.__cause__ is None
    return type(told)


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


async def test_files(tmp_path):
    (tmp_path / "collectes").mkdir()
    await ADAPTERS[StorageKind.FILES].test(files_storage(tmp_path / "collectes"), None)
    assert await why_not(files_storage(tmp_path / "absent")) is problems.StorageDirectoryMissing
    for bad in (
        "relatif/collectes",
        f"{tmp_path}/../x",
        f"{tmp_path}/${{ENV:HOME}}",
        "/a\nb",
        "/*",
    ):
        assert await why_not(files_storage(bad)) is problems.InvalidStorageOption


async def test_sqlite(tmp_path):
    path = tmp_path / "eau.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (i INTEGER)")
    database.close()
    await ADAPTERS[StorageKind.SQLITE].test(sqlite_storage(path), None)
    (tmp_path / "notes.txt").write_text("rien")
    assert await why_not(sqlite_storage(tmp_path / "notes.txt")) is problems.StorageNotSqlite
    assert await why_not(sqlite_storage(tmp_path / "absent")) is problems.StorageFileMissing
    assert await why_not(sqlite_storage("absent.sqlite")) is problems.InvalidStorageOption


async def test_postgresql(postgresql_database, closed_port):
    storage, secret = postgresql_storage(postgresql_database)
    await ADAPTERS[StorageKind.POSTGRESQL].test(storage, secret)
    assert await why_not(storage, None) is problems.StorageSecretMissing
    assert await why_not(storage, SECRET) is problems.StorageCredentialsRefused
    cases = {
        problems.StorageCredentialsRefused: {"user": "personne"},
        problems.StorageDatabaseUnknown: {"database": "aucune"},
        problems.StorageUnreachable: {"port": closed_port},
        problems.StorageHostUnknown: {"host": "aucune-machine.invalid"},
        problems.StorageTlsRefused: {"sslmode": "require"},
    }
    for expected, changed in cases.items():
        other, _ = postgresql_storage(postgresql_database, **changed)
        assert await why_not(other, secret) is expected


async def test_postgresql_without_the_right_to_connect(postgresql_database):
    storage, secret = postgresql_storage(postgresql_database, user="sans_droit")
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(f"REVOKE CONNECT ON DATABASE {storage.options.database} FROM PUBLIC")
        database.execute("CREATE ROLE sans_droit LOGIN PASSWORD 'ici'")
        try:
            assert await why_not(storage, "ici") is problems.StorageAccessDenied
        finally:
            database.execute("DROP ROLE sans_droit")
    assert secret


@pytest.mark.parametrize(
    "changed",
    [
        {"host": "/tmp"},
        {"host": "a,b"},
        {"host": "h?x=1"},
        {"host": "h port=1"},
        {"port": 0},
        {"database": "a\0b"},
        {"database": "${ENV:HOME}"},
        {"user": ""},
        {"sslmode": "allow"},
    ],
)
async def test_postgresql_options_that_are_never_dialled(changed):
    storage, _ = postgresql_storage("postgresql://a:b@localhost:1/d", **changed)
    assert await why_not(storage, SECRET) is problems.InvalidStorageOption


async def test_s3(s3, bucket, closed_port):
    name, client = bucket
    client.put_object(Bucket=name, Key="org/a.csv", Body=b"id\n1\n")
    client.put_object(Bucket=name, Key="org2/b.csv", Body=b"id\n1\n")
    test = ADAPTERS[StorageKind.S3].test
    await test(s3_storage(s3, name), s3.secret_key)
    await test(s3_storage(s3, name, "org/"), s3.secret_key)
    assert await why_not(s3_storage(s3, name), None) is problems.StorageSecretMissing
    assert await why_not(s3_storage(s3, name), SECRET) is problems.StorageCredentialsRefused
    cases = {
        problems.StorageCredentialsRefused: {"access_key": "personne"},
        problems.StorageBucketUnknown: {"bucket": "aucun-compartiment"},
        problems.StoragePrefixEmpty: {"prefix": "vide/"},
        problems.StorageUnreachable: {"endpoint": f"http://127.0.0.1:{closed_port}"},
        problems.StorageHostUnknown: {"endpoint": "http://aucune-machine.invalid"},
        problems.StorageTlsRefused: {
            "endpoint": s3.endpoint.replace("http:", "https:"),
            "use_tls": True,
        },
    }
    for expected, changed in cases.items():
        facts = {"bucket": name, **changed}
        other = s3_storage(s3, facts.pop("bucket"), **facts)
        assert await why_not(other, s3.secret_key) is expected


@pytest.mark.parametrize(
    "changed",
    [
        {"prefix": "org"},
        {"prefix": "/org/"},
        {"prefix": "a/../b/"},
        {"prefix": "a*/"},
        {"prefix": "a?b/"},
        {"prefix": "${ENV:HOME}/"},
        {"bucket": "a/b"},
        {"bucket": "Majuscules"},
        {"endpoint": "http://user@machine"},
        {"endpoint": "https://machine"},
        {"endpoint": "http://machine/chemin"},
        {"endpoint": "file:///etc"},
        {"region": "eu west"},
        {"access_key": "a\nb"},
    ],
)
async def test_s3_options_that_are_never_dialled(s3, changed):
    facts = {"bucket": "bucket", **changed}
    storage = s3_storage(s3, facts.pop("bucket"), **facts)
    assert await why_not(storage, SECRET) is problems.InvalidStorageOption


def test_secrets_show_in_no_representation(s3):
    storage, _ = postgresql_storage("postgresql://a:b@localhost:1/d")
    for kept in (storage, s3_storage(s3, "bucket")):
        adapter = ADAPTERS[kept.kind]
        attachment = adapter.duckdb_attachment(kept, SECRET)
        assert SECRET not in repr(attachment)
        assert not [each for each in attachment.statements if SECRET in each.tree.sql("duckdb")]
        assert SECRET not in repr(adapter.trino_catalog(kept, SECRET))
