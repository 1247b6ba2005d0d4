"""The differencing guard as acts ask for it."""

from __future__ import annotations

from datetime import date

from catalog.cog import Cog
from catalog.guard import examine, guard_record
from catalog.model.agreement import Agreement, GuardRecord
from catalog.model.paris import PARIS
from catalog.snapshot import Snapshot
from policies.question import day_starts_at


def guard_now(agreement: Agreement, catalog: Snapshot, cog: Cog, day: date) -> GuardRecord:
    """What it finds on `day` (Paris). Takes tens of milliseconds: call it in a thread."""
    report = examine(agreement, catalog, cog, day)
    return guard_record(report, day_starts_at(day, PARIS.key))
