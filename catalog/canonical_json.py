"""Canonical JSON (RFC 8785, the JSON Canonicalization Scheme), for what is signed and stored.

Our values hold no floating-point number: strings, integers, booleans, null, lists and objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

Json = None | bool | int | str | Sequence[Any] | Mapping[str, Any]


def write_canonical(value: Json) -> bytes:
    """The one way to write `value`, in UTF-8.

    Raises TypeError for what is not in our value space, ValueError for a lone surrogate or an
    integer beyond 2^53 - 1, which a JavaScript reader would round (RFC 8785, section 3.2.2.3).
    """
    return rfc8785.dumps(_of_our_values(value))


def digest_of(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(write_canonical(value)).hexdigest()


def _of_our_values(value: Json) -> Any:
    """The same in dicts and lists; a float, which the library would write, is refused."""
    match value:
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {key: _of_our_values(each) for key, each in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_of_our_values(each) for each in value]
        case _:
            message = f"{type(value).__name__} has no canonical JSON here"
            raise TypeError(message)
