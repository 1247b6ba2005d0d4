"""Every statement of the standing corpus is refused, with what and why, or does no harm."""

from __future__ import annotations

import pytest

from tests.attacks.arena import Arena
from tests.attacks.corpus import HARMLESS, Attack, attacks, outcome, standing_arena

ATTACKS = list(attacks())


@pytest.fixture(scope="module")
def arena():
    with standing_arena() as opened:
        yield opened


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_it_comes_to_what_stands_beside_it(attack: Attack, arena: Arena):
    assert outcome(attack, arena) == attack.expected


def test_the_corpus_is_as_large_as_it_is_said_to_be():
    assert len({each.kind for each in ATTACKS}) >= 20
    assert len(ATTACKS) >= 300
    assert sum(each.expected == HARMLESS for each in ATTACKS) >= 50
