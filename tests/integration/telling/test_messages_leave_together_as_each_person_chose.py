"""Each person chooses whether messages leave one by one, or all of a day or of a week in one mail.

Covers gateway.sharing.notifications.choices, gateway.sharing.notifications.digest_mails,
gateway.sharing.notifications.delivering, gateway.sharing.notifications.schedule,
catalog.model.mail_choices.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.model.delivery import Channel, DeliveryState, target_of
from catalog.model.mail_choices import MailChoices, MailRhythm
from gateway.sharing.notifications.inbox import inbox
from gateway.sharing.notifications.loop import deliver_due
from gateway.sharing.notifications.schedule import next_digest
from tests.integration.telling.world import ANNE, BRUNO, message, ports_on, put

MONDAY_MORNING = datetime(2026, 3, 9, 6, tzinfo=UTC)
"""Seven in Paris."""


def chosen(agent, rhythm):
    return MailChoices(agent.issuer, agent.sub, rhythm)


async def mails_of(store, agent):
    return await store.deliveries.to_target(Channel.MAIL, target_of(agent), unread=False, limit=100)


@pytest.mark.parametrize(
    ("rhythm", "leaves_at"),
    [
        (MailRhythm.DAY, datetime(2026, 3, 3, 6, tzinfo=UTC)),
        (MailRhythm.WEEK, MONDAY_MORNING),
    ],
)
async def test_messages_of_a_day_or_a_week_are_one_mail(store, clock, mailbox, rhythm, leaves_at):
    await put(store, chosen(ANNE, rhythm), messages=[message(number) for number in range(1, 13)])
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    assert await deliver_due(ports) == 12
    assert set(mailbox.recipients) == {BRUNO.email}, "who chose nothing is told at once"
    clock.now = leaves_at.replace(hour=5, minute=59)
    assert await deliver_due(ports) == 0
    clock.now = leaves_at
    assert await deliver_due(ports) == 12
    *_, letter = mailbox.parsed()
    assert letter["To"] == ANNE.email
    assert len(mailbox.letters) == 13, "more than are claimed at once, in one mail"
    assert letter["Subject"] == "Interco : 12 messages au 02/03/2026 / 12 messages"
    for part in letter.iter_parts():
        text = part.get_content()
        for number in range(1, 13):
            assert text.count(f"(conv-2026-{number:04}@1) vous est soumise") == 1
            assert text.count(f"(conv-2026-{number:04}@1) is submitted to you") == 1
        assert set(re.findall(r"https?:[^\s\"<]+/([0-9a-f]{32})", text)) == {
            each.id for each in await inbox(ANNE, store.deliveries, unread=True)
        }
    assert {each.state for each in await mails_of(store, ANNE)} == {DeliveryState.SENT}
    assert await deliver_due(ports) == 0


async def test_messages_about_one_agreement_stand_together(store, clock, mailbox):
    first, other = message(1), message(2)
    again = replace(message(1, kind="agreement.reminded"), about=first.about)
    await put(store, chosen(ANNE, MailRhythm.DAY), messages=(first, other, again))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await deliver_due(ports)
    clock.advance(days=1)
    await deliver_due(ports)
    text = mailbox.parsed()[-1].get_body(("plain",)).get_content()
    french = text[: text.index("-----")]
    cited = [french.rindex("0001@1"), french.index("0002@1")]
    assert french.count("0001@1") > 1
    assert cited == sorted(cited), "all of the first before the second"


async def test_one_message_alone_is_an_ordinary_mail(store, clock, mailbox):
    await put(store, chosen(ANNE, MailRhythm.DAY), messages=(message(),))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await deliver_due(ports)
    clock.advance(days=1)
    await deliver_due(ports)
    assert mailbox.parsed()[-1]["Subject"].startswith("Convention « Pesées des déchets »")


async def test_what_stops_or_changes_rights_waits_for_no_digest(store, clock, mailbox):
    suspended = message(1, kind="agreement.suspended")
    await put(store, chosen(ANNE, MailRhythm.WEEK), messages=(suspended, message(2)))
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    assert await deliver_due(ports) == 3
    assert mailbox.recipients.count(ANNE.email) == 1


async def test_a_server_that_is_busy_gets_the_same_mail_of_a_day_later(store, clock, mailbox):
    told = (message(1), message(2))
    only_anne = replace(BRUNO, email=None)
    await put(store, only_anne, chosen(ANNE, MailRhythm.DAY), messages=told)
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await deliver_due(ports)
    clock.advance(days=1)
    mailbox.answers = ["451 later"]
    assert await deliver_due(ports) == 0
    clock.advance(minutes=1)
    assert await deliver_due(ports) == 2
    assert len(mailbox.letters) == 1


async def test_who_is_told_no_more_gets_the_rest(store, clock, mailbox):
    told = (message(1), message(2))
    await put(store, chosen(ANNE, MailRhythm.DAY), messages=told)
    ports = ports_on(store, clock, mailer=mailbox.mailer)
    await deliver_due(ports)
    await put(store, replace(ANNE, roles=frozenset({"agent"})))
    clock.advance(days=1)
    assert await deliver_due(ports) == 0
    assert {each.state for each in await mails_of(store, ANNE)} == {DeliveryState.OFF}


@pytest.mark.parametrize(
    ("at", "day", "week"),
    [
        # Before seven in Paris, in winter and in summer; on a Monday; across a change of hour.
        ("2026-03-02T05:59", "2026-03-02T06:00", "2026-03-02T06:00"),
        ("2026-03-02T06:00", "2026-03-03T06:00", "2026-03-09T06:00"),
        ("2026-07-05T22:30", "2026-07-06T05:00", "2026-07-06T05:00"),
        ("2026-03-28T12:00", "2026-03-29T05:00", "2026-03-30T05:00"),
        ("2026-12-31T23:30", "2027-01-01T06:00", "2027-01-04T06:00"),
    ],
)
def test_the_next_mail_leaves_at_seven_in_paris(at, day, week):
    instant = datetime.fromisoformat(f"{at}+00:00")
    for rhythm, expected in ((MailRhythm.DAY, day), (MailRhythm.WEEK, week)):
        assert next_digest(rhythm, instant) == datetime.fromisoformat(f"{expected}+00:00")
