"""`interco doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.base.logging import configure_logging
from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.sharing_output import print_json
from gateway.wiring.settings_reading import read_settings

if TYPE_CHECKING:
    from gateway.diagnostics.findings import Finding

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
        print_json([finding_json(each) for each in findings])
    else:
        say_findings(findings)
    wrong = {State.FAULT, State.WARNING} if strict else {State.FAULT}
    if any(each.state in wrong for each in findings):
        raise typer.Exit(1)


def say_findings(findings: Sequence[Finding]) -> None:
    """Each with its sign, and what to do next."""
    page = Page()
    for finding in findings:
        about = f" ({finding.about})" if finding.about else ""
        sign = f"{_SIGNS[finding.state]:>2} {finding.check}{about}"
        page.say(f"{sign} : {finding.text.fr}", f"{sign}: {finding.text.en}")
        if finding.next_step.fr:
            page.say(f"     → {finding.next_step.fr}", f"     → {finding.next_step.en}")


def finding_json(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "state": finding.state,
        "fr": finding.text.fr,
        "en": finding.text.en,
        "next_fr": finding.next_step.fr,
        "next_en": finding.next_step.en,
        "about": finding.about,
    }
