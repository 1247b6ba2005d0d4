"""`interco secret …`: an organisation's secrets, kept encrypted; and the operator's rotation."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json

kept = typer.Typer(
    no_args_is_help=True,
    help="Secrets kept encrypted in the store, for storages and webhooks to refer to.",
    epilog="Example: `./interco secret list --as steward@valcobreizh`.",
)
_LIST = "query { secrets { name reference setAt keyVersion } }"
_RESULT = "act applied sentences { fr en }"
NAME = Annotated[str, typer.Argument(help="Yours to choose: eau_lecture.")]


def add_to(app: typer.Typer) -> None:
    kept.command(
        name="set",
        help=(
            "Keeps one, or replaces it; its value is asked for without showing it, or read from "
            "standard input. Example: `./interco secret set eau_lecture "
            "--as steward@valcobreizh < mot-de-passe`."
        ),
    )(set_)
    kept.command(name="list", help="Those of your organisation: their names, never themselves.")(
        list_
    )
    kept.command(help="Removes one for good, if nothing refers to it.")(remove)
    kept.command(
        help=(
            "For the operator: a new key, and every secret sealed by it; goes on where it was "
            "stopped. Example: `./interco secret rotate --dry-run`."
        )
    )(rotate)
    app.add_typer(kept, name="secret")


@with_caller()
def set_(
    caller: Caller,
    name: NAME,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """By a steward, for their own organisation. Never on the command line, which others can see."""
    document = f"""mutation($name: String!, $value: String!, $dry: Boolean!) {{
      result: setSecret(name: $name, value: $value, dryRun: $dry) {{ {_RESULT} }} }}"""
    variables = {"name": name, "value": _read_value(), "dry": dry_run}
    _tell(document, variables, caller, out)


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    found = ask(_LIST, {}, caller)["secrets"]
    if out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    page.table(
        (("Référence", "Reference"), ("Depuis", "Since"), ("Clé", "Key")),
        ((each["reference"], page.instant(each["setAt"]), each["keyVersion"]) for each in found),
    )


@with_caller()
def remove(
    caller: Caller,
    name: NAME,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    document = f"""mutation($name: String!, $dry: Boolean!) {{
      result: removeSecret(name: $name, dryRun: $dry) {{ {_RESULT} }} }}"""
    variables = {"name": name, "dry": dry_run}
    _tell(document, variables, caller, out)


def rotate(
    forget_old: Annotated[
        bool,
        typer.Option("--forget-old", help="Drop the old keys: old backups cannot be read then."),
    ] = False,
    dry_run: DRY_RUN = False,
    database: Annotated[
        str | None, typer.Option("--database", help="A gateway's store, instead of the demo's.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Its key ring, instead of the demo's.")
    ] = None,
    state: STATE_OPTION = STATE,
) -> None:
    """On the gateway's machine. The first rotation makes the key ring."""
    if (database is None) is not (keys is None):
        raise typer.BadParameter("--database + --keys")
    asyncio.run(_rotate(database, keys, state, forget_old=forget_old, dry_run=dry_run))


async def _rotate(
    database: str | None, keys: Path | None, state: Path, *, forget_old: bool, dry_run: bool
) -> None:
    from gateway.demo_mode.state import DemoState
    from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
    from gateway.upkeep.secret_store.rotating import rotate as rotate_all
    from gateway.wiring.services import open_act_ports

    demo = DemoState(state).settings()
    async with open_act_ports(database or demo.database_url) as ports:
        ring = KeyEncryptionKeysFile(keys or demo.secrets_ring)
        done = await rotate_all(ports, ring, forget_old=forget_old, dry_run=dry_run)
    page = Page()
    count, version = done.sealed, done.version
    if dry_run:
        page.say(
            f"{count} secrets seraient chiffrés sous la clé {version}.",
            f"{count} secrets would be sealed by key {version}.",
        )
        return
    again = page.word(" (rotation reprise)", " (rotation resumed)") if done.resumed else ""
    page.say(
        f"{count} secrets chiffrés sous la clé {version}{again}.",
        f"{count} secrets sealed by key {version}{again}.",
    )
    kept_keys = ", ".join(str(each) for each in done.kept)
    page.say(
        f"Trousseau : clés {kept_keys}. Sauvegardez-le, à part de la base.",
        f"Key ring: keys {kept_keys}. Back it up, apart from the store.",
    )


def _read_value() -> str:
    if sys.stdin.isatty():
        page = Page()
        return str(typer.prompt(page.word("Secret", "Secret"), hide_input=True))
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")


def _tell(document: str, variables: dict[str, object], caller: Caller, out: OutputFormat) -> None:
    result = ask(document, variables, caller)["result"]
    if out is OutputFormat.JSON:
        print_json(result)
    else:
        print_result(result)
