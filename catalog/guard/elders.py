"""Agreements older than another: a finding is told of the last to come, the older stay."""

from __future__ import annotations

from datetime import UTC, datetime

from catalog.model.agreement import Agreement, AgreementState
from catalog.snapshot import Snapshot

_GIVING = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def elders_of(agreement: Agreement, catalog: Snapshot) -> tuple[Agreement, ...]:
    """The agreements that one in force is held against: those that began before it. Those that came
    later are held against it in their turn. Its own other versions always count.
    """
    began: dict[str, datetime] = {}
    for each in catalog.agreements:
        known = began.get(each.id)
        first = _began(each)
        began[each.id] = first if known is None else min(known, first)
    mine = (began.get(agreement.id, _began(agreement)), agreement.id)
    return tuple(each for each in catalog.agreements if (began[each.id], each.id) <= mine)


def _began(agreement: Agreement) -> datetime:
    """When a version first gave data. What a declaration brought in force was always there, also
    once something was told of it; what never gave any comes last.
    """
    steps = agreement.life.steps
    if steps and steps[0].before in _GIVING:
        return _LONG_AGO
    if not steps and agreement.state is not AgreementState.APPROVED:
        return _LONG_AGO
    began = (each.at for each in steps if each.after is AgreementState.ACTIVE)
    return min(began, default=datetime.max.replace(tzinfo=UTC))
