"""The key, the store and the settings of the gateway of this machine, for commands about proof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.demo_mode.state import DemoState
from gateway.proof.problems import UnreadablePublicKey

if TYPE_CHECKING:
    from catalog.store.store import Store
    from gateway.base.settings import Settings
    from gateway.proof.keeping import ProofPorts
    from gateway.proof.signing_key import TrustedKeys

PUBLIC_KEY = Annotated[
    Path | None,
    typer.Option("--public-key", help="A file with the public key that is trusted: PEM or JWK."),
]


def settings_here(state: Path) -> Settings:
    """Of the environment where it has issuers, else of the demo in `state`."""
    from gateway.wiring.settings_reading import read_settings

    settings = read_settings()
    return settings if settings.issuers else DemoState(state).settings(log_level="error")


def trusted_key(path: Path | None, settings: Settings) -> TrustedKeys:
    """The key of the file, else this gateway's own. Raises UnreadablePublicKey."""
    from gateway.proof.signing_key import TrustedKeys, open_signing_key

    if path is not None:
        return read_key(path)
    return TrustedKeys.of([open_signing_key(settings.proof_key).public])


@asynccontextmanager
async def opened_proof(settings: Settings) -> AsyncIterator[tuple[Store, ProofPorts]]:
    import httpx

    from catalog.store import open_store
    from gateway.base.logging import configure_logging
    from gateway.wiring.proof import open_proof

    configure_logging("error")
    store = await open_store(settings.database_url)
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            yield store, open_proof(store, settings, client)
    finally:
        await store.aclose()


def read_key(path: Path) -> TrustedKeys:
    """Raises UnreadablePublicKey."""
    from gateway.proof.signing_key import read_public_keys

    try:
        content = path.read_bytes()
    except OSError:
        raise UnreadablePublicKey from None
    return read_public_keys(content)
