"""`interco doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.server_commands import read_settings
from gateway.cli.sharing_output import print_json
from gateway.logging import configure_logging

_SIGNS = {"ok": "ok", "warning": "!", "fault": "X"}


def add_to(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are faults.")] = False,
    state: STATE_OPTION = STATE,
) -> None:
    """Settings, keys, store, disk, clock, law, engines, secrets, worker, and each storage.

    Of the gateway whose settings are in the environment (INTERCO_ISSUERS), else of the demo.
    Exit code 0 when nothing is at fault, 1 otherwise.

    Example: `./interco doctor --json`.
    """
    from gateway.demo_mode.state import DemoState
    from gateway.diagnostics.examining import examine
    from gateway.diagnostics.findings import State

    configure_logging("error")
    settings = read_settings()
    is_demo = not settings.issuers
    if is_demo:
        settings = DemoState(state).settings(log_level="error")
    findings = asyncio.run(examine(settings, demo=is_demo))
    if as_json:
        print_json([asdict(each) for each in findings])
    else:
        page = Page()
        for each in findings:
            about = f" ({each.about})" if each.about else ""
            sign = f"{_SIGNS[each.state]:>2} {each.check}{about}"
            page.say(f"{sign} : {each.fr}", f"{sign}: {each.en}")
            if each.next_fr:
                page.say(f"     → {each.next_fr}", f"     → {each.next_en}")
    wrong = {State.FAULT, State.WARNING} if strict else {State.FAULT}
    if any(each.state in wrong for each in findings):
        raise typer.Exit(1)
