"""Connection tests tell causes apart, and repeat neither a secret nor a server's words.

Covers gateway.upkeep.source_monitoring.storage_problems, federation.storages.unsupported,
federation.storages.instruction_texts.
"""

import socket
import sqlite3
import threading

import psycopg
import pytest

from catalog.model.problem import Problem
from catalog.model.storage import MariadbOptions, Storage, StorageKind, Tls
from federation.storages import problems
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    OWNER,
    files_storage,
    mariadb_storage,
    postgresql_storage,
    s3_storage,
    sqlite_storage,
)

SECRET = "mot-de-passe-jamais-montré"


_OF_A_PLACE = (
    problems.StorageDirectoryMissing,
    problems.StorageFileMissing,
    problems.StorageNotSqlite,
)


async def why_not(storage, secret=None):
    with pytest.raises(Problem) as caught:
        await ADAPTERS[storage.kind].test(storage, secret)
    told = caught.value
    for language in ("fr", "en"):
        assert SECRET not in told.sentence(language) + told.next_step(language)
        # Where the gateway's folders are is the operator's to know.
        assert not isinstance(told, _OF_A_PLACE) or "/" not in told.sentence(language)
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


async def test_mariadb(mariadb, mariadb_database, closed_port, monkeypatch):
    name, _ = mariadb_database
    password = mariadb.password
    test = ADAPTERS[StorageKind.MARIADB].test
    storage = mariadb_storage(mariadb, name)
    await test(storage, password)
    assert await why_not(storage, None) is problems.StorageSecretMissing
    assert await why_not(storage, SECRET) is problems.StorageCredentialsRefused
    cases = {
        problems.StorageCredentialsRefused: {"user": "personne"},
        problems.StorageDatabaseUnknown: {"database": "aucune"},
        problems.StorageUnreachable: {"port": closed_port},
        problems.StorageHostUnknown: {"host": "aucune-machine.invalid"},
        # Its certificate is nobody's but its own.
        problems.StorageTlsRefused: {"tls": Tls.VERIFY_FULL},
    }
    for expected, changed in cases.items():
        assert await why_not(
            mariadb_storage(mariadb, **{"database": name, **changed}), password
        ) is (expected)
    await test(mariadb_storage(mariadb, name, tls=Tls.REQUIRE), password)
    monkeypatch.setenv("SSL_CERT_FILE", str(mariadb.authority))
    for tls in (Tls.VERIFY_CA, Tls.VERIFY_FULL):
        await test(mariadb_storage(mariadb, name, tls=tls), password)


async def test_mariadb_that_speaks_no_tls(mariadb_database):
    """A server that answers something else is told from one that does not answer."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        threading.Thread(target=_says, args=(silent, b"HTTP/1.1 400 Bad Request\r\n\r\n")).start()
        name, _ = mariadb_database
        other = Storage(
            "st_mariadb",
            OWNER,
            StorageKind.MARIADB,
            MariadbOptions("127.0.0.1", silent.getsockname()[1], name, "lecteur"),
        )
        assert await why_not(other, SECRET) in {
            problems.StorageFailed,
            problems.StorageUnreachable,
        }


def _says(listening, words):
    connection, _ = listening.accept()
    with connection:
        connection.sendall(words)


async def test_mariadb_without_the_right_to_read(mariadb, mariadb_database):
    name, cursor = mariadb_database
    cursor.execute("CREATE USER 'sans_droit'@'%' IDENTIFIED BY 'ici'")
    try:
        storage = mariadb_storage(mariadb, name, user="sans_droit")
        assert await why_not(storage, "ici") is problems.StorageAccessDenied
    finally:
        cursor.execute("DROP USER 'sans_droit'@'%'")


@pytest.mark.parametrize(
    "changed",
    [
        {"host": "/run/mysqld/mysqld.sock"},
        {"host": "a,b"},
        {"host": "h?allowLocalInfile=true"},
        {"port": 0},
        {"database": "a\0b"},
        {"database": "${ENV:HOME}"},
        {"user": ""},
        {"user": "a\u2028b"},
    ],
)
async def test_mariadb_options_that_are_never_dialled(mariadb, changed):
    assert await why_not(mariadb_storage(mariadb, **{"database": "d", **changed}), SECRET) is (
        problems.InvalidStorageOption
    )


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


def test_secrets_show_in_no_representation(s3, mariadb):
    storage, _ = postgresql_storage("postgresql://a:b@localhost:1/d")
    for kept in (storage, s3_storage(s3, "bucket"), mariadb_storage(mariadb, "d")):
        adapter = ADAPTERS[kept.kind]
        attachment = adapter.duckdb_attachment(kept, SECRET)
        assert SECRET not in repr(attachment)
        assert not [each for each in attachment.statements if SECRET in each.tree.sql("duckdb")]
        assert SECRET not in repr(adapter.trino_catalog(kept, SECRET))
