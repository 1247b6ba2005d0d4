"""The gateway shows Trino short-lived tokens, and does not serve over one that needs none.

Covers gateway.wiring.safety, gateway.identity.trino_tokens.
"""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import IssuerSettings, Settings
from gateway.identity.trino_tokens import read_signing_key, signed_authorization
from gateway.wiring.safety import refuse_unsafe

ISSUER = IssuerSettings(issuer="https://login.example", jwks_url="https://login.example/jwks")


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "interco.pem"
    path.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    return path


def settings(**changes):
    return Settings(
        issuers=(ISSUER,),
        opa_url="http://127.0.0.1:8181",
        opa_token="t",
        engine="trino",
        **changes,
    )


def test_a_locked_trino_is_served(key_file):
    refuse_unsafe(settings(trino_url="https://trino:8443", trino_signing_key_file=key_file))


@pytest.mark.parametrize("url", [None, "http://trino:8080", "trino:8443"])
def test_a_trino_without_tls_is_refused(key_file, url):
    with pytest.raises(UnsafeConfiguration) as refused:
        refuse_unsafe(settings(trino_url=url, trino_signing_key_file=key_file))
    assert "INTERCO_TRINO_URL" in refused.value.next_step("en")


def test_a_trino_without_tokens_is_refused():
    with pytest.raises(UnsafeConfiguration) as refused:
        refuse_unsafe(settings(trino_url="https://trino:8443"))
    assert "INTERCO_TRINO_SIGNING_KEY_FILE" in refused.value.next_step("en")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        ECKey.generate_key("P-384").as_pem(private=True),
        ECKey.generate_key("P-256").as_pem(private=False),
        RSAKey.generate_key(2048).as_pem(private=True),
    ],
    ids=["empty", "text", "another curve", "public", "rsa"],
)
def test_a_key_that_cannot_sign_is_said(tmp_path, content):
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    with pytest.raises(UnsafeConfiguration):
        read_signing_key(path)


def test_a_key_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnsafeConfiguration):
        read_signing_key(tmp_path / "absent.pem")


def test_a_token_is_signed_again_before_it_ends(key_file):
    key, now = read_signing_key(key_file), [1_000_000.0]
    authorization = signed_authorization(key, "interco", lambda: now[0])
    first = authorization()
    claims = jwt.decode(first.removeprefix("Bearer "), key).claims
    assert claims == {
        "iss": "interco",
        "aud": "trino",
        "sub": "interco",
        "iat": 1_000_000,
        "exp": 1_000_300,
    }
    now[0] += 239
    assert authorization() == first
    now[0] += 2
    renewed = jwt.decode(authorization().removeprefix("Bearer "), key).claims
    assert renewed["exp"] == 1_000_541
