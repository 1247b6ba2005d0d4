"""Why a storage does not answer, in a few words, by the code of the problem that a probe met."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.bilingual import Bilingual

_CAUSES: Mapping[str, Bilingual] = {
    "storage_host_unknown": Bilingual("machine inconnue", "unknown machine"),
    "storage_unreachable": Bilingual(
        "rien ne répond à son adresse", "nothing answers at its address"
    ),
    "source_unreachable": Bilingual(
        "rien ne répond à son adresse", "nothing answers at its address"
    ),
    "storage_tls_refused": Bilingual("connexion chiffrée impossible", "no encrypted connection"),
    "storage_credentials_refused": Bilingual(
        "compte ou secret refusé", "account or secret refused"
    ),
    "storage_access_denied": Bilingual("lecture interdite au compte", "the account may not read"),
    "storage_database_unknown": Bilingual(
        "base inconnue du serveur", "database unknown to the server"
    ),
    "storage_bucket_unknown": Bilingual("compartiment inconnu", "unknown bucket"),
    "storage_prefix_empty": Bilingual("rien sous ce préfixe", "nothing under this prefix"),
    "storage_directory_missing": Bilingual("dossier absent", "folder missing"),
    "storage_file_missing": Bilingual("fichier absent", "file missing"),
    "storage_not_sqlite": Bilingual("fichier qui n'est pas du SQLite", "not a SQLite file"),
    "storage_secret_missing": Bilingual("secret non désigné", "no secret referred to"),
    "secret_unreadable": Bilingual("secret illisible", "secret that cannot be read"),
    "storage_address_refused": Bilingual(
        "adresse privée, non approuvée", "a private address, not approved"
    ),
}


def cause_of(code: str | None) -> Bilingual:
    """French, English; empty when nothing is wrong."""
    if code is None:
        return Bilingual("", "")
    return _CAUSES.get(
        code, Bilingual(f"réponse inattendue ({code})", f"unexpected answer ({code})")
    )
