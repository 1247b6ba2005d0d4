"""Signed documents: a day's root over all chains, and the list of an export's content.

A root holds one digest a chain (`leaf_of`) without its body's name, and the digest of the root of
the day before; days without a record have one too. So a body can check its own chain against the
root of everybody, and learns nothing of the others.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.canonical_json import digest_of, write_canonical
from catalog.chain.records import BEGINNING, Place

ROOT_FORMAT = "interco.root/1"
EXPORT_FORMAT = "interco.audit/1"
Sign = Callable[[bytes], bytes]
Verify = Callable[[str, bytes, bytes], bool]
"""(key id, what was signed, signature): whether a key that is trusted made it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`document` as canonical JSON is what `signature` (Ed25519, base64url) is of."""

    document: Mapping[str, Any]
    key: str
    signature: str

    @property
    def digest(self) -> str:
        return digest_of(self.document)

    @property
    def day(self) -> str:
        return str(self.document.get("day", ""))

    def is_signed(self, verify: Verify) -> bool:
        try:
            signature = base64.urlsafe_b64decode(self.signature + "==")
            return verify(self.key, write_canonical(self.document), signature)
        except (binascii.Error, TypeError, ValueError):
            return False

    def write(self) -> bytes:
        written = {"signed": self.document, "key": self.key, "signature": self.signature}
        return write_canonical(written) + b"\n"


def signed(document: Mapping[str, Any], key: str, sign: Sign) -> Signed:
    signature = base64.urlsafe_b64encode(sign(write_canonical(document))).rstrip(b"=")
    return Signed(document, key, signature.decode())


def read_signed(text: str | bytes) -> Signed:
    """Raises ValueError for what is none."""
    try:
        written = json.loads(text)
        document, key, signature = written["signed"], written["key"], written["signature"]
        write_canonical(document)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from error
    if not (isinstance(document, dict) and isinstance(key, str) and isinstance(signature, str)):
        message = "no signed document"
        raise ValueError(message)  # noqa: TRY004 - of what a file holds
    return Signed(document, key, signature)


def root_document(
    day: str, leaves: Iterable[str], before: Signed | None, at: str
) -> dict[str, Any]:
    """`at` is when it is signed, UTC text."""
    return {
        "format": ROOT_FORMAT,
        "day": day,
        "leaves": sorted(leaves),
        "previous": BEGINNING if before is None else before.digest,
        "at": at,
    }


def export_document(
    ends: Mapping[str, Place], roots: Iterable[str], side: str | None, at: str
) -> dict[str, Any]:
    """`ends`: where each chain ends; `roots`: the days that have one; `side`: the one body whose
    chain it is, None for the platform's export of all.
    """
    return {
        "format": EXPORT_FORMAT,
        "at": at,
        "body": side,
        "chains": {
            body: {"n": place.n, "digest": place.digest} for body, place in sorted(ends.items())
        },
        "roots": sorted(roots),
    }
