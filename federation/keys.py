"""The secrets of the keyed hash: one master, one derived key for each purpose."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

_MINIMUM_BYTES = 32


class DerivedKeys:
    """Derives keys and shows none: neither the master nor a key is in its repr or in an error."""

    __slots__ = ("_known", "_master")

    def __init__(self, master: bytes) -> None:
        """ValueError when `master` has fewer than 32 bytes."""
        if len(master) < _MINIMUM_BYTES:
            raise ValueError("the master key is too short")
        self._master = bytes(master)
        self._known: dict[tuple[tuple[str, ...], int], str] = {}

    def derive(self, purpose: tuple[str, ...], half: int) -> str:
        """HKDF-SHA256 (RFC 5869) of the master for `purpose`: 64 lower-case hex digits.

        `half` is 1 or 2 of sha256(k2 || hex(sha256(k1 || v))).
        """
        known = self._known.get((purpose, half))
        if known is None:
            # Lengths come first, so that no two purposes are ever the same bytes.
            info = b"".join(
                len(part).to_bytes(4, "big") + part
                for part in (text.encode() for text in ("interco", *purpose, str(half)))
            )
            derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info)
            known = derivation.derive(self._master).hex()
            if len(self._known) < 10_000:
                self._known[purpose, half] = known
        return known

    @override
    def __repr__(self) -> str:
        return "Keyring(…)"

    @override
    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a keyring is never copied out of its process")
