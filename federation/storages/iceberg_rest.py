"""Iceberg tables in an S3 store, listed by a REST catalog; read through Trino and DuckDB.

Both ask the catalog anew where a table stands, at each query: what they read is what is there.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.storage import IcebergRestOptions, Storage, StorageKind
from federation.plan import DUCKDB, TRINO
from federation.storages.iceberg_metadata import described_table
from federation.storages.iceberg_rest_client import (
    RestCatalog,
    checked_address,
    open_catalog,
    token_address,
)
from federation.storages.plain_options import checked_storage_id, checked_text
from federation.storages.problems import (
    InvalidStorageOption,
    StoragePrefixEmpty,
    StorageSecretMissing,
    TooManyObjects,
    UnsupportedObject,
)
from federation.storages.protocol import (
    AttachStatement,
    DuckdbAttachment,
    FoundObject,
    TrinoCatalog,
    TrinoTable,
)
from federation.storages.s3_bucket import S3BucketAdapter

_MOST = 200
"""Tables of which the metadata is asked for."""
_AT_ONCE = 8
_NAME = re.compile(r"[a-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class IcebergRestAdapter:
    kind: StorageKind = StorageKind.ICEBERG_REST
    engines: frozenset[str] = frozenset({TRINO, DUCKDB})

    async def test(self, storage: Storage, secret: str | None) -> None:
        """The catalog, its warehouse and namespace, then the store: it may be empty still."""
        of_catalog, of_store = _secrets(secret)
        async with open_catalog(_checked(storage), of_catalog) as catalog:
            await catalog.namespaces()
        try:
            await S3BucketAdapter().test(_store(storage), of_store)
        except StoragePrefixEmpty:
            return

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        of_catalog, _ = _secrets(secret)
        async with open_catalog(_checked(storage), of_catalog) as catalog:
            listed: list[tuple[str, str]] = []
            for namespace in await catalog.namespaces():
                listed += [(namespace, table) for table in await catalog.tables(namespace)]
                if len(listed) > _MOST:
                    raise TooManyObjects(limit=_MOST)
            turns = asyncio.Semaphore(_AT_ONCE)
            found = await asyncio.gather(*(_described(catalog, turns, *each) for each in listed))
        return tuple(each for each in found if each is not None)

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:
        options = _checked(storage)
        of_catalog, of_store = _secrets(secret)
        files = S3BucketAdapter().duckdb_attachment(_store(storage), of_store)
        alias = checked_storage_id(storage.id)
        login, values = _duckdb_login(options, of_catalog)
        settings: list[exp.Expr] = [
            exp.AttachOption(this=exp.var("TYPE"), expression=exp.var("iceberg")),
            _option("ENDPOINT", checked_address("uri", options.uri).url),
            # Its files are read with the store's own key, never with one that the catalog lends.
            _option("ACCESS_DELEGATION_MODE", "none"),
            exp.AttachOption(this=exp.var("READ_ONLY")),
        ]
        statements = list(files.statements)
        if values:
            name = exp.to_identifier(f"{alias}_catalog", quoted=True).sql("duckdb")
            create = exp.Command(this="CREATE", expression=f"SECRET {name} (TYPE iceberg, {login})")
            statements.append(AttachStatement(create, values))
            settings.append(_option("SECRET", f"{alias}_catalog"))
        else:
            settings.append(_option("AUTHORIZATION_TYPE", "none"))
        attach = exp.Attach(
            this=exp.alias_(exp.Literal.string(options.warehouse), alias, quoted=True),
            expressions=settings,
        )
        return DuckdbAttachment(
            extensions=(*files.extensions, "avro", "iceberg"),
            statements=(*statements, AttachStatement(attach)),
            allowed_directories=files.allowed_directories,
        )

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        schema, name = _table(storage, dataset)
        return exp.table_(name, db=schema, catalog=storage.id, quoted=True)

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        options = _checked(storage)
        of_catalog, of_store = _secrets(secret)
        files = S3BucketAdapter().trino_catalog(_store(storage), of_store)
        if files is None:
            raise LookupError("it has a Trino catalog of its own")
        return TrinoCatalog(
            connector="iceberg",
            properties=(
                ("iceberg.catalog.type", "rest"),
                ("iceberg.rest-catalog.uri", checked_address("uri", options.uri).url),
                ("iceberg.rest-catalog.warehouse", options.warehouse),
                *_trino_login(options, of_catalog),
                ("iceberg.security", "read_only"),
                *((key, value) for key, value in files.properties if key.startswith("s3.")),
                ("fs.native-s3.enabled", "true"),
            ),
        )

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:
        schema, name = _table(storage, dataset)
        return TrinoTable(schema=schema, table=name)


def _checked(storage: Storage) -> IcebergRestOptions:
    options = storage.options
    if not isinstance(options, IcebergRestOptions):
        raise TypeError(f"storage {storage.id} is not listed by a REST catalog")
    checked_address("uri", options.uri)
    checked_text("warehouse", options.warehouse)
    for name in ("namespace", "client_id", "scope", "token_uri"):
        text = getattr(options, name)
        if text is not None:
            checked_text(name, text, longest=1024)
    if ":" in (options.client_id or ""):
        # Trino is given `client:secret`, and splits it at the first colon.
        raise InvalidStorageOption(option="client_id")
    if not options.store.prefix:
        raise InvalidStorageOption(option="prefix")
    return options


def _store(storage: Storage) -> Storage:
    return replace(storage, kind=StorageKind.S3, options=_checked(storage).store)


def _secrets(secret: str | None) -> tuple[str, str]:
    """(the catalog's, maybe empty; the store's), as `secret_of` joins them."""
    first, line, second = (secret or "").partition("\n")
    if not (line and second):
        raise StorageSecretMissing
    return first, second


def _table(storage: Storage, dataset: Dataset) -> tuple[str, str]:
    physical = dataset.physical
    schema = physical.schema or ""
    only = _checked(storage).namespace
    # "t$files" is what a table is made of, "t@12" what it was: neither is a table.
    plain = _NAME.fullmatch(physical.name) and _NAME.fullmatch(schema)
    if physical.kind is not ObjectKind.TABLE or not plain or only not in {None, schema}:
        raise UnsupportedObject(name=physical.name[:80])
    return schema, physical.name


def _option(name: str, value: str) -> exp.AttachOption:
    return exp.AttachOption(this=exp.var(name), expression=exp.Literal.string(value))


def _duckdb_login(options: IcebergRestOptions, secret: str) -> tuple[str, dict[str, str]]:
    """The settings of a secret of DuckDB's, and their values; none when nothing is shown."""
    if options.client_id is not None:
        if not secret:
            raise StorageSecretMissing
        settings = (
            "CLIENT_ID $client_id, CLIENT_SECRET $client_secret, "
            "OAUTH2_SERVER_URI $server, OAUTH2_SCOPE $scope"
        )
        return settings, {
            "client_id": options.client_id,
            "client_secret": secret,
            "server": token_address(options),
            "scope": options.scope or "catalog",
        }
    return ("TOKEN $token", {"token": secret}) if secret else ("", {})


def _trino_login(options: IcebergRestOptions, secret: str) -> tuple[tuple[str, str], ...]:
    if secret:
        checked_text("secret", secret, longest=4096)
    if options.client_id is not None:
        if not secret:
            raise StorageSecretMissing
        return (
            ("iceberg.rest-catalog.security", "OAUTH2"),
            ("iceberg.rest-catalog.oauth2.credential", f"{options.client_id}:{secret}"),
            ("iceberg.rest-catalog.oauth2.server-uri", token_address(options)),
            ("iceberg.rest-catalog.oauth2.scope", options.scope or "catalog"),
        )
    if secret:
        return (
            ("iceberg.rest-catalog.security", "OAUTH2"),
            ("iceberg.rest-catalog.oauth2.token", secret),
        )
    return (("iceberg.rest-catalog.security", "NONE"),)


async def _described(
    catalog: RestCatalog, turns: asyncio.Semaphore, namespace: str, table: str
) -> FoundObject | None:
    async with turns:
        metadata = await catalog.metadata(namespace, table)
    return None if metadata is None else described_table(namespace, table, metadata)
