"""The command line: one command a file's function, help with examples, exit codes.

0 done; 1 the answer holds problems, or a check or test failed; 2 wrong usage; 3 something is
missing on this machine; 4 refused.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from gateway.cli.language import language_of_the_terminal

COMMANDS = {
    "server_commands": ("demo", "serve"),
    "catalog_commands": ("apply", "token", "territory", "schema"),
    "query_commands": ("query",),
    "sql_commands": ("sql",),
    "dataset_commands": ("dataset",),
    "storage_commands": ("storage",),
    "reference_commands": ("reference",),
    "agreement_commands": ("agreement",),
    "mandate_commands": ("mandate",),
    "purpose_commands": ("purpose",),
    "secret_commands": ("secret",),
    "webhook_commands": ("webhook",),
    "explain_commands": ("explain", "access"),
    "policy_commands": ("policy",),
    "doctor_command": ("doctor",),
    "project_commands": ("check", "test", "bench", "version"),
}
"""Each module, in the order of the help, and what it adds. All of them take seconds to import."""


def app_for(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command that is typed, where its first word is one, else all: help, or a mistake."""
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
    # With one command alone, its name would not be asked for.
    app.callback()(lambda: None)
    first = arguments[0] if arguments else ""
    typed = [module for module, names in COMMANDS.items() if first in names]
    for module in typed or COMMANDS:
        import_module(f"gateway.cli.{module}").add_to(app)
    return app


def run() -> None:
    """Runs the command; a Problem becomes two sentences, never a stack trace."""
    try:
        app_for(sys.argv[1:])(prog_name="./interco")
    except Problem as problem:
        tell(problem)
        sys.exit(exit_code(problem))
    except Exception as failure:
        # What starts servers is imported by the commands that do, and takes its time.
        local = sys.modules.get("deploy.local.prerequisites")
        if local is None or not isinstance(failure, local.MissingPrerequisite):
            raise
        typer.echo(str(failure), err=True)
        sys.exit(3)


def exit_code(problem: Problem) -> int:
    """2 for what the person typed, 4 for a refusal, 1 for the rest."""
    if isinstance(problem, CallerProblem):
        return 2
    return 4 if isinstance(problem, DeniedProblem) else 1


def tell(problem: Problem) -> None:
    """On standard error: where, what, and what to do next; each part of a compound problem."""
    language = language_of_the_terminal()
    for each in getattr(problem, "problems", ()) or (problem,):
        where = ""
        if each.place is not None:
            where = f"{each.place.file or ''}:{each.place.line}:{each.place.column}: ".lstrip(":")
        typer.echo(f"{where}{each.sentence(language)} [{each.code}]", err=True)
        typer.echo(f"  → {each.next_step(language)}", err=True)
