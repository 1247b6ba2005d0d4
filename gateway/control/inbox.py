"""Messages in the application: the list of the agent who asks, and nobody else's."""

from __future__ import annotations

from typing import Annotated

import strawberry

from gateway.control.context import ControlContext
from gateway.control.mirror import Shown, mirror
from gateway.sharing.notifications.inbox import InboxEntry

Info = strawberry.Info[ControlContext, None]
MOST_MARKED = 200


@mirror(
    "Ce dont vous avez été informé. / What you were told.",
    kind="Ce qui s'est passé : « agreement.submitted »… / What happened.",
    about="La convention, la délégation… en cause. / The agreement, the mandate…",
    next_fr="Ce qui est attendu de vous. / What is expected of you, in French.",
    receipt="Un reçu signé, à vérifier. / A signed receipt, to be checked.",
    form="D'une demande transmise, les champs de sa page. / Of a request that was handed over, the "
    "fields of its page.",
    use="De données demandées, l'usage décrit. / Of data asked for, the use described.",
    is_from_outside="La demande vient d'une personne sans compte. / From somebody without account.",
)
class InboxMessage(Shown[InboxEntry]):
    is_read: bool = strawberry.field(name="read")


async def resolve_inbox(info: Info, unread: bool | None = None) -> list[InboxMessage] | None:  # noqa: FBT001 - an argument in GraphQL
    port = info.context.inbox
    if port is None:
        return []
    return InboxMessage.all(await port.read(unread=bool(unread)))


async def mark_read(
    info: Info,
    ids: Annotated[
        list[strawberry.ID],
        strawberry.argument(description="200 au plus ; le reste est laissé. / 200 at most."),
    ],
    dry_run: bool = False,  # noqa: FBT001, FBT002 - an argument in GraphQL
) -> int | None:
    port = info.context.inbox
    if port is None or not ids:
        return 0
    asked = [str(each) for each in ids[:MOST_MARKED]]
    if dry_run:
        return sum(each.id in asked for each in await port.read(unread=True))
    return await port.mark_read(asked)


@strawberry.type
class InboxQuery:
    inbox: list[InboxMessage] | None = strawberry.field(
        resolver=resolve_inbox,
        description=(
            "Ce dont vous avez été informé, du plus récent au plus ancien. / "
            "What you were told, the newest first."
        ),
    )


@strawberry.type
class InboxMutation:
    mark_read: int | None = strawberry.mutation(
        resolver=mark_read,
        description=(
            "Note ces messages comme lus ; dit combien ne l'étaient pas. / "
            "Marks these messages as read; answers how many were not."
        ),
    )
