"""The one subscription: that a new version of a dataset came, never a row of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import strawberry

from gateway.control.mirror import Shown, mirror
from gateway.sharing.changes.streams import ChangeStream, DatasetChange


@dataclass(frozen=True, slots=True)
class ChangesContext:
    """The stream that answers this subscription, opened before it is asked for its first event."""

    stream: ChangeStream


Info = strawberry.Info[ChangesContext, None]


@mirror(
    "Une nouvelle version d'un jeu de données est arrivée. / A new version of a dataset came.",
    ids=("dataset",),
    title="Le titre du jeu de données, en français. / Its title, in French.",
    owner="Le nom de son propriétaire. / The name of its owner.",
)
class DatasetChanged(Shown[DatasetChange]):
    at: dt.datetime = strawberry.field(description="Quand elle est arrivée. / When it came.")


@strawberry.type
class Subscription:
    @strawberry.subscription(  # type: ignore[untyped-decorator]  # of Strawberry's own types
        description=(
            "Dit qu'une nouvelle version d'un jeu de données est arrivée, une fois par jour au "
            "plus, pour les données que votre organisme lit par convention ; sans « datasets », "
            "toutes. / Says that a new version of a dataset came, once a day at most, of data that "
            "your body reads by an agreement; of all of it without `datasets`."
        )
    )
    async def dataset_changed(
        self,
        info: Info,
        datasets: list[strawberry.ID] | None = None,  # noqa: ARG002 - read as the stream is opened
    ) -> AsyncGenerator[DatasetChanged, None]:
        async for change in info.context.stream.changes():
            yield DatasetChanged.of(change)
