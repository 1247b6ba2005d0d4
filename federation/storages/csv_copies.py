"""A copy in memory of a file whose letters DuckDB does not know by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from federation.storages.beneath import OpenFile
from federation.storages.csv_problems import CsvUnreadable

_LARGEST = 200_000_000
_CHUNK = 1 << 20


@contextmanager
def in_utf_8(file: OpenFile) -> Iterator[OpenFile]:
    """Of a file in Windows-1252; CsvUnreadable where it is large."""
    if os.fstat(file.descriptor).st_size > _LARGEST or not hasattr(os, "memfd_create"):
        why = "en Windows-1252, il est trop grand", "in Windows-1252, it is too large"
        raise CsvUnreadable(file=file.name, why_fr=why[0], why_en=why[1])
    copy = os.memfd_create("csv", os.MFD_CLOEXEC)
    try:
        at = 0
        while piece := os.pread(file.descriptor, _CHUNK, at):
            at += len(piece)
            rest = piece.decode("cp1252", errors="replace").encode()
            while rest:
                rest = rest[os.write(copy, rest) :]
        yield OpenFile(file.name, copy)
    finally:
        os.close(copy)
