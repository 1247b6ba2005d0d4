"""Covers catalog.actions.sharing.answer_days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.actions.sharing.acts import (
    AmendAgreement,
    LapseAgreement,
    RequestChanges,
    SubmitAgreement,
)
from catalog.actions.sharing.answer_days import answer_day
from catalog.codec import read_value, write_value
from catalog.model.agreement import Agreement, AgreementState
from tests.sharing.world import CITATION, PROJECT, VAL_DILLE, VALCOBREIZH, World, in_force, ticks

OURS = "steward@val-d-ille-aubigne"
DAY = date(2026, 6, 30)
LAST_INSTANT = datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)


async def submits(world, day=DAY, draft=PROJECT):
    drafted = await world.drafts(draft, OURS)
    return (await world.does(OURS, SubmitAgreement(drafted.citation, day))).agreement


async def test_it_waits_through_its_day_and_lapses_after_it(world):
    submitted = await submits(world)
    assert answer_day(submitted) == DAY
    world.now = LAST_INSTANT
    await ticks(world)
    assert (await world.agreement()).state is AgreementState.SUBMITTED
    assert await world.refused("clock", LapseAgreement(CITATION)) == {"not_due_yet": ""}
    world.now = LAST_INSTANT + timedelta(seconds=1)
    await ticks(world)
    lapsed = await world.agreement()
    assert (lapsed.state, world.kinds[-1]) == (AgreementState.WITHDRAWN, "agreement.lapsed")
    assert answer_day(lapsed) is None


async def test_the_others_signature_does_not_move_the_day(world):
    await submits(world)
    world.now = datetime(2026, 6, 29, 9, tzinfo=UTC)
    await world.signs("approver@valcobreizh")
    assert answer_day(await world.agreement()) == DAY
    world.now = LAST_INSTANT + timedelta(seconds=1)
    await ticks(world)
    assert (await world.agreement()).state is AgreementState.WITHDRAWN


async def test_who_is_silent_is_reminded_fourteen_and_three_days_before(world):
    await submits(world)
    reminded = []
    for day in range(1, 121):
        world.now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
        before = len(world.kinds)
        await ticks(world)
        came = world.catalog.messages[before:]
        reminded += [(world.now.date(), message.kind, message.to) for message in came]
    assert reminded == [
        (date(2026, 6, 17), "agreement.unanswered", (VALCOBREIZH.siren,)),
        (date(2026, 6, 28), "agreement.unanswered", (VALCOBREIZH.siren,)),
    ]
    assert world.catalog.messages[-1].facts["answer_by"] == "2026-06-30"


async def test_a_day_so_near_that_its_reminder_would_be_at_once_has_none(world):
    await submits(world, date(2026, 3, 4))
    world.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    count = len(world.kinds)
    await ticks(world)
    assert len(world.kinds) == count


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2020, 1, 1), date(2027, 3, 4)])
async def test_a_day_that_is_over_or_more_than_a_year_away_is_refused(world, day):
    drafted = await world.drafts(PROJECT, OURS)
    refused = await world.refused(OURS, SubmitAgreement(drafted.citation, day))
    assert refused == {"answer_day_unsuitable": "answerBy"}
    assert (await world.agreement()).state is AgreementState.DRAFT


async def test_a_day_after_the_agreements_end_is_refused(world):
    draft = replace(PROJECT, end=date(2026, 5, 31))
    drafted = await world.drafts(draft, OURS)
    refused = await world.refused(OURS, SubmitAgreement(drafted.citation, date(2026, 6, 1)))
    assert refused == {"answer_day_unsuitable": "answerBy"}


async def test_without_a_day_it_is_thirty_days(world):
    submitted = await submits(world, None)
    assert (submitted.life.answer_by, answer_day(submitted)) == (None, date(2026, 4, 1))


async def test_an_amendment_may_be_answered_until_the_eve_of_its_first_day(world):
    await in_force(world)
    start = world.now.date() + timedelta(days=150)
    draft = replace(PROJECT, id=CITATION.partition("@")[0], start=start)
    amended = (await world.does(OURS, AmendAgreement(draft))).agreement
    submitted = (await world.does(OURS, SubmitAgreement(amended.citation))).agreement
    assert submitted.life.answer_by == start - timedelta(days=1)
    world.passes(days=31)
    await ticks(world)
    assert (await world.agreement(amended.citation)).state is AgreementState.SUBMITTED


async def test_an_amendment_that_begins_soon_keeps_thirty_days(world):
    await in_force(world)
    start = world.now.date() + timedelta(days=20)
    draft = replace(PROJECT, id=CITATION.partition("@")[0], start=start)
    amended = (await world.does(OURS, AmendAgreement(draft))).agreement
    submitted = (await world.does(OURS, SubmitAgreement(amended.citation))).agreement
    assert submitted.life.answer_by is None


async def test_the_day_is_kept_and_takes_no_part_in_what_is_signed(world, law):
    with_day, without = await submits(world), await submits(World(law, policy=law), None)
    assert with_day.sha256 == without.sha256
    assert read_value(Agreement, write_value(with_day)).life.answer_by == DAY
    assert "answer_by" not in str(write_value(without))


async def test_submitted_again_it_has_the_day_that_is_given_then(world):
    await submits(world)
    await world.does("steward@valcobreizh", RequestChanges(CITATION, "À préciser."))
    again = await submits(world, None)
    assert again.life.answer_by is None
    assert {VAL_DILLE.siren, VALCOBREIZH.siren} == set(again.parties)
