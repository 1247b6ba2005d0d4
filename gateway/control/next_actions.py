"""The next acts on an agreement: the acts that its state allows, the sides that may do them, and
the act for which a given person is awaited.

States and sides are the catalog's own; the law is asked who may do an act, as for the act itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog.actions.sharing.names import ActName, Standing
from catalog.actions.sharing.reminding import reminding_sides
from catalog.actions.sharing.transitions import possible_from
from catalog.actions.visible import proposer_of
from catalog.model.agreement import OVER, Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.model.suspension import SuspensionCause
from catalog.snapshot import Snapshot
from catalog.suspensions import is_stop, standing_causes
from gateway.acts.possible import PossibleService
from policies.possible import PossibleAct

_ROLE_NAMES = {
    "steward": ("un référent", "a steward"),
    "approver": ("un signataire", "an approver"),
    "dpo": ("le délégué à la protection des données", "the data protection officer"),
}
"""Of an organisation's own people, in the order in which they are told."""
_AWAITED = frozenset({ActName.APPROVE, ActName.DRAFT, ActName.OVERRIDE_GUARD, ActName.SUBMIT})


@dataclass(frozen=True, slots=True)
class PossibleAction:
    """An act that the state lets be done, and the sides whose turn it is.

    `platform`: an operator may too, for none of the sides.
    """

    act: ActName
    sides: tuple[Siren, ...]
    platform: bool = False


@dataclass(frozen=True, slots=True)
class JudgedAction:
    """`mine`: whoever asks may do it now, once signed in strongly enough where `needs_stronger`.
    `roles` do it for their side.
    """

    turn: PossibleAction
    mine: bool
    roles: frozenset[str]
    needs_stronger: bool = False


def turns_of(agreement: Agreement) -> tuple[PossibleAction, ...]:
    """The acts that people may do now; looking at the agreement is the first."""
    turns = []
    if agreement.state not in OVER:
        seen_by: tuple[Siren, ...] = agreement.parties
        if agreement.state is AgreementState.DRAFT:
            seen_by = (proposer_of(agreement),)
        turns.append(PossibleAction(ActName.PREVIEW, seen_by))
    for each in possible_from(agreement.state):
        if Standing.CLOCK not in each.by and not _is_closed(each.act, agreement):
            sides = _sides(each.act, each.by, agreement)
            platform = _platform(each.act, each.by, agreement)
            if sides or platform:
                turns.append(PossibleAction(each.act, sides, platform))
    waiting = reminding_sides(agreement)
    if waiting:
        turns.append(PossibleAction(ActName.REMIND, waiting))
    if agreement.state is AgreementState.ACTIVE:
        turns.append(PossibleAction(ActName.AMEND, agreement.parties))
    return tuple(turns)


async def judge_actions(
    agreements: Sequence[Agreement], side: Siren | None, possible: PossibleService
) -> list[tuple[JudgedAction, ...]]:
    """Of each agreement, in their order: one question to the law about all of them."""
    turns = [turns_of(each) for each in agreements]
    answers = iter(
        await possible(
            [
                (agreement, turn.act)
                for agreement, own in zip(agreements, turns, strict=True)
                for turn in own
            ]
        )
    )
    return [
        tuple(_judged(turn, next(answers), agreement, side) for turn in own)
        for agreement, own in zip(agreements, turns, strict=True)
    ]


async def awaited_acts(
    agreements: Sequence[Agreement],
    subject: Subject,
    side: Siren | None,
    possible: PossibleService,
    to_renew: Collection[str] = (),
) -> list[tuple[Agreement, ActName]]:
    """The one act that this person is awaited for, of each agreement where it is their turn.

    To amend is awaited of the agreements `to_renew`, by citation.
    """
    asked = [
        (each, turn.act)
        for each in agreements
        for turn in turns_of(each)
        if side in turn.sides
        and (turn.act in _AWAITED or (turn.act is ActName.AMEND and each.citation in to_renew))
    ]
    answers = await possible(asked)
    mine: dict[str, set[ActName]] = {each.citation: set() for each in agreements}
    for (agreement, act), answer in zip(asked, answers, strict=True):
        if answer.allow:
            mine[agreement.citation].add(act)
    found = ((each, _awaited(each, mine[each.citation], subject, side)) for each in agreements)
    return [(each, act) for each, act in found if act is not None]


def say_who(judged: JudgedAction, snapshot: Snapshot) -> Bilingual:
    turn, known = judged.turn, snapshot.organisations
    names = [known[each].name if each in known else each for each in turn.sides]
    if not names:
        return Bilingual("l'exploitant", "the operator")
    roles = [words for role, words in _ROLE_NAMES.items() if role in judged.roles]
    fr = f"{' ou '.join(each[0] for each in roles)} de {' ou '.join(names)}"
    en = f"{' or '.join(each[1] for each in roles)} of {' or '.join(names)}"
    if turn.platform:
        return Bilingual(f"{fr}, ou l'exploitant", f"{en}, or the operator")
    return Bilingual(fr, en)


def _judged(
    turn: PossibleAction, answer: PossibleAct, agreement: Agreement, side: Siren | None
) -> JudgedAction:
    """The act with the law's answer; a person of no side may act for the platform alone."""
    is_platform = turn.platform and side not in agreement.parties
    mine = answer.allow and (side in turn.sides or is_platform)
    return JudgedAction(turn, mine, answer.roles, mine and answer.needs_stronger)


def _awaited(
    agreement: Agreement, mine: Collection[ActName], subject: Subject, side: Siren | None
) -> ActName | None:
    if ActName.APPROVE in mine:
        return ActName.APPROVE if _has_seen(agreement, subject, side) else ActName.PREVIEW
    if agreement.state is AgreementState.CHANGES_REQUESTED:
        return ActName.DRAFT if ActName.DRAFT in mine else None
    expected = (ActName.OVERRIDE_GUARD, ActName.SUBMIT, ActName.AMEND)
    return next((each for each in expected if each in mine), None)


def _is_closed(act: ActName, agreement: Agreement) -> bool:
    """There is nothing to override where the guard did not stop it, or somebody already did."""
    guard = agreement.life.guard
    stopped = guard is not None and is_stop(guard)
    return act is ActName.OVERRIDE_GUARD and not stopped


def _sides(act: ActName, by: frozenset[Standing], agreement: Agreement) -> tuple[Siren, ...]:
    """The sides of an act: a side that signed is awaited no more, each resumes what it suspended
    and suspends what it has not.
    """
    proposer = proposer_of(agreement)
    if act is ActName.APPROVE:
        done = {each.organisation for each in agreement.approvals}
    elif act in {ActName.SUSPEND, ActName.RESUME}:
        own = {
            agreement.grantor: SuspensionCause.GRANTOR,
            agreement.grantee: SuspensionCause.GRANTEE,
        }
        standing = standing_causes(agreement)
        done = {
            side for side, cause in own.items() if (cause in standing) is (act is ActName.SUSPEND)
        }
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
    if act in {ActName.SUSPEND, ActName.RESUME}:
        is_standing = SuspensionCause.OPERATOR in standing_causes(agreement)
        return is_standing is (act is ActName.RESUME)
    return Standing.PLATFORM in by


def _has_seen(agreement: Agreement, subject: Subject, side: Siren | None) -> bool:
    return any(
        (each.organisation, each.issuer, each.agent, each.version_sha256)
        == (side, subject.issuer, subject.agent, agreement.sha256)
        for each in agreement.life.previews
    )
