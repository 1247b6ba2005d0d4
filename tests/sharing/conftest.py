import pytest

from policies.embedded import EmbeddedPolicy
from tests.sharing.world import World


@pytest.fixture(scope="session")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


@pytest.fixture
def world(law):
    return World(law, policy=law)
