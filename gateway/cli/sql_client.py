"""A statement asked over HTTP, of the demo or of a gateway elsewhere; its answer in one format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from gateway.base.problems import GatewayUnreachable
from gateway.cli.client import Caller, sent
from gateway.cli.connection import FAILURES, OK, Response


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"
    PARQUET = "parquet"


MEDIA_TYPES = {
    Format.TABLE: "application/json",
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.CSV: "text/csv",
    Format.ARROW: "application/vnd.apache.arrow.stream",
    Format.PARQUET: "application/vnd.apache.parquet",
}
BINARY = frozenset({Format.ARROW, Format.PARQUET})


@dataclass(frozen=True, slots=True)
class SqlCaller:
    """The caller of a statement in SQL, with the request's purpose."""

    caller: Caller
    purpose: str | None = None
    file_reference: str | None = None
    overlap: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        said = {
            "Interco-Purpose": self.purpose,
            "Interco-File-Reference": self.file_reference,
            "Interco-Overlap": self.overlap,
        }
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """`body` is empty where it went to a file; `refusal` is the problem's document; `scope` is a
    line about the sources of a standard, where one was asked.
    """

    body: bytes = b""
    refusal: dict[str, Any] | None = None
    scope: str | None = None


def ask_sql(
    statement: str,
    parameters: list[object],
    asker: SqlCaller,
    out: Format,
    output: Path | None = None,
) -> SqlAnswer:
    """The answer to a statement. A file at `output` is whole: its last byte comes before its name.

    Raises GatewayUnreachable, also where the answer is cut.
    """
    body = orjson.dumps({"query": statement, "parameters": parameters})
    caller = replace(asker.caller, said=asker.headers)
    # A long query may think for a while before its first byte: no time-out.
    with sent(caller, "/v1/sql", body, MEDIA_TYPES[out], timeout_s=None) as response:
        try:
            if response.status != OK:
                return SqlAnswer(refusal=_refusal(response.read(), caller))
            scope = response.header("Interco-Scope")
            if output is None or out is Format.TABLE:
                return SqlAnswer(body=response.read(), scope=scope)
        except FAILURES:
            raise GatewayUnreachable(address=caller.address) from None
        _save(response, output, caller)
        return SqlAnswer(scope=scope)


def _save(response: Response, output: Path, caller: Caller) -> None:
    partial = output.with_name(f"{output.name}.part")
    try:
        with partial.open("wb") as written:
            while chunk := _next_of(response, caller):
                written.write(chunk)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _next_of(response: Response, caller: Caller) -> bytes:
    """Apart from writing: a full disk is not an unreachable gateway."""
    try:
        return next(response.chunks, b"")
    except FAILURES:
        raise GatewayUnreachable(address=caller.address) from None


def _refusal(body: bytes, caller: Caller) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or not {"code", "title", "detail"} <= told.keys():
        raise GatewayUnreachable(address=caller.address)
    return told
