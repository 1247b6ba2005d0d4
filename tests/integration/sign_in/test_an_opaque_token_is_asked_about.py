"""What an issuer answers of an opaque token, and what is made of it: 401, 503, or who it is; each
token asked about once a minute at most, and never believed beyond its end.

Covers gateway.identity.introspection, gateway.identity.issuers, gateway.identity.authentication.
"""

import asyncio
import json
import ssl
import threading
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import httpx
import pytest
from pydantic import ValidationError

from catalog.model.problem import Problem
from gateway.identity.authentication import Authenticator
from gateway.identity.issuers import open_introspection, trusted_issuers
from gateway.identity.strength import proves_by_default
from gateway.problems import UnsafeConfiguration
from gateway.settings import IntrospectionSettings, IssuerSettings, Settings

NOW = 1_800_000_000.0
BODY = "200090884"
GOOD = {
    "active": True,
    "token_type": "Bearer",
    "client_id": "api",
    "sub": "agathe",
    "exp": NOW + 3600,
    "siret": f"{BODY}00017",
    "acr": "eidas1",
    "roles": ["agent_public_territorial"],
}


class Issuer:
    """Answers what it is told to, and counts who asks."""

    def __init__(self):
        self.answers, self.userinfo, self.status, self.asked = GOOD, {}, 200, []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = {
                    "issuer": issuer.address,
                    "jwks_uri": f"{issuer.address}/jwks",
                    **{
                        f"{name}_endpoint": f"{issuer.address}/{name}"
                        for name in ("authorization", "token", "userinfo", "introspection")
                    },
                }
                self._send(issuer.userinfo if self.path == "/userinfo" else page, 200)

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                issuer.asked.append(parse_qs(self.rfile.read(length).decode()))
                self._send(issuer.answers, issuer.status)

            def _send(self, document, status):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def issuer():
    served = Issuer()
    yield served
    served.server.shutdown()
    served.server.server_close()


def settings_of(*addresses, **changed):
    asking = IntrospectionSettings(client_id="api", client_secret="secret", **changed)
    trusted = tuple(IssuerSettings(issuer=each, introspection=asking) for each in addresses)
    return Settings(issuers=trusted)


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@asynccontextmanager
async def opened(issuer, clock=lambda: NOW, **changed):
    settings, tls = settings_of(issuer.address, **changed), ssl.create_default_context()
    async with httpx.AsyncClient(trust_env=False) as client:
        introspection = open_introspection(settings, client, tls, proves_by_default, clock)
        issuers = trusted_issuers(settings, client, introspection)
        authenticator = Authenticator(issuers, clock, introspection=introspection)
        yield lambda token="opaque": authenticator.authenticate(f"Bearer {token}")
        await authenticator.aclose()


async def test_a_good_token_says_who_it_is_and_for_which_body(issuer):
    async with opened(issuer) as ask:
        claims = await ask()
    assert (claims.issuer, claims.sub, claims.siren) == (issuer.address, "agathe", BODY)
    assert (claims.acr, claims.via) == ("eidas1", "token")
    (asked,) = issuer.asked
    assert asked["token"] == ["opaque"]
    assert asked["client_secret"] == ["secret"]


@pytest.mark.parametrize(
    "changed",
    [
        {"active": False},
        {"active": "true"},
        {"iss": "https://elsewhere.example"},
        {"token_type": "DPoP"},
        {"token_type": None},
        {"cnf": {"jkt": "x"}},
        {"client_id": "other"},
        {"client_id": "other", "aud": "another api"},
        {"sub": ""},
        {"sub": "a\nb"},
        {"sub": 7},
        {"exp": None},
        {"exp": True},
        {"exp": NOW},
        {"exp": str(NOW + 60)},
        {"nbf": NOW + 3600},
    ],
)
async def test_what_is_no_access_token_of_its_bearer_for_us_is_a_bad_token(issuer, changed):
    issuer.answers = {**GOOD, **changed}
    async with opened(issuer) as ask:
        with pytest.raises(Problem) as refused:
            await ask()
        assert (refused.value.code, refused.value.status) == ("bad_token", 401)
        with pytest.raises(Problem):
            await ask()
    assert len(issuer.asked) == 1


@pytest.mark.parametrize(
    "changed", [{"aud": "interco"}, {"aud": ["x", "interco"]}, {"client_id": "tableau"}]
)
async def test_a_token_for_our_audience_or_of_a_client_that_is_named_is_good(issuer, changed):
    issuer.answers = {**GOOD, "client_id": "other", **changed}
    async with opened(issuer, clients=("tableau",)) as ask:
        assert (await ask()).sub == "agathe"


@pytest.mark.parametrize(("status", "answers"), [(500, {}), (401, {}), (200, ["no object"])])
async def test_an_issuer_that_does_not_answer_makes_no_token_bad(issuer, status, answers):
    issuer.status, issuer.answers = status, answers
    async with opened(issuer) as ask:
        with pytest.raises(Problem) as refused:
            await ask()
        assert (refused.value.code, refused.value.status) == ("provider_unavailable", 503)
        # And is asked again as soon as it may.
        issuer.status, issuer.answers = 200, GOOD
        assert (await ask()).sub == "agathe"


async def test_an_answer_is_believed_for_a_minute_and_never_beyond_the_tokens_end(issuer):
    clock = Clock()
    async with opened(issuer, clock) as ask:
        await ask()
        clock.now += 59
        await ask()
        assert len(issuer.asked) == 1
        clock.now += 2
        issuer.answers = {**GOOD, "exp": clock.now + 5}
        await ask()
        assert len(issuer.asked) == 2
        clock.now += 5
        with pytest.raises(Problem) as refused:
            await ask()
    assert refused.value.code == "bad_token"


async def test_who_comes_at_once_waits_for_one_question(issuer):
    async with opened(issuer) as ask:
        claims = await asyncio.gather(*(ask() for _ in range(20)))
        await ask("another")
    assert {each.sub for each in claims} == {"agathe"}
    assert len(issuer.asked) == 2


async def test_the_body_is_asked_of_userinfo_of_the_same_person(issuer):
    issuer.answers = {**GOOD, "siret": None, "scope": "openid siret"}
    del issuer.answers["siret"]
    issuer.userinfo = {"sub": "agathe", "siret": f"{BODY}00017"}
    async with opened(issuer) as ask:
        assert (await ask()).siren == BODY
        issuer.userinfo = {"sub": "bruno", "siret": f"{BODY}00017"}
        with pytest.raises(Problem) as refused:
            await ask("another")
    assert refused.value.code == "bad_token"


async def test_a_jwt_is_checked_by_keys_and_never_shown_to_the_issuer(issuer):
    async with opened(issuer) as ask:
        with pytest.raises(Problem) as refused:
            await ask("e30.e30.x")
    assert refused.value.code == "bad_token"
    assert issuer.asked == []


async def test_two_issuers_are_never_shown_each_others_tokens():
    settings = settings_of("https://one.example", "https://two.example")
    async with httpx.AsyncClient() as client:
        tls = ssl.create_default_context()
        with pytest.raises(UnsafeConfiguration):
            open_introspection(settings, client, tls, proves_by_default)


def test_whoever_asks_what_a_token_is_proves_who_it_is():
    with pytest.raises(ValidationError):
        IntrospectionSettings(client_id="api")
