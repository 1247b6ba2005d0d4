"""`interco config check|show`: the settings of this environment, before anything is started."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.doctor_command import finding_json, say_findings
from gateway.cli.sharing_output import print_json

config = typer.Typer(
    no_args_is_help=True,
    help="The settings of the gateway that this environment would start.",
    epilog="Example: `./interco config show`.",
)


def add_to(app: typer.Typer) -> None:
    config.command(
        help=(
            "Whether `serve` would start: settings, names of variables, keys, disk. Opens nothing; "
            "`doctor` looks at what answers. Exit code 1 when something is at fault. "
            "Example: `./interco config check --json`."
        )
    )(check)
    config.command(
        help=(
            "Every setting, its value and what gave it; secrets are hidden. "
            "Example: `./interco config show --set`."
        )
    )(show)
    app.add_typer(config, name="config")


def check(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from gateway.base.settings import given_variables
    from gateway.diagnostics.examining import check_configuration
    from gateway.diagnostics.findings import State
    from gateway.diagnostics.listed_settings import check_variables
    from gateway.wiring.settings_reading import read_settings

    findings = [
        *check_configuration(read_settings(), demo=False),
        check_variables(given_variables()),
    ]
    if as_json:
        print_json([finding_json(finding) for finding in findings])
    else:
        say_findings(findings)
    if any(finding.state is State.FAULT for finding in findings):
        raise typer.Exit(1)


def show(
    only_set: Annotated[
        bool, typer.Option("--set", help="Without those left as they are.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from gateway.base.settings import given_variables
    from gateway.diagnostics.listed_settings import listed_settings
    from gateway.wiring.settings_reading import read_settings

    listed = [
        setting
        for setting in listed_settings(read_settings(), given_variables())
        if not only_set or setting.origin != "default"
    ]
    if as_json:
        print_json([asdict(setting) for setting in listed])
        return
    Page().table(
        (("réglage", "setting"), ("valeur", "value"), ("donné par", "given by")),
        ((setting.name, setting.value, setting.origin) for setting in listed),
    )
