"""Bodies that hold the same invoices in different places, registered in a gateway."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    Link,
    Listing,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name, Slug
from catalog.model.organisation import Agent, Organisation, OrganisationKind
from catalog.model.storage import (
    FilesOptions,
    PostgresqlOptions,
    SecretReference,
    Storage,
    StorageKind,
)
from tests.integration.linked.invoices import TABLES, rows_of_all
from tests.integration.linked.readers import agent_of, agreements_over, bodies_of_readers, siren

_FIRST_BODY = 500
SECRET = "LINKED_POSTGRESQL"
_ARROW = {
    "string": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "date": pa.date32(),
}
_POSTGRESQL = {"string": "text"}


@dataclass(frozen=True)
class Place:
    """One body's field in documents, and its three datasets by table."""

    name: str
    datasets: dict[str, Dataset]
    spelt: Callable[[str], str] = str
    """A document whose links have their own names, as it is written here."""

    @property
    def owner(self) -> str:
        return f"agent@smictom-{self.name}"

    @property
    def field(self) -> str:
        return f"smictom{self.name.capitalize()}"


def column_type(kind: str) -> ColumnType:
    scalar, _, sizes = kind.rstrip(")").partition("(")
    return (
        ColumnType(ScalarType(scalar), *map(int, sizes.split(",")))
        if sizes
        else ColumnType(ScalarType(scalar))
    )


def _object(table: str, storage: Storage) -> PhysicalObject:
    if storage.kind is StorageKind.POSTGRESQL:
        return PhysicalObject(ObjectKind.TABLE, table, schema="public")
    if table == "lignes":
        return PhysicalObject(ObjectKind.PARQUET, "lignes.parquet")
    return PhysicalObject(
        ObjectKind.CSV, f"{table}.csv", csv=CsvFormat(columns=tuple(TABLES[table].types))
    )


def dataset_of(place: str, table: str, storage: Storage) -> Dataset:
    described = TABLES[table]

    def column_id(table: str, name: str) -> str:
        return f"{place}_{table}_{name}"

    return Dataset(
        id=f"smictom_{place}__{table}",
        owner=storage.owner,
        storage_id=storage.id,
        name=Name(table),
        title_fr=table,
        title_en=table,
        physical=_object(table, storage),
        columns=tuple(
            Column(
                column_id(table, name),
                Name(name),
                column_type(kind_of),
                name,
                name,
                name,
                concept="commune" if name == "commune" else None,
            )
            for name, kind_of in described.types.items()
        ),
        primary_key=(column_id(table, described.key),),
        territory=TerritoryBinding(
            column_id(table, "commune"), date_column=column_id(table, "date_facture")
        )
        if table == "factures"
        else None,
        listing=Listing.ORGANISATIONS,
        links=tuple(
            Link(
                Name(link.name),
                column_id(table, link.here),
                f"smictom_{place}__{link.target}",
                column_id(link.target, link.there),
                Name(table),
            )
            for link in described.links
            if not link.many
        ),
    )


def write_rows(folder, rows=None):
    """In CSV, but for the lines: in Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in (rows or rows_of_all()).items():
        if name == "lignes":
            _write_parquet(folder / "lignes.parquet", name, records)
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(TABLES[name].types))
            writer.writeheader()
            writer.writerows(records)


def _write_parquet(path, name, records):
    types = {
        column: _ARROW.get(kind) or pa.decimal128(*_sizes(kind))
        for column, kind in TABLES[name].types.items()
    }
    columns = {
        column: pa.array([record[column] for record in records], type_)
        for column, type_ in types.items()
    }
    pq.write_table(pa.table(columns), path)


def _sizes(kind):
    found = column_type(kind)
    return found.precision, found.scale


def fill_database(server, database, names, rows=None):
    """Its tables made anew, in a database that is made where there is none."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        if there.fetchone() is None:
            made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
            connection.execute(made)
    with psycopg.connect(server.dsn(database)) as connection:
        for name in names:
            table = sql.Identifier(name)
            types = TABLES[name].types
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(each), sql.SQL(_POSTGRESQL.get(kind, kind)))
                for each, kind in types.items()
            )
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
                for record in (rows or rows_of_all())[name]:
                    copy.write_row([record[each] for each in types])
    return database


def files_storage(place: str, owner, folder) -> Storage:
    return Storage(
        f"smictom_{place}__fichiers", owner, StorageKind.FILES, FilesOptions(str(folder))
    )


def postgresql_storage(place: str, owner, server, database, name="base") -> Storage:
    options = PostgresqlOptions(server.host, server.port, database, server.superuser, "disable")
    return Storage(
        f"smictom_{place}__{name}",
        owner,
        StorageKind.POSTGRESQL,
        options,
        SecretReference("env", SECRET),
    )


async def register(
    services, name: str, storages: dict[str, Storage], changed: Mapping[str, dict] | None = None
) -> Place:
    """A body `smictom-<name>` whose tables are in `storages`, and the agreements of each reader.

    `changed`: what datasets have otherwise, by table.
    """
    datasets = {table: dataset_of(name, table, storage) for table, storage in storages.items()}
    for table, changes in (changed or {}).items():
        datasets[table] = replace(datasets[table], **changes)
    place = Place(name, datasets)
    await write(services, datasets, storages, body_of(name, storages.values()))
    return place


def body_of(name: str, storages) -> tuple[Organisation, Agent]:
    """`smictom-<name>`, which owns the storages, and its agent."""
    owner = next(iter(storages)).owner
    hosts = tuple(
        f"{each.options.host}:{each.options.port}"
        for each in storages
        if each.kind is StorageKind.POSTGRESQL
    )
    slug = Slug(f"smictom-{name}")
    organisation = Organisation(owner, slug, name, OrganisationKind.SMF, approved_hosts=hosts)
    return organisation, agent_of(f"agent@{slug}", owner)


async def write(services, datasets, storages, bodies):
    """What a body or several declare, and the agreements of each reader."""
    first = next(iter(datasets.values())).owner
    entries = [
        *bodies,
        *bodies_of_readers(),
        *{each.id: each for each in storages.values()}.values(),
        *datasets.values(),
        *agreements_over(datasets, 100 * (int(first[1:8]) - _FIRST_BODY)),
    ]
    catalog = services.query.catalog
    snapshot = await catalog.current()
    record = ActRecord(datetime.now(UTC), None, "test", None, "test")
    await catalog.write(snapshot.version, Changes(tuple(entries)), record)


def owner_of(number: int):
    return siren(_FIRST_BODY + number)
