"""Bugs planted in what holds an opening back, and in who may confirm it, open something.

Covers catalog.actions.openings.holding, catalog.actions.openings.widening,
catalog.actions.openings.deciding, gateway.acts.openings.
"""

import pytest

from policies.embedded import EmbeddedPolicy
from tests.mutants import in_the_openings


@pytest.fixture(scope="module")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


async def test_without_a_bug_nothing_is_opened(law):
    assert await in_the_openings.attempt_that_opens(law) is None


@pytest.mark.parametrize("name", in_the_openings.IN_PYTHON)
async def test_something_is_opened_because(name, law, monkeypatch):
    in_the_openings.IN_PYTHON[name].plant(monkeypatch)
    assert await in_the_openings.attempt_that_opens(law)


@pytest.mark.parametrize("name", in_the_openings.IN_THE_LAW)
async def test_the_law_lets_something_be_opened_because(name, tmp_path):
    law = in_the_openings.IN_THE_LAW[name].compiled(tmp_path)
    try:
        assert await in_the_openings.attempt_that_opens(law)
    finally:
        await law.aclose()
