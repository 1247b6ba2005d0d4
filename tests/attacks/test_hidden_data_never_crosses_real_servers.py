"""The same on real servers: PostgreSQL alone, PostgreSQL behind DuckDB, and Trino over it.

Each owner has a database of its own for each of the two worlds; every visible id bears its owner's
mark. So the servers' own notes say whether a value of one owner's rows was ever sent to another.

Covers federation.planning, federation.rewrites.govern_tables.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from catalog.model.problem import CallerProblem, DeniedProblem
from federation.engines.trino_client import TrinoClient
from federation.plan import DUCKDB, POSTGRES, TRINO
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import Asked, ask_everything, ask_sql, draw_sql
from tests.attacks.servers import RealArena, crossed_in_log, marks_in
from tests.attacks.sources import Pen
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import draw_world

QUESTIONS = 1_000
PER_WORLD = 50
"""Fewer where fewer are asked in all: a world costs what is asked of it."""
AT_ONCE = 8


@pytest.fixture(scope="module", autouse=True)
def hashes_of_beginnings():
    with hashing_beginnings():
        yield


async def attack(databases, engines, default, first_world, questions):
    """How each of `questions` ended, by engine; an assertion where two worlds do not agree."""
    ended: Counter[tuple[str, str]] = Counter()
    world_number = first_world
    while ended.total() < questions:
        random = Random(world_number)
        world = draw_world(random, databases.sides[0])
        arena = await asyncio.to_thread(RealArena, twins(random, world), databases)
        asked = [ask_everything(each, world) for each in Pen(random, world).readable()]
        for _ in range(min(PER_WORLD, questions // 2)):
            try:
                asked.append(draw_sql(random, world))
            except CallerProblem as problem:
                # Some forms are refused before anything is planned.
                ended["refused", problem.code] += 1
        for start in range(0, len(asked), AT_ONCE):
            judged = (
                judge(each, arena, engines, default, world_number)
                for each in asked[start : start + AT_ONCE]
            )
            for found in await asyncio.gather(*judged):
                ended.update(found)
        world_number += 1
    return ended


async def judge(asked: Asked, arena, engines, default, world_number):
    (logical,) = asked.slices
    try:
        plans = arena.plans(logical, engines, default)
    except (CallerProblem, DeniedProblem) as problem:
        # The guard's word, for one, is no refusal: a right compiler never has it said.
        return [("refused", problem.code)]
    ended = []
    for variables in asked.variables:
        one, other = await arena.outcomes(plans, engines, variables, is_ordered=asked.is_ordered)
        said = f"world {world_number}\n{asked.text}\n{dict(variables)}\n{plans[0].text}"
        assert not one.differs_from(other), f"{said}\n{one}\n{other}"
        assert one.canary is None, f"{said}\n{one}"
        ended.append((plans[0].engine, one.code or ("rows" if one.rows else "no rows")))
    return ended


async def test_on_postgresql_and_behind_duckdb(databases, local, scaled):
    before = databases.log.stat().st_size
    ended = await attack(databases, local, DUCKDB, 20_000, scaled(QUESTIONS))
    for engine in (POSTGRES, DUCKDB):
        assert ended[engine, "rows"] > 0.05 * ended.total(), ended
    assert crossed_in_log(databases.log.read_bytes()[before:]) == []


async def test_on_trino(databases, distributed, trino, scaled, share_of):
    before = databases.log.stat().st_size
    questions = len(share_of(range(scaled(QUESTIONS)), 2))
    ended = await attack(databases, distributed, TRINO, 30_000, questions)
    assert ended[TRINO, "rows"] > 0.1 * ended.total(), ended
    assert crossed_in_log(databases.log.read_bytes()[before:]) == []
    client = TrinoClient(trino.url, trino.user)
    found = await client.run("SELECT query FROM system.runtime.queries")
    await client.aclose()
    assert found.rows
    assert [text for (text,) in found.rows if marks_in(text)] == []


async def test_the_notes_would_tell(databases, distributed):
    """Trino filters one owner's table by the other's values, as soon as it is let."""
    world = make_standing_world(databases.sides[0])
    arena = await asyncio.to_thread(RealArena, twins(Random(1), world), databases)
    text = "SELECT c.id FROM val.collectes a JOIN lecteur.points c ON a.id = c.id"
    asked = ask_sql(text, world)
    (plan, _) = arena.plans(asked.slices[0], distributed, TRINO)
    assert not plan.dynamic_filtering
    before = databases.log.stat().st_size
    free = replace(plan, dynamic_filtering=True)
    await arena.outcomes((free, free), distributed, asked.variables[0], is_ordered=False)
    assert crossed_in_log(databases.log.read_bytes()[before:])
