"""Drafts: one a person, body and form, replaced by the next, gone after thirty days.

Covers catalog.store.drafts, catalog.model.draft.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from catalog.model.draft import DraftPlace
from catalog.model.identifiers import Siren
from catalog.store.drafts import KEPT, MOST

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
PLACE = DraftPlace("https://issuer", "anne", Siren.parse("200090884"), "key")


async def test_the_last_draft_of_a_place_is_the_one_kept(store):
    await store.drafts.keep(PLACE, {"name": ("un",)}, NOW)
    await store.drafts.keep(PLACE, {"name": ("deux",), "boxes": ("a", "b")}, NOW)
    kept = await store.drafts.read(PLACE, NOW)
    assert (kept.values, kept.at) == ({"name": ("deux",), "boxes": ("a", "b")}, NOW)


async def test_another_person_body_or_form_has_another(store):
    await store.drafts.keep(PLACE, {"name": ("un",)}, NOW)
    others = (
        replace(PLACE, issuer="https://other"),
        replace(PLACE, sub="bruno"),
        replace(PLACE, siren=None),
        replace(PLACE, name="mandate"),
    )
    for other in others:
        assert await store.drafts.read(other, NOW) is None
        await store.drafts.keep(other, {"name": ("autre",)}, NOW)
    await store.drafts.forget(PLACE)
    assert await store.drafts.read(PLACE, NOW) is None
    assert all([await store.drafts.read(other, NOW) for other in others])


async def test_a_draft_that_has_grown_old_is_not_read_and_then_not_there(store):
    await store.drafts.keep(PLACE, {"name": ("un",)}, NOW)
    later = NOW + KEPT
    assert await store.drafts.read(PLACE, later - timedelta(seconds=1)) is not None
    assert await store.drafts.read(PLACE, later) is None
    await store.drafts.keep(replace(PLACE, name="mandate"), {}, later)
    assert await store.drafts.read(PLACE, NOW) is None


async def test_a_person_keeps_fifty_and_the_oldest_goes_first(store):
    other = replace(PLACE, sub="bruno")
    await store.drafts.keep(other, {"name": ("autre",)}, NOW)
    places = [replace(PLACE, name=f"form-{at}") for at in range(MOST + 2)]
    for at, place in enumerate(places):
        await store.drafts.keep(place, {"name": ("un",)}, NOW + timedelta(minutes=at))
    later = NOW + timedelta(hours=2)
    left = [place.name for place in places if await store.drafts.read(place, later)]
    assert left == [place.name for place in places[2:]]
    assert await store.drafts.read(other, later) is not None
