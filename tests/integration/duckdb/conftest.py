import pytest

from federation.engines.duckdb_engine import DuckdbEngine
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import own_bucket

SECRETS = {}


def resolve(reference):
    return SECRETS[reference.name]


@pytest.fixture
def secrets_of():
    """What each secret reference resolves to, by name."""
    SECRETS.clear()
    yield SECRETS
    SECRETS.clear()


@pytest.fixture
async def make_engine(tmp_path, secrets_of):
    """Engines with a spill directory of their own, closed at the end; nothing stays on disk."""
    engines = []

    def make(**settings):
        spill = tmp_path / f"spill-{len(engines)}"
        bounds = {"memory_limit": 512 * 1024**2, "threads": 2, "adapters": ADAPTERS, **settings}
        engine = DuckdbEngine(resolve, spill_dir=spill, **bounds)
        engines.append((engine, spill))
        return engine

    yield make
    for engine, spill in engines:
        await engine.aclose()
        assert not list(spill.iterdir())


@pytest.fixture
def engine(make_engine):
    return make_engine()


@pytest.fixture
def bucket(s3):
    with own_bucket(s3) as made:
        yield made
