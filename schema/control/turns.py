"""Whose turn it is: what may follow from a state, for whom, and what awaits a given person.

The law and the rules judge an act when it is asked; this only says beforehand what they would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.actions.sharing.acted import Sentence
from catalog.actions.sharing.covering import covering_mandate
from catalog.actions.sharing.guarding import is_held_by_guard
from catalog.actions.sharing.names import ActName, Standing
from catalog.actions.sharing.transitions import possible_from
from catalog.actions.visible import proposer_of
from catalog.model.agreement import OVER, Agreement, AgreementState
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from policies.question import competences_of
from schema.control.sides import OPERATOR

STEWARD, APPROVER, DPO = "steward", "approver", "dpo"
_WRITING = frozenset({STEWARD})
_SIGNING = frozenset({APPROVER})
_ENDING = frozenset({APPROVER, DPO})
_ROLES: dict[ActName, frozenset[str]] = {
    ActName.DRAFT: _WRITING,
    ActName.SUBMIT: _WRITING,
    ActName.REQUEST_CHANGES: _WRITING,
    ActName.WITHDRAW: _WRITING,
    ActName.REFUSE: _WRITING,
    ActName.AMEND: _WRITING,
    ActName.PREVIEW: frozenset({STEWARD, APPROVER, DPO}),
    ActName.APPROVE: _SIGNING,
    ActName.SUSPEND: _ENDING,
    ActName.RESUME: _ENDING,
    ActName.REVOKE: _ENDING,
    ActName.OVERRIDE_GUARD: frozenset({DPO}),
}
"""Of people; an act that is not here is the clock's."""
_ROLE_NAMES = {
    STEWARD: ("un référent", "a steward"),
    APPROVER: ("un signataire", "an approver"),
    DPO: ("le délégué à la protection des données", "the data protection officer"),
}


@dataclass(frozen=True, slots=True)
class Acting:
    """Under which mandates (none for one's own side), on which day."""

    mandates: tuple[Mandate, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Turn:
    """An act, the sides that may do it, and the roles that do it for them.

    `platform`: an operator may too, for none of the sides.
    """

    act: ActName
    sides: tuple[Siren, ...]
    roles: frozenset[str]
    platform: bool = False


def turns_of(agreement: Agreement) -> tuple[Turn, ...]:
    """What people may do now, looking at it first."""
    turns = []
    if agreement.state not in OVER:
        seen_by: tuple[Siren, ...] = agreement.parties
        if agreement.state is AgreementState.DRAFT:
            seen_by = (proposer_of(agreement),)
        turns.append(Turn(ActName.PREVIEW, seen_by, _ROLES[ActName.PREVIEW]))
    for each in possible_from(agreement.state):
        if each.act in _ROLES and not _is_closed(each.act, agreement):
            sides = _sides(each.act, each.by, agreement)
            platform = _platform(each.act, each.by, agreement)
            if sides or platform:
                turns.append(Turn(each.act, sides, _ROLES[each.act], platform))
    if agreement.state is AgreementState.ACTIVE:
        turns.append(Turn(ActName.AMEND, agreement.parties, _WRITING))
    return tuple(turns)


def awaited_act(
    agreement: Agreement, subject: Subject, side: Siren | None, acting: Acting
) -> str | None:
    """The one act that this person is awaited for; None when it is somebody else's turn."""
    mine = {
        each.act for each in turns_of(agreement) if may_do(each, agreement, subject, side, acting)
    }
    if ActName.APPROVE in mine:
        return ActName.APPROVE if _has_seen(agreement, subject, side) else ActName.PREVIEW
    if agreement.state is AgreementState.CHANGES_REQUESTED:
        return ActName.DRAFT if ActName.DRAFT in mine else None
    expected = (ActName.OVERRIDE_GUARD, ActName.SUBMIT)
    return next((each for each in expected if each in mine), None)


def may_do(
    turn: Turn, agreement: Agreement, subject: Subject, side: Siren | None, acting: Acting
) -> bool:
    """By one's roles; for a side that is not one's own, under a mandate that covers the act too."""
    if turn.platform and OPERATOR in subject.roles and subject.on_behalf_of is None:
        return True
    if side is None or side not in turn.sides or not turn.roles & subject.roles:
        return False
    if subject.on_behalf_of is None:
        return True
    covering = covering_mandate(
        turn.act,
        acting.mandates,
        acting.day,
        competences=competences_of(agreement.rows),
        own_dataset=agreement.dataset_id if side == agreement.grantor else None,
    )
    return covering is not None


def say_who(turn: Turn, snapshot: Snapshot) -> Sentence:
    known = snapshot.organisations
    names = [known[each].name if each in known else each for each in turn.sides]
    if not names:
        return Sentence("l'exploitant", "the operator")
    roles = [_ROLE_NAMES[each] for each in (STEWARD, APPROVER, DPO) if each in turn.roles]
    fr = f"{' ou '.join(each[0] for each in roles)} de {' ou '.join(names)}"
    en = f"{' or '.join(each[1] for each in roles)} of {' or '.join(names)}"
    if turn.platform:
        return Sentence(f"{fr}, ou l'exploitant", f"{en}, or the operator")
    return Sentence(fr, en)


def _is_closed(act: ActName, agreement: Agreement) -> bool:
    """There is nothing to override where the guard did not stop it, or somebody already did; what
    the guard holds goes on by itself.
    """
    if act is ActName.RESUME:
        return is_held_by_guard(agreement)
    guard = agreement.life.guard
    stopped = guard is not None and guard.stops and guard.override is None
    return act is ActName.OVERRIDE_GUARD and not stopped


def _sides(act: ActName, by: frozenset[Standing], agreement: Agreement) -> tuple[Siren, ...]:
    """Whoever has signed is awaited no more, and only who suspended resumes."""
    proposer = proposer_of(agreement)
    if act is ActName.APPROVE:
        done = {each.organisation for each in agreement.approvals}
    elif act is ActName.RESUME:
        done = {each for each in agreement.parties if each != agreement.life.suspended_by}
    else:
        done = set()
    stands = {
        side: {
            Standing.GRANTOR if side == agreement.grantor else Standing.GRANTEE,
            Standing.PROPOSER if side == proposer else Standing.OTHER,
        }
        for side in agreement.parties
    }
    return tuple(side for side, standing in stands.items() if standing & by and side not in done)


def _platform(act: ActName, by: frozenset[Standing], agreement: Agreement) -> bool:
    if act is ActName.RESUME and agreement.life.suspended_by is not None:
        return False
    return Standing.PLATFORM in by


def _has_seen(agreement: Agreement, subject: Subject, side: Siren | None) -> bool:
    return any(
        (each.organisation, each.issuer, each.agent, each.version_sha256)
        == (side, subject.issuer, subject.agent, agreement.sha256)
        for each in agreement.life.previews
    )
