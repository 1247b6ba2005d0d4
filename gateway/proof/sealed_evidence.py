"""The seal of an evidence pack: which installation made it, whatever hands it went through."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from catalog.chain.roots import Verify
from catalog.exports.evidence import MANIFEST, SEAL
from catalog.exports.evidence_checking import NoPackError, departures_in, files_of, records_in
from gateway.proof.compact_jws import JwsError, read_claims, sign_claims
from gateway.proof.problems import EvidenceRefused
from gateway.proof.signing_key import SigningKey

TYPE = "interco-evidence+jwt"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class EvidenceSigner:
    """No moment is signed: the same facts are the same bytes."""

    key: SigningKey
    issuer: str

    def seal(self, manifest: bytes) -> str:
        return sign_claims(self.key, TYPE, {"iss": self.issuer, "manifest_sha256": _of(manifest)})


@dataclass(frozen=True, slots=True)
class Evidence:
    """`records`: of each version, as `versions/N/record.json` has it."""

    issuer: str
    records: list[dict[str, Any]]


def read_evidence(pack: bytes, verify: Verify) -> Evidence:
    """Raises EvidenceRefused unless a trusted key sealed the pack and it is whole."""
    try:
        files = files_of(pack)
    except NoPackError:
        raise EvidenceRefused(
            reason_fr="ce n'est pas un dossier de preuve entier",
            reason_en="it is no whole evidence pack",
        ) from None
    departures = departures_in(files)
    if departures:
        paths = ", ".join(departures[:_MOST_NAMED])
        more = len(departures) - _MOST_NAMED
        raise EvidenceRefused(
            reason_fr=f"ces fichiers ne sont pas ceux du manifeste ou du texte signé : {paths}"
            + (f" et {more} de plus" if more > 0 else ""),
            reason_en=f"these files are not those of the manifest or of the signed text: {paths}"
            + (f" and {more} more" if more > 0 else ""),
        )
    try:
        claims = read_claims(files.get(SEAL, b"").decode("ascii", "replace"), TYPE, verify)
    except JwsError:
        claims = {}
    if claims.get("manifest_sha256") != _of(files[MANIFEST]):
        raise EvidenceRefused(
            reason_fr="aucune clé de confiance n'en a signé le manifeste",
            reason_en="no trusted key has signed its manifest",
        )
    return Evidence(str(claims.get("iss", "")), records_in(files))


def _of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
