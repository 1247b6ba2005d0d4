"""Why a storage does not answer, in a few words, by the code of the problem that a probe met."""

from __future__ import annotations

from collections.abc import Mapping

_CAUSES: Mapping[str, tuple[str, str]] = {
    "storage_host_unknown": ("machine inconnue", "unknown machine"),
    "storage_address_refused": (
        "adresse privée, non approuvée",
        "a private address, not approved",
    ),
    "storage_unreachable": ("rien ne répond à son adresse", "nothing answers at its address"),
    "source_unreachable": ("rien ne répond à son adresse", "nothing answers at its address"),
    "storage_tls_refused": ("connexion chiffrée impossible", "no encrypted connection"),
    "storage_credentials_refused": ("compte ou secret refusé", "account or secret refused"),
    "storage_access_denied": ("lecture interdite au compte", "the account may not read"),
    "storage_database_unknown": ("base inconnue du serveur", "database unknown to the server"),
    "storage_bucket_unknown": ("compartiment inconnu", "unknown bucket"),
    "storage_prefix_empty": ("rien sous ce préfixe", "nothing under this prefix"),
    "storage_directory_missing": ("dossier absent", "folder missing"),
    "storage_file_missing": ("fichier absent", "file missing"),
    "storage_not_sqlite": ("fichier qui n'est pas du SQLite", "not a SQLite file"),
    "storage_secret_missing": ("secret non désigné", "no secret referred to"),
    "secret_unreadable": ("secret illisible", "secret that cannot be read"),
}


def cause_of(code: str | None) -> tuple[str, str]:
    """French, English; empty when nothing is wrong."""
    if code is None:
        return "", ""
    return _CAUSES.get(code, (f"réponse inattendue ({code})", f"unexpected answer ({code})"))
