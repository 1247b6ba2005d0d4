"""Texts of an old workbook (.xls), with the places where another font begins in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_WIDE, _PHONETIC, _RICH = 1, 4, 8


def short_text(body: bytes, at: int, *, wide: bool = False) -> str:
    """A name of up to 255 letters; `wide`: its length takes two bytes."""
    count = struct.unpack_from("<H" if wide else "<B", body, at)[0]
    at += 2 if wide else 1
    flags, at = body[at], at + 1
    if flags & _WIDE:
        return body[at : at + 2 * count].decode("utf-16-le", "replace")
    return body[at : at + count].decode("latin-1")


class SharedTexts:
    """The texts that all sheets share, cut into records wherever one was full."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records
        self._record, self._at = 0, 8

    def with_runs(self) -> Iterator[tuple[int, str, list[tuple[int, int]]]]:
        """(number, text, [(the letter that it begins at, the font)]) of those with runs."""
        count = struct.unpack_from("<I", self._records[0], 4)[0] if self._records else 0
        for number in range(count):
            length, flags = struct.unpack("<HB", self._bytes(3))
            runs = struct.unpack("<H", self._bytes(2))[0] if flags & _RICH else 0
            sound = struct.unpack("<I", self._bytes(4))[0] if flags & _PHONETIC else 0
            text = self._letters(length, is_wide=bool(flags & _WIDE))
            fonts = [struct.unpack("<HH", self._bytes(4)) for _ in range(runs)]
            self._skip(sound)
            if fonts:
                yield number, text, [(begin, font) for begin, font in fonts]

    def _bytes(self, count: int) -> bytes:
        taken = b""
        while count:
            here = self._records[self._record][self._at : self._at + count]
            taken += here
            count -= len(here)
            self._at += len(here)
            if count:
                self._record, self._at = self._record + 1, 0
        return taken

    def _skip(self, count: int) -> None:
        while count:
            here = min(count, len(self._records[self._record]) - self._at)
            count -= here
            self._at += here
            if count:
                self._record, self._at = self._record + 1, 0

    def _letters(self, count: int, *, is_wide: bool) -> str:
        """A text that goes on in the next record says anew there how wide its letters are."""
        text = ""
        while count:
            record = self._records[self._record]
            width = 2 if is_wide else 1
            here = record[self._at : self._at + count * width]
            text += here.decode("utf-16-le" if is_wide else "latin-1", "replace")
            count -= len(here) // width
            self._at += len(here)
            if count:
                self._record += 1
                is_wide, self._at = bool(self._records[self._record][0] & _WIDE), 1
        return text
