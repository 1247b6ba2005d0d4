"""Two gateways that confirm at once never write under one number, whatever the bucket allows.

Covers catalog.store.deposit_numbers.
"""

import asyncio

DATASET = "mesnil_roc_h__pesees"


async def test_numbers_drawn_at_once_are_all_different(store):
    drawn = await asyncio.gather(*(store.deposit_numbers.draw(DATASET, 4) for _ in range(6)))
    assert sorted(drawn) == [4, 5, 6, 7, 8, 9]


async def test_a_number_follows_those_that_lie_there_and_is_each_datasets_own(store):
    assert await store.deposit_numbers.draw(DATASET, 1) == 1
    assert await store.deposit_numbers.draw(DATASET, 12) == 12
    assert await store.deposit_numbers.draw(DATASET, 3) == 13
    assert await store.deposit_numbers.draw("sde35__bornes", 1) == 1
