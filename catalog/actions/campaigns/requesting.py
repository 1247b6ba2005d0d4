"""Requests to members, made by the request act that anybody uses: nothing more is granted here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.actions.agreement import AgreementDraft, draft_agreement
from catalog.actions.facts import Facts
from catalog.actions.filling import Filling, fill_template, own_data
from catalog.actions.outcome import Actor
from catalog.actions.problems import ActRefused
from catalog.actions.sharing.acts import DraftAgreement, SubmitAgreement
from catalog.actions.sharing.answer_days import LAPSE_DAYS, unsuitable_day
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.references import next_reference
from catalog.actions.sharing.steps import today_of
from catalog.actions.sharing.submitting import OWN_TO_SIGN
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.campaign import Campaign, CampaignRequest, Obstacle
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.standards.table_schemas import PREFIX
from catalog.templates.template import Template, templates

_STANDING = frozenset({AgreementState.ACTIVE, AgreementState.APPROVED})
_WITHOUT_DATA = frozenset({Obstacle.NOTHING_INSTALLED, Obstacle.NO_SUCH_DATA})


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """`draft`: what is to be written and submitted; None where nothing is."""

    request: CampaignRequest
    draft: AgreementDraft | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """`requests` as the campaign keeps them; `agreements` drafted and submitted, with what their
    parties are told.
    """

    requests: tuple[CampaignRequest, ...]
    agreements: tuple[Agreement, ...]
    messages: tuple[Message, ...]


def plan_requests(
    campaign: Campaign, members: Iterable[Siren], facts: Facts
) -> tuple[PlannedRequest, ...]:
    """For each member: a draft, a convention that gives all of it already, or an obstacle."""
    taken = [agreement.id for agreement in facts.catalog.agreements]
    planned = []
    for member in members:
        reference = next_reference("conv", taken, facts.now)
        plan = _planned(campaign, member, reference, facts)
        if plan.draft is not None:
            taken.append(reference)
        planned.append(plan)
    return tuple(planned)


def send_requests(
    planned: Sequence[PlannedRequest], campaign: Campaign, actor: Actor, facts: Facts
) -> Requested:
    """All or nothing of each member: a draft that could not be submitted is not kept."""
    requests: dict[Siren, CampaignRequest] = {plan.request.member: plan.request for plan in planned}
    drafted: dict[Siren, Agreement] = {}
    for plan in planned:
        if plan.draft is None:
            continue
        try:
            acted = perform(DraftAgreement(plan.draft), actor, facts)
        except ActRefused as refusal:
            requests[plan.request.member] = _refused(plan.request, refusal)
        else:
            assert acted.agreement is not None
            drafted[plan.request.member] = acted.agreement
    catalog = replace(facts.catalog, agreements=(*facts.catalog.agreements, *drafted.values()))
    written = replace(facts, catalog=catalog)
    submitted: list[Agreement] = []
    messages: list[Message] = []
    for member, draft in drafted.items():
        try:
            act = SubmitAgreement(draft.citation, _answer_by(campaign, draft, facts))
            acted = perform(act, actor, written)
        except ActRefused as refusal:
            requests[member] = _refused(requests[member], refusal)
        else:
            assert acted.agreement is not None
            submitted.append(acted.agreement)
            # One for each member would flood the asking body's own signatories.
            messages += [
                message for message in acted.changes.messages if message.kind != OWN_TO_SIGN
            ]
    messages += _told_without_data(requests.values(), campaign, facts)
    return Requested(tuple(requests.values()), tuple(submitted), tuple(messages))


def _answer_by(campaign: Campaign, draft: Agreement, facts: Facts) -> date | None:
    """The campaign's own due day where that leaves more than thirty days; else None: thirty."""
    if unsuitable_day(campaign.due, draft, facts.now) is not None:
        return None
    is_later = campaign.due > today_of(draft, facts.now) + timedelta(days=LAPSE_DAYS)
    return campaign.due if is_later else None


def refused_alike(planned: Sequence[PlannedRequest], requested: Requested) -> bool:
    """True where the drafts to all members were refused: the fault is in the typed text."""
    tried = {plan.request.member for plan in planned if plan.draft is not None}
    refused = {
        request.member
        for request in requested.requests
        if request.obstacle is Obstacle.DRAFT_REFUSED
    }
    return bool(tried) and tried == refused


def _planned(campaign: Campaign, member: Siren, reference: str, facts: Facts) -> PlannedRequest:
    template = templates()[campaign.template]
    datasets = _datasets_of(member, campaign, template, facts)
    if isinstance(datasets, Obstacle):
        return PlannedRequest(CampaignRequest(member, obstacle=datasets))
    drafts = [_draft(campaign, template, one, reference, facts) for one in datasets]
    for dataset, draft in zip(datasets, drafts, strict=True):
        standing = _giving_already(draft, campaign, facts)
        if standing is not None:
            request = CampaignRequest(member, dataset.id, standing.id, was_in_force=True)
            return PlannedRequest(request)
    return PlannedRequest(CampaignRequest(member, datasets[0].id, reference), drafts[0])


def _datasets_of(
    member: Siren, campaign: Campaign, template: Template, facts: Facts
) -> Sequence[Dataset] | Obstacle:
    """Of those that the asking body may know of, at least one; the first is the one to ask for."""
    if member not in facts.catalog.organisations:
        return Obstacle.NOT_REGISTERED
    known = facts.discoverable or frozenset()
    datasets = [one for one in facts.catalog.datasets_of(member) if one.id in known]
    if not datasets:
        return Obstacle.NOTHING_INSTALLED
    if campaign.dataset is not None:
        named = facts.catalog.own_dataset_spelt(member, campaign.dataset)
        return [named] if named is not None and named in datasets else Obstacle.NO_SUCH_DATA
    of_standard = [one for one in datasets if one.standard == campaign.standard]
    if campaign.standard is not None and of_standard:
        return of_standard
    counted = [(_recognised(template, one, member, facts), one) for one in datasets]
    most, dataset = max(counted, key=lambda pair: pair[0])
    # Less than half of what the template asks is other data, about something else.
    return [dataset] if 2 * most > len(template.columns) else Obstacle.NO_SUCH_DATA


def _recognised(template: Template, dataset: Dataset, member: Siren, facts: Facts) -> int:
    day = paris_day(facts.now)
    filled = fill_template(template, dataset, member, Filling(to="", start=day, end=day))
    keys = {dataset.column(name).name for name in dataset.primary_key}
    fields = {name for slot in template.columns for name in (slot.field, *slot.also)}
    return sum(column.name not in keys or column.name in fields for column in filled.draft.columns)


def _draft(
    campaign: Campaign, template: Template, dataset: Dataset, reference: str, facts: Facts
) -> AgreementDraft:
    filling = Filling(
        to=str(facts.catalog.organisations[campaign.body].slug),
        start=paris_day(facts.now),
        end=campaign.until,
        contact=campaign.contact,
        dpo=campaign.dpo,
        dpia_reference=campaign.dpia_reference,
        dpia_waiver=campaign.dpia_waiver,
        title=campaign.title,
        legal_basis=campaign.legal_basis,
        id=reference,
        own=own_data(template, campaign.body, facts.catalog),
    )
    return fill_template(template, dataset, dataset.owner, filling).draft


def _giving_already(draft: AgreementDraft, campaign: Campaign, facts: Facts) -> Agreement | None:
    """A convention that both have signed and that gives the same rows and columns for the same
    purposes until the due day at least: nobody signs the same twice.
    """
    try:
        wanted = draft_agreement(draft, facts, campaign.body)
    except ActRefused:
        return None
    columns = {(one.column, one.transform, one.constant) for one in wanted.columns}
    return next(
        (
            agreement
            for agreement in facts.catalog.agreements_granted_to(campaign.body)
            if agreement.state in _STANDING
            and agreement.dataset_id == wanted.dataset_id
            and agreement.rows == wanted.rows
            and agreement.output is wanted.output
            and agreement.terms.unitary is None
            and agreement.purposes >= wanted.purposes
            and agreement.start <= wanted.start
            and agreement.end >= campaign.due
            and {(one.column, one.transform, one.constant) for one in agreement.columns} >= columns
        ),
        None,
    )


def _refused(request: CampaignRequest, refusal: ActRefused) -> CampaignRequest:
    return CampaignRequest(
        request.member,
        request.dataset_id,
        obstacle=Obstacle.DRAFT_REFUSED,
        why_fr="; ".join(finding.problem.sentence("fr") for finding in refusal.findings)[:1_000],
        why_en="; ".join(finding.problem.sentence("en") for finding in refusal.findings)[:1_000],
    )


def _told_without_data(
    requests: Iterable[CampaignRequest], campaign: Campaign, facts: Facts
) -> list[Message]:
    """To the members that have nothing here yet: what is wanted of them, and the model to fill."""
    return [
        without_data_message(campaign, request.member, "1", facts)
        for request in requests
        if request.obstacle in _WITHOUT_DATA
    ]


def without_data_message(campaign: Campaign, member: Siren, step: str, facts: Facts) -> Message:
    return Message(
        kind="campaign.without_data",
        key=f"campaign.without_data/{campaign.id}/{member}/{step}",
        to=(member,),
        roles=frozenset({"steward"}),
        about=campaign.id,
        facts=facts_of_campaign(campaign, facts),
    )


def facts_of_campaign(campaign: Campaign, facts: Facts) -> dict[str, object]:
    """Facts that a member may be told: who asks, for what, until when; nothing of other members."""
    standard = campaign.standard or ""
    return {
        "organisation": facts.catalog.organisations[campaign.body].name,
        "title": campaign.title,
        "due": campaign.due.isoformat(),
        "model": f"/v1/standards/{standard}/model" if standard.startswith(PREFIX) else "",
    }
