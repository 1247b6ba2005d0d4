"""A figure checked without any gateway: its digest, and what its receipt says of its answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.actions.figures.content import FORMAT
from catalog.canonical_json import write_canonical
from catalog.chain.roots import Verify
from gateway.figures.frozen.commune_sheets import FORMAT as SHEET
from gateway.figures.frozen.commune_sheets import hash_of_sheet
from gateway.figures.frozen.problems import FigureDamaged
from gateway.proof.receipts import holds_answer, read_receipt


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """`digest` is to be compared with the one of the paper."""

    digest: str
    content: Mapping[str, Any]
    claims: Mapping[str, Any]


def check_figure(text: bytes, verify: Verify, digest: str | None = None) -> CheckedFigure:
    """`text` is the canonical JSON, as it is attached to the paper; `digest` the one that it must
    have. Raises FigureDamaged, ReceiptRefused.
    """
    try:
        content = json.loads(text)
        canonical = write_canonical(content)
    except (ValueError, TypeError, RecursionError):
        raise _damaged("il n'est pas lisible", "it cannot be read") from None
    if isinstance(content, dict) and content.get("format") == SHEET:
        return _sheet(content, canonical, verify, digest)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _damaged("ce n'est pas un chiffre figé", "it is no frozen figure")
    known = hashlib.sha256(canonical).hexdigest()
    if digest is not None and digest.lower() != known:
        raise _damaged("son empreinte est une autre", "its digest is another")
    claims = read_receipt(str(content.get("receipt")), verify)
    holds_answer(claims, hashlib.sha256(write_canonical(content.get("answer"))).hexdigest())
    statement = str((content.get("query") or {}).get("text"))
    if claims.get("document_sha256") != hashlib.sha256(statement.encode()).hexdigest():
        raise _damaged("sa requête n'est pas celle du reçu", "its statement is not the receipt's")
    return CheckedFigure(known, content, claims)


def _sheet(
    content: Mapping[str, Any], canonical: bytes, verify: Verify, digest: str | None
) -> CheckedFigure:
    """The sheet of a commune, by its own hash in the list that its report signed."""
    known = hashlib.sha256(canonical).hexdigest()
    if digest is not None and digest.lower() != known:
        raise _damaged("son empreinte est une autre", "its digest is another")
    try:
        own, hashes = hash_of_sheet(content), content["sheets"]
    except KeyError:
        raise _damaged("il n'est pas lisible", "it cannot be read") from None
    claims = read_receipt(str(content.get("receipt")), verify)
    holds_answer(claims, hashlib.sha256(write_canonical(hashes)).hexdigest())
    if own not in hashes:
        raise _damaged(
            "ses lignes ne sont pas celles qui ont été signées", "its rows are not those signed"
        )
    return CheckedFigure(known, content, claims)


def _damaged(why_fr: str, why_en: str) -> FigureDamaged:
    return FigureDamaged(why_fr=why_fr, why_en=why_en)
