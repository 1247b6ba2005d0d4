"""`interco query`: a GraphQL document, asked of the demo's gateway or of another one."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.answer_tables import console_of_tables, tables_of
from gateway.cli.client import Caller, answer_to
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.hints import at_a_terminal
from gateway.cli.language import language_of_the_terminal
from gateway.cli.reading import read_document


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "Asks a GraphQL query. Example: "
            "`./interco query q.graphql --as agent@valcobreizh --purpose rpqs_dechets`."
        )
    )(query)


def query(
    file: Annotated[
        str,
        typer.Argument(help="A file with the document, - for standard input, or the document."),
    ],
    agent: Annotated[str | None, typer.Option("--as", help="An agent of the demo.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What the data is for.")] = None,
    on_behalf_of: Annotated[
        str | None, typer.Option("--on-behalf-of", help="The SIREN of who mandates you.")
    ] = None,
    file_reference: Annotated[
        str | None, typer.Option("--file-reference", help="Of the file that the query treats.")
    ] = None,
    variables: Annotated[str, typer.Option(help="A JSON object.")] = "{}",
    out: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """The answer on standard output, problems on standard error; exits 1 if there were any."""
    document = read_document(file)
    try:
        values = orjson.loads(variables)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise typer.BadParameter("--variables must be a JSON object")
    headers = {
        "Interco-Purpose": purpose,
        "Interco-File-Reference": file_reference,
    }
    said = {name: value for name, value in headers.items() if value is not None}
    answer = answer_to(document, values, Caller(agent, on_behalf_of, None, None, state, said))
    _print(answer, out)
    if answer.get("errors"):
        tell_errors(answer["errors"])
        raise typer.Exit(1)


def tell_errors(errors: list[dict[str, Any]]) -> None:
    """Each problem once, with every path that it stopped."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    paths: dict[tuple[str, str, str], list[str]] = {}
    for error in errors:
        extensions = error.get("extensions", {})
        said = (error["message"], extensions.get("code", ""), extensions.get("next", ""))
        paths.setdefault(said, []).append(".".join(str(part) for part in error.get("path", ())))
    for (message, code, step), stopped in paths.items():
        where = ", ".join(path for path in stopped if path)
        console.print(f"{where + ': ' if where else ''}{message} [{code}]", markup=False)
        console.print(f"  → {at_a_terminal(step)}", markup=False)


def _print(answer: dict[str, Any], out: Format) -> None:
    data = answer.get("data")
    if out is Format.JSON:
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
        return
    stopped = frozenset(tuple(map(str, each.get("path", ()))) for each in answer.get("errors", ()))
    for path, rows in tables_of(data, stopped):
        columns = list(rows[0]) if rows else []
        if out is Format.CSV:
            text = io.StringIO()
            writer = csv.DictWriter(text, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _plain(row[name]) for name in row} for row in rows)
            typer.echo(text.getvalue(), nl=False)
        else:
            table = Table(*columns)
            for row in rows:
                table.add_row(*(_in_words(row.get(name)) for name in columns))
            console = console_of_tables()
            # As a title of the table it would be cut to the table's width.
            console.print(path, style="bold", markup=False, soft_wrap=True)
            console.print(table)


def _plain(value: object) -> object:
    """As JSON and the CSV of `interco sql` write it: `true`, not Python's `True`."""
    return str(value).lower() if isinstance(value, bool) else value


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return {"fr": ("non", "oui"), "en": ("no", "yes")}[language_of_the_terminal()][value]
    return "" if value is None else str(value)
