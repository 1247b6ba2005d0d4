"""Checks made before anything is opened: settings, keys, the store's tables, the disk."""

from __future__ import annotations

import asyncio
import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from catalog.store.opening import read_revisions
from gateway.base.problems import SecretsKeyMissing
from gateway.base.settings import Settings
from gateway.base.small_files import read_small_text
from gateway.diagnostics.findings import Finding, State, fine, met
from gateway.proof.signing_key import open_signing_key
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
from gateway.upkeep.secret_store.secrets import read_master_key
from gateway.wiring.safety import refuse_unsafe

_DEMO = Bilingual(
    "Aucun émetteur de jetons n'est donné : c'est une démonstration, où chacun se connecte comme "
    "il veut. Elle ne doit servir aucune vraie donnée.",
    "No token issuer is given: this is a demonstration, where everybody signs in as they like. "
    "It must serve no real data.",
)
_REAL = Bilingual(
    "Une vraie installation donne ses réglages (INTERCO_ISSUERS d'abord), comme le dit "
    "docs/how-to/go-to-production.md ; sans aucun, seule la démonstration démarre : "
    "./interco demo.",
    "A real installation gives its settings (INTERCO_ISSUERS first), as "
    "docs/how-to/go-to-production.md says; without any, the demonstration alone starts: "
    "./interco demo.",
)
_SPILL_BYTES = 4 * 1024**3
_LEAST_BYTES = 256 * 1024**2


def check_settings(settings: Settings, *, demo: bool) -> Finding:
    if demo:
        return Finding("settings", State.WARNING, _DEMO, _REAL)
    try:
        refuse_unsafe(settings)
    except Problem as problem:
        fault = met("settings", problem)
        return fault if settings.issuers else replace(fault, next_step=_REAL)
    return fine("settings", Bilingual("Les réglages sont sûrs.", "The settings are safe."))


def check_keys(settings: Settings) -> Iterator[Finding]:
    path = settings.key_file
    try:
        read_master_key(path, create=False)
    except Problem as problem:
        yield met("keys", problem, str(path))
    else:
        yield _rights(path) or fine(
            "keys", Bilingual("La clé maîtresse est là.", "The master key is there."), str(path)
        )
    ring = settings.secrets_ring
    if not _is_there(ring):
        yield Finding(
            "keys",
            State.WARNING,
            Bilingual(
                "Il n'y a pas de trousseau : aucun secret ne peut être gardé dans la base.",
                "There is no key ring: no secret can be kept in the store.",
            ),
            Bilingual(
                "S'il en faut : ./interco secret rotate.",
                "If one is needed: ./interco secret rotate.",
            ),
            str(ring),
        )
        return
    try:
        version = KeyEncryptionKeysFile(ring).read().current
    except SecretsKeyMissing as problem:
        yield met("keys", problem, str(ring))
        return
    yield _rights(ring) or fine(
        "keys",
        Bilingual(
            f"Le trousseau est là (clé {version}).", f"The key ring is there (key {version})."
        ),
        str(ring),
    )


def check_issuer_keys(settings: Settings) -> Iterator[Finding]:
    """Of issuers whose keys are in a file: without it no token of theirs is believed."""
    for issuer in settings.issuers:
        path = issuer.jwks_file
        if path is None:
            continue
        try:
            keys = json.loads(read_small_text(path))["keys"]
        except (OSError, ValueError, KeyError, TypeError):
            keys = None
        if isinstance(keys, list) and keys:
            words = Bilingual("Les clés de l'émetteur sont là.", "The issuer's keys are there.")
            yield fine("issuers", words, str(path))
            continue
        yield Finding(
            "issuers",
            State.FAULT,
            Bilingual(
                f"Les clés de l'émetteur {issuer.issuer} ne peuvent pas être lues.",
                f"The keys of the issuer {issuer.issuer} cannot be read.",
            ),
            Bilingual(
                "Mettez à cet endroit son jeu de clés (JWKS), que le compte de la passerelle peut "
                "lire, ou corrigez jwks_file dans INTERCO_ISSUERS.",
                "Put its key set (JWKS) there, where the gateway's account may read it, or fix "
                "jwks_file in INTERCO_ISSUERS.",
            ),
            str(path),
        )


def check_proof_key(settings: Settings) -> Finding:
    """The gateway makes it at its first start; looking makes none."""
    path = settings.proof_key
    if not _is_there(path):
        return Finding(
            "proof",
            State.WARNING,
            Bilingual(
                "La clé qui signe les preuves n'existe pas encore.",
                "The key that signs proofs does not exist yet.",
            ),
            Bilingual(
                "Le premier démarrage la fait. Si des preuves ont déjà été signées, remettez celle "
                "qui les a signées.",
                "The first start makes it. If proofs were signed already, put back the one that "
                "signed them.",
            ),
            str(path),
        )
    try:
        key = open_signing_key(path)
    except Problem as problem:
        return met("proof", problem, str(path))
    return fine(
        "proof",
        Bilingual(
            f"La clé qui signe les preuves est là ({key.id[:12]}…).",
            f"The key that signs proofs is there ({key.id[:12]}…).",
        ),
        str(path),
    )


def _is_there(path: Path) -> bool:
    """False for a path that no file can have, too."""
    try:
        return path.exists()
    except OSError:
        return False


def _rights(path: Path) -> Finding | None:
    if not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return None
    return Finding(
        "keys",
        State.FAULT,
        Bilingual(
            "D'autres comptes de la machine peuvent lire cette clé.",
            "Other accounts of the machine may read this key.",
        ),
        Bilingual(f"chmod 600 {path}", f"chmod 600 {path}"),
        str(path),
    )


def check_folders(settings: Settings) -> Iterator[Finding]:
    """Of settings that name a folder: each that is something else, by the setting's name."""
    folders = {
        "INTERCO_STATE": settings.state,
        "INTERCO_UPLOADS": settings.uploads,
        "INTERCO_PROOF_FOLDER": settings.proof_folder,
        "INTERCO_DROP_FOLDER": settings.drop_folder,
    }
    for setting, folder in folders.items():
        if folder is not None and _is_there(folder) and not folder.is_dir():
            yield Finding(
                "folders",
                State.FAULT,
                Bilingual(
                    f"{setting} ne nomme pas un dossier.", f"{setting} does not name a folder."
                ),
                Bilingual(
                    f"Corrigez le réglage {setting}, puis relancez.",
                    f"Fix the setting {setting}, then start again.",
                ),
                str(folder),
            )


async def check_store(settings: Settings) -> Finding:
    try:
        there, wanted = await asyncio.to_thread(read_revisions, settings.database_url)
    except Problem as problem:
        return met("store", problem, "INTERCO_STORE_URL")
    if there is not None and wanted is not None and there > wanted:
        return fine(
            "store",
            Bilingual(
                f"La base répond ; ses tables sont d'une version plus récente ({there}).",
                f"The store answers; its tables are of a later version ({there}).",
            ),
        )
    if there == wanted:
        words = f"tables à jour ({wanted})", f"tables up to date ({wanted})"
        return fine(
            "store", Bilingual(f"La base répond, {words[0]}.", f"The store answers, {words[1]}.")
        )
    return Finding(
        "store",
        State.WARNING,
        Bilingual(
            f"Les tables sont à la version {there or 'aucune'}, il faut {wanted}.",
            f"The tables are at version {there or 'none'}, {wanted} is needed.",
        ),
        Bilingual(
            "Le prochain démarrage les met à jour : sauvegardez la base avant.",
            "The next start brings them up to date: back the store up before.",
        ),
    )


def check_disk(settings: Settings) -> Finding:
    folder = settings.state
    try:
        folder = folder if folder.exists() else folder.absolute().parent
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(
            "disk",
            State.FAULT,
            Bilingual(
                f"Le dossier d'état ne peut pas être lu ({type(error).__name__}).",
                f"The state folder cannot be read ({type(error).__name__}).",
            ),
            Bilingual(
                "Vérifiez INTERCO_STATE et ses droits.", "Check INTERCO_STATE and its rights."
            ),
            str(folder),
        )
    mebibytes = free // 1024**2
    state = State.OK if free >= _SPILL_BYTES else State.WARNING
    state = State.FAULT if free < _LEAST_BYTES else state
    is_fine = state is State.OK
    return Finding(
        "disk",
        state,
        Bilingual(
            f"{mebibytes} Mio libres pour les grosses requêtes.",
            f"{mebibytes} MiB free for large queries.",
        ),
        Bilingual(
            "" if is_fine else "Faites de la place : il en faut 4096.",
            "" if is_fine else "Make room: 4096 are needed.",
        ),
        str(folder),
    )
