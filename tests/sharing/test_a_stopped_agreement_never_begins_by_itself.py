"""By acts and the clock, with the guard as it is and the real bodies of the demo.

Covers catalog.actions.sharing.suspend_and_revoke, catalog.actions.sharing.guarding,
gateway.acts.differencing_guard, catalog.model.agreement.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.granted_rows import OwnTerritory, RowsDraft, TerritoryDate
from catalog.actions.sharing.acts import OverrideGuard, RevokeAgreement
from catalog.model.agreement import AgreementState, Output
from catalog.model.dataset import AccessLevel, Listing
from catalog.reference import cog_in
from gateway.acts.differencing_guard import guard_now
from gateway.acts.sources import SourceActs
from gateway.identity.subject import local_subject
from tests.sharing.world import OF_MESNIL, PROJECT, ticks
from tests.unit.guard.world import MEMBERSHIPS

S = AgreementState
SENS_DE_BRETAGNE = "35326"
TODAY = date(2026, 4, 1)
DETAIL = replace(
    PROJECT,
    id="conv-2026-0001",
    rows=RowsDraft(own_territory=OwnTerritory("1510", TerritoryDate.ROW_DATE)),
    start=TODAY,
)
"""Rows by commune of the eighteen that the syndicat serves of nineteen."""

TOTALS = replace(
    DETAIL,
    id="conv-2026-0002",
    rows=RowsDraft(),
    output=Output.AGGREGATE,
    columns=tuple(each for each in PROJECT.columns if each.name == "tonnage_kg"),
)
OF_A_MEMBER = replace(TOTALS, id="conv-2026-0003", to="bretagne-romantique")


@pytest.fixture
async def real(world):
    world.guard = guard_now
    members = [each for each in MEMBERSHIPS if each.member != OF_MESNIL.member]
    await world.puts(*members)
    world.comes(TODAY)
    return world


async def signed(world, draft):
    """By both, and then the clock looks."""
    submitted = await world.submits(draft)
    await world.signs(f"approver@{draft.to}", submitted.citation)
    await world.signs("approver@val-d-ille-aubigne", submitted.citation)
    await ticks(world)
    return submitted.citation


async def states(world, *drafts):
    return [(await world.agreement(f"{each.id}@1")).state for each in drafts]


async def answered_for(world, citation):
    found = (await world.agreement(citation)).life.guard.findings_sha256
    by = "dpo@val-d-ille-aubigne"
    await world.does(by, OverrideGuard(citation, found, "données déjà publiées"))
    await ticks(world)


async def test_the_same_totals_to_a_member_are_stopped_and_nothing_is_let_go_by_them(real):
    await signed(real, DETAIL)
    await signed(real, TOTALS)
    assert await states(real, DETAIL, TOTALS) == [S.ACTIVE, S.APPROVED]
    await signed(real, OF_A_MEMBER)
    await ticks(real)
    assert await states(real, DETAIL, TOTALS, OF_A_MEMBER) == [S.ACTIVE, S.APPROVED, S.APPROVED]
    stopped = await real.agreement("conv-2026-0003@1")
    assert stopped.life.guard.communes == (SENS_DE_BRETAGNE,)


async def test_what_would_be_stopped_is_known_before_anybody_signs_it(real):
    await signed(real, DETAIL)
    await signed(real, TOTALS)
    submitted = await real.submits(OF_A_MEMBER)
    snapshot = await real.catalog.current()
    foreseen = guard_now(submitted, snapshot, cog_in(snapshot), TODAY)
    assert foreseen.stops
    assert foreseen.communes == (SENS_DE_BRETAGNE,)


async def test_it_is_the_same_the_other_way_round(real):
    await signed(real, OF_A_MEMBER)
    await signed(real, TOTALS)
    await signed(real, DETAIL)
    assert await states(real, OF_A_MEMBER, TOTALS, DETAIL) == [S.ACTIVE, S.ACTIVE, S.APPROVED]


async def test_an_override_lets_its_own_agreement_begin_and_no_other(real):
    await signed(real, DETAIL)
    await signed(real, TOTALS)
    await signed(real, OF_A_MEMBER)
    await answered_for(real, "conv-2026-0003@1")
    assert await states(real, DETAIL, TOTALS, OF_A_MEMBER) == [S.ACTIVE, S.APPROVED, S.ACTIVE]
    await answered_for(real, "conv-2026-0002@1")
    assert await states(real, DETAIL, TOTALS, OF_A_MEMBER) == [S.ACTIVE] * 3


async def test_what_a_dpo_let_begin_does_not_cut_off_what_was_there_before(real):
    await signed(real, DETAIL)
    await signed(real, TOTALS)
    await answered_for(real, "conv-2026-0002@1")
    assert await states(real, DETAIL, TOTALS) == [S.ACTIVE, S.ACTIVE]


async def test_once_the_override_is_gone_the_last_to_come_is_cut_off(real):
    await signed(real, DETAIL)
    await signed(real, TOTALS)
    await answered_for(real, "conv-2026-0002@1")
    await signed(real, OF_A_MEMBER)
    assert await states(real, DETAIL, TOTALS, OF_A_MEMBER) == [S.ACTIVE] * 3
    by = "approver@val-d-ille-aubigne"
    await real.does(by, RevokeAgreement("conv-2026-0002@1", "fin du projet"))
    await ticks(real)
    assert await states(real, DETAIL, OF_A_MEMBER) == [S.ACTIVE, S.SUSPENDED]


REPORT = {
    "title": {"fr": "Bilan annuel"},
    "storage": "depot",
    "object": {"kind": "csv", "name": "bilan.csv"},
    "columns": {
        "annee": {"type": "string", "label": {"fr": "Année"}, "classification": "open"},
        "masse": {
            "type": "integer",
            "label": {"fr": "Masse"},
            "unit": "kg",
            "concept": "masse_collectee",
            "classification": "open",
        },
    },
}
MEASURED = {"columns": {"tonnage_kg": {"concept": "masse_collectee"}}}


async def declares_a_report(world, opened, **closed):
    """What the EPCI's totals were, open to everybody, until they were closed one way or another."""
    ports = replace(world.ports, directory_roots=("/srv/donnees",))
    (steward,) = (
        each
        for each in world.catalog.snapshot.agents.values()
        if each.sub == "steward@val-d-ille-aubigne"
    )
    acts = SourceActs(local_subject(steward), ports)
    await acts.describe_dataset("collectes", MEASURED, dry_run=False)
    await acts.register_dataset("bilan", {**REPORT, "access_level": opened}, dry_run=False)
    if opened != "restricted":
        await world.confirms_opening("val_d_ille_aubigne__bilan")
    if closed:
        await acts.register_dataset("bilan", {**REPORT, **closed}, dry_run=False)
    return acts


@pytest.mark.parametrize("level", ["open", "open_with_account"])
async def test_what_was_open_once_is_told_still_when_its_owner_closes_it(real, level):
    await declares_a_report(real, level, access_level="restricted")
    await signed(real, DETAIL)
    assert await states(real, DETAIL) == [S.APPROVED]
    stopped = await real.agreement("conv-2026-0001@1")
    assert stopped.life.guard.communes == (SENS_DE_BRETAGNE,)


async def test_it_is_told_still_when_it_is_closed_by_a_publication_or_withdrawn(real):
    acts = await declares_a_report(real, "open")
    await acts.publish_dataset("bilan", Listing.PARTIES, AccessLevel.RESTRICTED, dry_run=False)
    await acts.withdraw_dataset("bilan", None, dry_run=False)
    await acts.register_dataset("bilan", REPORT, dry_run=False)
    await signed(real, DETAIL)
    assert await states(real, DETAIL) == [S.APPROVED]


async def test_what_was_never_open_stops_nothing(real):
    await declares_a_report(real, "restricted")
    await signed(real, DETAIL)
    assert await states(real, DETAIL) == [S.ACTIVE]
