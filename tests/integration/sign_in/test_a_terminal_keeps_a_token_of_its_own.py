"""`login` signs a person in from a terminal; the other commands then ask as them.

Covers gateway.identity.terminal, gateway.cli.kept_tokens, gateway.cli.sign_in_commands.
"""

import json
import socket
import stat
import struct
import threading
import time
from urllib.parse import urlsplit

import httpx
import pytest

from gateway.cli import kept_tokens
from gateway.cli.kept_tokens import KeptToken, forget, keep, kept_for, token_for
from gateway.identity.problems import (
    OtherProvider,
    ProviderRefused,
    SignInDeclined,
    SignInNotBegun,
)
from gateway.identity.terminal import TerminalProvider, refreshed, sign_in_by_browser
from tests.signing_in import parameters_of

GATEWAY = "https://interco.example"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def kept(**changed):
    values = {
        "provider": "ville",
        "issuer": "https://idp.example",
        "discovery_url": "https://idp.example/.well-known/openid-configuration",
        "client_id": "terminal",
        "expires_at": time.time() + 300,
        "access_token": "an-access-token",
    }
    return KeptToken(**{**values, **changed})


def test_a_token_is_kept_for_its_owner_alone(home):
    keep(GATEWAY, kept())
    file = kept_tokens.tokens_file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token_for(f"{GATEWAY}/") == "an-access-token"
    assert token_for("https://other.example") is None
    assert "an-access-token" not in repr(kept_for(GATEWAY))
    forget(GATEWAY)
    assert token_for(GATEWAY) is None
    assert "an-access-token" not in file.read_text()


def test_a_file_that_others_could_read_is_replaced_and_not_written_into(home):
    file = kept_tokens.tokens_file()
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    file.chmod(0o644)
    keep(GATEWAY, kept())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "[]", "{", '{"https://interco.example": {"x": 1}}'])
def test_a_file_that_cannot_be_read_signs_nobody_in(home, content):
    file = kept_tokens.tokens_file()
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert token_for(GATEWAY) is None


def test_a_token_that_is_over_is_not_sent():
    keep(GATEWAY, kept(expires_at=time.time() - 1))
    assert token_for(GATEWAY) is None


def test_a_token_that_is_over_is_fetched_anew(crooked):
    keep(
        GATEWAY,
        kept(
            expires_at=time.time(),
            issuer=crooked.address,
            discovery_url=f"{crooked.address}/.well-known/openid-configuration",
            refresh_token="again",
        ),
    )
    body = {"access_token": "fresh", "token_type": "Bearer", "expires_in": 300}
    crooked.token_answer = (200, body)
    assert token_for(GATEWAY) == "fresh"
    assert crooked.shown["refresh_token"] == "again"
    assert json.loads(kept_tokens.tokens_file().read_text())[GATEWAY]["access_token"] == "fresh"
    crooked.token_answer = (400, {"error": "invalid_grant"})
    provider = kept_for(GATEWAY)
    assert refreshed(provider.issuer, provider.discovery_url, "terminal", "used") is None


def leave(address):
    """As a browser does that is closed before it has read a word."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port)) as left:
        left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        left.sendall(b"GET /callback HTTP/1.1\r\n")


def signed_in(crooked, *, before=lambda _address: None, **changed):
    """The token of a sign-in whose browser brings back this answer."""
    provider = TerminalProvider(
        "ville",
        "Ville",
        crooked.address,
        f"{crooked.address}/.well-known/openid-configuration",
        "terminal",
    )

    def browse(address):
        asked = parameters_of(address)
        query = crooked.answer(asked, **changed)
        before(asked["redirect_uri"])
        threading.Thread(
            target=lambda: httpx.get(asked["redirect_uri"], params=query, trust_env=False)
        ).start()

    return sign_in_by_browser(provider, browse)


def test_a_person_signs_in_by_the_browser_of_the_machine(crooked):
    token = signed_in(crooked)
    assert token.access_token == "an-access-token"
    assert token.expires_at > time.time()
    assert "client_secret" not in crooked.shown
    assert "an-access-token" not in repr(token)


def test_a_browser_that_leaves_too_soon_writes_nothing_on_the_terminal(crooked, capfd):
    assert signed_in(crooked, before=leave).access_token == "an-access-token"
    assert capfd.readouterr().err == ""


def test_a_code_that_the_provider_does_not_take_is_told(crooked):
    body = {"error": "invalid_grant", "error_description": "Code not valid: 4f1e"}
    crooked.token_answer = (400, body)
    with pytest.raises(ProviderRefused) as refused:
        signed_in(crooked)
    assert refused.value.facts["error"] == "invalid_grant"


def test_an_answer_to_another_sign_in_is_refused(crooked):
    with pytest.raises(SignInNotBegun):
        signed_in(crooked, state="s" * 43)
    with pytest.raises(OtherProvider):
        signed_in(crooked, iss="https://other.example")
    with pytest.raises(SignInDeclined):
        signed_in(crooked, code=None, error="access_denied")
