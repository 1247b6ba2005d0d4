"""The hash by which a client names its document, as Apollo's clients send it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from gateway.base.problems import BadRequest
from gateway.reading.query.hash_problems import OtherDocumentHash

_SHA_256 = re.compile(r"[0-9a-f]{64}")


def read_hash(extensions: Any) -> str | None:
    """The hash of `extensions.persistedQuery`, None where there is none; raises BadRequest for
    one of another form.
    """
    sent = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if sent is None:
        return None
    digest = sent.get("sha256Hash") if isinstance(sent, dict) and sent.get("version") == 1 else None
    if not isinstance(digest, str) or not _SHA_256.fullmatch(digest):
        raise BadRequest(
            what_fr="« persistedQuery » est un objet : « version », 1, et « sha256Hash », le"
            " SHA-256 du document, 64 chiffres hexadécimaux en minuscules",
            what_en='"persistedQuery" is an object: "version", 1, and "sha256Hash", the SHA-256 of'
            " the document, 64 hexadecimal digits in lower case",
        )
    return digest


def read_document_id(parameters: Mapping[str, Any]) -> str | None:
    """The name or the hash (`sha256:…`) of a saved document; None where it names none. Raises
    BadRequest beside a text.
    """
    sent = parameters.get("documentId")
    if sent is None:
        return None
    if not isinstance(sent, str) or not sent or parameters.get("query"):
        raise BadRequest(
            what_fr="« documentId » est le nom d'un document enregistré, à la place de « query »",
            what_en='"documentId" is the name of a saved document, in place of "query"',
        )
    return sent.removeprefix("sha256:")


def refuse_other_hash(document: str, document_hash: str | None) -> None:
    """Raises OtherDocumentHash where a text came beside a hash that is not its own."""
    if not document or document_hash is None:
        return
    if hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest() != document_hash:
        raise OtherDocumentHash
