"""The ports by which people sign in, built from the settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from catalog.store.store import Store
from federation.keys import DerivedKeys
from gateway.base.settings import Settings
from gateway.identity.ports import SignInPorts
from gateway.identity.providers import open_providers
from gateway.identity.sealed_attempt import AttemptSealer
from gateway.identity.sessions import Sessions
from gateway.identity.sign_in import SignIn
from gateway.identity.strength import proves


def open_sign_in(
    store: Store,
    settings: Settings,
    keyring: DerivedKeys,
    client: httpx.AsyncClient,
    tls: ssl.SSLContext,
    clock: Callable[[], datetime],
) -> SignInPorts:
    """Raises UnsafeConfiguration."""
    strongest = settings.strengths.approve
    return SignInPorts(
        sign_in=SignIn(
            providers=open_providers(settings, client, tls),
            records=store.sessions,
            sealer=AttemptSealer(bytes.fromhex(keyring.derive(("sign-in", "attempt"), 1))),
            clock=clock,
            public_url=settings.public_url,
        ),
        sessions=Sessions(
            records=store.sessions,
            clock=clock,
            seal_key=bytes.fromhex(keyring.derive(("session", "id_token"), 1)),
            idle=timedelta(seconds=settings.session_idle_s),
            lifetime=timedelta(seconds=settings.session_lifetime_s),
        ),
        proves=lambda acr: proves(acr, settings),
        strongest=strongest,
        first=strongest if settings.require_mfa else (),
        is_secure=(settings.public_url or "").startswith("https://"),
    )
