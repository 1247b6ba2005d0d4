"""Keys of machines of one's own body: made, rotated, revoked; each shown once, by its making."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.keys.keys import KeyAsked
from catalog.model.service_account import ServiceAccount
from gateway.acts.keys import OVERLAP_DAYS, KeyMade
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_writing import write_sentence
from gateway.control.sentence import Sentence

_INPUT = strawberry.argument(name="input")
_FORMATS = ["json", "ndjson", "csv", "csv-excel-fr", "arrow", "parquet"]


@strawberry.type(
    description="Une machine de votre organisme et ses clés. / A machine of yours, and its keys."
)
class Key:
    id: strawberry.ID
    name: str
    datasets: list[str]
    purposes: list[str]
    formats: list[str]
    doors: list[str]
    networks: list[str]
    made_by: str
    made_at: dt.datetime
    ends_at: dt.datetime
    revoked_at: dt.datetime | None
    confirm_before: dt.datetime | None
    last_used: dt.date | None


@strawberry.type(
    description=(
        "Ce qu'un acte a fait, ou ferait. La clé n'est montrée qu'ici, une fois. / "
        "What an act did, or would do. The key is shown here alone, once."
    )
)
class KeyResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    id: strawberry.ID | None
    key: str | None


@strawberry.input(
    description="Ce que la clé pourra lire, et d'où. / What the key may read, and from where."
)
class KeyInput:
    name: str
    datasets: list[str]
    purposes: list[str] = strawberry.field(default_factory=list)
    formats: list[str] = strawberry.field(default_factory=lambda: list(_FORMATS))
    doors: list[str] = strawberry.field(default_factory=lambda: ["graphql", "sql"])
    networks: list[str] = strawberry.field(
        default_factory=list, description="CIDR ; vide : de partout. / Empty: from anywhere."
    )
    last_day: dt.date | None = None


async def resolve_keys(info: Info) -> list[Key] | None:
    refuse_anonymous(info)
    listed = await info.context.services.keys.keys()
    return [_key(each.account, each.last_used) for each in listed]


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
    )
    made = await info.context.services.keys.make(wanted, dry_run=dry_run)
    return _result(made, dry_run=dry_run)


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
    made = await keys.rotate(str(id), last_day, overlap_days, dry_run=dry_run)
    return _result(made, dry_run=dry_run)


async def resolve_revoke(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> KeyResult | None:
    refuse_anonymous(info)
    made = await info.context.services.keys.revoke(str(id), dry_run=dry_run)
    return _result(made, dry_run=dry_run)


async def resolve_confirm(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> KeyResult | None:
    refuse_anonymous(info)
    made = await info.context.services.keys.confirm(str(id), dry_run=dry_run)
    return _result(made, dry_run=dry_run)


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


def _key(account: ServiceAccount, last_used: dt.date | None) -> Key:
    return Key(
        id=strawberry.ID(account.id),
        name=account.name,
        datasets=sorted(account.scope.datasets),
        purposes=sorted(account.scope.purposes),
        formats=sorted(account.scope.formats),
        doors=sorted(account.scope.doors),
        networks=list(account.networks),
        made_by=account.made_by,
        made_at=account.made_at,
        ends_at=max(each.ends_at for each in account.keys),
        revoked_at=account.revoked_at,
        confirm_before=account.confirm_before,
        last_used=last_used,
    )


def _result(made: KeyMade, *, dry_run: bool) -> KeyResult:
    return KeyResult(
        act=made.acted.act,
        applied=not dry_run,
        sentences=[write_sentence(each) for each in made.acted.sentences],
        id=None if dry_run and made.acted.act == "make_key" else strawberry.ID(made.account.id),
        key=made.text,
    )
