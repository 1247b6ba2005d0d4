"""What the generated worlds found in services and is not mended yet: each line is to go.

A fault that none of these is fails the tests; so does the worst of them where it grows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.worlds.expected import Fault


@dataclass(frozen=True, slots=True)
class Known:
    """`seed`: a world that shows it."""

    service: str
    seed: int
    why: str
    is_it: Callable[[Fault], bool]


KNOWN: tuple[Known, ...] = ()


def is_known(fault: Fault) -> bool:
    return any(each.service == fault.service and each.is_it(fault) for each in KNOWN)
