"""A statement asked over HTTP, of the demo or of a gateway elsewhere; its answer in one format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
import orjson

from gateway.cli.asking import Caller, client_of
from gateway.problems import GatewayUnreachable


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
    """Who asks, and what for."""

    caller: Caller
    purpose: str | None = None
    file_reference: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        said = {"Interco-Purpose": self.purpose, "Interco-File-Reference": self.file_reference}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """`body` is empty where it went to a file; `refusal` is the problem's document."""

    body: bytes = b""
    refusal: dict[str, Any] | None = None


async def ask_sql(
    statement: str,
    parameters: list[object],
    asker: SqlCaller,
    out: Format,
    output: Path | None = None,
) -> SqlAnswer:
    """What is written to `output` is whole: it is another file until the last byte is there.

    Raises GatewayUnreachable, also where the answer is cut.
    """
    sent = {"query": statement, "parameters": parameters}
    headers = {"Accept": MEDIA_TYPES[out], **asker.headers}
    # A long query may think for a while before its first byte.
    timeout = httpx.Timeout(60, read=None)
    async with client_of(asker.caller) as client:
        try:
            async with client.stream(
                "POST", "/v1/sql", json=sent, headers=headers, timeout=timeout
            ) as response:
                if response.status_code != httpx.codes.OK:
                    return SqlAnswer(refusal=_refusal(await response.aread(), asker.caller))
                if output is None or out is Format.TABLE:
                    return SqlAnswer(body=await response.aread())
                await _save(response, output)
                return SqlAnswer()
        except httpx.HTTPError:
            raise GatewayUnreachable(address=asker.caller.address) from None


async def _save(response: httpx.Response, output: Path) -> None:
    partial = output.with_name(f"{output.name}.part")
    try:
        with partial.open("wb") as written:
            async for chunk in response.aiter_bytes():
                written.write(chunk)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _refusal(body: bytes, caller: Caller) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or not {"code", "title", "detail"} <= told.keys():
        raise GatewayUnreachable(address=caller.address)
    return told
