"""`commit`: the law before the rule, the proof before the write, all of it again when it moved.

Covers gateway.acts.commit, policies.sharing, policies.acts, catalog.changes, catalog.problems,
catalog.model.subject.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.subject import Strength, Subject
from catalog.problems import CatalogMoved
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.base.problems import ActsRefused
from policies.acts import ActDecision, ActDenial
from policies.sharing import SharingQuestion
from tests.sharing.world import MemoryCatalog
from tests.unit.catalog.examples import VAL_DILLE

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STEWARD = Subject(
    "anne", "urn:a", VAL_DILLE.siren, "person", frozenset({"steward"}), proves=frozenset(Strength)
)
YES = ActDecision(True, (), "r")
NO = ActDecision(False, (ActDenial("act_role_required", ("steward",)),), "r")


@dataclass
class Law:
    """Answers as it is told to, the last answer for ever."""

    told: list
    answers: list = field(default_factory=lambda: [YES])

    async def decide_act(self, question):
        self.told.append(f"law {question.act}")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class MovingCatalog(MemoryCatalog):
    """Somebody else writes first, `moves` times."""

    def __init__(self, told, moves=0):
        super().__init__()
        self.told, self.moves = told, moves

    async def write(self, expected, changes, record):
        self.told.append("write")
        if self.moves:
            self.moves -= 1
            raise CatalogMoved
        return await super().write(expected, changes, record)


@dataclass
class Told(Change):
    """A change that tells what is done with it."""

    told: list
    put: tuple = (VAL_DILLE,)
    asked: tuple = ("submit",)

    async def facts(self, standpoint, ports):
        self.told.append("facts")
        return standpoint.now

    def questions(self, subject, facts):
        return [SharingQuestion(subject=subject, act=each, now=facts) for each in self.asked]

    async def examine(self, facts):
        self.told.append("examine")
        return facts

    def rule(self, subject, facts):
        self.told.append("rule")
        return "done", Changes(put=self.put)

    def record(self, subject, facts, result):
        return ActRecord(facts, subject.issuer, subject.agent, subject.reader, result)

    async def before_write(self, facts, changes):
        self.told.append("proof")


ATTEMPT = ["facts", "law submit", "examine", "rule"]


def ports_of(told, *answers, moves=0):
    return ActPorts(MovingCatalog(told, moves), Law(told, list(answers) or [YES]), lambda: NOW)


async def test_the_law_is_asked_before_anything_is_examined_and_the_proof_comes_last():
    told = []
    ports = ports_of(told)
    outcome = await commit(Told(told), STEWARD, ports, dry_run=False)
    assert (outcome.result, outcome.is_written) == ("done", True)
    assert told == [*ATTEMPT, "proof", "write"]
    assert [each.action for each in ports.catalog.records] == ["done"]


@pytest.mark.parametrize(("put", "dry_run"), [((VAL_DILLE,), True), ((), False)])
async def test_what_changes_nothing_proves_nothing_and_writes_nothing(put, dry_run):
    told = []
    outcome = await commit(Told(told, put), STEWARD, ports_of(told), dry_run=dry_run)
    assert (outcome.result, outcome.is_written) == ("done", False)
    assert told == ATTEMPT


async def test_another_act_in_between_leads_to_new_facts_and_to_the_law_again():
    told = []
    outcome = await commit(Told(told), STEWARD, ports_of(told, moves=2), dry_run=False)
    assert outcome.is_written
    assert told == [*ATTEMPT, "proof", "write"] * 3


async def test_who_lost_the_right_in_between_changes_nothing():
    told = []
    ports = ports_of(told, YES, NO, moves=1)
    with pytest.raises(ActsRefused):
        await commit(Told(told), STEWARD, ports, dry_run=False)
    assert told == [*ATTEMPT, "proof", "write", "facts", "law submit"]
    assert not ports.catalog.records


async def test_a_catalog_that_never_stands_still_is_told_so():
    told = []
    with pytest.raises(CatalogMoved):
        await commit(Told(told), STEWARD, ports_of(told, moves=99), dry_run=False)
    assert told.count("write") == Told.attempts


async def test_all_refusals_are_told_together_and_one_is_enough():
    told = []
    asked = ("submit", "withdraw", "amend")
    with pytest.raises(ActsRefused) as refused:
        await commit(Told(told, asked=asked), STEWARD, ports_of(told, NO, YES, NO), dry_run=False)
    assert [each.code for each in refused.value.problems] == ["act_role_required"] * 2
    assert "rule" not in told


async def test_a_refusal_without_a_reason_is_one_all_the_same():
    told = []
    ports = ports_of(told, ActDecision(False, (), "r"))
    with pytest.raises(ActsRefused):
        await commit(Told(told), STEWARD, ports, dry_run=False)
    assert told == ["facts", "law submit"]


async def test_a_change_that_asks_the_law_nothing_is_a_bug_and_is_not_written():
    told = []
    with pytest.raises(TypeError):
        await commit(Told(told, asked=()), STEWARD, ports_of(told), dry_run=False)
    assert "write" not in told
