"""One stream of a compound file, the container of an old workbook (.xls)."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Numbers of sectors from here on say that there is none."""
_ENTRY = 128


def stream_of(data: bytes, *names: str) -> bytes:
    """Empty where the file has no such stream. Raises ValueError, IndexError or struct.error on a
    broken file.
    """
    if data[:8] != MAGIC:
        return b""
    file = _CompoundFile(data)
    wanted = {name.encode("utf-16-le") for name in names}
    for at in range(0, len(file.directory) - _ENTRY + 1, _ENTRY):
        entry = file.directory[at : at + _ENTRY]
        length = min(max(int.from_bytes(entry[64:66], "little") - 2, 0), 64)
        if entry[:length] in wanted and entry[66] == 2:
            return file.stream(*struct.unpack_from("<II", entry, 116))
    return b""


class _CompoundFile:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small = struct.unpack_from("<HH", data, 0x1E)
        if not (7 <= shift <= 16 and 4 <= small <= shift):
            raise ValueError("sectors of an unlikely size")
        self._size, self._small_size = 1 << shift, 1 << small
        first, _, self._least, first_small = struct.unpack_from("<IIII", data, 0x30)
        self._next = self._table()
        self.directory = self._chain(first)
        root, size = struct.unpack_from("<II", self.directory, 116)
        self._small = self._chain(root)[:size]
        self._small_next = _numbers(self._chain(first_small))

    def _table(self) -> tuple[int, ...]:
        """By sector, the one that follows it."""
        where = [at for at in struct.unpack_from("<109I", self._data, 0x4C) if at < _END]
        more = struct.unpack_from("<I", self._data, 0x44)[0]
        per_sector = self._size // 4
        most = len(self._data) // self._size + 1
        while more < _END and len(where) <= most:
            numbers = _numbers(self._sector(more))
            where += [at for at in numbers[: per_sector - 1] if at < _END]
            more = numbers[per_sector - 1]
        return _numbers(b"".join(self._sector(at) for at in where))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size]

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(at) for at in _followed(first, self._next))

    def stream(self, first: int, size: int) -> bytes:
        if size >= self._least:
            return self._chain(first)[:size]
        step = self._small_size
        numbers = _followed(first, self._small_next)
        return b"".join(self._small[at * step : (at + 1) * step] for at in numbers)[:size]


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _followed(first: int, after: tuple[int, ...]) -> list[int]:
    """Raises ValueError where the sectors run in a circle."""
    numbers = []
    while first < _END:
        numbers.append(first)
        if len(numbers) > len(after):
            raise ValueError("sectors in a circle")
        first = after[first]
    return numbers
