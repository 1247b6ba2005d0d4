"""The members of an EPCI by the carried map: shown with who would read more, then confirmed.

Covers catalog.loading.epci_members, gateway.cli.reference_commands.
"""

import asyncio
from datetime import UTC, date, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.loading.problems import CompetencesNotSaid, EpciNotOnTheMap
from catalog.model.identifiers import Siren
from catalog.problems import CatalogMoved
from catalog.reference import cog_in
from catalog.territory import territory
from gateway.acts.loading import load_members_of_the_map
from gateway.base.problems import ActsRefused
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.catalog import FOUNDER, demo_act_ports
from gateway.demo_mode.state import DemoState
from gateway.identity.subject import local_subject
from tests.demo_folders import make_demo
from tests.e2e.conftest import run_interco

VAL_D_ILLE, SAINT_MALO, MESNIL = Siren("243500667"), Siren("243500782"), Siren("200085868")


def tell(_fr, _en):
    pass


@pytest.fixture
async def state(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    return state


@pytest.fixture
async def ports(state):
    async with demo_act_ports(state) as ports:
        yield ports


async def load(ports, epci, *competences, shown=None, subject=FOUNDER):
    return await load_members_of_the_map(epci, competences, subject, ports, tell, shown=shown)


async def without_members(ports, epci, keep=()):
    """The catalog as an installation has it that nobody has told who belongs to the EPCI."""
    catalog = await ports.catalog.current()
    gone = tuple(
        each for each in catalog.memberships if each.of == epci and each.member not in keep
    )
    record = ActRecord(datetime.now(UTC), FOUNDER.issuer, "founder", None, "test", {})
    await ports.catalog.write(catalog.version, Changes(removed=gone), record)


def covered(catalog, epci):
    return territory(epci, "1510", date(2026, 6, 1), catalog.memberships, cog_in(catalog)).communes


async def test_a_proposal_says_who_would_read_more_and_writes_nothing(ports):
    await without_members(ports, VAL_D_ILLE)
    before = await ports.catalog.current()
    proposed = await load(ports, VAL_D_ILLE, "1510")
    assert not proposed.written
    lines = proposed.difference.lines("fr")
    assert any("adhésions ajoutées" in line for line in lines)
    (more,) = [line for line in lines if line.startswith("! conv-2025-0001@1")]
    assert "SMICTOM Valcobreizh lirait" in more
    assert "Feins" in more
    after = await ports.catalog.current()
    assert (after.version, covered(after, VAL_D_ILLE)) == (before.version, ())


async def test_what_was_confirmed_is_written_and_nothing_else(ports):
    await without_members(ports, VAL_D_ILLE)
    proposed = (await load(ports, VAL_D_ILLE, "1510")).difference
    assert (await load(ports, VAL_D_ILLE, "1510", shown=proposed)).written
    catalog = await ports.catalog.current()
    assert len(covered(catalog, VAL_D_ILLE)) == 19
    # What was shown is no longer what would be written.
    with pytest.raises(CatalogMoved):
        await load(ports, VAL_D_ILLE, "1510", shown=proposed)
    again = await load(ports, VAL_D_ILLE, "1510")
    assert not again.difference.rights
    assert not (await load(ports, VAL_D_ILLE, "1510", shown=again.difference)).written


async def test_what_was_declared_stays(ports):
    known = await ports.catalog.current()
    declared = [each for each in known.memberships if each.of == VAL_D_ILLE]
    await without_members(ports, VAL_D_ILLE, keep={declared[0].member})
    proposed = (await load(ports, VAL_D_ILLE, "1510")).difference
    assert declared[0].member not in {each.member for each in proposed.composition.added}
    await load(ports, VAL_D_ILLE, "1510", shown=proposed)
    assert declared[0] in (await ports.catalog.current()).memberships


async def test_only_an_operator_writes_members(ports):
    catalog = await ports.catalog.current()
    steward = local_subject(find_agent(catalog, "steward@val-d-ille-aubigne"))
    await without_members(ports, VAL_D_ILLE)
    with pytest.raises(ActsRefused):
        await load(ports, VAL_D_ILLE, "1510", subject=steward)


async def test_a_body_that_the_map_does_not_have_and_competences_that_nobody_says(ports):
    with pytest.raises(EpciNotOnTheMap):
        await load(ports, MESNIL, "1510")
    with pytest.raises(CompetencesNotSaid):
        await load(ports, SAINT_MALO)


async def test_from_a_terminal_nothing_is_written_before_it_is_confirmed(state):
    typed = ("reference", "members-of", SAINT_MALO, "--competence", "1510")
    more = ("--state", str(state.folder))
    tried = await asyncio.to_thread(run_interco, *typed, "--dry-run", *more, check=False)
    assert "adhésions ajoutées" in tried.stdout
    assert "rien n'est écrit" in tried.stderr
    done = await asyncio.to_thread(run_interco, *typed, "--yes", *more, check=False)
    assert "enregistré" in done.stderr
