"""The command line: one command a file's function, help with examples, exit codes.

0 done; 1 the answer holds problems, or a check or test failed; 2 wrong usage; 3 something is
missing on this machine; 4 refused.
"""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from gateway.cli import (
    agreement_commands,
    catalog_commands,
    dataset_commands,
    doctor_command,
    explain_commands,
    mandate_commands,
    policy_commands,
    project_commands,
    purpose_commands,
    query_commands,
    reference_commands,
    secret_commands,
    server_commands,
    sql_commands,
    storage_commands,
    webhook_commands,
)
from gateway.cli.language import language_of_the_terminal

app = typer.Typer(
    name="interco",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help=(
        "Des collectivités interrogent les données des autres là où elles sont, sous des "
        "conventions que les deux ont signées. "
        "Query each other's data where it lies, under agreements that both have signed."
    ),
    epilog="Exit codes: 0 done, 1 problems, 2 wrong usage, 3 something is missing, 4 refused.",
)
for module in (
    server_commands,
    catalog_commands,
    query_commands,
    sql_commands,
    dataset_commands,
    storage_commands,
    reference_commands,
    agreement_commands,
    mandate_commands,
    purpose_commands,
    secret_commands,
    webhook_commands,
    explain_commands,
    policy_commands,
    doctor_command,
    project_commands,
):
    module.add_to(app)


def run() -> None:
    """Runs the command; a Problem becomes two sentences, never a stack trace."""
    from deploy.local.prerequisites import MissingPrerequisite

    try:
        app(prog_name="./interco")
    except MissingPrerequisite as missing:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(missing), markup=False)
        sys.exit(3)
    except Problem as problem:
        tell(problem)
        sys.exit(exit_code(problem))


def exit_code(problem: Problem) -> int:
    """2 for what the person typed, 4 for a refusal, 1 for the rest."""
    if isinstance(problem, CallerProblem):
        return 2
    return 4 if isinstance(problem, DeniedProblem) else 1


def tell(problem: Problem) -> None:
    """On standard error: where, what, and what to do next; each part of a compound problem."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    language = language_of_the_terminal()
    for each in getattr(problem, "problems", ()) or (problem,):
        where = ""
        if each.place is not None:
            where = f"{each.place.file or ''}:{each.place.line}:{each.place.column}: ".lstrip(":")
        console.print(f"{where}{each.sentence(language)} [{each.code}]", markup=False)
        console.print(f"  → {each.next_step(language)}", markup=False)
