"""Sign-ins with a browser: open sessions, and sign-ins under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of one person, from a sign-in to its end.

    `secret_digest` is SHA-256 (hex) of what the browser's cookie holds, which is kept nowhere;
    `handle` names the session to its own agent. `siren` is the body that the provider named at
    this sign-in, and `may_approve` whether it also said an agent of that body. `sealed_id_token`
    can be opened with the cookie's secret alone.
    """

    secret_digest: str = field(repr=False)
    handle: str
    provider: str
    issuer: str
    sub: str
    siren: Siren | None
    organisation_label: str | None
    person: str | None
    acr: str | None
    may_approve: bool
    browser: str
    signed_in_at: datetime
    used_at: datetime
    ends_at: datetime
    sealed_id_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A browser that was sent to a provider and has not come back; used once.

    Its digest is of the short-lived cookie of the browser that began.
    `acr_values` are those that one must come back (a step-up), `again_as` who must: an issuer and
    a `sub`.
    """

    browser_digest: str = field(repr=False)
    provider: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    next: str
    acr_values: tuple[str, ...]
    again_as: tuple[str, str] | None
    begun_at: datetime
