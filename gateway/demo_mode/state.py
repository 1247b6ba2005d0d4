"""The demo's own folder: its store, its keys, its data, the port it last listened on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from gateway.base.demo_issuer import DEMO_ISSUER

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

    from catalog.model.organisation import Agent
    from gateway.base.settings import Settings

AUDIENCE = "interco"
TOKEN_LIFETIME_S = 12 * 3600
DEMO_ACR = "eidas1-mfa"
"""As if each of the demo's agents had signed in with a second factor."""


@dataclass(frozen=True, slots=True)
class DemoState:
    """All paths are under `folder`; nothing in it is meant for production."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def key_file(self) -> Path:
        return self.folder / "issuer.key.json"

    @property
    def key_set_file(self) -> Path:
        return self.folder / "issuer.jwks.json"

    @property
    def full_stack_marker(self) -> Path:
        """There while this folder is a full stack's: its rows are in servers, not here."""
        return self.folder / "full-stack"

    @property
    def port_file(self) -> Path:
        return self.folder / "port"

    @property
    def postgres_port_file(self) -> Path:
        """There while the demo's PostgreSQL door is open."""
        return self.folder / "postgres-port"

    def settings(self, **changes: object) -> Settings:
        """The gateway's settings for this folder: its own issuer, the embedded policy."""
        # Not above: a command that asks for a token starts in half the time without.
        from gateway.base.settings import IssuerSettings, ProviderSettings, Settings

        issuer = IssuerSettings(
            issuer=DEMO_ISSUER,
            audience=AUDIENCE,
            algorithms=("ES256",),
            jwks_file=self.key_set_file.resolve(),
        )
        # Not a provider: the page of sign-in lists the demo's agents.
        agents = ProviderSettings(
            name="demo", label="Démonstration", issuer=DEMO_ISSUER, client_id=AUDIENCE
        )
        values: dict[str, object] = {
            "state": self.folder.resolve(),
            "issuers": (issuer,),
            "providers": (agents,),
            "policy": "embedded",
            "files_roots": (self.data.resolve(),),
            # On one machine, whoever asks is its own neighbour.
            "requests_of_an_address": 0,
            "requests_of_an_agent": 0,
            "requests_of_an_organisation": 0,
            "failures_of_an_address": 0,
            "sign_ins_of_an_address": 0,
        }
        return Settings.model_validate({**values, **changes})

    def issuer_key(self) -> ECKey:
        """The demo issuer's private key, made on first use and readable by its owner only."""
        from joserfc.jwk import ECKey, KeySet

        from gateway.upkeep.secret_store.secrets import write_private

        if not self.key_file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
            write_private(self.key_file, orjson.dumps(key.as_dict(private=True)))
            public = KeySet([key]).as_dict(private=False)
            self.key_set_file.write_bytes(orjson.dumps(public))
        return ECKey.import_key(orjson.loads(self.key_file.read_bytes()))

    def token(self, agent: Agent, acr: str | None = DEMO_ACR) -> str:
        return self.token_of(agent.sub, agent.organisation, acr)

    def token_of(self, sub: str, organisation: str | None, acr: str | None = DEMO_ACR) -> str:
        """As an identity provider would give it: who, for which organisation, until when, and how
        strongly they signed in.
        """
        from joserfc import jwt

        key = self.issuer_key()
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": DEMO_ISSUER,
            "aud": AUDIENCE,
            "sub": sub,
            "iat": now,
            "exp": now + TOKEN_LIFETIME_S,
        }
        if acr is not None:
            claims["acr"] = acr
        if organisation is not None:
            claims["siren"] = organisation
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
