"""Why, and what if: the root fields that explain what may be seen."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.model.identifiers import Siren
from gateway.control.access_types import EffectiveAccess, Explanation, RowsSeen, WhyNotRow
from gateway.control.context import ControlContext
from gateway.control.dataset_names import dataset_called, unknown_dataset
from gateway.reading.reports.access_values import AccessAsked, RowAsked

Info = strawberry.Info[ControlContext, None]


async def resolve_effective_access(
    info: Info,
    dataset: strawberry.ID,
    on_behalf_of: str | None = None,
    organisation: str | None = None,
    purpose: str | None = None,
    at: dt.date | None = None,
) -> EffectiveAccess | None:
    named = info.context.snapshot.dataset_spelt(dataset)
    asked = AccessAsked(
        dataset=dataset if named is None else named.id,
        on_behalf_of=None if on_behalf_of is None else Siren.parse(on_behalf_of),
        organisation=None if organisation is None else Siren.parse(organisation),
        purpose=purpose,
        at=at,
    )
    found = await info.context.services.explain.effective_access(asked)
    if found is None:
        # Under a mandate it is the principal who may discover it, or not.
        raise unknown_dataset(dataset, info.context.view)
    return EffectiveAccess.of(found)


async def resolve_rows_seen_as(
    info: Info,
    dataset: strawberry.ID,
    organisation: str,
    purpose: str | None = None,
    at: dt.date | None = None,
) -> RowsSeen | None:
    named = dataset_called(dataset, info.context.view).id
    access = AccessAsked(named, None, Siren.parse(organisation), purpose, at)
    return RowsSeen.of(await info.context.services.explain.rows_seen_as(access))


async def resolve_explain(
    info: Info, document: str, operation_name: str | None = None, variables: str | None = None
) -> Explanation | None:
    explained = info.context.services.explain.explain(document, operation_name, variables)
    return Explanation.of(await explained)


async def resolve_explain_request(info: Info, id: strawberry.ID) -> Explanation | None:  # noqa: A002 - the argument's name in GraphQL
    return Explanation.of(await info.context.services.explain.explain_request(id))


async def resolve_why_not_row(
    info: Info,
    dataset: strawberry.ID,
    key: list[str],
    organisation: str,
    purpose: str | None = None,
    at: dt.date | None = None,
) -> WhyNotRow | None:
    named = dataset_called(dataset, info.context.view).id
    asked = RowAsked(named, tuple(key), Siren.parse(organisation), purpose, at)
    return WhyNotRow.of(await info.context.services.explain.why_not_row(asked))


@strawberry.type
class AccessQuery:
    effective_access: EffectiveAccess | None = strawberry.field(
        resolver=resolve_effective_access,
        description=(
            "Ce que vous liriez d'un jeu de données, vous-même ou au nom d'un mandant, à un jour ; "
            "pour le référent ou le DPO du propriétaire, ce qu'un autre organisme en lirait. / "
            "What you would read of a dataset, yourself or for a principal, on a day; for the "
            "owner's steward or DPO, what another organisation would."
        ),
    )
    rows_seen_as: RowsSeen | None = strawberry.field(
        resolver=resolve_rows_seen_as,
        description=(
            "Pour le référent ou le DPO du propriétaire : les dix premières lignes qu'un autre "
            "organisme lirait, exactement comme il les lirait. / For the owner's steward or DPO: "
            "the first ten rows as another organisation would read them."
        ),
    )
    explain: Explanation | None = strawberry.field(
        resolver=resolve_explain,
        description=(
            "Pourquoi un document aurait sa réponse, sans l'exécuter ; « variables » est un objet "
            "JSON écrit en texte. / Why a document would be answered so, without running it."
        ),
    )
    explain_request: Explanation | None = strawberry.field(
        resolver=resolve_explain_request,
        description=(
            "La même chose d'une requête passée, pour qui l'a posée et pour les référents des "
            "propriétaires qu'elle a touchés. / The same of a past request."
        ),
    )
    why_not_row: WhyNotRow | None = strawberry.field(
        resolver=resolve_why_not_row,
        description=(
            "Pour le référent du propriétaire : quelle condition exclut une ligne pour un autre "
            "organisme. / For the owner's steward: which condition excludes a row."
        ),
    )
