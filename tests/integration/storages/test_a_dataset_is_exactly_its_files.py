"""Which file or table a dataset is, on DuckDB and on Trino; names that could be another's.

Covers federation.storages.object_names, catalog.model.dataset, federation.storages.duckdb_files,
federation.storages.files.
"""

import pytest

from catalog.model.dataset import ObjectKind, PhysicalObject, ScalarType
from catalog.model.storage import S3Options, Storage, StorageKind
from federation.storages.object_names import read_object_files
from federation.storages.problems import (
    InvalidObjectName,
    InvalidStorageOption,
    UndeclaredCsvColumns,
    UnsupportedObject,
)
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    OWNER,
    column,
    csv_dataset,
    dataset,
    files_storage,
    parquet_dataset,
    postgresql_storage,
    source_of,
    sqlite_storage,
    table_dataset,
)

S3 = Storage(
    "st_s3",
    OWNER,
    StorageKind.S3,
    S3Options("https://s3.exemple.fr", "fr-par", "seau", "org/", "cle"),
)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd.csv",
        "../voisin.csv",
        "a/../../voisin.csv",
        "./a.csv",
        "a//b.csv",
        "a/b/",
        "a*.csv",
        "*/a.csv",
        "**/*.csv",
        "a?.csv",
        "[ab].csv",
        "{a,b}.csv",
        "a\\b.csv",
        "a.csv\n",
        "a\0.csv",
        "${ENV:HOME}.csv",
        "a.csv?s3_region=x",
        "a%2e.csv",
        "http://x/a.csv",
        "_cache.csv",
        ".a.csv",
        ".cache/a.csv",
        "a.parquet",
        "*.parquet",
        "a.txt",
    ],
)
def test_names_that_are_refused(name):
    with pytest.raises(InvalidObjectName):
        read_object_files(PhysicalObject(ObjectKind.CSV, name))


@pytest.mark.parametrize(
    "name", ["a.csv", "A.CSV", "été 2025/l'eau, l'air.csv", "annee=2025/*.csv", "*.csv", "a..b.csv"]
)
def test_names_that_are_accepted(name):
    read_object_files(PhysicalObject(ObjectKind.CSV, name))


def test_a_quote_in_a_name_stays_in_its_literal():
    of = csv_dataset("l'eau.csv", "n")
    with ADAPTERS[StorageKind.S3].opened(S3, of) as opened:
        assert "org/l''eau.csv'" in opened.view().sql("duckdb")
    assert "org/l''eau.parquet'" in source_of(S3, parquet_dataset("l'eau.parquet"))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (csv_dataset("a.csv", "n", "N"), InvalidStorageOption),
        (csv_dataset("a.csv", "n", ""), InvalidStorageOption),
        (csv_dataset("a.csv", "n", delimiter=""), InvalidStorageOption),
        (csv_dataset("a.csv", "n", delimiter='"'), InvalidStorageOption),
        (csv_dataset("a.csv", "n", quote="\\"), InvalidStorageOption),
        (table_dataset("t"), UnsupportedObject),
    ],
)
def test_a_declaration_that_no_engine_could_follow(wrong, problem):
    for storage in (files_storage("/data"), S3):
        with pytest.raises(problem):
            source_of(storage, wrong)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (dataset(PhysicalObject(ObjectKind.CSV, "a.csv")), UndeclaredCsvColumns),
        (csv_dataset("a.csv"), UndeclaredCsvColumns),
        (csv_dataset("a.csv", "n", encoding="cp1252"), InvalidStorageOption),
    ],
)
def test_only_files_of_a_folder_are_read_by_the_names_of_their_headers(wrong, problem):
    source_of(files_storage("/data"), wrong)
    with pytest.raises(problem):
        source_of(S3, wrong)


def test_a_database_holds_no_files():
    postgresql, _ = postgresql_storage("postgresql://a:b@localhost:1/d")
    for storage in (postgresql, sqlite_storage("/data/a.sqlite")):
        with pytest.raises(UnsupportedObject):
            source_of(storage, csv_dataset("a.csv", "n"))


def test_tables_lie_under_their_storage():
    postgresql, _ = postgresql_storage("postgresql://a:b@localhost:1/d")
    assert source_of(postgresql, table_dataset('T"x')) == '"st_postgresql"."public"."T""x"'
    assert source_of(postgresql, table_dataset("t", "eau")) == '"st_postgresql"."eau"."t"'
    assert source_of(sqlite_storage("/a.sqlite"), table_dataset("t")) == '"st_sqlite"."main"."t"'


def on_trino(of, storage=S3):
    return ADAPTERS[storage.kind].trino_table(storage, of)


def test_trino_reads_a_directory_and_keeps_the_datasets_files():
    table = on_trino(csv_dataset("c/a.csv", "id", "Nom"))
    assert table.columns == (("id", "varchar"), ("Nom", "varchar"))
    assert dict(table.properties)["external_location"] == "s3://seau/org/c/"
    assert table.condition.sql("trino") == "\"$path\" = 's3://seau/org/c/a.csv'"
    every = on_trino(csv_dataset("c/*.csv", "id", "Nom"))
    assert every.table == table.table
    assert every.condition.sql("trino") == "SUBSTR(\"$path\", -4) = '.csv'"


def test_another_place_or_other_columns_are_another_table():
    names = {
        on_trino(each).table
        for each in (
            csv_dataset("c/a.csv", "id"),
            csv_dataset("d/a.csv", "id"),
            csv_dataset("c/a.csv", "id", "nom"),
            csv_dataset("c/a.csv", "id", delimiter=","),
            parquet_dataset("c/a.parquet", column("id")),
            parquet_dataset("c/a.parquet", column("id", ScalarType.BIGINT)),
        )
    }
    assert len(names) == 6


def test_what_trino_cannot_read_has_no_table_there():
    assert on_trino(csv_dataset("a.csv", "n", encoding="latin-1")) is None
    assert on_trino(csv_dataset("a.csv", "n, et m")) is None
    for storage in (files_storage("/data"), sqlite_storage("/data/a.sqlite")):
        assert on_trino(csv_dataset("a.csv", "n"), storage) is None
        assert ADAPTERS[storage.kind].trino_catalog(storage, None) is None


def test_trino_is_never_given_something_of_its_own_environment():
    postgresql, _ = postgresql_storage("postgresql://a:b@localhost:1/d")
    for storage in (S3, postgresql):
        with pytest.raises(InvalidStorageOption):
            ADAPTERS[storage.kind].trino_catalog(storage, "${ENV:HOME}")


def test_a_database_name_cannot_add_options_to_trinos_address():
    storage, _ = postgresql_storage("postgresql://a:b@localhost:1/d", database="d?user=x&a=/b")
    properties = dict(ADAPTERS[storage.kind].trino_catalog(storage, "s").properties)
    assert properties["connection-url"].startswith(
        "jdbc:postgresql://localhost:1/d%3Fuser%3Dx%26a%3D%2Fb?sslmode=disable&"
    )
