"""People's choices about messages, as the sending of messages reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalog.actions.deposit_versions import NEW_ROWS
from catalog.actions.question_links.ending import ENDS_SOON
from catalog.actions.services.run_alerts import ALERTS
from catalog.actions.told.following import FOLLOWED
from catalog.model.delivery import Channel, Delivery, agent_target
from catalog.model.mail_choices import MailRhythm
from catalog.model.message import Message
from catalog.model.organisation import Agent
from catalog.snapshot import Snapshot
from gateway.sharing.notifications.schedule import next_digest

_AT_ONCE = (
    "roles.",
    "mandate.",
    "opening.",
    "key.",
    "link.",
    "agreement.suspended",
    "agreement.revoked",
)
"""Kinds that change who may do what, or stop what ran: they wait for no mail of the week."""


def rhythm_of(agent: Agent, message: Message, snapshot: Snapshot) -> MailRhythm:
    """The rhythm by which the message leaves as a mail to that agent."""
    choices = snapshot.mail_choices.get((agent.issuer, agent.sub))
    if choices is None or message.kind.startswith(_AT_ONCE):
        return MailRhythm.EACH
    return choices.rhythm


def mail_leaves_at(
    agent: Agent, message: Message, at: datetime, snapshot: Snapshot
) -> datetime | None:
    """None: at once."""
    rhythm = rhythm_of(agent, message, snapshot)
    return None if rhythm is MailRhythm.EACH else next_digest(rhythm, at)


def gathered_targets(claimed: Sequence[Delivery], snapshot: Snapshot) -> frozenset[str]:
    """Of the mails among `claimed`, the agents to whom all that is due leaves in one."""
    targets = {each.target for each in claimed if each.channel is Channel.MAIL}
    return frozenset(
        target
        for identity, choices in snapshot.mail_choices.items()
        if choices.rhythm is not MailRhythm.EACH and (target := agent_target(*identity)) in targets
    )


def is_maker_told(agent: Agent, message: Message, snapshot: Snapshot) -> bool:
    """True of the person who made the link that ends soon, whatever their role."""
    link = snapshot.question_links.get(message.about) if message.kind == ENDS_SOON else None
    return link is not None and (agent.issuer, agent.sub) == (link.issuer, link.sub)


def is_follower_told(agent: Agent, message: Message, snapshot: Snapshot) -> bool | None:
    """True or False of who follows the data or the service that the message is about; None of a
    message that does not ask who follows.

    A follower gets the message of followers in the place of that of readers.
    """
    choices = snapshot.mail_choices.get((agent.issuer, agent.sub))
    if message.kind in ALERTS:
        follows = choices is not None and message.about in choices.followed_services
        return follows and agent.has_role and _reads_for_it(agent, message.about, snapshot)
    if message.kind not in {FOLLOWED, NEW_ROWS}:
        return None
    follows = choices is not None and message.about in choices.followed
    if message.kind == FOLLOWED:
        return follows and agent.has_role
    return False if follows else None


def _reads_for_it(agent: Agent, activation_id: str, snapshot: Snapshot) -> bool:
    """An alert is news for who reads for the purpose of the service, and for nobody else."""
    activation = snapshot.activations.get(activation_id)
    if activation is None or activation.body != agent.organisation:
        return False
    return activation.purpose is None or activation.purpose in agent.purposes
