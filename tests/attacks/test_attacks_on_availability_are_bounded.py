"""Eight attacks on availability and nine of the kind of each, on a demo over real HTTP: refused or
bounded, and a neighbour is answered all along. `python -m tests.attacks.availability` measures.

Covers gateway.reading.query.beside, gateway.wiring.readying, catalog.store.sqlite_turns,
gateway.figures.activations.inputs_of_run.
"""

from __future__ import annotations

import pytest

from tests.attacks.availability.cases import CASES
from tests.attacks.availability.scene import measured, opened

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
async def scene(tmp_path_factory):
    async with opened(tmp_path_factory.mktemp("attacked") / "state") as running:
        yield running


def test_they_are_ten_of_each_kind():
    kinds = [case.attack for case in CASES]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(kinds, 10)
    assert len(set(kinds)) == 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.attack} {case.name}")
async def test_it_is_refused_or_bounded_and_a_neighbour_is_answered(case, scene):
    found = await measured(scene, case)
    assert found.outcomes.keys() <= case.allowed, found.outcomes
    assert found.wrong == 0
    assert found.beside > 0
