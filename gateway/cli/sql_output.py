"""Answers and refusals of a statement as a terminal shows them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from gateway.cli.answer_tables import console_of_tables
from gateway.cli.client import exit_code_of
from gateway.cli.hints import at_a_terminal
from gateway.cli.language import language_of_the_terminal
from gateway.cli.sql_client import BINARY, Format

_NULL = "NULL"
_STATUS_FR = {
    "answered": ("source à jour", "sources à jour"),
    "stale": ("en retard", "en retard"),
    "empty": ("sans ligne", "sans ligne"),
    "down": ("injoignable", "injoignables"),
    "denied": ("sans droit", "sans droit"),
}
_STATUS_EN = {
    "answered": ("source answered", "sources answered"),
    "stale": ("late", "late"),
    "empty": ("without a row", "without a row"),
    "down": ("down", "down"),
    "denied": ("not given", "not given"),
}
"""Of one source, then of several."""


def write_answer(body: bytes, out: Format, output: Path | None) -> None:
    if out is Format.TABLE:
        _write_table(orjson.loads(body), output)
    elif output is None:
        if out in BINARY and sys.stdout.isatty():
            raise typer.BadParameter("--output FILE, or a pipe, takes what is no text")
        sys.stdout.buffer.write(body)
        if out not in BINARY and not body.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()


def _write_table(answer: dict[str, Any], output: Path | None) -> None:
    table = Table(*(each["name"] for each in answer["columns"]))
    for row in answer["rows"]:
        table.add_row(*(_cell(each) for each in row))
    if output is not None:
        with output.open("w", encoding="utf-8") as written:
            console_of_tables(written).print(table, markup=False)
    else:
        console_of_tables().print(table, markup=False)
    count = answer["rowCount"]
    french = language_of_the_terminal() == "fr"
    word = ("ligne" if french else "row") + ("" if count == 1 else "s")
    typer.echo(f"{count} {word}", err=True)


def tell_scope(line: str | None) -> None:
    """On standard error: of which sources of a standard the answer is, and whether it is whole."""
    if line is None:
        return
    facts = dict(part.split("=", 1) for part in line.split("; "))
    french = language_of_the_terminal() == "fr"
    whole = facts.get("partial") == "false"
    if french:
        verdict = "réponse entière" if whole else "réponse partielle"
        words = _STATUS_FR
        communes = _counted(facts["communes"], ("commune", "communes"), french=True)
        rest = f"{communes}, {_counted(facts['missing'], ('manquante', 'manquantes'), french=True)}"
    else:
        verdict = "whole answer" if whole else "partial answer"
        words = _STATUS_EN
        communes = _counted(facts["communes"], ("commune", "communes"), french=False)
        rest = f"{communes}, {facts['missing']} missing"
    counts = [
        _counted(facts[key], forms, french=french) for key, forms in words.items() if key in facts
    ]
    typer.echo(f"{verdict} : " + " · ".join([*counts, rest]), err=True)


def _counted(count: str, forms: tuple[str, str], *, french: bool) -> str:
    """In French nothing is one, in English several."""
    is_one = count == "1" or (french and count == "0")
    return f"{count} {forms[0] if is_one else forms[1]}"


def _cell(value: object) -> str:
    if value is None:
        return _NULL
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def tell_refusal(refusal: dict[str, Any], statement: str) -> int:
    """On standard error: the line, a caret under the place, what is wrong, what to do next.

    Gives the exit code.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    place = refusal.get("place")
    for line in caret_lines(statement, place) if place else ():
        console.print(line, markup=False)
    console.print(f"{refusal['title']} [{refusal['code']}]", markup=False)
    console.print(f"  → {at_a_terminal(refusal['detail'])}", markup=False)
    return exit_code_of(refusal["code"])


def caret_lines(statement: str, place: dict[str, Any]) -> list[str]:
    """The line of the statement and `^` below: tabs stay tabs, so that it stands right."""
    lines = statement.split("\n")
    number, column = int(place["line"]), int(place["column"])
    if not 1 <= number <= len(lines):
        return []
    line = lines[number - 1].rstrip("\r")
    blank = "".join("\t" if each == "\t" else " " for each in line[: column - 1])
    prefix = f"{number} | "
    return [f"{prefix}{line}", f"{' ' * len(prefix)}{blank}^"]
