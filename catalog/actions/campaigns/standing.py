"""The standing of a campaign with a member: the convention, and the data that has come by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.actions.campaigns.months import last_day_of, months_from
from catalog.actions.campaigns.problems import UnknownCampaign
from catalog.actions.facts import Facts
from catalog.actions.sharing.answer_days import waiting_since
from catalog.actions.sharing.due import silent_sides
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.campaign import Campaign, CampaignRequest, Obstacle
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot
from catalog.templates.template import templates

_ORDER = (
    *("active", "suspended", "approved", "approved_by_one", "submitted", "changes_requested"),
    *("draft", "refused", "revoked", "expired", "withdrawn", "superseded"),
)
"""The first of these that a version of the convention is in says where we are with it."""
_SEEN_LATELY = timedelta(days=7)
"""Nobody is told that they are late after a look that is older than this."""
_PENDING = frozenset(
    {
        *(AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE, AgreementState.APPROVED),
        *(AgreementState.DRAFT, AgreementState.CHANGES_REQUESTED),
        *(AgreementState.SUSPENDED, AgreementState.REFUSED),
    }
)
"""In these the request itself says what is next, whatever else the member gives."""
_WITHOUT_DATA = frozenset({Obstacle.NOTHING_INSTALLED, Obstacle.NO_SUCH_DATA})


@dataclass(frozen=True, slots=True)
class Silent:
    """Members to remind, by what is wanted of them. `unseen`: those whose rows nobody of the asking
    body has looked at lately, so that nothing can be said of them.
    """

    to_sign: tuple[tuple[Siren, str], ...] = ()
    to_send: tuple[tuple[Siren, str], ...] = ()
    without_data: tuple[Siren, ...] = ()
    unseen: tuple[Siren, ...] = ()

    @property
    def members(self) -> tuple[Siren, ...]:
        named = [member for member, _citation in (*self.to_sign, *self.to_send)]
        return (*named, *self.without_data)


def own_campaign(campaign_id: str, own: Siren | None, catalog: Snapshot) -> Campaign:
    """Another body's is as unknown as none. Raises UnknownCampaign."""
    campaign = catalog.campaigns.get(campaign_id)
    if campaign is None or own is None or campaign.body != own:
        raise UnknownCampaign(campaign=campaign_id[:40])
    return campaign


def agreement_of(
    request: CampaignRequest, campaign: Campaign, catalog: Snapshot
) -> Agreement | None:
    """The version of the request's convention that says where it is."""
    versions = [
        agreement
        for agreement in catalog.agreements_granted_to(campaign.body)
        if request.agreement is not None
        and agreement.id == request.agreement
        and agreement.grantor == request.member
    ]
    newest = sorted(versions, key=lambda agreement: -agreement.version)
    return min(newest, key=lambda agreement: _ORDER.index(agreement.state.value), default=None)


def agreements_giving(
    request: CampaignRequest, campaign: Campaign, catalog: Snapshot
) -> tuple[Agreement, ...]:
    """The active ones by which the member gives data of the kind asked for, for a purpose of the
    campaign's template, the request's own first: whatever convention they were made by.
    """
    giving = [
        agreement
        for agreement in catalog.agreements_granted_to(campaign.body)
        if agreement.grantor == request.member
        and agreement.state is AgreementState.ACTIVE
        and (agreement.id == request.agreement or _is_of(agreement, request, campaign, catalog))
    ]
    return tuple(sorted(giving, key=lambda one: (one.id != request.agreement, one.id)))


def waits_for_more(agreement: Agreement | None) -> bool:
    """True where the request is to be answered, signed or begun, or is suspended or refused."""
    return agreement is not None and agreement.state in _PENDING


def _is_of(
    agreement: Agreement, request: CampaignRequest, campaign: Campaign, catalog: Snapshot
) -> bool:
    dataset = catalog.datasets.get(agreement.dataset_id)
    template = templates().get(campaign.template)
    if dataset is None or template is None or not agreement.purposes & set(template.purposes):
        return False
    if dataset.id == request.dataset_id:
        return True
    if campaign.dataset is not None:
        return dataset == catalog.own_dataset_spelt(request.member, campaign.dataset)
    return campaign.standard is not None and dataset.standard == campaign.standard


def months_over(campaign: Campaign, now: datetime) -> tuple[date, ...]:
    """The months asked for whose last day has passed."""
    today = paris_day(now)
    months = months_from(campaign.first_month, campaign.last_month)
    return tuple(month for month in months if last_day_of(month) < today)


def missing_months(campaign: Campaign, member: Siren, now: datetime) -> tuple[date, ...] | None:
    """None where nobody has looked lately."""
    receipt = campaign.receipt_of(member)
    if receipt is None:
        return None
    missing = tuple(month for month in months_over(campaign, now) if month not in receipt.months)
    return None if missing and receipt.at < now - _SEEN_LATELY else missing


def has_given_all(campaign: Campaign, member: Siren, now: datetime) -> bool:
    """True where every month that is over was seen to have come."""
    return bool(months_over(campaign, now)) and missing_months(campaign, member, now) == ()


def silent_of(campaign: Campaign, facts: Facts) -> Silent:
    """The members who have neither given nor refused; none once the campaign is closed."""
    to_sign: list[tuple[Siren, str]] = []
    to_send: list[tuple[Siren, str]] = []
    without_data: list[Siren] = []
    unseen: list[Siren] = []
    for request in campaign.requests if campaign.is_open else ():
        member = request.member
        agreement = agreement_of(request, campaign, facts.catalog)
        giving = agreements_giving(request, campaign, facts.catalog)
        if giving and has_given_all(campaign, member, facts.now):
            continue
        if agreement is not None and waits_for_more(agreement):
            if waiting_since(agreement) is not None and member in silent_sides(agreement):
                to_sign.append((member, agreement.citation))
        elif giving:
            missing = missing_months(campaign, member, facts.now)
            if missing is None:
                unseen.append(member)
            elif missing:
                to_send.append((member, giving[0].citation))
        elif request.obstacle in _WITHOUT_DATA:
            without_data.append(member)
    return Silent(tuple(to_sign), tuple(to_send), tuple(without_data), tuple(unseen))
