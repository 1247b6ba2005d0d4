"""`interco key …`: keys for the machines of one's own body, each shown once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found

_RESULT = "act applied sentences { fr en } id key"
LIST = """query { keys { id name datasets purposes formats doors networks madeBy madeAt endsAt
  revokedAt confirmBefore lastUsed } }"""
MAKE = f"""mutation ($input: KeyInput!, $dryRun: Boolean!) {{
  result: makeKey(input: $input, dryRun: $dryRun) {{ {_RESULT} }} }}"""
ROTATE = f"""mutation ($id: ID!, $lastDay: Date, $overlapDays: Int!, $dryRun: Boolean!) {{
  result: rotateKey(id: $id, lastDay: $lastDay, overlapDays: $overlapDays, dryRun: $dryRun) {{
    {_RESULT} }} }}"""
REVOKE = f"""mutation ($id: ID!, $dryRun: Boolean!) {{
  result: revokeKey(id: $id, dryRun: $dryRun) {{ {_RESULT} }} }}"""
CONFIRM = f"""mutation ($id: ID!, $dryRun: Boolean!) {{
  result: confirmKey(id: $id, dryRun: $dryRun) {{ {_RESULT} }} }}"""
_ID = Annotated[str, typer.Argument(help="As `key list` shows it: cle-3f9a2c01.")]
_LAST_DAY = Annotated[str | None, typer.Option(help="YYYY-MM-DD; the longest by default.")]


def add_to(app: typer.Typer) -> None:
    keys = typer.Typer(
        no_args_is_help=True,
        help="Keys for the machines of your organisation.",
        epilog="Example: `./interco key list --as steward@valcobreizh`.",
    )
    keys.command(
        help=(
            "Makes one, and shows it once. Example: `./interco key make Tableur "
            "--dataset val-d-ille-aubigne.collectes --purpose rpqs_dechets "
            "--as steward@valcobreizh`."
        )
    )(make)
    keys.command(name="list", help="Those of your organisation: never the keys themselves.")(list_)
    keys.command(
        help=(
            "A new key; the earlier one serves for some days more. Example: "
            "`./interco key rotate cle-3f9a2c01 --overlap-days 7 --as steward@valcobreizh`."
        )
    )(rotate)
    keys.command(help="Opens nothing any more, from the next request on.")(revoke)
    keys.command(
        help=(
            "Keeps a key in use whose maker has no role any more; you answer for it. Example: "
            "`./interco key confirm cle-3f9a2c01 --as steward@valcobreizh`."
        )
    )(confirm)
    app.add_typer(keys, name="key")


@with_caller()
def make(
    caller: Caller,
    name: Annotated[str, typer.Argument(help="What it is for, as people will read it.")],
    dataset: Annotated[list[str], typer.Option(help="organisation.dataset; may be repeated.")],
    purpose: Annotated[
        list[str] | None, typer.Option(help="What the key may read for; may be repeated.")
    ] = None,
    answer_format: Annotated[
        list[str] | None, typer.Option(help="Of answers; all by default.")
    ] = None,
    door: Annotated[
        list[str] | None, typer.Option(help="graphql, sql, rest…; the first two by default.")
    ] = None,
    network: Annotated[
        list[str] | None, typer.Option(help="From where: 192.0.2.0/24; anywhere by default.")
    ] = None,
    operation: Annotated[
        list[str] | None,
        typer.Option(help="A saved document, the only ones that it may send; may be repeated."),
    ] = None,
    last_day: _LAST_DAY = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """By a steward, signed in with a second factor."""
    given: dict[str, Any] = {
        "name": name,
        "datasets": dataset,
        "purposes": purpose or [],
        "networks": network or [],
        "lastDay": last_day,
    }
    if answer_format:
        given["formats"] = answer_format
    if door:
        given["doors"] = door
    if operation:
        given["operations"] = operation
    _show(ask(MAKE, {"input": given, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """With the last day on which each was used."""
    keys = ask(LIST, {}, caller)["keys"]
    print_found(keys, out, _write_keys)


@with_caller()
def rotate(
    caller: Caller,
    key: _ID,
    last_day: _LAST_DAY = None,
    overlap_days: Annotated[
        int, typer.Option(help="How long the earlier key serves beside it.")
    ] = 7,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """The new one is shown once."""
    variables = {
        "id": key,
        "lastDay": last_day,
        "overlapDays": overlap_days,
        "dryRun": dry_run,
    }
    _show(ask(ROTATE, variables, caller)["result"], out)


@with_caller()
def revoke(
    caller: Caller,
    key: _ID,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """All the keys of that machine."""
    variables = {"id": key, "dryRun": dry_run}
    _show(ask(REVOKE, variables, caller)["result"], out)


@with_caller()
def confirm(
    caller: Caller,
    key: _ID,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Within 30 days of the day on which its maker lost the last role."""
    variables = {"id": key, "dryRun": dry_run}
    _show(ask(CONFIRM, variables, caller)["result"], out)


def _show(result: Any, out: OutputFormat) -> None:
    print_found(result, out, _write_result)


def _write_result(result: Any) -> None:
    page = Page()
    page.told(result["sentences"])
    if not result["applied"]:
        page.say("Rien n'est fait : c'était un essai.", "Nothing is done: this was a trial.")
    if result["key"] is not None:
        page.say("Gardez cette clé : elle n'est montrée qu'une fois.", "Keep it: shown once only.")
        typer.echo(result["key"])


def _write_keys(keys: Any) -> None:
    page = Page()
    page.table(
        (
            ("Clé", "Key"),
            ("Nom", "Name"),
            ("Jeux", "Datasets"),
            ("Jusqu'au", "Until"),
            ("Dernier usage", "Last used"),
        ),
        (
            (
                each["id"],
                each["name"],
                ", ".join(each["datasets"]),
                _end_of(each, page),
                each["lastUsed"],
            )
            for each in keys
        ),
    )


def _end_of(key: Any, page: Page) -> str:
    if key["revokedAt"]:
        return page.word("révoquée", "revoked")
    if key["confirmBefore"]:
        end = page.instant(key["confirmBefore"])
        return page.word(f"{end}, à confirmer", f"{end}, to be confirmed")
    return page.instant(key["endsAt"])
