"""Acts on findings of the differencing guard: they stop an agreement, until a DPO of its owner
takes it on.

The guard itself is a fact of the act: its finding is made elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import GuardActive, OverrideGuard
from catalog.actions.sharing.lifting import lifted_message, with_suspensions
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import GuardFindingsMoved, TooEarly
from catalog.actions.sharing.standing import agreement_of_act
from catalog.actions.sharing.steps import moved, reason_given
from catalog.actions.sharing.telling import GUARDIANS, about_agreement
from catalog.actions.sharing.transitions import act_not_possible, next_state
from catalog.changes import Changes
from catalog.guard import check_overridable, standing_override
from catalog.model.agreement import Agreement, AgreementState, GuardOverride, GuardRecord
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.suspension import Suspension, SuspensionCause
from catalog.suspensions import GUARD_STOPPED, is_stop, standing_causes, standing_suspensions


def override_guard(act: OverrideGuard, actor: Actor, facts: Facts) -> Acted:
    """For exactly what was found, with reasons; the clock does the rest. Raises UnknownAgreement,
    ActNotPossible, GuardNotOverridable, ReasonRequired, GuardFindingsMoved.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    next_state(agreement, ActName.OVERRIDE_GUARD, standings)
    record = agreement.life.guard
    if record is None or not record.stops:
        raise act_not_possible(agreement)
    check_overridable(record, agreement.citation)
    reason = reason_given(act.reason)
    if act.findings_sha256 != record.findings_sha256:
        raise GuardFindingsMoved
    override = GuardOverride(actor.agent, facts.now, reason, record.findings_sha256)
    life = replace(agreement.life, guard=replace(record, override=override))
    overridden = moved(
        agreement,
        ActName.OVERRIDE_GUARD,
        agreement.state,
        actor,
        facts,
        reason=reason,
        life=life,
    )
    sentences = (
        Bilingual(
            f"Vous répondez du constat du contrôle d'anonymat pour {agreement.citation} ; "
            "l'horloge la remet en marche si rien d'autre ne s'y oppose.",
            f"You take responsibility for what the guard found for {agreement.citation}; the clock "
            "sets it going unless something else stands against it.",
        ),
    )
    return Acted(ActName.OVERRIDE_GUARD, Changes((overridden,)), sentences, agreement=overridden)


def guard_active(act: GuardActive, actor: Actor, facts: Facts) -> Acted:
    """In force and stopped: suspended. Held before, and nothing stops it any more: active again.

    Raises UnknownAgreement, ActNotPossible, TooEarly where nothing has changed.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    next_state(agreement, ActName.GUARD, standings)
    record = record_now(agreement, facts)
    if record is None:
        raise TooEarly(agreement=agreement.citation)
    is_held = SuspensionCause.GUARD in standing_causes(agreement)
    if is_stop(record) and not is_held:
        return _suspended(agreement, record, actor, facts)
    if is_held and not is_stop(record):
        return _released(agreement, record, actor, facts)
    if not is_other_finding(agreement, record):
        raise TooEarly(agreement=agreement.citation)
    if is_held:
        return _stopped(agreement, record, agreement.state, actor, facts)
    guarded = replace(agreement, life=replace(agreement.life, guard=record))
    return Acted(ActName.GUARD, Changes((guarded,)), agreement=guarded)


def stop_activation(agreement: Agreement, record: GuardRecord, actor: Actor, facts: Facts) -> Acted:
    """It stays approved, with what was found; told once for each finding. Raises TooEarly."""
    if not is_other_finding(agreement, record):
        raise TooEarly(agreement=agreement.citation)
    return _stopped(agreement, record, AgreementState.APPROVED, actor, facts)


def record_now(agreement: Agreement, facts: Facts) -> GuardRecord | None:
    """The guard's finding now, None where it did not answer; an override stands for exactly the
    finding that it was given for.
    """
    found = facts.guard
    if found is None:
        return None
    override = standing_override(found, agreement.life.guard)
    return replace(found, at=facts.now, override=override)


def is_other_finding(agreement: Agreement, record: GuardRecord) -> bool:
    before = agreement.life.guard
    if before is None:
        return True
    return (before.stops, before.findings_sha256) != (record.stops, record.findings_sha256)


def _suspended(agreement: Agreement, record: GuardRecord, actor: Actor, facts: Facts) -> Acted:
    """In force: the guard's suspension stands beside those of people, if any."""
    own = Suspension(SuspensionCause.GUARD, facts.now, actor.agent)
    life = with_suspensions(agreement.life, (*standing_suspensions(agreement), own))
    return _stopped(
        replace(agreement, life=life), record, AgreementState.SUSPENDED, actor, facts, is_set=True
    )


def _stopped(
    agreement: Agreement,
    record: GuardRecord,
    after: AgreementState,
    actor: Actor,
    facts: Facts,
    *,
    is_set: bool = False,
) -> Acted:
    """`is_set`: it did not suspend the agreement until now."""
    life = replace(agreement.life, guard=record)
    stopped = moved(agreement, GUARD_STOPPED, after, actor, facts, life=life)
    sentences = (
        Bilingual(
            f"Le contrôle d'anonymat arrête {stopped.citation} : un DPO du propriétaire doit se "
            "prononcer.",
            f"The guard stops {stopped.citation}: a DPO of the owner must decide.",
        ),
    )
    messages = _stop_messages(stopped, record, actor, facts, is_set=is_set)
    changes = Changes((stopped,), messages=messages)
    return Acted(ActName.GUARD, changes, sentences, agreement=stopped)


def _stop_messages(
    stopped: Agreement, record: GuardRecord, actor: Actor, facts: Facts, *, is_set: bool
) -> tuple[Message, ...]:
    """The owner learns which communes; the grantee, that it waits or is suspended, and no more."""
    told = about_agreement(
        GUARD_STOPPED,
        stopped,
        actor,
        facts.catalog,
        to=(stopped.grantor,),
        roles=GUARDIANS,
        communes=list(record.communes),
        findings=record.findings_sha256,
    )
    if not is_set:
        waits = about_agreement("guard_waits", stopped, actor, facts.catalog, to=(stopped.grantee,))
        return (told, waits)
    also = about_agreement(
        "suspended",
        stopped,
        actor,
        facts.catalog,
        to=(stopped.grantee,),
    )
    return (told, also)


def _released(agreement: Agreement, record: GuardRecord, actor: Actor, facts: Facts) -> Acted:
    standing = standing_suspensions(agreement)
    left = tuple(each for each in standing if each.cause is not SuspensionCause.GUARD)
    life = replace(with_suspensions(agreement.life, left), guard=record)
    state = AgreementState.SUSPENDED if left else AgreementState.ACTIVE
    resumed = moved(agreement, ActName.GUARD, state, actor, facts, life=life)
    message = lifted_message(resumed, actor, facts)
    sentences = (
        Bilingual(
            f"Le contrôle d'anonymat ne s'oppose plus à {resumed.citation}.",
            f"The guard stands against {resumed.citation} no more.",
        ),
    )
    changes = Changes((resumed,), messages=(message,))
    return Acted(ActName.GUARD, changes, sentences, agreement=resumed)
