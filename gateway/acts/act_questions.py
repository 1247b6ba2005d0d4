"""From a subject and an act to who acts for whom, and to the question asked of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalog.actions.agreement import AgreementDraft, resolve_grantee
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Actor
from catalog.actions.sharing import acts
from catalog.actions.sharing.acts import SharingAct
from catalog.actions.sharing.covering import covering_mandate
from catalog.actions.sharing.ending_mandates import mandate_of_act
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.roles import person_of, stewards_of, unknown_person
from catalog.actions.sharing.standing import agreement_of_act
from catalog.actions.visible import proposer_of
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.base.problems import ActsRefused
from policies.act_problems import ActRoleRequired
from policies.acts import ActQuestion, ActsPort, AnyActQuestion, Section
from policies.deposits import DepositQuestion
from policies.port import PolicyPort
from policies.question import competences_of
from policies.questions import discoverable
from policies.sharing import AgreementFacts, MandateParties, PersonFacts, SharingQuestion


async def ask_the_law(question: AnyActQuestion, law: ActsPort) -> None:
    """Raises ActsRefused with every reason why not, PolicyUnavailable…: no answer means no."""
    decision = await law.decide_act(question)
    if not decision.allow:
        raise ActsRefused([denial.problem() for denial in decision.denials])


async def ask_deposit_law(standpoint: Standpoint, dataset: Dataset | None, law: ActsPort) -> None:
    """May the subject deposit into `dataset`, or make one? Raises ActsRefused."""
    subject = standpoint.subject
    owner = subject.reader if dataset is None else dataset.owner
    if owner is None:
        # Whoever is of no body deposits for none: the question needs a body to be asked.
        raise ActsRefused([ActRoleRequired(sections_fr="référent", sections_en="steward")])
    question = DepositQuestion(
        subject,
        "deposit",
        owner,
        None if dataset is None else dataset.id,
        standpoint.now,
        standpoint.snapshot.mandates,
    )
    await ask_the_law(question, law)


def question_of(  # noqa: PLR0911 - one return a kind of act
    act: SharingAct, subject: Subject, facts: Facts
) -> SharingQuestion:
    """Raises UnknownAgreement or UnknownMandate for what the subject may not know of."""
    snapshot = facts.catalog
    question = SharingQuestion(
        subject=subject, act=act.name.value, now=facts.now, mandates=snapshot.mandates
    )
    actor = _actor(subject)
    match act:
        case acts.DraftAgreement(draft) | acts.AmendAgreement(draft):
            return replace(question, agreement=_facts_of_draft(draft, actor, snapshot))
        case acts.GiveMandate(principal=principal):
            return replace(question, mandate=MandateParties(principal, None))
        case acts.EndMandate(mandate=mandate_id) | acts.CloseMandate(mandate=mandate_id):
            mandate = mandate_of_act(mandate_id, actor, facts)
            parties = MandateParties(mandate.principal, mandate.mandatary)
            return replace(question, mandate=parties)
        case acts.RegisterPurpose():
            return question
        case acts.AssignPurposes(issuer=issuer, agent=sub):
            agent = snapshot.agents.get((issuer, sub))
            employer = None if agent is None else agent.organisation
            return replace(question, agent_organisation=employer)
        case acts.GrantRoles() | acts.RevokeRoles() | acts.AppointSteward():
            return _about_person(act, question, facts)
        case _:
            agreement, _ = agreement_of_act(act.agreement, actor, facts)
            return replace(question, agreement=facts_of(agreement))


def _about_person(act: acts.RoleAct, question: SharingQuestion, facts: Facts) -> SharingQuestion:
    """Raises UnknownPerson, for somebody of another body too: who works there is not told.
    Raises PersonOfAnotherIssuer.
    """
    person, subject = person_of(act.issuer, act.agent, facts), question.subject
    body = None if person is None else person.organisation
    may_know = subject.kind == "system" or "operator" in subject.roles
    if person is None or not (may_know or body == subject.organisation):
        raise unknown_person(act, subject.organisation, subject.roles, facts)
    stewards = {(each.issuer, each.sub) for each in stewards_of(body, facts.catalog)}
    return replace(
        question,
        agent_organisation=body,
        person=PersonFacts(
            issuer=act.issuer,
            agent=act.agent,
            roles=act.roles,
            is_last_steward=stewards == {(act.issuer, act.agent)},
        ),
    )


def questions_of_sections(
    sections: Mapping[Siren, Iterable[str]], subject: Subject, *, demo: bool
) -> tuple[ActQuestion, ...]:
    """One an organisation: may `subject` change these sections of it?"""
    return tuple(
        ActQuestion(
            subject=subject,
            organisation=organisation,
            sections=frozenset(Section(each) for each in changed),
            demo=demo,
        )
        for organisation, changed in sections.items()
    )


def actor_of(question: SharingQuestion) -> Actor:
    """The actor once the law has allowed the act, with the mandate under which the act is done."""
    actor, subject, about = _actor(question.subject), question.subject, question.agreement
    if subject.on_behalf_of is None or subject.organisation is None or about is None:
        return actor
    mandate = covering_mandate(
        ActName(question.act),
        (
            each
            for each in question.mandates
            if (each.principal, each.mandatary) == (subject.on_behalf_of, subject.organisation)
        ),
        paris_day(question.now),
        competences=about.competences,
        own_dataset=(about.dataset or "") if about.grantor == subject.on_behalf_of else None,
    )
    return actor if mandate is None else replace(actor, mandate=mandate.id)


async def discoverable_to(standpoint: Standpoint, policy: PolicyPort | None) -> frozenset[str]:
    """The datasets that the organisation acted for may know of: decided by the law, as always; none
    where there is no law to ask.
    """
    if policy is None:
        return frozenset()
    subject = standpoint.subject
    own = replace(
        subject, organisation=subject.reader, on_behalf_of=None, groups=frozenset(), purpose=None
    )
    return await discoverable(replace(standpoint, subject=own), policy)


def _actor(subject: Subject) -> Actor:
    return Actor(
        agent=subject.agent or "",
        issuer=subject.issuer,
        employer=subject.organisation,
        organisation=subject.reader,
        roles=subject.roles,
    )


def facts_of(agreement: Agreement) -> AgreementFacts:
    members = agreement.members
    return AgreementFacts(
        grantor=agreement.grantor,
        grantee=agreement.grantee,
        proposed_by=proposer_of(agreement),
        dataset=agreement.dataset_id,
        competences=competences_of(agreement.rows)
        | (frozenset() if members is None else {members.competence}),
        approvals=agreement.approvals,
    )


def _facts_of_draft(draft: AgreementDraft, actor: Actor, snapshot: Snapshot) -> AgreementFacts:
    """The author counts as proposer; the rule, not the law, tells if what it names exists."""
    grantee = resolve_grantee(draft, snapshot, Findings())
    dataset = snapshot.dataset_of(draft.grantor, draft.dataset)
    bounded = [each for each in (draft.rows.own_territory, draft.members) if each is not None]
    return AgreementFacts(
        grantor=Siren(draft.grantor),
        grantee=None if grantee is None else grantee.siren,
        proposed_by=actor.organisation or draft.grantor,
        dataset=None if dataset is None else dataset.id,
        competences=frozenset(each.competence for each in bounded),
    )
