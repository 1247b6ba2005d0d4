"""`interco agreement export`: what an agreement leaves behind, to keep or to hand on."""

from __future__ import annotations

import hashlib
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import orjson
import typer

from gateway.cli import agreement_documents as documents
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    download,
)
from gateway.cli.language import language_of_the_terminal
from gateway.cli.sharing_output import CITATION, find_one, version_of


class ExportFormat(StrEnum):
    """`text` and `json` hold the signed text; the others are files that the gateway writes."""

    TEXT = "text"
    JSON = "json"
    ODRL = "odrl"
    ARTICLE_30 = "article-30"
    EVIDENCE = "evidence"
    PDF = "pdf"
    HTML = "html"


_PAPERS = frozenset({ExportFormat.PDF, ExportFormat.HTML})
_BINARY = frozenset({ExportFormat.EVIDENCE, ExportFormat.PDF})


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "The signed text, ODRL, the lines of the register, the evidence. Example: "
            "`./interco agreement export conv-2025-0001@1 --format evidence --output preuves.zip "
            "--as steward@valcobreizh`."
        )
    )(export)


@with_caller(may_act_for_another=True)
def export(
    caller: Caller,
    citation: CITATION,
    out: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", help="Into a file; else standard output.")
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="With article-30: so that Excel reads it as UTF-8.")
    ] = False,
) -> None:
    """`text` is the canonical text alone, byte for byte what the hash is of."""
    if bom and out is not ExportFormat.ARTICLE_30:
        raise typer.BadParameter("--bom goes with --format article-30")
    if out in _BINARY and output is None and sys.stdout.isatty():
        raise typer.BadParameter("that is no text: say where to put it with --output FILE")
    content = _content(version_of(citation, caller), out, caller, bom=bom)
    if output is None:
        typer.echo(content, nl=False)
    else:
        _write(content, output)


def _content(citation: str, out: ExportFormat, caller: Caller, *, bom: bool) -> bytes:
    if out not in {ExportFormat.TEXT, ExportFormat.JSON}:
        if out in _PAPERS:
            language = language_of_the_terminal()
            address = f"/v1/agreements/{quote(citation, safe='@')}/paper"
            return download(f"{address}?format={out}&lang={language}", caller)
        query = "?bom=1" if bom else ""
        return download(f"/v1/agreements/{quote(citation, safe='@')}/{out}{query}", caller)
    found = find_one(documents.EXPORT, citation, caller)
    text: str = found["canonicalText"]
    if out is ExportFormat.TEXT:
        return text.encode()
    parsed = {**found, "canonicalText": orjson.loads(text)}
    return orjson.dumps(parsed, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _write(content: bytes, output: Path) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror}") from None
    unit = "octets" if language_of_the_terminal() == "fr" else "bytes"
    digest = hashlib.sha256(content).hexdigest()
    typer.echo(f"{output}: {len(content)} {unit}, SHA-256 {digest}", err=True)
