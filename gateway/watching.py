"""Looks after the queries that run: what they were allowed must still be allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog

from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.bugs import tell_bug
from gateway.ports import Ports
from gateway.prepare import question_about
from gateway.running import RunningQuery, lost_slices
from gateway.subject import subject_of
from policies.decision import Decision
from policies.question import Action, utc_text

_log = structlog.get_logger()
_EVERY_S = 2.0


async def watch_queries(ports: Ports, every_s: float = _EVERY_S) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(every_s)
        if ports.running.queries:
            with _noted():
                await judge_running(ports)


async def judge_running(ports: Ports) -> None:
    """Each query decided again, if the catalog moved or its decision is over since it began."""
    snapshot = await ports.catalog.current()
    now = ports.clock()
    for query in tuple(ports.running.queries):
        if query.judged == snapshot.version and not _is_over(query.prepared.decision, now):
            continue
        # What cannot be decided for one is still decided for the others, and asked again.
        with _noted():
            decision = await _decide_again(query, snapshot, now, ports)
            query.lose(lost_slices(query.prepared, decision))
            query.judged = snapshot.version


@contextmanager
def _noted() -> Iterator[None]:
    """Nothing can be decided now: what runs ends at its own deadline, and the watch goes on."""
    try:
        yield
    except Problem as problem:
        _log.warning("running_queries_not_judged", code=problem.code)
    except Exception as bug:  # noqa: BLE001 - one bug must not end the watch
        tell_bug(bug, "watch")


async def _decide_again(
    query: RunningQuery, snapshot: Snapshot, now: datetime, ports: Ports
) -> Decision | None:
    """None where whoever asks, or a dataset, is no more."""
    prepared = query.prepared
    subject = _subject_now(prepared.subject, snapshot)
    datasets = prepared.read.datasets
    if subject is None or not all(each in snapshot.datasets for each in datasets):
        return None
    question = question_about(subject, Action.READ, datasets, snapshot, now, ports)
    return await ports.policy.decide(question)


def _subject_now(subject: Subject, snapshot: Snapshot) -> Subject | None:
    """With the roles, groups and purposes of today."""
    if subject.is_anonymous:
        return subject
    agent = snapshot.agents.get((subject.issuer or "", subject.agent or ""))
    return None if agent is None else subject_of(agent, subject.purpose, subject.on_behalf_of)


def _is_over(decision: Decision, now: datetime) -> bool:
    return decision.valid_until is not None and decision.valid_until <= utc_text(now)
