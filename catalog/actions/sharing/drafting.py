"""Writing a version: the owner offers, the grantee asks; writing again replaces the draft."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.agreement import (
    WRITABLE,
    AgreementDraft,
    agreement_cited,
    draft_agreement,
    resolve_grantee,
)
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import AmendAgreement, DraftAgreement
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import (
    AnotherVersionOpen,
    FirstVersionFirst,
    NotAParty,
    UnknownAgreement,
)
from catalog.actions.sharing.references import next_reference
from catalog.actions.sharing.steps import moved
from catalog.actions.sharing.words import STATES
from catalog.actions.visible import is_visible_to, proposer_of
from catalog.changes import Changes
from catalog.model.agreement import OVER, Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren

_IN_FORCE = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})


def draft(act: DraftAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises NotAParty, FirstVersionFirst, ActRefused."""
    proposer = _proposer(act.draft, actor, facts)
    wanted = act.draft
    if not wanted.id:
        taken = [each.id for each in facts.catalog.agreements]
        wanted = replace(wanted, id=next_reference("conv", taken, facts.now), version=1)
    if (
        wanted.version > 1
        and agreement_cited(facts.catalog, f"{wanted.id}@{wanted.version}") is None
    ):
        raise FirstVersionFirst
    return _written(ActName.DRAFT, wanted, proposer, actor, facts)


def amend(act: AmendAgreement, actor: Actor, facts: Facts) -> Acted:
    """The next version, or the draft of it that this side has begun. Raises UnknownAgreement,
    AnotherVersionOpen, NotAParty, ActRefused.
    """
    proposer = _proposer(act.draft, actor, facts)
    versions = [
        each
        for each in facts.catalog.agreements
        if each.id == act.draft.id and proposer in each.parties
    ]
    if not any(is_visible_to(each, proposer) for each in versions):
        raise UnknownAgreement(agreement=act.draft.id[:40])
    latest = max(versions, key=lambda each: each.version)
    version = latest.version + 1
    if latest.state not in OVER | _IN_FORCE:
        if latest.state not in WRITABLE or proposer_of(latest) != proposer:
            state_fr, state_en = STATES[latest.state]
            raise AnotherVersionOpen(
                agreement=latest.citation, state_fr=state_fr, state_en=state_en
            )
        version = latest.version
    return _written(ActName.AMEND, replace(act.draft, version=version), proposer, actor, facts)


def _proposer(wanted: AgreementDraft, actor: Actor, facts: Facts) -> Siren:
    """The side in whose name it is written. An unknown `to` is told as such."""
    own = actor.organisation
    findings = Findings()
    grantee = resolve_grantee(wanted, facts.catalog, findings)
    if own is not None and own == wanted.grantor:
        return own
    if own is None or (grantee is not None and grantee.siren != own):
        raise NotAParty
    findings.raise_any()
    return own


def _written(
    name: ActName, wanted: AgreementDraft, proposer: Siren, actor: Actor, facts: Facts
) -> Acted:
    written = draft_agreement(wanted, facts, proposer)
    current = agreement_cited(facts.catalog, written.citation)
    if current is not None and current.sha256 == written.sha256:
        if current.state is not AgreementState.CHANGES_REQUESTED:
            return Acted(name, Changes(), _sentences(current, is_new=False), agreement=current)
        # The same text again is an answer too: it may be submitted once more.
        written = replace(current, approvals=())
    before = written if current is None else replace(written, state=current.state)
    drafted = moved(before, name, AgreementState.DRAFT, actor, facts)
    sentences = _sentences(drafted, is_new=current is None)
    return Acted(name, Changes((drafted,)), sentences, agreement=drafted)


def _sentences(agreement: Agreement, *, is_new: bool) -> tuple[Bilingual, ...]:
    did_fr, did_en = ("créé", "made") if is_new else ("enregistré", "saved")
    return (
        Bilingual(
            f"Le projet {agreement.citation} est {did_fr} ; l'autre partie n'en voit rien encore.",
            f"Draft {agreement.citation} is {did_en}; the other party sees nothing of it yet.",
        ),
        Bilingual(
            "Déposez-le pour qu'elle puisse l'examiner.",
            "Submit it so that they can examine it.",
        ),
    )
