"""The program of the child process that runs the steps of a service: a job in, rows out.

Forked without the gateway's environment or secrets, under limits that it gives itself: it opens no
file and no socket, and whoever waits for it kills it at the deadline.
"""

from __future__ import annotations

import io
import json
import os
import pkgutil
import resource
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import Enum
from importlib import import_module
from typing import Any

import pyarrow as pa

import federation.size_problems
import federation.sql.problems
import federation.standards.problems
import services_run.problems
from catalog.model.problem import Problem
from services_run.folder import Service, Step
from services_run.portable import Types, frozen, written_for_duckdb
from services_run.problems import ServiceAnswerTooLarge, ServiceFailed, ServiceTookTooLong
from services_run.running import Rows, Steps, step_rows, steps_of

_MEMORY = 4 << 30
_CPU_S = 180
_NICE = 5
MOST_BYTES = 64_000_000
"""Of the rows that the answer and the notices of a service are made of."""
_PRELOADED = ("sqlglot.optimizer", "federation.sql", "federation.dialects")
_PROBLEMS = (
    *(services_run.problems, federation.sql.problems, federation.size_problems),
    federation.standards.problems,
)
_KNOWN: Mapping[str, type[Problem]] = {
    each.code: each
    for module in _PROBLEMS
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Problem) and hasattr(each, "code")
}
"""By code: what a child names is one of these."""
_LENGTH = struct.Struct(">Q")


class _Said(Enum):
    """The messages of a child, each sent before its text and, of rows, their bytes."""

    BEGUN = "begun"
    ROWS = "rows"
    FAILED = "failed"
    TOO_LARGE = "too large"
    DONE = "done"


def write_job(
    service: Service, tables: Mapping[str, pa.Table], types: Mapping[str, Types]
) -> bytes:
    """Names and texts of queries and their rows: nothing else of the service is needed."""
    head = {
        "steps": asdict(steps_of(service)),
        "types": {name: dict(types[name]) for name in types},
    }
    framed = _framed(json.dumps(head, default=sorted).encode())
    return framed + b"".join(
        _framed(name.encode()) + _framed(_arrow(table)) for name, table in tables.items()
    )


def read_rows(answered: bytes | None, service: Service, limit_s: float) -> dict[str, Rows]:
    """The rows of each step, from what a child said. Raises ServiceFailed with the step where it
    stopped, ServiceTookTooLong where it said nothing in time, ServiceAnswerTooLarge.
    """
    if answered is None:
        raise ServiceTookTooLong(service=service.id, limit=round(limit_s))
    if len(answered) > MOST_BYTES:
        raise _too_large(service)
    rows: dict[str, Rows] = {}
    step, frames = "", _frames(answered)
    for kind in frames:
        name = next(frames, b"").decode()
        match _Said(kind.decode()):
            case _Said.BEGUN:
                step = name
            case _Said.ROWS:
                rows[name] = pa.ipc.open_stream(next(frames)).read_all().to_pylist()
            case _Said.FAILED:
                raise _problem(json.loads(name))
            case _Said.TOO_LARGE:
                raise _too_large(service)
            case _Said.DONE:
                return rows
    # It was ended by its limits, within a step.
    raise ServiceFailed(service=service.id, step=step)


def prepare() -> None:
    """Children open no file: all that any query may need is imported before."""
    for package in _PRELOADED:
        for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    written_for_duckdb("SELECT r.x FROM r", frozen({"r": {"x": "varchar"}}))


def limit() -> None:
    # The gateway itself goes first.
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def open_nothing_more() -> None:
    """Forbids this process to open any file or network connection from now on. Files that it was
    given, and files that the engine opened as it began, stay open.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main() -> int:
    limit()
    frames = _frames(sys.stdin.buffer.read())
    head = json.loads(next(frames))
    tables = {name.decode(): pa.ipc.open_stream(next(frames)).read_all() for name in frames}

    def begun(step: str) -> None:
        # The engine is there: all that follows was written by somebody else.
        open_nothing_more()
        _say(_Said.BEGUN, step)

    computed = step_rows(_steps(head["steps"]), tables, head["types"], begun)
    try:
        left = MOST_BYTES
        for step, rows in computed:
            left -= rows.nbytes
            if left < 0:
                _say(_Said.TOO_LARGE, step)
                return 0
            _say(_Said.ROWS, step, _arrow(rows))
    except Problem as failed:
        entry = {"code": failed.code, "facts": failed.facts}
        _say(_Said.FAILED, json.dumps(entry, default=str))
    else:
        _say(_Said.DONE, "")
    return 0


def _problem(entry: Mapping[str, Any]) -> Problem:
    return _KNOWN[entry["code"]](**entry["facts"])


def _steps(entry: Mapping[str, Any]) -> Steps:
    steps = tuple(Step(**each) for each in entry["steps"])
    return Steps(entry["service"], entry["queries"], steps, frozenset(entry["wanted"]))


def _say(kind: _Said, text: str, rows: bytes | None = None) -> None:
    out = sys.stdout.buffer
    for part in (kind.value.encode(), text.encode(), *(() if rows is None else (rows,))):
        out.write(_framed(part))
    out.flush()


def _arrow(table: pa.Table) -> bytes:
    target = io.BytesIO()
    with pa.ipc.new_stream(target, table.schema) as writer:
        writer.write_table(table)
    return target.getvalue()


def _framed(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + content


def _frames(whole: bytes) -> Iterator[bytes]:
    """The frames of `whole` that have all their bytes."""
    at, head = 0, _LENGTH.size
    while at + head <= len(whole):
        (length,) = _LENGTH.unpack_from(whole, at)
        at += head + length
        if at > len(whole):
            return
        yield whole[at - length : at]


def _too_large(service: Service) -> ServiceAnswerTooLarge:
    return ServiceAnswerTooLarge(service=service.id, megabytes=MOST_BYTES // 10**6)
