"""Addresses that a body has listed: mails from them become files to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class MailSender:
    """`address` in small letters; `by` listed it."""

    address: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailSenders:
    """Of one body, in the order in which they were listed."""

    organisation: Siren
    senders: tuple[MailSender, ...]

    def has(self, address: str) -> bool:
        return any(sender.address == address.lower() for sender in self.senders)
