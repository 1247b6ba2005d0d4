"""Webhooks as one request's subject asks for them: the law first, then the rule."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.outcome import Acted
from catalog.actions.webhooks.acts import ReplayDelivery, WebhookAct
from catalog.actions.webhooks.problems import UnknownWebhook
from catalog.model.delivery import Channel, Delivery
from catalog.model.subject import Subject
from catalog.model.webhook import Webhook
from gateway.acts.act_questions import actor_of, ask_the_law
from gateway.acts.ports import ActPorts
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.webhook_registration import change_webhook, replay_delivery
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class WebhookService:
    """All of it raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts
    telling: NotificationPorts

    async def webhooks(self) -> tuple[Webhook, ...]:
        await self._ask_the_law("list_webhooks")
        own = self.subject.organisation
        snapshot = await self.acts.catalog.current()
        return () if own is None else tuple(snapshot.webhooks_of(own))

    async def deliveries(self, webhook: str) -> tuple[Delivery, ...]:
        """The newest first. Raises UnknownWebhook."""
        if all(each.id != webhook for each in await self.webhooks()):
            raise UnknownWebhook(webhook=webhook[:80])
        return await self.telling.deliveries.to_target(Channel.WEBHOOK, webhook)

    async def change(self, act: WebhookAct, *, dry_run: bool) -> Acted:
        return await change_webhook(act, self.subject, self.acts, self.telling, dry_run=dry_run)

    async def replay(self, act: ReplayDelivery, *, dry_run: bool) -> Delivery:
        question = await self._ask_the_law("replay_delivery")
        return await replay_delivery(
            act, actor_of(question), self.acts, self.telling, dry_run=dry_run
        )

    async def _ask_the_law(self, act: str) -> SharingQuestion:
        question = SharingQuestion(subject=self.subject, act=act, now=self.acts.clock())
        await ask_the_law(question, self.acts.law)
        return question
