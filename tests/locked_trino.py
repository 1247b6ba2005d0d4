"""Clients of a Trino, as the gateway makes them: of one that has a lock, one a principal."""

import ssl
import time
from contextlib import asynccontextmanager

from federation.engines.trino_administrator import TrinoAdministrator
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_engine import TrinoEngine
from federation.engines.trino_segments import SegmentStore
from gateway.identity.trino_tokens import read_signing_key, sign_token, signed_authorization


def tls_of(server):
    return ssl.create_default_context(cafile=str(server.keys.ca_file))


def token_for(server, user, **claims):
    key = read_signing_key(server.keys.signing_key_file)
    return sign_token(key, user, now=time.time(), **claims)


def client_as(server, user, *, token=None):
    """`token`: shown instead of the good one."""
    key = read_signing_key(server.keys.signing_key_file)
    authorization = signed_authorization(key, user) if token is None else lambda: f"Bearer {token}"
    return TrinoClient(server.url, user, authorization=authorization, tls=tls_of(server))


def administrator_of(server, user=None):
    """By the official client; of a Trino without a lock, whoever it is."""
    if server.keys is None:
        return TrinoAdministrator(server.url, server.user)
    user = user or server.administrator
    key = read_signing_key(server.keys.signing_key_file)
    return TrinoAdministrator(
        server.url, user, authorization=signed_authorization(key, user), tls=tls_of(server)
    )


def unlocked_engine(server, resolve_secret, **options):
    """On a Trino that does as it is told by anybody."""
    return TrinoEngine(
        TrinoClient(server.url, server.user),
        resolve_secret,
        administrator=administrator_of(server),
        **options,
    )


def store_of(server, client):
    return SegmentStore(client, server.spool_url)


def engine_of(server, resolve_secret, **options):
    reader = client_as(server, server.user)
    return TrinoEngine(
        reader,
        resolve_secret,
        administrator=administrator_of(server),
        store=store_of(server, reader),
        **options,
    )


@asynccontextmanager
async def opened_client(server, user, **options):
    client = client_as(server, user, **options)
    try:
        yield client
    finally:
        await client.aclose()
