"""Read back by other hands than those that wrote them.

Covers demo.prepare_full, demo.generate.points, demo.write.postgresql, demo.write.s3,
demo.write.sqlite, demo.write.files.
"""

import csv
import io
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal

import boto3
import psycopg
import pyarrow.parquet as pq
import pytest
from botocore.config import Config

from demo.generate.world import make_world
from demo.prepare_full import prepare_full
from tests.integration.demo.conftest import catalog_of


@pytest.fixture(scope="module")
def world():
    return make_world()


@pytest.fixture(scope="module")
def full(tmp_path_factory, postgresql, s3):
    return prepare_full(tmp_path_factory.mktemp("full"), postgresql, s3)


def as_rows(text, delimiter):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_val_d_ille_aubigne_writes_as_a_french_spreadsheet_does(embedded, world):
    folder = embedded.folder / "val-d-ille-aubigne" / "collectes"
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["2023.csv", "2024.csv", "2025.csv"]
    rows = [row for file in files for row in as_rows(file.read_text("utf-8"), ";")]
    expected = world.tables["val-d-ille-aubigne"].rows
    assert len(rows) == len(expected)
    first, wanted = rows[0], expected[0]
    assert first["date_collecte"] == wanted[1].strftime("%d/%m/%Y")
    assert first["part_commune"] == str(wanted[4]).replace(".", ",")
    assert sum(int(row["tonnage_kg"]) for row in rows) == sum(row[7] for row in expected)


def test_valcobreizh_and_mesnil_roc_h_are_sqlite(embedded, world):
    for slug, file in (("valcobreizh", "collecte"), ("mesnil-roc-h", "patrimoine")):
        table = world.tables[slug]
        path = embedded.folder / slug / f"{file}.sqlite"
        with closing(sqlite3.connect(path)) as database:
            cursor = database.execute(f"SELECT * FROM {table.name}")
            names = tuple(each[0] for each in cursor.description)
            rows = cursor.fetchall()
        assert names == table.column_names
        assert len(rows) == len(table.rows)
        for stored, wanted in zip(rows[::97], table.rows[::97], strict=True):
            assert stored[0] == wanted[0]
            position = next(i for i, value in enumerate(wanted) if isinstance(value, Decimal))
            assert Decimal(stored[position]) == wanted[position]


def test_sde35_is_parquet_that_says_where_it_comes_from(embedded, world):
    path = embedded.folder / "sde35" / "bornes_recharge" / "bornes_recharge.parquet"
    table = pq.read_table(path)
    assert [tuple(row.values()) for row in table.to_pylist()] == list(world.tables["sde35"].rows)
    assert table.schema.metadata[b"origine"] == b"synthetique"
    assert table.schema.metadata[b"titre"].endswith("(données synthétiques)".encode())


def test_the_full_stack_is_declared_without_a_mistake(full, tmp_path):
    catalog = catalog_of(full, tmp_path)
    kinds = {each.kind.value for each in catalog.storages.values()}
    assert kinds == {"postgresql", "s3", "deposit"}
    assert len(catalog.datasets) == 50
    assert len(catalog.agreements) == 13


def test_only_their_owner_reads_the_passwords(full):
    files = [path for path in full.secrets.rglob("*") if path.is_file()]
    assert len(files) == 11
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}


def _reader(postgresql, full, database, siren):
    password = (full.secrets / siren / "postgresql").read_text("utf-8")
    dsn = postgresql.dsn(database, f"{database}_lecture", password)
    return psycopg.connect(dsn)


def test_postgresql_holds_the_same_rows_for_an_account_that_only_reads(full, postgresql, world):
    expected = world.tables["val-d-ille-aubigne"].rows
    with _reader(postgresql, full, "val_d_ille_aubigne", "243500667") as connection:
        query = "SELECT * FROM dechets.collectes ORDER BY id_pesee, code_commune NULLS FIRST"
        rows = connection.execute(query).fetchall()
        assert rows == sorted(expected, key=lambda row: (row[0], row[3] or ""))
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM dechets.collectes")
    with _reader(postgresql, full, "val_d_ille_aubigne", "243500667") as connection:
        connection.execute("SET TRANSACTION READ WRITE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM dechets.collectes")


def test_postgresql_keeps_instants(full, postgresql, world):
    with _reader(postgresql, full, "mesnil_roc_h", "200085868") as connection:
        rows = connection.execute("SELECT * FROM patrimoine.energie_batiments").fetchall()
    assert sorted(rows) == sorted(world.tables["mesnil-roc-h"].rows)


def test_no_reader_enters_the_other_database(full, postgresql):
    password = (full.secrets / "200085868" / "postgresql").read_text("utf-8")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(postgresql.dsn("val_d_ille_aubigne", "mesnil_roc_h_lecture", password))


def test_s3_holds_parquet_and_csv_under_a_prefix(full, s3, world):
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=(full.secrets / "200090884" / "s3").read_text("utf-8"),
        config=Config(s3={"addressing_style": "path"}, proxies={}),
    )

    def content(bucket, key):
        found = client.get_object(Bucket=bucket, Key=key)
        assert found["Metadata"]["origine"] == "synthetique"
        return found["Body"].read()

    rows = [
        tuple(row.values())
        for year in (2023, 2024, 2025)
        for row in pq.read_table(
            io.BytesIO(content("valcobreizh", f"interco/collectes/{year}.parquet"))
        ).to_pylist()
    ]
    assert tuple(rows) == world.tables["valcobreizh"].rows
    meters = as_rows(content("eau-bassin-rennais", "interco/compteurs/compteurs.csv").decode(), ",")
    assert len(meters) == len(world.tables["eau-bassin-rennais"].rows)
    assert date.fromisoformat(meters[0]["date_releve"]).year == 2023
    points = as_rows(
        content("bretagne-romantique", "interco/points_apport/points_apport.csv").decode(), ","
    )
    assert {row["enterre"] for row in points} == {"oui", "non"}
    assert pq.read_table(
        io.BytesIO(content("sde35", "interco/bornes_recharge/bornes_recharge.parquet"))
    ).num_rows == len(world.tables["sde35"].rows)
