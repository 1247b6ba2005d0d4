"""A copy in memory of a file whose letters DuckDB does not know by itself."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from contextlib import contextmanager

from federation.storages.beneath import OpenFile
from federation.storages.csv_heads import UTF_16, WINDOWS_1252
from federation.storages.csv_problems import CsvUnreadable

_LARGEST = 200_000_000
_CHUNK = 1 << 20
_CODECS = {WINDOWS_1252: "cp1252", UTF_16: "utf-16"}
COPIED = frozenset(_CODECS)
"""The encodings for which DuckDB would need an extension, ten times the size of the engine."""


@contextmanager
def in_utf_8(file: OpenFile, encoding: str) -> Iterator[OpenFile]:
    """Of a file in one of COPIED; CsvUnreadable where it is large."""
    if os.fstat(file.descriptor).st_size > _LARGEST or not hasattr(os, "memfd_create"):
        name = encoding.replace("utf", "UTF").replace("windows", "Windows")
        why = f"en {name}, il est trop grand", f"in {name}, it is too large"
        raise CsvUnreadable(file=file.name, why_fr=why[0], why_en=why[1])
    copy = os.memfd_create("csv", os.MFD_CLOEXEC)
    decoder = codecs.getincrementaldecoder(_CODECS[encoding])(errors="replace")
    try:
        at = 0
        while piece := os.pread(file.descriptor, _CHUNK, at):
            at += len(piece)
            rest = decoder.decode(piece).encode()
            while rest:
                rest = rest[os.write(copy, rest) :]
        yield OpenFile(file.name, copy)
    finally:
        os.close(copy)
