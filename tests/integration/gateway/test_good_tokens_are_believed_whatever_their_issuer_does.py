"""A good token is never called bad: callers wait for one fetch of the keys, known keys serve while
they are fetched again, and where there are none the answer is 503, to be tried again.

Covers gateway.identity.issuer_keys, gateway.identity.authentication, gateway.identity.tokens,
gateway.base.demo_issuer, gateway.identity.issuers, gateway.base.settings.
"""

import asyncio
import time

import httpx
import pytest

from gateway.app import build_app
from gateway.base.settings import DEMO_ISSUER
from gateway.identity.authentication import Authenticator, TrustedIssuer
from gateway.identity.issuer_keys import (
    OUTLIVE_ISSUER_S,
    REFETCH_AFTER_S,
    REFRESH_AFTER_S,
    RETRY_AFTER_S,
    TRUSTED_FOR_S,
    IssuerKeys,
    keys_from_url,
)
from tests.integration.gateway.issuer import ec_key, open_issuer

VALCOBREIZH = "200090884"
QUERY = {"query": "{ me { agent } }"}


class Door:
    """The gateway's own HTTP door, with that issuer's keys and a clock that can be put forward."""

    def __init__(self, embedded, issuer, client):
        self.issuer = issuer
        self.passed_s = 0.0
        self.keys = IssuerKeys(
            keys_from_url(client, issuer.url), lambda: time.monotonic() + self.passed_s
        )
        trusted = TrustedIssuer(DEMO_ISSUER, "interco", ("ES256",), None, self.keys)
        app = build_app(embedded.state.settings(), demo=True)
        authenticator = Authenticator({DEMO_ISSUER: trusted})
        app.state.services = embedded.with_ports(authenticator=authenticator).services
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://interco.example"
        )

    async def ask(self, key=None):
        token = self.issuer.token(
            key,
            iss=DEMO_ISSUER,
            aud="interco",
            sub="agent@valcobreizh",
            siren=VALCOBREIZH,
            exp=int(time.time()) + 600,
        )
        return await self.http.post(
            "/graphql", json=QUERY, headers={"Authorization": f"Bearer {token}"}
        )

    async def burst(self, key=None):
        """What twenty requests at once are answered."""
        answers = await asyncio.gather(*(self.ask(key) for _ in range(20)))
        return [each.status_code for each in answers]

    async def fetched(self):
        """When no fetch is under way any more."""
        fetching = self.keys.refresh()
        if fetching is not None:
            await asyncio.wait({fetching})

    async def ready(self):
        answer = await self.http.get("/health/ready")
        return answer.status_code, answer.json()["checks"]["keys"]


@pytest.fixture
async def door(embedded):
    async with open_issuer() as issuer, httpx.AsyncClient(trust_env=False) as client:
        door = Door(embedded, issuer, client)
        async with door.http:
            yield door
        await door.keys.aclose()


async def test_a_burst_on_cold_keys_waits_for_one_fetch(door):
    door.issuer.may_answer.clear()
    burst = asyncio.create_task(door.burst())
    await door.issuer.is_asked.wait()
    door.issuer.may_answer.set()
    assert await burst == [200] * 20
    assert door.issuer.asked == 1


@pytest.mark.parametrize("quiet_s", [REFRESH_AFTER_S + 1, TRUSTED_FOR_S + 10])
async def test_a_burst_after_quiet_minutes_is_answered_by_the_keys_that_are_known(door, quiet_s):
    await door.ask()
    door.passed_s += quiet_s
    assert await door.burst() == [200] * 20
    await door.fetched()
    assert door.issuer.asked == 2


async def test_a_burst_after_more_than_an_hour_waits_for_one_fetch(door):
    """Nothing serves any more, and the issuer is well: nobody is told that it is away."""
    await door.ask()
    door.passed_s += OUTLIVE_ISSUER_S + 60
    assert await door.burst() == [200] * 20
    assert door.issuer.asked == 2


async def test_a_caller_who_leaves_does_not_end_what_the_others_wait_for(door):
    door.issuer.may_answer.clear()
    impatient = asyncio.create_task(door.ask())
    await door.issuer.is_asked.wait()
    patient = asyncio.create_task(door.ask())
    impatient.cancel()
    await asyncio.wait({impatient})
    door.issuer.may_answer.set()
    assert (await patient).status_code == 200


async def test_without_keys_a_token_is_not_called_bad_and_the_gateway_is_not_ready(door):
    door.issuer.status = 500
    refused = await door.ask()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(round(RETRY_AFTER_S))
    assert refused.json()["errors"][0]["extensions"]["code"] == "keys_unavailable"
    assert await door.ready() == (503, "unavailable")
    sql = await door.http.post(
        "/v1/sql",
        json={"query": "SELECT 1"},
        headers={"Authorization": f"Bearer {door.issuer.token(iss=DEMO_ISSUER)}"},
    )
    assert (sql.status_code, sql.headers["Retry-After"]) == (503, "5")
    assert door.issuer.asked == 1

    door.issuer.status = 200
    door.passed_s += RETRY_AFTER_S
    assert (await door.ask()).status_code == 200
    assert await door.ready() == (200, "ok")


async def test_a_silent_issuer_makes_nobody_wait_who_bears_a_known_key(door):
    await door.ask()
    door.issuer.may_answer.clear()
    door.passed_s += REFRESH_AFTER_S + 1
    async with asyncio.timeout(4):  # a fetch may take five seconds
        assert await door.burst() == [200] * 20
        door.passed_s += TRUSTED_FOR_S
        assert await door.burst() == [200] * 20
    assert await door.ready() == (200, "stale")


async def test_keys_outlive_their_issuer_for_an_hour_and_no_longer(door):
    await door.ask()
    door.issuer.status = 500
    door.passed_s += OUTLIVE_ISSUER_S - 60
    assert (await door.ask()).status_code == 200
    await door.fetched()
    door.passed_s += 61
    assert (await door.ask()).status_code == 503


async def test_a_key_that_was_removed_is_dead_once_keys_were_fetched_again(door):
    removed = door.issuer.keys[0]
    await door.ask()
    door.issuer.keys = [ec_key()]
    door.passed_s += REFRESH_AFTER_S + 1
    await door.fetched()
    refused = await door.ask(removed)
    assert refused.status_code == 401
    assert (await door.ask()).status_code == 200


async def test_keys_stay_young_while_nobody_asks(door):
    looks = asyncio.Queue()

    async def sleep(_seconds):
        await looks.put(None)
        door.passed_s += REFRESH_AFTER_S + 1

    keeping = asyncio.create_task(door.keys.keep_young(sleep))
    for _ in range(3):
        await looks.get()
    keeping.cancel()
    await asyncio.wait({keeping})
    assert door.issuer.asked >= 3


async def test_a_rotated_key_is_found_by_the_burst_that_bears_it(door):
    await door.ask()
    rotated = ec_key()
    door.issuer.keys.append(rotated)
    door.passed_s += REFETCH_AFTER_S
    assert await door.burst(rotated) == [200] * 20
    assert door.issuer.asked == 2


async def test_unknown_keys_cause_one_fetch_however_many_bear_them(door):
    await door.ask()
    door.passed_s += REFETCH_AFTER_S
    for _ in range(3):
        assert await door.burst(ec_key()) == [401] * 20
    assert door.issuer.asked == 2


async def test_a_key_that_nobody_could_look_for_is_not_called_unknown(door):
    await door.ask()
    door.issuer.status = 500
    door.passed_s += REFETCH_AFTER_S
    assert (await door.ask(ec_key())).status_code == 503
    assert (await door.ask()).status_code == 200
