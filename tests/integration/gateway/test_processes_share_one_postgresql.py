"""Three processes over one PostgreSQL: what is due is done once, told once, and taken over.

Covers gateway.acts.clock_worker, gateway.sharing.notifications.loop, catalog.store.deliveries,
catalog.store.store, gateway.cli.workers.
"""

import asyncio
import os
import secrets
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import psycopg
import pytest
from aiosmtpd.controller import Controller
from psycopg import sql

from catalog.actions.agreement_text import signed_hash
from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState, Life
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.store import open_store
from deploy.local.process import free_port
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.gateway.several_workers import several_workers
from tests.signing_in import OURS, VAL_D_ILLE

_SOON_S = 60
_NOW = datetime.now(UTC)


@dataclass
class Letters:
    """What a mail server took. One that it is told to hold gets no answer until it is let go."""

    taken: list = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    holding: str = ""
    port: int = 0
    connection: tuple[int, int] = (0, 0)

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content, policy=policy.default)
        if self.holding and self.holding in letter.as_string() and not self.held.is_set():
            self.connection = session.peer[1], self.port
            self.held.set()
            await asyncio.to_thread(self.let_go.wait, _SOON_S)
            return "451 later"
        self.taken.append((letter["To"], letter["Message-ID"], letter.as_string()))
        return "250 OK"


@dataclass(frozen=True)
class Town:
    """The crew, what it tells by mail, the database it shares; `signed`: how many are due."""

    crew: object
    letters: Letters
    url: str
    signed: int

    def rows(self, query):
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def execute(self, statement):
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def current(self):
        async def read():
            store = await open_store(self.url)
            try:
                return await store.current()
            finally:
                await store.aclose()

        return asyncio.run(read())

    def write(self, change):
        """As a fourth process; `change` makes Changes of the catalog."""

        async def written():
            store = await open_store(self.url)
            try:
                catalog = await store.current()
                await store.write(catalog.version, change(catalog), _act())
            finally:
                await store.aclose()

        asyncio.run(written())


@pytest.fixture(scope="module")
def town(postgresql, tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("processes") / "state")
    letters = Letters()
    with _database(postgresql) as url, _mail_server(letters) as port:
        signed = asyncio.run(_fill(state, url))
        settings = {
            "store_url": url,
            "smtp_url": f"smtp://127.0.0.1:{port}",
            "mail_from": "interco@bench.example",
            "worker": True,
        }
        with several_workers(state.folder, 3, **settings) as crew:
            yield Town(crew, letters, url, signed)


@contextmanager
def _database(postgresql):
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgresql.dsn(name)
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connection.execute(drop.format(sql.Identifier(name)))


@contextmanager
def _mail_server(letters):
    letters.port = free_port()
    controller = Controller(letters, hostname="127.0.0.1", port=letters.port)
    controller.start()
    try:
        yield controller.port
    finally:
        letters.let_go.set()
        controller.stop()


async def _fill(state, url):
    """The demo's catalog, each of its agreements signed, not begun, and about to end: how many."""
    await make_demo(state)
    demo = await open_store(state.settings().database_url)
    shared = await open_store(url)
    try:
        catalog = await demo.current()
        agents = [replace(each, email=_address(each)) for each in catalog.agents.values()]
        agreements = [
            _signed_anew(each) if each.state is AgreementState.ACTIVE else each
            for each in catalog.agreements
        ]
        others = (
            *catalog.organisations.values(),
            *catalog.memberships,
            *catalog.storages.values(),
            *catalog.datasets.values(),
            *catalog.mandates,
            *catalog.registered_purposes.values(),
        )
        empty = await shared.current()
        await shared.write(empty.version, Changes((*others, *agents, *agreements)), _act())
        return sum(each.state is AgreementState.ACTIVE for each in catalog.agreements)
    finally:
        await demo.aclose()
        await shared.aclose()


def _signed_anew(agreement):
    end = paris_day(_NOW) + timedelta(days=50)
    changed = replace(agreement, state=AgreementState.APPROVED, end=end, life=Life())
    digest = signed_hash(changed)
    approvals = tuple(replace(each, version_sha256=digest) for each in changed.approvals)
    return replace(changed, sha256=digest, approvals=approvals)


def _address(agent):
    return f"{agent.sub.replace('@', '.')}@mail.example"


def _act():
    return ActRecord(datetime.now(UTC), None, "system:test", VAL_D_ILLE, "fill")


def until(is_so, what):
    deadline = time.monotonic() + _SOON_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def test_what_is_due_begins_and_its_renewal_is_asked_for_once(town):
    asked = "SELECT count(*) FROM act WHERE action = 'ask_renewal'"
    until(lambda: town.rows(asked)[0][0] >= town.signed, "what is due")
    acts = Counter(action for (action,) in town.rows("SELECT action FROM act"))
    assert acts["activate"] == acts["ask_renewal"] == town.signed
    for each in town.current().agreements:
        if each.state is AgreementState.ACTIVE:
            steps = Counter(step.act for step in each.life.steps)
            assert set(steps.values()) == {1}


def test_each_person_is_told_of_each_thing_once(town):
    waiting = "SELECT count(*) FROM delivery WHERE state = 'pending'"
    unspread = "SELECT count(*) FROM outbox WHERE spread_at IS NULL"
    # What is spread waits from then on: it is counted in this order.
    until(lambda: town.rows(unspread)[0][0] + town.rows(waiting)[0][0] == 0, "all is told")
    (planned,) = town.rows("SELECT count(*) FROM delivery WHERE channel = 'mail'")[0]
    numbers = Counter(number for _, number, _ in town.letters.taken)
    assert planned
    assert len(numbers) == planned
    assert set(numbers.values()) == {1}


def test_what_one_was_telling_when_it_was_killed_is_told_by_another(town):
    letters, number = town.letters, "conv-2026-9999@1"
    letters.holding = number
    town.write(_told_of(number))
    assert letters.held.wait(_SOON_S)
    killed = _process_at(*letters.connection, town.crew.workers())
    os.kill(killed, signal.SIGKILL)
    until(lambda: killed not in town.crew.workers(), "its end")
    letters.let_go.set()
    # What the dead one claimed is another's once its time is over: here, five minutes later.
    town.execute(f"UPDATE delivery SET claimed_until = '{_NOW:%Y-%m-%d}' WHERE claimed_by <> ''")
    waiting = "SELECT count(*) FROM delivery WHERE state = 'pending'"
    until(lambda: not town.rows(waiting)[0][0], "what it had claimed")
    # What it had handed over and could not note is handed over again, as the same letter.
    numbers = {each for _, each, text in letters.taken if number in text}
    readers = {to for to, _, text in letters.taken if number in text}
    assert len(readers) == len(numbers) > 0
    told = town.rows("SELECT state, count(*) FROM delivery WHERE channel = 'mail' GROUP BY state")
    assert [state for state, _ in told] == ["sent"]


def _told_of(number):
    def change(catalog):
        body = catalog.organisations[VAL_D_ILLE]
        message = Message(
            kind="agreement.submitted",
            key=f"agreement.submitted/{number}",
            to=(body.siren,),
            roles=frozenset({"steward", "approver"}),
            about=number,
            facts={"title": "Pesées", "end": "2027-03-01"},
        )
        return Changes((replace(body, name=f"{body.name} (bis)"),), messages=(message,))

    return change


def _process_at(near, far, processes):
    """Which of them has that connection: other connections may use its near port, to elsewhere."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    ports = f"{near:04X}", f"{far:04X}"
    inode = next(
        row[9] for row in rows if (row[1].partition(":")[2], row[2].partition(":")[2]) == ports
    )
    for pid in processes:
        for each in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if str(each.readlink()) == f"socket:[{inode}]":
                    return pid
    raise AssertionError("no process of these sends it")


def test_what_another_process_wrote_is_seen_by_all_at_once(town):
    def renamed(catalog):
        return Changes((replace(catalog.organisations[VAL_D_ILLE], name="Nommée ailleurs"),))

    town.write(renamed)
    asked = {"query": '{ organisation(slug: "val-d-ille-aubigne") { name } }'}
    names = [
        town.crew.ask("/graphql", json=asked).json()["data"]["organisation"]["name"]
        for _ in range(12)
    ]
    assert names == ["Nommée ailleurs"] * 12


def test_a_session_that_ends_at_one_has_ended_at_all(town):
    with httpx.Client(base_url=town.crew.address, trust_env=False) as browser:
        form = {"agent": "steward@valcobreizh", "second_factor": "on", "next": "/account"}
        assert browser.post("/sign-in/demo", data=form, headers=OURS).status_code == 303
        cookies = dict(browser.cookies)
        assert browser.get("/account").status_code == 200
        assert browser.post("/sign-out", headers=OURS).status_code == 303
    for _ in range(12):
        with httpx.Client(
            base_url=town.crew.address, trust_env=False, cookies=cookies
        ) as elsewhere:
            assert elsewhere.get("/account").status_code != 200
