"""A bearer token is believed only when its issuer, audience, date and signature all hold.

Covers gateway.identity.issuer_keys, gateway.identity.authentication.
"""

import base64
import hmac
import json

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from catalog.model.subject import Strength
from gateway.base.problems import BadToken, KeysUnavailable
from gateway.identity.authentication import Authenticator, Claims, TrustedIssuer
from gateway.identity.issuer_keys import (
    OUTLIVE_ISSUER_S,
    REFETCH_AFTER_S,
    REFRESH_AFTER_S,
    IssuerKeys,
)

ISSUER = "https://login.example"
NOW = 1_800_000_000
VAL_D_ILLE = "243500667"


class Provider:
    """An identity provider's key document, and how often it was asked for."""

    def __init__(self, *keys):
        self.keys = list(keys)
        self.fetches = 0
        self.down = False

    async def fetch(self):
        self.fetches += 1
        if self.down:
            raise OSError
        return KeySet(self.keys).as_dict(private=False)


class Clock:
    def __init__(self):
        self.now = float(NOW)

    def __call__(self):
        return self.now


def ec_key():
    return ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def key():
    return ec_key()


@pytest.fixture
def provider(key):
    return Provider(key)


@pytest.fixture
def authenticator(provider, clock):
    issuer = TrustedIssuer(
        issuer=ISSUER,
        audience="interco",
        algorithms=("ES256", "RS256"),
        sirens=frozenset({VAL_D_ILLE}),
        keys=IssuerKeys(provider.fetch, clock),
    )
    return Authenticator({ISSUER: issuer}, clock)


def bearer(key, alg="ES256", header=None, **changes):
    claims = {"iss": ISSUER, "aud": "interco", "sub": "agent@x", "exp": NOW + 60} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    token = jwt.encode({"alg": alg, "kid": key.kid, **(header or {})}, claims, key)
    return f"Bearer {token}"


async def test_without_a_token_the_caller_is_anonymous(authenticator):
    assert await authenticator.authenticate(None) is None


@pytest.mark.parametrize(
    ("claims", "siren"),
    [
        ({"siren": VAL_D_ILLE}, VAL_D_ILLE),
        ({"siret": VAL_D_ILLE + "00018"}, VAL_D_ILLE),
        ({"siren": "200090884"}, None),  # not one that this issuer may assert
        ({}, None),
    ],
)
async def test_a_good_token_says_who_and_for_which_organisation(authenticator, key, claims, siren):
    found = await authenticator.authenticate(bearer(key, **claims))
    assert found == Claims(ISSUER, "agent@x", siren, frozenset({Strength.READ}))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "another-service"},
        {"aud": None},
        {"exp": NOW - 3600},
        {"exp": None},
        {"sub": None},
        {"siren": "243500668"},
        {"nbf": NOW + 3600},
    ],
)
async def test_a_wrong_claim_is_refused(authenticator, key, changes):
    with pytest.raises(BadToken):
        await authenticator.authenticate(bearer(key, **changes))


@pytest.mark.parametrize(
    "text", ["", "Bearer", "Basic abc", "Bearer a.b.c", "Bearer " + "x" * 9000]
)
async def test_what_is_not_a_token_is_refused(authenticator, text):
    with pytest.raises(BadToken):
        await authenticator.authenticate(text)


async def test_a_token_signed_by_another_key_is_refused(authenticator, key):
    forged = ECKey.generate_key("P-256", {"kid": key.kid})
    with pytest.raises(BadToken):
        await authenticator.authenticate(bearer(forged))


def encoded(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def forged_by_hand(header, signature_of=lambda _signed: b""):
    claims = {"iss": ISSUER, "aud": "interco", "sub": "agent@x", "exp": NOW + 60}
    signed = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(claims).encode())}"
    return f"Bearer {signed}.{encoded(signature_of(signed.encode()))}"


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "JWT"}, {}),
        ({"typ": "at+jwt"}, {"nonce": "n"}),
        ({"typ": "application/at+JWT"}, {}),
        ({"typ": "JWT"}, {"typ": "Bearer", "nonce": "n"}),
    ],
)
async def test_access_tokens_as_issuers_send_them_are_believed(authenticator, key, header, claims):
    assert await authenticator.authenticate(bearer(key, header=header, **claims))


async def test_a_token_without_a_type_is_believed(authenticator, key):
    claims = {"iss": ISSUER, "aud": "interco", "sub": "agent@x", "exp": NOW + 60}
    header = {"alg": "ES256", "kid": key.kid}
    token = jws.serialize_compact(header, json.dumps(claims).encode(), key)
    assert await authenticator.authenticate(f"Bearer {token}")


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "logout+jwt"}, {}),
        ({"typ": "secevent+jwt"}, {}),
        ({"typ": "application/secevent+jwt"}, {}),
        ({"typ": "dpop+jwt"}, {}),
        ({"typ": "JWS"}, {}),
        ({"cty": "JWT"}, {}),
        ({}, {"typ": "ID"}),
        ({}, {"typ": "Refresh"}),
        ({}, {"at_hash": "h"}),
        ({}, {"nonce": "n"}),
        ({}, {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
        ({}, {"cnf": {"jkt": "thumbprint"}}),
        ({"typ": "at+jwt"}, {"cnf": {"x5t#S256": "thumbprint"}}),
    ],
)
async def test_a_token_for_something_else_than_access_is_refused(
    authenticator, key, header, claims
):
    with pytest.raises(BadToken):
        await authenticator.authenticate(bearer(key, header=header, **claims))


async def test_a_token_may_not_be_valid_for_ever(authenticator, key):
    assert await authenticator.authenticate(bearer(key, exp=NOW + 86_400))
    with pytest.raises(BadToken, match="24 h"):
        await authenticator.authenticate(bearer(key, exp=NOW + 86_500))


async def test_an_unsigned_token_is_refused(authenticator, key):
    with pytest.raises(BadToken):
        await authenticator.authenticate(forged_by_hand({"alg": "none", "kid": key.kid}))


async def test_a_public_key_used_as_an_hmac_secret_is_refused(authenticator, key):
    public = key.as_pem(private=False)
    token = forged_by_hand(
        {"alg": "HS256", "kid": key.kid}, lambda signed: hmac.digest(public, signed, "sha256")
    )
    with pytest.raises(BadToken):
        await authenticator.authenticate(token)


async def test_rs256_is_accepted_where_it_is_allowed(authenticator, provider):
    rsa = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
    provider.keys = [rsa]
    assert await authenticator.authenticate(bearer(rsa, alg="RS256"))


async def test_a_new_key_is_fetched_when_a_token_bears_it(authenticator, provider, key, clock):
    assert await authenticator.authenticate(bearer(key))
    rotated = ec_key()
    provider.keys = [key, rotated]
    clock.now += REFETCH_AFTER_S + 1
    assert await authenticator.authenticate(bearer(rotated, exp=NOW + 600))


async def test_forged_key_ids_do_not_cause_a_fetch_each(authenticator, provider, key):
    await authenticator.authenticate(bearer(key))
    for _ in range(50):
        with pytest.raises(BadToken):
            await authenticator.authenticate(bearer(ec_key()))
    assert provider.fetches == 1


async def test_a_removed_key_stops_being_trusted(authenticator, provider, key, clock):
    token = bearer(key, exp=NOW + 3600)
    await authenticator.authenticate(token)
    provider.keys = [ec_key()]
    clock.now += REFRESH_AFTER_S + 1
    await authenticator.issuers[ISSUER].keys.refresh()
    with pytest.raises(BadToken):
        await authenticator.authenticate(token)


async def test_known_keys_outlive_a_provider_that_is_down_but_not_for_long(
    authenticator, provider, key, clock
):
    await authenticator.authenticate(bearer(key))
    provider.down = True
    clock.now += OUTLIVE_ISSUER_S - 1
    assert await authenticator.authenticate(bearer(key, exp=NOW + 7200))
    clock.now += 2
    with pytest.raises(KeysUnavailable):
        await authenticator.authenticate(bearer(key, exp=NOW + 7200))


async def test_a_token_that_was_good_is_refused_once_it_has_expired(authenticator, key, clock):
    token = bearer(key)
    await authenticator.authenticate(token)
    clock.now += 600
    with pytest.raises(BadToken, match="expired"):
        await authenticator.authenticate(token)


async def test_another_signature_on_a_good_token_is_refused(authenticator, key):
    good = bearer(key)
    await authenticator.authenticate(good)
    signed, _, signature = good.rpartition(".")
    forged = ("A" if signature[0] != "A" else "B") + signature[1:]
    with pytest.raises(BadToken):
        await authenticator.authenticate(f"{signed}.{forged}")
