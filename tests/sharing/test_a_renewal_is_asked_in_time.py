"""What ends is asked to be renewed early enough for whoever must vote, once, and with its use.

Covers catalog.actions.sharing.renewal, catalog.actions.sharing.asking_renewal,
catalog.actions.sharing.renewal_words, catalog.actions.sharing.due, catalog.usage_words,
catalog.model.usage, gateway.acts.year_of_use.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.actions.sharing.acts import (
    AmendAgreement,
    AskRenewal,
    RequestChanges,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
)
from catalog.actions.sharing.renewal import (
    DELEGATION_DAYS,
    DELIBERATION_DAYS,
    ask_day,
    gap_before,
    needs_deliberation,
    next_period,
)
from catalog.actions.sharing.renewal_words import gap_words
from catalog.model.agreement import AgreementState
from catalog.model.terms import EnforceableAct
from catalog.model.usage import DatasetUse, YearUse
from catalog.usage_words import year_in_words
from gateway.sharing.notifications.wording import word_message
from tests.sharing.world import (
    CITATION,
    DATASET,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
    in_force,
    ticks,
)

TWO_YEARS = replace(PROJECT, end=date(2028, 3, 31))
STEWARD = "steward@val-d-ille-aubigne"
BOTH = [(VAL_DILLE.siren,), (VALCOBREIZH.siren,)]


def asked(world):
    return [each for each in world.catalog.messages if each.kind == "agreement.to_renew"]


async def days_told(world, draft=TWO_YEARS, days=400):
    """(days left, kind) of all that is told while nobody does anything, one message a side once."""
    told = []
    for left in range(days, -2, -1):
        world.comes(draft.end - timedelta(days=left))
        count = len(world.catalog.messages)
        await ticks(world)
        told += [
            (left, each.kind.removeprefix("agreement.")) for each in world.catalog.messages[count:]
        ]
    return told


async def signed_under(world, references, draft=TWO_YEARS):
    submitted = await world.submits(draft)
    for who, reference in zip(("valcobreizh", "val-d-ille-aubigne"), references, strict=True):
        deed = EnforceableAct(reference, date(2026, 2, 1))
        await world.signs(f"approver@{who}", submitted.citation, act=deed)
    world.comes(draft.start)
    await ticks(world)


@pytest.mark.parametrize(
    ("references", "days"),
    [
        (("Délibération 2026-12", "Délégation du 3 juillet 2020"), DELIBERATION_DAYS),
        (("Décision du président n° 14", "Arrêté 2026-3 de délégation"), DELEGATION_DAYS),
        (("DELEGATION 12", "décision 4"), DELEGATION_DAYS),
        # Where it cannot be told, a council is awaited.
        (("DEL-2026-12", "Décision 4"), DELIBERATION_DAYS),
        (("Délégation de service public du 4 mai", "Décision 4"), DELIBERATION_DAYS),
        (("Délibération portant délégation au président", "Décision 4"), DELIBERATION_DAYS),
    ],
)
async def test_a_council_is_asked_twice_as_early(world, references, days):
    await signed_under(world, references)
    told = await days_told(world, days=200)
    assert told == [
        (days, "to_renew"),
        (days, "to_renew"),
        (60, "expires_soon"),
        (30, "expires_soon"),
        (7, "expires_soon"),
        (-1, "expired"),
    ]
    assert [each.to for each in asked(world)] == BOTH


async def test_what_a_declaration_brought_without_acts_awaits_a_council(world):
    await in_force(world, TWO_YEARS)
    agreement = await world.agreement()
    assert needs_deliberation(replace(agreement, approvals=()))
    assert needs_deliberation(replace(agreement, approvals=agreement.approvals[:1]))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (100, [(50, "to_renew"), (50, "to_renew"), (30, "expires_soon"), (7, "expires_soon")]),
        (
            300,
            [
                (150, "to_renew"),
                (150, "to_renew"),
                (60, "expires_soon"),
                (30, "expires_soon"),
                (7, "expires_soon"),
            ],
        ),
        (20, [(10, "to_renew"), (10, "to_renew"), (7, "expires_soon")]),
        (14, [(7, "expires_soon")]),
        (6, []),
    ],
)
async def test_a_short_one_is_asked_at_the_half_of_its_life(world, days, told):
    short = replace(PROJECT, end=PROJECT.start + timedelta(days=days - 1))
    await in_force(world, short)
    assert not asked(world)
    assert await days_told(world, short, days - 1) == [*told, (-1, "expired")]


async def test_what_comes_late_is_told_in_one_message_a_side(world):
    """As of a platform that is brought up to date with 50 days left."""
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=50))
    count = len(world.kinds)
    await ticks(world)
    assert world.kinds[count:] == ["agreement.to_renew"] * 2
    assert (await days_told(world, days=49))[:2] == [(30, "expires_soon"), (7, "expires_soon")]


async def test_what_was_reminded_of_before_there_was_the_question_is_not_asked_at_once(world):
    await in_force(world, TWO_YEARS)
    agreement = await world.agreement()
    step = replace(agreement.life.steps[-1], act="remind_of_end_60", before=agreement.state)
    await world.puts(
        replace(agreement, life=replace(agreement.life, steps=(*agreement.life.steps, step)))
    )
    assert (await days_told(world, days=50))[:2] == [(30, "expires_soon"), (7, "expires_soon")]


async def renewed(world, *, submitted=True):
    later = replace(TWO_YEARS, start=date(2028, 4, 1), end=date(2030, 3, 31))
    second = (await world.does(STEWARD, AmendAgreement(later))).agreement.citation
    if submitted:
        await world.does(STEWARD, SubmitAgreement(second))
    return second


async def test_a_renewal_that_is_proposed_asks_nobody_to_renew(world):
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=200))
    second = await renewed(world)
    told = await days_told(world, days=199)
    # Whoever has not answered is reminded of that, as of any proposal.
    assert {kind for _, kind in told} == {"unanswered", "lapsed", "expired"}
    assert (await world.agreement(second)).state is AgreementState.WITHDRAWN


async def test_signed_in_time_nothing_more_is_told_of_the_end(world):
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=185))
    second = await renewed(world)
    await world.both_sign(second)
    told = await days_told(world, days=184)
    assert [kind for _, kind in told] == ["expired", "readable", "activated"]
    assert (await world.agreement(second)).state is AgreementState.ACTIVE


@pytest.mark.parametrize("how", ["draft", "given back", "no longer"])
async def test_what_is_not_proposed_silences_nothing(world, how):
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=185))
    if how == "no longer":
        # An amendment of what is given: it ends on the same day.
        changed = replace(TWO_YEARS, start=date(2028, 1, 1), title="Pesées et bacs")
        second = (await world.does(STEWARD, AmendAgreement(changed))).agreement.citation
        await world.does(STEWARD, SubmitAgreement(second))
    else:
        second = await renewed(world, submitted=how != "draft")
    if how == "given back":
        await world.does("steward@valcobreizh", RequestChanges(second, "à revoir"))
    world.comes(TWO_YEARS.end - timedelta(days=180))
    await ticks(world)
    assert [each.to for each in asked(world)] == BOTH


async def test_what_is_revoked_is_asked_of_nobody_and_what_is_suspended_is(world):
    await in_force(world, TWO_YEARS)
    await world.does("approver@valcobreizh", SuspendAgreement(CITATION, "travaux"))
    world.comes(TWO_YEARS.end - timedelta(days=180))
    await ticks(world)
    assert len(asked(world)) == 2
    await world.does("approver@valcobreizh", RevokeAgreement(CITATION, "fini"))
    assert {kind for _, kind in await days_told(world, days=179)} == set()


async def test_only_the_clock_asks(world):
    await in_force(world, TWO_YEARS)
    assert await world.refused(STEWARD, AskRenewal(CITATION)) == {"act_of_clock": ""}
    assert await world.refused("clock", AskRenewal(CITATION)) == {"not_due_yet": ""}


def used(agreements, requests=3, rows=1200, beside=0, day=1):
    return DatasetUse(
        dataset=DATASET.id,
        reader=VALCOBREIZH.siren,
        purpose="rpqs_dechets",
        agreements=agreements,
        requests=requests,
        beside_others=beside,
        rows=rows,
        last=datetime(2027, 9, day, 8, tzinfo=UTC),
    )


async def test_the_message_says_what_for_what_was_read_and_whose_turn_it_is(world):
    await in_force(world, TWO_YEARS)
    asked_of = []

    async def uses(datasets, datasets_of, since):
        asked_of.append((datasets, datasets_of, since))
        return (used((CITATION,)), used((CITATION,), 1, 0, 1, day=20), used(()))

    world.uses = uses
    world.comes(TWO_YEARS.end - timedelta(days=180))
    await ticks(world)
    assert asked_of == [([DATASET.id], {CITATION: DATASET.id}, world.now - timedelta(days=365))]
    owner, grantee = (word_message(each, "fr") for each in asked(world))
    assert owner.title == "Convention « Pesées » : à renouveler avant le 31/03/2028"
    assert owner.sentence == (
        "La convention « Pesées » (conv-2026-0017@1) s'arrête après le 31/03/2028. 4 lectures et "
        "1 200 lignes en un an (sans les lignes de 1 lecture avec d'autres données), la dernière "
        "le 20 sept. 2027."
    )
    assert owner.next_step.startswith(
        "À vous de la renouveler ; une délibération est à prévoir. Sur sa page"
    )
    assert grantee.next_step.startswith("À CC Val d'Ille-Aubigné de la renouveler, et vous le")
    lines = {each.label: each.text for each in grantee.lines}
    assert lines["Finalités"]
    assert (lines["À vous d'agir"], lines["Jours restants"]) == ("non", "180")
    assert "Use" not in lines
    english = word_message(asked(world)[1], "en")
    assert "4 reads and 1,200 rows in a year" in english.sentence
    assert english.title == 'Agreement "Pesées": to be renewed before 2028-03-31'


async def test_what_nobody_read_is_asked_whether_it_is_needed(world):
    assert year_in_words(YearUse()).fr == "Aucune lecture en un an : voyez si elle sert encore."
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=180))
    await ticks(world)
    # Nobody counts here: nothing is said, least of all that nothing was read.
    assert word_message(asked(world)[0], "fr").sentence.strip().endswith("31/03/2028.")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), (date(2027, 4, 1), date(2028, 3, 31))),
        (date(2026, 1, 1), date(2028, 12, 31), (date(2029, 1, 1), date(2031, 12, 31))),
        (date(2026, 1, 15), date(2026, 7, 14), (date(2026, 7, 15), date(2027, 1, 14))),
        (date(2024, 3, 1), date(2025, 2, 28), (date(2025, 3, 1), date(2026, 2, 28))),
        (date(2026, 1, 10), date(2026, 4, 19), (date(2026, 4, 20), date(2026, 7, 28))),
        (date(2026, 1, 1), date(2026, 1, 31), (date(2026, 2, 1), date(2026, 2, 28))),
    ],
)
async def test_what_follows_begins_on_the_day_after_and_lasts_as_long(world, start, end, expected):
    agreement = replace((await world.submits()), start=start, end=end)
    assert next_period(agreement) == expected
    assert start <= ask_day(agreement) <= end


async def test_signed_after_the_end_it_says_since_when_nothing_was_read(world):
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=5))
    second = await renewed(world)
    world.comes(date(2028, 4, 12))
    await ticks(world)
    late = await world.agreement(second)
    open_gap = gap_before(late, world.catalog.snapshot.agreements, world.now)
    assert gap_words(open_gap).fr.startswith("Depuis le 1er avr. 2028 à 00:00, rien n'est lu")
    await world.both_sign(second)
    await ticks(world)
    active = await world.agreement(second)
    gap = gap_before(active, world.catalog.snapshot.agreements, world.now)
    assert (gap.since.date(), gap.until) == (date(2028, 4, 1), world.now)
    (message,) = [
        each
        for each in world.catalog.messages
        if each.kind == "agreement.activated" and each.about == second
    ]
    lines = {each.label: each.text for each in word_message(message, "fr").lines}
    assert lines["Interruption"].startswith("Du 1er avr. 2028 à 00:00 au 12 avr. 2028 à 11:00")


async def test_signed_in_time_there_is_no_gap_to_tell(world):
    await in_force(world, TWO_YEARS)
    world.comes(TWO_YEARS.end - timedelta(days=5))
    second = await renewed(world)
    await world.both_sign(second)
    world.now = datetime(2028, 3, 31, 22, 0, 20, tzinfo=UTC)
    await ticks(world)
    active = await world.agreement(second)
    assert active.state is AgreementState.ACTIVE
    assert gap_before(active, world.catalog.snapshot.agreements, world.now) is None
