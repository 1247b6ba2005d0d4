"""Members reminded of a campaign: by hand, or by the clock at days that follow from the due one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from catalog.actions.campaigns.opening import refuse_closed, sentences_of
from catalog.actions.campaigns.problems import NobodyToRemind
from catalog.actions.campaigns.requesting import (
    PlannedRequest,
    facts_of_campaign,
    send_requests,
    without_data_message,
)
from catalog.actions.campaigns.standing import Silent, silent_of
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import RemindParty
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.problems import RemindedToday
from catalog.changes import Changes, Entity
from catalog.model.bilingual import Bilingual
from catalog.model.campaign import Campaign, CampaignReminder
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot

BY_HAND = "by_hand"
_BEFORE_DAYS, _WEEK = 7, 7
_DECIDERS = frozenset({"steward", "approver"})


@dataclass(frozen=True, slots=True)
class DueReminder:
    """By the clock: `step` of the campaign has come and was not told."""

    campaign: str
    step: str


def due_reminders(catalog: Snapshot, now: datetime) -> Iterator[DueReminder]:
    """At most one of each campaign, read from the catalog alone: a restart forgets nothing."""
    for campaign in catalog.campaigns.values():
        step = step_due(campaign, now)
        if step is None or any(reminder.step == step for reminder in campaign.reminders):
            continue
        silent = silent_of(campaign, Facts(catalog, now))
        if silent.members or silent.unseen:
            yield DueReminder(campaign.id, step)


def step_due(campaign: Campaign, now: datetime) -> str | None:
    """The last one that has come: 7 days before the due day, on it, each week after it. What would
    come on the day of the opening, or before, is not told: everybody has just been asked.
    """
    if not campaign.is_open:
        return None
    today, opened = paris_day(now), paris_day(campaign.at)
    weeks = max((today - campaign.due).days // _WEEK, 0)
    steps = (
        (campaign.due + timedelta(days=_WEEK * weeks), f"{weeks}_after" if weeks else "due"),
        (campaign.due - timedelta(days=_BEFORE_DAYS), "7_before"),
    )
    return next((name for day, name in steps if opened < day <= today), None)


def remind_by_clock(campaign: Campaign, step: str, facts: Facts) -> Acted:
    """Raises CampaignClosed, NobodyToRemind: somebody else's act came in between."""
    refuse_closed(campaign)
    is_told = any(reminder.step == step for reminder in campaign.reminders)
    silent = silent_of(campaign, facts)
    if is_told or step_due(campaign, facts.now) != step or not (silent.members or silent.unseen):
        raise NobodyToRemind(campaign=campaign.id)
    messages = [
        *_to_sign(silent.to_sign, campaign, step, facts),
        *_to_send(silent.to_send, campaign, step, facts),
        *(without_data_message(campaign, one, step, facts) for one in silent.without_data),
        *_to_look(silent, campaign, step, facts),
    ]
    reminded = _reminded(campaign, step, silent.members, facts)
    sentence = _sentence(campaign, silent.members, facts)
    changes = Changes((reminded,), messages=tuple(messages))
    return Acted("remind_of_campaign", changes, (sentence,))


def remind_by_hand(
    campaign: Campaign, planned: Sequence[PlannedRequest], actor: Actor, facts: Facts
) -> Acted:
    """Reminds the members who are late. A member who has to sign is reminded by the act that
    reminds of any agreement; `planned` are the requests to the members that had nothing, or could
    not be asked, before.

    Raises CampaignClosed, NobodyToRemind.
    """
    refuse_closed(campaign)
    day = paris_day(facts.now)
    before = {
        member
        for reminder in campaign.reminders
        if paris_day(reminder.at) == day
        for member in reminder.members
    }
    silent = silent_of(campaign, facts)
    requested = send_requests(
        [plan for plan in planned if plan.draft is not None or plan.request.was_in_force],
        campaign,
        actor,
        facts,
    )
    answered = {one.member: one for one in requested.requests if one.obstacle is None}
    put: list[Entity] = list(requested.agreements)
    messages = list(requested.messages)
    members: list[Siren] = []
    for member, citation in silent.to_sign:
        try:
            acted = perform(RemindParty(citation), actor, facts)
        except RemindedToday:
            continue
        put += acted.changes.put
        messages += acted.changes.messages
        members.append(member)
    late = [pair for pair in silent.to_send if pair[0] not in before]
    messages += _to_send(late, campaign, day.isoformat(), facts)
    without = [one for one in silent.without_data if one not in before and one not in answered]
    messages += [without_data_message(campaign, one, day.isoformat(), facts) for one in without]
    members += [*(member for member, _citation in late), *without]
    if not members and not answered:
        raise NobodyToRemind(campaign=campaign.id)
    requests = tuple(answered.get(one.member, one) for one in campaign.requests)
    reminded = _reminded(replace(campaign, requests=requests), BY_HAND, members, facts)
    sentences = (
        *((_sentence(campaign, members, facts),) if members else ()),
        *sentences_of(requested, facts),
    )
    changes = Changes((*put, reminded), messages=tuple(messages))
    return Acted("remind_campaign", changes, sentences)


def _reminded(campaign: Campaign, step: str, members: Sequence[Siren], facts: Facts) -> Campaign:
    reminder = CampaignReminder(step, facts.now, tuple(members))
    return replace(campaign, reminders=(*campaign.reminders, reminder))


def _to_sign(
    silent: Sequence[tuple[Siren, str]], campaign: Campaign, step: str, facts: Facts
) -> list[Message]:
    return [_message("to_sign", pair, campaign, step, facts) for pair in silent]


def _to_send(
    silent: Sequence[tuple[Siren, str]], campaign: Campaign, step: str, facts: Facts
) -> list[Message]:
    return [_message("to_send", pair, campaign, step, facts) for pair in silent]


def _message(
    what: str, pair: tuple[Siren, str], campaign: Campaign, step: str, facts: Facts
) -> Message:
    member, citation = pair
    return Message(
        kind=f"campaign.{what}",
        key=f"campaign.{what}/{campaign.id}/{member}/{step}",
        to=(member,),
        roles=_DECIDERS,
        about=citation,
        facts=facts_of_campaign(campaign, facts),
    )


def _to_look(silent: Silent, campaign: Campaign, step: str, facts: Facts) -> list[Message]:
    """To the asking body's own people, where nobody can say what has come."""
    if not silent.unseen:
        return []
    message = Message(
        kind="campaign.to_look_at",
        key=f"campaign.to_look_at/{campaign.id}/{step}",
        to=(campaign.body,),
        roles=frozenset({"steward"}),
        about=campaign.id,
        facts={
            "title": campaign.title,
            "due": campaign.due.isoformat(),
            "members": ", ".join(_name(one, facts) for one in silent.unseen),
        },
    )
    return [message]


def _sentence(campaign: Campaign, members: Sequence[Siren], facts: Facts) -> Bilingual:
    names = ", ".join(_name(member, facts) for member in members)
    if not names:
        return Bilingual(
            f"{campaign.id} : personne n'est relancé avant que le tableau soit ouvert.",
            f"{campaign.id}: nobody is reminded before the board is opened.",
        )
    return Bilingual(f"{campaign.id} : relancés, {names}.", f"{campaign.id}: reminded, {names}.")


def _name(member: Siren, facts: Facts) -> str:
    known = facts.catalog.organisations.get(member)
    return str(member) if known is None else known.name
