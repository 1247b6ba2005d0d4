"""The cache in front of the real law: time, facts and revisions each bring a new decision.

Covers policies.cache, policies.opa_server, policies.embedded.
"""

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.model.agreement import AgreementState
from catalog.model.dataset import Classification
from deploy.local import running_opa
from policies.cache import DecisionCache
from policies.embedded import EmbeddedPolicy
from policies.opa_server import OpaPolicy
from policies.problems import PolicyUnavailable, PolicyWrongRevision
from policies.sources import REGO
from tests.policies.facts import AGENT, NOON, agreement, dataset, question

END = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Counted:
    """The real law, counting how often it was asked; it answers when `open` is set."""

    def __init__(self, policy):
        self.policy = policy
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()
        self.begun = asyncio.Event()
        self.broken = False

    @property
    def revision(self):
        return self.policy.revision

    async def decide(self, asked):
        self.asked += 1
        self.begun.set()
        await self.open.wait()
        if self.broken:
            raise PolicyUnavailable(detail="broken")
        return await self.policy.decide(asked)

    async def aclose(self):
        await self.policy.aclose()


@pytest.fixture(scope="module")
def embedded():
    return EmbeddedPolicy(deadline_s=10.0)


@pytest.fixture
def law(embedded):
    return Counted(embedded)


@pytest.fixture
def cache(law):
    return DecisionCache(law, lambda: NOON)


async def _allowed(cache, asked):
    return (await cache.decide(asked)).datasets["collectes"].allow


async def test_an_equal_question_is_answered_from_memory(cache, law):
    first = await cache.decide(question())
    assert await cache.decide(question(now=NOON + SECOND)) is first
    assert law.asked == 1


async def test_it_is_asked_again_when_an_end_has_come(cache, law):
    assert await _allowed(cache, question(now=END - SECOND))
    assert law.asked == 1
    assert not await _allowed(cache, question(now=END))
    assert law.asked == 2


async def test_it_is_asked_again_when_a_start_has_come(cache, law):
    tomorrow = agreement(start=date(2026, 11, 26))
    start = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert not await _allowed(cache, question(tomorrow, now=start - SECOND))
    assert await _allowed(cache, question(tomorrow, now=start))
    assert law.asked == 2


async def test_it_is_asked_again_when_the_clock_was_set_back_over_a_start(cache, law):
    start = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert await _allowed(cache, question(now=start))
    assert not await _allowed(cache, question(now=start - SECOND))
    assert law.asked == 2


@pytest.mark.parametrize(
    "changed",
    [
        question(agreement(state=AgreementState.REVOKED)),
        question(agreement(purposes=frozenset({"audit"}))),
        question(subject=replace(AGENT, purposes=frozenset())),
        question(subject=replace(AGENT, purpose=None)),
        question(
            datasets=(
                dataset(
                    columns=tuple(
                        replace(each, classification=Classification.SENSITIVE)
                        for each in dataset().columns
                    )
                ),
            )
        ),
    ],
    ids=["revoked", "amended", "purpose taken away", "purpose not said", "columns classified"],
)
async def test_it_is_asked_again_when_a_fact_of_the_catalog_changed(cache, law, changed):
    assert await _allowed(cache, question())
    assert not await _allowed(cache, changed)
    assert law.asked == 2


async def test_it_is_asked_again_when_the_law_itself_changed(tmp_path):
    changed = tmp_path / "rego"
    shutil.copytree(REGO, changed)
    rule = changed / "access" / "agreement.rego"
    text = rule.read_text("utf-8")
    rule.write_text(text.replace('agreement.state == "active"', 'agreement.state == "approved"'))
    with running_opa(REGO) as opa:
        async with OpaPolicy(
            opa.url, token=opa.token, revision=opa.revision, deadline_s=10.0
        ) as policy:
            cache = DecisionCache(policy, lambda: NOON)
            before = await cache.decide(question())
            assert before.datasets["collectes"].allow
            published = await asyncio.to_thread(opa.publish, changed)
            policy.expect(published)
            after = await cache.decide(question())
            assert not after.datasets["collectes"].allow
            assert after.revision == published != before.revision
            policy.expect(before.revision)
            with pytest.raises(PolicyWrongRevision):
                await cache.decide(question(now=END - SECOND, subject=replace(AGENT, purpose=None)))


async def test_a_failure_is_not_remembered(cache, law):
    law.broken = True
    with pytest.raises(PolicyUnavailable):
        await cache.decide(question())
    assert len(cache) == 0
    law.broken = False
    assert await _allowed(cache, question())


async def test_equal_questions_of_one_moment_are_asked_once(cache, law):
    law.open.clear()
    waiting = [asyncio.create_task(cache.decide(question())) for _ in range(20)]
    await _until(lambda: law.asked == 1)
    law.open.set()
    answers = await asyncio.gather(*waiting)
    assert law.asked == 1
    assert all(each is answers[0] for each in answers)


async def test_a_question_of_the_other_side_of_a_boundary_is_asked_for_itself(cache, law):
    law.open.clear()
    before = asyncio.create_task(cache.decide(question(now=END - SECOND)))
    after = asyncio.create_task(cache.decide(question(now=END)))
    await _until(lambda: law.asked == 1)
    law.open.set()
    assert (await before).datasets["collectes"].allow
    assert not (await after).datasets["collectes"].allow
    assert law.asked == 2


async def test_one_who_leaves_does_not_take_the_answer_from_the_others(cache, law):
    law.open.clear()
    first = asyncio.create_task(cache.decide(question()))
    second = asyncio.create_task(cache.decide(question()))
    await _until(lambda: law.asked == 1)
    first.cancel()
    law.open.set()
    assert (await second).datasets["collectes"].allow
    assert law.asked == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_failure_reaches_all_who_asked(cache, law):
    law.broken = True
    law.open.clear()
    waiting = [asyncio.create_task(cache.decide(question())) for _ in range(3)]
    await _until(lambda: law.asked == 1)
    law.open.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in answers] == [PolicyUnavailable] * 3
    assert law.asked == 1


async def test_the_least_recently_used_leaves_first(law):
    cache = DecisionCache(law, lambda: NOON, capacity=2)
    first, second, third = (
        question(subject=replace(AGENT, agent=f"agent-{index}")) for index in range(3)
    )
    for asked in (first, second, first, third):
        await cache.decide(asked)
    assert (law.asked, len(cache)) == (3, 2)
    await cache.decide(first)
    assert law.asked == 3
    await cache.decide(second)
    assert law.asked == 4


async def _until(holds):
    while not holds():  # noqa: ASYNC110 - a few turns of the loop, nothing to wait on
        await asyncio.sleep(0)


async def test_what_is_closed_forgets_what_it_knows_and_what_it_waits_for():
    own = EmbeddedPolicy(deadline_s=10.0)
    law = Counted(own)
    cache = DecisionCache(law, lambda: NOON)
    assert cache.revision == own.revision
    await cache.decide(question())
    law.open.clear()
    law.begun.clear()
    waiting = asyncio.create_task(cache.decide(question(now=END)))
    await law.begun.wait()
    await cache.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(cache) == 0
    with pytest.raises(PolicyUnavailable):
        await own.decide(question())
