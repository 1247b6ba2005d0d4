"""Canonical JSON (RFC 8785, the JSON Canonicalization Scheme), for what is signed and stored.

Our values hold no floating-point number: strings, integers, booleans, null, lists and objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import orjson
import rfc8785

_LARGEST = 2**53 - 1
Json = None | bool | int | str | Sequence[Any] | Mapping[str, Any]


def write_canonical(value: Json) -> bytes:
    """The one way to write `value`, in UTF-8.

    Raises TypeError for what is not in our value space, ValueError for a lone surrogate or an
    integer beyond 2^53 - 1, which a JavaScript reader would round (RFC 8785, section 3.2.2.3).
    """
    unusual: list[object] = []
    ours = _of_our_values(value, unusual)
    if not unusual:
        # The same bytes in a tenth of the time, where nothing asks for more than JSON.
        with suppress(orjson.JSONEncodeError):
            return orjson.dumps(ours, option=orjson.OPT_SORT_KEYS)
    return rfc8785.dumps(ours)


def digest_of(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(write_canonical(value)).hexdigest()


def _of_our_values(value: Json, unusual: list[object]) -> Any:
    """The same in dicts and lists; a float, which the library would write, is refused.

    `unusual` gains what orjson writes otherwise or not at all: keys beyond ASCII (they sort
    otherwise in UTF-16), keys of another class, integers that may be too large.
    """
    kind = type(value)
    if kind is str or value is None:
        # What most of it is, without asking what each value may be.
        return value
    match value:
        case bool() | str():
            return value
        case int():
            if not -_LARGEST <= value <= _LARGEST:
                unusual.append(value)
            return value
        case Mapping():
            unusual += [key for key in value if type(key) is not str or not key.isascii()]
            return {key: _of_our_values(each, unusual) for key, each in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_of_our_values(each, unusual) for each in value]
        case _:
            message = f"{type(value).__name__} has no canonical JSON here"
            raise TypeError(message)
