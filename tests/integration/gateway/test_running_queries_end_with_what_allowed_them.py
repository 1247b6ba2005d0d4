"""A revocation stops what runs by it, whichever process it comes from; and nothing else.

Covers gateway.reading.query.revocation_watch, gateway.reading.query.running, gateway.wiring.policy.
"""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog.actions.keys.keys import KeyAsked
from catalog.actions.sharing.acts import RevokeAgreement
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Strength, Subject
from catalog.problems import CatalogMoved
from catalog.store import open_store
from gateway.acts.act import act
from gateway.acts.keys import KeyService
from gateway.acts.ports import ActPorts
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DemoState
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.revocation_watch import recheck_running, watch_queries
from gateway.wiring.services import open_services
from policies.problems import PolicyUnavailable
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.test_a_query_ends_with_its_reader import HeldEngine
from tests.integration.gateway.test_what_the_gateway_promises import (
    COUNT,
    VALCOBREIZH,
    problems,
    records,
)

OPERATOR = Subject(
    "operator@interco",
    "urn:interco:demo",
    None,
    "person",
    frozenset({"operator"}),
    proves=frozenset(Strength),
)
NODES = """query($after: String) { valDIlleAubigne { collectes(first: 2, after: $after) {
  nodes { flux } pageInfo { endCursor } } } }"""


@pytest.fixture
async def own_gateway(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


def held(gateway):
    engine = HeldEngine()
    return gateway.with_ports(engines={"duckdb": engine}), engine


async def revoked_elsewhere(gateway, citation):
    """By a process that shares nothing with the gateway but the database."""
    store = await open_store(gateway.state.settings().database_url)
    ports = ActPorts(store, gateway.services.acts.law, lambda: datetime.now(UTC))
    await act(RevokeAgreement(citation, "fin du besoin"), OPERATOR, ports, dry_run=False)
    await store.aclose()


async def test_a_query_that_runs_is_stopped_by_a_revocation_of_another_process(own_gateway):
    gateway, engine = held(own_gateway)
    watch = asyncio.create_task(watch_queries(gateway.ports, every_s=0.05))
    asking = asyncio.create_task(gateway.ask(COUNT, *VALCOBREIZH))
    async with asyncio.timeout(20):
        await engine.started.wait()
        await revoked_elsewhere(gateway, "conv-2025-0001@1")
        answered = await asking
    watch.cancel()
    assert engine.cancelled.is_set()
    assert problems(answered) == ["agreement_ended_meanwhile"]
    assert json.loads(answered.body)["data"]["valDIlleAubigne"]["collectes"]["totalCount"] is None
    await gateway.ports.audit.ends.written()
    outcome = records(gateway, "audit_outcome")[-1]
    assert (outcome["status"], outcome["problem_code"]) == ("failed", "agreement_ended_meanwhile")
    assert not gateway.ports.running.queries


async def test_another_agreements_end_stops_nothing(own_gateway):
    gateway, engine = held(own_gateway)
    asking = asyncio.create_task(gateway.ask(COUNT, *VALCOBREIZH))
    async with asyncio.timeout(20):
        await engine.started.wait()
        await revoked_elsewhere(gateway, "conv-2025-0005@1")
        await recheck_running(gateway.ports)
        engine.released.set()
        answered = await asking
    assert not problems(answered)


async def test_a_query_ends_with_the_last_day_of_its_key(own_gateway):
    gateway, engine = held(own_gateway)
    steward = replace(OPERATOR, agent="steward@valcobreizh", organisation=Siren("200090884"))
    service = KeyService(replace(steward, roles=frozenset({"steward"})), gateway.services.acts)
    today = paris_day(datetime.now(UTC))
    wanted = KeyAsked(
        name="Tableur",
        datasets=("val-d-ille-aubigne.collectes",),
        purposes=frozenset({"rpqs_dechets"}),
        formats=frozenset({"json"}),
        doors=frozenset({"graphql"}),
        last_day=today,
    )
    made = await service.make(wanted, dry_run=False)
    request = GraphqlRequest(
        "by-key", COUNT, authorization=f"Bearer {made.key}", purpose="rpqs_dechets"
    )
    asking = asyncio.create_task(answer_document(request, gateway.services))
    async with asyncio.timeout(20):
        await engine.started.wait()
        await recheck_running(gateway.ports)
        assert not engine.cancelled.is_set()
        (listed,) = await service.keys()
        after = listed.ends_at + timedelta(seconds=1)
        await recheck_running(replace(gateway.ports, clock=lambda: after))
        answered = await asking
    assert problems(answered) == ["agreement_ended_meanwhile"]


class AnswersLater:
    """The law, which does not answer the first question."""

    def __init__(self, policy, failure):
        self.policy, self.failures = policy, [failure]

    async def decide(self, question):
        if self.failures:
            raise self.failures.pop()
        return await self.policy.decide(question)


@pytest.mark.parametrize("failure", [PolicyUnavailable(detail="opa"), RuntimeError("a bug")])
async def test_what_is_not_decided_for_one_query_is_decided_for_the_others(own_gateway, failure):
    gateway, one = held(own_gateway)
    beside, other = held(own_gateway)
    both = [asyncio.create_task(each.ask(COUNT, *VALCOBREIZH)) for each in (gateway, beside)]
    async with asyncio.timeout(20):
        await one.started.wait()
        await other.started.wait()
        await revoked_elsewhere(gateway, "conv-2025-0001@1")
        ports = replace(gateway.ports, policy=AnswersLater(gateway.ports.policy, failure))
        await recheck_running(ports)
        done, pending = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        assert (len(done), len(pending)) == (1, 1)
        await recheck_running(ports)
        answers = await asyncio.gather(*both)
    assert [problems(each) for each in answers] == [["agreement_ended_meanwhile"]] * 2


@pytest.mark.parametrize("failure", [PolicyUnavailable(detail="opa"), CatalogMoved()])
async def test_a_query_that_nobody_can_decide_any_more_ends_and_says_why(own_gateway, failure):
    gateway, engine = held(own_gateway)
    asking = asyncio.create_task(gateway.ask(COUNT, *VALCOBREIZH))

    class Silent:
        async def decide(self, _question):
            raise failure

        async def current(self):
            raise failure

    silent = (
        {"policy": Silent()} if isinstance(failure, PolicyUnavailable) else {"catalog": Silent()}
    )
    async with asyncio.timeout(20):
        await engine.started.wait()
        await revoked_elsewhere(gateway, "conv-2025-0001@1")
        ports = replace(gateway.ports, **silent)
        await recheck_running(ports)
        assert not engine.cancelled.is_set()
        await recheck_running(ports, patience_s=0)
        answered = await asking
    assert engine.cancelled.is_set()
    assert problems(answered) == [failure.code]


async def test_an_agent_who_is_no_more_reads_no_further(own_gateway):
    gateway, engine = held(own_gateway)
    asking = asyncio.create_task(gateway.ask(COUNT, *VALCOBREIZH))
    async with asyncio.timeout(20):
        await engine.started.wait()
        snapshot = await gateway.ports.catalog.current()
        found = snapshot.agents["urn:interco:demo", VALCOBREIZH[0]]
        gone = replace(snapshot, agents={k: v for k, v in snapshot.agents.items() if v != found})

        class Without:
            async def current(self):
                return replace(gone, version=replace(snapshot.version, number=10**6))

        await recheck_running(replace(gateway.ports, catalog=Without()))
        answered = await asking
    assert problems(answered) == ["agreement_ended_meanwhile"]


async def test_the_end_of_its_last_day_stops_a_running_query_too(own_gateway):
    gateway, engine = held(own_gateway)
    asking = asyncio.create_task(gateway.ask(COUNT, *VALCOBREIZH))
    async with asyncio.timeout(20):
        await engine.started.wait()
        later = datetime(2028, 1, 1, tzinfo=UTC)
        await recheck_running(replace(gateway.ports, clock=lambda: later))
        answered = await asking
    assert problems(answered) == ["agreement_ended_meanwhile"]


async def test_cursors_and_plans_made_under_it_are_dead(own_gateway):
    first = json.loads((await own_gateway.ask(NODES, *VALCOBREIZH)).body)
    cursor = first["data"]["valDIlleAubigne"]["collectes"]["pageInfo"]["endCursor"]
    following = await own_gateway.ask(NODES, *VALCOBREIZH, variables={"after": cursor})
    assert not problems(following)
    await revoked_elsewhere(own_gateway, "conv-2025-0001@1")
    again = await own_gateway.ask(NODES, *VALCOBREIZH, variables={"after": cursor})
    assert set(problems(again)) == {"agreement_revoked"}
    assert json.loads(again.body)["data"]["valDIlleAubigne"]["collectes"]["nodes"] is None
