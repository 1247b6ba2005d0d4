"""The senders who may send files by mail for one's own body, and the address that takes them."""

from __future__ import annotations

import datetime as dt

import strawberry

from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome


@strawberry.type(description="Un expéditeur que votre organisme a inscrit. / A listed sender.")
class MailSender:
    address: str
    by: str
    at: dt.datetime


@strawberry.type(
    description=(
        "Les dépôts par courriel : un fichier joint attend d'être confirmé. / Deposits by mail: an "
        "attachment waits to be confirmed."
    )
)
class MailDeposits:
    domain: str | None = strawberry.field(
        description=(
            "On écrit à depot+IDENTIFIANT@domaine ; null : l'exploitant n'a pas ouvert ces dépôts. "
            "/ Written to at depot+ID@domain; null: the operator has not opened them."
        )
    )
    senders: list[MailSender]


@mirror(DONE)
class MailSenderResult(Outcome): ...


async def resolve_mail_deposits(info: Info) -> MailDeposits | None:
    refuse_anonymous(info)
    services = info.context.services
    senders = await services.mail_senders.senders()
    return MailDeposits(
        domain=services.deposits.ports.mail_domain,
        senders=[
            MailSender(address=sender.address, by=sender.by, at=sender.at) for sender in senders
        ],
    )


async def resolve_add(
    info: Info, address: str, *, dry_run: bool = False
) -> MailSenderResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.mail_senders.add(address, dry_run=dry_run)
    return MailSenderResult.after(acted, dry_run=dry_run)


async def resolve_remove(
    info: Info, address: str, *, dry_run: bool = False
) -> MailSenderResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.mail_senders.remove(address, dry_run=dry_run)
    return MailSenderResult.after(acted, dry_run=dry_run)


@strawberry.type
class MailSenderQuery:
    mail_deposits: MailDeposits | None = strawberry.field(
        resolver=resolve_mail_deposits,
        description="Pour les référents. / For stewards.",
    )


@strawberry.type
class MailSenderMutation:
    add_mail_sender: MailSenderResult | None = strawberry.mutation(
        resolver=resolve_add,
        description=(
            "Les fichiers de cette adresse attendront d'être confirmés. / Files from this address "
            "will wait to be confirmed."
        ),
    )
    remove_mail_sender: MailSenderResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description="Ses courriels sont ignorés. / Its mails are ignored.",
    )
