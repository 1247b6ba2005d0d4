"""Bugs planted in what freezes figures, shows them and tells of them in public are told.

Covers gateway.acts.figures, gateway.figures.frozen.service, gateway.figures.frozen.checking,
gateway.figures.frozen.offline, catalog.actions.figures.figures, catalog.actions.figures.problems.
"""

import pytest

from policies.embedded import EmbeddedPolicy
from tests.mutants import in_the_figures


@pytest.fixture(scope="module")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


async def test_without_a_bug_every_figure_is_as_it_is_to_be(law):
    assert await in_the_figures.figure_that_tells(law) is None


@pytest.mark.parametrize("name", in_the_figures.BUGS)
async def test_a_figure_tells_because(name, law, monkeypatch):
    in_the_figures.BUGS[name].plant(monkeypatch)
    assert await in_the_figures.figure_that_tells(law)
