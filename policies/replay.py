"""Recorded questions asked again of two laws: what a change of the law would change, for whom."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import orjson

from catalog.model.audit import RecordedQuestion
from catalog.model.identifiers import Siren
from catalog.model.problem import OperatorProblem
from policies.comparison import NOTHING, Change, change_between
from policies.decision import Decision
from policies.question import Question, utc_text

_AT_ONCE = 4


class Law(Protocol):
    async def decide(self, question: Question) -> Decision: ...


@dataclass(slots=True)
class Counted:
    """For one organisation (None: anonymous, or nobody's) and one change."""

    questions: int = 0
    requests: int = 0
    datasets: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Report:
    """`unanswered`: questions that the candidate does not answer, which closes what they read."""

    questions: int = 0
    requests: int = 0
    unanswered: int = 0
    changes: dict[Change, dict[Siren | None, Counted]] = field(
        default_factory=lambda: {each: defaultdict(Counted) for each in Change}
    )

    def has(self, *changes: Change) -> bool:
        return any(self.changes[each] for each in changes)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The decisions of both laws at `now`, which hold until time changes one; None without one."""

    now: str
    before: Decision | None
    after: Decision | None

    def holds_at(self, now: str) -> bool:
        ends = [each.valid_until for each in (self.before, self.after) if each is not None]
        return self.now <= now and all(end is None or now < end for end in ends)


async def replay(recorded: Iterable[RecordedQuestion], current: Law, candidate: Law) -> Report:
    """Each question at both ends of the time in which it was asked; equal ones are asked once."""
    by_digest: dict[str, list[RecordedQuestion]] = defaultdict(list)
    for each in recorded:
        by_digest[each.digest].append(each)
    report = Report(questions=len(by_digest))
    gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(asked: list[RecordedQuestion]) -> None:
        async with gate:
            await _replay_one(asked, current, candidate, report)

    async with asyncio.TaskGroup() as group:
        for asked in by_digest.values():
            group.create_task(ask(asked))
    return report


async def _replay_one(
    asked: list[RecordedQuestion], current: Law, candidate: Law, report: Report
) -> None:
    facts = orjson.loads(asked[0].facts)
    reader = _reader(facts)
    known: _Pair | None = None
    seen: Counter[Change] = Counter()
    touched: dict[Change, set[str]] = defaultdict(set)
    unanswered = False
    for each in asked:
        report.requests += each.requests
        worst: dict[str, Change] = {}
        for at in dict.fromkeys((each.at, each.last_at)):
            known = await _decide_both(facts, at, current, candidate, known)
            unanswered = unanswered or known.after is None
            _note(worst, _changes(known))
        for change in set(worst.values()):
            seen[change] += each.requests
            touched[change] |= {dataset for dataset, met in worst.items() if met is change}
    report.unanswered += unanswered
    for change, requests in seen.items():
        counted = report.changes[change][reader]
        counted.questions += 1
        counted.requests += requests
        counted.datasets |= touched[change]


def _note(worst: dict[str, Change], found: Mapping[str, Change]) -> None:
    """The gravest change of each dataset."""
    order = list(Change)
    for dataset, change in found.items():
        if dataset not in worst or order.index(change) < order.index(worst[dataset]):
            worst[dataset] = change


async def _decide_both(
    facts: Mapping[str, object],
    at: datetime,
    current: Law,
    candidate: Law,
    known: _Pair | None,
) -> _Pair:
    now = utc_text(at)
    if known is not None and known.holds_at(now):
        return known
    question = Question(dict(facts), now)
    before, after = await asyncio.gather(_ask(current, question), _ask(candidate, question))
    return _Pair(now, before, after)


async def _ask(law: Law, question: Question) -> Decision | None:
    """None for whatever is no decision: a law of another time may not know the question's form."""
    try:
        return await law.decide(question)
    except OperatorProblem:
        return None


def _changes(pair: _Pair) -> dict[str, Change]:
    before = {} if pair.before is None else pair.before.datasets
    after = {} if pair.after is None else pair.after.datasets
    found = {
        dataset: change_between(before.get(dataset, NOTHING), after.get(dataset, NOTHING))
        for dataset in sorted({*before, *after})
    }
    return {dataset: change for dataset, change in found.items() if change is not None}


def _reader(facts: Mapping[str, object]) -> Siren | None:
    """The organisation whose rights counted; None where there was none."""
    subject = facts["subject"]
    own = subject["organisation"] if isinstance(subject, dict) else None
    siren = facts["on_behalf_of"] or own
    return Siren(siren) if isinstance(siren, str) else None
