"""A provider is believed as far as its own page and its keys go; a setting that is unsafe is told.

Covers gateway.identity.providers, gateway.wiring.safety, gateway.base.settings.
"""

import asyncio
import ssl
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from pydantic import ValidationError

from catalog.model.problem import Problem
from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import ProviderSettings, Settings
from gateway.demo_mode.state import DemoState
from gateway.identity.issuer_keys import IssuerKeys
from gateway.identity.oidc import _verified
from gateway.identity.problems import (
    IdentityRefused,
    ProviderMisdescribed,
    ProviderUnavailable,
)
from gateway.identity.providers import Provider, is_safe_address, read_client_key
from gateway.wiring.safety import refuse_unsafe

ISSUER = "https://idp.example"
PAGE = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
}


def settings(**changed):
    values = {"name": "town", "label": "Ville", "issuer": ISSUER, "client_id": "interco"}
    return ProviderSettings.model_validate({**values, **changed})


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def provider(page, clock=None, keys=None):
    """`page` and `keys` are read anew at each fetch; an exception is raised."""

    async def fetch():
        if isinstance(page, Exception):
            raise page
        return dict(page)

    async def fetch_keys():
        return KeySet(list(keys)).as_dict(private=False)

    clock = clock or Clock()
    opened = Provider(settings(), fetch, None, ssl.create_default_context(), clock)
    opened.keys = IssuerKeys(fetch_keys, clock)
    return opened


PAGES = {
    "of another issuer": {"issuer": "https://other.example"},
    "that leads to http": {"authorization_endpoint": "http://idp.example/authorize"},
    "that leads to a script": {"authorization_endpoint": "javascript:alert(1)"},
    "that leads to a user's host": {"token_endpoint": "https://idp.example@evil.example/"},
    "without a token endpoint": {"token_endpoint": None},
    "without keys": {"jwks_uri": None},
    "with keys that are a list": {"jwks_uri": []},
}


@pytest.mark.parametrize("changed", PAGES.values(), ids=PAGES)
async def test_a_page_is_refused(changed):
    with pytest.raises(ProviderMisdescribed):
        await provider({**PAGE, **changed}).metadata()


async def test_a_page_that_does_not_come_is_waited_for_and_not_hammered():
    clock, asked = Clock(), []
    town = provider(PAGE, clock)

    async def fail():
        asked.append(clock.now)
        raise ValueError

    fetch, town.fetch = town.fetch, fail
    clock.now = 100.0
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            await town.metadata()
    assert asked == [100.0]
    town.fetch = fetch
    clock.now += 6
    assert (await town.metadata()).token_endpoint == f"{ISSUER}/token"


async def test_the_page_that_was_read_serves_while_the_next_one_does_not_come():
    clock = Clock()
    town = provider(PAGE, clock)
    await town.metadata()

    async def fail():
        raise ValueError

    town.fetch = fail
    clock.now += 4_000
    assert (await town.metadata()).jwks_uri == f"{ISSUER}/jwks"


def key():
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


def signed(by):
    return jwt.encode({"alg": "ES256", "kid": by.kid}, {"sub": "agathe"}, by)


async def test_keys_are_rotated_in_and_out():
    clock, old, new = Clock(), key(), key()
    keys = [old]
    clock.now = 1_000.0
    town = provider(PAGE, clock, keys)
    await _verified(town, signed(old), ("ES256",))
    keys[:] = [new]
    # A new key is fetched, ten seconds after the last fetch at the earliest.
    with pytest.raises(IdentityRefused):
        await _verified(town, signed(new), ("ES256",))
    clock.now += 11
    await _verified(town, signed(new), ("ES256",))
    with pytest.raises(IdentityRefused):
        await _verified(town, signed(old), ("ES256",))


async def test_a_key_that_was_withdrawn_is_dead_within_five_minutes():
    clock, old, new = Clock(), key(), key()
    keys = [old]
    clock.now = 1_000.0
    town = provider(PAGE, clock, keys)
    await _verified(town, signed(old), ("ES256",))
    keys[:] = [new]
    clock.now += 200
    fetching = town.keys.refresh()
    await asyncio.wait({fetching})
    with pytest.raises(IdentityRefused):
        await _verified(town, signed(old), ("ES256",))


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://idp.example/x", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://localhost/x", True),
        ("http://127.0.0.1.evil.example/", False),
        ("http://idp.example/", False),
        ("https://", False),
        ("https://a@idp.example/", False),
        ("https://idp.example/#x", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_an_address_is_https_or_of_this_machine(address, is_safe):
    assert is_safe_address(address) is is_safe


@pytest.mark.parametrize("made", [RSAKey.generate_key(2048), key()], ids=["RSA", "EC"])
def test_a_private_key_is_read_and_a_public_one_is_refused(tmp_path, made):
    file = tmp_path / "key.pem"
    file.write_bytes(made.as_pem(private=True))
    assert read_client_key(settings(private_key_file=file)).is_private
    file.write_bytes(made.as_pem(private=False))
    with pytest.raises(UnsafeConfiguration):
        read_client_key(settings(private_key_file=file))


def production(**changed):
    values = {
        "issuers": [{"issuer": "https://login.example", "jwks_url": "https://login.example/jwks"}],
        "opa_url": "http://127.0.0.1:8181",
        "opa_token": "x",
        "public_url": "https://interco.example",
        "providers": [settings()],
    }
    return Settings.model_validate({**values, **changed})


def test_a_gateway_starts_with_a_provider_that_is_set_up_as_it_should():
    refuse_unsafe(production())


UNSAFE = {
    "the demo's list of agents": {
        "providers": DemoState(Path("nowhere")).settings().providers,
    },
    "no public address": {"public_url": None},
    "a public address without https": {"public_url": "http://interco.example"},
    "a provider without https": {"providers": [settings(issuer="http://idp.example")]},
    "a secret that is not there": {
        "providers": [settings(client_secret_file="/nowhere/secret")],
    },
    "a key that is not there": {"providers": [settings(private_key_file="/nowhere/key")]},
}


@pytest.mark.parametrize("changed", UNSAFE.values(), ids=UNSAFE)
def test_a_gateway_does_not_start_with(changed):
    with pytest.raises(UnsafeConfiguration) as refused:
        refuse_unsafe(production(**changed))
    assert isinstance(refused.value, Problem)


WRONG = {
    "no signature": {"algorithms": ["none"]},
    "a shared secret": {"algorithms": ["HS256"]},
    "nothing to check with": {"algorithms": []},
    "two credentials": {"client_secret": "x", "private_key_file": "/x"},
    "a name that is no path": {"name": "Ville/x"},
    "a name that is misspelt": {"pcke": False},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_a_setting_cannot_be(changed):
    with pytest.raises(ValidationError):
        settings(**changed)


def test_two_providers_have_two_names_and_a_secret_is_not_shown():
    with pytest.raises(ValidationError):
        production(providers=[settings(), settings()])
    assert "sesame" not in repr(settings(client_secret="sesame"))


def test_a_session_lives_twelve_hours_at_most():
    with pytest.raises(ValidationError):
        production(session_lifetime_s=43_201)
