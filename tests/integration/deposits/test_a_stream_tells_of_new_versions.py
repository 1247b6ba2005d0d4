"""A subscription tells that a new version of a dataset came, as long as its reader may be told.

Covers gateway.control.changes, gateway.control.subscribing, gateway.http.event_stream,
gateway.http.accept, gateway.sharing.changes.new_rows, gateway.sharing.changes.problems,
gateway.sharing.changes.readers, gateway.sharing.changes.streams, gateway.sharing.changes.watch,
schema.stream_problems, gateway.identity.sessions.
"""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from catalog.model.deposit import DepositMode
from catalog.model.identifiers import Siren
from gateway.base.background_loop import running
from gateway.cli.agent_commands import _REVOKE as REVOKE_ROLE
from gateway.cli.demo_folder import find_agent
from gateway.cli.key_commands import MAKE
from gateway.cli.key_commands import REVOKE as REVOKE_KEY
from gateway.demo_mode.state import DemoState
from gateway.http import event_stream
from gateway.http.cookies import Cookies
from gateway.http.graphql import graphql_endpoint
from gateway.http.session_guard import SessionGuard
from gateway.identity.signed_in import Identity
from gateway.sharing.changes.watch import watch_changes
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.deposits.test_a_deposit_is_shared_under_an_agreement import (
    FIRST,
    agreed,
    deposit,
)
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body
from tests.node_clients import FOLDER, node_command

AGENT, STEWARD = "agent@valcobreizh", "steward@valcobreizh"
PESEES = "mesnil_roc_h__pesees"
ALL = "subscription { datasetChanged { dataset title owner at } }"
NAMED = f'subscription {{ changed: datasetChanged(datasets: ["{PESEES}"]) {{ dataset }} }}'
OURS = {"Sec-Fetch-Site": "same-origin"}
EVENTS = {"Accept": "text/event-stream"}
SOON_S = 1.0
LATE_S = 20.0


@dataclass(frozen=True)
class Door:
    """A gateway that is served, and its stream's events as a reader of bytes sees them."""

    gateway: object
    client: httpx.AsyncClient

    async def bearer(self, agent):
        found = find_agent(await self.gateway.ports.catalog.current(), agent)
        return {"Authorization": f"Bearer {self.gateway.state.token(found)}"}

    @asynccontextmanager
    async def stream(self, headers, document=ALL, **variables):
        """The events of an open stream, each as (name, JSON); a heartbeat has no name."""
        sent = {"query": document, "variables": variables}
        asked = self.client.stream("POST", "/graphql", headers={**EVENTS, **headers}, json=sent)
        async with asked as answer:
            assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            events = events_in(answer.aiter_lines())
            assert await anext(events) == (None, None)
            yield events

    async def told(self, headers, document=ALL):
        """The codes of what is refused, told as an event before the stream is complete."""
        async with self.stream(headers, document) as events:
            first, *others = [each async for each in events]
        assert (first[0], others) == ("next", [("complete", None)])
        return [each["extensions"]["code"] for each in first[1]["errors"]]


async def events_in(lines):
    name = data = None
    async for line in lines:
        kind, _, value = line.partition(": ")
        match kind:
            case "event":
                name = value
            case "data":
                data = json.loads(value) if value else None
            case ":":
                name = data = None
            case "":
                yield name, data
                name = data = None


@pytest.fixture(scope="module")
async def door(tmp_path_factory):
    """Pesées of a town, which another body reads by an agreement. One for all tests: the last two
    take a role and the agreement away.
    """
    state = DemoState(tmp_path_factory.mktemp("streams") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        gateway = Gateway(state, services)
        await deposit(gateway, FIRST)
        await agreed(gateway)
        async with served(gateway) as door:
            yield door


@asynccontextmanager
async def served(gateway):
    app = Starlette(
        routes=[Route("/graphql", graphql_endpoint, methods=["GET", "POST"])],
        middleware=[Middleware(SessionGuard, refusal_page=None)],
    )
    app.state.services = gateway.services
    config = uvicorn.Config(
        app,
        port=0,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    listener = config.bind_socket()
    listener.listen()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    client = httpx.AsyncClient(base_url=address, trust_env=False, timeout=30)
    watching = watch_changes(gateway.services.changes, gateway.ports)
    async with client, running(watching):
        yield Door(gateway, client)
    server.should_exit = True
    await serving


async def add_rows(gateway, key="P-004"):
    await deposit(gateway, ((key, "35308", 7.0, "Yves"),), DepositMode.APPEND)


async def within(seconds, awaited):
    async with asyncio.timeout(seconds):
        return await awaited


async def test_who_is_not_told_today_opens_no_stream(door):
    agent = await door.bearer(AGENT)
    refused = {
        "anonymous": await door.told({}),
        "the owner": await door.told(await door.bearer("steward@mesnil-roc-h"), NAMED),
        "of no agreement": await door.told(await door.bearer("agent@sde35")),
        "without the role": await door.told(await door.bearer("approver@valcobreizh"), NAMED),
        "hidden": await door.told(await door.bearer("agent@sde35"), NAMED),
        "connected": await door.told(agent, NAMED.replace(PESEES, "val_d_ille_aubigne__collectes")),
        "none": await door.told(agent, "subscription { datasetChanged(datasets: []) { at } }"),
        "two": await door.told(agent, NAMED.replace("}", "} b: datasetChanged { at }", 1)),
        "a row": await door.told(agent, "subscription { mesnilRocH { pesees { totalCount } } }"),
        "for another": await door.told(agent | {"Interco-On-Behalf-Of": "243500667"}),
    }
    assert refused == {
        "anonymous": ["changes_need_a_caller"],
        "the owner": ["changes_not_told"],
        "of no agreement": ["no_changes_told"],
        "without the role": ["changes_not_told"],
        "hidden": ["unknown_dataset"],
        "connected": ["versions_not_seen"],
        "none": ["no_changes_told"],
        "two": ["one_stream_field"],
        "a row": ["unknown_field"],
        "for another": ["mandate_required"],
    }


async def test_a_person_has_four_streams_and_a_fifth_is_refused_by_name(door):
    headers = await door.bearer(AGENT)
    async with AsyncExitStack() as stack:
        for _ in range(4):
            await stack.enter_async_context(door.stream(headers))
        assert await door.told(headers) == ["too_many_streams"]
        async with door.stream(await door.bearer(STEWARD)):
            assert len(door.gateway.services.changes.open) == 5
    async with asyncio.timeout(LATE_S):
        while door.gateway.services.changes.open:  # noqa: ASYNC110 - the server notices by itself
            await asyncio.sleep(0)
    async with door.stream(headers):
        pass


async def test_it_beats_while_nothing_comes_and_ends_where_the_gateway_stops(door, monkeypatch):
    monkeypatch.setattr(event_stream, "_HEARTBEAT_S", 0.05)
    async with door.stream(await door.bearer(AGENT)) as events:
        assert await within(SOON_S, anext(events)) == (None, None)
        door.gateway.ports.stopping.set()
        # Not complete: its client opens another, elsewhere.
        rest = await within(SOON_S, all_of(events))
        assert set(rest) <= {(None, None)}
    door.gateway.ports.stopping.clear()


async def all_of(events):
    return [each async for each in events]


async def test_other_ways_to_be_told_are_refused_by_name(door):
    headers = await door.bearer(AGENT)

    async def code_of(sent):
        answer = await door.client.post("/graphql", headers=headers, json=sent)
        (error,) = answer.json()["errors"]
        return error["extensions"]["code"]

    for document, code in (
        (ALL, "no_subscriptions"),
        ("{ ... @defer { __typename } }", "answers_in_pieces"),
        ("{ organisations @stream { slug } }", "answers_in_pieces"),
        ("query @live { organisations { slug } }", "no_live_queries"),
    ):
        assert await code_of({"query": document}) == code
    assert await code_of([{"query": "{ __typename }"}]) == "no_lists_of_operations"


async def test_a_query_is_answered_as_an_event_where_nothing_else_is_taken(door):
    headers = {**EVENTS, **await door.bearer(AGENT)}
    answer = await door.client.post("/graphql", headers=headers, json={"query": "{ __typename }"})
    assert answer.text == (
        'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata: \n\n'
    )


async def by_role(door):
    async def end():
        variables = {"agent": AGENT, "roles": ["agent"], "issuer": None, "dryRun": False}
        assert "errors" not in body(await door.gateway.ask(REVOKE_ROLE, STEWARD, None, variables))

    return await door.bearer(AGENT), end, "without_role"


async def by_key(door):
    asked = {"name": "Suivi", "datasets": ["mesnil-roc-h.pesees"], "purposes": ["rpqs_dechets"]}
    made = await door.gateway.ask(MAKE, STEWARD, None, {"input": asked, "dryRun": False})
    made = body(made)["data"]["result"]

    async def end():
        variables = {"id": made["id"], "dryRun": False}
        assert "errors" not in body(await door.gateway.ask(REVOKE_KEY, STEWARD, None, variables))

    return {"Authorization": f"Bearer {made['key']}"}, end, "bad_token"


async def by_session(door):
    ports = door.gateway.services.sign_in
    agent = find_agent(await door.gateway.ports.catalog.current(), AGENT)
    identity = Identity(
        provider="demo",
        issuer=agent.issuer,
        sub=agent.sub,
        siren=Siren(agent.organisation),
        organisation_label="",
        person="Anne",
        email=None,
        acr="eidas2",
        may_approve=True,
        id_token=None,
    )
    secret = await ports.sessions.open(identity, "Firefox", None)
    session = await ports.sessions.look(secret)

    async def end():
        await ports.sessions.end(session)

    return (
        {**OURS, "Cookie": f"{Cookies(ports.is_secure).session_name}={secret}"},
        end,
        "signed_out",
    )


async def test_it_ends_within_a_second_of_what_its_reader_loses(door):
    for lose in (by_key, by_session, by_role):
        headers, end, code = await lose(door)
        async with door.stream(headers, NAMED) as events:
            await end()
            await ends_soon(events, code)


async def test_it_ends_with_the_hours_of_its_token(door):
    authenticator = door.gateway.ports.authenticator
    clock = authenticator.clock
    later = clock() + timedelta(days=2).total_seconds()
    async with door.stream(await door.bearer(STEWARD), NAMED) as events:
        object.__setattr__(authenticator, "clock", lambda: later)
        try:
            await ends_soon(events, "bad_token")
        finally:
            object.__setattr__(authenticator, "clock", clock)


async def ends_soon(events, code):
    name, told = await within(SOON_S, anext(events))
    assert name == "next"
    assert [each["extensions"]["code"] for each in told["errors"]] == [code]
    assert [each async for each in events] == [("complete", None)]


async def test_graphql_sse_is_told_once_a_day_and_of_no_row(door):
    gateway, headers = door.gateway, await door.bearer(STEWARD)
    token = headers["Authorization"].removeprefix("Bearer ")
    process = await asyncio.create_subprocess_exec(
        *(node_command(), "subscribe.mjs", str(door.client.base_url.join("/graphql")), token, ALL),
        cwd=FOLDER,
        stdout=asyncio.subprocess.PIPE,
    )

    async def line():
        return json.loads(await within(LATE_S, process.stdout.readline()))

    assert await line() == {"is": "open"}
    await add_rows(gateway)
    told = await line()
    changed = told["data"]["datasetChanged"]
    assert (changed["dataset"], changed["owner"]) == (PESEES, "Mesnil-Roc'h")
    assert set(changed) == {"dataset", "title", "owner", "at"}
    # The second of the day is told to nobody: what comes next is the end.
    await add_rows(gateway, "P-005")
    await end_the_agreement(door)
    ended = await within(SOON_S, line())
    assert [each["extensions"]["code"] for each in ended["errors"]] == ["changes_ended"]
    assert await line() == {"is": "complete"}
    assert await process.wait() == 0
    assert not gateway.services.changes.open


async def end_the_agreement(door):
    agreements = (await door.gateway.ports.catalog.current()).agreements
    citation = next(each.citation for each in agreements if each.dataset_id == PESEES)
    document = f'mutation {{ revokeAgreement(agreement: "{citation}", reason: "Fin") {{ act }} }}'
    assert "errors" not in body(await door.gateway.ask(document, "approver@mesnil-roc-h"))
