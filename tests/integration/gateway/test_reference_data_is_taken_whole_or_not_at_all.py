"""Loading through the act: a real store, the real law, a second process that reads.

Covers catalog.coverage, gateway.acts.loading, gateway.acts.loading_inputs,
catalog.store.last_loads, gateway.reading.reports.coverage, catalog.loading.tables,
catalog.reference, catalog.territory.
"""

from dataclasses import replace
from datetime import date

import pytest

import catalog.loading
from catalog.cog import load_cog
from catalog.coverage import CodeCause
from catalog.loading.problems import ReferenceRefused
from catalog.loading.tables import ReadTable, recognise
from catalog.reference import cog_in
from catalog.store import open_store
from catalog.territory import territory
from federation.problems import UnknownDataset
from gateway.acts.loading import MEMBERSHIPS, load_cog_movements, load_memberships
from gateway.acts.loading_inputs import DEPENDS_ON, digest_of_inputs
from gateway.base.problems import ActsRefused
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.catalog import FOUNDER, demo_act_ports
from gateway.demo_mode.state import DemoState
from gateway.identity.subject import local_subject
from gateway.reading.reports.coverage import report_coverage

SYNDICAT = "200026243"


def table(name, header, *lines):
    columns = zip(*lines, strict=True)
    return recognise(ReadTable(name, dict(zip(header.split(","), columns, strict=True))))


COMPOSITION = table(
    "composition.csv",
    "syndicat_siren,commune_siren,commune_code,epci_siren,adhesion_directe",
    (SYNDICAT, "200054294", "22046", "200067460", "1"),
    (SYNDICAT, "200054864", "35176", "200043990", "0"),
)
COMPETENCES = table("competences.csv", "siren,code", (SYNDICAT, "1502"))
HEADER = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP"
RENAMED = table("mvt.csv", HEADER, ("10", "2020-02-29", "COM", "24291", "COM", "24291"))
UNREADABLE = table("mvt.csv", HEADER, ("10", "hier", "COM", "24291", "COM", "24291"))


def tell(_fr, _en):
    pass


@pytest.fixture
async def ports(tmp_path):
    async with demo_act_ports(DemoState(tmp_path / "state")) as ports:
        yield ports


@pytest.fixture
async def elsewhere(ports, tmp_path):
    """Another gateway over the same store, running since before the load."""
    store = await open_store(DemoState(tmp_path / "state").settings().database_url)
    await store.current()
    yield store
    await store.aclose()


async def load(ports, subject=FOUNDER, *, dry_run=False):
    tables = [COMPOSITION, COMPETENCES]
    return await load_memberships(tables, 2021, None, subject, ports, tell, dry_run=dry_run)


async def test_a_dry_run_shows_the_difference_and_writes_nothing(ports):
    before = (await ports.catalog.current()).version
    loaded = await load(ports, dry_run=True)
    assert not loaded.written
    assert any("adhésions ajoutées" in line for line in loaded.difference.lines("fr"))
    assert (await ports.catalog.current()).version == before


async def test_what_was_loaded_answers_in_a_gateway_that_was_running(ports, elsewhere):
    assert (await load(ports)).written
    catalog = await elsewhere.current()
    covered = territory(SYNDICAT, "1502", date(2021, 6, 1), catalog.memberships, cog_in(catalog))
    assert covered.communes == ("22046", "35176")
    assert SYNDICAT in catalog.organisations


async def test_the_same_files_again_write_no_version(ports):
    await load(ports)
    before = (await ports.catalog.current()).version
    assert not (await load(ports)).written
    assert (await ports.catalog.current()).version == before


async def test_a_load_is_known_again_until_what_it_depends_on_changes(ports):
    async def known(inputs="a"):
        return await ports.catalog.last_load(MEMBERSHIPS, inputs, DEPENDS_ON)

    assert await known() is None
    loaded = await load_memberships(
        [COMPOSITION, COMPETENCES], 2021, None, FOUNDER, ports, tell, dry_run=False, inputs="a"
    )
    assert loaded.written
    assert await known() is not None
    assert await known("other files") is None
    # Another map: the same files may mean other communes.
    await load_cog_movements([RENAMED], FOUNDER, ports, tell, dry_run=False)
    assert await known() is None


def test_what_a_load_depends_on_is_its_files_in_any_order_and_what_is_asked(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("a")
    other.write_text("b")
    digest = digest_of_inputs([one, other], 2021, None)
    assert digest_of_inputs([other, one], 2021, None) == digest
    assert digest_of_inputs([one, other], 2022, None) != digest
    assert digest_of_inputs([one, other], 2021, date(2021, 7, 1)) != digest
    other.write_text("c")
    assert digest_of_inputs([one, other], 2021, None) != digest


def test_a_load_depends_on_the_code_that_reads_it_and_not_on_what_python_makes_of_it(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(catalog.loading, "__path__", [str(tmp_path)])
    (tmp_path / "links.py").write_text("a")
    digest = digest_of_inputs([], 2021, None)
    (tmp_path / "links.pyc").write_text("b")
    assert digest_of_inputs([], 2021, None) == digest
    (tmp_path / "links.py").write_text("c")
    assert digest_of_inputs([], 2021, None) != digest


async def test_another_act_does_not_read_the_memberships_again(ports):
    await load(ports)
    before = await ports.catalog.current()
    await load_cog_movements([RENAMED], FOUNDER, ports, tell, dry_run=False)
    after = await ports.catalog.current()
    assert after.version != before.version
    assert after.memberships is before.memberships


async def test_only_an_operator_may_load(ports):
    steward = replace(FOUNDER, roles=frozenset({"steward"}), organisation="243500667")
    with pytest.raises(ActsRefused):
        await load(ports, steward)
    with pytest.raises(ActsRefused):
        await load_cog_movements([RENAMED], steward, ports, tell, dry_run=False)
    assert (await ports.catalog.current()).memberships == ()


async def test_a_running_gateway_reads_the_new_map_and_a_past_picture_keeps_its_own(
    ports, elsewhere
):
    before = await elsewhere.current()
    assert cog_in(before) is load_cog()
    await load_cog_movements([RENAMED], FOUNDER, ports, tell, dry_run=False)
    after = await elsewhere.current()
    day = date(2020, 6, 1)
    assert cog_in(after).resolve("24291", day).nom == "Montignac-Lascaux"
    assert cog_in(await elsewhere.at(before.version)).resolve("24291", day).nom == "Montignac"


async def test_a_line_that_cannot_be_read_refuses_the_whole_file(ports):
    with pytest.raises(ReferenceRefused) as refused:
        await load_cog_movements([RENAMED, UNREADABLE], FOUNDER, ports, tell, dry_run=False)
    assert any("hier" in line for line in refused.value.findings.lines("fr"))
    assert cog_in(await ports.catalog.current()) is load_cog()


async def test_an_owner_sees_what_each_of_its_codes_is(embedded):
    catalog = await embedded.ports.catalog.current()
    subject = local_subject(find_agent(catalog, "steward@val-d-ille-aubigne"))
    report = await report_coverage("val_d_ille_aubigne__collectes", subject, embedded.ports)
    counts = {each.cause: each.rows for each in report.causes}
    document = "{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value } } } }"
    answered = await embedded.ask(document, "steward@val-d-ille-aubigne")
    assert f'"value":{report.rows}}}' in answered.body.decode()
    assert counts[CodeCause.CURRENT] > 10_000
    assert counts[CodeCause.MISSING] == 1


async def test_to_anybody_else_the_dataset_does_not_exist(embedded):
    catalog = await embedded.ports.catalog.current()
    other = local_subject(find_agent(catalog, "agent@valcobreizh"), "rpqs_dechets")
    told = []
    for dataset in ("val_d_ille_aubigne__collectes", "val_d_ille_aubigne__nothing"):
        with pytest.raises(UnknownDataset) as refused:
            await report_coverage(dataset, other, embedded.ports)
        told.append(refused.value.sentence("fr").replace(dataset, "…"))
    assert told[0] == told[1]
