"""The differencing guard as acts ask for it."""

from __future__ import annotations

from datetime import date

from catalog.cog import Cog
from catalog.guard import elders_of, examine, guard_record
from catalog.model.agreement import Agreement, AgreementState, GuardRecord
from catalog.model.paris import PARIS
from catalog.model.suspension import SuspensionCause
from catalog.snapshot import Snapshot
from catalog.suspensions import standing_causes
from policies.question import day_starts_at

_TO_BEGIN = frozenset(
    {
        AgreementState.DRAFT,
        AgreementState.SUBMITTED,
        AgreementState.APPROVED_BY_ONE,
        AgreementState.APPROVED,
    }
)


def guard_now(agreement: Agreement, catalog: Snapshot, cog: Cog, day: date) -> GuardRecord:
    """The guard's findings on `day` (Paris). Takes tens of milliseconds: call it in a thread.

    What waits to begin, or to go on, is held against everything; what is in force, against what
    was there before it.
    """
    is_held = SuspensionCause.GUARD in standing_causes(agreement)
    waits = agreement.state in _TO_BEGIN or is_held
    others = catalog.agreements if waits else elders_of(agreement, catalog)
    report = examine(agreement, catalog, cog, day, others=others)
    return guard_record(report, day_starts_at(day, PARIS.key))
