"""One command is imported where its name is typed, all of them for the help and a mistake.

Covers gateway.cli.main, gateway.cli.caller_options.
"""

from importlib import import_module

import pytest
import typer
from typer.testing import CliRunner

from gateway.cli.main import COMMANDS, app_for


@pytest.mark.parametrize("module", COMMANDS)
def test_each_module_adds_what_the_table_says(module):
    alone = typer.Typer()
    alone.callback()(lambda: None)
    import_module(f"gateway.cli.{module}").add_to(alone)
    assert tuple(typer.main.get_command(alone).commands) == COMMANDS[module]


def test_a_command_that_is_alone_keeps_its_name_and_the_others_stay_away():
    done = CliRunner().invoke(app_for(["query", "--help"]), ["query", "--help"])
    assert done.exit_code == 0
    assert " query " in done.stdout
    assert set(typer.main.get_command(app_for(["query"])).commands) == {"query"}


def test_help_lists_all_and_a_mistake_is_told_what_was_meant():
    every = {name for names in COMMANDS.values() for name in names}
    assert set(typer.main.get_command(app_for(["--help"])).commands) == every
    mistaken = CliRunner().invoke(app_for(["agrement"]), ["agrement"])
    assert mistaken.exit_code == 2
    assert "agreement" in mistaken.output


def commands_of(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands_of(command, (*path, name))
        else:
            yield " ".join((*path, name)), {each for one in command.params for each in one.opts}


COMMANDS_OF_A_CALLER = {
    path: options
    for path, options in commands_of(typer.main.get_command(app_for()))
    if {"--as", "--token"} <= options
}


def test_each_command_that_asks_a_gateway_says_alike_who_asks_and_where():
    assert len(COMMANDS_OF_A_CALLER) > 30
    for path, options in COMMANDS_OF_A_CALLER.items():
        assert {"--gateway", "--state"} <= options, path


def test_only_acts_on_agreements_and_data_are_done_for_another_organisation():
    groups = {
        path.split()[0]
        for path, options in COMMANDS_OF_A_CALLER.items()
        if "--on-behalf-of" in options
    }
    assert groups == {"agreement", "deposit", "sql"}
