"""Where a campaign is with a member: the convention, and what has come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.actions.campaigns.months import last_day_of, months_from
from catalog.actions.campaigns.problems import UnknownCampaign
from catalog.actions.facts import Facts
from catalog.actions.sharing.due import silent_sides, waiting_since
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.campaign import Campaign, CampaignRequest, Obstacle
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot

_ORDER = (
    *("active", "suspended", "approved", "approved_by_one", "submitted", "changes_requested"),
    *("draft", "refused", "revoked", "expired", "withdrawn", "superseded"),
)
"""The first of these that a version of the convention is in says where we are with it."""
_SEEN_LATELY = timedelta(days=7)
"""Nobody is told that they are late after a look that is older than this."""
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


def silent_of(campaign: Campaign, facts: Facts) -> Silent:
    """Who has neither given nor refused; nobody once it is closed."""
    to_sign: list[tuple[Siren, str]] = []
    to_send: list[tuple[Siren, str]] = []
    without_data: list[Siren] = []
    unseen: list[Siren] = []
    for request in campaign.requests if campaign.is_open else ():
        member = request.member
        if request.obstacle in _WITHOUT_DATA:
            without_data.append(member)
            continue
        agreement = agreement_of(request, campaign, facts.catalog)
        if agreement is None:
            continue
        if waiting_since(agreement) is not None and member in silent_sides(agreement):
            to_sign.append((member, agreement.citation))
        elif agreement.state is AgreementState.ACTIVE:
            missing = missing_months(campaign, member, facts.now)
            if missing is None:
                unseen.append(member)
            elif missing:
                to_send.append((member, agreement.citation))
    return Silent(tuple(to_sign), tuple(to_send), tuple(without_data), tuple(unseen))
