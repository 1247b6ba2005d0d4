"""Covers catalog.store.arrivals, catalog.store.key_uses."""

from dataclasses import replace
from datetime import UTC, date, datetime

from catalog.model.arrival import Arrival
from catalog.model.identifiers import Siren

TOWN, OTHER = Siren("243500667"), Siren("200090884")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
ANNE = Arrival("urn:a", "anne", TOWN, MORNING, MORNING, "Anne", "anne@a.example")


async def test_the_last_sign_in_counts_and_the_first_one_is_remembered(store):
    await store.arrivals.note(ANNE)
    await store.arrivals.note(replace(ANNE, sub="eve", name=None, email=None))
    again = replace(ANNE, first_at=EVENING, last_at=EVENING, name="Anne Le Goff")
    await store.arrivals.note(again)
    kept = replace(again, first_at=MORNING)
    assert await store.arrivals.last("urn:a", "anne") == kept
    assert await store.arrivals.last("urn:b", "anne") is None
    assert [each.sub for each in await store.arrivals.of(TOWN)] == ["anne", "eve"]
    await store.arrivals.note(replace(ANNE, siren=OTHER, last_at=EVENING))
    assert [each.sub for each in await store.arrivals.of(TOWN)] == ["eve"]
    assert [each.sub for each in await store.arrivals.of(OTHER)] == ["anne"]


async def test_the_last_day_of_each_key_is_kept(store):
    assert await store.key_uses.days() == {}
    first, second = date(2026, 3, 2), date(2026, 3, 3)
    await store.key_uses.note({"cle-1.1": first, "cle-2.1": first})
    await store.key_uses.note({"cle-1.1": second})
    assert await store.key_uses.days() == {"cle-1.1": second, "cle-2.1": first}
