"""Every step of every service carried, over its golden inputs: the same rows on three engines.

Covers federation.services.portable, federation.services.golden.
"""

from contextlib import closing
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg
import pytest
from trino import dbapi

from federation.plan import POSTGRES, TRINO
from federation.services.checking import carried_services, load_service
from tests.integration.services.steps_anywhere import elsewhere, on_duckdb

FOLDERS = carried_services()
SMALL = [folder for folder in FOLDERS if folder.name == "comparaison"]


def ids(folder):
    return folder.name


def agree_on_postgresql(folder, address):
    service = load_service(folder)
    expected, known = on_duckdb(service)
    with psycopg.connect(address, autocommit=True) as connection:

        def run(statement):
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

        answered = elsewhere(service, POSTGRES, known, run)
    assert answered == expected


@pytest.mark.parametrize("folder", SMALL, ids=ids)
def test_a_small_service_answers_alike_on_postgresql(folder, postgresql_database):
    agree_on_postgresql(folder, postgresql_database)


@pytest.mark.whole
@pytest.mark.parametrize("folder", FOLDERS, ids=ids)
def test_each_step_gives_the_same_rows_on_postgresql(folder, postgresql_database):
    agree_on_postgresql(folder, postgresql_database)


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
