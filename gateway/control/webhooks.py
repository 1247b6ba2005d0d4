"""The webhooks of one's own organisation: looked at, registered, turned on again, replayed to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.webhooks.acts import (
    ReactivateWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayDelivery,
    WebhookAct,
)
from catalog.actions.webhooks.kinds import KINDS
from catalog.declaration.storages import read_secret
from catalog.model.delivery import Delivery as Sent
from catalog.model.identifiers import Name
from catalog.model.webhook import Webhook as Registered
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_writing import write_sentence
from gateway.control.sentence import Sentence

_INPUT = strawberry.argument(name="input")


@strawberry.type(
    description=(
        "Où votre organisme est notifié ; le secret n'est connu que par référence. / "
        "Where your organisation is notified; its secret is known by reference only."
    )
)
class Webhook:
    id: strawberry.ID
    url: str
    kinds: list[str] = strawberry.field(description="Vide : toutes. / Empty: all.")
    active: bool
    since: dt.datetime
    secret: str = strawberry.field(description="env:… ou file:… / env:… or file:…")


@strawberry.type(description="Un envoi. / One delivery.")
class Delivery:
    id: strawberry.ID
    kind: str
    about: str
    at: dt.datetime
    state: str
    attempts: int
    next_at: dt.datetime | None
    sent_at: dt.datetime | None
    last_error: str | None = strawberry.field(
        description="Le code d'un problème. / A problem's code."
    )


@strawberry.type(description="Ce qu'un acte a fait, ou ferait. / What an act did, or would do.")
class WebhookResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    webhook: Webhook | None
    delivery: Delivery | None


@strawberry.input
class WebhookInput:
    name: str = strawberry.field(description="Le même nom la remplace. / The same replaces it.")
    url: str
    secret: str = strawberry.field(description="env:… ou file:… / env:… or file:…")
    kinds: list[str] = strawberry.field(default_factory=list)


async def resolve_webhooks(info: Info) -> list[Webhook] | None:
    refuse_anonymous(info)
    return [_webhook(each) for each in await info.context.services.webhooks.webhooks()]


async def resolve_deliveries(info: Info, webhook: strawberry.ID) -> list[Delivery] | None:
    refuse_anonymous(info)
    return [_delivery(each) for each in await info.context.services.webhooks.deliveries(webhook)]


def resolve_kinds() -> list[str] | None:
    return sorted(KINDS)


async def resolve_register(
    info: Info, given: Annotated[WebhookInput, _INPUT], *, dry_run: bool = False
) -> WebhookResult | None:
    act = RegisterWebhook(
        name=Name.parse(given.name),
        url=given.url,
        secret=read_secret(given.secret),
        kinds=frozenset(given.kinds),
    )
    return await _change(info, act, dry_run=dry_run)


async def resolve_remove(
    info: Info, webhook: strawberry.ID, *, dry_run: bool = False
) -> WebhookResult | None:
    return await _change(info, RemoveWebhook(webhook), dry_run=dry_run)


async def resolve_reactivate(
    info: Info, webhook: strawberry.ID, *, dry_run: bool = False
) -> WebhookResult | None:
    return await _change(info, ReactivateWebhook(webhook), dry_run=dry_run)


async def resolve_replay(
    info: Info, delivery: strawberry.ID, *, dry_run: bool = False
) -> WebhookResult | None:
    refuse_anonymous(info)
    port = info.context.services.webhooks
    replayed = await port.replay(ReplayDelivery(delivery), dry_run=dry_run)
    said = Sentence(
        fr=f"L'envoi {replayed.id} repart, sous le même identifiant.",
        en=f"Delivery {replayed.id} goes out again, under the same id.",
    )
    return WebhookResult(
        act="replay_delivery",
        applied=not dry_run,
        sentences=[said],
        webhook=None,
        delivery=_delivery(replayed),
    )


@strawberry.type
class WebhookQuery:
    webhooks: list[Webhook] | None = strawberry.field(
        resolver=resolve_webhooks,
        description="Celles de votre organisme, pour ses référents. / Your organisation's own.",
    )
    deliveries: list[Delivery] | None = strawberry.field(
        resolver=resolve_deliveries,
        description="Les 100 derniers envois, du plus récent. / The last 100, newest first.",
    )
    message_kinds: list[str] | None = strawberry.field(
        resolver=resolve_kinds,
        description="Les sortes de messages : « agreement.submitted »… / The kinds of messages.",
    )


@strawberry.type
class WebhookMutation:
    register_webhook: WebhookResult | None = strawberry.mutation(
        resolver=resolve_register,
        description=(
            "Gardée si elle répond 2xx à un essai signé. / Kept if it answers 2xx to a signed test."
        ),
    )
    remove_webhook: WebhookResult | None = strawberry.mutation(
        resolver=resolve_remove, description="Plus rien n'y est envoyé. / Nothing is sent any more."
    )
    reactivate_webhook: WebhookResult | None = strawberry.mutation(
        resolver=resolve_reactivate,
        description="Après un essai réussi ; ce qui attendait part. / What waited is sent.",
    )
    replay_delivery: WebhookResult | None = strawberry.mutation(
        resolver=resolve_replay,
        description="Renvoie, sous le même identifiant. / Sends again, under the same id.",
    )


async def _change(info: Info, act: WebhookAct, *, dry_run: bool) -> WebhookResult:
    refuse_anonymous(info)
    acted = await info.context.services.webhooks.change(act, dry_run=dry_run)
    put = next((each for each in acted.changes.put if isinstance(each, Registered)), None)
    return WebhookResult(
        act=acted.act,
        applied=not dry_run,
        sentences=[write_sentence(each) for each in acted.sentences],
        webhook=None if put is None else _webhook(put),
        delivery=None,
    )


def _webhook(registered: Registered) -> Webhook:
    return Webhook(
        id=strawberry.ID(registered.id),
        url=registered.url,
        kinds=sorted(registered.kinds),
        active=registered.active,
        since=registered.since,
        secret=f"{registered.secret.scheme}:{registered.secret.name}",
    )


def _delivery(sent: Sent) -> Delivery:
    return Delivery(
        id=strawberry.ID(sent.id),
        kind=sent.entry.message.kind,
        about=sent.entry.message.about,
        at=sent.entry.at,
        state=sent.state.value,
        attempts=sent.attempts,
        next_at=sent.next_at,
        sent_at=sent.sent_at,
        last_error=sent.last_error,
    )
