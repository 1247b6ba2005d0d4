"""Signing: exactly the hash that was shown, two sides, two people, two organisations."""

from __future__ import annotations

import re

from catalog.actions.agreement_text import signed_hash
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import ApproveAgreement
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.previewing import has_seen
from catalog.actions.sharing.problems import (
    HashMismatch,
    PeriodOver,
    PreviewNotOpened,
    SameOrganisationTwice,
    SamePersonTwice,
    SideAlreadySigned,
    SignatureRefused,
)
from catalog.actions.sharing.standing import agreement_of_act, other_than
from catalog.actions.sharing.steps import moved, today_of
from catalog.actions.sharing.telling import about_agreement, name_of_organisation
from catalog.actions.sharing.transitions import act_not_possible, next_state
from catalog.changes import Changes
from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement, AgreementState, Approval
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day

_SHA256 = re.compile(r"[0-9a-f]{64}")


def approve(act: ApproveAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, ActRefused with every finding."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.APPROVE, standings)
    if actor.organisation is None:
        raise act_not_possible(agreement)
    findings = Findings()
    _check_text(act, agreement, actor, findings)
    _check_signatory(agreement, actor, findings)
    _check_signature(act, facts, findings)
    if agreement.end < today_of(agreement, facts.now):
        findings.add(PeriodOver(end=agreement.end), "agreement")
    findings.raise_any()
    approval = Approval(
        organisation=actor.organisation,
        agent=actor.agent,
        at=facts.now,
        version_sha256=agreement.sha256,
        issuer=actor.issuer,
        employer=None if actor.employer == actor.organisation else actor.employer,
        mandate=actor.mandate,
        capacity=act.capacity.strip(),
        act=act.act,
        document_sha256=act.document_sha256,
    )
    approvals = (*agreement.approvals, approval)
    approved = moved(agreement, ActName.APPROVE, after, actor, facts, approvals=approvals)
    both = after is AgreementState.APPROVED
    other = other_than(actor.organisation, agreement)
    message = about_agreement(
        "approved" if both else "approved_by_one",
        approved,
        actor,
        facts.catalog,
        to=agreement.parties if both else (other,),
    )
    sentences = _sentences(approved, name_of_organisation(facts.catalog, other), both=both)
    changes = Changes((approved,), messages=(message,))
    return Acted(ActName.APPROVE, changes, sentences, agreement=approved)


def is_signed_by_both(agreement: Agreement) -> bool:
    """Both sides, two people, two organisations, this very text."""
    if signed_hash(agreement) != agreement.sha256:
        return False
    approvals = agreement.approvals
    people = {(each.issuer, each.agent) for each in approvals}
    signatories = {each.employer or each.organisation for each in approvals}
    return (
        sorted(each.organisation for each in approvals) == sorted(agreement.parties)
        and len(people) == len(signatories) == len(approvals)
        and all(each.version_sha256 == agreement.sha256 for each in approvals)
    )


def _check_text(
    act: ApproveAgreement, agreement: Agreement, actor: Actor, findings: Findings
) -> None:
    if not (act.version_sha256 == agreement.sha256 == signed_hash(agreement)):
        problem = HashMismatch(agreement=agreement.citation, expected=agreement.sha256)
        findings.add(problem, "version_sha256")
    if not has_seen(agreement, actor):
        findings.add(PreviewNotOpened(), "agreement")


def _check_signatory(agreement: Agreement, actor: Actor, findings: Findings) -> None:
    """An employer counts as its organisation: nobody stands on both sides through a mandate."""
    for each in agreement.approvals:
        if each.organisation == actor.organisation:
            findings.add(SideAlreadySigned(day=paris_day(each.at)), "agreement")
        if (each.issuer, each.agent) == (actor.issuer, actor.agent):
            findings.add(SamePersonTwice(), "agreement")
        elif each.organisation != actor.organisation and _stand_together(each, actor):
            findings.add(SameOrganisationTwice(), "agreement")


def _stand_together(approval: Approval, actor: Actor) -> bool:
    theirs: set[Siren] = {approval.organisation, approval.employer or approval.organisation}
    ours = {actor.organisation, actor.employer}
    return bool(theirs & ours)


def _check_signature(act: ApproveAgreement, facts: Facts, findings: Findings) -> None:
    if not act.capacity.strip():
        why = "la qualité du signataire manque", "the signatory's capacity is missing"
        findings.add(SignatureRefused(why_fr=why[0], why_en=why[1]), "capacity")
    if not act.act.reference.strip():
        why = "la référence de l'acte manque", "the reference of the act is missing"
        findings.add(SignatureRefused(why_fr=why[0], why_en=why[1]), "act", "reference")
    if act.act.enforceable_since > paris_day(facts.now):
        why = "l'acte n'est pas encore exécutoire", "the act is not enforceable yet"
        findings.add(SignatureRefused(why_fr=why[0], why_en=why[1]), "act", "enforceable_since")
    if act.document_sha256 is not None and not _SHA256.fullmatch(act.document_sha256):
        why = (
            "l'empreinte du document signé n'est pas un SHA-256",
            "the digest of the signed document is not a SHA-256",
        )
        findings.add(SignatureRefused(why_fr=why[0], why_en=why[1]), "document_sha256")


def _sentences(agreement: Agreement, other: str, *, both: bool) -> tuple[Bilingual, ...]:
    signed = Bilingual(
        f"Votre organisme signe {agreement.citation}, empreinte {agreement.sha256}.",
        f"Your organisation signs {agreement.citation}, hash {agreement.sha256}.",
    )
    if not both:
        return (signed, Bilingual(f"Il reste à {other} de se prononcer.", f"It is {other}'s turn."))
    start_fr, start_en = (day_in_words(agreement.start, each) for each in ("fr", "en"))
    return (
        signed,
        Bilingual(
            f"Les deux parties ont signé : elle commence le {start_fr}, sauf si le contrôle "
            "d'anonymat y trouve trop peu de communes.",
            f"Both parties have signed: it begins on {start_en}, unless the guard finds too few "
            "communes in it.",
        ),
    )
