"""The garbage collector of a process: while it starts nothing is garbage, then only what requests
leave is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_ALLOCATIONS = 20_000
"""Between two looks; Python's 700 is less than one request makes."""


def look_rarely() -> None:
    """For the rest of the process. A start makes millions of objects that stay: they would be
    walked through again and again, which takes a third of it.
    """
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])


@contextmanager
def rare_gc() -> Iterator[None]:
    """The same while a process starts, serves and stops."""
    before = gc.get_threshold()
    look_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def frozen_gc() -> Iterator[None]:
    """Keeps the garbage collector from walking again through objects that were made before (the map
    of the country, the modules).
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
