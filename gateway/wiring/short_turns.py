"""The time for which a thread that computes keeps the others of its process waiting."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_S = 0.00005
"""Python's 5 ms, some forty times in an answer, kept who asks little waiting for a third of a
second while a long document was planned in a thread beside the loop; half a millisecond, for 20 ms.
"""


@contextmanager
def short_turns() -> Iterator[None]:
    """While a process serves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
