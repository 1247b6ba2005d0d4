"""The causes for which an agreement stands suspended, also of one stored before causes were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from catalog.model.agreement import OVER, Agreement, AgreementState, GuardRecord, Step
from catalog.model.suspension import Suspension, SuspensionCause

GUARD_STOPPED = "guard_stopped"
"""The step of a stop of the guard: before the start an agreement stays approved, in force it is
suspended."""
_IN_FORCE = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})
_ORDER = list(SuspensionCause)


def is_stop(record: GuardRecord) -> bool:
    """True where the guard stops the agreement and no DPO has answered for it."""
    return record.stops and record.override is None


def standing_suspensions(agreement: Agreement) -> tuple[Suspension, ...]:
    """In the order in which causes are told; never empty for an agreement that is suspended.

    One that was suspended before causes were kept has the cause of who suspended it, and that of
    the guard beside it where the guard stopped it too.
    """
    if agreement.state in OVER:
        return ()
    if agreement.life.suspensions:
        return _ordered(agreement.life.suspensions)
    if agreement.state is not AgreementState.SUSPENDED:
        return ()
    return _ordered(_stored_before(agreement))


def standing_causes(agreement: Agreement) -> tuple[SuspensionCause, ...]:
    return tuple(each.cause for each in standing_suspensions(agreement))


def carried_suspensions(
    agreement: Agreement, agreements: Iterable[Agreement]
) -> tuple[Suspension, ...]:
    """People's suspensions that stand over from the version before, which `agreement` follows, to
    its own beginning: whoever set one lifts it, and no new text does. Also of one that came to its
    end while suspended. The guard's are not: it looks at the new text by itself.
    """
    before = [
        each
        for each in agreements
        if each.id == agreement.id and each.version < agreement.version and _began(each)
    ]
    if not before:
        return ()
    last = max(before, key=lambda each: each.version)
    standing = standing_suspensions(_as_it_ended(last))
    return tuple(each for each in standing if each.cause is not SuspensionCause.GUARD)


def _as_it_ended(agreement: Agreement) -> Agreement:
    """Of one that expired, what it was until then; any other as it is."""
    steps = agreement.life.steps
    ends = [at for at, step in enumerate(steps) if step.after is AgreementState.EXPIRED]
    if agreement.state is not AgreementState.EXPIRED or not ends:
        return agreement
    life = replace(agreement.life, steps=steps[: ends[0]])
    return replace(agreement, state=steps[ends[0]].before, life=life)


def _began(agreement: Agreement) -> bool:
    """Of one that a declaration brought in force there is no step."""
    return agreement.state in _IN_FORCE or any(
        each.after in _IN_FORCE for each in agreement.life.steps
    )


def _ordered(suspensions: Iterable[Suspension]) -> tuple[Suspension, ...]:
    return tuple(sorted(suspensions, key=lambda each: _ORDER.index(each.cause)))


def _stored_before(agreement: Agreement) -> tuple[Suspension, ...]:
    moved = [each for each in agreement.life.steps if each.after is not each.before]
    step = moved[-1] if moved and moved[-1].after is AgreementState.SUSPENDED else None
    cause = _cause_of(agreement, step)
    first = (
        Suspension(cause, None)
        if step is None
        else Suspension(cause, step.at, step.agent, step.reason, step.mandate)
    )
    guard = agreement.life.guard
    if cause is SuspensionCause.GUARD or guard is None or not is_stop(guard):
        return (first,)
    return (first, Suspension(SuspensionCause.GUARD, guard.at))


def _cause_of(agreement: Agreement, step: Step | None) -> SuspensionCause:
    by = agreement.life.suspended_by
    if by is not None:
        return SuspensionCause.GRANTOR if by == agreement.grantor else SuspensionCause.GRANTEE
    if step is not None and step.act == GUARD_STOPPED:
        return SuspensionCause.GUARD
    return SuspensionCause.OPERATOR
