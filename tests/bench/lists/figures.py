"""Lists over HTTP, the same work three times: the gateway, a resolver a field, the floor.

All three run on the same file by the same DuckDB behind uvicorn, and are seen to answer the same
rows before anything is timed. Only the gateway checks a token, decides, records and signs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from catalog.cog import load_cog
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot
from catalog.territory import territory
from deploy.local.process import free_port
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.bench.client import Asked, Connection, processor_ms
from tests.bench.lists.by_hand import Spec
from tests.bench.peers import FIELDS
from tests.bench.report import Figure, times_faster, times_longer
from tests.bench.scene import move_to_parquet, parquet_of_the_demo
from tests.bench.timing import least_ms
from tests.demo_folders import make_demo
from tests.integration.gateway.several_workers import several_workers

_ROOT = Path(__file__).resolve().parents[3]
_READY_S = 60
_DATASET = "val_d_ille_aubigne__collectes"
_CONVENTION = "conv-2025-0001@1"
_COMPETENCE = "1510"
_YEARS = range(2023, 2026)
_COUNT = "{ valDIlleAubigne { collectes { totalCount { value } } } }"


@dataclass(frozen=True)
class Aim:
    """`floor`: times as long at most; `peer`: times faster at least."""

    rows: int
    by_agreement: bool
    times: int
    floor: float | None = None
    peer: float | None = None

    @property
    def what(self) -> str:
        return f"{self.rows:,} rows, {'by agreement' if self.by_agreement else 'by their owner'}"


_AIMS = (
    Aim(100, by_agreement=False, times=40),
    Aim(100, by_agreement=True, times=40, floor=2.5, peer=1),
    Aim(10_000, by_agreement=False, times=8, floor=1.5, peer=10),
    Aim(10_000, by_agreement=True, times=8, floor=1.5, peer=10),
)


@dataclass(frozen=True)
class Side:
    """A server: its port, its process, and the headers that it wants."""

    port: int
    pid: int
    owner: tuple[tuple[str, str], ...] = ()
    grantee: tuple[tuple[str, str], ...] = ()

    def headers(self, aim: Aim) -> tuple[tuple[str, str], ...]:
        return self.grantee if aim.by_agreement else self.owner


async def figures_of_same_work() -> AsyncIterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="interco-bench-")))
        in_csv, in_parquet = DemoState(folder / "csv"), DemoState(folder / "parquet")
        for state in (in_csv, in_parquet):
            await make_demo(state)
        await move_to_parquet(in_parquet, parquet_of_the_demo)
        spec = folder / "spec.json"
        (await _spec(in_csv, in_parquet)).write(spec)
        ours = stack.enter_context(_gateway(in_parquet))
        strawberry = stack.enter_context(_server("strawberry", spec))
        floor = stack.enter_context(_server("floor", spec))
        for aim in _AIMS:
            for figure in await _figures_of_a_list(aim, ours, strawberry, floor):
                yield figure
        counting = stack.enter_context(_gateway(in_csv))
        for figure in await _figures_of_a_count(counting, floor):
            yield figure


async def _figures_of_a_list(aim: Aim, ours: Side, strawberry: Side, floor: Side) -> list[Figure]:
    asked = (
        (ours, Asked(ours.port, "/graphql", _ours(aim), ours.headers(aim))),
        (strawberry, Asked(strawberry.port, "/", _strawberry(aim))),
        (floor, Asked(floor.port, "/", _floor(aim))),
    )
    answers = [await _once(each) for _, each in asked]
    ours_said, theirs_said, said_by_hand = (
        _comparable(each, aim)
        for each in (
            answers[0]["data"]["valDIlleAubigne"]["collectes"]["nodes"],
            answers[1]["data"]["valDIlleAubigne"]["collectes"]["nodes"],
            answers[2]["nodes"],
        )
    )
    assert len(said_by_hand) == aim.rows
    assert ours_said == said_by_hand, _difference(ours_said, said_by_hand)
    assert theirs_said == said_by_hand, _difference(theirs_said, said_by_hand)
    ours_ms, theirs_ms, floor_ms = await _least([each for _, each in asked], aim.times)
    cpu, _, floor_cpu = [await _processor(side, each, aim) for side, each in asked]
    by_hand, peer = "SQL by hand, best wheel", "Strawberry, per field, that SQL"
    return [
        times_longer(aim.what, ours_ms, by_hand, floor_ms, at_most=aim.floor),
        times_longer("  of it, processor time of the server", cpu, by_hand, floor_cpu),
        times_faster("  the whole", ours_ms, peer, theirs_ms, at_least=aim.peer),
    ]


async def _figures_of_a_count(ours: Side, floor: Side) -> list[Figure]:
    body = json.dumps({"query": _COUNT}).encode()
    in_memory = Asked(floor.port, "/", b"{}")
    made = []
    for who, headers in (("their owner", ours.owner), ("agreement", ours.grantee)):
        asked = Asked(ours.port, "/graphql", body, headers)
        answer = await _once(asked)
        assert "errors" not in answer, answer
        ours_ms, floor_ms = await _least([asked, in_memory], 60)
        what = f"count over the demo's CSV, by {who}"
        made.append(
            times_longer(what, ours_ms, "the same rows in memory, by hand", floor_ms, within_ms=3)
        )
    return made


def _ours(aim: Aim) -> bytes:
    where = "where: { codeCommune: { isNull: false } }"
    nodes = f"collectes({where}, first: {aim.rows}) {{ nodes {{ {FIELDS} }} }}"
    return json.dumps({"query": f"{{ valDIlleAubigne {{ {nodes} }} }}"}).encode()


def _strawberry(aim: Aim) -> bytes:
    given = f"first: {aim.rows}, byAgreement: {str(aim.by_agreement).lower()}"
    nodes = f"collectes({given}) {{ nodes {{ {FIELDS} }} }}"
    return json.dumps({"query": f"{{ valDIlleAubigne {{ {nodes} }} }}"}).encode()


def _floor(aim: Aim) -> bytes:
    return json.dumps({"first": aim.rows, "by_agreement": aim.by_agreement}).encode()


async def _once(asked: Asked) -> Any:
    connection = await Connection.open(asked.port)
    try:
        return json.loads(await connection.ask(asked.request))
    finally:
        connection.close()


async def _least(asked: list[Asked], times: int) -> list[float]:
    connections = [await Connection.open(each.port) for each in asked]
    runs = [
        lambda connection=connection, request=each.request: connection.ask(request)
        for connection, each in zip(connections, asked, strict=True)
    ]
    try:
        return await least_ms(*runs, times=times)  # type: ignore[no-any-return]
    finally:
        for each in connections:
            each.close()


async def _processor(side: Side, asked: Asked, aim: Aim) -> float:
    """Milliseconds a request, of so many that ticks of ten count little."""
    times = max(10, 10_000 // aim.rows)
    connection = await Connection.open(asked.port)
    try:
        before = processor_ms([side.pid])
        for _ in range(times):
            await connection.ask(asked.request)
        return (processor_ms([side.pid]) - before) / times
    finally:
        connection.close()


def _comparable(rows: list[Any], aim: Aim) -> list[Any]:
    """As they came; of pseudonyms, those that are level in all else come in an order of ours."""
    return sorted(rows, key=_day_and_number) if aim.by_agreement else rows


def _day_and_number(row: Any) -> tuple[str, str, str]:
    return row["dateCollecte"], row["idPesee"], row["codeCommune"]


def _difference(ours: list[Any], theirs: list[Any]) -> str:
    pairs = zip(ours, theirs, strict=False)
    first = next(((place, *pair) for place, pair in enumerate(pairs) if pair[0] != pair[1]), None)
    return f"{len(ours)} and {len(theirs)} rows; the first that differ: {first}"


async def _spec(in_csv: DemoState, in_parquet: DemoState) -> Spec:
    async with open_services(in_parquet.settings(), demo=True) as services:
        catalog, keyring = await services.query.catalog.current(), services.query.keyring
    dataset = catalog.datasets[_DATASET]
    hashed = dataset.column_named("id_pesee")
    assert hashed is not None
    purpose = ("column", _CONVENTION, hashed.id)
    cog, reader = load_cog(), Siren(_ORGANISATIONS["valcobreizh"])
    covered = territory(reader, _COMPETENCE, date(2025, 7, 1), catalog.memberships, cog)
    communes = []
    codes = [code for code in cog.land.by_code if code.startswith("35")]
    for code in codes:
        for year in _YEARS:
            meant = cog.land.at(code, date(year, 7, 1))
            label = None if meant is None else cog.label_of_key(f"{code}@{year}")
            if label is not None:
                communes.append((code, year, label.code, label.nom, label.population))
    return Spec(
        parquet=str(_file(in_parquet, catalog)),
        csv=str(in_csv.data / "val-d-ille-aubigne" / _csv_name(in_csv)),
        keys=(keyring.derive(purpose, 1), keyring.derive(purpose, 2)),
        communes=tuple(communes),
        shown=tuple(covered.communes),
    )


def _file(state: DemoState, catalog: Snapshot) -> Path:
    return state.data / "val-d-ille-aubigne" / catalog.datasets[_DATASET].physical.name


def _csv_name(state: DemoState) -> str:
    folder = state.data / "val-d-ille-aubigne"
    files = [each for each in folder.rglob("*.csv") if "collecte" in str(each)]
    return str(files[0].relative_to(folder).parent / "*.csv")


@contextmanager
def _gateway(state: DemoState) -> Iterator[Side]:
    with several_workers(state.folder, 1, worker=False) as crew:
        (pid,) = crew.workers()
        yield Side(
            crew.port,
            pid,
            owner=_headers(state, "agent@val-d-ille-aubigne", None),
            grantee=_headers(state, "agent@valcobreizh", "rpqs_dechets"),
        )


def _headers(state: DemoState, who: str, purpose: str | None) -> tuple[tuple[str, str], ...]:
    issued = state.token_of(who, _ORGANISATIONS[who.partition("@")[2]])
    asked = () if purpose is None else (("Interco-Purpose", purpose),)
    return (("Authorization", f"Bearer {issued}"), *asked)


_ORGANISATIONS = {"val-d-ille-aubigne": "243500667", "valcobreizh": "200090884"}


@contextmanager
def _server(kind: str, spec: Path) -> Iterator[Side]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.lists.servers", kind, str(spec), str(port)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    try:
        _until_there(port)
        yield Side(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _until_there(port: int) -> None:
    deadline = time.monotonic() + _READY_S
    while True:
        try:
            httpx.post(f"http://127.0.0.1:{port}/", json={}, trust_env=False)
        except httpx.ConnectError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
