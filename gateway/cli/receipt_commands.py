"""`interco receipt`: whether a receipt is genuine, and of which answer it is. Offline."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import PUBLIC_KEY, settings_here, trusted_key
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json


def add_to(app: typer.Typer) -> None:
    receipt = typer.Typer(
        no_args_is_help=True,
        help="Receipts of answers (the header Interco-Receipt): what a gateway signed.",
    )
    # With one command alone, its name would not be asked for.
    receipt.callback()(lambda: None)
    receipt.command(
        name="verify",
        help=(
            "Whether a receipt is genuine, and of which answer. Example: `./interco receipt "
            "verify receipt.txt --answer answer.json --public-key interco-proof.pem`."
        ),
    )(verify)
    app.add_typer(receipt, name="receipt")


def verify(
    receipt: Annotated[
        str, typer.Argument(help="The receipt, a file that holds it, or - for standard input.")
    ],
    answer: Annotated[
        Path | None,
        typer.Option(help="The answer, byte for byte.", exists=True, dir_okay=False),
    ] = None,
    public_key: PUBLIC_KEY = None,
    out: FORMAT = OutputFormat.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Without --public-key, by the key of the gateway of this machine. A receipt opens nothing."""
    from gateway.proof.receipts import holds_answer, read_receipt

    trusted = trusted_key(public_key, settings_here(state))
    claims = read_receipt(_text(receipt), trusted.verify)
    if answer is not None:
        holds_answer(claims, hashlib.sha256(answer.read_bytes()).hexdigest())
    if out is OutputFormat.JSON:
        print_json(claims)
    else:
        _print(claims, is_answer=answer is not None)


def _text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    # A receipt is longer than a name may be, and holds no separator of folders.
    is_file = len(given) < 1_000 and Path(given).is_file()
    return Path(given).read_text("utf-8") if is_file else given


def _print(claims: dict[str, Any], *, is_answer: bool) -> None:
    page = Page()
    page.say("Reçu authentique.", "Genuine receipt.")
    if is_answer:
        page.say("La réponse est celle du reçu.", "The answer is the receipt's.")
    page.table(
        (("Ce que la passerelle a signé", "What the gateway signed"), ("", "")),
        ((name, _shown(value)) for name, value in claims.items()),
    )


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
