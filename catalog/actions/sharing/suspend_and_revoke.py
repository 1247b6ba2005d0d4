"""In force: suspended by each side on its own, revoked at once by either."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import ResumeAgreement, RevokeAgreement, SuspendAgreement
from catalog.actions.sharing.lifting import lifted_message, with_suspensions
from catalog.actions.sharing.names import ActName, Standing
from catalog.actions.sharing.problems import AlreadySuspended, ResumeReserved
from catalog.actions.sharing.standing import agreement_of_act
from catalog.actions.sharing.steps import moved, reason_given
from catalog.actions.sharing.telling import about_agreement
from catalog.actions.sharing.transitions import next_state
from catalog.changes import Changes
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.suspension import Suspension, SuspensionCause
from catalog.suspension_words import suspender, suspenders
from catalog.suspensions import standing_causes, standing_suspensions


def suspend(act: SuspendAgreement, actor: Actor, facts: Facts) -> Acted:
    """Immediate and reversible, beside the suspensions of others. Raises UnknownAgreement,
    ActNotPossible, AlreadySuspended, ReasonRequired.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.SUSPEND, standings)
    standing, cause = standing_suspensions(agreement), _cause_of(standings)
    if cause in standing_causes(agreement):
        who = suspender(cause, agreement, facts.catalog)
        raise AlreadySuspended(agreement=agreement.citation, who_fr=who.fr, who_en=who.en)
    reason = reason_given(act.reason)
    own = Suspension(cause, facts.now, actor.agent, reason, actor.mandate)
    life = with_suspensions(agreement.life, (*standing, own))
    suspended = moved(agreement, ActName.SUSPEND, after, actor, facts, reason=reason, life=life)
    sentences = (
        Bilingual(
            f"{agreement.citation} est suspendue : plus aucune donnée n'est lue par elle.",
            f"{agreement.citation} is suspended: nothing is read by it any more.",
        ),
        Bilingual(
            "Vous seul pourrez lever votre suspension.",
            "Only you will be able to lift your suspension.",
        ),
        *_still_standing(standing, agreement, facts),
    )
    message = _to_both("suspended", suspended, actor, facts, reason)
    return Acted(
        ActName.SUSPEND, Changes((suspended,), messages=(message,)), sentences, agreement=suspended
    )


def resume(act: ResumeAgreement, actor: Actor, facts: Facts) -> Acted:
    """Lifts the actor's own suspension; reading resumes when no other stands. Raises
    UnknownAgreement, ActNotPossible, ResumeReserved.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.RESUME, standings)
    cause, standing = _cause_of(standings), standing_suspensions(agreement)
    left = tuple(each for each in standing if each.cause is not cause)
    if len(left) == len(standing):
        who = suspenders([each.cause for each in left], agreement, facts.catalog)
        raise ResumeReserved(who_fr=who.fr, who_en=who.en)
    life = with_suspensions(agreement.life, left)
    state = AgreementState.SUSPENDED if left else after
    resumed = moved(agreement, ActName.RESUME, state, actor, facts, life=life)
    if left:
        sentences = _still_standing(left, agreement, facts)
    else:
        sentences = (
            Bilingual(
                f"{agreement.citation} reprend, dans les limites de ses dates.",
                f"{agreement.citation} resumes, within its dates.",
            ),
        )
    message = lifted_message(resumed, actor, facts)
    return Acted(
        ActName.RESUME, Changes((resumed,), messages=(message,)), sentences, agreement=resumed
    )


def revoke(act: RevokeAgreement, actor: Actor, facts: Facts) -> Acted:
    """At once, whatever the notice; what was signed stays as it was signed. Raises
    UnknownAgreement, ActNotPossible, ReasonRequired.
    """
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.REVOKE, standings)
    reason = reason_given(act.reason)
    revoked = moved(agreement, ActName.REVOKE, after, actor, facts, reason=reason)
    sentences = (
        Bilingual(
            f"{agreement.citation} est révoquée : plus rien n'est donné dès la prochaine requête.",
            f"{agreement.citation} is revoked: it gives nothing from the next query on.",
        ),
        Bilingual(
            "Les requêtes en cours qui s'en servent s'arrêtent ; les deux parties sont prévenues.",
            "Running queries that use it are stopped; both parties are told.",
        ),
        Bilingual(
            "Le dossier de preuve est à la disposition des deux parties : ./interco agreement "
            f"export {revoked.citation} --format evidence --output preuves.zip "
            f"(GET /v1/agreements/{revoked.citation}/evidence).",
            "The evidence pack awaits both parties: ./interco agreement export "
            f"{revoked.citation} --format evidence --output evidence.zip "
            f"(GET /v1/agreements/{revoked.citation}/evidence).",
        ),
    )
    message = _to_both("revoked", revoked, actor, facts, reason)
    changes = Changes((revoked,), messages=(message,))
    return Acted(ActName.REVOKE, changes, sentences, agreement=revoked)


def _to_both(what: str, agreement: Agreement, actor: Actor, facts: Facts, reason: str) -> Message:
    return about_agreement(
        what,
        agreement,
        actor,
        facts.catalog,
        to=agreement.parties,
        reason=reason,
        notice_days=agreement.terms.notice_days,
    )


def _cause_of(standings: frozenset[Standing]) -> SuspensionCause:
    """Under which a side, or the operator, suspends."""
    if Standing.GRANTOR in standings:
        return SuspensionCause.GRANTOR
    if Standing.GRANTEE in standings:
        return SuspensionCause.GRANTEE
    return SuspensionCause.OPERATOR


def _still_standing(
    suspensions: tuple[Suspension, ...], agreement: Agreement, facts: Facts
) -> tuple[Bilingual, ...]:
    if not suspensions:
        return ()
    who = suspenders([each.cause for each in suspensions], agreement, facts.catalog)
    return (
        Bilingual(
            f"Elle reste suspendue par {who.fr} : rien n'est lu tant que ce n'est pas levé.",
            f"It stays suspended by {who.en}: nothing is read until that is lifted.",
        ),
    )
