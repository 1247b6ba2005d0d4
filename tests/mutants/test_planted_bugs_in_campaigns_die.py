"""Bugs planted in what campaigns ask, read, show and remind of are told.

Covers catalog.actions.campaigns.requesting, catalog.actions.campaigns.standing,
catalog.actions.campaigns.reminding, gateway.acts.campaigns, gateway.figures.campaigns.service.
"""

import pytest

from policies.embedded import EmbeddedPolicy
from tests.mutants import in_the_campaigns


@pytest.fixture(scope="module")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


async def test_without_a_bug_every_campaign_is_as_it_is_to_be(law):
    assert await in_the_campaigns.campaign_that_tells(law) is None


@pytest.mark.parametrize("name", in_the_campaigns.BUGS)
async def test_a_campaign_tells_because(name, law, monkeypatch):
    in_the_campaigns.BUGS[name].plant(monkeypatch)
    assert await in_the_campaigns.campaign_that_tells(law)
