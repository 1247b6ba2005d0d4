"""The trusted relay's findings about a mail's sender: its `Authentication-Results` (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_RESULT = re.compile(r"^([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)\b", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MethodResult:
    """`method` and `result` in small letters (dkim, pass); `properties` such as `header.d`."""

    method: str
    result: str
    properties: dict[str, str]


def is_authentic(headers: Sequence[str], authserv_id: str, sender_domain: str) -> bool:
    """True where the relay proved that the domain of the From address sent the mail.

    `headers`: from the top of the mail. Only the first that names the relay counts: headers below
    it came with the mail, and other names are anybody's. A failed DMARC outweighs the rest.
    """
    for header in headers:
        name, results = read_results(header)
        if name != authserv_id.lower():
            continue
        if any(one.method == "dmarc" and one.result == "fail" for one in results):
            return False
        return any(_proves(one, sender_domain.lower()) for one in results)
    return False


def read_results(header: str) -> tuple[str, list[MethodResult]]:
    """The relay's name, and each of its results; what cannot be read is no result."""
    first, *parts = _split(_without_comments(header))
    words = first.split()
    results = []
    for part in parts:
        match = _RESULT.match(part.strip())
        if match is None:
            continue
        properties = {
            name.lower(): value.strip('"').lower() for name, value in _PROPERTY.findall(part)
        }
        results.append(MethodResult(match[1].lower(), match[2].lower(), properties))
    return (words[0].strip('"').lower() if words else ""), results


def _proves(one: MethodResult, domain: str) -> bool:
    if one.result != "pass":
        return False
    match one.method:
        case "dmarc":
            return one.properties.get("header.from") == domain
        case "dkim":
            signed = one.properties.get("header.d") or one.properties.get("header.i", "")
            return _is_of(signed, domain)
        case "spf":
            return _is_of(one.properties.get("smtp.mailfrom", ""), domain)
        case _:
            return False


def _is_of(proved: str, domain: str) -> bool:
    """The domain itself, or one above it that is no top-level domain."""
    proved = proved.rpartition("@")[2].strip(".")
    return "." in proved and (proved == domain or domain.endswith(f".{proved}"))


def _split(text: str) -> list[str]:
    """At semicolons outside quotes."""
    parts, quoted = [""], False
    for letter in text:
        if letter == '"':
            quoted = not quoted
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _without_comments(text: str) -> str:
    """Comments stand in parentheses, one within another; none begins in quotes."""
    kept, depth, quoted, escaped = [], 0, False, False
    for letter in text:
        if escaped:
            escaped = False
            continue
        if letter == "\\":
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
            kept.append(letter)
        elif letter == "(" and not quoted:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
            kept.append(" ")
        elif not depth:
            kept.append(letter)
    return "".join(kept)
