"""Covers gateway.sharing.notifications.recipients, gateway.sharing.notifications.mailing,
gateway.sharing.notifications.schedule, catalog.store.deliveries,
gateway.sharing.notifications.inbox, gateway.sharing.notifications.ports.
"""

import asyncio
import re
from collections import Counter
from dataclasses import replace

import pytest

from catalog.model.delivery import Channel, DeliveryState, delivery_id, target_of
from catalog.problems import StoreUnavailable
from catalog.store.deliveries import Deliveries
from gateway.sharing.notifications.inbox import inbox, mark_read
from gateway.sharing.notifications.loop import deliver_due, spread_messages
from gateway.sharing.notifications.schedule import CLAIMED_FOR
from tests.integration.telling.world import (
    ANNE,
    BRUNO,
    CELIA,
    DAVID,
    ELSA,
    PLATFORM,
    SMICTOM,
    VAL,
    message,
    ports_on,
    put,
)

NUMBER = "(conv-2026-0001@1)"


def mail_to(agent, told):
    return delivery_id(told, Channel.MAIL, target_of(agent))


async def delivery_to(store, agent, told):
    return await store.deliveries.delivery(mail_to(agent, told))


async def test_the_agents_with_the_roles_get_a_mail_in_both_languages(store, clock, mailbox):
    await put(store, messages=(message(),))
    assert await deliver_due(ports_on(store, clock, mailer=mailbox.mailer)) == 2
    assert sorted(mailbox.recipients) == [ANNE.email, BRUNO.email]
    letter = mailbox.parsed()[0]
    assert letter["From"] == "Interco <notifications@interco.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "Interco <interco.interco.example>"
    subject = "Convention « Pesées des déchets » : votre signature est demandée / "
    assert letter["Subject"].startswith(subject)
    for part in letter.iter_parts():
        text = part.get_content()
        quote = '"' if part.get_content_type() == "text/plain" else "&#34;"
        french = text.index(f"La convention « Pesées des déchets » {NUMBER} vous est soumise.")
        assert french < text.index(f"Pesées des déchets{quote} {NUMBER} is submitted to you.")
        assert "Pesées des déchets" in text
        assert "01/03/2027" in text
    assert [each.get_content_type() for each in letter.iter_parts()] == ["text/plain", "text/html"]


async def test_each_mail_leads_to_its_message_in_its_readers_own_list(store, clock, mailbox):
    await put(store, messages=(message(),))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await deliver_due(ports)
    letters = {each["To"]: each for each in mailbox.parsed()}
    for agent in (ANNE, BRUNO):
        letter = letters[agent.email]
        (shown,) = await inbox(agent, store.deliveries, unread=True)
        for part in letter.iter_parts():
            links = set(re.findall(r"https?:[^\s\"<]+", part.get_content()))
            assert links == {f"{PLATFORM}/inbox/{shown.id}"}


async def test_nothing_is_sent_twice_when_asked_again(store, clock, mailbox):
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await put(store, messages=(message(),))
    assert await deliver_due(ports) == 2
    await put(store, messages=(message(),))
    clock.advance(days=1)
    assert await deliver_due(ports) == 0


async def test_two_processes_at_once_send_each_mail_once(store, other_process, clock, mailbox):
    told = tuple(message(number) for number in range(1, 16))
    await put(store, messages=told)
    one = ports_on(store, clock, name="one", mailer=mailbox.mailer)
    two = ports_on(other_process, clock, name="two", mailer=mailbox.mailer)
    sent = await asyncio.gather(*(deliver_due(each) for each in (one, two, one, two)))
    assert sum(sent) == 30
    ids = Counter(each["Message-ID"] for each in mailbox.parsed())
    domain = "interco.example"
    expected = {f"<{mail_to(agent, each)}@{domain}>" for agent in (ANNE, BRUNO) for each in told}
    assert ids == Counter(expected)


class _Dying(Deliveries):
    """A process that stops between the sending and the settling."""

    async def settle_sent(self, *_args, **_more):
        raise StoreUnavailable(reason="killed")


async def test_a_crash_after_the_sending_sends_the_same_mail_again(
    store, other_process, clock, mailbox
):
    told = message()
    await put(store, replace(BRUNO, email=None), messages=(told,))
    dying = replace(ports_on(store, clock, mailer=mailbox.mailer), deliveries=_Dying(store._engine))
    with pytest.raises(StoreUnavailable):
        await deliver_due(dying)
    other = ports_on(other_process, clock, name="two", mailer=mailbox.mailer)
    assert await deliver_due(other) == 0, "claimed by the dead one until its claim ends"
    clock.now += CLAIMED_FOR
    assert await deliver_due(other) == 1
    first, again = mailbox.letters
    assert first == again, "the same bytes, Message-ID included"
    assert mailbox.parsed()[0]["Message-ID"] == f"<{mail_to(ANNE, told)}@interco.example>"
    assert (await delivery_to(store, ANNE, told)).state is DeliveryState.SENT
    assert await deliver_due(other) == 0


async def test_a_crash_before_anything_is_spread_loses_nothing(
    store, other_process, clock, mailbox
):
    class Stops(Deliveries):
        async def spread(self, *_args):
            raise StoreUnavailable(reason="killed")

    await put(store, messages=(message(),))
    ports = replace(ports_on(store, clock), deliveries=Stops(store._engine))
    with pytest.raises(StoreUnavailable):
        await spread_messages(ports)
    other = ports_on(other_process, clock, mailer=mailbox.mailer)
    assert await deliver_due(other) == 2


async def test_a_server_that_is_busy_is_asked_again_later_each_time_later(store, clock, mailbox):
    told = message()
    await put(store, replace(BRUNO, email=None), messages=(told,))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    waited = []
    for _ in range(7):
        mailbox.answers = ["451 later"]
        assert await deliver_due(ports) == 0
        delivery = await delivery_to(store, ANNE, told)
        assert delivery.last_error == "mail_postponed"
        waited.append((delivery.next_at - clock()).total_seconds() / 60)
        assert await deliver_due(ports) == 0
        assert not mailbox.answers
        clock.now = delivery.next_at
    assert waited == [1, 5, 15, 60, 180, 360, 360]
    assert await deliver_due(ports) == 1


async def test_a_mail_is_given_up_after_twelve_failures(store, clock, mailbox):
    told = message()
    await put(store, replace(BRUNO, email=None), messages=(told,))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    for _ in range(12):
        mailbox.answers = ["451 later"]
        await deliver_due(ports)
        clock.advance(hours=6)
    delivery = await delivery_to(store, ANNE, told)
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 12)


async def test_a_refusal_is_not_asked_again_and_the_message_stays_in_the_list(
    store, clock, mailbox
):
    told = message()
    mailbox.answers = ["550 nobody of that name"]
    await put(store, replace(BRUNO, email=None), messages=(told,))
    await deliver_due(ports_on(store, clock, mailer=mailbox.mailer))
    delivery = await delivery_to(store, ANNE, told)
    assert (delivery.state, delivery.last_error) == (DeliveryState.FAILED, "mail_refused")
    assert len(await inbox(ANNE, store.deliveries, unread=True)) == 1


async def test_one_address_that_cannot_be_used_stops_nobody_else(store, clock, mailbox):
    told = message()
    odd = replace(ANNE, email="anne@val.example\r\nBcc: everybody@example.org")
    await put(store, odd, messages=(told,))
    assert await deliver_due(ports_on(store, clock, mailer=mailbox.mailer)) == 1
    assert mailbox.recipients == [BRUNO.email]
    assert (await delivery_to(store, ANNE, told)).last_error == "mail_address_unusable"


async def test_who_has_left_meanwhile_is_told_nothing(store, clock, mailbox):
    told = message()
    await put(store, messages=(told,))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await spread_messages(ports)
    await put(store, replace(BRUNO, roles=frozenset({"agent"})), removed=(ANNE,))
    assert await deliver_due(ports) == 0
    assert not mailbox.letters
    assert (await delivery_to(store, ANNE, told)).state is DeliveryState.OFF


async def test_a_message_of_a_kind_that_has_no_words_is_told_all_the_same(store, clock, mailbox):
    await put(store, messages=(message(kind="agreement.blessed", priest="Yann"),))
    assert await deliver_due(ports_on(store, clock, mailer=mailbox.mailer)) == 2
    text = mailbox.parsed()[0].get_body(("plain",)).get_content()
    assert "Il s'est passé quelque chose concernant conv-2026-0001@1 (agreement.blessed)." in text
    assert "Priest : Yann" in text


async def test_without_a_mail_server_the_list_alone_is_filled(store, clock):
    await put(store, messages=(message(),))
    assert await deliver_due(ports_on(store, clock)) == 0
    assert len(await inbox(ANNE, store.deliveries, unread=True)) == 1


async def test_the_list_is_of_the_agents_own_and_is_read_once(store, clock):
    await put(store, messages=(message(1), message(2, to=(VAL, SMICTOM))))
    await deliver_due(ports_on(store, clock))
    anne = await inbox(ANNE, store.deliveries, unread=True)
    assert [each.about for each in anne] == ["conv-2026-0002@1", "conv-2026-0001@1"]
    assert len(await inbox(ELSA, store.deliveries, unread=True)) == 1
    assert len(await inbox(DAVID, store.deliveries, unread=True)) == 2
    assert not await inbox(CELIA, store.deliveries, unread=False)
    ids = [anne[0].id]
    assert await mark_read(ELSA, ids, store.deliveries, clock()) == 0
    assert await mark_read(ANNE, ids, store.deliveries, clock()) == 1
    assert await mark_read(ANNE, ids, store.deliveries, clock()) == 0
    assert [each.id for each in await inbox(ANNE, store.deliveries, unread=True)] == [anne[1].id]
    assert [each.is_read for each in await inbox(ANNE, store.deliveries, unread=False)] == [
        True,
        False,
    ]


async def test_what_was_told_for_a_former_employer_stays_there(store, clock):
    await put(store, messages=(message(),))
    await deliver_due(ports_on(store, clock))
    moved = replace(ANNE, organisation=SMICTOM.siren)
    assert not await inbox(moved, store.deliveries, unread=False)
