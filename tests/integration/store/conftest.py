import pytest

from catalog.store import open_store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def store_url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    return request.getfixturevalue("postgresql_database")


@pytest.fixture
async def store(store_url):
    opened = await open_store(store_url)
    yield opened
    await opened.aclose()


@pytest.fixture
async def other_process(store, store_url):
    """A second store over the same database: it shares nothing else with the first."""
    opened = await open_store(store_url)
    yield opened
    await opened.aclose()
