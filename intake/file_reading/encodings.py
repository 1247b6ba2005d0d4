"""The encoding of a text, by its marks, then strict UTF-8, then the one that gives French words.

General detectors were wrong on every short French text in a one-byte encoding, so they are not
asked. The whole text is looked at: the first accent may stand in line 40,000.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.file_reading.french_letters import score_of
from intake.file_reading.invisible_marks import without_marks

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("cp1252", "iso8859-15", "cp850", "mac_roman")
CHOICES = ("utf-8", *ONE_BYTE)
"""Encodings that a person may name for a text."""
MIXED = "utf-8+"
"""Before the one-byte encoding of the rest, where a text is of two encodings."""
_AT_ONCE = 1 << 16
_WORD = re.compile(rb"[A-Za-z']*[\x80-\xff][A-Za-z'\x80-\xff]*")
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_MOST_WORDS = 5_000
_MOST_SHOWN = 3
_CLOSE = 0.75
"""Of the best score: what comes so near to it is asked."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """`rival`: another encoding that gives French as good; `differing`: words in both."""

    text: str
    encoding: str
    rival: str | None = None
    differing: tuple[tuple[str, str], ...] = ()


def decode(data: bytes, chosen: str | None = None) -> DecodedText:
    """Never fails: replacement characters are the last resort, and the text says so.

    `chosen`: one of `CHOICES`, of which a person knows that it is right.
    """
    decoded = _decoded(data, chosen)
    return replace(decoded, text=without_marks(decoded.text))


def _decoded(data: bytes, chosen: str | None) -> DecodedText:
    if chosen in CHOICES:
        return DecodedText(data.decode(chosen, errors="replace"), chosen)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(data.decode(encoding, errors="replace"), encoding)
    if (guess := _utf_16_without_mark(data)) is not None:
        return DecodedText(data.decode(guess, errors="replace"), guess)
    try:
        return DecodedText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _of_one_byte(data)


def _of_one_byte(data: bytes) -> DecodedText:
    words = Counter(match[0] for match in _first_words(data))
    in_utf_8 = Counter({word: count for word, count in words.items() if _is_utf_8(word)})
    others = words - in_utf_8
    scores = {encoding: score_of(others or words, encoding) for encoding in ONE_BYTE}
    best = max(ONE_BYTE, key=lambda encoding: scores[encoding])
    # By chance, letters of one byte hardly ever make a letter of UTF-8.
    is_mixed = score_of(in_utf_8, "utf-8") > max(0.0, score_of(in_utf_8, best))
    if is_mixed:
        encoding = MIXED + best
        return DecodedText("".join(_mixed_parts(data, best)), encoding)
    text = data.decode(best, errors="replace")
    rival = next(
        (
            encoding for encoding in ONE_BYTE
            if encoding != best and scores[encoding] >= _CLOSE * scores[best] > 0
            and _makes_letters(_differing(words, best, encoding))
        ),
        None,
    )  # fmt: skip
    if rival is None:
        return DecodedText(text, best)
    return DecodedText(text, best, rival, _differing(words, best, rival))


def _first_words(data: bytes) -> Iterator[re.Match[bytes]]:
    for number, match in enumerate(_WORD.finditer(data)):
        if number >= _MOST_WORDS:
            return
        yield match


def _is_utf_8(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _differing(words: Counter[bytes], one: str, other: str) -> tuple[tuple[str, str], ...]:
    pairs = (
        (word.decode(one, errors="replace"), word.decode(other, errors="replace")) for word in words
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))[:_MOST_SHOWN]


def _makes_letters(pairs: Sequence[tuple[str, str]]) -> bool:
    """True where the other reading of each word can be printed: what cannot is no letter."""
    return bool(pairs) and all(other.isprintable() for _, other in pairs)


def _mixed_parts(data: bytes, one_byte: str) -> Iterator[str]:
    """Letters of several bytes as UTF-8, each other byte in the other encoding."""
    at = 0
    for match in _MANY_BYTES.finditer(data):
        yield data[at : match.start()].decode(one_byte, errors="replace")
        yield match[0].decode("utf-8", errors="replace")
        at = match.end()
    yield data[at:].decode(one_byte, errors="replace")


def decoded_parts(data: bytes, encoding: str) -> Iterator[str]:
    """The text that `decode` gave with that encoding, once more and never whole in memory."""
    for part in _parts(data, encoding):
        yield without_marks(part)


def _parts(data: bytes, encoding: str) -> Iterator[str]:
    if encoding.startswith(MIXED):
        yield from _mixed_parts(data, encoding.removeprefix(MIXED))
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for at in range(0, len(data), _AT_ONCE):
        yield decoder.decode(data[at : at + _AT_ONCE])
    yield decoder.decode(b"", final=True)


def _utf_16_without_mark(data: bytes) -> str | None:
    head = data[:4096]
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.8 * pairs:
        return "utf-16-le"
    if pairs and head[::2].count(0) > 0.8 * pairs:
        return "utf-16-be"
    return None
