"""Reports on sources, for the stewards of their owner alone: root fields of the control side."""

from __future__ import annotations

import strawberry

from gateway.control.acting import Info, refuse_anonymous
from gateway.control.check_types import SourceCheck, write_check
from gateway.control.dataset_names import dataset_called
from gateway.control.source_types import Drift, write_drift


async def resolve_drift(
    info: Info, dataset: strawberry.ID | None = None, *, look_again: bool = False
) -> list[Drift] | None:
    refuse_anonymous(info)
    named = None if dataset is None else dataset_called(dataset, info.context.view).id
    found = await info.context.services.sources.drift(named, look_again=look_again)
    return [write_drift(each) for each in found]


async def resolve_source_check(info: Info, dataset: strawberry.ID) -> SourceCheck | None:
    refuse_anonymous(info)
    named = dataset_called(dataset, info.context.view)
    return write_check(await info.context.services.sources.check(named.id))


@strawberry.type
class SourceQuery:
    source_check: SourceCheck | None = strawberry.field(
        resolver=resolve_source_check,
        description=(
            "Pour les référents du propriétaire : la source lue en entier ; ce qui empêche de la "
            "lire, ce qui y est vide, illisible ou en double, à quelle ligne. / For the owner's "
            "stewards: the source read whole; what stops its reading, what is empty, unreadable or "
            "twice there, on which line."
        ),
    )
    drift: list[Drift] | None = strawberry.field(
        resolver=resolve_drift,
        description=(
            "Pour les référents : ce qui a changé à la source de vos jeux de données depuis leur "
            "déclaration, tel que vu la dernière fois, ou à l'instant (lookAgain). / For "
            "stewards: what has changed at the sources of your datasets since they were declared, "
            "as last seen, or now (lookAgain)."
        ),
    )
