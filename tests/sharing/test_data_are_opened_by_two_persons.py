"""Data are opened to more people by two persons: one proposes, an approver of the body confirms.

Covers catalog.model.opening, catalog.actions.openings.widening, catalog.actions.openings.holding,
catalog.actions.openings.deciding, catalog.actions.openings.messages,
catalog.actions.openings.problems, gateway.acts.openings, policies.openings,
gateway.sharing.notifications.opening_sentences.
"""

from dataclasses import replace

import pytest

from catalog.actions.openings.problems import (
    NoReasonToRefuse,
    NothingToConfirm,
    OpeningChanged,
    PersonalNeverOpen,
)
from catalog.changes import Changes
from catalog.model.dataset import AccessLevel, Classification, Listing
from catalog.model.subject import SYSTEM_CLOCK, Strength
from gateway.acts.openings import OpeningActs
from gateway.acts.sources import SourceActs
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.wording import word_message
from tests.sharing.world import DATASET, ISSUER, VAL_DILLE

STEWARD, APPROVER = "steward@val-d-ille-aubigne", "approver@val-d-ille-aubigne"
SECOND, DPO = "second@val-d-ille-aubigne", "dpo@val-d-ille-aubigne"
OPERATOR = "operator@interco"
COLUMN = "tonnage_kg"


def subject(world, who, **more):
    (agent,) = (each for each in world.catalog.snapshot.agents.values() if each.sub == who)
    return replace(local_subject(agent), **more)


def sources(world, who=STEWARD, **more):
    ports = replace(world.ports, directory_roots=("/srv/donnees",))
    return SourceActs(subject(world, who, **more), ports)


def answers(world, who=APPROVER, **more):
    return OpeningActs(subject(world, who, **more), world.ports)


def now(world):
    return world.catalog.snapshot.datasets[DATASET.id]


def waiting(world):
    return world.catalog.snapshot.openings.get(DATASET.id)


async def proposes(world, who=STEWARD, columns=(COLUMN,), level=AccessLevel.OPEN):
    name = f"val-d-ille-aubigne.{DATASET.name}"
    await sources(world, who).publish_dataset(
        name, Listing.PUBLIC, level, columns=columns, dry_run=False
    )
    return waiting(world)


async def refusal(asked):
    with pytest.raises(ActsRefused) as refused:
        await asked
    return [each.code for each in refused.value.problems]


async def test_nothing_is_open_before_an_approver_confirms_it(world):
    opening = await proposes(world)
    assert now(world) == DATASET
    assert (opening.by, opening.access_level, opening.listing) == (
        STEWARD,
        AccessLevel.OPEN,
        Listing.PUBLIC,
    )
    (told,) = world.catalog.messages
    assert (told.kind, told.to) == ("opening.proposed", (VAL_DILLE.siren,))
    assert told.roles == {"steward", "approver", "dpo"}
    words = word_message(told, "fr")
    assert "Rien n'en est encore ouvert." in words.sentence
    assert STEWARD in [line.text for line in words.lines]
    (seen,) = await answers(world).waiting()
    assert [each.name for each in seen.then.open_columns] == [COLUMN]
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=True)
    assert waiting(world) is not None
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert waiting(world) is None
    assert [each.name for each in now(world).open_columns] == [COLUMN]
    assert (now(world).listing, now(world).version) == (Listing.PUBLIC, DATASET.version + 1)
    record = world.catalog.records[-1]
    assert (record.action, record.by_sub, record.for_organisation) == (
        "confirm_opening",
        APPROVER,
        VAL_DILLE.siren,
    )
    assert (record.summary["proposed_by"], record.summary["sha256"]) == (STEWARD, opening.sha256)
    assert [each.kind for each in world.catalog.messages] == [
        "opening.proposed",
        "opening.confirmed",
    ]


@pytest.mark.parametrize("who", [STEWARD, OPERATOR])
async def test_a_lower_class_of_closed_data_is_told_too(world, who):
    assert now(world).column_named(COLUMN).classification is Classification.INTERNAL
    name = f"val-d-ille-aubigne.{DATASET.name}"
    words = {"columns": {COLUMN: {"classification": "open"}}}
    await sources(world, who).describe_dataset(name, words, dry_run=True)
    assert world.catalog.messages == []
    await sources(world, who).describe_dataset(name, words, dry_run=False)
    assert waiting(world) is None
    assert not now(world).open_columns
    (told,) = world.catalog.messages
    assert (told.kind, told.to) == ("classification.lowered", (VAL_DILLE.siren,))
    assert told.roles == {"steward", "approver", "dpo"}
    for language in ("fr", "en"):
        message = word_message(told, language)
        assert {who, now(world).column_named(COLUMN).label_fr} <= {
            line.text for line in message.lines
        }
    # The same said again tells nothing more, and a higher class is nobody's alarm.
    await sources(world, who).describe_dataset(name, words, dry_run=False)
    higher = {"columns": {COLUMN: {"classification": "internal"}}}
    await sources(world, who).describe_dataset(name, higher, dry_run=False)
    assert len(world.catalog.messages) == 1


async def lists(world, listing, *, dry_run=False):
    name = f"val-d-ille-aubigne.{DATASET.name}"
    return await sources(world).publish_dataset(
        name, listing, AccessLevel.RESTRICTED, dry_run=dry_run
    )


async def test_more_bodies_that_know_of_closed_data_are_told_too(world):
    await lists(world, Listing.PARTIES)
    assert now(world).listing is Listing.PARTIES
    await lists(world, Listing.ORGANISATIONS, dry_run=True)
    assert world.catalog.messages == []
    await lists(world, Listing.ORGANISATIONS)
    assert (now(world).listing, waiting(world)) == (Listing.ORGANISATIONS, None)
    (told,) = world.catalog.messages
    assert (told.kind, told.to) == ("listing.widened", (VAL_DILLE.siren,))
    assert told.roles == {"steward", "approver", "dpo"}
    for language, words in (("fr", "Aucune ligne n'est ouverte"), ("en", "No row is opened")):
        message = word_message(told, language)
        assert words in message.sentence
        assert STEWARD in {line.text for line in message.lines}
    # What would show them to everybody waits, and is told by that; fewer is nobody's alarm.
    await lists(world, Listing.PUBLIC)
    assert now(world).listing is Listing.ORGANISATIONS
    assert waiting(world).listing is Listing.PUBLIC
    await lists(world, Listing.PARTIES)
    kinds = [each.kind for each in world.catalog.messages]
    assert kinds.count("listing.widened") == 1
    # Each time anew: nobody may widen in silence what was widened once and taken back.
    await lists(world, Listing.ORGANISATIONS)
    keys = [each.key for each in world.catalog.messages if each.kind == "listing.widened"]
    assert len(set(keys)) == 2


async def test_the_same_person_never_does_both(world):
    opening = await proposes(world, SECOND)
    asked = answers(world, SECOND).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert await refusal(asked) == ["second_person_required"]
    # Who changes the data meanwhile has proposed them anew.
    other = await proposes(world, STEWARD)
    assert other == opening
    await sources(world, SECOND).describe_dataset(
        DATASET.name, {"title": {"fr": "Pesées ouvertes"}}, dry_run=False
    )
    changed = waiting(world)
    assert (changed.by, changed.sha256 == opening.sha256) == (SECOND, False)
    asked = answers(world, SECOND).confirm(DATASET.id, changed.sha256, dry_run=False)
    assert await refusal(asked) == ["second_person_required"]
    await answers(world).confirm(DATASET.id, changed.sha256, dry_run=False)
    assert now(world).title_fr == "Pesées ouvertes"


@pytest.mark.parametrize(
    ("who", "more", "code"),
    [
        (APPROVER, {"proves": frozenset({Strength.READ, Strength.DRAFT})}, "sign_in_too_weak"),
        (STEWARD, {}, "act_role_required"),
        (DPO, {}, "act_role_required"),
        ("agent@val-d-ille-aubigne", {}, "act_role_required"),
        (APPROVER, {"kind": "machine"}, "act_person_required"),
    ],
)
async def test_an_approver_of_the_body_confirms_by_a_second_factor(world, who, more, code):
    opening = await proposes(world, OPERATOR)
    asked = answers(world, who, **more).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert await refusal(asked) == [code]
    assert (now(world), waiting(world)) == (DATASET, opening)


async def test_nobody_confirms_under_a_mandate(world):
    opening = await proposes(world)
    for who in ("approver@valcobreizh", APPROVER):
        acting = subject(world, who, on_behalf_of=VAL_DILLE.siren, organisation=VAL_DILLE.siren)
        asked = OpeningActs(acting, world.ports).confirm(DATASET.id, opening.sha256, dry_run=False)
        assert await refusal(asked) == ["act_not_under_mandate"]


@pytest.mark.parametrize("who", ["approver@valcobreizh", "second@bretagne-romantique", OPERATOR])
async def test_to_anybody_else_nothing_waits(world, who):
    opening = await proposes(world)
    for asked in (
        answers(world, who).confirm(DATASET.id, opening.sha256, dry_run=False),
        answers(world, who).refuse(DATASET.id, "non", dry_run=False),
        answers(world, who).withdraw(DATASET.id, dry_run=False),
    ):
        with pytest.raises(NothingToConfirm):
            await asked
    if who != OPERATOR:
        assert await answers(world, who).waiting() == ()
    assert waiting(world) == opening


async def test_what_was_taken_back_or_refused_is_confirmed_by_nobody(world):
    opening = await proposes(world)
    await answers(world, STEWARD).withdraw(DATASET.id, dry_run=False)
    with pytest.raises(NothingToConfirm):
        await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    again = await proposes(world)
    with pytest.raises(NoReasonToRefuse):
        await answers(world, DPO).refuse(DATASET.id, "  ", dry_run=False)
    await answers(world, DPO).refuse(DATASET.id, "Des lignes uniques s'y lisent.", dry_run=False)
    assert world.catalog.messages[-1].facts["reason"] == "Des lignes uniques s'y lisent."
    with pytest.raises(NothingToConfirm):
        await answers(world).confirm(DATASET.id, again.sha256, dry_run=False)
    third = await proposes(world)
    await sources(world).withdraw_dataset(DATASET.name, None, dry_run=False)
    with pytest.raises(NothingToConfirm):
        await answers(world).confirm(DATASET.id, third.sha256, dry_run=False)
    assert waiting(world) is None


async def test_a_confirmation_opens_exactly_what_was_read(world):
    read = await proposes(world)
    more = await proposes(world, columns=(COLUMN, "code_commune"))
    assert more.sha256 != read.sha256
    with pytest.raises(OpeningChanged):
        await answers(world).confirm(DATASET.id, read.sha256, dry_run=False)
    await answers(world).confirm(DATASET.id, more.sha256, dry_run=False)
    assert {each.name for each in now(world).open_columns} == {COLUMN, "code_commune"}
    # More columns wait again; what is open already stays so.
    third = await proposes(world, columns=(COLUMN, "code_commune", "date_collecte"))
    assert {each.name for each in now(world).open_columns} == {COLUMN, "code_commune"}
    assert [each.classification for each in third.columns] == [Classification.OPEN]
    with pytest.raises(OpeningChanged):
        await answers(world).confirm(DATASET.id, more.sha256, dry_run=False)


async def test_what_narrows_waits_for_nobody(world):
    opening = await proposes(world, columns=(COLUMN, "code_commune"))
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    told = len(world.catalog.messages)
    await sources(world).publish_dataset(
        DATASET.name, Listing.PUBLIC, AccessLevel.OPEN, columns=[COLUMN], dry_run=False
    )
    assert [each.name for each in now(world).open_columns] == [COLUMN]
    await sources(world).publish_dataset(
        DATASET.name, Listing.PARTIES, AccessLevel.RESTRICTED, dry_run=False
    )
    assert (now(world).open_columns, waiting(world)) == ((), None)
    assert len(world.catalog.messages) == told


async def test_open_rows_come_from_elsewhere_once_that_is_confirmed(world):
    opening = await proposes(world)
    await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    open_now, elsewhere = now(world), replace(DATASET.physical, name="autres.csv")
    moved = replace(open_now, physical=elsewhere, version=open_now.version + 1)
    held = await writes(world, moved)
    assert (held.access_level, held.open_columns) == (AccessLevel.RESTRICTED, ())
    assert [each.ids for each in held.once_open] == [{each.id for each in open_now.open_columns}]
    await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)
    assert now(world).open_columns == open_now.open_columns


async def writes(world, dataset):
    return await puts(world, dataset)


async def puts(world, *entities):
    """As any act does: what it puts goes through the same commit."""
    from catalog.actions.openings.holding import with_openings_held

    held = with_openings_held(
        Changes(entities), world.catalog.snapshot, SYSTEM_CLOCK, world.now, frozenset()
    )
    snapshot = world.catalog.snapshot
    await world.catalog.write(snapshot.version, held.changes, None)
    return now(world)


async def test_a_personal_column_is_opened_by_nobody(world):
    (column,) = (each for each in DATASET.columns if each.name == COLUMN)
    personal = replace(column, classification=Classification.PERSONAL)
    columns = tuple(personal if each == column else each for each in DATASET.columns)
    await writes(world, replace(DATASET, columns=columns))
    with pytest.raises(PersonalNeverOpen):
        await proposes(world)
    assert waiting(world) is None
    # That it is about nobody takes two persons as well.
    words = {"columns": {COLUMN: {"classification": "internal"}}}
    await sources(world).describe_dataset(DATASET.name, words, dry_run=False)
    assert now(world).column_named(COLUMN).classification is Classification.PERSONAL
    await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)
    assert now(world).column_named(COLUMN).classification is Classification.INTERNAL


async def test_a_column_that_became_personal_while_it_waited_is_confirmed_by_nobody(world):
    await proposes(world)
    column = now(world).column_named(COLUMN)
    personal = replace(column, classification=Classification.PERSONAL)
    columns = tuple(personal if each == column else each for each in now(world).columns)
    await writes(world, replace(now(world), columns=columns))
    with pytest.raises(PersonalNeverOpen):
        await answers(world).confirm(DATASET.id, waiting(world).sha256, dry_run=False)
    assert now(world).open_columns == ()


async def test_of_two_who_confirm_at_once_one_does(world):
    opening = await proposes(world)
    real, moved = world.catalog.write, []

    async def written_meanwhile(expected, changes, record):
        if not moved:
            moved.append(True)
            await answers(world, SECOND).confirm(DATASET.id, opening.sha256, dry_run=False)
        return await real(expected, changes, record)

    world.catalog.write = written_meanwhile
    with pytest.raises(NothingToConfirm):
        await answers(world).confirm(DATASET.id, opening.sha256, dry_run=False)
    confirmed = [each for each in world.catalog.records if each.action == "confirm_opening"]
    assert [each.by_sub for each in confirmed] == [SECOND]
    assert confirmed[0].by_issuer == ISSUER
