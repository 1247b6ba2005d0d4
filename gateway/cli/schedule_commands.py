"""`interco service schedule …`: when an activated service runs by itself, and who is told."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.model.run_schedule import Frequency
from gateway.cli.activation_commands import ACTIVATION, tell
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat

SCHEDULE = """mutation(
    $activation: ID!, $frequency: RunFrequency!, $hour: Int!, $day: Int, $dry: Boolean!) {
  result: scheduleService(
    activation: $activation, frequency: $frequency, hour: $hour, day: $day, dryRun: $dry
  ) { act applied sentences { fr en } } }"""
END_SCHEDULE = """mutation($activation: ID!, $dry: Boolean!) {
  result: endSchedule(activation: $activation, dryRun: $dry) {
    act applied sentences { fr en } } }"""
FOLLOW = """mutation($activation: ID!, $dry: Boolean!) {
  result: followService(activation: $activation, dryRun: $dry) {
    act applied sentences { fr en } } }"""
UNFOLLOW = """mutation($activation: ID!, $dry: Boolean!) {
  result: unfollowService(activation: $activation, dryRun: $dry) {
    act applied sentences { fr en } } }"""


def add_to(service: typer.Typer) -> None:
    service.command()(schedule)
    service.command(name="end-schedule")(end_schedule)
    service.command()(follow)
    service.command()(unfollow)


@with_caller()
def schedule(
    caller: Caller,
    activation: ACTIVATION,
    frequency: Annotated[Frequency, typer.Option("--every", help="How often it runs.")],
    hour: Annotated[int, typer.Option("--hour", help="Of Paris, 0 to 23.")],
    day: Annotated[
        int | None,
        typer.Option("--day", help="Of the week (1 is Monday) or of the month (1 to 28)."),
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Let an activated service run by itself, by your rights of that day.

    Example: `./interco service schedule valcobreizh-rpqs-dechets --every weekly --day 1 --hour 6
    --as steward@valcobreizh`.
    """
    variables = {
        "activation": activation,
        "frequency": frequency.name,
        "hour": hour,
        "day": day,
        "dry": dry_run,
    }
    tell(ask(SCHEDULE, variables, caller)["result"], out)


@with_caller()
def end_schedule(
    caller: Caller,
    activation: ACTIVATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Let it run no more but when somebody opens it.

    Example: `./interco service end-schedule valcobreizh-rpqs-dechets --as steward@valcobreizh`.
    """
    tell(ask(END_SCHEDULE, {"activation": activation, "dry": dry_run}, caller)["result"], out)


@with_caller()
def follow(
    caller: Caller,
    activation: ACTIVATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Be told of what begins and ends in the list of alerts of a scheduled service.

    Example: `./interco service follow eau-bassin-rennais-fuites --as agent@eau-bassin-rennais`.
    """
    tell(ask(FOLLOW, {"activation": activation, "dry": dry_run}, caller)["result"], out)


@with_caller()
def unfollow(
    caller: Caller,
    activation: ACTIVATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Be told no more of the alerts of a service.

    Example: `./interco service unfollow eau-bassin-rennais-fuites --as agent@eau-bassin-rennais`.
    """
    tell(ask(UNFOLLOW, {"activation": activation, "dry": dry_run}, caller)["result"], out)
