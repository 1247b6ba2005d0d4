"""The tokens that `login` keeps: one for each gateway, in a file that their owner alone reads."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_EARLY_S = 30
"""A token that ends within it is fetched anew: a request may take a while."""


@dataclass(frozen=True, slots=True)
class KeptToken:
    """`expires_at` is seconds since 1970; the rest is what a new one is asked with."""

    provider: str
    issuer: str
    discovery_url: str
    client_id: str
    expires_at: float
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)


def tokens_file() -> Path:
    return Path.home() / ".config" / "interco" / "tokens.json"


def kept_for(gateway: str) -> KeptToken | None:
    """As it was kept, be it over; None where there is none that can be read."""
    try:
        return KeptToken(**_all()[_key(gateway)])
    except (KeyError, TypeError):
        return None


def keep(gateway: str, token: KeptToken) -> None:
    _write({**_all(), _key(gateway): asdict(token)})


def forget(gateway: str) -> None:
    _write({name: each for name, each in _all().items() if name != _key(gateway)})


def token_for(gateway: str) -> str | None:
    """One that holds now, fetched anew where it can be; None where one must sign in again."""
    kept = kept_for(gateway)
    if kept is None:
        return None
    if kept.expires_at > time.time() + _EARLY_S:
        return kept.access_token
    if kept.refresh_token is None:
        return None
    # Takes a second to import, and is needed once in some minutes.
    from gateway.identity.terminal import refreshed

    fresh = refreshed(kept.issuer, kept.discovery_url, kept.client_id, kept.refresh_token)
    if fresh is None:
        return None
    renewed = KeptToken(
        provider=kept.provider,
        issuer=kept.issuer,
        discovery_url=kept.discovery_url,
        client_id=kept.client_id,
        expires_at=fresh.expires_at,
        access_token=fresh.access_token,
        refresh_token=fresh.refresh_token or kept.refresh_token,
    )
    keep(gateway, renewed)
    return renewed.access_token


def _key(gateway: str) -> str:
    return gateway.rstrip("/")


def _all() -> dict[str, dict[str, Any]]:
    try:
        content = json.loads(tokens_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(content: dict[str, object]) -> None:
    from gateway.upkeep.secret_store.secrets import write_private

    file = tokens_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Beside it first: a file that others could read once must not be written into.
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    write_private(fresh, json.dumps(content).encode())
    fresh.replace(file)
