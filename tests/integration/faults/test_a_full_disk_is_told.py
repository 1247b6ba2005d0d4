"""The disk of the store, of the signed roots or of the engine's spill is full, then is not.

Covers gateway.proof.roots_folder, federation.engines.duckdb_run,
federation.engines.duckdb_problems, catalog.store.written_acts,
catalog.store.uncertain_commit, catalog.store.sqlite_hot_path.
"""

import shutil
import sqlite3
from contextlib import closing
from itertools import count

import httpx
import pytest

from catalog.model.problem import OperatorProblem
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.proof.problems import RootNotWritten
from gateway.proof.roots_folder import RootsFolder
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.faults.disks import filled, small_disk
from tests.integration.faults.load import DRAFT, INPUT, problems_by_code
from tests.integration.graphql_acts.conftest import Town

OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
SPILLS = """SELECT a.nom_station, b.nom_station AS autre, a.id_pdc
  FROM sde35.bornes_recharge a, sde35.bornes_recharge b
  ORDER BY b.nom_station, a.id_pdc"""
STEWARD = "steward@mesnil-roc-h"
MANY = 400


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", 24) as mounted:
        yield mounted


@pytest.fixture
async def town(tmp_path, disk):
    """Its store alone is on the small disk."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    kept = disk / "catalog.sqlite"
    shutil.move(state.folder / "catalog.sqlite", kept)
    settings = state.settings(store_url=f"sqlite:///{kept}")
    async with open_services(settings, demo=True) as services:
        yield Town(state, services)


async def until_refused(ask):
    """What was asked with before, which was answered, and the refusal that ended it."""
    answered = []
    for number in count(1):
        told = await ask(number)
        if told.codes:
            return answered, told
        answered.append(number)
        if number == MANY:
            break
    raise AssertionError("the disk is not full")


async def test_a_store_without_room_records_no_half_and_goes_on_once_there_is_some(town, disk):
    async def read(number):
        return await town.ask(OPEN, request=f"full-{number}")

    async def draft(number):
        variables = {"input": {**INPUT, "id": f"conv-2031-{number:04}"}}
        return await town.ask(DRAFT, STEWARD, variables=variables)

    right = (await town.ask(OPEN, request="before")).body
    with filled(disk):
        read_before, refused_read = await until_refused(read)
        drafted, refused_act = await until_refused(draft)
    assert refused_read.codes == ["audit_unavailable"]
    assert refused_act.codes == ["store_unavailable"]
    assert issubclass(problems_by_code()["store_unavailable"], OperatorProblem)
    assert (await town.ask(OPEN, request="after")).body == right
    later = len(drafted) + 1
    assert not (await draft(later)).codes
    await town.services.query.audit.ends.written()
    with closing(sqlite3.connect(disk / "catalog.sqlite")) as kept:
        statuses = dict(kept.execute("SELECT request_id, status FROM audit_outcome"))
        conventions = kept.execute(
            "SELECT count(*) FROM act WHERE action = 'draft' AND summary LIKE '%conv-2031-%'"
        ).fetchone()
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    names = {f"full-{number}" for number in read_before} | {"before", "after"}
    assert {name: statuses[name] for name in names} == dict.fromkeys(names, "answered")
    assert conventions == (later,)


async def test_a_root_is_beside_the_store_whole_or_not_at_all(disk):
    roots = RootsFolder(disk / "roots")
    await roots.write("2026-11-24.json", b"{}")
    content = b"x" * 20_000
    with filled(disk):
        with pytest.raises(RootNotWritten):
            await roots.write("2026-11-25.json", content)
        assert await roots.names() == {"2026-11-24.json"}
    await roots.write("2026-11-25.json", content)
    assert await roots.read("2026-11-25.json") == content


async def test_a_full_spill_is_the_operators_and_no_sources(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    app = build_app(state.settings(duckdb_memory="160MB", worker=False), demo=True, lasts=False)
    with small_disk(state.folder / "spill", 3):
        async with app.router.lifespan_context(app):
            agents = await app.state.services.acts.catalog.current()
            token = state.token(find_agent(agents, "agent@sde35"))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:
                headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

                async def sql(query):
                    return await client.post("/v1/sql", json={"query": query}, headers=headers)

                for _ in range(3):
                    refused = await sql(SPILLS)
                    told = (refused.status_code, refused.json().get("code"))
                    assert told == (503, "engine_disk_full")
                    assert refused.headers["retry-after"] == "30"
                small = await sql("SELECT count(*) AS n FROM sde35.bornes_recharge")
                assert small.status_code == 200, small.text
