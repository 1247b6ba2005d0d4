"""Signing in from a terminal, at a provider that knows a public client of ours.

By the browser of this machine and an address of loopback (RFC 8252, with PKCE), or, where there is
none, by a code that is typed in another (RFC 8628).
"""

from __future__ import annotations

import secrets
import ssl
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from typing_extensions import override

from gateway.identity.problems import (
    OtherProvider,
    ProviderMisdescribed,
    ProviderUnavailable,
    SignInNotBegun,
)
from gateway.identity.provider_errors import refusal_of
from gateway.identity.providers import is_safe_address

_TIMEOUT_S = 10.0
_WAIT_S = 300.0
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_DONE = "Interco : c'est fait, revenez au terminal. / Done, go back to the terminal."
_SCOPE = "openid"


@dataclass(frozen=True, slots=True)
class TerminalProvider:
    """As the gateway names it."""

    name: str
    label: str
    issuer: str
    discovery_url: str
    client_id: str


@dataclass(frozen=True, slots=True)
class TerminalToken:
    """`expires_at` is seconds since 1970."""

    expires_at: float
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)


def sign_in_by_browser(provider: TerminalProvider, show: Callable[[str], None]) -> TerminalToken:
    """`show` is given the address to open. Waits five minutes. Raises Problems."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _client(provider) as client, _Loopback() as loopback:
        metadata = _metadata(client, provider)
        client.redirect_uri = f"http://127.0.0.1:{loopback.server_port}/callback"
        address, _ = client.create_authorization_url(
            metadata["authorization_endpoint"],
            state=state,
            code_verifier=verifier,
            nonce=secrets.token_urlsafe(32),
        )
        show(str(address))
        answer = loopback.answer(_WAIT_S)
        if answer.get("state") != state:
            raise SignInNotBegun
        if answer.get("iss", provider.issuer) != provider.issuer:
            raise OtherProvider
        if "error" in answer:
            raise refusal_of(provider.label, answer["error"], answer.get("error_description"))
        try:
            return _fetched(
                client,
                provider,
                metadata,
                grant_type="authorization_code",
                code=answer.get("code", ""),
                redirect_uri=client.redirect_uri,
                code_verifier=verifier,
            )
        except OAuthError as refused:
            raise refusal_of(provider.label, refused.error, refused.description) from None


def sign_in_by_device(
    provider: TerminalProvider,
    show: Callable[[str, str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> TerminalToken | None:
    """`show` is given the address to open anywhere, and the code to type there; None where the
    provider has no such flow. Raises Problems.
    """
    verifier = secrets.token_urlsafe(48)
    with _client(provider) as client:
        metadata = _metadata(client, provider)
        endpoint = metadata.get("device_authorization_endpoint")
        if not isinstance(endpoint, str) or not is_safe_address(endpoint):
            return None
        begun = _begun(client, provider, endpoint, verifier)
        show(
            str(begun.get("verification_uri_complete") or begun["verification_uri"]),
            begun["user_code"],
        )
        deadline = time.monotonic() + min(float(begun.get("expires_in", _WAIT_S)), 2 * _WAIT_S)
        wait_s = float(begun.get("interval", 5))
        while time.monotonic() < deadline:
            sleep(wait_s)
            try:
                return _fetched(
                    client,
                    provider,
                    metadata,
                    grant_type=_DEVICE,
                    device_code=begun["device_code"],
                    code_verifier=verifier,
                )
            except OAuthError as waiting:
                if waiting.error == "slow_down":
                    wait_s += 5
                elif waiting.error != "authorization_pending":
                    raise refusal_of(provider.label, waiting.error, None) from None
        raise SignInNotBegun


def refreshed(
    issuer: str, discovery_url: str, client_id: str, refresh_token: str
) -> TerminalToken | None:
    """None where the provider gives no other: one signs in again."""
    provider = TerminalProvider("", issuer, issuer, discovery_url, client_id)
    try:
        with _client(provider) as client:
            metadata = _metadata(client, provider)
            return _fetched(
                client,
                provider,
                metadata,
                grant_type="refresh_token",
                refresh_token=refresh_token,
            )
    except (OAuthError, ProviderUnavailable, ProviderMisdescribed):
        return None


def _client(provider: TerminalProvider) -> OAuth2Client:
    return OAuth2Client(
        client_id=provider.client_id,
        token_endpoint_auth_method="none",  # noqa: S106 - a public client has no secret
        scope=_SCOPE,
        code_challenge_method="S256",
        verify=ssl.create_default_context(),
        timeout=_TIMEOUT_S,
        follow_redirects=False,
    )


def _metadata(client: OAuth2Client, provider: TerminalProvider) -> Mapping[str, Any]:
    try:
        answer = client.request("GET", provider.discovery_url, withhold_token=True)
        answer.raise_for_status()
        document = answer.json()
    except (httpx2.HTTPError, ValueError):
        raise ProviderUnavailable(provider=provider.label) from None
    needed = ("authorization_endpoint", "token_endpoint")
    is_sound = (
        isinstance(document, dict)
        and document.get("issuer") == provider.issuer
        and all(is_safe_address(str(document.get(name))) for name in needed)
    )
    if not is_sound:
        raise ProviderMisdescribed(
            provider=provider.label,
            why_fr="sa page de découverte n'est pas celle du réglage",
            why_en="its discovery page is not the one of the setting",
        )
    return dict(document)


def _begun(
    client: OAuth2Client, provider: TerminalProvider, endpoint: str, verifier: str
) -> Mapping[str, Any]:
    form = {
        "client_id": provider.client_id,
        "scope": _SCOPE,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    try:
        answer = client.request("POST", endpoint, data=form, withhold_token=True)
        answer.raise_for_status()
        begun = answer.json()
        codes = [begun[name] for name in ("device_code", "user_code", "verification_uri")]
    except (httpx2.HTTPError, ValueError, KeyError, TypeError):
        raise ProviderUnavailable(provider=provider.label) from None
    if not all(isinstance(code, str) for code in codes):
        raise ProviderUnavailable(provider=provider.label)
    return dict(begun)


def _fetched(
    client: OAuth2Client, provider: TerminalProvider, metadata: Mapping[str, Any], **parameters: str
) -> TerminalToken:
    """Raises OAuthError, ProviderUnavailable."""
    try:
        token = client.fetch_token(metadata["token_endpoint"], **parameters)
        return TerminalToken(
            expires_at=time.time() + float(token.get("expires_in", 60)),
            access_token=str(token["access_token"]),
            refresh_token=token.get("refresh_token"),
        )
    except OAuthError:
        raise
    except (httpx2.HTTPError, AuthlibBaseError, ValueError, KeyError, TypeError):
        raise ProviderUnavailable(provider=provider.label) from None


class _Loopback(HTTPServer):
    """One answer, on a free port of this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Callback)
        self.query: dict[str, str] | None = None

    def answer(self, wait_s: float) -> Mapping[str, str]:
        """Raises SignInNotBegun where none comes in time."""
        deadline = time.monotonic() + wait_s
        while self.query is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise SignInNotBegun
            self.timeout = left
            self.handle_request()
        return self.query

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that left before the page was whole has brought what it had."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Callback(BaseHTTPRequestHandler):
    server: _Loopback

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/callback":
            self.send_error(404)
            return
        self.server.query = dict(parse_qsl(parts.query))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(_DONE.encode())

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the address holds a code."""
