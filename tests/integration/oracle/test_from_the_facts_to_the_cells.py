"""Zero cell out that no agreement justifies, zero cell missing that one grants.

From facts to cells twice: as the gateway goes (its question, the law itself in Rego, binding,
plans, caches, DuckDB), and by brute force in plain Python (law, judging, governed_rows). More
worlds: INTERCO_ORACLE_CASES=5000 `./interco test` with this file.

Covers policies.questions, policies.embedded, federation.binding, policies.port.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from random import Random

from catalog.model.problem import Problem
from policies.embedded import EmbeddedPolicy
from policies.port import PolicyPort
from tests.integration.oracle.asks import draw_ask
from tests.integration.oracle.judging import Moment, branches_at, judged_together, scenario_of
from tests.integration.oracle.real_path import RealPath
from tests.integration.oracle.suspended_worlds import suspended
from tests.integration.oracle.worlds import draw_moments, draw_subject, draw_world, hosted

WORLDS = 45
HOSTED_WORLDS = 12
SUSPENDED_WORLDS = 6
REMEMBERED = (221,)
"""A row was let in by another day than that on which its commune was read, and showed none."""
CASES_A_WORLD = 3 * 4 * 2 * 3
"""Subjects, moments, pictures of the catalog, slices."""


async def check_world(
    seed: int,
    policy: PolicyPort,
    counts: dict[str, int],
    *,
    is_hosted: bool = False,
    is_suspended: bool = False,
) -> None:
    """Every slice of every document, for every reader at every moment, over one memory.

    `is_hosted`: in the same world, where much is demanded of how it is hosted; `is_suspended`:
    where much stands suspended.
    """
    random = Random(seed)
    world = draw_world(random)
    if is_hosted:
        # Of its own dice: the worlds in which bugs are known to die stay as they are.
        world = hosted(world, Random(f"hosted {seed}"))
    if is_suspended:
        world = suspended(world, Random(f"suspended {seed}"))
    subjects = [draw_subject(random, world) for _ in range(3)]
    documents = {}
    path = RealPath(policy, world.installation)
    try:
        for number, subject in enumerate(subjects):
            moment = Moment(
                world.snapshots[0],
                subject,
                draw_moments(random)[0],
                has_file=True,
                installation=world.installation,
            )
            scenario = scenario_of(world, moment, branches_at(moment))
            asks = {str(each): draw_ask(random, scenario, pinning=0.3) for each in range(3)}
            documents[f"d{number}"] = asks
        path.write(scenario)
        for snapshot in world.snapshots:
            for now in draw_moments(random):
                for subject in subjects:
                    has_file = random.random() < 0.7
                    moment = Moment(snapshot, subject, now, has_file, world.installation)
                    name = random.choice(list(documents))
                    asks = documents[name]
                    await _check(path, name, asks, world, moment, counts, seed)
                    if any(each.pinned for each in asks.values()):
                        other = replace(moment, has_file=not moment.has_file)
                        await _check(path, name, asks, world, other, counts, seed)
    finally:
        path.close()


async def _check(path, name, asks, world, moment, counts, seed) -> None:
    where = (seed, moment.subject, moment.now, moment.snapshot.version.number)
    found = {key: moment.law.discoverable(each) for key, each in moment.snapshot.datasets.items()}
    assert await path.discover(moment) == found, where
    answers = await path.answer(name, asks, moment)
    judgements = judged_together(asks, world, moment)
    for slice_id, ask in asks.items():
        expected, answer = judgements[slice_id], answers[slice_id]
        if isinstance(expected, set):
            assert isinstance(answer, Problem), (where, ask.sql, expected, answer)
            assert answer.code in expected, (where, ask.sql, expected, answer.code)
            counts[answer.code] = counts.get(answer.code, 0) + 1
        else:
            assert not isinstance(answer, Problem), (where, ask.sql, answer, expected)
            assert answer == expected, (where, ask.sql)
            counts["answered"] = counts.get("answered", 0) + 1
            counts["rows"] = counts.get("rows", 0) + len(expected)


async def test_what_comes_out_is_what_the_facts_justify():
    asked = int(os.environ.get("INTERCO_ORACLE_CASES", "0"))
    worlds = max(WORLDS, asked // CASES_A_WORLD)
    policy = EmbeddedPolicy(deadline_s=10)
    counts: dict[str, int] = {}
    try:
        for seed in (*range(worlds), *REMEMBERED):
            await check_world(seed, policy, counts)
    finally:
        await policy.aclose()
    sys.stderr.write(f"{worlds} worlds: {counts}\n")
    # The worlds are worth something: much is answered, and every refusal has its turn.
    assert counts["answered"] > worlds * 15
    assert counts["rows"] > worlds * 40
    assert {
        "column_not_granted",
        "combination_not_agreed",
        "hashes_not_comparable",
        "no_agreement",
        "purpose_not_covered",
        "unit_required",
        "unknown_dataset",
        "too_many_rows",
    } <= counts.keys()


async def test_nothing_comes_out_of_what_is_not_hosted_as_demanded():
    policy = EmbeddedPolicy(deadline_s=10)
    counts: dict[str, int] = {}
    try:
        for seed in range(HOSTED_WORLDS):
            await check_world(seed, policy, counts, is_hosted=True)
    finally:
        await policy.aclose()
    assert counts["answered"] > HOSTED_WORLDS * 5
    assert counts["hosting_not_met"] > HOSTED_WORLDS * 4


async def test_nothing_comes_out_of_what_stands_suspended():
    policy = EmbeddedPolicy(deadline_s=10)
    counts: dict[str, int] = {}
    try:
        for seed in range(SUSPENDED_WORLDS):
            await check_world(seed, policy, counts, is_suspended=True)
    finally:
        await policy.aclose()
    assert counts["answered"] > SUSPENDED_WORLDS * 5
    assert counts["agreement_suspended"] > SUSPENDED_WORLDS * 4
