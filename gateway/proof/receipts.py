"""Receipts: what was asked, under which law and agreements, and the digest of what was answered.

A compact JWS (RFC 7515, EdDSA) of type `interco-receipt+jwt`. It has no `sub`, `aud` or `exp`, so
that nothing takes it for a token; whoever holds it can prove later what the gateway said.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.chain.roots import Verify
from catalog.model.version import CatalogVersion
from gateway.proof.compact_jws import Fault, JwsError, read_claims, sign_claims
from gateway.proof.problems import ReceiptRefused
from gateway.proof.signing_key import SigningKey

TYPE = "interco-receipt+jwt"
_LONGEST = 6_000
"""Characters: proxies refuse headers of more than eight thousand in all."""


@dataclass(frozen=True, slots=True)
class Receipted:
    """The facts of one answer that its receipt signs. `rows` and `answer` (its bytes) are None
    where they are not known before the answer leaves: it is streamed.
    """

    request_id: str
    at: datetime
    document: str
    reader: str | None
    purpose: str | None
    datasets: Mapping[str, int]
    """Each dataset's version in the catalog, by id."""
    catalog: CatalogVersion
    agreements: Sequence[str]
    policy_revision: str
    decision: str
    rows: int | None
    answer: bytes | None
    is_whole: bool = True
    """False where a part of the document was refused or failed."""


@dataclass(frozen=True, slots=True)
class ReceiptSigner:
    key: SigningKey
    issuer: str

    def sign(self, what: Receipted) -> str:
        """As a header holds it: what makes it too long is left out, and that is said."""
        receipt = self._signed(_claims(what, self.issuer))
        if len(receipt) <= _LONGEST:
            return receipt
        short = {**_claims(what, self.issuer), "shortened": True}
        for name in ("datasets", "agreements"):
            text = json.dumps(short.pop(name), separators=(",", ":"), sort_keys=True)
            short[f"{name}_sha256"] = hashlib.sha256(text.encode()).hexdigest()
        return self._signed(short)

    def _signed(self, claims: Mapping[str, Any]) -> str:
        return sign_claims(self.key, TYPE, claims)


_REFUSALS = {
    Fault.UNREADABLE: ("il n'est pas lisible", "it cannot be read"),
    Fault.ANOTHER_TYPE: ("ce n'est pas un reçu d'Interco", "it is no receipt of Interco's"),
    Fault.UNTRUSTED: (
        "aucune clé de confiance ne l'a signé, ou il a été modifié",
        "no trusted key has signed it, or it was changed",
    ),
}


def read_receipt(receipt: str, verify: Verify) -> dict[str, Any]:
    """Its claims, once it is known that a trusted key has signed them. Raises ReceiptRefused."""
    try:
        return read_claims(receipt, TYPE, verify)
    except JwsError as error:
        raise _refused(*_REFUSALS[error.fault]) from None


def holds_answer(claims: Mapping[str, Any], sha256: str) -> None:
    """Raises ReceiptRefused unless the receipt is of the answer that has this digest."""
    digest = claims.get("answer_sha256")
    if digest is None:
        raise _refused(
            "la réponse a été envoyée au fil de la lecture, sans empreinte",
            "the answer was sent as it was read, without a digest",
        )
    if digest != sha256:
        raise _refused("la réponse n'est pas celle du reçu", "the answer is not the receipt's")


def _claims(what: Receipted, issuer: str) -> dict[str, Any]:
    answer = what.answer
    return {
        "iss": issuer,
        "iat": int(what.at.timestamp()),
        "request": what.request_id,
        "document_sha256": _digest(what.document.encode("utf-8", "surrogatepass")),
        "reader": what.reader,
        "purpose": what.purpose,
        "datasets": dict(what.datasets),
        "catalog": {"epoch": what.catalog.epoch, "number": what.catalog.number},
        "agreements": list(what.agreements),
        "policy_revision": what.policy_revision,
        "decision_sha256": what.decision,
        "whole": what.is_whole,
        "rows": what.rows,
        "answer_sha256": None if answer is None else _digest(answer),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refused(reason_fr: str, reason_en: str) -> ReceiptRefused:
    return ReceiptRefused(reason_fr=reason_fr, reason_en=reason_en)
