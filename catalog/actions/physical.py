"""The one physical object behind a dataset: well named, and registered once."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from catalog.actions.csv_format import check_csv
from catalog.actions.deposit import check_own_version
from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import ColumnRefused, ObjectAlreadyRegistered, ObjectRefused
from catalog.actions.row_functions import ROW_FUNCTIONS
from catalog.actions.web_address import read_web_address
from catalog.model.dataset import Dataset, ObjectKind, PhysicalObject
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SqliteOptions,
    Storage,
    StorageKind,
)

Location = tuple[str, ...]
"""The real place of an object, by any storage: two equal places are the same object."""

_KINDS: dict[StorageKind, frozenset[ObjectKind]] = {
    StorageKind.FILES: frozenset({ObjectKind.CSV, ObjectKind.PARQUET}),
    StorageKind.S3: frozenset({ObjectKind.CSV, ObjectKind.PARQUET}),
    StorageKind.SQLITE: frozenset({ObjectKind.TABLE}),
    StorageKind.POSTGRESQL: frozenset({ObjectKind.TABLE}),
    StorageKind.MARIADB: frozenset({ObjectKind.TABLE}),
    StorageKind.ICEBERG: frozenset({ObjectKind.TABLE}),
    StorageKind.ICEBERG_REST: frozenset({ObjectKind.TABLE}),
    StorageKind.DEPOSIT: frozenset({ObjectKind.PARQUET}),
}
_WITHOUT_SCHEMAS = frozenset({StorageKind.SQLITE, StorageKind.MARIADB})
_ICEBERG_KINDS = frozenset({StorageKind.ICEBERG, StorageKind.ICEBERG_REST})
_ICEBERG = re.compile(r"[a-z0-9_]{1,63}")
# Files of a folder are opened one step after the other, whatever their names; those of a bucket are
# asked for by address, of which several engines make their own reading.
_FILE_OF_A_FOLDER = re.compile(
    r"(?:[\w=.()-][\w=.() -]*/)*(?:\*|[\w=.()-][\w=.() -]*)\.(csv|parquet)"
)
_FILE = re.compile(r"(?:[A-Za-z0-9_=.-]+/)*(?:\*|[A-Za-z0-9_=.-]+)\.(csv|parquet)")


def check_object(dataset: Dataset, storage: Storage, facts: Facts, findings: Findings) -> None:
    physical = dataset.physical
    if physical.kind not in _KINDS[storage.kind]:
        why = (
            f"un espace {storage.kind.value} n'en contient pas de ce genre",
            f"a {storage.kind.value} storage holds none of that kind",
        )
        findings.add(_refused(physical, *why), "object", "kind")
        return
    if physical.kind is ObjectKind.TABLE:
        _check_table(physical, storage, findings)
        if storage.kind is StorageKind.POSTGRESQL:
            _check_row_functions(dataset, findings)
    elif storage.kind is StorageKind.DEPOSIT:
        check_own_version(dataset, findings)
    else:
        _check_files(dataset, storage, findings)
    place = location(storage, physical)
    for other in facts.catalog.datasets.values():
        if other.id == dataset.id:
            continue
        storage_of_other = facts.catalog.storages.get(other.storage_id)
        if storage_of_other and _overlap(place, location(storage_of_other, other.physical)):
            findings.add(ObjectAlreadyRegistered(name=physical.name), "object", "name")
            break


def location(  # noqa: PLR0911 - one return a kind of storage
    storage: Storage, physical: PhysicalObject
) -> Location:
    match storage.place.options:
        case FilesOptions(directory=directory):
            return ("file", *PurePosixPath(directory, physical.name).parts)
        case SqliteOptions(path=path):
            # SQLite's own names know no case.
            return ("sqlite", str(PurePosixPath(path)), physical.name.casefold())
        case PostgresqlOptions(host=host, port=port, database=database):
            schema = physical.schema or "public"
            return ("postgresql", host, str(port), database, schema, physical.name)
        case MariadbOptions(host=host, port=port, database=database):
            # Whether names know case depends on the server's files: here they do not.
            return ("mariadb", host, str(port), database.casefold(), physical.name.casefold())
        case IcebergOptions(catalog=base, catalog_name=catalog):
            listed = (base.host, str(base.port), base.database, catalog)
            return ("iceberg", *listed, physical.schema or "", physical.name)
        case IcebergRestOptions(uri=uri, warehouse=warehouse):
            address = read_web_address(uri)
            place = (uri if address is None else address.url, warehouse)
            return ("iceberg_rest", *place, physical.schema or "", physical.name)
        case S3Options(endpoint=endpoint, bucket=bucket, prefix=prefix):
            return ("s3", endpoint, bucket, *PurePosixPath(prefix, physical.name).parts)
        case DepositOptions():
            raise TypeError(storage.options)


def _overlap(one: Location, other: Location) -> bool:
    """The same object, or a file and the pattern that takes it in."""
    if one[:-1] != other[:-1]:
        return False
    patterns = [each for each in (one[-1], other[-1]) if each.startswith("*.")]
    if not patterns or one[0] not in {"file", "s3"}:
        return one[-1] == other[-1]
    endings = {each.rpartition(".")[2] for each in (one[-1], other[-1])}
    return len(endings) == 1


def _check_table(physical: PhysicalObject, storage: Storage, findings: Findings) -> None:
    if physical.csv is not None:
        why = "une table n'a pas de format CSV", "a table has no CSV format"
        findings.add(_refused(physical, *why), "object", "csv")
    if storage.kind in _WITHOUT_SCHEMAS and physical.schema is not None:
        why = "SQLite et MariaDB n'ont pas de schéma", "SQLite and MariaDB have no schema"
        findings.add(_refused(physical, *why), "object", "schema")
    if storage.kind in _ICEBERG_KINDS and not (
        _ICEBERG.fullmatch(physical.name) and _ICEBERG.fullmatch(physical.schema or "")
    ):
        # "t$files" and "t@12" are what a table is made of, and what it was.
        why = (
            "un schéma et un nom, en minuscules, chiffres et « _ »",
            'a schema and a name, of small letters, digits and "_"',
        )
        findings.add(_refused(physical, *why), "object", "name")
    if isinstance(storage.options, IcebergRestOptions):
        namespace = storage.options.namespace
        if namespace is not None and physical.schema != namespace:
            why = f"le stockage ne lit que {namespace}", f"the storage reads {namespace} only"
            findings.add(_refused(physical, *why), "object", "schema")
    lengths = {len(each.encode()) for each in (physical.name, physical.schema or "public")}
    # PostgreSQL cuts longer names silently: it would read another table.
    quotes = set('"`') & set(physical.name + (physical.schema or ""))
    if max(lengths) > 63 or min(lengths) == 0 or quotes:
        why = "son nom a 63 octets au plus, sans guillemet", "its name: 63 bytes at most, no quote"
        findings.add(_refused(physical, *why), "object", "name")


def _check_row_functions(dataset: Dataset, findings: Findings) -> None:
    why = (
        "à la source, son nom est celui d'une fonction qui lirait toute la ligne",
        "its name at the source is that of a function that would read the whole row",
    )
    for column in dataset.columns:
        if column.source_name in ROW_FUNCTIONS:
            problem = ColumnRefused(column=column.name, why_fr=why[0], why_en=why[1])
            findings.add(problem, "columns", column.name, "source")


def _check_files(dataset: Dataset, storage: Storage, findings: Findings) -> None:
    physical = dataset.physical
    is_in_a_folder = storage.kind is StorageKind.FILES
    match = (_FILE_OF_A_FOLDER if is_in_a_folder else _FILE).fullmatch(physical.name)
    parts = physical.name.split("/")
    if match is None or match[1] != physical.kind.value or {".", ".."} & set(parts):
        ending = physical.kind.value
        why = (
            f"un chemin relatif en .{ending}, ou dossier/*.{ending}, sans "
            + ("* ? ' % : ni crochet" if is_in_a_folder else "espace ni accent"),
            f"a relative path in .{ending}, or folder/*.{ending}, without "
            + ("* ? ' % : or brackets" if is_in_a_folder else "spaces or accents"),
        )
        findings.add(_refused(physical, *why), "object", "name")
    if physical.schema is not None:
        findings.add(_refused(physical, "un fichier n'a pas de schéma", "a file has no schema"))
    if physical.kind is ObjectKind.CSV:
        check_csv(dataset, storage, findings)
    elif physical.csv is not None:
        why = "un fichier Parquet n'a pas de format CSV", "a Parquet file has no CSV format"
        findings.add(_refused(physical, *why), "object", "csv")


def _refused(physical: PhysicalObject, why_fr: str, why_en: str) -> ObjectRefused:
    return ObjectRefused(name=physical.name, why_fr=why_fr, why_en=why_en)
