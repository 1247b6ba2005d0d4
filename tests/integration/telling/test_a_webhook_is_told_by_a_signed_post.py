"""Covers gateway.sharing.notifications.webhook_delivery, gateway.sharing.notifications.signing,
gateway.sharing.notifications.webhook_deactivation,
gateway.sharing.notifications.webhook_registration, gateway.sharing.notifications.schedule,
catalog.actions.webhooks.acts.
"""

import asyncio
import base64
import hashlib
import hmac
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from catalog.actions.webhooks.acts import ReactivateWebhook, ReplayDelivery
from catalog.actions.webhooks.problems import UnknownDelivery, WebhookIsOff
from catalog.model.delivery import Channel, DeliveryState, delivery_id
from catalog.model.webhook import Webhook
from catalog.problems import StoreUnavailable
from catalog.store.deliveries import Deliveries
from gateway.sharing.notifications.inbox import inbox
from gateway.sharing.notifications.loop import deliver_due
from gateway.sharing.notifications.schedule import CLAIMED_FOR
from gateway.sharing.notifications.webhook_deactivation import turn_off_exhausted
from gateway.sharing.notifications.webhook_registration import change_webhook, replay_delivery
from policies.problems import PolicyUnavailable
from tests.integration.telling.world import (
    ANNE,
    BRUNO,
    SECRET,
    SMICTOM,
    STEWARD,
    STEWARD_SUBJECT,
    VAL,
    acts_on,
    message,
    ports_on,
    put,
    webhook,
)


@pytest.fixture
async def hooked(store, clock, receiver):
    """A webhook of the first body, on this machine."""
    made = webhook(receiver.url(), clock)
    await put(store, made)
    return made


def ports(store, clock, **more):
    return ports_on(store, clock, demo=True, **more)


def sent_to(hooked, told):
    return delivery_id(told, Channel.WEBHOOK, hooked.id)


async def test_a_message_is_posted_signed_and_said_in_both_languages(
    store, clock, receiver, hooked
):
    told = message(reason="Périmètre à revoir")
    await put(store, messages=(told,))
    assert await deliver_due(ports(store, clock)) == 1
    (request,) = receiver.requests
    assert (request.method, request.target) == ("POST", "/crochet")
    assert request.headers["host"] == f"localhost:{receiver.port}"
    assert request.headers["interco-event"] == "agreement.submitted"
    assert request.headers["interco-delivery"] == sent_to(hooked, told)
    assert request.json["id"] == sent_to(hooked, told)
    assert request.json["facts"] == {"reason": "Périmètre à revoir"}
    assert request.json["about"] == "conv-2026-0001@1"
    assert request.json["fr"]["sentence"] == "La convention conv-2026-0001@1 vous est soumise."
    assert request.json["en"]["sentence"] == "Agreement conv-2026-0001@1 is submitted to you."


async def test_its_receiver_can_verify_the_signature_and_its_time(store, clock, receiver, hooked):
    await put(store, messages=(message(),))
    await deliver_due(ports(store, clock))
    (request,) = receiver.requests
    seconds, signature = (
        part.partition("=")[2] for part in request.headers["interco-signature"].split(",")
    )
    # As RFC 2104 writes it, apart from the library that signed.
    block = SECRET.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + f"{seconds}.".encode() + request.body)
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner.digest())
    assert hmac.compare_digest(signature, outer.hexdigest())
    assert int(seconds) == int(clock().timestamp())
    headers = request.headers
    assert headers["webhook-id"] == headers["interco-delivery"]
    assert int(headers["webhook-timestamp"]) == int(seconds)
    signed = f"{headers['webhook-id']}.{seconds}.".encode() + request.body
    expected = base64.b64encode(hmac.digest(SECRET.encode(), signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


async def test_only_the_kinds_that_were_chosen_are_sent(store, clock, receiver, hooked):
    await put(store, replace(hooked, kinds=frozenset({"agreement.revoked"})))
    revoked = message(2, kind="agreement.revoked")
    await put(store, messages=(message(1), revoked, message(3, to=(SMICTOM,))))
    assert await deliver_due(ports(store, clock)) == 1
    assert [each.json["kind"] for each in receiver.requests] == ["agreement.revoked"]


async def test_two_processes_at_once_post_each_message_once(
    store, other_process, clock, receiver, hooked
):
    await put(store, messages=tuple(message(number) for number in range(1, 26)))
    one, two = ports(store, clock, name="one"), ports(other_process, clock, name="two")
    sent = await asyncio.gather(*(deliver_due(each) for each in (one, two, one, two)))
    assert sum(sent) == 25
    times = Counter(each.headers["interco-delivery"] for each in receiver.requests)
    assert set(times.values()) == {1}
    assert len(times) == 25


async def test_a_crash_after_the_post_posts_it_again_under_the_same_id(
    store, other_process, clock, receiver, hooked
):
    class Dying(Deliveries):
        async def settle_sent(self, *_args, **_more):
            raise StoreUnavailable(reason="killed")

    await put(store, messages=(message(),))
    dying = replace(ports(store, clock), deliveries=Dying(store._engine))
    with pytest.raises(StoreUnavailable):
        await deliver_due(dying)
    other = ports(other_process, clock, name="two")
    assert await deliver_due(other) == 0
    clock.now += CLAIMED_FOR
    assert await deliver_due(other) == 1
    first, again = receiver.requests
    assert first.headers["interco-delivery"] == again.headers["interco-delivery"]
    assert first.body == again.body


async def fail_until_off(store, clock, receiver, *, hooked, told):
    """Five failures, each when it is due; how long each wait was, in minutes."""
    receiver.always = 503
    waited = []
    for _ in range(5):
        await deliver_due(ports(store, clock))
        delivery = await store.deliveries.delivery(sent_to(hooked, told))
        waited.append((delivery.next_at - clock()).total_seconds() / 60)
        clock.now = max(clock.now, delivery.next_at)
    return waited


async def test_five_failures_in_a_row_turn_it_off_and_its_stewards_are_told(
    store, clock, receiver, hooked
):
    told = message(1)
    await put(store, messages=(told, message(2), message(3)))
    waited = await fail_until_off(store, clock, receiver, hooked=hooked, told=told)
    assert waited[:4] == [1, 5, 15, 60]
    assert len(receiver.requests) == 5, "one a time: the others wait for the webhook, not in turn"
    assert not (await store.current()).webhooks[hooked.id].active
    delivery = await store.deliveries.delivery(sent_to(hooked, told))
    assert delivery.state is DeliveryState.OFF
    newest = (await inbox(ANNE, store.deliveries, unread=True))[0]
    assert newest.kind == "webhook.turned_off"
    assert newest.title_fr == f"Adresse de notification {hooked.id} : désactivée"
    assert not [
        each
        for each in await inbox(BRUNO, store.deliveries, unread=True)
        if each.kind == "webhook.turned_off"
    ], "an approver has nothing to repair"
    clock.advance(days=1)
    await put(store, messages=(message(4),))
    await deliver_due(ports(store, clock))
    assert len(receiver.requests) == 5


async def test_after_a_failure_nothing_is_tried_there_before_its_time_not_even_what_is_new(
    store, clock, receiver, hooked
):
    receiver.statuses = [503]
    await put(store, messages=(message(1), message(2)))
    await deliver_due(ports(store, clock))
    await put(store, messages=(message(3),))
    clock.advance(seconds=59)
    assert await deliver_due(ports(store, clock)) == 0
    assert len(receiver.requests) == 1
    clock.advance(seconds=1)
    assert await deliver_due(ports(store, clock)) == 3
    told = [each.json["about"] for each in receiver.requests[1:]]
    assert told == [f"conv-2026-000{number}@1" for number in (1, 2, 3)]


async def test_a_success_in_between_starts_the_count_again(store, clock, receiver, hooked):
    ends = ports(store, clock)
    for number in range(6):
        receiver.statuses = [500, 500, 500, 500, 200]
        await put(store, messages=(message(number),))
        for _ in range(5):
            await deliver_due(ends)
            clock.advance(hours=7)
    assert (await store.current()).webhooks[hooked.id].active
    assert len(receiver.requests) == 30


async def test_a_crash_between_the_fifth_failure_and_turning_off_is_made_good(
    store, other_process, clock, receiver, hooked
):
    class Dying(Deliveries):
        async def exhausted(self, _failures):
            raise StoreUnavailable(reason="killed")

    await put(store, messages=(message(),))
    receiver.always = 500
    dying = replace(ports(store, clock), deliveries=Dying(store._engine))
    for _ in range(5):
        with pytest.raises(StoreUnavailable):
            await deliver_due(dying)
        clock.advance(hours=7)
    assert (await store.current()).webhooks[hooked.id].active
    clock.now -= 2 * CLAIMED_FOR
    await deliver_due(ports(other_process, clock))
    assert not (await store.current()).webhooks[hooked.id].active


class TurnedOnMeanwhile:
    """A store where a steward turns the webhook on again just before it is written."""

    def __init__(self, store, again):
        self.store, self.again = store, again

    async def current(self):
        return await self.store.current()

    async def write(self, *given):
        if self.again is not None:
            again, self.again = self.again, None
            await put(self.store, again)
        return await self.store.write(*given)


@dataclass
class Exhausted:
    """Deliveries of which all failed; what is turned off is noted."""

    webhook: Webhook
    turned_off: list = field(default_factory=list)

    async def exhausted(self, _failures):
        return {(self.webhook.id, self.webhook.since.isoformat())}

    async def turn_off(self, webhook, _reason):
        self.turned_off.append(webhook)


async def test_what_a_steward_turned_on_again_meanwhile_stays_on(store, clock, hooked):
    again = replace(hooked, since=clock.now + timedelta(hours=1))
    failed = Exhausted(hooked)
    meddled = TurnedOnMeanwhile(store, again)
    acts = replace(acts_on(store, clock), catalog=meddled)
    meant = replace(ports(store, clock), acts=acts, deliveries=failed)
    assert await turn_off_exhausted(meant) is False
    assert (await store.current()).webhooks[hooked.id].active
    assert not failed.turned_off


async def test_nothing_is_turned_off_where_the_law_does_not_answer(store, clock, hooked):
    class Silent:
        async def decide_act(self, _question):
            raise PolicyUnavailable(detail="test")

    failed = Exhausted(hooked)
    silent = replace(acts_on(store, clock), law=Silent())
    meant = replace(ports(store, clock), acts=silent, deliveries=failed)
    with pytest.raises(PolicyUnavailable):
        await turn_off_exhausted(meant)
    assert (await store.current()).webhooks[hooked.id].active
    meant = replace(ports(store, clock), deliveries=failed)
    assert await turn_off_exhausted(meant) is True
    assert failed.turned_off == [hooked.id]


async def test_turned_on_again_it_gets_what_waited(store, clock, receiver, hooked):
    told = message(1)
    await put(store, messages=(told,))
    await fail_until_off(store, clock, receiver, hooked=hooked, told=told)
    await put(store, messages=(message(2),))
    await deliver_due(ports(store, clock))
    act = ReactivateWebhook(hooked.id)
    acts = acts_on(store, clock)
    receiver.always = 200
    receiver.requests.clear()
    await change_webhook(act, STEWARD_SUBJECT, acts, ports(store, clock), dry_run=False)
    assert [each.headers["interco-event"] for each in receiver.requests] == ["webhook.test"]
    assert await deliver_due(ports(store, clock)) == 3, "the notice of its own turning off too"
    kinds = Counter(each.json["kind"] for each in receiver.requests[1:])
    assert kinds == {"agreement.submitted": 2, "webhook.turned_off": 1}
    receiver.statuses = [500]
    await put(store, messages=(message(3),))
    await deliver_due(ports(store, clock))
    assert (await store.current()).webhooks[hooked.id].active, "its failures count from none"


async def test_a_delivery_is_replayed_under_its_own_id(store, clock, receiver, hooked):
    told = message()
    await put(store, messages=(told,))
    await deliver_due(ports(store, clock))
    act = ReplayDelivery(sent_to(hooked, told))
    acts = acts_on(store, clock)
    await replay_delivery(act, STEWARD, acts, ports(store, clock), dry_run=True)
    assert await deliver_due(ports(store, clock)) == 0
    await replay_delivery(act, STEWARD, acts, ports(store, clock), dry_run=False)
    assert await deliver_due(ports(store, clock)) == 1
    first, again = receiver.requests
    assert first.headers["interco-delivery"] == again.headers["interco-delivery"]
    assert first.body == again.body


async def test_only_ones_own_deliveries_to_webhooks_that_are_on_are_replayed(store, clock, hooked):
    told = message()
    await put(store, messages=(told,))
    await deliver_due(ports(store, clock))
    acts = acts_on(store, clock)
    stranger = replace(STEWARD, organisation=SMICTOM.siren, employer=SMICTOM.siren)
    (in_app, *_) = await inbox(ANNE, store.deliveries, unread=True)
    refused = [
        (sent_to(hooked, told), stranger),
        ("0" * 32, STEWARD),
        (in_app.id, STEWARD),
        (sent_to(hooked, told), replace(STEWARD, organisation=None)),
    ]
    for reference, actor in refused:
        with pytest.raises(UnknownDelivery):
            await replay_delivery(
                ReplayDelivery(reference), actor, acts, ports(store, clock), dry_run=False
            )
    await put(store, replace(hooked, active=False))
    with pytest.raises(WebhookIsOff):
        await replay_delivery(
            ReplayDelivery(sent_to(hooked, told)), STEWARD, acts, ports(store, clock), dry_run=False
        )


async def test_what_was_for_a_removed_webhook_is_sent_nowhere(store, clock, receiver, hooked):
    told = message()
    receiver.always = 500
    await put(store, messages=(told,))
    await deliver_due(ports(store, clock))
    await put(store, removed=(hooked,))
    clock.advance(hours=1)
    await deliver_due(ports(store, clock))
    assert len(receiver.requests) == 1
    delivery = await store.deliveries.delivery(sent_to(hooked, told))
    assert delivery.state is DeliveryState.OFF


async def test_a_body_has_nothing_but_the_message(store, clock, receiver, hooked):
    await put(store, messages=(message(),))
    await deliver_due(ports(store, clock))
    (request,) = receiver.requests
    assert set(json.loads(request.body)) == {"id", "kind", "at", "about", "facts", "fr", "en"}
    assert VAL.name.encode() not in request.body
    assert SECRET.encode() not in request.body
