"""A demo over real HTTP that is attacked, a neighbour of the attacker, and a watch on its loop."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from gateway.cli.demo_agents import token_of
from gateway.demo_mode.state import DemoState

ROOT = Path(__file__).resolve().parents[3]
HOLDS, NEIGHBOUR = "INTERCO_TEST_HOLDS", "neighbour.jsonl"
AGENT, STEWARD, OTHER = "agent@sde35", "steward@valcobreizh", "steward@bretagne-romantique"
OPERATOR, APPROVER, BODY = "operator@interco", "approver@valcobreizh", "200090884"
START_S = 240
_ALONE_S, _LEAST_S, _PAUSE_S = 1.5, 1.5, 0.1
_OURS = {"Sec-Fetch-Site": "same-origin"}
Outcomes = list[str]


@dataclass(frozen=True)
class Case:
    """`allowed`: a status alone, or with its code; each request is answered by one of them."""

    attack: str
    name: str
    allowed: frozenset[str]
    run: Callable[[Scene], Awaitable[Outcomes]]


@dataclass(frozen=True)
class Measured:
    """In seconds. `held`: of the loop's own thread, the longest that it computed in one go."""

    outcomes: Counter[str]
    held: float
    where: str
    alone: float
    beside: float
    wrong: int
    """Answers to the neighbour that were none."""

    @property
    def ratio(self) -> float:
        return self.beside / self.alone if self.alone else 0.0


@dataclass
class Scene:
    """`client` asks as whoever a case says; nothing of one answer is kept for the next."""

    client: httpx.AsyncClient
    state: DemoState
    folder: Path
    made: dict[str, Any] = field(default_factory=dict)

    def headers(self, who: str | None, **more: str) -> dict[str, str]:
        bearer = {} if who is None else {"Authorization": f"Bearer {self.token(who)}"}
        return bearer | {name.replace("_", "-"): value for name, value in more.items()}

    def token(self, who: str) -> str:
        """An agent's; a key is its own."""
        if who.startswith("interco_"):
            return who
        return str(self.made.setdefault(who, token_of(self.state, who)))

    async def send(self, method: str, path: str, who: str | None = None, **given: Any) -> str:
        headers = self.headers(who) | given.pop("headers", {})
        return outcome_of(await self.client.request(method, path, headers=headers, **given))

    async def graphql(
        self, query: str, who: str | None = None, variables: Any = None, **headers: str
    ) -> str:
        return outcome_of(await self.answer(query, who, variables, **headers))

    async def answer(
        self, query: str, who: str | None = None, variables: Any = None, **headers: str
    ) -> httpx.Response:
        body = {"query": query, "variables": variables or {}}
        return await self.client.post("/graphql", json=body, headers=self.headers(who, **headers))

    async def sql(
        self, query: str, who: str | None = None, parameters: Any = (), **headers: str
    ) -> str:
        body = {"query": query, "parameters": list(parameters)}
        return outcome_of(
            await self.client.post("/v1/sql", json=body, headers=self.headers(who, **headers))
        )

    async def session(self, agent: str) -> dict[str, str]:
        """What a browser that signed in sends along."""
        form = {"agent": agent, "second_factor": "on", "next": "/"}
        answer = await self.client.post("/sign-in/demo", data=form, headers=_OURS)
        cookies = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        self.client.cookies.clear()
        return {"Cookie": cookies, **_OURS}


def outcome_of(answer: httpx.Response) -> str:
    """Its status, and the codes of what it refuses."""
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return str(answer.status_code)
    codes = {each["extensions"]["code"] for each in told.get("errors", ())}
    codes |= {told["code"]} if "code" in told else set()
    return " ".join([str(answer.status_code), *sorted(codes)])


async def at_once(count: int, ask: Callable[[int], Awaitable[str]]) -> Outcomes:
    return list(await asyncio.gather(*(ask(number) for number in range(count))))


def times(count: int, asked: str, kind: str = "") -> str:
    return kind + "{ " + " ".join(f"a{number}: {asked}" for number in range(count)) + " }"


@asynccontextmanager
async def opened(state: Path, port: int = 0) -> AsyncIterator[Scene]:
    """A demo of its own in `state`, its loop watched, and a neighbour who asks it all along."""
    folder = state.parent
    folder.mkdir(parents=True, exist_ok=True)
    holds = folder / "holds.jsonl"
    holds.write_text("")
    environment = {**os.environ, HOLDS: str(holds), "PYTHONPATH": str(ROOT)}
    arguments = ["--port", str(port), "--state", str(state)]
    program = [sys.executable, "-m", "tests.attacks.availability.watched", *arguments]
    with (folder / "demo.out").open("wb") as out:
        process = subprocess.Popen(  # noqa: ASYNC220 - nobody is served meanwhile
            program, cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        address = await _address(process, state)
        neighbour = _begin_neighbour(address, folder / NEIGHBOUR)
        # The gateway closes what is idle for five seconds.
        limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
        async with httpx.AsyncClient(
            base_url=address, timeout=300, trust_env=False, limits=limits
        ) as client:
            try:
                while not _has_asked(folder / NEIGHBOUR):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.05)
                yield Scene(client, DemoState(state), folder)
            finally:
                neighbour.kill()
                neighbour.wait()
    finally:
        process.terminate()
        process.wait(60)


def _begin_neighbour(address: str, told: Path) -> subprocess.Popen[bytes]:
    """In a process of its own."""
    told.write_text("")
    program = [sys.executable, "-m", "tests.attacks.availability.neighbour"]
    return subprocess.Popen([*program, address, str(told)], cwd=ROOT)


def _has_asked(told: Path) -> bool:
    return bool(told.read_text())


async def _address(process: subprocess.Popen[bytes], state: Path) -> str:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            address = f"http://127.0.0.1:{int((state / 'port').read_text())}"
            async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
                if (await client.get("/health/ready")).is_success:
                    return address
        except (OSError, ValueError, httpx.HTTPError):
            await asyncio.sleep(0.2)
    raise AssertionError((state.parent / "demo.out").read_text()[-2000:])


async def measured(scene: Scene, case: Case) -> Measured:
    """The neighbour asks before and meanwhile; what is short is sent again and again."""
    before = time.monotonic()
    await asyncio.sleep(_ALONE_S)
    begun = time.monotonic()
    outcomes = await case.run(scene)
    while time.monotonic() - begun < _LEAST_S:
        await asyncio.sleep(_PAUSE_S)
        outcomes += await case.run(scene)
    ended = time.monotonic()
    await asyncio.sleep(0.1)
    asked = [each for each in _lines(scene.folder / NEIGHBOUR) if each["at"] >= before]
    holds = [each for each in _lines(scene.folder / "holds.jsonl") if each["at"] >= begun]
    worst = max(holds, key=lambda each: each["cpu"], default={"cpu": 0.0, "where": ""})
    return Measured(
        Counter(outcomes),
        worst["cpu"],
        worst["where"],
        _median(each["took"] for each in asked if each["at"] + each["took"] < begun),
        _median(each["took"] for each in asked if begun - each["took"] < each["at"] < ended),
        sum(not each["right"] for each in asked),
    )


def _lines(path: Path) -> Iterable[Mapping[str, Any]]:
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            # The last one is being written.
            return


def _median(values: Iterable[float]) -> float:
    return statistics.median(list(values) or [0.0])
