"""Has a child process do a job on a file, and says why it did not end well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from gateway.base.child_process.host import ChildHost
from gateway.files.deposits.problems import UploadTooLongToRead
from gateway.files.deposits.told_problems import read_problem

MOST_S = 300
_MOST_BYTES = 1 << 30
HOST = ChildHost("gateway.files.deposits.child")
_log = structlog.get_logger()


async def run_job(job: Mapping[str, Any], turns: FairTurns, body: str) -> Mapping[str, Any]:
    """The job's answer, in a turn of `body`. Raises the Problem that the child met,
    UploadTooLongToRead where it was stopped by its limits, or broke.
    """
    async with turns.admitted(Caller(body)):
        # Whole JSON, or not: then the child was stopped by its limits or by the time, or broke.
        answered = await HOST.answered(
            json.dumps(job).encode(), within_s=MOST_S, most_bytes=_MOST_BYTES
        )
    try:
        answer: Mapping[str, Any] = json.loads(answered or b"")
    except ValueError:
        _log.warning("deposit_child_stopped", answered=len(answered or b""))
        raise UploadTooLongToRead(file=job["name"]) from None
    if "problem" in answer:
        raise read_problem(answer["problem"])
    done: Mapping[str, Any] = answer["done"]
    return done
