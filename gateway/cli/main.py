"""The command line: one command a file's function, help with examples, exit codes.

0 done; 1 the answer holds problems, or a check or test failed; 2 wrong usage; 3 something is
missing on this machine; 4 refused.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import typer
from typer.exceptions import TyperException

from catalog.model.problem import CallerProblem, DeniedProblem, Language, Problem
from gateway.cli.hints import at_a_terminal
from gateway.cli.language import language_of_the_terminal
from gateway.cli.speaking import speak, speak_of_help, told

_FEWEST = 1
"""The number of words typed that show the help of a group: `./interco agreement`."""

COMMANDS = {
    "server_commands": ("demo", "serve"),
    "sign_in_commands": ("login", "logout", "whoami"),
    "catalog_commands": ("apply", "token", "territory", "schema"),
    "declaration_command": ("declaration",),
    "query_commands": ("query",),
    "sql_commands": ("sql",),
    "notification_commands": ("inbox",),
    "usage_commands": ("usage", "history", "could-read"),
    "dataset_commands": ("dataset",),
    "storage_commands": ("storage",),
    "reference_commands": ("reference",),
    "file_commands": ("file",),
    "standard_commands": ("standard",),
    "deposit_commands": ("deposit",),
    "service_commands": ("service",),
    "agreement_commands": ("agreement",),
    "mandate_commands": ("mandate",),
    "purpose_commands": ("purpose",),
    "agent_commands": ("agent",),
    "key_commands": ("key",),
    "operation_commands": ("operation",),
    "link_commands": ("link",),
    "secret_commands": ("secret",),
    "webhook_commands": ("webhook",),
    "explain_commands": ("explain", "access"),
    "audit_commands": ("audit",),
    "receipt_commands": ("receipt",),
    "figure_commands": ("figure",),
    "campaign_commands": ("campaign",),
    "policy_commands": ("policy",),
    "opening_commands": ("opening",),
    "quota_commands": ("quota",),
    "hosting_commands": ("hosting",),
    "doctor_command": ("doctor",),
    "config_commands": ("config",),
    "migrate_command": ("migrate",),
    "store_commands": ("store",),
    "transfer_commands": ("export", "import"),
    "project_commands": ("check", "test", "bench", "sbom", "version"),
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
        help="Query each other's data where it lies, under agreements that both have signed.",
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
    """Runs the command; a Problem or a mistake becomes sentences, never a stack trace."""
    typed = sys.argv[1:]
    language = language_of_the_terminal()
    try:
        command = typer.main.get_command(app_for(typed))
        speak(command, language)
        if "--help" in typed or len(typed) <= _FEWEST:
            speak_of_help(language)
        ended = command.main(typed, prog_name="./interco", standalone_mode=False)
        sys.exit(ended if isinstance(ended, int) else 0)
    except Problem as problem:
        tell(problem)
        sys.exit(exit_code(problem))
    except TyperException as mistake:
        tell_usage(mistake, language)
        sys.exit(mistake.exit_code)
    except typer.Abort:
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has closed it: Python must not write what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def tell_usage(mistake: TyperException, language: Language) -> None:
    """On standard error: what is wrong with what was typed, and where its help is."""
    said = told(mistake.format_message(), language)
    if not said:
        # A group without a command: its help was the answer.
        return
    context = getattr(mistake, "ctx", None)
    path = "./interco" if context is None else context.command_path
    typer.echo(f"{said}\n  → {path} --help", err=True)


def exit_code(problem: Problem) -> int:
    """2 for what the person typed, 4 for a refusal, 1 for the rest."""
    if isinstance(problem, CallerProblem):
        return 2
    return 4 if isinstance(problem, DeniedProblem) else 1


def tell(problem: Problem) -> None:
    """On standard error: where, what, and what to do next; each part of a compound problem."""
    language = language_of_the_terminal()
    for one in getattr(problem, "problems", ()) or (problem,):
        each: Problem = one.for_the_operator
        where = ""
        if each.place is not None:
            where = f"{each.place.file or ''}:{each.place.line}:{each.place.column}: ".lstrip(":")
        typer.echo(f"{where}{each.sentence(language)} [{each.code}]", err=True)
        typer.echo(f"  → {at_a_terminal(each.next_step(language))}", err=True)
