"""`interco audit`: the key, an export of the chains, and whether they are whole."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli import replay_command
from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import (
    PUBLIC_KEY,
    opened_proof,
    read_key,
    settings_here,
    trusted_key,
)
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json

if TYPE_CHECKING:
    from catalog.chain.checking import Checked
    from gateway.base.settings import Settings


def add_to(app: typer.Typer) -> None:
    audit = typer.Typer(
        no_args_is_help=True,
        help="The proof of what was read and done: chains, signed days, who checks them.",
    )
    audit.command(
        name="key",
        help=(
            "The public key by which roots and receipts are checked. "
            "Example: `./interco audit key > interco-proof.pem`."
        ),
    )(key)
    audit.command(
        name="export",
        help=(
            "Chains and signed roots as a folder that anybody can check. "
            "Example: `./interco audit export journal --body 243500667`."
        ),
    )(export)
    audit.command(
        name="verify",
        help=(
            "Checks an export, or the store with `--from-store`, and names the first record that "
            "is wrong. Example: `./interco audit verify journal --public-key interco-proof.pem`."
        ),
    )(verify)
    audit.command(
        name="erase-identities",
        help=(
            "Erases who asked, where the time for it is over; the chain stays whole. Example: "
            "`./interco audit erase-identities --dry-run`."
        ),
    )(erase_identities)
    replay_command.add_to(audit)
    app.add_typer(audit, name="audit")


def key(
    as_jwk: Annotated[bool, typer.Option("--jwk", help="As a JWK set instead of PEM.")] = False,
    state: STATE_OPTION = STATE,
) -> None:
    """Of the gateway whose settings are in the environment (INTERCO_ISSUERS), else of the demo."""
    from gateway.proof.signing_key import key_set, open_signing_key, public_pem

    public = open_signing_key(settings_here(state).proof_key).public
    text = json.dumps(key_set(public), indent=2) + "\n" if as_jwk else public_pem(public).decode()
    typer.echo(text, nl=False)


def export(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    body: Annotated[
        str | None, typer.Option(help="The SIREN of the body whose chain it is; else all.")
    ] = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Of the gateway whose settings are in the environment (INTERCO_ISSUERS), else of the demo.
    The export names no person.
    """
    from gateway.proof.exporting import export_audit

    async def exported() -> int:
        async with opened_proof(settings_here(state)) as (_, ports):
            return len(await export_audit(ports, folder, body))

    chains = asyncio.run(exported())
    Page().say(f"{folder} : {chains} chaînes", f"{folder}: {chains} chains")


def verify(
    folder: Annotated[
        Path | None, typer.Argument(help="An export.", exists=True, file_okay=False)
    ] = None,
    from_store: Annotated[
        bool, typer.Option("--from-store", help="The store itself, and the roots beside it.")
    ] = False,
    public_key: PUBLIC_KEY = None,
    out: FORMAT = OutputFormat.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Exit code 0 when all is whole, 1 when a record or a root is not. Offline."""
    if (folder is None) is not from_store:
        raise typer.BadParameter("give the folder of an export, or --from-store")
    if folder is None:
        checked = asyncio.run(_checked_store(settings_here(state), public_key))
    else:
        from gateway.proof.verifying import verify_export

        checked = verify_export(folder, read_key(public_key or folder / "keys.json").verify)
    if out is OutputFormat.JSON:
        print_json(_document(checked))
    else:
        _print(checked, is_own_key=folder is not None and public_key is None)
    if not checked.is_whole:
        raise typer.Exit(1)


def erase_identities(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")
    ] = False,
    state: STATE_OPTION = STATE,
) -> None:
    """By INTERCO_IDENTITIES_KEPT_DAYS and INTERCO_UNITARY_TRACES_KEPT_DAYS; a running gateway does
    it each hour by itself.
    """

    async def erased() -> int:
        async with opened_proof(settings_here(state)) as (_, ports):
            before = ports.periods.before(ports.clock())
            if dry_run:
                return await ports.retention.count(*before)
            done = await ports.retention.erase(*before)
            names = done.requests + done.acts + done.arrivals + done.deliveries
            return names + done.agents

    names = asyncio.run(erased())
    would = ("à effacer", "to be erased") if dry_run else ("effacées", "erased")
    Page().say(f"Identités {would[0]} : {names}", f"Identities {would[1]}: {names}")


async def _checked_store(settings: Settings, public_key: Path | None) -> Checked:
    from gateway.proof.verifying import verify_store

    async with opened_proof(settings) as (store, ports):
        trusted = trusted_key(public_key, settings)
        return await verify_store(store.proof.chains, ports.roots, ports.beside, trusted.verify)


def _print(checked: Checked, *, is_own_key: bool) -> None:
    page = Page()
    for finding in checked.findings:
        page.say(finding.sentence("fr"), finding.sentence("en"))
    if checked.is_whole:
        page.say(
            f"Intact : {checked.records} enregistrements, {checked.days} jours signés.",
            f"Whole: {checked.records} records, {checked.days} signed days.",
        )
    if is_own_key:
        page.say(
            "La clé est celle du dossier lui-même : demandez la vraie à l'exploitant, et"
            " donnez-la par --public-key.",
            "The key is the folder's own: ask the operator for the true one, and give it by"
            " --public-key.",
        )


def _document(checked: Checked) -> dict[str, Any]:
    return {
        "whole": checked.is_whole,
        "records": checked.records,
        "days": checked.days,
        "findings": [
            {
                "kind": each.kind.value,
                "body": each.body,
                "n": each.n,
                "day": each.day,
                "about": each.about,
            }
            for each in checked.findings
        ],
    }
