"""The differencing guard: what a new agreement, beside all that its grantee gets, would isolate."""

from catalog.guard.elders import elders_of
from catalog.guard.examining import examine, inputs_digest
from catalog.guard.findings import (
    Finding,
    FindingKind,
    GuardReport,
    check_overridable,
    guard_record,
    standing_override,
)

__all__ = [
    "Finding",
    "FindingKind",
    "GuardReport",
    "check_overridable",
    "elders_of",
    "examine",
    "guard_record",
    "inputs_digest",
    "standing_override",
]
