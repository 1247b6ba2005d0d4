"""Agreements over a grouping, its members, theirs and third bodies, in every order.

Covers catalog.guard.examining, catalog.guard.pools, catalog.guard.elders.
"""

from dataclasses import replace
from itertools import combinations, permutations
from random import Random

import pytest

from catalog.guard import examine
from catalog.model.agreement import AgreementState, Output
from tests.unit.guard.subtracting import Given, leaks
from tests.unit.guard.world import (
    AT,
    COG,
    COLLECTES,
    COUESNON,
    LIFFRE,
    MESNIL,
    ROMANTIQUE,
    STATE,
    VAL_DILLE,
    VALCOBREIZH,
    agreement,
    catalog_of,
    communes_of,
    listed,
)

COMMUNES = communes_of(VAL_DILLE)[:7]
OF_LIFFRE = replace(COLLECTES, id="autre", owner=LIFFRE)
DATASETS = {VAL_DILLE: COLLECTES, LIFFRE: OF_LIFFRE}
READERS = (VALCOBREIZH, VALCOBREIZH, ROMANTIQUE, MESNIL, COUESNON, STATE)
BELOW = {
    VALCOBREIZH: (VAL_DILLE, ROMANTIQUE, LIFFRE, COUESNON),
    ROMANTIQUE: (MESNIL,),
}
OWNED = {VAL_DILLE: frozenset(COMMUNES), LIFFRE: frozenset()}
SETS = 60


def drawn(random):
    """Four agreements: mostly of one owner, and of nearly everything, as they are in life."""
    found = []
    while len(found) < 4:
        size = random.choice((2, 3, 4, 5, 5, 6, 6, 7))
        given = Given(
            random.choice((VAL_DILLE, VAL_DILLE, VAL_DILLE, LIFFRE)),
            random.choice(("rows", "total", "total")),
            frozenset(random.sample(COMMUNES, size)),
            random.choice(READERS),
        )
        if given not in found:
            found.append(given)
    return tuple(found)


class Clock:
    """Lets begin what the guard does not stop, and looks again at what waits."""

    def __init__(self, agreed):
        self.agreed = agreed
        self.agreements = {
            given: agreement(
                number,
                dataset=DATASETS[given.owner],
                to=given.reader,
                rows=listed(*sorted(given.communes)),
                output=Output.DETAIL if given.kind == "rows" else Output.AGGREGATE,
            )
            for number, given in enumerate(agreed, 1)
        }
        self.verdicts = {}

    def stops(self, given, begun):
        key = (given, frozenset(begun))
        if key not in self.verdicts:
            new = replace(self.agreements[given], state=AgreementState.APPROVED)
            others = [self.agreements[each] for each in begun]
            catalog = catalog_of(new, *others, datasets=tuple(DATASETS.values()))
            self.verdicts[key] = examine(new, catalog, COG, AT).stops
        return self.verdicts[key]

    def begun_in(self, order):
        begun, waiting = [], []
        for given in order:
            waiting.append(given)
            while begins := [each for each in waiting if not self.stops(each, begun)]:
                begun.append(begins[0])
                waiting.remove(begins[0])
        return frozenset(begun)


@pytest.mark.parametrize("seed", range(SETS))
def test_in_no_order_does_anything_begin_that_lets_a_pool_subtract(seed):
    agreed = drawn(Random(seed))
    clock = Clock(agreed)
    for begun in {clock.begun_in(order) for order in permutations(agreed)}:
        assert leaks(begun, BELOW, OWNED) == set()


@pytest.mark.parametrize("seed", range(SETS))
def test_of_those_that_isolate_something_together_whichever_comes_last_is_stopped(seed):
    agreed = drawn(Random(seed))
    clock = Clock(agreed)
    leaking = []
    for size in range(1, 5):
        for together in map(set, combinations(agreed, size)):
            if any(each <= together for each in leaking) or not leaks(together, BELOW, OWNED):
                continue
            leaking.append(together)
            for last in together:
                assert clock.stops(last, together - {last}), (last, together)


def test_the_sets_that_are_drawn_tell_something():
    """Some leak if all of it begins, some do not."""
    leaking = [bool(leaks(drawn(Random(seed)), BELOW, OWNED)) for seed in range(SETS)]
    assert 10 <= sum(leaking) <= SETS - 10
