"""The standing corpus again, on PostgreSQL itself and on Trino: each statement comes to the same.

What is refused is refused in the same words, whatever would have run it. What is harmless is run
in both worlds, and answers alike there.

Covers federation.sql_reader, federation.planning, federation.rewrites.guard.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from catalog.model.problem import CallerProblem, DeniedProblem
from catalog.snapshot import snapshot_of
from federation import planning
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites import GOVERNING
from tests.attacks.corpus import (
    HARMLESS,
    attacks,
    make_standing_world,
    query_of,
    told,
    values_in,
)
from tests.attacks.servers import RealArena, crossed_in_log
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import STORAGES, VAL
from tests.mutants.in_the_fence import BUGS, SEEN_ON_POSTGRESQL

AT_ONCE = 8
ATTACKS = list(attacks())
LEAK = "a leak"


@pytest.fixture(scope="module", autouse=True)
def hashes_of_beginnings():
    with hashing_beginnings():
        yield


async def come_to(world, databases, engines, default, statements=ATTACKS):
    """What came of those that did not come to what stands beside them; how the others ended."""
    arena = await asyncio.to_thread(RealArena, twins(Random(1), world), databases)
    ended: Counter[tuple[str, str]] = Counter()
    wrong: dict[str, str] = {}
    room = asyncio.Semaphore(AT_ONCE)

    async def judge(attack):
        async with room:
            came = await outcome(attack, arena, engines, default, ended)
        if came != attack.expected:
            wrong[attack.statement] = came

    await asyncio.gather(*map(judge, statements))
    return wrong, ended


async def outcome(attack, arena, engines, default, ended):
    try:
        plans = arena.plans(query_of(attack, arena.worlds[0]), engines, default)
    except (CallerProblem, DeniedProblem) as problem:
        return told(problem)
    values = values_in(arena.worlds[0])
    one, other = await arena.outcomes(plans, engines, values, is_ordered=False)
    if one.differs_from(other) or one.canary is not None:
        return f"{LEAK}\n{plans[0].text}\n{one}\n{other}"
    ended[plans[0].engine, one.code or ("rows" if one.rows else "no rows")] += 1
    return HARMLESS


def in_one_storage(world, databases):
    """The same world with all of it in one owner's database, so that no other engine is needed."""
    old = world.snapshot
    snapshot = snapshot_of(
        version=old.version,
        organisations=old.organisations.values(),
        memberships=old.memberships,
        storages=old.storages.values(),
        datasets=[replace(each, storage_id=STORAGES[VAL]) for each in old.datasets.values()],
        agreements=old.agreements,
    )
    sides = tuple(dict.fromkeys(each, each[VAL]) for each in databases.sides)
    return replace(world, snapshot=snapshot), replace(databases, sides=sides)


async def test_on_postgresql(databases, local):
    world, one_each = in_one_storage(make_standing_world(databases.sides[0]), databases)
    wrong, ended = await come_to(world, one_each, local, DUCKDB)
    assert wrong == {}
    assert ended[POSTGRES, "rows"] > 40, ended


@pytest.mark.whole
@pytest.mark.parametrize("name", SEEN_ON_POSTGRESQL)
async def test_a_fence_with_a_gap_shows_on_postgresql(name, databases, local, monkeypatch):
    BUGS[name].plant(monkeypatch)
    planted = [getattr(sys.modules[each.__module__], each.__name__) for each in GOVERNING]
    monkeypatch.setattr(planning, "GOVERNING", tuple(planted))
    world, one_each = in_one_storage(make_standing_world(databases.sides[0]), databases)
    oracles = [each for each in ATTACKS if each.kind == "error_oracles"]
    wrong, _ = await come_to(world, one_each, local, DUCKDB, oracles)
    assert any(each.startswith(LEAK) for each in wrong.values()), wrong


async def test_on_trino(databases, distributed, share_of):
    """Of a daily run half of them: PostgreSQL and DuckDB are asked all."""
    statements = share_of(ATTACKS, 2)
    before = databases.log.stat().st_size
    world = make_standing_world(databases.sides[0])
    wrong, ended = await come_to(world, databases, distributed, TRINO, statements)
    assert wrong == {}
    assert ended[TRINO, "rows"] > 40 * len(statements) // len(ATTACKS), ended
    assert crossed_in_log(databases.log.read_bytes()[before:]) == []
