"""Canonical JSON (RFC 8785, the JSON Canonicalization Scheme), for what is signed and stored.

Our values hold no floating-point number: strings, integers, booleans, null, lists and objects.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = None | bool | int | str | Sequence[Any] | Mapping[str, Any]

_MAX_INTEGER = 2**53 - 1
"""Above it a JavaScript reader would round, and sign something else (RFC 8785, section 3.2.2.3)."""

_text = json.JSONEncoder(ensure_ascii=False).encode


def write_canonical(value: Json) -> bytes:
    """The one way to write `value`, in UTF-8.

    Raises TypeError for what is not in our value space, ValueError for a lone surrogate or an
    integer beyond 2^53 - 1.
    """
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode()


def digest_of(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(write_canonical(value)).hexdigest()


def _write(value: Json, parts: list[str]) -> None:
    match value:
        case None | bool():
            parts.append("null" if value is None else "true" if value else "false")
        case int():
            if abs(value) > _MAX_INTEGER:
                message = f"{value} is not exact in every JSON reader"
                raise ValueError(message)
            parts.append(int.__repr__(value))
        case str():
            parts.append(_text(str(value)))
        case Mapping():
            _write_object(value, parts)
        case Sequence():
            _write_list(value, parts)
        case _:
            message = f"{type(value).__name__} has no canonical JSON here"
            raise TypeError(message)


def _write_object(value: Mapping[str, Any], parts: list[str]) -> None:
    separator = "{"
    # Keys are compared as UTF-16 code units: an emoji sorts before U+FB33.
    for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
        parts.append(separator)
        parts.append(_text(str(key)))
        parts.append(":")
        _write(value[key], parts)
        separator = ","
    parts.append("{}" if separator == "{" else "}")


def _write_list(value: Sequence[Any], parts: list[str]) -> None:
    separator = "["
    for item in value:
        parts.append(separator)
        _write(item, parts)
        separator = ","
    parts.append("[]" if separator == "[" else "]")
