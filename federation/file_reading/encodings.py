"""The encoding of a text, by its marks, then strict UTF-8, then the one that gives most French.

General detectors were wrong on every short French text in a one-byte encoding, so they are not
asked. The whole text is looked at: the first accent may stand in line 40,000.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("cp1252", "iso8859-15", "cp850", "mac_roman")
_FRENCH = frozenset("éèêëàâäùûüîïôöçœæ")
_CAPITALS = frozenset("ÉÈÊËÀÂÙÛÎÏÔÇŒÆ")
"""Far rarer than small letters: a reading full of them took one encoding for another."""
_SIGNS = frozenset(chr(0x2019) + "€°²³«»‘“”–—…\xa0µ§±½¼•")
_AT_ONCE = 1 << 16
_FOREIGN = frozenset("¤¦¨´¸¼½¾Š šŽžŸ")


@dataclass(frozen=True, slots=True)
class DecodedText:
    text: str
    encoding: str


def decode(data: bytes) -> DecodedText:
    """Never fails: cp1252 with replacement characters is the last resort, and the text says so."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(data.decode(encoding, errors="replace"), encoding)
    if (guess := _utf_16_without_mark(data)) is not None:
        return DecodedText(data.decode(guess, errors="replace"), guess)
    try:
        return DecodedText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    high = bytes(sorted({byte for byte in data if byte >= 0x80}))
    counts = {byte: data.count(byte) for byte in high}
    best = max(_ONE_BYTE, key=lambda encoding: _score(counts, encoding))
    return DecodedText(data.decode(best, errors="replace"), best)


def decoded_parts(data: bytes, encoding: str) -> Iterator[str]:
    """The text that `decode` gave with that encoding, once more and never whole in memory."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for at in range(0, len(data), _AT_ONCE):
        yield decoder.decode(data[at : at + _AT_ONCE])
    yield decoder.decode(b"", final=True)


def _score(counts: dict[int, int], encoding: str) -> int:
    score = 0
    for byte, count in counts.items():
        try:
            letter = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            score -= 10 * count
            continue
        if letter in _FRENCH:
            score += 3 * count
        elif letter in _SIGNS or letter in _CAPITALS:
            score += count
        elif letter in _FOREIGN or not letter.isprintable():
            score -= 3 * count
        else:
            score -= 2 * count
    return score


def _utf_16_without_mark(data: bytes) -> str | None:
    head = data[:4096]
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.8 * pairs:
        return "utf-16-le"
    if pairs and head[::2].count(0) > 0.8 * pairs:
        return "utf-16-be"
    return None
