"""Parts that the commands of sharing have in common: their options, and the printing of an act."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer

from gateway.base.problems import UnknownAgreementHere
from gateway.cli import agreement_documents as documents
from gateway.cli.agreement_pages import print_preview, print_result
from gateway.cli.client import Caller, ask


class OutputFormat(StrEnum):
    TABLE = "table"
    JSON = "json"


CITATION = Annotated[
    str, typer.Argument(help="A version: conv-2026-0017@2; without @2, the newest.")
]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")]
FORMAT = Annotated[OutputFormat, typer.Option("--format")]


def find_one(document: str, citation: str, caller: Caller) -> dict[str, Any]:
    """Raises UnknownAgreementHere, also for what the caller may not know of."""
    found: dict[str, Any] | None = ask(document, {"citation": citation}, caller)["agreement"]
    if found is None:
        raise UnknownAgreementHere(agreement=citation)
    return found


def version_of(citation: str, caller: Caller) -> str:
    """The version that is meant, as an act names it. Raises UnknownAgreementHere."""
    if "@" in citation:
        return citation
    return str(find_one(documents.NEWEST, citation, caller)["citation"])


def print_json(value: Any) -> None:
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_found(found: Any, out: OutputFormat, write: Callable[[Any], None]) -> None:
    """As it came, or as `write` tells it to a person."""
    if out is OutputFormat.JSON:
        print_json(found)
    else:
        write(found)


def print_outcome(result: Any, out: OutputFormat, *, preview: bool = False) -> None:
    """`preview`: with the columns and communes at stake, as a dry run always shows them."""
    if out is OutputFormat.JSON:
        print_json(result)
        return
    print_result(result)
    if (preview or not result["applied"]) and result["preview"] is not None:
        print_preview(result["preview"])
