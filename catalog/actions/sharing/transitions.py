"""The life cycle as a table: from which state, by which act, of whom, to which state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.actions.sharing.names import ActName, Standing
from catalog.actions.sharing.problems import ActNotPossible
from catalog.actions.sharing.words import ACTS, STANDINGS, STATES
from catalog.model.agreement import Agreement, AgreementState

S = AgreementState
_PROPOSER = frozenset({Standing.PROPOSER})
_OTHER = frozenset({Standing.OTHER})
_PARTIES = frozenset({Standing.GRANTOR, Standing.GRANTEE})
_ANY_SIDE = _PARTIES | {Standing.PLATFORM}
_GRANTOR = frozenset({Standing.GRANTOR})
_CLOCK = frozenset({Standing.CLOCK})


@dataclass(frozen=True, slots=True)
class Transition:
    act: ActName
    before: AgreementState
    by: frozenset[Standing]
    after: AgreementState


def _from(
    states: Iterable[AgreementState],
    act: ActName,
    by: frozenset[Standing],
    after: AgreementState | None = None,
) -> Iterator[Transition]:
    """`after` None: the state stays."""
    return (Transition(act, state, by, after or state) for state in states)


TRANSITIONS: tuple[Transition, ...] = (
    *_from((S.DRAFT, S.CHANGES_REQUESTED), ActName.DRAFT, _PROPOSER, S.DRAFT),
    *_from((S.DRAFT,), ActName.SUBMIT, _PROPOSER, S.SUBMITTED),
    # Of the side that proposed it, whoever would sign gives it back to its steward.
    *_from(
        (S.SUBMITTED, S.APPROVED_BY_ONE),
        ActName.REQUEST_CHANGES,
        _OTHER | _PROPOSER,
        S.CHANGES_REQUESTED,
    ),
    *_from(
        (S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED_BY_ONE),
        ActName.WITHDRAW,
        _PROPOSER,
        S.WITHDRAWN,
    ),
    *_from((S.SUBMITTED, S.APPROVED_BY_ONE), ActName.REFUSE, _OTHER, S.REFUSED),
    *_from((S.SUBMITTED,), ActName.APPROVE, _PARTIES, S.APPROVED_BY_ONE),
    *_from((S.APPROVED_BY_ONE,), ActName.APPROVE, _PARTIES, S.APPROVED),
    # Each side's suspension stands beside the others; reading resumes when none is left.
    *_from((S.ACTIVE, S.SUSPENDED), ActName.SUSPEND, _ANY_SIDE, S.SUSPENDED),
    *_from((S.SUSPENDED,), ActName.RESUME, _ANY_SIDE, S.ACTIVE),
    *_from((S.APPROVED, S.ACTIVE, S.SUSPENDED), ActName.REVOKE, _ANY_SIDE, S.REVOKED),
    *_from((S.APPROVED, S.SUSPENDED), ActName.OVERRIDE_GUARD, _GRANTOR),
    *_from((S.APPROVED,), ActName.ACTIVATE, _CLOCK, S.ACTIVE),
    *_from((S.APPROVED, S.ACTIVE, S.SUSPENDED), ActName.EXPIRE, _CLOCK, S.EXPIRED),
    *_from((S.SUBMITTED, S.APPROVED_BY_ONE), ActName.LAPSE, _CLOCK, S.WITHDRAWN),
    *_from((S.ACTIVE, S.SUSPENDED), ActName.GUARD, _CLOCK),
)
"""Acts that never change a state (preview, reminders) are not in it; what a stop of the guard or
the end of a mandate does besides is said by their own rules.
"""


def next_state(
    agreement: Agreement, act: ActName, standings: frozenset[Standing]
) -> AgreementState:
    """Raises ActNotPossible, which says what is possible, and for whom."""
    for each in TRANSITIONS:
        if each.act is act and each.before is agreement.state and each.by & standings:
            return each.after
    raise act_not_possible(agreement)


def possible_from(state: AgreementState) -> tuple[Transition, ...]:
    return tuple(each for each in TRANSITIONS if each.before is state)


def act_not_possible(agreement: Agreement) -> ActNotPossible:
    state_fr, state_en = STATES[agreement.state]
    return ActNotPossible(
        agreement=agreement.citation,
        state_fr=state_fr,
        state_en=state_en,
        possible_fr=_told(agreement.state, 0) or "plus rien : elle est close",
        possible_en=_told(agreement.state, 1) or "nothing more: it is closed",
    )


def _told(state: AgreementState, language: int) -> str:
    return (" ; ", "; ")[language].join(
        f"{ACTS[each.act][language]} ({_who(each.by, language)})" for each in possible_from(state)
    )


def _who(by: frozenset[Standing], language: int) -> str:
    return ", ".join(names[language] for standing, names in STANDINGS.items() if standing in by)
