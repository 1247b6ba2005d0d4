"""The issuers that the operator trusts, each with where its keys are fetched."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx

from catalog.model.service_account import KEYS_ISSUER
from catalog.model.subject import Strength
from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import IssuerSettings, ProviderSettings, Settings
from gateway.base.small_files import read_small
from gateway.identity.authentication import TrustedIssuer
from gateway.identity.introspection import Introspection
from gateway.identity.issuer_keys import FetchKeys, IssuerKeys, keys_from_url, read_key_set
from gateway.identity.providers import open_provider


def trusted_issuers(
    settings: Settings, client: httpx.AsyncClient, introspection: Introspection | None = None
) -> Mapping[str, TrustedIssuer]:
    """By the `iss` of their tokens. Raises UnsafeConfiguration."""
    if any(each.issuer == KEYS_ISSUER for each in settings.issuers):
        raise UnsafeConfiguration(
            what_fr=f"un émetteur porte le nom des clés ({KEYS_ISSUER})",
            what_en=f"an issuer has the name of keys ({KEYS_ISSUER})",
            setting="INTERCO_ISSUERS",
        )
    return {
        each.issuer: TrustedIssuer(
            issuer=each.issuer,
            audience=each.audience,
            algorithms=each.algorithms,
            sirens=each.sirens,
            keys=IssuerKeys(_fetch_keys(each, client, introspection), time.monotonic),
            max_lifetime_s=each.max_lifetime_s,
            assumed_acr=each.assumed_acr,
        )
        for each in settings.issuers
    }


def open_introspection(
    settings: Settings,
    client: httpx.AsyncClient,
    tls: ssl.SSLContext,
    proves: Callable[[str | None], frozenset[Strength]],
    clock: Callable[[], float] = time.time,
) -> Introspection | None:
    """Of the issuer that has it. Raises UnsafeConfiguration for two: each would be shown the
    tokens of the other.
    """
    several = [each for each in settings.issuers if each.introspection is not None]
    if len(several) > 1:
        raise UnsafeConfiguration(
            what_fr="plusieurs émetteurs ont une introspection",
            what_en="several issuers have an introspection",
            setting="INTERCO_ISSUERS",
        )
    for issuer in several:
        chosen = issuer.introspection
        if chosen is not None:
            provider = ProviderSettings(
                name="introspection",
                label=urlsplit(issuer.issuer).hostname or issuer.issuer[:80],
                issuer=issuer.issuer,
                assumed_acr=issuer.assumed_acr,
                sirens=issuer.sirens,
                **chosen.model_dump(exclude={"clients", "answers_signed"}),
            )
            return Introspection(
                provider=open_provider(provider, client, tls),
                audience=issuer.audience,
                clients=frozenset({chosen.client_id, *chosen.clients}),
                proves=proves,
                clock=clock,
                signed=None if chosen.answers_signed == "none" else chosen.answers_signed,
            )
    return None


def _fetch_keys(
    issuer: IssuerSettings, client: httpx.AsyncClient, introspection: Introspection | None
) -> FetchKeys:
    if issuer.jwks_url is not None:
        return keys_from_url(client, issuer.jwks_url)
    file = issuer.jwks_file
    if file is None and issuer.introspection is not None and introspection is not None:
        return introspection.provider.keys.fetch
    if file is None:
        raise UnsafeConfiguration(
            what_fr="un émetteur n'indique pas où sont ses clés",
            what_en="an issuer does not say where its keys are",
            setting="INTERCO_ISSUERS",
        )

    async def fetch() -> dict[str, object]:
        return read_key_set(read_small(file))

    return fetch
