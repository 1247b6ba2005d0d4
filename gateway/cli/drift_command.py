"""`interco dataset drift`: what has changed at one's own sources since they were declared."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.asking import (
    AGENT_OPTION,
    GATEWAY,
    GATEWAY_OPTION,
    STATE,
    STATE_OPTION,
    TOKEN_OPTION,
    Caller,
    ask,
)
from gateway.cli.sharing_output import print_json

_DRIFT = """query($dataset: ID, $look: Boolean!) { drift(dataset: $dataset, lookAgain: $look) {
  dataset version lookedAt foundAt breaking problem problemFr problemEn
  changes { kind breaking column columnId before after fr en }
  agreements { citation columns isWhole } } }"""
_BREAKING = 1


def drift(
    name: Annotated[
        str | None, typer.Argument(help="A dataset's id, or ORGANISATION.DATASET.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that your organisation owns.")] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help="As last seen by the gateway: no source is asked.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    agent: AGENT_OPTION = None,
    token: TOKEN_OPTION = None,
    address: GATEWAY_OPTION = GATEWAY,
    state: STATE_OPTION = STATE,
) -> None:
    """What has changed at the source since the version that is registered: for stewards.

    Exit code 1 when something breaks readings, or a source could not be looked at.

    Example: `./interco dataset drift --all --as steward@val-d-ille-aubigne`.
    """
    if (name is None) is not every:
        raise typer.BadParameter("ORGANISATION.DATASET, or --all")
    variables = {"dataset": name, "look": not kept}
    found = ask(_DRIFT, variables, Caller(agent, None, token, address, state))["drift"]
    if as_json:
        print_json(found)
    else:
        _print(found)
    if any(each["breaking"] or each["problem"] for each in found):
        raise typer.Exit(_BREAKING)


def _print(found: list[dict[str, Any]]) -> None:
    page = Page()
    for each in found:
        if each["problem"]:
            page.say(
                f"{each['dataset']} : la source n'a pas pu être vue. {each['problemFr']}",
                f"{each['dataset']}: the source could not be looked at. {each['problemEn']}",
            )
        elif not each["changes"]:
            version = each["version"]
            page.say(
                f"{each['dataset']} : comme déclaré (version {version})",
                f"{each['dataset']}: as declared (version {version})",
            )
        for change in each["changes"]:
            breaks = page.word("rompt", "breaks") if change["breaking"] else "ok"
            page.say(
                f"{each['dataset']} : [{breaks}] {change['fr']}",
                f"{each['dataset']}: [{breaks}] {change['en']}",
            )
        for one in each["agreements"]:
            columns = ", ".join(one["columns"])
            page.say(
                f"  → {one['citation']} : "
                + ("plus rien n'en est lisible" if one["isWhole"] else f"sans {columns}"),
                f"  → {one['citation']}: "
                + ("nothing of it can be read" if one["isWhole"] else f"without {columns}"),
            )
