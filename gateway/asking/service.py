"""Asks a body for data that were not found: as an agent at once, from outside by a confirmed mail.

Nothing is looked up: the answer and the mail are the same whether the body has such data or not.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from catalog.actions.asking import AskForData
from catalog.actions.outcome import Acted
from catalog.caches import Cache
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.problem import CallerProblem, OperatorProblem, Problem
from catalog.model.subject import SYSTEM_ASKING, Subject
from gateway.acts.asking import ask_a_body
from gateway.acts.ports import ActPorts
from gateway.asking.letter import confirmation_letter
from gateway.asking.sealing import AskingSealer, SealedAsking
from gateway.sharing.notifications.mailing import Mailer

_log = structlog.get_logger()
_BETWEEN: Final = timedelta(minutes=10)
"""Between two mails to one address."""
_HOUR: Final = timedelta(hours=1)
_MOST_AN_HOUR: Final = 60
"""Mails of one process: nobody sends the world mails through this door."""
_SENT: Final = Bilingual(
    "Un courriel de confirmation part à cette adresse. La demande est envoyée quand vous ouvrez sa "
    "page et confirmez, dans les 24 heures.",
    "A mail of confirmation leaves for this address. The request is sent when you open its page "
    "and confirm, within 24 hours.",
)


class AskingNotOpen(OperatorProblem):
    code = "asking_not_open"
    status = 503
    fr = "Cette installation n'envoie pas de courriel : personne ne demande de données sans compte."
    en = "This installation sends no mail: nobody asks for data without an account."
    next_fr = "Écrivez à l'organisme, ou demandez un compte à l'exploitant."
    next_en = "Write to the body, or ask the operator for an account."


class AskingExpired(CallerProblem):
    code = "asking_expired"
    status = 404
    fr = "Ce lien de confirmation n'est pas, ou n'est plus, valable."
    en = "This link of confirmation is not, or no longer, valid."
    next_fr = "Écrivez la demande de nouveau : un autre courriel part."
    next_en = "Write the request again: another mail leaves."


@dataclass(frozen=True, slots=True)
class AskingPorts:
    """`public_url`: where the link of a mail leads. `mails`: the letters on their way."""

    sealer: AskingSealer
    mailer: Mailer | None
    public_url: str
    sent: Cache[str, datetime] = field(default_factory=lambda: Cache("asking_mails", 10_000))
    recent: list[datetime] = field(default_factory=list)
    mails: set[asyncio.Task[None]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class AskingService:
    subject: Subject
    acts: ActPorts
    ports: AskingPorts

    async def ask(self, act: AskForData, to: str, *, dry_run: bool) -> Acted:
        """As an agent. Raises ActsRefused, ActRefused, UnknownOwner, CatalogMoved."""
        own = replace(act, outsider=None)
        return await ask_a_body(own, to, self.subject, self.acts, dry_run=dry_run)

    async def ask_from_outside(self, act: AskForData, to: str, *, dry_run: bool) -> Acted:
        """Nothing is kept but in the mail. Raises ActRefused, UnknownOwner, AskingNotOpen."""
        if self.ports.mailer is None or act.outsider is None:
            raise AskingNotOpen
        await ask_a_body(act, to, SYSTEM_ASKING, self.acts, dry_run=True)
        address, now = act.outsider.address.strip(), self.acts.clock()
        if not dry_run and self._may_send(address.lower(), now):
            token = self.ports.sealer.seal(SealedAsking(act, str(to), now))
            link = f"{self.ports.public_url.rstrip('/')}/ask/confirm?token={token}"
            # Beside the answer, which takes as long whoever the address is of.
            mail = asyncio.ensure_future(_send(address, link, self.ports.mailer))
            self.ports.mails.add(mail)
            mail.add_done_callback(self.ports.mails.discard)
        return Acted("ask_from_outside", Changes(), (_SENT,))

    def confirmed(self, token: str) -> SealedAsking:
        """The request of a mail's link. Raises AskingExpired."""
        asking = self.ports.sealer.open(token, self.acts.clock())
        if asking is None:
            raise AskingExpired
        return asking

    async def confirm(self, token: str, *, dry_run: bool) -> Acted:
        """Hands it to the body. Raises AskingExpired, ActRefused, UnknownOwner, CatalogMoved."""
        asking = self.confirmed(token)
        return await ask_a_body(asking.act, asking.to, SYSTEM_ASKING, self.acts, dry_run=dry_run)

    def _may_send(self, address: str, now: datetime) -> bool:
        recent = self.ports.recent
        recent[:] = [moment for moment in recent if now - moment < _HOUR]
        before = self.ports.sent.find(address)
        if (before is not None and now - before < _BETWEEN) or len(recent) >= _MOST_AN_HOUR:
            return False
        recent.append(now)
        self.ports.sent.keep(address, now)
        return True


async def _send(address: str, link: str, mailer: Mailer) -> None:
    try:
        await mailer.send(confirmation_letter(address, link, mailer.sender))
    except Problem as problem:
        # Whoever asked is told the same: whether an address exists is nobody's to learn here.
        _log.warning("asking_mail_not_sent", code=problem.code)
