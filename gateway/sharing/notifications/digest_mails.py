"""Several messages to one agent as one mail, what is about one thing standing together."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from catalog.model.delivery import Delivery
from catalog.model.paris import paris_day
from catalog.model.problem import Language
from gateway.sharing.notifications.email_messages import (
    LETTER_POLICY,
    address_letter,
    fill_letter,
    link_to,
    title_letter,
)
from gateway.sharing.notifications.wording import Wording, word_message


def write_digest(
    deliveries: Sequence[Delivery], recipient: str, sender: str, platform: str
) -> EmailMessage:
    """Of two messages or more, the oldest subject first. Sent twice, it is one mail to its reader.

    Raises MailAddressUnusable.
    """
    ordered = sorted(deliveries, key=lambda each: each.entry.number)
    last = ordered[-1].entry.at
    ids = json.dumps([each.id for each in ordered])
    identity = hashlib.sha256(ids.encode()).hexdigest()[:32]
    letter = EmailMessage(policy=LETTER_POLICY)
    address_letter(letter, recipient, sender)
    count, day = len(ordered), paris_day(last)
    title_letter(letter, f"Interco : {count} messages au {day:%d/%m/%Y} / {count} messages", last)
    letter["Message-ID"] = f"<{identity}@{sender.rpartition('@')[2]}>"
    facts = {
        "fr": _subjects(ordered, "fr", platform),
        "en": _subjects(ordered, "en", platform),
        "count": count,
    }
    fill_letter(letter, "digest", facts, identity)
    return letter


@dataclass(slots=True)
class _Subject:
    """All messages about one thing, in the order in which they came; `link` opens the last."""

    messages: list[Wording] = field(default_factory=list)
    link: str = ""


def _subjects(ordered: Sequence[Delivery], language: Language, platform: str) -> list[_Subject]:
    """Messages about one agreement, one dataset… together, in the order in which they came."""
    subjects: defaultdict[tuple[str, str], _Subject] = defaultdict(_Subject)
    for delivery in ordered:
        message = delivery.entry.message
        subject = subjects[message.kind.partition(".")[0], message.about]
        subject.messages.append(word_message(message, language))
        subject.link = link_to(delivery, platform)
    return list(subjects.values())
