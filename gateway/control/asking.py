"""Asking a body for data that one has not found, with an account or without one."""

from __future__ import annotations

import strawberry

from catalog.actions.asking import AskForData, Outsider
from catalog.model.identifiers import Siren
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import Outcome


@mirror()
class AskingResult(Outcome): ...


@strawberry.type(description="Une demande sans compte, à confirmer. / A request to be confirmed.")
class AskingToConfirm:
    words: str
    description: str
    name: str
    employer: str
    address: str
    to: str = strawberry.field(description="L'organisme. / The body.")


async def resolve_ask(
    info: Info, to: str, words: str, description: str = "", *, dry_run: bool = False
) -> AskingResult | None:
    refuse_anonymous(info)
    act = AskForData(words, description)
    acted = await info.context.services.asking.ask(act, to, dry_run=dry_run)
    return AskingResult.after(acted, dry_run=dry_run)


async def resolve_ask_from_outside(
    info: Info,
    to: str,
    words: str,
    name: str,
    employer: str,
    address: str,
    description: str = "",
    *,
    dry_run: bool = False,
) -> AskingResult | None:
    act = AskForData(words, description, Outsider(name, employer, address))
    acted = await info.context.services.asking.ask_from_outside(act, to, dry_run=dry_run)
    return AskingResult.after(acted, dry_run=dry_run)


async def resolve_confirm(info: Info, token: str, *, dry_run: bool = False) -> AskingResult | None:
    acted = await info.context.services.asking.confirm(token, dry_run=dry_run)
    return AskingResult.after(acted, dry_run=dry_run)


def resolve_to_confirm(info: Info, token: str) -> AskingToConfirm | None:
    asking = info.context.services.asking.confirmed(token)
    outsider = asking.act.outsider or Outsider("", "", "")
    body = info.context.snapshot.organisations.get(Siren(asking.to))
    return AskingToConfirm(
        words=asking.act.words,
        description=asking.act.description,
        name=outsider.name,
        employer=outsider.body,
        address=outsider.address,
        to=asking.to if body is None else body.name,
    )


@strawberry.type
class AskingQuery:
    asking_to_confirm: AskingToConfirm | None = strawberry.field(
        resolver=resolve_to_confirm,
        description="Celle du lien d'un courriel. / That of the link of a mail.",
    )


@strawberry.type
class AskingMutation:
    ask_for_data: AskingResult | None = strawberry.mutation(
        resolver=resolve_ask,
        description=(
            "Demande à un organisme (SIREN) des données que vous n'avez pas trouvées : ses "
            "référents sont prévenus, sans votre nom ; rien n'est ouvert. / Asks a body for data "
            "that you have not found: its stewards are told, without your name; nothing is opened."
        ),
    )
    ask_from_outside: AskingResult | None = strawberry.mutation(
        resolver=resolve_ask_from_outside,
        description=(
            "La même demande sans compte ; elle part une fois l'adresse confirmée par courriel. / "
            "The same without an account; it leaves once the address is confirmed by mail."
        ),
    )
    confirm_asking: AskingResult | None = strawberry.mutation(
        resolver=resolve_confirm,
        description=(
            "Envoie la demande du lien d'un courriel. / Sends the request of the link of a mail."
        ),
    )
