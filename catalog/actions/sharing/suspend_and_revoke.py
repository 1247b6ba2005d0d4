"""In force: suspended and resumed by whoever suspended it, revoked at once by either side."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import ResumeAgreement, RevokeAgreement, SuspendAgreement
from catalog.actions.sharing.guarding import is_held_by_guard, is_stop
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import ResumeReserved
from catalog.actions.sharing.standing import agreement_of_act
from catalog.actions.sharing.steps import moved, reason_given
from catalog.actions.sharing.telling import about_agreement, name_of_organisation
from catalog.actions.sharing.transitions import next_state
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message


def suspend(act: SuspendAgreement, actor: Actor, facts: Facts) -> Acted:
    """Immediate and reversible. Raises UnknownAgreement, ActNotPossible, ReasonRequired."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.SUSPEND, standings)
    reason = reason_given(act.reason)
    life = replace(agreement.life, suspended_by=actor.organisation)
    suspended = moved(agreement, ActName.SUSPEND, after, actor, facts, reason=reason, life=life)
    sentences = (
        Bilingual(
            f"{agreement.citation} est suspendue : plus aucune donnée n'est lue par elle.",
            f"{agreement.citation} is suspended: nothing is read by it any more.",
        ),
        Bilingual("Vous seul pourrez la reprendre.", "Only you will be able to resume it."),
    )
    changes = Changes(
        (suspended,), messages=(_to_both("suspended", suspended, actor, facts, reason),)
    )
    return Acted(ActName.SUSPEND, changes, sentences, agreement=suspended)


def resume(act: ResumeAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, ResumeReserved."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.RESUME, standings)
    guard = agreement.life.guard
    if is_held_by_guard(agreement) or (guard is not None and is_stop(guard)):
        raise ResumeReserved(who_fr="le contrôle d'anonymat", who_en="the guard")
    suspended_by = agreement.life.suspended_by
    if suspended_by != actor.organisation:
        name = name_of_organisation(facts.catalog, suspended_by)
        who = ("l'exploitant", "the operator") if suspended_by is None else (name, name)
        raise ResumeReserved(who_fr=who[0], who_en=who[1])
    life = replace(agreement.life, suspended_by=None)
    resumed = moved(agreement, ActName.RESUME, after, actor, facts, life=life)
    sentences = (
        Bilingual(
            f"{agreement.citation} reprend, dans les limites de ses dates.",
            f"{agreement.citation} resumes, within its dates.",
        ),
    )
    changes = Changes((resumed,), messages=(_to_both("resumed", resumed, actor, facts, None),))
    return Acted(ActName.RESUME, changes, sentences, agreement=resumed)


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
    changes = Changes((revoked,), messages=(_to_both("revoked", revoked, actor, facts, reason),))
    return Acted(ActName.REVOKE, changes, sentences, agreement=revoked)


def _to_both(
    what: str, agreement: Agreement, actor: Actor, facts: Facts, reason: str | None
) -> Message:
    return about_agreement(
        what,
        agreement,
        actor,
        facts.catalog,
        to=agreement.parties,
        reason=reason,
        notice_days=agreement.terms.notice_days,
    )
