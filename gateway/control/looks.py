"""The look of the pages of a body: told to everybody, set by its stewards."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.model.look import Look as KeptLook
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome
from gateway.control.problems import TokenRequired

_INPUT = strawberry.argument(name="input")


@strawberry.input(
    description=(
        "L'identité visuelle d'un organisme ; jamais les marques de l'État. / The look of a body; "
        "never the State's marks."
    )
)
class LookInput:
    shown_name: str
    accent: str = strawberry.field(
        description="Liens et boutons, #1f5f4a : contraste d'au moins 4,5. / Links and buttons."
    )
    band: str = strawberry.field(description="Le haut des pages. / The head of pages.")
    notice: str = ""
    logo: str = strawberry.field(
        default="", description="PNG ou JPEG, en base64, 50 ko au plus. / In base64."
    )
    logo_type: str = ""


@mirror(DONE)
class LookResult(Outcome): ...


async def resolve_set(
    info: Info, given: Annotated[LookInput, _INPUT], *, dry_run: bool = False
) -> LookResult | None:
    refuse_anonymous(info)
    own = info.context.subject.organisation or info.context.subject.reader
    if own is None:
        raise TokenRequired
    wanted = KeptLook(
        organisation=own,
        shown_name=given.shown_name.strip(),
        accent=given.accent.lower(),
        band=given.band.lower(),
        notice=given.notice.strip(),
        logo=given.logo,
        logo_type=given.logo_type,
    )
    acted = await info.context.services.looks.set_look(wanted, dry_run=dry_run)
    return LookResult.after(acted, dry_run=dry_run)


async def resolve_remove(info: Info, *, dry_run: bool = False) -> LookResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.looks.remove_look(dry_run=dry_run)
    return LookResult.after(acted, dry_run=dry_run)


@strawberry.type
class LookMutation:
    set_look: LookResult | None = strawberry.mutation(
        resolver=resolve_set,
        description=(
            "L'apparence des pages de votre organisme ; les contrastes sont vérifiés. / How the "
            "pages of your organisation look; contrasts are checked."
        ),
    )
    remove_look: LookResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description="L'apparence de la plateforme, de nouveau. / The platform's look again.",
    )
