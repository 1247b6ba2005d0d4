"""Reports to the person on call, and not to the caller: bugs, and the reason why we must act."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog

from catalog.model.audit import AuditOutcome
from catalog.model.problem import OperatorProblem, Problem, SourceProblem
from gateway.base.observability.counters import PROBLEMS
from gateway.base.problems import UnexpectedFailure

_log = structlog.get_logger()


def report_unexpected(bug: Exception, request_id: str) -> UnexpectedFailure:
    """Logs and counts it."""
    PROBLEMS.labels(UnexpectedFailure.code).inc()
    log_bug(bug, request_id)
    return UnexpectedFailure()


def log_bug(bug: Exception, request_id: str) -> None:
    """Logs the place of a bug, without its message: an exception's text may hold a value."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(bug.__traceback__)
    ]
    _log.error("bug", request_id=request_id, error=type(bug).__name__, places=places)


def report_operator_problem(problems: Iterable[Problem], request_id: str) -> None:
    """Counts them by code. Logs those that we must act upon, and what a source did not answer,
    with their facts: the caller has a reference to them, and is told no cause.
    """
    for each in problems:
        PROBLEMS.labels(each.code).inc()
        if isinstance(each, OperatorProblem):
            _log.error("operator_problem", request_id=request_id, code=each.code, facts=each.facts)
        elif isinstance(each, SourceProblem):
            _log.warning("source_problem", request_id=request_id, code=each.code, facts=each.facts)


@contextmanager
def lifespan_reported() -> Iterator[None]:
    """Logs the error with which a process cannot start, or not close: nobody asks it anything, so
    that the log alone can say why. uvicorn knows that it failed, and its line says no more.
    """
    try:
        yield
    except Problem as problem:
        PROBLEMS.labels(problem.code).inc()
        _log.error("lifespan_failed", code=problem.code, facts=problem.facts)
        raise
    except Exception as bug:
        log_bug(bug, "lifespan")
        raise


def report_late_end(outcome: AuditOutcome, problem: Problem) -> None:
    """Of a request that was answered, and whose end could not be recorded at once."""
    report_operator_problem((problem,), outcome.request_id)
