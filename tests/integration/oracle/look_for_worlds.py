"""`python -m tests.integration.oracle.look_for_worlds [bug…]`: in which world does each bug die?

For after a change of the generator: what is printed is planted.DIES_IN, or
planted_in_the_hosting.DIES_IN for what is hosted.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import pytest

from policies.embedded import EmbeddedPolicy
from tests.integration.oracle import planted, planted_in_the_hosting
from tests.integration.oracle.test_bugs_planted_before_the_compiler_die import death_in

WORLDS = 300
IN_THE_LAW = {**planted.IN_THE_LAW, **planted_in_the_hosting.IN_THE_LAW}
IN_PYTHON = {**planted.IN_PYTHON, **planted_in_the_hosting.IN_PYTHON}
OF_THE_HOSTING = {*planted_in_the_hosting.IN_THE_LAW, *planted_in_the_hosting.IN_PYTHON}


async def world_of(name: str) -> int | None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        if name in IN_THE_LAW:
            policy = IN_THE_LAW[name].compiled(Path(folder))
        else:
            policy = EmbeddedPolicy(deadline_s=10)
            IN_PYTHON[name].plant(monkeypatch)
        try:
            for world in range(WORLDS):
                if await death_in(world, policy, is_hosted=name in OF_THE_HOSTING):
                    return world
        finally:
            await policy.aclose()
    return None


if __name__ == "__main__":
    for each in sys.argv[1:] or [*planted.BUGS, *OF_THE_HOSTING]:
        sys.stdout.write(f'    "{each}": {asyncio.run(world_of(each))},\n')
        sys.stdout.flush()
