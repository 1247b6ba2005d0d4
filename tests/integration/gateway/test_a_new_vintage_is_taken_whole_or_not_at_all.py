"""An invented list of 2027 of the whole country, loaded over a real store and the real law.

Covers gateway.acts.loading, catalog.reference.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.cog import load_cog
from catalog.loading.problems import NotTheNextVintage, ReferenceRefused
from catalog.reference import cog_in
from catalog.store import open_store
from gateway.acts.loading import load_cog_movements, load_cog_vintages
from gateway.base.problems import ActsRefused
from gateway.demo_mode.catalog import FOUNDER, demo_act_ports
from gateway.demo_mode.state import DemoState
from tests.vintages import INVENTED, MERGER, invented_lines, list_table, movements_table

DAY = date(2027, 6, 1)


def tell(_fr, _en):
    pass


@pytest.fixture
async def ports(tmp_path):
    async with demo_act_ports(DemoState(tmp_path / "state")) as ports:
        yield ports


async def load(ports, *moves, subject=FOUNDER, dry_run=False):
    tables = [list_table(invented_lines(load_cog())), movements_table(*moves)]
    return await load_cog_vintages(tables, None, subject, ports, tell, dry_run=dry_run)


async def test_the_difference_is_shown_first_and_then_a_running_gateway_answers_on_it(
    ports, tmp_path
):
    elsewhere = await open_store(DemoState(tmp_path / "state").settings().database_url)
    before = await elsewhere.current()
    shown = await load(ports, *INVENTED, dry_run=True)
    assert not shown.written
    assert (await ports.catalog.current()).version == before.version
    assert (await load(ports, *INVENTED)).written
    after = cog_in(await elsewhere.current())
    assert after.latest_vintage == 2027
    assert after.commune_at("35024", DAY) == "35238"
    assert cog_in(await elsewhere.at(before.version)).commune_at("35024", DAY) == "35024"
    await elsewhere.aclose()


async def test_movements_loaded_later_leave_the_new_vintage_in_place(ports):
    await load(ports, *INVENTED)
    renamed = movements_table(("10", "2020-02-29", "COM", "24291", "COM", "24291"))
    await load_cog_movements([renamed], FOUNDER, ports, tell, dry_run=False)
    cog = cog_in(await ports.catalog.current())
    assert cog.commune_at("35024", DAY) == "35238"
    assert cog.resolve("24291", date(2020, 6, 1)).nom == "Montignac-Lascaux"
    with pytest.raises(NotTheNextVintage):
        await load(ports, *INVENTED)


async def test_a_list_that_movements_do_not_explain_changes_nothing(ports):
    with pytest.raises(ReferenceRefused) as refused:
        await load(ports, *MERGER)
    told = refused.value.findings.lines("fr")
    assert any("35112" in line for line in told)
    assert any("35069" in line for line in told)
    assert cog_in(await ports.catalog.current()) is load_cog()


async def test_only_an_operator_may_load_a_vintage(ports):
    steward = replace(FOUNDER, roles=frozenset({"steward"}), organisation="243500667")
    with pytest.raises(ActsRefused):
        await load(ports, *INVENTED, subject=steward)
    assert cog_in(await ports.catalog.current()) is load_cog()
