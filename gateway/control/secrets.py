"""The secrets of one's own organisation: named, set and removed; never shown."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.model.secret import StoredSecret
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome


@strawberry.type(
    description=(
        "Un secret gardé chiffré ; sa valeur n'est jamais montrée. / "
        "A secret that is kept encrypted; its value is never shown."
    )
)
class Secret:
    name: str
    reference: str = strawberry.field(
        description="Comme un stockage le désigne. / As a storage refers to it."
    )
    set_at: dt.datetime
    key_version: int


@mirror(DONE)
class SecretResult(Outcome): ...


async def resolve_secrets(info: Info) -> list[Secret] | None:
    refuse_anonymous(info)
    return [_secret(each) for each in await info.context.services.secrets.secrets()]


async def resolve_set(
    info: Info, name: str, value: str, *, dry_run: bool = False
) -> SecretResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.secrets.set_secret(name, value, dry_run=dry_run)
    return SecretResult.after(acted, dry_run=dry_run)


async def resolve_remove(info: Info, name: str, *, dry_run: bool = False) -> SecretResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.secrets.remove_secret(name, dry_run=dry_run)
    return SecretResult.after(acted, dry_run=dry_run)


@strawberry.type
class SecretQuery:
    secrets: list[Secret] | None = strawberry.field(
        resolver=resolve_secrets,
        description=(
            "Ceux de votre organisme, pour ses référents. / Your organisation's, for its stewards."
        ),
    )


@strawberry.type
class SecretMutation:
    set_secret: SecretResult | None = strawberry.mutation(
        resolver=resolve_set,
        description=(
            "Chiffré et gardé ; la prochaine requête s'en sert. Donnez la valeur par une variable. "
            "/ Encrypted and kept; the next query uses it. Give the value as a variable."
        ),
    )
    remove_secret: SecretResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description="Effacé, si plus rien ne s'en sert. / Gone for good, if nothing uses it.",
    )


def _secret(stored: StoredSecret) -> Secret:
    return Secret(
        name=stored.name,
        reference=f"store:{stored.name}",
        set_at=stored.set_at,
        key_version=stored.key_version,
    )
