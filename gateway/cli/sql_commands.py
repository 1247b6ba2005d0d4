"""`interco sql`: one statement, a file of one, standard input, or a small shell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
)
from gateway.cli.reading import read_text_file
from gateway.cli.sql_client import Format, SqlCaller, ask_sql
from gateway.cli.sql_output import tell_refusal, tell_scope, write_answer
from gateway.reading.query.overlap import Overlap

INTERRUPTED = 130
"""As shells count it: 128 and the number of SIGINT."""


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "Asks a statement in SQL (Trino's dialect); without one, a shell. Example: "
            "`./interco sql 'SELECT * FROM sde35.bornes_recharge LIMIT 5'`."
        )
    )(sql)


@with_caller(may_act_for_another=True)
def sql(
    caller: Caller,
    statement: Annotated[
        str | None, typer.Argument(help="The statement, or - for standard input.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="A file with the statement.")
    ] = None,
    parameters: Annotated[str, typer.Option(help="A JSON list, one value for each ?.")] = "[]",
    purpose: Annotated[str | None, typer.Option(help="What the data is for.")] = None,
    file_reference: Annotated[
        str | None, typer.Option("--file-reference", help="Of the file that the query treats.")
    ] = None,
    overlap: Annotated[
        Overlap | None,
        typer.Option(help="Rows that several bodies of a standard have: which ones to keep."),
    ] = None,
    out: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", help="Where the answer goes, whole or not at all.")
    ] = None,
) -> None:
    """The answer on standard output, a refusal on standard error, with a caret under its place."""
    asker = SqlCaller(caller, purpose, file_reference, overlap and overlap.value)
    text = _statement(statement, file)
    if text is None:
        from gateway.cli.sql_shell import run_shell

        run_shell(asker, caller.state, out)
        return
    values = _parameters(parameters)
    try:
        answer = ask_sql(text, values, asker, out, output)
    except KeyboardInterrupt:
        # The connection is closed: the gateway stops what it was running.
        raise typer.Exit(INTERRUPTED) from None
    if answer.refusal is not None:
        raise typer.Exit(tell_refusal(answer.refusal, text))
    write_answer(answer.body, out, output)
    tell_scope(answer.scope)


def _statement(statement: str | None, file: Path | None) -> str | None:
    """None: a person at a terminal, who will type."""
    if statement is not None and file is not None:
        raise typer.BadParameter("a statement or --file, not both")
    if file is not None:
        return read_text_file(file)
    if statement == "-" or (statement is None and not sys.stdin.isatty()):
        return sys.stdin.read()
    return statement


def _parameters(text: str) -> list[object]:
    try:
        values = orjson.loads(text)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, list):
        raise typer.BadParameter("--parameters must be a JSON list")
    return values
