"""Sessions and pending sign-ins on both databases: found by a digest, until an end of theirs.

Covers catalog.store.session_records, catalog.model.session.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.model.session import Session

NOW = datetime(2026, 11, 27, 9, 0, 0, 500_000, tzinfo=UTC)
IDLE = timedelta(hours=2)
AGATHE = ("https://idp.example", "agathe")


def session(digest="a" * 64, handle="one", person=AGATHE, **changed):
    issuer, sub = person
    opened = Session(
        secret_digest=digest,
        handle=handle,
        provider="town",
        issuer=issuer,
        sub=sub,
        siren=Siren("200090884"),
        organisation_label="SMICTOM",
        person="Agathe",
        acr="eidas1",
        may_approve=True,
        browser="Firefox",
        signed_in_at=NOW,
        used_at=NOW,
        ends_at=NOW + timedelta(hours=12),
        sealed_id_token=None,
    )
    return replace(opened, **changed)


def seconds(opened):
    """As it comes back: instants of whole seconds."""
    return replace(
        opened,
        **{
            name: getattr(opened, name).replace(microsecond=0)
            for name in ("signed_in_at", "used_at", "ends_at")
        },
    )


async def test_a_session_is_read_back_as_it_was_opened_by_any_process(store, other_process):
    await store.sessions.open(session(), None, IDLE)
    assert await other_process.sessions.find("a" * 64, NOW, IDLE) == seconds(session())
    assert await other_process.sessions.find("c" * 64, NOW, IDLE) is None


async def test_it_ends_when_it_is_not_used_and_twelve_hours_after_its_beginning(store):
    await store.sessions.open(session(), None, IDLE)
    nearly = NOW + IDLE - timedelta(seconds=2)
    assert await store.sessions.find("a" * 64, nearly, IDLE) is not None
    assert await store.sessions.find("a" * 64, NOW + IDLE, IDLE) is None
    await store.sessions.note_use("a" * 64, nearly)
    assert await store.sessions.find("a" * 64, NOW + IDLE, IDLE) is not None
    await store.sessions.note_use("a" * 64, NOW + timedelta(hours=12))
    assert await store.sessions.find("a" * 64, NOW + timedelta(hours=12), IDLE) is None


async def test_what_is_ended_opens_nothing_in_any_process(store, other_process):
    await store.sessions.open(session(), None, IDLE)
    await other_process.sessions.end("a" * 64)
    assert await store.sessions.find("a" * 64, NOW, IDLE) is None


async def test_a_new_sign_in_ends_the_session_that_the_browser_had(store):
    await store.sessions.open(session(), None, IDLE)
    await store.sessions.open(session("d" * 64, "two"), "a" * 64, IDLE)
    assert await store.sessions.find("a" * 64, NOW, IDLE) is None
    assert await store.sessions.find("d" * 64, NOW, IDLE) is not None


async def test_a_person_ends_sessions_of_their_own_alone(store):
    nora = ("https://idp.example", "nora")
    await store.sessions.open(session(), None, IDLE)
    await store.sessions.open(session("d" * 64, "two"), None, IDLE)
    await store.sessions.open(session("e" * 64, "three", nora), None, IDLE)
    mine = await store.sessions.of_person(*AGATHE, NOW, IDLE)
    assert sorted(each.handle for each in mine) == ["one", "two"]
    assert not await store.sessions.end_of_person(*AGATHE, "three")
    assert await store.sessions.end_of_person(*AGATHE, "two")
    assert await store.sessions.find("d" * 64, NOW, IDLE) is None
    assert await store.sessions.find("e" * 64, NOW, IDLE) is not None


async def test_a_state_is_used_once_whoever_uses_it_at_the_same_time(store, other_process):
    both = await asyncio.gather(
        *(each.sessions.use("s" * 64, NOW, NOW) for each in (store, other_process))
    )
    assert sorted(both) == [False, True]
    assert await store.sessions.use("t" * 64, NOW, NOW)


async def test_what_is_too_old_to_be_used_is_forgotten(store):
    assert await store.sessions.use("s" * 64, NOW, NOW)
    later = NOW + timedelta(hours=1)
    assert await store.sessions.use("t" * 64, later, later)
    assert await store.sessions.use("s" * 64, NOW, NOW), "no row of it is left"


async def test_who_is_left_without_a_role_is_signed_out_for_good(store, other_process):
    nora = ("https://idp.example", "nora")
    await store.sessions.open(session(), None, IDLE)
    await store.sessions.open(session("e" * 64, "three", nora), None, IDLE)
    for roles in (frozenset({"agent"}), frozenset(), frozenset({"agent"})):
        someone = Agent(*AGATHE, Siren("200090884"), AgentKind.PERSON, roles)
        before = (await store.current()).version
        record = ActRecord(NOW, None, "system", None, "revoke_roles", {})
        await store.write(before, Changes((someone,)), record)
        found = await other_process.sessions.find("a" * 64, NOW, IDLE)
        assert (found is None) == (roles == frozenset() or before.number > 0)
    assert await store.sessions.find("e" * 64, NOW, IDLE) is not None
