"""`interco agreement verify`: whether an evidence pack is genuine and whole. Offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import PUBLIC_KEY, settings_here, trusted_key
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "Whether an evidence pack is genuine and whole, without any gateway. Example: "
            "`./interco agreement verify preuves.zip --public-key interco-proof.pem`."
        )
    )(verify)


def verify(
    pack: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The ZIP of --format evidence.", exists=True, dir_okay=False
        ),
    ],
    public_key: PUBLIC_KEY = None,
    out: FORMAT = OutputFormat.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Without --public-key, by the key of the gateway of this machine."""
    from gateway.proof.sealed_evidence import read_evidence

    trusted = trusted_key(public_key, settings_here(state))
    evidence = read_evidence(pack.read_bytes(), trusted.verify)
    if out is OutputFormat.JSON:
        print_json({"issuer": evidence.issuer, "versions": evidence.records})
        return
    page = Page()
    page.say(
        f"Dossier authentique et entier, scellé par {evidence.issuer}.",
        f"Genuine and whole, sealed by {evidence.issuer}.",
    )
    for record in evidence.records:
        line = f"{record['citation']}, SHA-256 {record['sha256']}"
        page.say(line, line)
        page.table(
            (
                ("Organisme", "Body"),
                ("Qualité", "Capacity"),
                ("Signé le", "Signed on"),
                ("Acte", "Act"),
            ),
            (_signature(each) for each in record["approvals"]),
        )


def _signature(approval: dict[str, Any]) -> tuple[str, ...]:
    act = approval["act"] or {}
    cells = (approval["organisation"], approval["capacity"], approval["at"], act.get("reference"))
    return tuple(str(each or "") for each in cells)
