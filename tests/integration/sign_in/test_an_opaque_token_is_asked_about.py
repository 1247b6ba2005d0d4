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
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from pydantic import ValidationError

from catalog.model.problem import Problem
from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import IntrospectionSettings, IssuerSettings, Settings
from gateway.identity.authentication import Authenticator
from gateway.identity.issuers import open_introspection, trusted_issuers
from gateway.identity.strength import proves_by_default

NOW = 1_800_000_000.0
BODY = "200090884"
JWT = "application/token-introspection+jwt"
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
        self.key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
        self.signed = None
        """What it signs, where it signs: claims and header."""
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
                pages = {
                    "/userinfo": issuer.userinfo,
                    "/jwks": KeySet([issuer.key]).as_dict(private=False),
                }
                self._send(pages.get(self.path, page), 200)

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                issuer.asked.append(parse_qs(self.rfile.read(length).decode()))
                if issuer.signed is None or JWT not in self.headers["Accept"]:
                    self._send(issuer.answers, issuer.status)
                else:
                    self._write(issuer.signed.encode(), issuer.status, JWT)

            def _send(self, document, status):
                self._write(json.dumps(document).encode(), status, "application/json")

            def _write(self, content, status, kind):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def signs(self, key=None, typ="token-introspection+jwt", **changed):
        """From now on, with these claims otherwise; None leaves one out."""
        claims = {"iss": self.address, "aud": "api", "iat": NOW, "token_introspection": GOOD}
        claims = {name: value for name, value in (claims | changed).items() if value is not None}
        key = key or self.key
        header = {"alg": key.get("alg"), "kid": key.kid, "typ": typ}
        self.signed = jwt.encode(header, claims, key, algorithms=["ES256", "RS256"])


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


@pytest.fixture
def signing(issuer):
    issuer.signs()
    issuer.answers = {**GOOD, "sub": "mallory"}
    return issuer


async def test_what_the_issuer_signed_is_believed_and_is_asked_for(signing):
    async with opened(signing, answers_signed="ES256") as ask:
        claims = await ask()
    assert (claims.sub, claims.siren) == ("agathe", BODY)
    async with opened(signing) as ask:
        assert (await ask()).sub == "mallory"


async def test_a_signed_no_is_a_bad_token(signing):
    signing.signs(token_introspection={"active": False})
    async with opened(signing, answers_signed="ES256") as ask:
        with pytest.raises(Problem) as refused:
            await ask()
    assert (refused.value.code, refused.value.status) == ("bad_token", 401)


OTHER_KEY = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
BADLY_SIGNED = {
    "by another key": {"key": OTHER_KEY},
    "by another algorithm": {
        "key": RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    },
    "for another client": {"aud": "tableau"},
    "for nobody": {"aud": None},
    "by another issuer": {"iss": "https://elsewhere.example"},
    "as an id token": {"typ": "JWT"},
    "as an access token": {"typ": "at+jwt"},
    "some time ago": {"iat": NOW - 90},
    "in some time": {"iat": NOW + 90},
    "at no time": {"iat": None},
    "without an answer": {"token_introspection": None},
    "with a text for an answer": {"token_introspection": "active"},
}


@pytest.mark.parametrize("how", BADLY_SIGNED)
async def test_what_is_not_signed_as_agreed_makes_no_token_good_nor_bad(signing, how):
    signing.signs(**BADLY_SIGNED[how])
    async with opened(signing, answers_signed="ES256") as ask:
        with pytest.raises(Problem) as refused:
            await ask()
    assert (refused.value.code, refused.value.status) == ("provider_unavailable", 503)


async def test_an_unsigned_answer_counts_as_none_where_signed_ones_were_agreed(signing):
    signing.signed = None
    async with opened(signing, answers_signed="ES256") as ask:
        with pytest.raises(Problem) as refused:
            await ask()
    assert refused.value.code == "provider_unavailable"


async def test_two_issuers_are_never_shown_each_others_tokens():
    settings = settings_of("https://one.example", "https://two.example")
    async with httpx.AsyncClient() as client:
        tls = ssl.create_default_context()
        with pytest.raises(UnsafeConfiguration):
            open_introspection(settings, client, tls, proves_by_default)


def test_whoever_asks_what_a_token_is_proves_who_it_is():
    with pytest.raises(ValidationError):
        IntrospectionSettings(client_id="api")
