"""Consents: a body lets a service read its own rows, which who runs it does not see."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.outcome import Acted
from catalog.model.consent import Consent as Kept
from catalog.snapshot import Snapshot
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_writing import write_sentence
from gateway.control.mutualised import ColumnChoiceInput
from gateway.control.sentence import Sentence
from gateway.figures.activations.consent_service import ConsentWanted

_INPUT = strawberry.argument(name="input")


@strawberry.type(
    description=(
        "Ce qu'un service lit de vos lignes ; qui le lance voit ce qu'il en calcule. / What a "
        "service reads of your rows; who runs it sees what it computes of them."
    )
)
class Consent:
    id: strawberry.ID
    service: str = strawberry.field(description="Une version : nom@version. / name@version.")
    dataset: strawberry.ID
    dataset_title: Sentence
    columns: list[Sentence]
    purpose: str
    at: dt.datetime
    end: dt.date
    ended_at: dt.datetime | None = strawberry.field(description="Retiré. / Withdrawn.")


@strawberry.input(description="Ce qui est consenti. / What is consented to.")
class ConsentInput:
    service: str
    dataset: str
    purpose: str
    end: dt.date
    columns: list[ColumnChoiceInput] = strawberry.field(default_factory=list)


@strawberry.type(description="Ce qu'un acte a fait, ou ferait. / What an act did, or would do.")
class ConsentResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    consent: Consent | None


async def resolve_consents(info: Info) -> list[Consent] | None:
    refuse_anonymous(info)
    known = info.context.services.consents.consents()
    newest_first = sorted(known, key=lambda one: one.at, reverse=True)
    return [_written(one, info.context.snapshot) for one in newest_first]


async def resolve_give(
    info: Info, given: Annotated[ConsentInput, _INPUT], *, dry_run: bool = False
) -> ConsentResult | None:
    refuse_anonymous(info)
    wanted = ConsentWanted(
        service=given.service,
        dataset=given.dataset,
        purpose=given.purpose,
        end=given.end,
        columns={one.key: one.column for one in given.columns},
    )
    acted = await info.context.services.consents.give(wanted, dry_run=dry_run)
    return _result(acted, info.context.snapshot, dry_run=dry_run)


async def resolve_end(
    info: Info, consent: strawberry.ID, *, dry_run: bool = False
) -> ConsentResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.consents.end(consent, dry_run=dry_run)
    return _result(acted, info.context.snapshot, dry_run=dry_run)


def _result(acted: Acted, snapshot: Snapshot, *, dry_run: bool) -> ConsentResult:
    put = [one for one in acted.changes.put if isinstance(one, Kept)]
    return ConsentResult(
        act=acted.act,
        applied=not dry_run,
        sentences=[write_sentence(one) for one in acted.sentences],
        consent=_written(put[0], snapshot) if put else None,
    )


def _written(kept: Kept, snapshot: Snapshot) -> Consent:
    dataset = snapshot.datasets.get(kept.dataset) or snapshot.withdrawn_datasets[kept.dataset]
    given = {one.column for one in kept.columns}
    return Consent(
        id=strawberry.ID(kept.id),
        service=kept.service,
        dataset=strawberry.ID(kept.dataset),
        dataset_title=Sentence(fr=dataset.title_fr, en=dataset.title_en),
        columns=[
            Sentence(fr=column.label_fr, en=column.label_en)
            for column in dataset.columns
            if column.id in given
        ],
        purpose=kept.purpose,
        at=kept.at,
        end=kept.end,
        ended_at=kept.ended_at,
    )


@strawberry.type
class ConsentQuery:
    consents: list[Consent] | None = strawberry.field(
        resolver=resolve_consents,
        description="Ceux de votre organisme. / Those of your body.",
    )


@strawberry.type
class ConsentMutation:
    give_consent: ConsentResult | None = strawberry.mutation(
        resolver=resolve_give,
        description=(
            "Laisse une version d'un service lire vos propres lignes : par un signataire. / Lets a "
            "version of a service read your own rows: by an approver."
        ),
    )
    end_consent: ConsentResult | None = strawberry.mutation(
        resolver=resolve_end,
        description=(
            "Retiré tout de suite : par un référent, un signataire ou un DPO. / Withdrawn at once: "
            "by a steward, an approver or a DPO."
        ),
    )
