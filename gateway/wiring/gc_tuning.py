"""The garbage collector of a process that serves: it looks for what requests leave, no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_ALLOCATIONS = 20_000
"""Between two looks; Python's 700 is less than one request makes."""


@contextmanager
def frozen_gc() -> Iterator[None]:
    """What was made before (the map of the country, the modules) is not walked through again."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
