"""`interco dataset drift`: what has changed at one's own sources since they were declared."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.check_command import is_sound, print_stops, read_source
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.sharing_output import print_json

_DRIFT = """query($dataset: ID, $look: Boolean!) { drift(dataset: $dataset, lookAgain: $look) {
  dataset version lookedAt foundAt breaking problem problemFr problemEn badlyReadFr badlyReadEn
  changes { kind breaking column columnId before after fr en }
  agreements { citation columns isWhole } } }"""
_BREAKING = 1


@with_caller()
def drift(
    caller: Caller,
    name: Annotated[
        str | None, typer.Argument(help="A dataset's id, or ORGANISATION.DATASET.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that your organisation owns.")] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help="As last seen by the gateway: no source is asked.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What has changed at the source since the version that is registered: for stewards.

    Exit code 1 when something breaks or stops readings, or a source could not be looked at.

    Example: `./interco dataset drift --all --as steward@val-d-ille-aubigne`.
    """
    if (name is None) is not every:
        raise typer.BadParameter("ORGANISATION.DATASET, or --all")
    page = Page()
    found = ask(_DRIFT, {"dataset": name, "look": not kept}, caller)["drift"]
    for each in found:
        # A source may look as declared, and be nothing that can be read.
        is_there = not (kept or each["problem"])
        each["check"] = read_source(each["dataset"], caller, page) if is_there else None
    if as_json:
        print_json(found)
    else:
        _print(found, page)
    if any(each["breaking"] or each["problem"] or _is_stopped(each) for each in found):
        raise typer.Exit(_BREAKING)


def _is_stopped(found: dict[str, Any]) -> bool:
    return found["check"] is not None and bool(found["check"]["stops"])


def _print_check(dataset: str, check: dict[str, Any], page: Page) -> None:
    if check["stops"]:
        page.say(
            f"{dataset} : sa source ne se lit pas comme elle est déclarée",
            f"{dataset}: its source cannot be read as it is declared",
        )
        print_stops(check, page)
    elif not is_sound(check):
        page.say(
            f"{dataset} : [attention] des cellules, des lignes ou des clés sont mal lues\n"
            f"  → ./interco dataset check {dataset}",
            f"{dataset}: [warning] cells, lines or keys are read badly\n"
            f"  → ./interco dataset check {dataset}",
        )


def _print(found: list[dict[str, Any]], page: Page) -> None:
    for each in found:
        if each["problem"]:
            page.say(
                f"{each['dataset']} : la source n'a pas pu être vue. {each['problemFr']}",
                f"{each['dataset']}: the source could not be looked at. {each['problemEn']}",
            )
        elif not each["changes"] and not _is_stopped(each):
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
        if each["check"] is None and each["badlyReadFr"]:
            page.say(
                f"{each['dataset']} : [attention] {each['badlyReadFr']}\n"
                f"  → ./interco dataset check {each['dataset']}",
                f"{each['dataset']}: [warning] {each['badlyReadEn']}\n"
                f"  → ./interco dataset check {each['dataset']}",
            )
        if each["check"] is not None:
            _print_check(each["dataset"], each["check"], page)
        for one in each["agreements"]:
            columns = ", ".join(one["columns"])
            page.say(
                f"  → {one['citation']} : "
                + ("plus rien n'en est lisible" if one["isWhole"] else f"sans {columns}"),
                f"  → {one['citation']}: "
                + ("nothing of it can be read" if one["isWhole"] else f"without {columns}"),
            )
