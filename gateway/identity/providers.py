"""The identity providers at which people sign in: where each is, as its discovery page says."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import DEMO_ISSUER, ProviderSettings, Settings
from gateway.base.small_files import read_small, read_small_text
from gateway.identity.issuer_keys import IssuerKeys, keys_from_url
from gateway.identity.problems import ProviderMisdescribed, ProviderUnavailable

_log = structlog.get_logger()
_FETCH_S = 5.0
_FRESH_S = 3_600.0
_RETRY_AFTER_S = 5.0
_MAX_BYTES = 200_000
_NEVER = float("-inf")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

ClientKey = RSAKey | ECKey
FetchDocument = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The used part of a discovery page. `names_itself`: answers carry `iss` (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    device_authorization_endpoint: str | None
    names_itself: bool
    introspection_endpoint: str | None = None

    @property
    def origins(self) -> frozenset[str]:
        """The origins to which a form of ours may lead a browser: to sign in, and to sign out."""
        shown = (self.authorization_endpoint, self.end_session_endpoint)
        return frozenset(origin_of(each) for each in shown if each is not None)


@dataclass(slots=True)
class Provider:
    """One provider; its discovery page is read anew each hour, its keys age as every issuer's."""

    settings: ProviderSettings
    fetch: FetchDocument
    client_key: ClientKey | None
    tls: ssl.SSLContext
    clock: Callable[[], float] = time.monotonic
    keys: IssuerKeys = field(init=False)
    _metadata: Metadata | None = None
    _fetched_at: float = field(default=_NEVER)
    _failed_at: float = field(default=_NEVER)
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def signs(self) -> bool:
        """Not the demo's: its agents are signed in by a click, and nobody vouches for them."""
        return self.settings.issuer != DEMO_ISSUER

    @property
    def label(self) -> str:
        return self.settings.label

    async def metadata(self) -> Metadata:
        """Raises ProviderUnavailable where it never answered, ProviderMisdescribed."""
        async with self._fetching:
            now = self.clock()
            is_resting = now - self._failed_at < _RETRY_AFTER_S
            if now - self._fetched_at > _FRESH_S and not is_resting:
                await self._read_again()
        if self._metadata is None:
            raise ProviderUnavailable(provider=self.label)
        return self._metadata

    async def _read_again(self) -> None:
        try:
            async with asyncio.timeout(_FETCH_S):
                document = await self.fetch()
            self._metadata = read_metadata(document, self.settings)
            self._fetched_at = self.clock()
        except ProviderMisdescribed:
            self._metadata, self._failed_at = None, self.clock()
            raise
        except (httpx.HTTPError, ValueError, TimeoutError) as error:
            # The page that was read before still serves.
            self._failed_at = self.clock()
            _log.warning(
                "provider_unavailable", provider=self.settings.name, cause=type(error).__name__
            )


def open_providers(
    settings: Settings, client: httpx.AsyncClient, tls: ssl.SSLContext
) -> Mapping[str, Provider]:
    """By name, in the order of the settings. Raises UnsafeConfiguration."""
    return {chosen.name: open_provider(chosen, client, tls) for chosen in settings.providers}


def open_provider(
    settings: ProviderSettings, client: httpx.AsyncClient, tls: ssl.SSLContext
) -> Provider:
    """Nothing is asked of it yet. Raises UnsafeConfiguration."""
    provider = Provider(
        settings=settings,
        fetch=_document_at(client, discovery_url(settings)),
        client_key=read_client_key(settings),
        tls=tls,
    )
    provider.keys = IssuerKeys(_keys_of(provider, client), time.monotonic)
    return provider


def discovery_url(settings: ProviderSettings) -> str:
    own = f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration"
    return settings.discovery_url or own


def read_metadata(document: Mapping[str, Any], settings: ProviderSettings) -> Metadata:
    """Raises ProviderMisdescribed: a page of another issuer would lead people elsewhere."""
    if document.get("issuer") != settings.issuer:
        raise ProviderMisdescribed(
            provider=settings.label,
            why_fr="son « issuer » n'est pas celui du réglage",
            why_en="its 'issuer' is not the one of the setting",
        )

    def endpoint(name: str) -> str | None:
        address = document.get(name)
        if address is None:
            return None
        if not isinstance(address, str) or not is_safe_address(address):
            raise ProviderMisdescribed(
                provider=settings.label,
                why_fr=f"« {name} » n'est pas une adresse https",
                why_en=f"'{name}' is not an https address",
            )
        return address

    def needed(name: str) -> str:
        address = endpoint(name)
        if address is None:
            raise ProviderMisdescribed(
                provider=settings.label, why_fr=f"« {name} » manque", why_en=f"'{name}' is missing"
            )
        return address

    return Metadata(
        authorization_endpoint=needed("authorization_endpoint"),
        token_endpoint=needed("token_endpoint"),
        jwks_uri=needed("jwks_uri"),
        userinfo_endpoint=endpoint("userinfo_endpoint"),
        end_session_endpoint=endpoint("end_session_endpoint"),
        device_authorization_endpoint=endpoint("device_authorization_endpoint"),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        introspection_endpoint=endpoint("introspection_endpoint"),
    )


def is_safe_address(address: str) -> bool:
    """https, or http to this machine itself; without a user or a fragment."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read_client_key(settings: ProviderSettings) -> ClientKey | None:
    """For private_key_jwt: a PEM of an RSA or a P-256 key. Raises UnsafeConfiguration."""
    path = settings.private_key_file
    if path is None:
        return None
    try:
        content = read_small(path)
    except OSError:
        content = b""
    for kind in (ECKey, RSAKey):
        try:
            key = kind.import_key(content)
        except (JoseError, ValueError, TypeError):
            continue
        if key.is_private:
            return key
    raise UnsafeConfiguration(
        what_fr=f"la clé privée du fournisseur « {settings.name} » ne peut pas être lue",
        what_en=f"the private key for the provider '{settings.name}' cannot be read",
        setting="INTERCO_PROVIDERS",
    )


def read_client_secret(settings: ProviderSettings) -> str | None:
    """Raises UnsafeConfiguration for a file that cannot be read."""
    if settings.client_secret is not None:
        return settings.client_secret.get_secret_value()
    if settings.client_secret_file is None:
        return None
    try:
        return read_small_text(settings.client_secret_file).strip()
    except (OSError, UnicodeError):
        raise UnsafeConfiguration(
            what_fr=f"le secret du fournisseur « {settings.name} » ne peut pas être lu",
            what_en=f"the secret for the provider '{settings.name}' cannot be read",
            setting="INTERCO_PROVIDERS",
        ) from None


def _document_at(client: httpx.AsyncClient, address: str) -> FetchDocument:
    async def fetch() -> Mapping[str, Any]:
        answer = await client.get(address, timeout=_FETCH_S, follow_redirects=False)
        answer.raise_for_status()
        if len(answer.content) > _MAX_BYTES:
            raise ValueError("discovery page too large")
        document = orjson.loads(answer.content)
        if not isinstance(document, dict):
            raise ValueError("no discovery page")  # noqa: TRY004 - one error for all malformed ones
        return document

    return fetch


def _keys_of(
    provider: Provider, client: httpx.AsyncClient
) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def fetch() -> dict[str, Any]:
        metadata = await provider.metadata()
        return await keys_from_url(client, metadata.jwks_uri)()

    return fetch
