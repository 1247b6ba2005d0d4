"""A digest over the texts of a list of agreements, for the record of an act on all of them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from catalog.model.agreement import Agreement


def agreements_sha256(agreements: Iterable[Agreement]) -> str:
    """The SHA-256, in hexadecimal, of a line `citation hash` for each, sorted by its bytes,
    each ended by a line feed, as `LC_ALL=C sort | sha256sum` gives it.
    """
    lines = sorted(f"{agreement.citation} {agreement.sha256}\n" for agreement in agreements)
    return sha256("".join(lines).encode()).hexdigest()
