"""One sending of a form goes on, whichever gateway it came to; where it led is kept two days.

Covers catalog.store.sent_forms, catalog.model.sent_form.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from catalog.model.draft import DraftPlace
from catalog.model.identifiers import Siren
from catalog.store.sent_forms import KEPT

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
PLACE = DraftPlace("https://issuer", "anne", Siren.parse("200090884"), "a1b2c3")


async def test_of_sendings_at_once_one_goes_on(store):
    claims = await asyncio.gather(*(store.sent_forms.claim(PLACE, NOW) for _ in range(5)))
    assert [claim is None for claim in claims].count(True) == 1
    assert {claim.address for claim in claims if claim is not None} == {None}


async def test_a_later_one_is_told_where_the_first_led(store):
    await store.sent_forms.claim(PLACE, NOW)
    await store.sent_forms.settle(PLACE, "/agreements/new/sent?c=1")
    assert (await store.sent_forms.claim(PLACE, NOW)).address == "/agreements/new/sent?c=1"
    for other in (
        replace(PLACE, sub="bruno"),
        replace(PLACE, name="d4"),
        replace(PLACE, siren=None),
    ):
        assert await store.sent_forms.claim(other, NOW) is None


async def test_what_was_refused_is_sent_again_and_what_is_old_is_forgotten(store):
    await store.sent_forms.claim(PLACE, NOW)
    await store.sent_forms.release(PLACE)
    assert await store.sent_forms.claim(PLACE, NOW) is None
    assert await store.sent_forms.claim(PLACE, NOW + KEPT) is None
