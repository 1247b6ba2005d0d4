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


def _bodies_before_a_merger(fault: Fault) -> bool:
    table, code, *_ = fault.key
    is_body = table == "bodies" or (table == "figures" and not str(code)[-3:].isdigit())
    merged = ("former_communes_in_2010", "before_a_merger")
    return is_body and code != "ENSEMBLE" and any(trait in fault.world for trait in merged)


def _billed_without_a_slip_twice(fault: Fault) -> bool:
    return "billed_without_slip" in fault.world


KNOWN = (
    Known(
        "rpqs-dechets", 23,
        "a former commune's body is the EPCI of its map, not that of the perimeter",
        _bodies_before_a_merger,
    ),
    Known(
        "service-fait", 31, "a slip that is billed and not there counts a second time as a detail",
        _billed_without_a_slip_twice,
    ),
)  # fmt: skip


def is_known(fault: Fault) -> bool:
    return any(each.service == fault.service and each.is_it(fault) for each in KNOWN)
