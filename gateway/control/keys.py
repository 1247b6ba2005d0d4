"""Keys of machines of one's own body: made, rotated, revoked; each shown once, by its making."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.keys.keys import KeyAsked
from catalog.model.doors import USUAL_DOORS
from gateway.acts.machine_keys import OVERLAP_DAYS, KeyDone, MachineKey
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import Shown, mirror

_INPUT = strawberry.argument(name="input")
_FORMATS = ["json", "ndjson", "csv", "csv-excel-fr", "arrow", "parquet", "xlsx", "geojson"]


@mirror(
    "Une machine de votre organisme et ses clés. / A machine of yours, and its keys.",
    operations="Empreintes (SHA-256) des seuls documents qu'elle peut envoyer ; vide : tous. / "
    "Hashes of the only documents that it may send; empty: any.",
)
class Key(Shown[MachineKey]): ...


@mirror(
    "Ce qu'un acte a fait, ou ferait. La clé n'est montrée qu'ici, une fois. / "
    "What an act did, or would do. The key is shown here alone, once."
)
class KeyResult(Shown[KeyDone]): ...


@strawberry.input(
    description="Ce que la clé pourra lire, et d'où. / What the key may read, and from where."
)
class KeyInput:
    name: str
    datasets: list[str]
    purposes: list[str] = strawberry.field(default_factory=list)
    formats: list[str] = strawberry.field(default_factory=lambda: list(_FORMATS))
    doors: list[str] = strawberry.field(default_factory=lambda: list(USUAL_DOORS))
    networks: list[str] = strawberry.field(
        default_factory=list, description="CIDR ; vide : de partout. / Empty: from anywhere."
    )
    last_day: dt.date | None = None
    operations: list[str] = strawberry.field(
        default_factory=list,
        description=(
            "Noms des documents enregistrés, les seuls que la clé pourra envoyer ; vide : tous. / "
            "Names of saved documents, the only ones that the key may send; empty: any."
        ),
    )


async def resolve_keys(info: Info) -> list[Key] | None:
    refuse_anonymous(info)
    return Key.all(await info.context.services.keys.keys())


async def resolve_make(
    info: Info, given: Annotated[KeyInput, _INPUT], *, dry_run: bool = False
) -> KeyResult | None:
    refuse_anonymous(info)
    wanted = KeyAsked(
        name=given.name,
        datasets=tuple(given.datasets),
        purposes=frozenset(given.purposes),
        formats=frozenset(given.formats),
        doors=frozenset(given.doors),
        networks=tuple(given.networks),
        last_day=given.last_day,
        operations=tuple(given.operations),
    )
    return KeyResult.of(await info.context.services.keys.make(wanted, dry_run=dry_run))


async def resolve_rotate(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    last_day: dt.date | None = None,
    overlap_days: int = OVERLAP_DAYS,
    *,
    dry_run: bool = False,
) -> KeyResult | None:
    refuse_anonymous(info)
    keys = info.context.services.keys
    return KeyResult.of(await keys.rotate(str(id), last_day, overlap_days, dry_run=dry_run))


async def resolve_revoke(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> KeyResult | None:
    refuse_anonymous(info)
    return KeyResult.of(await info.context.services.keys.revoke(str(id), dry_run=dry_run))


async def resolve_confirm(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> KeyResult | None:
    refuse_anonymous(info)
    return KeyResult.of(await info.context.services.keys.confirm(str(id), dry_run=dry_run))


@strawberry.type
class KeyQuery:
    keys: list[Key] | None = strawberry.field(
        resolver=resolve_keys,
        description=(
            "Les clés de votre organisme, pour ses référents. / "
            "The keys of your organisation, for its stewards."
        ),
    )


@strawberry.type
class KeyMutation:
    make_key: KeyResult | None = strawberry.mutation(
        resolver=resolve_make,
        description="Fait une clé pour une machine. / Makes a key for a machine.",
    )
    rotate_key: KeyResult | None = strawberry.mutation(
        resolver=resolve_rotate,
        description=(
            "Une nouvelle clé ; l'ancienne sert encore quelques jours. / "
            "A new key; the earlier one serves for some days more."
        ),
    )
    revoke_key: KeyResult | None = strawberry.mutation(
        resolver=resolve_revoke,
        description="N'ouvre plus rien, aussitôt. / Opens nothing any more, at once.",
    )
    confirm_key: KeyResult | None = strawberry.mutation(
        resolver=resolve_confirm,
        description=(
            "Garde en service une clé dont l'auteur n'a plus de rôle. / "
            "Keeps a key in use whose maker has no role any more."
        ),
    )
