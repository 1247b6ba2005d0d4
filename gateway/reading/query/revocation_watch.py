"""Looks after the queries that run: what they were allowed must still be allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import structlog

from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.base.background_loop import repeat
from gateway.base.error_reporting import report_unexpected
from gateway.base.problems import AgreementEndedMeanwhile
from gateway.identity.link_problems import LinkEnded
from gateway.identity.links import subject_of_link
from gateway.identity.schedule_problems import ScheduleEnded
from gateway.identity.schedules import subject_of_schedule
from gateway.identity.subject import subject_of, subject_of_key
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import question_about
from gateway.reading.query.running import RunningQuery, lost_slices
from policies.decision import Decision
from policies.question import Action, utc_text

_log = structlog.get_logger()
_EVERY_S = 2.0
_PATIENCE_S = 40.0
"""The steward who ends an agreement is promised that all that runs by it ends within a minute."""


async def watch_queries(ports: Ports, every_s: float = _EVERY_S) -> None:
    """Until cancelled."""

    async def round_() -> float:
        if ports.running.queries:
            await recheck_running(ports)
        return every_s

    await repeat(round_, "running_queries", retry_s=every_s)


async def recheck_running(ports: Ports, patience_s: float = _PATIENCE_S) -> None:
    """Each query decided again, if the catalog moved or its decision is over since it began.

    One that cannot be decided for `patience_s` seconds ends: no answer means no.
    """
    undecided = set(ports.running.queries)
    with _noted(undecided, patience_s):
        snapshot = await ports.catalog.current()
        now = ports.clock()
        for query in tuple(undecided):
            undecided.discard(query)
            is_over = _is_over(query.prepared.decision, now) or _has_ended(query, snapshot, now)
            if query.judged == snapshot.version and not is_over:
                query.undecided_since = None
                continue
            # What cannot be decided for one is still decided for the others, and asked again.
            with _noted({query}, patience_s):
                decision = await _decide_again(query, snapshot, now, ports)
                query.lose(lost_slices(query.prepared, decision), AgreementEndedMeanwhile())
                query.judged, query.undecided_since = snapshot.version, None


@contextmanager
def _noted(undecided: set[RunningQuery], patience_s: float) -> Iterator[None]:
    """Nothing can be decided now about those of `undecided` that are left in it."""
    try:
        yield
    except Problem as problem:
        _log.warning("running_queries_not_judged", code=problem.code)
        _wait_or_end(undecided, problem, patience_s)
    except Exception as bug:  # noqa: BLE001 - one bug must not end the watch
        _wait_or_end(undecided, report_unexpected(bug, "watch"), patience_s)


def _wait_or_end(queries: set[RunningQuery], why: Problem, patience_s: float) -> None:
    now = asyncio.get_running_loop().time()
    for query in queries:
        if query.undecided_since is None:
            query.undecided_since = now
        if now - query.undecided_since >= patience_s:
            query.lose(frozenset(query.prepared.plans.slices), why)


async def _decide_again(
    query: RunningQuery, snapshot: Snapshot, now: datetime, ports: Ports
) -> Decision | None:
    """None where whoever asks, or a dataset, is no more."""
    prepared = query.prepared
    subject = _subject_now(prepared.subject, snapshot, now)
    datasets = prepared.datasets
    if subject is None or not all(each in snapshot.datasets for each in datasets):
        return None
    standpoint = Standpoint(subject, snapshot, now, prepared.standpoint.run)
    question = question_about(standpoint, Action.READ, datasets, ports)
    return await ports.policy.decide(question.about(prepared.question.named))


def _subject_now(subject: Subject, snapshot: Snapshot, now: datetime) -> Subject | None:
    """With the roles, groups, purposes and scope of today."""
    if subject.is_anonymous:
        return subject
    if subject.via == "key":
        account = subject.agent or ""
        return subject_of_key(account, subject.key, snapshot, subject.purpose, now)
    if subject.via in {"link", "schedule"}:
        return _maker_now(subject, snapshot, now)
    agent = snapshot.agents.get((subject.issuer or "", subject.agent or ""))
    if agent is None:
        return None
    return subject_of(
        agent,
        subject.purpose,
        subject.on_behalf_of,
        proves=subject.proves,
        acr=subject.acr,
        via=subject.via,
    )


def _maker_now(subject: Subject, snapshot: Snapshot, now: datetime) -> Subject | None:
    """The maker of the link, or of the schedule; None once it gives nothing any more."""
    with suppress(LinkEnded, ScheduleEnded):
        if subject.via == "link":
            return subject_of_link(subject.link, snapshot, subject.purpose, now)
        return subject_of_schedule(subject.schedule, snapshot, subject.purpose)
    return None


def _has_ended(query: RunningQuery, snapshot: Snapshot, now: datetime) -> bool:
    """The key or the link of a query, by its last day, which moves no catalog."""
    subject = query.prepared.subject
    if subject.via == "link":
        link = snapshot.question_links.get(subject.link or "")
        return link is None or not link.opens(now)
    if subject.via != "key":
        return False
    account = snapshot.service_accounts.get(subject.agent or "")
    return account is None or not account.opens(subject.key, now)


def _is_over(decision: Decision, now: datetime) -> bool:
    return decision.valid_until is not None and decision.valid_until <= utc_text(now)
