"""Every step of every service carried, over its golden inputs: the same rows on three engines.

Covers services_run.portable, services_run.golden.
"""

from contextlib import closing
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg
import pytest
from trino import dbapi

from federation.plan import POSTGRES, TRINO
from services_run.checking import carried_services, find_service, load_service
from tests.integration.services.steps_anywhere import elsewhere, on_duckdb
from tests.unit.services.weighings_of_bodies import write_weighings

FOLDERS = carried_services()
SMALL = [folder for folder in FOLDERS if folder.name == "comparaison"]


def ids(folder):
    return folder.name


def agree_on_postgresql(folder, address, inputs=None):
    service = load_service(folder)
    expected, known = on_duckdb(service, inputs)
    with psycopg.connect(address, autocommit=True) as connection:

        def run(statement):
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

        answered = elsewhere(service, POSTGRES, known, run, inputs)
    assert answered == expected


@pytest.mark.parametrize("folder", SMALL, ids=ids)
def test_a_small_service_answers_alike_on_postgresql(folder, postgresql_database):
    agree_on_postgresql(folder, postgresql_database)


@pytest.mark.whole
@pytest.mark.parametrize("folder", FOLDERS, ids=ids)
def test_each_step_gives_the_same_rows_on_postgresql(folder, postgresql_database):
    agree_on_postgresql(folder, postgresql_database)


@pytest.fixture
def years(tmp_path):
    """Weighings of 2010, 2022 and 2023, with what the golden inputs of the waste report have not:
    recycling centres and their costs, a code of nobody, a commune outside, tax and fees.
    """
    write_weighings(tmp_path, years=(2010, 2022, 2023))
    more = {
        "tonnages.csv": "20/05/2023;35003;Déchèteries;0,700\n15/05/2023;35999;Verre;0,400\n"
        "15/05/2023;35238;Verre;0,300\n",
        "matrice_couts.csv": "2023;Déchèteries;HAUT DE QUAI;Charges;70000,25\n",
    }
    for name, rows in more.items():
        with (tmp_path / name).open("a", encoding="cp1252") as file:
            file.write(rows)
    (tmp_path / "teom.csv").write_text("Année;Nature;Montant\n2023;TEOM;190000,40\n", "utf-8")
    return tmp_path


def test_a_report_over_years_answers_alike_on_postgresql(years, postgresql_database):
    agree_on_postgresql(find_service("rpqs-dechets"), postgresql_database, years)


@pytest.mark.whole
def test_a_report_over_years_answers_alike_on_trino(years, memory):
    service = load_service(find_service("rpqs-dechets"))
    expected, known = on_duckdb(service, years)
    assert elsewhere(service, TRINO, known, memory, years) == expected


@pytest.fixture
def memory(trino):
    """Runs statements in an empty catalog of Trino that ends with the test."""
    place, name = urlsplit(trino.url), f"services_{token_hex(4)}"
    options = {"host": place.hostname, "port": place.port, "user": trino.user, "timezone": "UTC"}
    with closing(trino_connection(**options)) as connection:
        rows_of(connection, f"CREATE CATALOG {name} USING memory")
        with closing(trino_connection(**options, catalog=name, schema="default")) as inside:
            yield lambda statement: rows_of(inside, statement)
        rows_of(connection, f"DROP CATALOG {name}")


def trino_connection(**options):
    return dbapi.connect(http_scheme="http", **options)


def rows_of(connection, statement):
    cursor = connection.cursor()
    cursor.execute(statement)
    return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.whole
@pytest.mark.parametrize("folder", FOLDERS, ids=ids)
def test_each_step_gives_the_same_rows_on_trino(folder, memory):
    service = load_service(folder)
    expected, known = on_duckdb(service)
    assert elsewhere(service, TRINO, known, memory) == expected
