"""`interco operation …`: documents that a body saves under names, for its keys and its programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.reading import read_text_file
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found

operation = typer.Typer(
    name="operation",
    no_args_is_help=True,
    help="Documents that your body saves under names, to ask by name or for keys alone.",
)
_NAME = Annotated[str, typer.Argument(help="Its name: lower-case letters, digits and dashes.")]
_LIST = "query { operations { name title purpose owner language document hash savedBy savedAt } }"
_SAVE = """mutation ($name: String!, $document: String!, $language: String!, $dryRun: Boolean!
    $title: String, $purpose: String, $parameters: [QuestionParameterInput!]) {
  result: saveOperation(name: $name, document: $document, language: $language, dryRun: $dryRun
    title: $title, purpose: $purpose, parameters: $parameters) {
    act applied sentences { fr en } } }"""
_REMOVE = """mutation ($name: String!, $dryRun: Boolean!) {
  result: removeOperation(name: $name, dryRun: $dryRun) { act applied sentences { fr en } } }"""


def add_to(app: typer.Typer) -> None:
    app.add_typer(operation)


@operation.command("list")
@with_caller()
def list_operations(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """The documents that your body has saved, each with the hash of its text.

    Example: `./interco operation list --as agent@valcobreizh`.
    """
    print_found(ask(_LIST, {}, caller)["operations"], out, _print_operations)


@operation.command()
@with_caller()
def save(
    caller: Caller,
    name: _NAME,
    file: Annotated[Path, typer.Argument(help="The document; SQL where it ends in .sql.")],
    title: Annotated[str | None, typer.Option(help="As people will read it.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Of who asks it without saying one.")] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(help="A value to fill in: depuis:date=2026-01-01; may be repeated."),
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Saves a document, in place of another of that name. For stewards.

    Example: `./interco operation save tonnages tonnages.graphql --as steward@valcobreizh`.
    """
    values = {
        "name": name,
        "document": read_text_file(file),
        "language": "sql" if file.suffix.lower() == ".sql" else "graphql",
        "title": title,
        "purpose": purpose,
        "parameters": [_read_parameter(each) for each in parameter or ()],
        "dryRun": dry_run,
    }
    print_found(ask(_SAVE, values, caller)["result"], out, print_result)


@operation.command()
@with_caller()
def remove(
    caller: Caller, name: _NAME, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """Takes a saved document away; keys that were made for it still serve.

    Example: `./interco operation remove tonnages --as steward@valcobreizh`.
    """
    values = {"name": name, "dryRun": dry_run}
    print_found(ask(_REMOVE, values, caller)["result"], out, print_result)


def _read_parameter(text: str) -> dict[str, str | None]:
    """`depuis:date=2026-01-01`; the default may be left out."""
    start, equals, default = text.partition("=")
    name, _, kind = start.partition(":")
    return {"name": name, "type": kind, "default": default if equals else None}


def _print_operations(operations: list[dict[str, Any]]) -> None:
    page = Page()
    if not operations:
        page.say("Aucun document n'est enregistré.", "No document is saved.")
        return
    page.table(
        (
            ("Nom", "Name"),
            ("Titre", "Title"),
            ("Finalité", "Purpose"),
            ("Langue", "Language"),
            ("Empreinte", "Hash"),
            ("Par", "By"),
        ),
        (
            (
                each["name"],
                each["title"],
                each["purpose"] or "",
                each["language"],
                each["hash"],
                each["owner"],
            )
            for each in operations
        ),
    )
