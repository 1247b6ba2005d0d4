"""One digest of all that a load of memberships depends on but for the catalog."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import catalog.cog
import catalog.loading
from catalog.changes import Family

MEMBERSHIPS: Final = "load-memberships"
"""The action, as the record of acts names it."""
DEPENDS_ON: Final = (Family.ORGANISATION, Family.MEMBERSHIP, Family.REFERENCE)
"""The families of the catalog that such a load is compared with; others may change meanwhile."""


def digest_of_inputs(files: Iterable[Path], vintage: int, start: date | None) -> str:
    """SHA-256 of the files, in whatever order, of what was asked, and of the map and the code by
    which they are read: those of another release may read them otherwise. Raises OSError.
    """
    digest = hashlib.sha256(f"{vintage} {start}".encode())
    digest.update(b"".join(sorted(map(_digest, files))))
    for package in (catalog.loading, catalog.cog):
        folder = Path(package.__path__[0])
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            if path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + _digest(path))
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
