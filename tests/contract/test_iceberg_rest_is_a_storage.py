"""Iceberg tables listed by a REST catalog and kept in S3: tested, looked into, only ever read.

Covers federation.storages.iceberg_rest, federation.storages.iceberg_rest_client,
federation.storages.instructions, deploy.local.iceberg_rest_server,
federation.engines.trino_statements.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.model.dataset import ColumnType, Dataset, ObjectKind, PhysicalObject, ScalarType
from catalog.model.problem import Problem
from catalog.model.storage import IcebergRestOptions, Storage, StorageKind
from deploy.local import IcebergRestServer, S3Server, TrinoServer
from deploy.local.iceberg_rest_server import CLOSED_WAREHOUSE
from deploy.local.process import free_port
from federation.engines.duckdb_instances import Bounds, Recipe, build_instance
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.engines.trino_statements import create_catalog, drop_catalog
from federation.storages import problems
from federation.storages.instructions import instructions_for
from federation.storages.registry import ADAPTERS
from tests.contract.iceberg import rest_storage, rest_writer, run
from tests.integration.storages.values import dataset

ADAPTER = ADAPTERS[StorageKind.ICEBERG_REST]
BOUNDS = Bounds(memory_bytes=256 * 1024**2, spill_bytes=0, threads=1)


@pytest.fixture(scope="module")
def lake(
    iceberg_rest: IcebergRestServer, s3: S3Server, trino: TrinoServer
) -> Iterator[tuple[Storage, str]]:
    """The storage of a namespace with a table of every type, and its secret."""
    cursor = rest_writer(iceberg_rest, s3, trino, "ecrivain_rest")
    run(cursor, "CREATE SCHEMA ecrivain_rest.eau")
    run(
        cursor,
        "CREATE TABLE ecrivain_rest.eau.releves (id integer NOT NULL, grand bigint, reel real, "
        "double double, montant decimal(12, 2), vrai boolean, nom varchar COMMENT 'Le nom', "
        "jour date, local timestamp(6), instant timestamp(6) with time zone, cle uuid, "
        "heure time(6), octets varbinary, mots array(varchar)) COMMENT 'Relevés'",
    )
    run(cursor, "INSERT INTO ecrivain_rest.eau.releves (id, nom) VALUES (1, 'a'), (2, 'b')")
    run(cursor, "CREATE TABLE ecrivain_rest.eau.vide (id integer)")
    run(cursor, "CREATE SCHEMA ecrivain_rest.autre")
    run(cursor, "CREATE TABLE ecrivain_rest.autre.cachee (id integer)")
    run(cursor, "DROP CATALOG ecrivain_rest")
    storage = rest_storage(iceberg_rest, s3, namespace="eau")
    return storage, f"{iceberg_rest.reader.token}\n{s3.secret_key}"


async def test_it_is_introspected_within_its_namespace(lake: tuple[Storage, str]):
    storage, secret = lake
    await ADAPTER.test(storage, secret)
    table, empty = await ADAPTER.introspect(storage, secret)
    assert (table.schema, table.name, table.comment) == ("eau", "releves", "Relevés")
    assert (table.row_estimate, empty.row_estimate) == (2, 0)
    columns = {each.source_name: each for each in table.columns}
    assert not columns["id"].nullable
    assert columns["nom"].comment == "Le nom"
    for each in table.columns:
        assert (each.type is None) == bool(each.reason_fr and each.reason_en)
    assert {name: each.type for name, each in columns.items()} == {
        "id": ColumnType(ScalarType.INTEGER),
        "grand": ColumnType(ScalarType.BIGINT),
        "reel": ColumnType(ScalarType.FLOAT),
        "double": ColumnType(ScalarType.FLOAT),
        "montant": ColumnType(ScalarType.DECIMAL, 12, 2),
        "vrai": ColumnType(ScalarType.BOOLEAN),
        "nom": ColumnType(ScalarType.STRING),
        "jour": ColumnType(ScalarType.DATE),
        "local": ColumnType(ScalarType.TIMESTAMP),
        "instant": ColumnType(ScalarType.TIMESTAMP_TZ),
        "cle": ColumnType(ScalarType.STRING),
        "heure": ColumnType(ScalarType.TIME),
        "octets": None,
        "mots": None,
    }


async def test_without_a_namespace_all_are_listed(lake: tuple[Storage, str]):
    storage, secret = lake
    found = await ADAPTER.introspect(changed(storage, namespace=None), secret)
    names = {(each.schema, each.name) for each in found}
    assert {("eau", "releves"), ("eau", "vide"), ("autre", "cachee")} <= names


async def test_an_oauth2_client_is_as_good_as_a_token(
    lake: tuple[Storage, str], iceberg_rest: IcebergRestServer, s3: S3Server
):
    storage, _ = lake
    reader = iceberg_rest.reader
    for token_uri in (None, iceberg_rest.token_url):
        client = changed(storage, client_id=reader.client_id, token_uri=token_uri)
        found = await ADAPTER.introspect(client, f"{reader.client_secret}\n{s3.secret_key}")
        assert [each.name for each in found] == ["releves", "vide"]


def changed(storage: Storage, **options: Any) -> Storage:
    return replace(storage, options=replace(storage.options, **options))


async def why_not(storage: Storage, secret: str | None) -> type[Problem]:
    with pytest.raises(Problem) as caught:
        await ADAPTER.test(storage, secret)
    told = f"{caught.value} {caught.value.facts}"
    assert not any(each and each in told for each in (secret or "").split("\n"))
    return type(caught.value)


async def test_causes_are_told_apart(
    lake: tuple[Storage, str], iceberg_rest: IcebergRestServer, s3: S3Server
):
    storage, secret = lake
    key, url = s3.secret_key, iceberg_rest.url
    client = changed(storage, client_id=iceberg_rest.reader.client_id)
    assert isinstance(storage.options, IcebergRestOptions)
    store = storage.options.store
    nowhere = f"http://127.0.0.1:{free_port()}"
    cases = (
        (problems.StorageSecretMissing, storage, None),
        (problems.StorageSecretMissing, storage, iceberg_rest.reader.token),
        (problems.StorageSecretMissing, storage, f"\n{key}"),
        (problems.StorageSecretMissing, client, f"\n{key}"),
        (problems.RestTokenRefused, storage, f"faux\n{key}"),
        (problems.StorageCredentialsRefused, client, f"faux\n{key}"),
        (
            problems.StorageCredentialsRefused,
            storage,
            f"{iceberg_rest.reader.token}\nfaux-et-long",
        ),
        (problems.StorageHostUnknown, changed(storage, uri="http://aucune.invalid"), secret),
        (problems.StorageUnreachable, changed(storage, uri=nowhere), secret),
        (problems.StorageTlsRefused, changed(storage, uri=url.replace("http:", "https:")), secret),
        # An S3 store answers there, in XML.
        (problems.RestCatalogMissing, changed(storage, uri=s3.endpoint), secret),
        (problems.RestCatalogMissing, changed(client, token_uri=s3.endpoint), secret),
        (problems.IcebergWarehouseUnknown, changed(storage, warehouse="aucun"), secret),
        (problems.StorageAccessDenied, changed(storage, warehouse=CLOSED_WAREHOUSE), secret),
        (problems.IcebergNamespaceUnknown, changed(storage, namespace="aucun"), secret),
        (
            problems.StorageBucketUnknown,
            changed(storage, store=replace(store, bucket="aucun-compartiment")),
            secret,
        ),
        (problems.InvalidStorageOption, changed(storage, store=replace(store, prefix="")), secret),
        (problems.InvalidStorageOption, changed(storage, uri="http://${ENV:HOME}"), secret),
        (problems.InvalidStorageOption, changed(storage, uri="http://a:b@127.0.0.1"), secret),
        (problems.InvalidStorageOption, changed(storage, warehouse="${ENV:HOME}"), secret),
        (problems.InvalidStorageOption, changed(storage, client_id="a:b"), secret),
        (problems.InvalidStorageOption, changed(storage, scope="a\nb"), secret),
    )
    for expected, asked, shown in cases:
        assert (await why_not(asked, shown)).code == expected.code


@contextmanager
def answering(config: dict[str, Any]) -> Iterator[str]:
    """The address of a server that tells its clients `config`, as any catalog may."""

    class Told(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(config).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"overrides": {"uri": "http://169.254.169.254"}}, problems.RestCatalogElsewhere),
        ({"defaults": {"uri": "http://10.0.0.1"}, "overrides": {}}, problems.RestCatalogElsewhere),
        (
            {"overrides": {"oauth2-server-uri": "http://10.0.0.1/jetons"}},
            problems.RestCatalogElsewhere,
        ),
        ({"overrides": {"prefix": "../../ailleurs"}}, problems.StorageFailed),
        ({"bonjour": 1}, problems.RestCatalogMissing),
    ],
)
async def test_a_catalog_that_sends_elsewhere_is_not_followed(
    lake: tuple[Storage, str], config: dict[str, Any], expected: type[Problem]
):
    storage, secret = lake
    with answering(config) as url:
        assert await why_not(changed(storage, uri=url), secret) is expected


async def test_trino_may_read_it_and_nothing_else(
    lake: tuple[Storage, str], iceberg_rest: IcebergRestServer, s3: S3Server, trino: TrinoServer
):
    """By a token, or as a client: even one that the catalog would let write."""
    storage, secret = lake
    writer = iceberg_rest.writer
    client = changed(storage, client_id=writer.client_id)
    client_secret = f"{writer.client_secret}\n{s3.secret_key}"
    for each, shown in ((storage, secret), (client, client_secret)):
        catalog = ADAPTER.trino_catalog(each, shown)
        assert catalog is not None
        assert shown.split("\n")[0] not in repr(catalog)
        assert not any("${" in value for _, value in catalog.properties)
        await check_that_trino_only_reads(trino, create_catalog("s_lac_rest_test", catalog))


async def check_that_trino_only_reads(trino: TrinoServer, create: str) -> None:
    client = TrinoClient(trino.url, trino.user)
    try:
        await client.run(create)
        found = await client.run("SELECT id FROM s_lac_rest_test.eau.releves ORDER BY 1")
        assert found.rows == [[1], [2]]
        for statement in (
            "INSERT INTO s_lac_rest_test.eau.releves (id) VALUES (3)",
            "DROP TABLE s_lac_rest_test.eau.releves",
            "CREATE TABLE s_lac_rest_test.eau.autre (id integer)",
        ):
            with pytest.raises(TrinoFailure):
                await client.run(statement)
    finally:
        await client.run(drop_catalog("s_lac_rest_test"))
        await client.aclose()


def test_duckdb_may_read_it_and_nothing_else(
    lake: tuple[Storage, str], iceberg_rest: IcebergRestServer, s3: S3Server, tmp_path: Path
):
    storage, secret = lake
    writer = iceberg_rest.writer
    client = changed(storage, client_id=writer.client_id)
    client_secret = f"{writer.client_secret}\n{s3.secret_key}"
    for each, shown in ((storage, secret), (client, client_secret)):
        instance = build_instance(Recipe(((each, shown),)), ADAPTERS, BOUNDS, tmp_path)
        run_sql = instance.connection.execute
        try:
            found = run_sql('SELECT id FROM "s_lac_rest"."eau"."releves" ORDER BY 1').fetchall()
            assert found == [(1,), (2,)]
            for statement in (
                'INSERT INTO "s_lac_rest"."eau"."releves" (id) VALUES (3)',
                'DROP TABLE "s_lac_rest"."eau"."releves"',
                'CREATE TABLE "s_lac_rest"."eau"."autre" (id integer)',
                "ATTACH 'autre' AS z (TYPE iceberg, ENDPOINT 'http://127.0.0.1:1')",
                "FROM iceberg_scan('s3://un-autre-compartiment/eau/releves')",
            ):
                with pytest.raises(duckdb.Error):
                    run_sql(statement)
            known = str(run_sql("FROM duckdb_secrets()").fetchall())
            known += str(run_sql("FROM duckdb_databases()").fetchall())
            assert not any(part in known for part in shown.split("\n"))
        finally:
            instance.close()


@pytest.mark.parametrize("name", ["releves$files", "releves@1", "Releves", 'a"b', "a b", ""])
def test_what_a_table_is_made_of_is_no_table(lake: tuple[Storage, str], name: str):
    storage, _ = lake
    read: Dataset = dataset(PhysicalObject(ObjectKind.TABLE, name, "eau"))
    for place in (ADAPTER.trino_table, ADAPTER.duckdb_source):
        with pytest.raises(problems.UnsupportedObject):
            place(storage, read)


def test_a_table_of_another_namespace_is_none_of_its_own(lake: tuple[Storage, str]):
    storage, _ = lake
    read: Dataset = dataset(PhysicalObject(ObjectKind.TABLE, "cachee", "autre"))
    for place in (ADAPTER.trino_table, ADAPTER.duckdb_source):
        with pytest.raises(problems.UnsupportedObject):
            place(storage, read)


def test_its_administrator_is_told_what_to_let_through(lake: tuple[Storage, str]):
    storage, secret = lake
    read = dataset(PhysicalObject(ObjectKind.TABLE, "releves", "eau"))
    typed = "\n".join(each.typed for each in instructions_for(storage.kind, storage, [read]))
    assert "/v1/PREFIXE/namespaces/eau/tables/releves" in typed
    assert "s3:GetObject" in typed
    assert not any(part in typed for part in secret.split("\n"))
