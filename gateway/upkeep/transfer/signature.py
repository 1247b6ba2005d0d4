"""The signature of an export: the proof key of its installation signs `datapackage.json`, and with
it the digest of every file.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.proof.signing_key import SigningKey, TrustedKeys, key_set, read_public_keys
from gateway.upkeep.transfer.layout import FORMAT, PACKAGE, SIGNATURE
from gateway.upkeep.transfer.own_files import read_own_file
from gateway.upkeep.transfer.problems import ExportOfAnother, ExportUnsigned, UnreadableTransfer


def write_signature(folder: Path, key: SigningKey) -> None:
    """Beside the package; the public key is for people: an import trusts the fingerprint alone."""
    document = {
        "signs": PACKAGE,
        "key": key.id,
        "signature": base64.b64encode(key.sign(_message((folder / PACKAGE).read_bytes()))).decode(),
        **key_set(key.public),
    }
    (folder / SIGNATURE).write_text(json.dumps(document, indent=2) + "\n", "utf-8")


def check_signature(folder: Path, fingerprint: str) -> None:
    """`fingerprint`: of the key of the installation that it came from, told by its operator.
    Raises ExportUnsigned, ExportOfAnother, UnreadableTransfer.
    """
    if not (folder / SIGNATURE).exists():
        raise ExportUnsigned
    content = read_own_file(folder, SIGNATURE)
    try:
        document: Mapping[str, Any] = json.loads(content)
        signature = base64.b64decode(str(document["signature"]), validate=True)
        there = str(document["key"])
        trusted: TrustedKeys = read_public_keys(content)
    except (ValueError, KeyError, TypeError):
        raise UnreadableTransfer(what=SIGNATURE) from None
    if there != fingerprint:
        raise ExportOfAnother(there=there[:60], wanted=fingerprint[:60])
    # The id of a key is made of it: the one of the fingerprint is the only one that bears it.
    if not trusted.verify(fingerprint, _message(read_own_file(folder, PACKAGE)), signature):
        raise UnreadableTransfer(what=PACKAGE)


def _message(package: bytes) -> bytes:
    """Nothing else that the key signs begins so."""
    return FORMAT.encode() + b"\n" + package
