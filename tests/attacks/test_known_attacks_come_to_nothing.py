"""Every statement of the standing corpus is refused, with what and why, or does no harm."""

from __future__ import annotations

from random import Random

import pytest

from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import CatalogStatement
from tests.attacks.arena import Arena
from tests.attacks.corpus import HARMLESS, Attack, attacks, read_attack, standing_world, told
from tests.attacks.twins import install_hash, twins

ATTACKS = list(attacks())
WORLD = standing_world()


@pytest.fixture(scope="module")
def arena():
    install_hash()
    opened = Arena(twins(Random(1), WORLD))
    yield opened
    opened.close()


def outcome(attack: Attack, arena: Arena) -> str:
    try:
        read = read_attack(attack.statement, WORLD)
        assert not isinstance(read, CatalogStatement)
        plan = arena.plan(read)
    except Problem as problem:
        return _refused(problem)
    values = {PARAMETERS: [], CLOCK: clock_values(WORLD.now)}
    one, other = arena.outcomes(plan, values, is_ordered=False)
    assert not one.differs_from(other), (one, other)
    assert one.canary is None
    return HARMLESS


def _refused(problem: Problem) -> str:
    """It says what to change or to ask for, in both languages, and blames nobody else."""
    assert isinstance(problem, CallerProblem | DeniedProblem), problem.code
    french, english = problem.sentence("fr"), problem.sentence("en")
    assert french
    assert french != english
    return told(problem)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_it_comes_to_what_stands_beside_it(attack: Attack, arena: Arena):
    assert outcome(attack, arena) == attack.expected


def test_the_corpus_is_as_large_as_it_is_said_to_be():
    assert len({each.kind for each in ATTACKS}) >= 20
    assert len(ATTACKS) >= 300
    assert sum(each.expected == HARMLESS for each in ATTACKS) >= 50
