"""The door of mails: SMTP for the operator's own relay, and nobody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from catalog.model.problem import Problem
from gateway.base.error_reporting import report_unexpected
from gateway.files.mail_deposits.ports import MailDepositPorts
from gateway.files.mail_deposits.receiving import receive

_log = structlog.get_logger()
_IDLE_S = 60.0
_DATASET = r"depot\+([a-z0-9_]{3,130})@"
_TRY_AGAIN = "451 4.3.0 Try again later"


@asynccontextmanager
async def taking_mails(host: str, port: int, ports: MailDepositPorts) -> AsyncIterator[int]:
    """Listens while it is open; gives the port. Answers under way are waited for at the end."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _protocol(ports, loop), host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in ports.answers.copy():
            task.cancel()
        await asyncio.gather(*ports.answers, return_exceptions=True)


def _protocol(ports: MailDepositPorts, loop: asyncio.AbstractEventLoop) -> SMTP:
    return SMTP(
        MailDoor(ports),
        data_size_limit=ports.max_bytes,
        hostname=ports.domain,
        ident="Interco",
        timeout=_IDLE_S,
        loop=loop,
    )


class MailDoor:
    """The steps of a conversation, as aiosmtpd asks them; answers are SMTP's own codes."""

    def __init__(self, ports: MailDepositPorts) -> None:
        self._ports = ports
        self._address = re.compile(_DATASET + re.escape(ports.domain.lower()))

    async def take_sender(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self._is_relay(session):
            return "550 5.7.1 Mails are taken from the operator's relay only"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def take_address(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """An address of the right form is taken, whether there is such a dataset or not."""
        if self._address.fullmatch(address.lower()) is None:
            return "550 5.1.1 No such address"
        if envelope.rcpt_tos:
            return "452 4.5.3 One address at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def take_mail(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Takes a mail from the relay. A refused mail is answered by a mail, or in silence: a code
        would be told to anybody.
        """
        match = self._address.fullmatch(envelope.rcpt_tos[0].lower())
        content: Any = envelope.original_content
        if match is None or not isinstance(content, bytes):
            return _TRY_AGAIN
        try:
            await receive(content, match[1], self._ports)
        except Problem as problem:
            _log.warning("mail_not_taken", code=problem.code)
            return _TRY_AGAIN
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches the relay
            report_unexpected(bug, "mail_deposit")
            return _TRY_AGAIN
        return "250 2.0.0 OK"

    handle_MAIL, handle_RCPT, handle_DATA = take_sender, take_address, take_mail  # noqa: N815
    """The names that aiosmtpd looks for."""

    def _is_relay(self, session: Session) -> bool:
        if not session.peer:
            return False
        peer = ip_address(str(session.peer[0]).partition("%")[0])
        mapped = getattr(peer, "ipv4_mapped", None) or peer
        return any(
            mapped in network for network in self._ports.relays if network.version == mapped.version
        )
