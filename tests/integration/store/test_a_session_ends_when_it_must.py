"""Sessions and pending sign-ins on both databases: found by a digest, until an end of theirs.

Covers catalog.store.session_records, catalog.model.session.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.model.session import PendingSignIn, Session

NOW = datetime(2026, 11, 27, 9, 0, 0, 500_000, tzinfo=UTC)
IDLE, LIVES = timedelta(hours=2), timedelta(minutes=10)
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


def pending(state="s" * 64, **changed):
    begun = PendingSignIn(
        state_digest=state,
        browser_digest="b" * 64,
        provider="town",
        nonce="n" * 43,
        code_verifier="v" * 64,
        redirect_uri="https://interco.example/sign-in/town/callback",
        next="/account",
        acr_values=("eidas1-mfa",),
        again_as=AGATHE,
        begun_at=NOW,
    )
    return replace(begun, **changed)


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


async def test_a_pending_sign_in_is_taken_once_whoever_asks_at_the_same_time(store, other_process):
    assert await store.sessions.begin(pending(), LIVES, 10)
    both = await asyncio.gather(
        *(each.sessions.take("s" * 64, NOW, LIVES) for each in (store, other_process))
    )
    taken = [each for each in both if each is not None]
    assert taken == [replace(pending(), begun_at=NOW.replace(microsecond=0))]


async def test_a_pending_sign_in_that_is_too_old_is_given_to_nobody(store):
    await store.sessions.begin(pending(), LIVES, 10)
    assert await store.sessions.take("s" * 64, NOW + LIVES, LIVES) is None
    assert await store.sessions.take("s" * 64, NOW, LIVES) is None


async def test_no_more_than_a_limit_wait_and_the_old_make_room(store):
    assert await store.sessions.begin(pending(), LIVES, 1)
    assert not await store.sessions.begin(pending("t" * 64), LIVES, 1)
    later = pending("u" * 64, begun_at=NOW + LIVES, again_as=None, acr_values=())
    assert await store.sessions.begin(later, LIVES, 1)
    taken = await store.sessions.take("u" * 64, NOW + LIVES, LIVES)
    assert (taken.again_as, taken.acr_values) == (None, ())


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
