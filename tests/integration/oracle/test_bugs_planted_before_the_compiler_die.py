"""From the facts to the cells, each bug that is planted (planted.BUGS) must be found.

In the law's own text, compiled by OPA; in the questions, the members, the binding, the terms, the
masks, the caches. Each is hunted first in the world in which it is known to die.

Covers federation.rewrites.commune_cells, policies.port.
"""

from __future__ import annotations

import asyncio

import pytest

from federation.rewrites.commune_cells import shown_communes
from policies.embedded import EmbeddedPolicy
from policies.port import PolicyPort
from tests.integration.oracle.planted import BUGS, DIES_IN, IN_PYTHON, IN_THE_LAW
from tests.integration.oracle.test_from_the_facts_to_the_cells import check_world


async def death_in(world: int, policy: PolicyPort) -> str | None:
    """What kills it in that world; any failure will do: nothing was answered."""
    shown_communes.cache_clear()
    try:
        await check_world(world, policy, {})
    except Exception as death:  # noqa: BLE001 - a mutant may die of anything
        return type(death).__name__
    finally:
        shown_communes.cache_clear()
    return None


@pytest.fixture(scope="module")
def law():
    policy = EmbeddedPolicy(deadline_s=10)
    yield policy
    asyncio.run(policy.aclose())


@pytest.mark.parametrize("name", IN_PYTHON)
async def test_the_oracle_finds(name, law, monkeypatch):
    assert await death_in(DIES_IN[name], law) is None
    IN_PYTHON[name].plant(monkeypatch)
    assert await death_in(DIES_IN[name], law)


@pytest.mark.parametrize("name", IN_THE_LAW)
async def test_the_oracle_finds_in_the_law(name, tmp_path):
    policy = await asyncio.to_thread(IN_THE_LAW[name].compiled, tmp_path)
    try:
        assert await death_in(DIES_IN[name], policy)
    finally:
        await policy.aclose()


def test_every_bug_has_its_world():
    assert DIES_IN.keys() == BUGS.keys()
    assert len(BUGS) >= 50
