"""Openings of a body's data that wait for an answer, and the answers of its approvers."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.model.dataset import Column as KnownColumn
from catalog.snapshot import Snapshot
from gateway.acts.openings import WaitingOpening
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome
from gateway.control.person_names import name_of_person
from gateway.control.sentence import Sentence


@strawberry.type(description="Une colonne que l'ouverture change. / A column that it changes.")
class OpeningColumn:
    name: str
    label: Sentence
    is_opened: bool = strawberry.field(
        description="Lue sans convention ; sinon, dite non personnelle. / Else: not personal."
    )


@strawberry.type(
    description=(
        "Ce qui ouvrirait des données à plus de monde, et attend un signataire. / What would open "
        "data to more people, and waits for an approver."
    )
)
class Opening:
    dataset: strawberry.ID
    title: Sentence
    sha256: str = strawberry.field(
        description="De ce qui serait ouvert, à citer pour confirmer. / To be cited to confirm."
    )
    proposed_by: str
    proposed_by_name: str | None
    proposed_at: dt.datetime
    is_yours: bool = strawberry.field(
        description="Vous l'avez proposée : une autre personne confirme. / You proposed it."
    )
    access_level: str
    access_level_then: str
    listing: str
    listing_then: str
    licence: str | None
    columns: list[OpeningColumn]
    no_longer_personal: bool


@mirror(DONE)
class OpeningResult(Outcome): ...


async def resolve_openings(info: Info) -> list[Opening] | None:
    refuse_anonymous(info)
    acts = info.context.services.opening_acts
    subject = acts.subject
    return [
        _opening(
            one,
            info.context.snapshot,
            is_yours=(one.opening.by_issuer, one.opening.by) == (subject.issuer, subject.agent),
        )
        for one in await acts.waiting()
    ]


async def resolve_confirm(
    info: Info, dataset: strawberry.ID, sha256: str, *, dry_run: bool = False
) -> OpeningResult | None:
    refuse_anonymous(info)
    acts = info.context.services.opening_acts
    return OpeningResult.after(
        await acts.confirm(str(dataset), sha256, dry_run=dry_run), dry_run=dry_run
    )


async def resolve_refuse(
    info: Info, dataset: strawberry.ID, reason: str, *, dry_run: bool = False
) -> OpeningResult | None:
    refuse_anonymous(info)
    acts = info.context.services.opening_acts
    return OpeningResult.after(
        await acts.refuse(str(dataset), reason, dry_run=dry_run), dry_run=dry_run
    )


async def resolve_withdraw(
    info: Info, dataset: strawberry.ID, *, dry_run: bool = False
) -> OpeningResult | None:
    refuse_anonymous(info)
    acts = info.context.services.opening_acts
    return OpeningResult.after(await acts.withdraw(str(dataset), dry_run=dry_run), dry_run=dry_run)


def _opening(waiting: WaitingOpening, snapshot: Snapshot, *, is_yours: bool) -> Opening:
    opening, now, then = waiting.opening, waiting.now, waiting.then
    open_now = {column.id for column in now.open_columns}
    open_then = {column.id for column in then.open_columns}
    changed = {each.column for each in opening.columns}
    return Opening(
        dataset=strawberry.ID(now.id),
        title=Sentence(fr=now.title_fr, en=now.title_en or now.title_fr),
        sha256=opening.sha256,
        proposed_by=opening.by,
        proposed_by_name=name_of_person(opening.by, opening.body, snapshot),
        proposed_at=opening.at,
        is_yours=is_yours,
        access_level=now.access_level.value,
        access_level_then=then.access_level.value,
        listing=now.listing.value,
        listing_then=then.listing.value,
        licence=then.licence,
        columns=[
            _column(column, is_opened=column.id in open_then - open_now)
            for column in then.columns
            if column.id in changed | (open_then - open_now)
        ],
        no_longer_personal=opening.no_longer_personal,
    )


def _column(column: KnownColumn, *, is_opened: bool) -> OpeningColumn:
    label = Sentence(fr=column.label_fr, en=column.label_en or column.label_fr)
    return OpeningColumn(name=column.name, label=label, is_opened=is_opened)


@strawberry.type
class OpeningQuery:
    openings: list[Opening] | None = strawberry.field(
        resolver=resolve_openings,
        description=(
            "Pour les référents, signataires et DPO : ce qui attend d'être ouvert de vos données. "
            "/ For stewards, approvers and DPOs: what waits to be opened of your data."
        ),
    )


@strawberry.type
class OpeningMutation:
    confirm_opening: OpeningResult | None = strawberry.mutation(
        resolver=resolve_confirm,
        description=(
            "Par un signataire, une autre personne que qui l'a proposé, avec un second facteur : "
            "ouvre exactement ce qui porte cette empreinte. / By an approver, another person than "
            "who proposed it, with a second factor: opens exactly what has this digest."
        ),
    )
    refuse_opening: OpeningResult | None = strawberry.mutation(
        resolver=resolve_refuse,
        description=(
            "Par un signataire ou le DPO, avec sa raison. / By an approver or the DPO, with a "
            "reason."
        ),
    )
    withdraw_opening: OpeningResult | None = strawberry.mutation(
        resolver=resolve_withdraw,
        description="Par un référent : n'est plus proposé. / By a steward: proposed no longer.",
    )
