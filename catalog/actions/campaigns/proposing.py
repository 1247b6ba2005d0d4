"""A campaign filled in before anybody types: from a duty of the calendar, or from last year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from catalog.actions.campaigns.months import last_day_of, month_after, write_month, year_after
from catalog.actions.campaigns.problems import UnknownDuty
from catalog.actions.campaigns.standing import own_campaign
from catalog.actions.campaigns.wanted import CampaignWanted, own_members
from catalog.actions.facts import Facts
from catalog.duties.duty import Duty, DutyOfYear, due_in, duties
from catalog.model.bilingual import Bilingual
from catalog.model.campaign import Campaign
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day

_TIME_TO_ANSWER = timedelta(days=30)


def duties_of(own: Siren, year: int, facts: Facts) -> tuple[DutyOfYear, ...]:
    """The duties of `year` of a body whose members hold the data of the duty."""
    return tuple(one for one in due_in(year) if own_members(own, one.duty.competence, facts))


def campaign_for(dated: DutyOfYear, own: Siren, facts: Facts) -> Campaign | None:
    """The last one that was opened for that duty and that year of data."""
    return _last(
        one
        for one in facts.catalog.campaigns.values()
        if (one.body, one.duty, one.first_month.year) == (own, dated.duty.code, dated.year)
    )


def campaign_before(dated: DutyOfYear, own: Siren, facts: Facts) -> Campaign | None:
    """The last one for that duty, of a year before."""
    return _last(
        one
        for one in facts.catalog.campaigns.values()
        if (one.body, one.duty) == (own, dated.duty.code) and one.first_month.year < dated.year
    )


def duty_called(code: str) -> Duty:
    """Raises UnknownDuty."""
    duty = duties().get(code)
    if duty is None:
        raise UnknownDuty(duty=code[:40], known=", ".join(sorted(duties())))
    return duty


def proposal_for_duty(
    code: str, year: int, own: Siren, language: str, facts: Facts
) -> CampaignWanted:
    """`year`: the one that the data is of. As it was last time, with the months moved; where there
    was none, all the members and the duty's own template. Raises UnknownDuty.
    """
    dated = DutyOfYear(duty_called(code), year)
    before = campaign_before(dated, own, facts)
    if before is not None:
        return _moved(before, year - before.first_month.year, own, facts)
    duty = dated.duty
    last = date(year, 12, 1)
    return CampaignWanted(
        title=_titled(duty.title, year, language),
        template=duty.template,
        first_month=write_month(date(year, 1, 1)),
        last_month=write_month(last),
        due=_due((dated.collect, dated.due), last, facts),
        members=_spelt(sorted(own_members(own, duty.competence, facts)), facts),
        standard=duty.standard,
        duty=duty.code,
    )


def proposal_like(campaign_id: str, own: Siren | None, facts: Facts) -> CampaignWanted:
    """The same for the year after. Raises UnknownCampaign."""
    before = own_campaign(campaign_id, own, facts.catalog)
    return _moved(before, 1, before.body, facts)


def _moved(before: Campaign, years: int, own: Siren, facts: Facts) -> CampaignWanted:
    """The same campaign `years` later, without the members who have left the body."""
    due, last = before.due, month_after(before.last_month, 12 * years)
    for _ in range(years):
        due = year_after(due)
    known = own_members(own, None, facts)
    members = [one.member for one in before.requests if one.member in known]
    old, new = str(before.first_month.year), str(before.first_month.year + years)
    return CampaignWanted(
        title=before.title.replace(old, new),
        template=before.template,
        first_month=write_month(month_after(before.first_month, 12 * years)),
        last_month=write_month(last),
        due=_due((due,), last, facts),
        members=_spelt(members, facts),
        dataset=before.dataset,
        standard=before.standard,
        duty=before.duty,
        previous=before.id,
        legal_basis=before.legal_basis,
        contact=before.contact,
        dpo=before.dpo,
        dpia_reference=before.dpia_reference,
        dpia_waiver=before.dpia_waiver,
    )


def _due(days: Sequence[date], last: date, facts: Facts) -> date:
    """The first of `days` that may still be one, else a month from now."""
    soonest = max(paris_day(facts.now), last_day_of(last))
    fitting = (day for day in days if day > soonest)
    return next(fitting, soonest + _TIME_TO_ANSWER)


def _titled(title: Bilingual, year: int, language: str) -> str:
    return f"{title.fr if language == 'fr' else title.en} {year}"


def _spelt(members: Sequence[Siren], facts: Facts) -> tuple[str, ...]:
    known = facts.catalog.organisations
    return tuple(str(known[siren].slug) if siren in known else str(siren) for siren in members)


def _last(campaigns: Iterable[Campaign]) -> Campaign | None:
    return max(campaigns, key=lambda one: (one.first_month, one.at), default=None)
