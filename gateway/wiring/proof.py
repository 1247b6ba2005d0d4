"""The ports of proofs: the key that signs, and the place of signed roots beside the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx

from catalog.store.store import Store
from gateway.base.settings import Settings
from gateway.proof.keeping import ProofPorts
from gateway.proof.retention import Periods
from gateway.proof.roots_bucket import RootsBucket
from gateway.proof.roots_folder import RootsBeside, RootsFolder
from gateway.proof.signing_key import open_signing_key


def open_proof(store: Store, settings: Settings, client: httpx.AsyncClient) -> ProofPorts:
    """Raises UnsafeConfiguration for a key that cannot be used."""
    return ProofPorts(
        catalog=store,
        chain=store.proof.chain,
        chains=store.proof.chains,
        roots=store.proof.roots,
        retention=store.proof.retention,
        unusual=store.proof.unusual,
        periods=Periods(
            identities=timedelta(days=settings.identities_kept_days),
            unitary=timedelta(days=settings.unitary_traces_kept_days),
        ),
        beside=roots_beside(settings, client),
        key=open_signing_key(settings.proof_key),
        clock=lambda: datetime.now(UTC),
    )


def roots_beside(settings: Settings, client: httpx.AsyncClient) -> RootsBeside:
    bucket = settings.proof_bucket
    if bucket is None:
        return RootsFolder(settings.roots_folder)
    return RootsBucket(
        client=client,
        endpoint=bucket.endpoint,
        bucket=bucket.bucket,
        prefix=bucket.prefix,
        region=bucket.region,
        access_key=bucket.access_key,
        secret_key=bucket.secret_key.get_secret_value(),
        lock_days=bucket.lock_days,
    )
