"""Covers catalog.actions.sharing.scheduled, catalog.actions.sharing.due,
catalog.actions.sharing.standing, gateway.acts.clock_worker.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from catalog.actions.sharing.acts import (
    ActivateAgreement,
    AmendAgreement,
    DraftAgreement,
    ExpireAgreement,
    GuardActive,
    RequestChanges,
    SubmitAgreement,
)
from catalog.actions.sharing.due import due_acts, next_boundary
from catalog.model.agreement import AgreementState
from catalog.model.delivery import Channel, OutboxEntry, target_of
from catalog.model.organisation import Membership, MembershipMode
from catalog.model.terms import MembersRule
from catalog.problems import StoreUnavailable
from gateway.acts.clock_worker import Looked, keep_time, tick
from gateway.sharing.notifications.recipients import plan_deliveries
from tests.sharing.world import (
    CITATION,
    DATASET,
    EAUX,
    MESNIL,
    OF_MESNIL,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
    Guard,
    World,
    agent,
    in_force,
    nothing_found,
    ticks,
)
from tests.unit.catalog.examples import catalog_of

S = AgreementState


async def test_it_begins_at_midnight_in_paris_of_its_first_day(world):
    await world.submits()
    await world.both_sign()
    world.now = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
    await ticks(world)
    assert (await world.agreement()).state is S.APPROVED
    assert next_boundary(world.catalog.snapshot, world.now) == datetime(2026, 3, 31, 22, tzinfo=UTC)
    world.now = datetime(2026, 3, 31, 22, tzinfo=UTC)
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_days_are_those_of_the_agreements_own_time_zone(world):
    await world.submits(replace(PROJECT, time_zone="Indian/Reunion"))
    await world.both_sign()
    world.now = datetime(2026, 3, 31, 20, tzinfo=UTC)
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_agents_with_its_purpose_are_told_in_their_list_that_they_may_read(world):
    await in_force(world)
    (message,) = [one for one in world.catalog.messages if one.kind == "agreement.readable"]
    reader = agent("reader@valcobreizh", VALCOBREIZH, {"agent"})
    reads = replace(reader, purposes=frozenset({"rpqs_dechets"}), email="reader@example.org")
    others = replace(reader, sub="other@valcobreizh", purposes=frozenset({"rpqs_eau"}))
    snapshot = catalog_of(VALCOBREIZH, reads, others)
    planned = plan_deliveries(OutboxEntry(1, world.now, message), snapshot, by_mail=True)
    assert [(one.channel, one.target) for one in planned] == [(Channel.IN_APP, target_of(reads))]


async def test_without_a_guard_nothing_begins(world):
    await world.submits()
    await world.both_sign()
    world.comes(PROJECT.start)
    world.guard = None
    await ticks(world)
    assert (await world.agreement()).state is S.APPROVED
    assert await world.refused("clock", ActivateAgreement(CITATION)) == {"not_due_yet": ""}


async def test_signed_after_its_start_it_begins_at_the_next_look(world):
    await world.submits()
    world.comes(date(2026, 4, 20))
    await world.both_sign()
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_it_ends_when_its_last_day_is_over(world):
    await in_force(world)
    world.now = datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
    assert await world.refused("clock", ExpireAgreement(CITATION)) == {"not_due_yet": ""}
    world.now = datetime(2027, 3, 31, 22, tzinfo=UTC)
    await ticks(world)
    assert (await world.agreement()).state is S.EXPIRED
    assert world.kinds[-1] == "agreement.expired"


async def test_an_approval_that_never_began_expires_too(world):
    await world.submits()
    await world.both_sign()
    world.comes(date(2027, 4, 1))
    await ticks(world)
    assert (await world.agreement()).state is S.EXPIRED
    assert "agreement.activated" not in world.kinds


async def test_a_new_version_takes_the_place_of_the_old_in_one_act(world):
    await in_force(world)
    by = "steward@val-d-ille-aubigne"
    later = replace(PROJECT, start=date(2026, 6, 1), end=date(2028, 5, 31))
    second = (await world.does(by, AmendAgreement(later))).agreement.citation
    await world.does(by, SubmitAgreement(second))
    await world.both_sign(second)
    world.comes(date(2026, 5, 31))
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE
    world.comes(date(2026, 6, 1))
    (acted,) = await tick(world.ports, Looked())
    assert {each.citation: each.state for each in acted.changes.put} == {
        second: S.ACTIVE,
        CITATION: S.SUPERSEDED,
    }
    assert world.catalog.messages[-1].facts["supersedes"] == [CITATION]


async def test_an_unanswered_request_is_reminded_twice_then_lapses(world):
    await world.submits()
    for days, kind in ((10, "agreement.unanswered"), (20, "agreement.unanswered")):
        world.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC) + timedelta(days=days)
        before = world.now
        world.now = before - timedelta(seconds=1)
        count = len(world.kinds)
        await ticks(world)
        assert len(world.kinds) == count
        world.now = before
        await ticks(world)
        assert world.kinds[-1] == kind
        assert world.catalog.messages[-1].to == (VALCOBREIZH.siren,)
    world.passes(days=10)
    await ticks(world)
    lapsed = await world.agreement()
    assert (lapsed.state, lapsed.life.steps[-1].agent) == (S.WITHDRAWN, "system:clock")
    assert world.kinds[-1] == "agreement.lapsed"
    assert world.kinds.count("agreement.unanswered") == 2


async def test_an_answer_starts_the_count_again(world):
    await world.submits()
    world.passes(days=25)
    await world.does("steward@valcobreizh", RequestChanges(CITATION, "à revoir"))
    world.passes(days=25)
    await ticks(world)
    assert (await world.agreement()).state is S.CHANGES_REQUESTED
    await world.does("steward@val-d-ille-aubigne", DraftAgreement(PROJECT))
    await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    await world.signs("approver@valcobreizh")
    world.passes(days=10)
    await ticks(world)
    # The syndicat has signed: it is the owner's turn.
    assert world.catalog.messages[-1].to == (VAL_DILLE.siren,)


async def test_its_own_signature_leaves_the_other_sides_days_as_they_are(world):
    await world.submits()
    world.passes(days=29)
    await world.signs("approver@val-d-ille-aubigne")
    world.passes(days=1)
    await ticks(world)
    assert (await world.agreement()).state is S.WITHDRAWN


async def test_an_end_is_announced_60_30_and_7_days_before_and_once_each(world):
    await in_force(world)
    told = []
    for day in range(200, -1, -1):
        world.comes(PROJECT.end - timedelta(days=day))
        count = len(world.kinds)
        await ticks(world)
        told += [(day, kind) for kind in world.kinds[count:]]
    assert told == [
        (180, "agreement.to_renew"),
        (180, "agreement.to_renew"),
        (60, "agreement.expires_soon"),
        (30, "agreement.expires_soon"),
        (7, "agreement.expires_soon"),
    ]
    assert [each.key.rsplit("/", 1)[1] for each in world.catalog.messages[-3:]] == ["60", "30", "7"]


async def test_after_a_long_stop_only_the_nearest_reminder_is_sent(world):
    await in_force(world)
    world.comes(PROJECT.end - timedelta(days=170))
    await ticks(world)
    world.comes(PROJECT.end - timedelta(days=5))
    count = len(world.kinds)
    await ticks(world)
    assert world.kinds[count:] == ["agreement.expires_soon"]
    assert world.catalog.messages[-1].facts["days"] == 5


async def test_a_short_agreement_is_not_announced_over_before_it_began(world):
    await in_force(world, replace(PROJECT, end=date(2026, 4, 20)))
    assert "agreement.expires_soon" not in world.kinds


async def test_who_comes_and_who_leaves_is_told_to_both(world):
    await in_force(world, replace(PROJECT, members=MembersRule("1510")))
    assert (await world.agreement()).life.readers == (MESNIL.siren,)
    joins = Membership(
        EAUX.siren,
        VALCOBREIZH.siren,
        frozenset({"1510"}),
        MembershipMode.DIRECT,
        date(2026, 5, 1),
    )
    leaves = replace(OF_MESNIL, end=date(2026, 5, 1))
    await world.puts(joins, leaves)
    count = len(world.kinds)
    await ticks(world)
    assert len(world.kinds) == count
    world.comes(date(2026, 5, 1))
    await ticks(world)
    message = world.catalog.messages[-1]
    assert (message.kind, message.to) == (
        "agreement.readers_changed",
        (VAL_DILLE.siren, VALCOBREIZH.siren),
    )
    assert (message.facts["came"], message.facts["left"]) == (["CC B"], ["Mesnil-Roc'h"])


async def test_nobody_asks_for_what_is_the_clocks(world):
    await in_force(world)
    for asked in (ExpireAgreement(CITATION), GuardActive(CITATION), ActivateAgreement(CITATION)):
        for who in ("operator@interco", "approver@valcobreizh"):
            assert await world.refused(who, asked) == {"act_of_clock": ""}


async def test_what_a_declaration_brought_is_neither_guarded_nor_begun_unsigned(world):
    drafted = await world.drafts()
    declared = replace(drafted, state=S.APPROVED, life=type(drafted.life)())
    await world.puts(declared)
    world.comes(PROJECT.start)
    assert list(due_acts(world.catalog.snapshot, world.now)) == []
    world.guard = Guard()
    await world.puts(replace(declared, state=S.ACTIVE))
    await ticks(world)
    assert world.guard.asked == 0


async def test_two_clocks_at_once_do_everything_once(world):
    await world.submits()
    await world.both_sign()
    world.comes(PROJECT.start)
    await asyncio.gather(*(tick(world.ports, Looked()) for _ in range(4)))
    assert world.kinds.count("agreement.activated") == 1
    steps = [each.act for each in (await world.agreement()).life.steps]
    assert steps.count("activate") == 1


async def test_the_loop_goes_on_after_a_store_that_was_away(law):
    stopping = asyncio.Event()

    class Away:
        asked = 0

        async def current(self):
            self.asked += 1
            stopping.set()
            raise StoreUnavailable(reason="away")

    world = World(law, catalog=Away(), guard=nothing_found)
    async with asyncio.timeout(5):
        await keep_time(world.ports, stopping, asyncio.Event())
    assert world.catalog.asked == 1


async def test_one_bug_stops_neither_the_others_nor_the_clock(world):
    await world.submits()
    await world.both_sign()
    await world.submits(replace(PROJECT, id="conv-2026-0018"))
    world.comes(date(2026, 4, 2))

    def broken(*_arguments):
        raise ZeroDivisionError

    world.guard = broken
    await tick(world.ports, Looked())
    assert (await world.agreement("conv-2026-0018@1")).state is S.WITHDRAWN
    assert (await world.agreement()).state is S.APPROVED
    assert DATASET.id in world.catalog.snapshot.datasets
