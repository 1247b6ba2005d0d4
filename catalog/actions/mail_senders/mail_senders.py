"""Listing who may send files by mail, and no longer listing them; rules are pure."""

from __future__ import annotations

import re

from catalog.actions.facts import Facts, Findings
from catalog.actions.mail_senders.problems import (
    SenderAddressRefused,
    TooManySenders,
    UnknownSender,
)
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.mail_sender import MailSender, MailSenders

MOST_SENDERS = 50
_LONGEST = 254
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


def list_sender(own: Siren, address: str, by: str, facts: Facts) -> Acted:
    """Nothing changes where it is listed already. Raises ActRefused."""
    findings, written = Findings(), address.strip().lower()
    before = senders_of(own, facts)
    if len(written) > _LONGEST or not _ADDRESS.fullmatch(written):
        findings.add(SenderAddressRefused(), "address")
    elif len(before.senders) >= MOST_SENDERS and not before.has(written):
        findings.add(TooManySenders(count=len(before.senders)), "address")
    findings.raise_any()
    sentence = Bilingual(
        f"Les fichiers que {written} envoie par courriel attendent d'être confirmés par vos "
        "référents ; aucun n'est publié seul.",
        f"Files that {written} sends by mail wait to be confirmed by your stewards; none is "
        "published by itself.",
    )
    if before.has(written):
        return Acted("list_sender", Changes(), (sentence,))
    after = MailSenders(own, (*before.senders, MailSender(written, by, facts.now)))
    return Acted("list_sender", Changes((after,)), (sentence,))


def remove_sender(own: Siren, address: str, facts: Facts) -> Acted:
    """Raises UnknownSender."""
    before, written = senders_of(own, facts), address.strip().lower()
    if not before.has(written):
        raise UnknownSender
    kept = tuple(sender for sender in before.senders if sender.address != written)
    sentence = Bilingual(
        f"Les courriels de {written} sont ignorés désormais.",
        f"Mails from {written} are ignored from now on.",
    )
    return Acted("remove_sender", Changes((MailSenders(own, kept),)), (sentence,))


def senders_of(own: Siren, facts: Facts) -> MailSenders:
    return facts.catalog.mail_senders.get(own) or MailSenders(own, ())
