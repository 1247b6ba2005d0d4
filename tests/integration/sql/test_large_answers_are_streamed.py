"""Large answers through a real server: whole, or ended and told; never cut unseen.

Covers gateway.http.sql, gateway.http.graphql, federation.results.formats.choice,
gateway.reading.query.revocation_watch, gateway.reading.query.plan_cache, gateway.acts.act.
"""

import asyncio
import io
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from catalog.actions.sharing.acts import RevokeAgreement
from federation.limits import Limits
from federation.results.formats.choice import FORMATS
from gateway.acts.act import act
from gateway.acts.ports import ActPorts
from gateway.cli.demo_folder import find_agent
from gateway.http.graphql import graphql_endpoint
from gateway.http.sql import sql_endpoint
from gateway.reading.query.plan_cache import PlanCache
from gateway.reading.query.revocation_watch import recheck_running
from tests.integration.sql.conftest import COLLECTES, VALCOBREIZH
from tests.integration.sql.test_a_statement_is_governed_as_a_document_is import OPERATOR, records

# Each row as often as there are pairs of it with another: tens of millions.
ENDLESS = f"SELECT a.id_pesee, a.flux FROM {COLLECTES} AS a CROSS JOIN {COLLECTES} AS b"
TIMES = ", ".join(map(str, range(40)))
MANY = (
    "SELECT c.id_pesee, c.date_collecte, c.code_commune, c.flux, c.tonnage_kg, v.n"
    f" FROM {COLLECTES} AS c CROSS JOIN (VALUES {TIMES}) AS v (n)"
)
TANGLED = (
    f"SELECT a.id_pesee, a.flux, a.tonnage_kg * b.tonnage_kg AS m, b.id_pesee AS n"
    f" FROM {COLLECTES} AS a CROSS JOIN {COLLECTES} AS b"
)
"""The same in no order that a format could shorten: a download, whatever the format."""
CUT_SHORT = 18
"""What curl ends with: the transfer was closed with bytes still to come."""


@dataclass
class Served:
    """A door behind a real server, and a client that may do as it likes."""

    door: object
    url: str

    async def headers(self, name):
        agent, purpose = VALCOBREIZH
        found = find_agent(await self.door.ports.catalog.current(), agent)
        return {
            "Authorization": f"Bearer {self.door.state.token(found)}",
            "Interco-Purpose": purpose,
            "Accept": FORMATS[name]().media_type,
            "Accept-Language": "en",
        }

    async def curl(self, query, name, to):
        options = [f"-H{key}: {value}" for key, value in (await self.headers(name)).items()]
        process = await asyncio.create_subprocess_exec(
            "curl", "-s", "-o", str(to), "-w", "%{http_code}", *options,
            "--json", json.dumps({"query": query}), self.url,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        told, _ = await process.communicate()
        return process.returncode, int(told)

    @asynccontextmanager
    async def asked(self, query, name="ndjson"):
        headers = await self.headers(name)
        async with (
            httpx.AsyncClient(timeout=60) as client,
            client.stream("POST", self.url, json={"query": query}, headers=headers) as answer,
        ):
            yield answer

    @property
    def runs(self):
        """What the engine itself still runs, under whatever watches it."""
        return self.door.ports.engines["duckdb"]._engine._running

    async def until_nothing_runs(self):
        async with asyncio.timeout(30):
            while self.runs or self.door.ports.running.queries:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0)

    async def outcome(self, answer):
        """It is written once the answer has ended."""
        async with asyncio.timeout(30):
            while True:
                found = records(self.door, "audit_outcome", answer.headers["interco-request-id"])
                if found:
                    return found[0]
                await asyncio.sleep(0)


@asynccontextmanager
async def serving(door):
    methods = ["GET", "POST"]
    routes = [
        Route("/v1/sql", sql_endpoint, methods=methods),
        Route("/graphql", graphql_endpoint, methods=methods),
    ]
    app = Starlette(routes=routes)
    app.state.services = door.services
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    listener = config.bind_socket()
    listener.listen()
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Served(door, f"http://127.0.0.1:{listener.getsockname()[1]}/v1/sql")
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def served(door):
    async with serving(door) as served:
        yield served


@pytest.fixture
async def make_served(door):
    """With limits of one's own: plans made under others are not taken for it."""

    @asynccontextmanager
    async def make(**limits):
        own = door.with_ports(limits=replace(Limits(), **limits), memory=PlanCache())
        async with serving(own) as served:
            yield served

    return make


@pytest.mark.parametrize("name", ["arrow", "parquet"])
async def test_exact_decimals_come_home_as_numbers(door, name):
    """Also where an expression gives them, and a UNION has several kinds of them."""
    text = (
        "SELECT DECIMAL '1.50' AS m, sum(CAST(nb_bacs_leves AS DECIMAL(9, 1))) AS n"
        f" FROM {COLLECTES} UNION ALL SELECT DECIMAL '123.4567', 0 FROM {COLLECTES}"
        " GROUP BY code_commune"
    )
    media_type = FORMATS[name].media_type
    answer = await door.sql(text, "agent@val-d-ille-aubigne", accept=media_type)
    assert answer.status_code == 200, answer.text
    body = answer.content
    table = (
        pq.read_table(io.BytesIO(body))
        if name == "parquet"
        else pyarrow.ipc.open_stream(body).read_all()
    )
    assert table.schema.types == [pyarrow.decimal128(7, 4), pyarrow.decimal128(38, 1)]
    assert set(table.column("m").to_pylist()) == {Decimal("1.5000"), Decimal("123.4567")}


def count_rows(name, body):
    match name:
        case "json":
            return len(json.loads(body)["rows"])
        case "ndjson":
            return len([json.loads(line) for line in body.splitlines()])
        case "arrow":
            with pyarrow.ipc.open_stream(body) as reader:
                return sum(batch.num_rows for batch in reader)
        case "parquet":
            return pq.read_table(io.BytesIO(body)).num_rows
        case _:
            return body.count(b"\r\n") - 1


def resident_mb():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@pytest.mark.parametrize("name", list(FORMATS))
async def test_half_a_million_rows_come_whole_in_each_format(served, tmp_path, name):
    ((one,),) = await served.door.rows(f"SELECT count(*) FROM {COLLECTES}", *VALCOBREIZH)
    ended, status = await served.curl(MANY, name, tmp_path / "answer")
    assert (ended, status) == (0, 200)
    assert count_rows(name, (tmp_path / "answer").read_bytes()) == 40 * one


async def test_memory_stays_flat_and_others_are_answered_meanwhile(served):
    before, most, size, others = resident_mb(), 0.0, 0, 0

    async def ask_others():
        nonlocal others
        while True:
            await served.door.rows("SELECT 1 AS n", *VALCOBREIZH)
            others += 1

    asking = asyncio.create_task(ask_others())
    async with served.asked(f"{ENDLESS} LIMIT 3000000", "json") as answer:
        async for piece in answer.aiter_bytes():
            size += len(piece)
            most = max(most, resident_mb() - before)
    asking.cancel()
    assert size > 60_000_000
    assert most < 150
    assert others > 5


async def test_a_file_has_a_name_and_is_not_guessed_at(served):
    async with served.asked(f"SELECT flux FROM {COLLECTES} LIMIT 1", "csv") as answer:
        body = await answer.aread()
    assert answer.headers["content-type"] == FORMATS["csv"]().media_type
    assert answer.headers["content-disposition"].startswith('attachment; filename="interco-')
    assert answer.headers["content-disposition"].endswith('.csv"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert body.startswith(b'"flux"\r\n"')


@pytest.mark.parametrize("name", list(FORMATS))
async def test_what_fails_before_the_first_byte_is_a_problem_with_its_status(served, name):
    async with served.asked(f"SELECT fluxx FROM {COLLECTES}", name) as answer:
        problem = json.loads(await answer.aread())
    assert answer.status_code == problem["status"] == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize("name", list(FORMATS))
async def test_what_fails_later_breaks_the_transfer_and_the_format(make_served, tmp_path, name):
    async with make_served(max_streamed_rows=300_000) as served:
        ended, status = await served.curl(TANGLED, name, tmp_path / "answer")
        await served.until_nothing_runs()
    assert (ended, status) == (CUT_SHORT, 200)
    body = (tmp_path / "answer").read_bytes()
    assert b"too_many_rows" in body[-500:]
    if not name.startswith("csv"):
        with pytest.raises((ValueError, OSError, pyarrow.ArrowException)):
            count_rows(name, body)
    else:
        assert body.count(b'"') % 2 == 1, "its last field is not closed"


async def test_what_holds_too_many_bytes_is_broken_off_as_well(make_served, tmp_path):
    async with make_served(max_streamed_bytes=20_000_000) as served:
        ended, status = await served.curl(ENDLESS, "ndjson", tmp_path / "answer")
        await served.until_nothing_runs()
    assert (ended, status) == (CUT_SHORT, 200)
    last = (tmp_path / "answer").read_bytes()[-500:].decode()
    assert "too_many_bytes" in last
    assert "20 M" in last


async def test_a_document_may_not_hold_more_than_its_bytes(door):
    own = door.with_ports(limits=Limits(max_bytes=1_000), memory=PlanCache())
    asked = "{ valDIlleAubigne { collectes(first: 100) { nodes { dateCollecte flux } } } }"
    answer = await own.post("/graphql", {"query": asked}, *VALCOBREIZH)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "too_many_bytes"
    assert answer.json()["data"]["valDIlleAubigne"]["collectes"]["nodes"] is None


async def test_the_record_says_how_many_rows_left_before_it_failed(make_served):
    async with (
        make_served(max_streamed_rows=300_000) as served,
        served.asked(ENDLESS) as answer,
    ):
        with pytest.raises(httpx.RemoteProtocolError):
            await answer.aread()
        outcome = await served.outcome(answer)
    assert outcome["status"] == "failed"
    assert outcome["problem_code"] == "too_many_rows"
    assert 0 < outcome["rows"] <= 300_000


async def test_a_client_that_goes_away_ends_the_query(served):
    async with served.asked(ENDLESS) as answer:
        pieces = answer.aiter_bytes()
        await anext(pieces)
        assert served.runs
    await served.until_nothing_runs()
    outcome = await served.outcome(answer)
    assert outcome["status"] == "cancelled"
    assert outcome["rows"] > 0


async def test_a_client_that_stands_still_is_waited_for_no_longer_than_allowed(make_served):
    async with make_served(stream_timeout_s=1.0) as served, served.asked(ENDLESS) as answer:
        pieces = answer.aiter_bytes()
        await anext(pieces)
        await served.until_nothing_runs()
        outcome = await served.outcome(answer)
    assert (outcome["status"], outcome["problem_code"]) == ("failed", "source_timeout")


async def test_a_revocation_ends_what_has_begun_to_leave(own_door):
    async with serving(own_door) as served, served.asked(ENDLESS, "json") as answer:
        pieces = answer.aiter_bytes()
        body = await anext(pieces)
        law = own_door.services.acts.law
        ports = ActPorts(own_door.ports.catalog, law, lambda: datetime.now(UTC))
        await act(RevokeAgreement("conv-2025-0001@1", "fin"), OPERATOR, ports, dry_run=False)
        await recheck_running(own_door.ports)
        tail = await rest(pieces)
        outcome = await served.outcome(answer)
    # What was sent is not taken back, and not denied.
    told = json.loads((body + tail).rpartition(b'"problem":')[2])
    assert told["code"] == "agreement_ended_meanwhile"
    assert f"{told['rowsSent']} rows were sent" in told["detail"]
    assert told["rowsSent"] >= outcome["rows"] > 0
    assert outcome["problem_code"] == "agreement_ended_meanwhile"
    await served.until_nothing_runs()


async def rest(pieces):
    """What comes until the transfer is broken off."""
    taken = b""
    try:
        async for piece in pieces:
            taken = (taken + piece)[-1_000_000:]
    except httpx.RemoteProtocolError:
        return taken
    raise AssertionError("it came to an end")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("statement", ["SHOW TABLES", f"DESCRIBE {COLLECTES}"])
async def test_what_describes_data_is_sent_whole(served, statement, name):
    async with httpx.AsyncClient(timeout=60) as client:
        sent = await client.post(
            served.url, json={"query": statement}, headers=await served.headers(name)
        )
    assert sent.status_code == 200
    assert len(sent.content) > 100
