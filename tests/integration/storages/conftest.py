import pytest

from tests.integration.storages.values import own_bucket, own_mariadb_database


@pytest.fixture
def bucket(s3):
    with own_bucket(s3) as made:
        yield made


@pytest.fixture
def mariadb_database(mariadb):
    """(name, a cursor within it) of a database that ends with the test."""
    with own_mariadb_database(mariadb) as made:
        yield made
