"""Introspection: the closed set of types, keys, comments, estimates, and why something is left.

Covers federation.storages.found_files, federation.storages.postgresql_objects,
federation.storages.mariadb_objects, federation.storages.object_names, federation.storages.registry.
"""

import io
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.storage import StorageKind
from federation.storages.problems import StorageCredentialsRefused, StorageFailed
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    files_storage,
    mariadb_storage,
    postgresql_storage,
    s3_storage,
    sqlite_storage,
)

CSV = "date_collecte;code_commune;tonnage_kg\n2025-01-01;35308;12,5\n2025-01-02;35210;8\n"
PARQUET = pa.table(
    {
        "texte": ["a"],
        "entier": pa.array([1], pa.int16()),
        "grand": pa.array([1], pa.int64()),
        "montant": pa.array([Decimal("1.50")], pa.decimal128(12, 2)),
        "reel": pa.array([1.5], pa.float32()),
        "vrai": [True],
        "jour": [date(2025, 1, 1)],
        "heure": pa.array([datetime(2025, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")),
        "locale": pa.array([0], pa.timestamp("ms")),
        "depart": pa.array([0], pa.time32("ms")),
        "fin": pa.array([0], pa.time64("us")),
        "tic": pa.array([0], pa.time64("ns")),
        "octets": [b"x"],
        "liste": [[1]],
        "non_signe": pa.array([1], pa.uint64()),
    }
)
PARQUET_TYPES = {
    "texte": ColumnType(ScalarType.STRING),
    "entier": ColumnType(ScalarType.INTEGER),
    "grand": ColumnType(ScalarType.BIGINT),
    "montant": ColumnType(ScalarType.DECIMAL, 12, 2),
    "reel": ColumnType(ScalarType.FLOAT),
    "vrai": ColumnType(ScalarType.BOOLEAN),
    "jour": ColumnType(ScalarType.DATE),
    "heure": ColumnType(ScalarType.TIMESTAMP_TZ),
    "locale": ColumnType(ScalarType.TIMESTAMP),
    "depart": ColumnType(ScalarType.TIME),
    "fin": ColumnType(ScalarType.TIME),
    "tic": None,
    "octets": None,
    "liste": None,
    "non_signe": None,
}


async def found_in(storage, secret=None):
    found = await ADAPTERS[storage.kind].introspect(storage, secret)
    objects = {(each.schema, each.name): each for each in found}
    assert len(objects) == len(found)
    for column in (column for each in found for column in each.columns):
        assert column.type is not None or (column.reason_fr and column.reason_en)
    return objects


def types_of(found):
    return {column.source_name: column.type for column in found.columns}


def parquet_bytes():
    written = io.BytesIO()
    pq.write_table(PARQUET, written)
    return written.getvalue()


def check_files(found):
    csv = found[None, "collectes/2025.csv"]
    assert csv.csv.columns == ("date_collecte", "code_commune", "tonnage_kg")
    assert csv.csv.delimiter == ";"
    assert csv.csv.encoding == "utf-8"
    assert types_of(csv) == {
        "date_collecte": ColumnType(ScalarType.DATE),
        "code_commune": ColumnType(ScalarType.STRING),
        "tonnage_kg": ColumnType(ScalarType.DECIMAL, 12, 1),
    }
    assert [each.concept for each in csv.columns] == [None, "commune", None]
    assert csv.row_estimate == 2
    both = found[None, "collectes/*.csv"]
    assert both.columns == csv.columns
    book = found[None, "collectes/budget.XLSX"]
    assert book.columns == ()
    assert "exportez la feuille en CSV" in book.reason_fr
    assert both.row_estimate == 4
    parquet = found[None, "types.parquet"]
    assert types_of(parquet) == PARQUET_TYPES
    assert parquet.row_estimate == 1
    assert set(found) == {
        (None, "collectes/2024.csv"),
        (None, "collectes/2025.csv"),
        (None, "collectes/*.csv"),
        (None, "collectes/budget.XLSX"),
        (None, "types.parquet"),
        (None, "abime.parquet"),
    }
    assert found[None, "abime.parquet"].columns == ()


FILES = {
    "collectes/2024.csv": CSV.encode(),
    "collectes/2025.csv": b"\xef\xbb\xbf" + CSV.encode(),
    "collectes/budget.XLSX": b"PK\x03\x04 rien",
    "collectes/~$budget.tmp": b"x",
    "collectes/_en_cours.csv": b"x",
    "collectes/lisez-moi.txt": b"x",
    "types.parquet": parquet_bytes(),
    "abime.parquet": b"PAR1 rien PAR1",
}


async def test_files(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "lien.csv").symlink_to("/etc/hostname")
    check_files(await found_in(files_storage(tmp_path)))


async def test_s3_under_a_prefix_and_not_beside_it(s3, bucket):
    name, client = bucket
    for key, content in FILES.items():
        client.put_object(Bucket=name, Key=f"org/{key}", Body=content)
    client.put_object(Bucket=name, Key="org2/voisin.csv", Body=CSV.encode())
    storage = s3_storage(s3, name, "org/")
    check_files(await found_in(storage, s3.secret_key))
    with pytest.raises(StorageCredentialsRefused):
        await ADAPTERS[StorageKind.S3].introspect(storage, "faux")


async def test_csv_that_cannot_be_read_as_it_is(tmp_path):
    (tmp_path / "double.csv").write_text("a,A,,b,c,c\n1,2,3,4,5,6\n")
    (tmp_path / "windows.csv").write_bytes("libellé;prix €\n".encode("cp1252"))
    (tmp_path / "latin.csv").write_bytes("libellé;prix\n".encode("latin-1"))
    (tmp_path / "vide.csv").write_bytes(b"")
    (tmp_path / "large.csv").write_text("Date;Total\n1;2\n", encoding="utf-16")
    found = await found_in(files_storage(tmp_path))
    assert types_of(found[None, "double.csv"])["b"] == ColumnType(ScalarType.INTEGER)
    assert [each.type is None for each in found[None, "double.csv"].columns] == [
        *(False, False, True, False, True, True)
    ]
    assert found[None, "windows.csv"].csv.encoding == "windows-1252"
    assert types_of(found[None, "windows.csv"])["prix €"] == ColumnType(ScalarType.STRING)
    assert found[None, "latin.csv"].csv.encoding == "latin-1"
    assert types_of(found[None, "latin.csv"])["libellé"] == ColumnType(ScalarType.STRING)
    assert found[None, "vide.csv"].columns == ()
    assert found[None, "large.csv"].csv.encoding == "utf-16"
    assert types_of(found[None, "large.csv"])["Total"] == ColumnType(ScalarType.INTEGER)


async def test_sqlite(tmp_path):
    path = tmp_path / "eau.sqlite"
    database = sqlite3.connect(path)
    database.executescript(
        """
        CREATE TABLE compteurs (
          rang INTEGER, site TEXT, releve DATE, quand DATETIME, depart TIME, m3 REAL NOT NULL,
          montant DECIMAL(10, 2), actif BOOLEAN, photo BLOB, sans_type, PRIMARY KEY (site, rang));
        INSERT INTO compteurs (rang, site, m3) VALUES (1, 'a', 1.5), (2, 'a', 2);
        CREATE VIEW actifs AS SELECT site FROM compteurs;
        """
    )
    database.close()
    found = await found_in(sqlite_storage(path))
    table = found[None, "compteurs"]
    assert table.primary_key == ("site", "rang")
    assert table.row_estimate == 2
    assert types_of(table) == {
        "rang": ColumnType(ScalarType.BIGINT),
        "site": ColumnType(ScalarType.STRING),
        "releve": ColumnType(ScalarType.DATE),
        "quand": ColumnType(ScalarType.TIMESTAMP),
        "depart": ColumnType(ScalarType.TIME),
        "m3": ColumnType(ScalarType.FLOAT),
        "montant": ColumnType(ScalarType.DECIMAL, 10, 2),
        "actif": ColumnType(ScalarType.BOOLEAN),
        "photo": None,
        "sans_type": None,
    }
    assert not next(each for each in table.columns if each.source_name == "m3").nullable
    assert types_of(found[None, "actifs"]) == {"site": ColumnType(ScalarType.STRING)}


async def test_a_damaged_sqlite_is_a_storage_that_failed(tmp_path):
    path = tmp_path / "abime.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(StorageFailed):
        await ADAPTERS[StorageKind.SQLITE].introspect(sqlite_storage(path), None)


async def test_postgresql(postgresql_database):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(
            """
            CREATE SCHEMA eau;
            CREATE TYPE eau.flux AS ENUM ('OMR', 'VERRE');
            CREATE DOMAIN eau.volume AS integer;
            CREATE TABLE eau."Compteurs" (
              n smallint, "Site" varchar(20), id bigint, montant numeric(12, 2), libre numeric,
              enorme numeric(50, 2), m3 double precision, actif boolean, releve date,
              quand timestamptz, local timestamp, depart time(0), details jsonb, flux eau.flux,
              cle uuid,
              code char(5), mots text[], photo bytea, duree interval, point point,
              volume eau.volume, PRIMARY KEY ("Site", n));
            COMMENT ON TABLE eau."Compteurs" IS 'Relevés des compteurs';
            COMMENT ON COLUMN eau."Compteurs".m3 IS 'Volume relevé';
            INSERT INTO eau."Compteurs" (n, "Site") VALUES (1, 'a'), (2, 'a');
            ANALYZE eau."Compteurs";
            CREATE TABLE cache (x integer);
            CREATE VIEW vue AS SELECT n FROM eau."Compteurs";
            DROP ROLE IF EXISTS lecteur;
            CREATE ROLE lecteur LOGIN PASSWORD 'ici';
            GRANT USAGE ON SCHEMA eau TO lecteur;
            GRANT SELECT ON eau."Compteurs", vue TO lecteur;
            """
        )
        try:
            storage, _ = postgresql_storage(postgresql_database, user="lecteur")
            found = await found_in(storage, "ici")
        finally:
            database.execute("DROP OWNED BY lecteur; DROP ROLE lecteur")
    assert set(found) == {("eau", "Compteurs"), ("public", "vue")}
    table = found["eau", "Compteurs"]
    assert table.comment == "Relevés des compteurs"
    assert table.primary_key == ("Site", "n")
    assert table.row_estimate == 2
    by_name = {each.source_name: each for each in table.columns}
    assert by_name["m3"].comment == "Volume relevé"
    assert not by_name["n"].nullable
    text, unknown = ColumnType(ScalarType.STRING), None
    assert types_of(table) == {
        "n": ColumnType(ScalarType.INTEGER),
        "Site": text,
        "id": ColumnType(ScalarType.BIGINT),
        "montant": ColumnType(ScalarType.DECIMAL, 12, 2),
        "libre": unknown,
        "enorme": unknown,
        "m3": ColumnType(ScalarType.FLOAT),
        "actif": ColumnType(ScalarType.BOOLEAN),
        "releve": ColumnType(ScalarType.DATE),
        "quand": ColumnType(ScalarType.TIMESTAMP_TZ),
        "local": ColumnType(ScalarType.TIMESTAMP),
        "depart": ColumnType(ScalarType.TIME),
        "details": ColumnType(ScalarType.JSON),
        "flux": text,
        "cle": text,
        "code": text,
        "mots": unknown,
        "photo": unknown,
        "duree": unknown,
        "point": unknown,
        "volume": unknown,
    }


async def test_mariadb(mariadb, mariadb_database):
    name, cursor = mariadb_database
    cursor.execute(
        """
        CREATE TABLE compteurs (
          n smallint, site varchar(20), id bigint, id_u bigint unsigned, court int unsigned,
          petit tinyint, vrai tinyint(1), moyen mediumint, montant decimal(12, 2),
          enorme decimal(50, 2), m3 double COMMENT 'Volume relevé', simple float, releve date,
          quand timestamp NULL, local datetime(3), details json, flux enum('OMR', 'VERRE'),
          marques set('a', 'b'), code char(5), mots text, an year, photo blob, octets varbinary(4),
          duree time, point point, bits bit(3), PRIMARY KEY (site, n)
        ) COMMENT 'Relevés des compteurs'
        """
    )
    cursor.execute("INSERT INTO compteurs (n, site) VALUES (1, 'a'), (2, 'a')")
    cursor.execute("ANALYZE TABLE compteurs")
    cursor.execute("CREATE TABLE cache (x integer)")
    cursor.execute("CREATE VIEW vue AS SELECT n FROM compteurs")
    for table in ("Double", "double"):
        cursor.execute(f"CREATE TABLE `{table}` (x integer)")
    cursor.execute("CREATE OR REPLACE USER 'lecteur'@'%' IDENTIFIED BY 'ici'")
    for table in ("compteurs", "vue", "`Double`", "`double`"):
        cursor.execute(f"GRANT SELECT ON {name}.{table} TO 'lecteur'@'%'")
    try:
        found = await found_in(mariadb_storage(mariadb, name, user="lecteur"), "ici")
    finally:
        cursor.execute("DROP USER 'lecteur'@'%'")
    assert set(found) == {(None, each) for each in ("compteurs", "vue", "Double", "double")}
    # Engines find a table whatever the case of its name: of these two, one for the other.
    assert found[None, "Double"].columns == found[None, "double"].columns == ()
    assert found[None, "vue"].comment is None
    table = found[None, "compteurs"]
    assert table.comment == "Relevés des compteurs"
    assert table.primary_key == ("site", "n")
    assert table.row_estimate == 2
    by_name = {each.source_name: each for each in table.columns}
    assert by_name["m3"].comment == "Volume relevé"
    assert not by_name["n"].nullable
    text, number, unknown = ColumnType(ScalarType.STRING), ColumnType(ScalarType.INTEGER), None
    assert types_of(table) == {
        "n": number,
        "site": text,
        "id": ColumnType(ScalarType.BIGINT),
        "id_u": ColumnType(ScalarType.DECIMAL, 20, 0),
        "court": ColumnType(ScalarType.BIGINT),
        "petit": number,
        "vrai": ColumnType(ScalarType.BOOLEAN),
        "moyen": number,
        "montant": ColumnType(ScalarType.DECIMAL, 12, 2),
        "enorme": unknown,
        "m3": ColumnType(ScalarType.FLOAT),
        "simple": ColumnType(ScalarType.FLOAT),
        "releve": ColumnType(ScalarType.DATE),
        "quand": ColumnType(ScalarType.TIMESTAMP_TZ),
        "local": ColumnType(ScalarType.TIMESTAMP),
        # MariaDB's JSON is a LONGTEXT that it checks.
        "details": text,
        "flux": text,
        "marques": text,
        "code": text,
        "mots": text,
        "an": number,
        "photo": unknown,
        "octets": unknown,
        "duree": ColumnType(ScalarType.TIME),
        "point": unknown,
        "bits": unknown,
    }
