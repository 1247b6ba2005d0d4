"""`interco deposit …`: a file into a dataset, its versions, and the last one undone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import typer

from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, transfer
from gateway.cli.language import language_of_the_terminal
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json

_TIMEOUT_S = 400.0
_STATES = {
    "current": ("en cours", "current"),
    "past": ("passée", "past"),
    "undone": ("annulée", "undone"),
}


class Mode(StrEnum):
    REPLACE = "replace"
    APPEND = "append"
    UPDATE = "update"


def add_to(app: typer.Typer) -> None:
    app.command(
        name="deposit",
        help=(
            "A file into a dataset, or `versions` or `undo` and the dataset's name. Example: "
            "`./interco deposit pesees.xlsx --to pesees --into valcobreizh.depot "
            "--as steward@mesnil-roc-h`."
        ),
    )(deposit)


@with_caller(may_act_for_another=True)
def deposit(
    caller: Caller,
    what: Annotated[str, typer.Argument(help="A file; or `versions`, `undo`.")],
    dataset: Annotated[
        str | None, typer.Argument(help="With `versions` and `undo`: which dataset.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="The dataset that the file goes into.")] = None,
    into: Annotated[
        str | None, typer.Option(help="The deposit that a new dataset is made in.")
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option(help="In place of all rows, beside them, or key by key.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="A JSON file: what you decide about the file.")
    ] = None,
    note: Annotated[str, typer.Option(help="Kept with the version.")] = "",
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """All of it or nothing; look first with --dry-run."""
    if what in {"versions", "undo"}:
        if dataset is None:
            raise typer.BadParameter("the name of a dataset follows versions or undo")
        _print_versions(_of_dataset(what, dataset, caller, dry_run=dry_run), out)
        return
    path = Path(what)
    if not path.is_file():
        raise typer.BadParameter("there is no such file")
    if to is None:
        raise typer.BadParameter("--to: which dataset?")
    given = {
        "name": path.name,
        "mode": None if mode is None else mode.value,
        "dryRun": "true" if dry_run else "false",
        "into": into,
        "answers": None if answers is None else answers.read_text("utf-8"),
        "note": note or None,
    }
    address = f"/v1/deposits/{quote(to, safe='')}?" + urlencode(
        {key: value for key, value in given.items() if value is not None}
    )
    _print_deposited(transfer("PUT", address, path.read_bytes(), caller, _TIMEOUT_S), out)


def _of_dataset(what: str, dataset: str, caller: Caller, *, dry_run: bool) -> dict[str, Any]:
    address = f"/v1/deposits/{quote(dataset, safe='')}/versions"
    if what == "versions":
        return transfer("GET", address, None, caller, _TIMEOUT_S)
    tried = "true" if dry_run else "false"
    return transfer("DELETE", f"{address}/last?dryRun={tried}", None, caller, _TIMEOUT_S)


def _print_deposited(document: dict[str, Any], out: OutputFormat) -> None:
    if out is OutputFormat.JSON:
        print_json(document)
        return
    is_french = language_of_the_terminal() == "fr"
    rows, dataset = document["rows"], document["dataset"]
    for sentence in document["sentences"]:
        typer.echo(sentence)
    version = document["version"]
    if version is None:
        would = "lignes ; rien n'est déposé" if is_french else "rows; nothing is deposited"
        typer.echo(f"{dataset}: {rows} {would}")
        return
    number = version["number"]
    words = f"version {number}, {rows} " + ("lignes" if is_french else "rows")
    typer.echo(f"{dataset}: {words}")


def _print_versions(document: dict[str, Any], out: OutputFormat) -> None:
    if out is OutputFormat.JSON:
        print_json(document)
        return
    which = 0 if language_of_the_terminal() == "fr" else 1
    for version in document["versions"]:
        state = _STATES[version["state"]][which]
        typer.echo(
            f"{version['number']}  {version['at'][:16]}  {version['mode']}  {version['rows']}  "
            f"{state}  {version['fileName']}  {version['by']}"
        )
