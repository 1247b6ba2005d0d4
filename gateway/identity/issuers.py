"""The issuers that the operator trusts, each with where its keys are fetched."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx

from catalog.model.service_account import KEYS_ISSUER
from gateway.identity.authentication import TrustedIssuer
from gateway.identity.issuer_keys import FetchKeys, IssuerKeys, keys_from_url, read_key_set
from gateway.problems import UnsafeConfiguration
from gateway.settings import IssuerSettings, Settings


def trusted_issuers(settings: Settings, client: httpx.AsyncClient) -> Mapping[str, TrustedIssuer]:
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
            keys=IssuerKeys(_fetch_keys(each, client), time.monotonic),
            max_lifetime_s=each.max_lifetime_s,
            assumed_acr=each.assumed_acr,
        )
        for each in settings.issuers
    }


def _fetch_keys(issuer: IssuerSettings, client: httpx.AsyncClient) -> FetchKeys:
    if issuer.jwks_url is not None:
        return keys_from_url(client, issuer.jwks_url)
    file = issuer.jwks_file
    if file is None:
        raise UnsafeConfiguration(
            what_fr="un émetteur n'indique pas où sont ses clés",
            what_en="an issuer does not say where its keys are",
            setting="INTERCO_ISSUERS",
        )

    async def fetch() -> dict[str, object]:
        return read_key_set(file.read_bytes())

    return fetch
