"""Every statement of the standing corpus is refused, with what and why, or does no harm.

Covers federation.sql_reader, federation.planning, federation.rewrites.guard.
"""

from __future__ import annotations

import pytest

from tests.attacks.arena import Arena
from tests.attacks.corpus import HARMLESS, Attack, attacks, outcome, standing_arena
from tests.attacks.twins import CANARY

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


def test_the_worlds_of_the_corpus_differ_where_nothing_is_shown(arena: Arena):
    """Else that a statement is harmless in them says nothing."""
    differing = arena.pair.differing
    assert differing["row"] > 10, differing
    assert {"withheld", "null", "constant", "month", "keyed_hash"} <= differing.keys(), differing
    held = [row for row in arena.pair.with_canaries.rows["a"] if CANARY not in row["id"]]
    assert 0 < len(held) < len(arena.pair.with_canaries.rows["a"])
