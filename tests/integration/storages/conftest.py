import pytest

from tests.integration.storages.values import own_bucket


@pytest.fixture
def bucket(s3):
    with own_bucket(s3) as made:
        yield made
