"""From one try to the next: nothing is broken before two tries an hour apart have seen it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.health.nights import RETRY, night_of
from catalog.model.health import (
    AgreementHealth,
    HealthChange,
    HealthState,
    Reason,
    ReasonKind,
    Sighting,
)

_ROUNDING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One try of one agreement. `untested` could not be looked at this time: nothing is known of
    them. `is_off_at_night` tells why the storage did not answer.
    """

    reasons: tuple[Reason, ...] = ()
    untested: frozenset[ReasonKind] = frozenset()
    is_off_at_night: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """`change` is None where the history goes on as it was. `broken` are the reasons to tell both
    sides of, `is_mended` that all of which they were told is over: each once.
    """

    health: AgreementHealth
    change: HealthChange | None = None
    broken: tuple[Reason, ...] = ()
    is_mended: bool = False


def health_after(
    before: AgreementHealth | None, citation: str, finding: Finding, at: datetime
) -> Tried:
    """The health after a try, and its news. Tries within the same hour confirm nothing."""
    sightings = _sightings(before, finding, at)
    confirmed = tuple(each.reason for each in sightings if at - each.first_at >= RETRY - _ROUNDING)
    announced = () if before is None else before.announced
    if confirmed:
        state = HealthState.BROKEN
    elif sightings:
        # Seen once: the state stays what it was.
        state = HealthState.NOT_TRIED if before is None else before.state
        confirmed = () if before is None else before.reasons
    elif finding.is_off_at_night or (
        # It answers by day: that says nothing of the night.
        before is not None and before.state is HealthState.OFF_AT_NIGHT and night_of(at) is None
    ):
        state = HealthState.OFF_AT_NIGHT
    else:
        state = HealthState.SOUND
    causes = {each.cause for each in announced}
    broken = tuple(each for each in confirmed if each.cause not in causes)
    is_mended = bool(announced) and not sightings and not finding.is_off_at_night
    is_other = before is None or before.state is not state
    health = AgreementHealth(
        citation=citation,
        state=state,
        since=at if before is None or is_other else before.since,
        tried_at=at,
        reasons=confirmed,
        sightings=sightings,
        announced=() if is_mended else _announced(announced, broken, sightings),
    )
    is_news = is_other or (before is not None and _causes(before.reasons) != _causes(confirmed))
    change = HealthChange(at, state, confirmed) if is_news else None
    return Tried(health, change, broken, is_mended)


def is_awaiting_retry(health: AgreementHealth) -> bool:
    """True where something was seen that a second try has still to confirm."""
    return any(each.reason.cause not in _causes(health.reasons) for each in health.sightings)


def _sightings(
    before: AgreementHealth | None, finding: Finding, at: datetime
) -> tuple[Sighting, ...]:
    earlier = {} if before is None else {each.reason.cause: each for each in before.sightings}
    now = [
        Sighting(each, earlier[each.cause].first_at if each.cause in earlier else at)
        for each in finding.reasons
    ]
    carried = [
        each
        for cause, each in earlier.items()
        if each.reason.kind in finding.untested and cause not in _causes(finding.reasons)
    ]
    return (*now, *carried)


def _causes(reasons: Iterable[Reason]) -> set[tuple[ReasonKind, object]]:
    return {each.cause for each in reasons}


def _announced(
    announced: tuple[Reason, ...], broken: tuple[Reason, ...], sightings: Iterable[Sighting]
) -> tuple[Reason, ...]:
    """The causes both sides know of: one that is over is announced again if it comes again."""
    standing = _causes(each.reason for each in sightings)
    still = tuple(each for each in announced if each.cause in standing)
    return (*(still if broken else still or announced), *broken)
