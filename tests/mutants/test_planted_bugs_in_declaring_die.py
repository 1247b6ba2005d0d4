"""Bugs planted in what is remembered of open data, and in what a declaration tells, are found.

Covers catalog.actions.dataset, catalog.guard.sources, catalog.guard.hashes, gateway.acts.act.
"""

import pytest

from policies.embedded import EmbeddedPolicy
from tests.mutants import in_the_declaring


@pytest.fixture(scope="module")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


async def test_without_a_bug_nothing_is_forgotten_nor_told(law):
    assert in_the_declaring.known_that_tells() is None
    assert await in_the_declaring.told_that_tells(law) is None


@pytest.mark.parametrize("name", in_the_declaring.WHAT_IS_KNOWN)
def test_what_was_open_is_forgotten_because(name, monkeypatch):
    in_the_declaring.WHAT_IS_KNOWN[name].plant(monkeypatch)
    assert in_the_declaring.known_that_tells()


@pytest.mark.parametrize("name", in_the_declaring.WHAT_IS_TOLD)
async def test_a_stranger_is_told_something_because(name, law, monkeypatch):
    in_the_declaring.WHAT_IS_TOLD[name].plant(monkeypatch)
    assert await in_the_declaring.told_that_tells(law)
