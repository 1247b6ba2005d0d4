"""Recorded before it runs, refused when anything needed is missing, ended at the next query.

Covers gateway.reading.query.answer, gateway.reading.query.audited, gateway.reading.query.labels,
gateway.reading.query.recorded_check, gateway.wiring.services, gateway.wiring.background.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from catalog.actions.agreement import agreement_cited
from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState, Step
from catalog.model.problem import OperatorProblem
from catalog.problems import AuditUnavailable
from catalog.store import open_store
from federation.problems import SourceUnreachable, UngovernedPlan
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from policies.problems import PolicyUnavailable
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")
COUNT = "{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value } } } }"


def problems(answer):
    return [each["extensions"]["code"] for each in json.loads(answer.body).get("errors", ())]


def records(gateway, table):
    with closing(sqlite3.connect(gateway.state.folder / "catalog.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


@pytest.fixture
async def own_gateway(tmp_path):
    """A gateway of one's own, for tests that change its catalog."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


async def test_the_audit_says_who_for_what_through_which_agreement_and_no_value(embedded):
    document = """{ valDIlleAubigne { collectes(where: { codeCommune: { eq: "35173" } }) {
      aggregate { sum { tonnageKg } } } } }"""
    answered = await embedded.ask(document, *VALCOBREIZH, request_id="audited")
    await embedded.ports.audit.ends.written()
    (intent,) = [row for row in records(embedded, "audit_intent") if "audited" in row["request_id"]]
    (outcome,) = [
        row for row in records(embedded, "audit_outcome") if "audited" in row["request_id"]
    ]
    written = json.dumps(intent) + json.dumps(outcome)
    for expected in ("agent@valcobreizh", "200090884", "rpqs_dechets", "conv-2025-0001@1"):
        assert expected in written
    total = json.loads(answered.body)["data"]["valDIlleAubigne"]["collectes"]["aggregate"]["sum"]
    assert total["tonnageKg"] not in written
    assert "35173" not in written
    assert outcome["status"] == "answered"


async def test_no_record_no_answer(embedded):
    class FullDisk:
        async def record_intent(self, _intent):
            raise AuditUnavailable(reason="full")

        async def record_outcome(self, _outcome):
            raise AuditUnavailable(reason="full")

    deaf = embedded.with_ports(audit=FullDisk())
    with capture_logs() as logs:
        answered = await deaf.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["audit_unavailable"]
    assert b'"data"' not in answered.body
    assert answered.status == 503
    # Whoever asked has a reference, and the person on call finds the reason under it.
    assert b"full" not in answered.body
    (told,) = (each for each in logs if each["event"] == "operator_problem")
    assert (told["code"], told["facts"]) == ("audit_unavailable", {"reason": "full"})
    assert told["request_id"].encode() in answered.body


def refuse_rows(gateway, table):
    """As a disk that is full: whatever is written to that table fails."""
    with closing(sqlite3.connect(gateway.state.folder / "catalog.sqlite")) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


async def test_no_answer_goes_without_its_beginning(own_gateway):
    assert not problems(await own_gateway.ask(COUNT, *VALCOBREIZH))
    refuse_rows(own_gateway, "audit_intent")
    answered = await own_gateway.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["audit_unavailable"]
    assert b'"data"' not in answered.body


async def test_an_end_that_cannot_be_recorded_stops_what_follows_and_is_not_lost(own_gateway):
    """An answer does not wait for its end; while one cannot be written, nothing else is read."""
    refuse_rows(own_gateway, "audit_outcome")
    with capture_logs() as logs:
        assert not problems(await own_gateway.ask(COUNT, *VALCOBREIZH))
        await own_gateway.ports.audit.ends.written()
    (told,) = (each for each in logs if each["event"] == "operator_problem")
    assert told["code"] == "audit_unavailable"
    answered = await own_gateway.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["audit_unavailable"]
    assert b'"data"' not in answered.body
    with closing(sqlite3.connect(own_gateway.state.folder / "catalog.sqlite")) as connection:
        connection.execute("DROP TRIGGER full")
    assert not problems(await own_gateway.ask(COUNT, *VALCOBREIZH))
    await own_gateway.ports.audit.ends.written()
    ends = {row["request_id"]: row["status"] for row in records(own_gateway, "audit_outcome")}
    assert ends[told["request_id"]] == "answered"


async def test_the_person_on_call_is_told_of_a_part_that_failed(embedded):
    class Unbound:
        name = "duckdb"

        async def execute(self, _plan, _values):
            raise UngovernedPlan(reason="no limit")

    broken = embedded.with_ports(engines={"duckdb": Unbound()})
    with capture_logs() as logs:
        answered = await broken.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["ungoverned_plan"]
    (told,) = (each for each in logs if each["event"] == "operator_problem")
    assert (told["code"], told["facts"]) == ("ungoverned_plan", {"reason": "no limit"})


async def test_no_answer_of_the_law_means_no(embedded):
    class SilentLaw:
        revision = embedded.ports.policy.revision

        async def decide(self, _question):
            raise PolicyUnavailable(detail="down")

        async def aclose(self):
            pass

    lawless = embedded.with_ports(policy=SilentLaw())
    answered = await lawless.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["policy_unavailable"]
    assert b'"data"' not in answered.body


async def test_a_storage_that_is_down_fails_only_its_own_fields(own_gateway):
    (own_gateway.state.data / "valcobreizh" / "collecte.sqlite").unlink()
    document = """{ valcobreizh { collectes { totalCount { value } } }
      valDIlleAubigne { collectes { totalCount { value } } } }"""
    with capture_logs() as logs:
        answered = await own_gateway.ask(document, *VALCOBREIZH)
    data = json.loads(answered.body)["data"]
    (told,) = (each for each in logs if each["event"] == "source_problem")
    assert (told["code"], told["log_level"]) == (SourceUnreachable.code, "warning")
    # The reference that whoever asked was given leads there.
    assert told["request_id"].encode() in answered.body
    assert data["valcobreizh"]["collectes"]["totalCount"] is None
    assert data["valDIlleAubigne"]["collectes"]["totalCount"]["value"] > 0
    assert problems(answered) == [SourceUnreachable.code]


async def test_a_revocation_by_another_process_holds_for_the_next_query(own_gateway):
    assert not problems(await own_gateway.ask(COUNT, *VALCOBREIZH))
    elsewhere = await open_store(own_gateway.state.settings().database_url)
    snapshot = await elsewhere.current()
    now = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # The 27th in Paris.
    agreement = agreement_cited(snapshot, "conv-2025-0001@1")
    ended = replace(agreement, state=AgreementState.REVOKED, ended_at=now)
    record = ActRecord(
        at=now, by_issuer=None, by_sub="system:clock", for_organisation=None, action="revoke"
    )
    await elsewhere.write(snapshot.version, Changes(put=(ended,)), record)
    await elsewhere.aclose()
    refused = await own_gateway.ask(COUNT, *VALCOBREIZH)
    assert problems(refused) == ["agreement_revoked"]
    assert "conv-2025-0001@1" in json.loads(refused.body)["errors"][0]["message"]
    assert "révoquée le 27 nov. 2026." in json.loads(refused.body)["errors"][0]["message"]
    # To a stranger it is as if there had been none.
    stranger = await own_gateway.ask(COUNT, "agent@sde35", "planification_mobilite")
    assert problems(stranger) == ["no_agreement"]
    assert b"conv-2025-0001" not in stranger.body


async def test_a_reader_is_told_since_when_an_agreement_is_suspended(own_gateway):
    snapshot = await own_gateway.ports.catalog.current()
    now = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # The 27th in Paris.
    agreement = agreement_cited(snapshot, "conv-2025-0001@1")
    step = Step(
        *(now, "suspend", agreement.state, AgreementState.SUSPENDED),
        *("approver@val-d-ille-aubigne", agreement.grantor),
    )
    life = replace(agreement.life, steps=(*agreement.life.steps, step))
    held = replace(agreement, state=AgreementState.SUSPENDED, life=life)
    elsewhere = await open_store(own_gateway.state.settings().database_url)
    record = ActRecord(
        at=now, by_issuer=None, by_sub="system:clock", for_organisation=None, action="suspend"
    )
    await elsewhere.write(snapshot.version, Changes(put=(held,)), record)
    await elsewhere.aclose()
    refused = await own_gateway.ask(COUNT, *VALCOBREIZH)
    assert problems(refused) == ["agreement_suspended"]
    message = json.loads(refused.body)["errors"][0]["message"]
    assert "est suspendue depuis le 27 nov. 2026." in message


async def test_time_ends_an_agreement_without_anyone_acting(embedded):
    later = datetime(2028, 1, 1, 1, tzinfo=UTC)
    future = embedded.with_ports(clock=lambda: later)
    before = datetime(2027, 12, 31, 22, 59, tzinfo=UTC)
    last_hour = embedded.with_ports(clock=lambda: before)
    assert not problems(await last_hour.ask(COUNT, *VALCOBREIZH))
    assert problems(await future.ask(COUNT, *VALCOBREIZH)) == ["agreement_expired"]


async def test_a_bug_is_told_without_its_words(embedded):
    class Broken:
        name = "duckdb"

        async def execute(self, _plan, _values):
            raise RuntimeError("dupont 06 12 34 56 78")

    broken = embedded.with_ports(engines={"duckdb": Broken()})
    answered = await broken.ask(COUNT, *VALCOBREIZH)
    assert problems(answered) == ["unexpected_failure"]
    assert b"dupont" not in answered.body


def test_operator_problems_carry_no_detail():
    assert issubclass(PolicyUnavailable, OperatorProblem)
    assert "down" not in PolicyUnavailable(detail="down").sentence("fr")


@pytest.mark.parametrize("who", [VALCOBREIZH, (None, None)])
async def test_many_data_are_asked_of_the_law_in_parts(own_gateway, monkeypatch, who):
    document = "{ datasets { id titleFr } }"
    whole = await own_gateway.ask(document, *who)
    asked = []
    decide = own_gateway.services.query.policy.decide

    async def counted(question):
        asked.append(len(question.document()["datasets"]))
        return await decide(question)

    monkeypatch.setattr(own_gateway.services.query.policy, "decide", counted)
    monkeypatch.setattr("gateway.reading.query.prepare._MOST_AT_ONCE", 7)
    in_parts = await own_gateway.ask(document, *who)
    assert whole.status == 200
    assert in_parts.body == whole.body
    assert len(asked) > 3
    assert max(asked) == 7
