"""Starts the child process of a job, and says why it did not end well."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from federation.file_reading.workbooks import LITTLE_ROOM
from gateway.deposits.problems import UploadTooLongToRead
from gateway.deposits.told_problems import read_problem

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "gateway.deposits.child"
MOST_S = 300
_log = structlog.get_logger()


async def run_job(job: Mapping[str, Any], turns: asyncio.Semaphore) -> Mapping[str, Any]:
    """The job's answer. Raises the Problem that the child met, UploadTooLongToRead where it was
    stopped by its limits, or broke.
    """
    async with turns:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", _PROGRAM),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # Nothing of the gateway's environment: a reader of foreign bytes needs no secret.
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", **LITTLE_ROOM},
        )
        try:
            async with asyncio.timeout(MOST_S):
                sent = json.dumps(job).encode()
                answered, _ = await child.communicate(sent)
        except TimeoutError:
            answered = b""
        finally:
            # Whoever waited may have left: what it started ends with it.
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode != 0 or not answered:
        _log.warning("deposit_child_stopped", returncode=child.returncode)
        raise UploadTooLongToRead(file=job["name"])
    answer: Mapping[str, Any] = json.loads(answered)
    if "problem" in answer:
        raise read_problem(answer["problem"])
    done: Mapping[str, Any] = answer["done"]
    return done
