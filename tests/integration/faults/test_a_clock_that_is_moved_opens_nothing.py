"""The clock of the gateway is an hour early or late, then right again.

Covers policies.cache, gateway.identity.sessions, gateway.identity.authentication,
gateway.proof.keeping.
"""

import json
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from catalog.chain.checking import Checked, check_roots
from catalog.model.paris import PARIS
from gateway.demo_mode.state import DemoState
from gateway.identity.signed_in import Identity
from gateway.proof.keeping import extend_chain, sign_days
from gateway.proof.signing_key import TrustedKeys
from gateway.wiring.services import open_services
from policies.cache import DecisionCache
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town

READ = "{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
SDE35 = "200050425"
READER = {"agent": "agent@valcobreizh", "purpose": "rpqs_dechets"}
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    """The hour of one gateway, for all that it does."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def town(tmp_path, clock):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        people = services.sign_in
        query = replace(
            services.query,
            clock=clock,
            policy=DecisionCache(services.acts.law, clock),
            authenticator=replace(services.query.authenticator, clock=lambda: clock().timestamp()),
        )
        yield Town(
            state,
            replace(
                services,
                query=query,
                acts=replace(services.acts, clock=clock),
                proof=replace(services.proof, clock=clock),
                sign_in=replace(people, sessions=replace(people.sessions, clock=clock)),
            ),
        )


async def convention_of(town):
    """The one by which the reader reads."""
    snapshot = await town.ports.catalog.current()
    siren = {each.slug: key for key, each in snapshot.organisations.items()}
    (found,) = (
        each
        for each in snapshot.agreements
        if each.grantee == siren["valcobreizh"]
        and each.dataset_id == "val_d_ille_aubigne__collectes"
        and each.state == "active"
    )
    return found


async def test_what_has_not_begun_or_has_ended_is_never_read_by_what_another_hour_decided(
    town, clock
):
    found = await convention_of(town)
    begins = datetime(*found.start.timetuple()[:3], tzinfo=PARIS)
    ends = datetime(*found.end.timetuple()[:3], tzinfo=PARIS) + timedelta(days=1)
    # What is held here is the agreement's own time: tokens are as good as they are today.
    town = town.with_ports(authenticator=replace(town.ports.authenticator, clock=time.time))

    numbers = count(1)

    async def codes(now):
        clock.now = now.astimezone(UTC)
        return (await town.ask(READ, request=f"at {next(numbers)}", **READER)).codes

    early, late = begins - HOUR / 2, begins + HOUR / 2
    assert [await codes(now) for now in (early, late, early, late)] == [
        ["agreement_not_started"],
        [],
        ["agreement_not_started"],
        [],
    ]
    early, late = ends - HOUR / 2, ends + HOUR / 2
    assert [await codes(now) for now in (early, late, early, late)] == [
        [],
        ["agreement_expired"],
        [],
        ["agreement_expired"],
    ]


async def test_a_session_goes_on_and_ends_twelve_hours_after_its_beginning(town, clock):
    sessions, began = town.services.sign_in.sessions, clock.now
    identity = Identity(
        provider="ville",
        issuer="https://ville.example",
        sub="agathe",
        siren=None,
        organisation_label="Ville",
        person="Agathe",
        email=None,
        acr="eidas1",
        may_approve=False,
    )
    secret = await sessions.open(identity, "Firefox", None)

    async def is_open(after):
        clock.now = began + after
        return await sessions.find(secret) is not None

    for after in (-HOUR, HOUR, -HOUR, 2 * HOUR, HOUR, 3 * HOUR):
        assert await is_open(after), after
    for after in range(4, 12):
        assert await is_open(after * HOUR)
    assert not await is_open(12 * HOUR)


async def test_a_token_is_refused_clearly_while_the_clock_is_wrong_and_never_outlives_its_end(
    town, clock
):
    began = clock.now
    told = []
    for after in (-HOUR, HOUR, 11 * HOUR, 13 * HOUR, timedelta()):
        clock.now = began + after
        # Made at the right hour, whatever the gateway takes it for.
        told.append((await town.ask(OPEN, "agent@sde35", request=f"token {after}")).codes)
    assert told[1:] == [[], [], ["bad_token"], []]
    assert told[0] in ([], ["bad_token"])


async def test_chains_and_signed_days_follow_each_other_whatever_the_clock_says(town, clock):
    midnight = datetime(2026, 11, 26, tzinfo=PARIS).astimezone(UTC)
    for number, after in enumerate((-HOUR / 2, HOUR / 2, -HOUR / 2, HOUR, 25 * HOUR)):
        clock.now = midnight + after
        await town.ask(OPEN, request=f"chain-{number}")
        await extend_chain(town.services.proof)
        await sign_days(town.services.proof)
    days = [json.loads(text)["day"] async for text, _ in town.services.proof.chains.lines(SDE35)]
    assert days == sorted(days)
    assert len(days) == 10
    roots = {each.day: each for each in await town.services.proof.roots.since()}
    checked = Checked()
    check_roots(roots, TrustedKeys.of([town.services.proof.key.public]).verify, checked)
    assert checked.is_whole
