"""One query, from what was sent to the bytes that answer it; recorded either way."""

from __future__ import annotations

import asyncio
import time

import structlog

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem, Problem
from federation.engines.query_tag import REQUEST
from gateway.base.error_reporting import report_operator_problem, report_unexpected
from gateway.base.problems import ShuttingDown
from gateway.reading.query.audited import ExecuteControl, answer_prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import prepare_sent
from gateway.reading.query.request import Answer, GraphqlRequest
from gateway.reading.query.without_token import noting_missing_token
from schema.problems import DocumentProblems
from schema.response.writer import write_refusal

_log = structlog.get_logger()


async def answer(request: GraphqlRequest, ports: Ports, execute_control: ExecuteControl) -> Answer:
    """The rows that the caller may see, or the Problems that stopped them."""
    started = time.perf_counter()
    REQUEST.set(request.id)
    try:
        result = await _answer(request, ports, execute_control, started)
    except DocumentProblems as refused:
        result = refuse(refused.problems, request)
    except Problem as problem:
        result = refuse((problem,), request)
    except asyncio.CancelledError:
        _log.info("request_cancelled", request_id=request.id)
        raise
    except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
        result = refuse((report_unexpected(bug, request.id),), request)
    _log.info(
        "request",
        request_id=request.id,
        status=result.status,
        executed=result.executed,
        duration_ms=round((time.perf_counter() - started) * 1000, 2),
    )
    return result


async def _answer(
    request: GraphqlRequest, ports: Ports, execute_control: ExecuteControl, started: float
) -> Answer:
    if ports.stopping.is_set():
        raise ShuttingDown
    request, prepared = await prepare_sent(request, ports)
    return await answer_prepared(prepared, request, ports, started, execute_control)


def refuse(problems: tuple[Problem, ...], request: GraphqlRequest) -> Answer:
    """The answer that tells what stopped a request before it ran."""
    worst = max(problems, key=_severity)
    report_operator_problem(problems, request.id)
    told = noting_missing_token(problems, request.authorization, request.session)
    body = write_refusal(told, request.language, request.id)
    refused_document = all(each.status == CallerProblem.status for each in problems)
    return Answer(
        body,
        worst.status if worst.client_words is None else worst.client_words.status,
        executed=False,
        refused_document=refused_document,
        retry_after_s=worst.retry_after_s,
    )


def _severity(problem: Problem) -> int:
    match problem:
        case CallerProblem():
            return 0
        case DeniedProblem():
            return 1
        case OperatorProblem():
            return 3
        case _:
            return 2
