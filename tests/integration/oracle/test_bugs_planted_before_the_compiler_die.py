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
from tests.integration.oracle import planted_in_the_suspensions as suspensions
from tests.integration.oracle.mutants import InTheLaw
from tests.integration.oracle.planted import BUGS, DIES_IN, IN_PYTHON, IN_THE_LAW
from tests.integration.oracle.test_from_the_facts_to_the_cells import check_world


async def death_in(world: int, policy: PolicyPort, **kind: bool) -> str | None:
    """What kills it in that world; any failure will do: nothing was answered."""
    shown_communes.cache_clear()
    try:
        await check_world(world, policy, {}, **kind)
    except Exception as death:  # noqa: BLE001 - a mutant may die of anything
        return type(death).__name__
    finally:
        shown_communes.cache_clear()
    return None


@pytest.fixture(scope="module")
def sound(law):
    """Holds that nothing dies in a world without a bug; once, for several bugs die in one."""
    known = set()

    async def hold(world, *, is_hosted=False):
        if (world, is_hosted) not in known:
            assert await death_in(world, law, is_hosted=is_hosted) is None
            known.add((world, is_hosted))

    return hold


@pytest.fixture(scope="module")
def law():
    policy = EmbeddedPolicy(deadline_s=10)
    yield policy
    asyncio.run(policy.aclose())


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", IN_PYTHON)
async def test_the_oracle_finds(name, law, sound, monkeypatch):
    await sound(DIES_IN[name])
    IN_PYTHON[name].plant(monkeypatch)
    assert await death_in(DIES_IN[name], law)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", IN_THE_LAW)
async def test_the_oracle_finds_in_the_law(name, tmp_path):
    policy = await asyncio.to_thread(IN_THE_LAW[name].compiled, tmp_path)
    try:
        assert await death_in(DIES_IN[name], policy)
    finally:
        await policy.aclose()


async def test_without_a_bug_nothing_dies_of_a_part_of_the_law(tmp_path):
    same = "package access"
    policy = await asyncio.to_thread(InTheLaw("decision.rego", same, same).compiled, tmp_path)
    try:
        for world in sorted({DIES_IN[name] for name in IN_THE_LAW})[:1]:
            assert await death_in(world, policy) is None
        for world in sorted({hosting.DIES_IN[name] for name in hosting.IN_THE_LAW})[:1]:
            assert await death_in(world, policy, is_hosted=True) is None
    finally:
        await policy.aclose()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", hosting.IN_PYTHON)
async def test_the_oracle_finds_of_the_hosting(name, law, sound, monkeypatch):
    await sound(hosting.DIES_IN[name], is_hosted=True)
    hosting.IN_PYTHON[name].plant(monkeypatch)
    assert await death_in(hosting.DIES_IN[name], law, is_hosted=True)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", hosting.IN_THE_LAW)
async def test_the_oracle_finds_of_the_hosting_in_the_law(name, tmp_path):
    policy = await asyncio.to_thread(hosting.IN_THE_LAW[name].compiled, tmp_path)
    try:
        assert await death_in(hosting.DIES_IN[name], policy, is_hosted=True)
    finally:
        await policy.aclose()


@pytest.mark.parametrize("name", suspensions.IN_PYTHON)
async def test_the_oracle_finds_of_suspensions(name, law, monkeypatch):
    suspensions.IN_PYTHON[name].plant(monkeypatch)
    assert await death_in(suspensions.DIES_IN[name], law, is_suspended=True)


@pytest.mark.parametrize("name", suspensions.IN_THE_LAW)
async def test_the_oracle_finds_of_suspensions_in_the_law(name, tmp_path):
    policy = await asyncio.to_thread(suspensions.IN_THE_LAW[name].compiled, tmp_path)
    try:
        assert await death_in(suspensions.DIES_IN[name], policy, is_suspended=True)
    finally:
        await policy.aclose()


def test_every_bug_has_its_world():
    assert DIES_IN.keys() == BUGS.keys()
    assert hosting.DIES_IN.keys() == {*hosting.IN_PYTHON, *hosting.IN_THE_LAW}
    assert len(BUGS) >= 50
