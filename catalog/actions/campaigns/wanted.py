"""A campaign as a person writes it, and what is wrong with it: all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.actions.campaigns.months import (
    last_day_of,
    month_after,
    months_from,
    read_month,
    write_month,
)
from catalog.actions.campaigns.problems import (
    CampaignDueTooEarly,
    CampaignMemberTwice,
    CampaignMonthUnread,
    CampaignNotAMember,
    CampaignPeriodAhead,
    CampaignPeriodEmpty,
    CampaignPeriodTooLong,
    CampaignTooLarge,
    CampaignUntilTooEarly,
    CampaignUntitled,
    CampaignWithoutMembers,
    UnknownCampaign,
    UnknownDuty,
)
from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts, Findings
from catalog.actions.texts import refuse_unsafe_texts
from catalog.beneficiaries import members_of
from catalog.duties.duty import duties
from catalog.model.campaign import Campaign
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.model.terms import Contact
from catalog.standards.problems import UnknownStandard
from catalog.standards.table_schemas import table_schema, table_schemas
from catalog.templates.problems import UnknownTemplate
from catalog.templates.template import Template, templates

MOST_MEMBERS, MOST_MONTHS = 200, 24
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class CampaignWanted:
    """`first_month` and `last_month` as `2026-01`. `members`: slugs or SIREN, of bodies that belong
    to the asking one; none asks all who do for the template's competence. `until` None: the end of
    the year of `due`.
    """

    title: str
    template: str
    first_month: str
    last_month: str
    due: date
    members: tuple[str, ...] = ()
    dataset: str | None = None
    standard: str | None = None
    until: date | None = None
    duty: str | None = None
    previous: str | None = None
    legal_basis: str | None = None
    contact: Contact | None = None
    dpo: Contact | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None


def template_called(name: str) -> Template:
    """Raises UnknownTemplate."""
    known = templates()
    template = known.get(name)
    if template is None:
        meant = suggestion(name, known)
        listed = ", ".join(sorted(known))
        raise UnknownTemplate(template=name[:100], known=listed, did_you_mean=meant)
    return template


def campaign_of(
    wanted: CampaignWanted, own: Siren, subject: Subject, facts: Facts
) -> tuple[Campaign, tuple[Siren, ...]]:
    """The campaign, yet without its requests, and the members that it goes to.

    Raises ActRefused with every finding, UnknownTemplate, UnknownStandard.
    """
    template, findings = template_called(wanted.template), Findings()
    refuse_unsafe_texts(wanted, findings)
    title = wanted.title.strip()
    if not 0 < len(title) <= _LONGEST_TITLE:
        findings.add(CampaignUntitled(limit=_LONGEST_TITLE), "title")
    today = paris_day(facts.now)
    first, last = _period(wanted, today, findings)
    if wanted.due <= max(today, last_day_of(last)):
        findings.add(CampaignDueTooEarly(due=wanted.due), "due")
    until = wanted.until or date(wanted.due.year, 12, 31)
    if until < wanted.due:
        findings.add(CampaignUntilTooEarly(due=wanted.due), "until")
    members = _members(wanted, template, own, facts, findings)
    _check_origin(wanted, own, facts, findings)
    findings.raise_any()
    campaign = Campaign(
        id="",
        body=own,
        title=title,
        template=template.name,
        standard=_standard(wanted, template),
        dataset=wanted.dataset or None,
        first_month=first,
        last_month=last,
        due=wanted.due,
        until=until,
        requests=(),
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        at=facts.now,
        duty=wanted.duty or None,
        previous=wanted.previous or None,
        legal_basis=wanted.legal_basis or None,
        contact=wanted.contact,
        dpo=wanted.dpo,
        dpia_reference=wanted.dpia_reference or None,
        dpia_waiver=wanted.dpia_waiver or None,
    )
    return campaign, members


def own_members(own: Siren, competence: str | None, facts: Facts) -> frozenset[Siren]:
    """The bodies that belong to `own` today; of one competence, or of any."""
    day, memberships = paris_day(facts.now), facts.catalog.memberships
    if competence is not None:
        return members_of(own, competence, memberships, day)
    return frozenset(
        one.member
        for one in memberships
        if one.of == own and one.start <= day and (one.end is None or day < one.end)
    )


def _period(wanted: CampaignWanted, today: date, findings: Findings) -> tuple[date, date]:
    """The first and the last month asked for. Where one of them is no month, the month before this
    one stands for it: it is refused all the same.
    """
    this_month = today.replace(day=1)
    months = []
    for name, text in (("first_month", wanted.first_month), ("last_month", wanted.last_month)):
        month = read_month(text)
        if month is None:
            findings.add(CampaignMonthUnread(month=text[:20]), name)
        months.append(month)
    first, last = months
    if first is None or last is None:
        return first or month_after(this_month, -1), last or month_after(this_month, -1)
    if last < first:
        problem = CampaignPeriodEmpty(first=write_month(first), last=write_month(last))
        findings.add(problem, "last_month")
        return first, first
    if first > this_month:
        findings.add(CampaignPeriodAhead(first=write_month(first)), "first_month")
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > MOST_MONTHS:
        findings.add(CampaignPeriodTooLong(count=count, limit=MOST_MONTHS), "last_month")
        return first, months_from(first, month_after(first, MOST_MONTHS - 1))[-1]
    return first, last


def _members(
    wanted: CampaignWanted, template: Template, own: Siren, facts: Facts, findings: Findings
) -> tuple[Siren, ...]:
    body = facts.catalog.organisations[own]
    if not wanted.members:
        members = own_members(own, template.competence, facts)
        if not members:
            problem = CampaignWithoutMembers(body=body.name, competence=template.competence)
            findings.add(problem, "members")
        chosen = sorted(members, key=lambda siren: _name(siren, facts))
    else:
        chosen = _named(wanted.members, own, body, facts, findings)
    if len(chosen) > MOST_MEMBERS:
        findings.add(CampaignTooLarge(limit=MOST_MEMBERS), "members")
    return tuple(chosen)


def _named(
    names: Sequence[str], own: Siren, body: Organisation, facts: Facts, findings: Findings
) -> list[Siren]:
    known = own_members(own, None, facts)
    chosen: list[Siren] = []
    for place, name in enumerate(names[: MOST_MEMBERS + 1]):
        spelt = facts.catalog.organisation_spelt(name)
        # A member need not be registered here: its number names it.
        siren = Siren(name.replace(" ", "")) if spelt is None else spelt.siren
        if siren not in known:
            problem = CampaignNotAMember(member=name[:80], body=body.name)
            findings.add(problem, "members", place)
        elif siren in chosen:
            findings.add(CampaignMemberTwice(member=_name(siren, facts)), "members", place)
        else:
            chosen.append(siren)
    return chosen


def _check_origin(wanted: CampaignWanted, own: Siren, facts: Facts, findings: Findings) -> None:
    """Another body's campaign is as unknown as none."""
    if wanted.duty and wanted.duty not in duties():
        problem = UnknownDuty(duty=wanted.duty[:40], known=", ".join(sorted(duties())))
        findings.add(problem, "duty")
    before = facts.catalog.campaigns.get(wanted.previous or "")
    if wanted.previous and (before is None or before.body != own):
        findings.add(UnknownCampaign(campaign=wanted.previous[:40]), "previous")


def _standard(wanted: CampaignWanted, template: Template) -> str | None:
    """By its whole name. Raises UnknownStandard."""
    if not wanted.standard:
        return template.standard
    schema = table_schema(wanted.standard)
    if schema is None:
        raise UnknownStandard(standard=wanted.standard[:80], known=", ".join(table_schemas()))
    return str(schema["name"])


def _name(siren: Siren, facts: Facts) -> str:
    known = facts.catalog.organisations.get(siren)
    return str(siren) if known is None else known.name
