"""`interco service`: services as folders of data, shown, checked, and tried on plain files."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from catalog.model.problem import Language
from gateway.cli.activation_commands import add_to as add_activations
from gateway.cli.consent_commands import add_to as add_consents
from gateway.cli.language import language_of_the_terminal
from gateway.cli.schedule_commands import add_to as add_schedules
from gateway.cli.service_output import (
    description,
    print_json,
    trial_document,
    write_csv,
    write_service,
    write_trial,
)
from gateway.cli.sharing_output import FORMAT, OutputFormat
from services_run.checking import carried_services, find_service, load_service
from services_run.folder import Service, digest_of
from services_run.golden import golden_differences
from services_run.trial import ColumnQuestion, Trial, try_service

service = typer.Typer(
    name="service",
    no_args_is_help=True,
    help="Mutualised services: folders of data that compute on whoever's files.",
)
NAME = Annotated[str, typer.Argument(help="A service's name, or the folder of one.")]


class TrialFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    add_activations(service)
    add_consents(service)
    add_schedules(service)
    app.add_typer(service)


@service.command("list")
def list_services(out: FORMAT = OutputFormat.TABLE) -> None:
    """The services that come with this Interco. Example: `./interco service list`."""
    language = language_of_the_terminal()
    services = [load_service(folder) for folder in carried_services()]
    if out is OutputFormat.JSON:
        print_json([description(each, digest_of(each.folder)) for each in services])
        return
    for one in services:
        title = one.title.fr if language == "fr" else one.title.en
        typer.echo(f"{one.id}  {one.version}  {title}")


@service.command()
def show(name: NAME, out: FORMAT = OutputFormat.TABLE) -> None:
    """What a service needs, which parameters it has, what it gives.

    Example: `./interco service show service-fait`.
    """
    one = load_service(find_service(name))
    shown = description(one, digest_of(one.folder))
    if out is OutputFormat.JSON:
        print_json(shown)
    else:
        write_service(shown, language_of_the_terminal())


@service.command()
def check(name: NAME, out: FORMAT = OutputFormat.TABLE) -> None:
    """Check a folder: description, queries, and that its golden inputs give its golden outputs.

    Exit code 1 where they do not, 2 for a folder that is not sound.

    Example: `./interco service check service-fait`.
    """
    language = language_of_the_terminal()
    one = load_service(find_service(name))
    differences = golden_differences(one)
    digest = digest_of(one.folder)
    if out is OutputFormat.JSON:
        print_json(
            {
                "id": one.id,
                "version": one.version,
                "digest": digest,
                "differences": [
                    {"place": place, "expected": expected, "computed": computed}
                    for place, expected, computed in differences
                ],
            }
        )
    else:
        typer.echo(f"{one.id} {one.version}  {digest}")
        words = ("attendu", "obtenu") if language == "fr" else ("expected", "computed")
        for place, expected, computed in differences:
            typer.echo(f"  {place}: {words[0]} {expected}, {words[1]} {computed}", err=True)
    if differences:
        raise typer.Exit(1)


@service.command("try")
def try_on_files(
    name: NAME,
    folder: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="A folder with the files to try it on."),
    ],
    out: Annotated[TrialFormat, typer.Option("--format")] = TrialFormat.TABLE,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", help="ROLE.FIELD=COLUMN or ROLE=FILE; may be repeated."),
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--set", help="PARAMETER=VALUE; may be repeated.")
    ] = None,
) -> None:
    """Run a service on the files of a folder; nothing is registered, sent or kept.

    Which column is which is found by concept, name and content; where nothing tells, it is asked,
    or with `--format json` said under `questions` with exit code 2.

    Example: `./interco service try service-fait slips/ --format json`.
    """
    one = load_service(find_service(name))
    try:
        given = _pairs(columns or [])
    except ValueError:
        raise typer.BadParameter("--columns takes NAME=VALUE") from None
    try:
        values = _pairs(parameters or [])
    except ValueError:
        raise typer.BadParameter("--set takes NAME=VALUE") from None
    trial = try_service(one, folder, given, values)
    while trial.questions and out is TrialFormat.TABLE and sys.stdin.isatty():
        question = trial.questions[0]
        given[question.key] = _answer(question, language_of_the_terminal())
        trial = try_service(one, folder, given, values)
    _write(one, trial, out)
    if trial.questions:
        raise typer.Exit(2)


def _write(one: Service, trial: Trial, out: TrialFormat) -> None:
    language = language_of_the_terminal()
    match out:
        case TrialFormat.JSON:
            print_json(trial_document(one, trial))
        case TrialFormat.CSV:
            write_csv(one, trial, language)
        case TrialFormat.TABLE:
            write_trial(one, trial, language)


def _pairs(written: list[str]) -> dict[str, str]:
    """Raises ValueError for what is no NAME=VALUE."""
    pairs = {}
    for text in written:
        key, sign, value = text.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise ValueError(text)
        pairs[key.strip()] = value.strip()
    return pairs


def _answer(question: ColumnQuestion, language: Language) -> str:
    """By its number in the list that is shown."""
    typer.echo(question.fr if language == "fr" else question.en)
    for at, choice in enumerate(question.choices, start=1):
        typer.echo(f"  {at}. {choice}")
    number = int(typer.prompt(">", type=int))
    if not 1 <= number <= len(question.choices):
        raise typer.Abort
    return question.choices[number - 1]
