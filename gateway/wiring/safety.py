"""Refuses, before anything is opened, settings that must never serve real data."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

from gateway.base.problems import UnreadableSettings, UnsafeConfiguration
from gateway.base.settings import DEMO_ISSUER, Settings
from gateway.identity.providers import (
    discovery_url,
    is_safe_address,
    read_client_key,
    read_client_secret,
)
from gateway.identity.trino_tokens import read_signing_key
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
    _refuse_sign_in(settings)
    mailer_of(settings, ssl.create_default_context())
    if settings.engine == "trino":
        _refuse_unlocked(settings)
    if settings.policy == "opa" and (not settings.opa_url or settings.opa_token is None):
        raise UnsafeConfiguration(
            what_fr="le serveur OPA ou son jeton n'est pas indiqué",
            what_en="the OPA server or its token is not given",
            setting="INTERCO_OPA_URL, INTERCO_OPA_TOKEN",
        )


def misplaced_folders(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The settings that name a folder and lead to something else, each with its path."""
    folders = {
        "INTERCO_STATE": settings.state,
        "INTERCO_UPLOADS": settings.uploads,
        "INTERCO_PROOF_FOLDER": settings.proof_folder,
        "INTERCO_DROP_FOLDER": settings.drop_folder,
    }
    for setting, folder in folders.items():
        if folder is not None and is_there(folder) and not folder.is_dir():
            yield setting, folder


def is_there(path: Path) -> bool:
    """False for a path that no file can have, too."""
    try:
        return path.exists()
    except OSError:
        return False


def refuse_misplaced(settings: Settings) -> None:
    """Raises UnreadableSettings: what is sent would be lost on the day when somebody sends it."""
    names = ", ".join(setting for setting, _ in misplaced_folders(settings))
    if names:
        raise UnreadableSettings(settings=names)


def _refuse_sign_in(settings: Settings) -> None:
    """A sign-in by a click, or one whose cookie anybody on the way could read."""
    if not settings.providers:
        return
    if any(each.issuer == DEMO_ISSUER for each in settings.providers):
        raise UnsafeConfiguration(
            what_fr="la démonstration laisse chacun se connecter en tant que n'importe quel agent",
            what_en="the demo lets everybody sign in as any agent",
            setting="INTERCO_PROVIDERS",
        )
    if not is_safe_address(settings.public_url or ""):
        raise UnsafeConfiguration(
            what_fr="l'adresse publique manque ou n'est pas en https : les fournisseurs d'identité"
            " y renvoient les navigateurs",
            what_en="the public address is missing or is not https: identity providers send"
            " browsers back to it",
            setting="INTERCO_PUBLIC_URL",
        )
    for provider in settings.providers:
        if not is_safe_address(discovery_url(provider)):
            raise UnsafeConfiguration(
                what_fr=f"le fournisseur « {provider.name} » n'est pas à une adresse https",
                what_en=f"the provider '{provider.name}' is not at an https address",
                setting="INTERCO_PROVIDERS",
            )
        read_client_key(provider)
        read_client_secret(provider)


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
