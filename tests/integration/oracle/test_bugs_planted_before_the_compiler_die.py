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
from tests.integration.oracle import planted_in_the_hosting as hosting
from tests.integration.oracle.planted import BUGS, DIES_IN, IN_PYTHON, IN_THE_LAW
from tests.integration.oracle.test_from_the_facts_to_the_cells import check_world


async def death_in(world: int, policy: PolicyPort, *, is_hosted: bool = False) -> str | None:
    """What kills it in that world; any failure will do: nothing was answered."""
    shown_communes.cache_clear()
    try:
        await check_world(world, policy, {}, is_hosted=is_hosted)
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


@pytest.mark.parametrize("name", hosting.IN_PYTHON)
async def test_the_oracle_finds_of_the_hosting(name, law, monkeypatch):
    assert await death_in(hosting.DIES_IN[name], law, is_hosted=True) is None
    hosting.IN_PYTHON[name].plant(monkeypatch)
    assert await death_in(hosting.DIES_IN[name], law, is_hosted=True)


@pytest.mark.parametrize("name", hosting.IN_THE_LAW)
async def test_the_oracle_finds_of_the_hosting_in_the_law(name, tmp_path):
    policy = await asyncio.to_thread(hosting.IN_THE_LAW[name].compiled, tmp_path)
    try:
        assert await death_in(hosting.DIES_IN[name], policy, is_hosted=True)
    finally:
        await policy.aclose()


def test_every_bug_has_its_world():
    assert DIES_IN.keys() == BUGS.keys()
    assert hosting.DIES_IN.keys() == {*hosting.IN_PYTHON, *hosting.IN_THE_LAW}
    assert len(BUGS) >= 50
