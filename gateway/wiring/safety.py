"""What must never serve real data is refused before anything is opened."""

from __future__ import annotations

import ssl

from gateway.identity.trino_tokens import read_signing_key
from gateway.problems import UnsafeConfiguration
from gateway.settings import DEMO_ISSUER, Settings
from gateway.wiring.mail import mailer_of


def refuse_unsafe(settings: Settings) -> None:
    """Raises UnsafeConfiguration for what must never serve real data."""
    if not settings.issuers:
        raise UnsafeConfiguration(
            what_fr="aucun émetteur de jetons n'est déclaré",
            what_en="no token issuer is declared",
            setting="INTERCO_ISSUERS",
        )
    if any(each.issuer == DEMO_ISSUER for each in settings.issuers):
        raise UnsafeConfiguration(
            what_fr="l'émetteur de la démonstration signe des jetons pour n'importe qui",
            what_en="the demo's issuer signs tokens for anyone",
            setting="INTERCO_ISSUERS",
        )
    mailer_of(settings, ssl.create_default_context())
    if settings.engine == "trino":
        _refuse_unlocked(settings)
    if settings.policy == "opa" and (not settings.opa_url or settings.opa_token is None):
        raise UnsafeConfiguration(
            what_fr="le serveur OPA ou son jeton n'est pas indiqué",
            what_en="the OPA server or its token is not given",
            setting="INTERCO_OPA_URL, INTERCO_OPA_TOKEN",
        )


def _refuse_unlocked(settings: Settings) -> None:
    """A Trino that anyone could ask would be a way round every agreement."""
    if not (settings.trino_url or "").startswith("https://"):
        raise UnsafeConfiguration(
            what_fr="l'adresse de Trino n'est pas indiquée, ou n'est pas en https",
            what_en="Trino's address is not given, or is not https",
            setting="INTERCO_TRINO_URL",
        )
    if settings.trino_signing_key_file is None:
        raise UnsafeConfiguration(
            what_fr="la clé qui signe les jetons pour Trino n'est pas indiquée",
            what_en="the key that signs the tokens for Trino is not given",
            setting="INTERCO_TRINO_SIGNING_KEY_FILE",
        )
    read_signing_key(settings.trino_signing_key_file)
