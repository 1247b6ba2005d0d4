"""`interco purpose …`: what data may be asked for, and which agents may say so."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_documents import act_document
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found, print_outcome

_LIST = "query { purposes { code labelFr labelEn } }"
_REGISTER = act_document("registerPurpose", "$input: PurposeInput!", "input: $input")
_ASSIGN = act_document(
    "assignPurposes",
    "$agent: String!, $purposes: [String!]!, $issuer: String",
    "agent: $agent, purposes: $purposes, issuer: $issuer",
)


def add_to(app: typer.Typer) -> None:
    purpose = typer.Typer(
        no_args_is_help=True,
        help="Purposes (finalités): the code list, and which agents may give which.",
        epilog="Example: `./interco purpose list`.",
    )
    purpose.command(name="list", help="The platform's code list.")(list_)
    purpose.command(
        help=(
            "Adds one, by the operator; an existing one never changes. Example: "
            "`./interco purpose register suivi_voirie --label-fr 'Suivi de la voirie' "
            "--label-en 'Road upkeep' --as operator@interco`."
        )
    )(register)
    purpose.command(
        help=(
            "All those that an agent of your own organisation may give, in place of the earlier "
            "ones. Example: `./interco purpose assign agent@mesnil-roc-h rpqs_dechets "
            "--as steward@mesnil-roc-h`."
        )
    )(assign)
    app.add_typer(purpose, name="purpose")


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """With their labels in both languages."""
    found = ask(_LIST, {}, caller)["purposes"]
    print_found(found, out, _write)


@with_caller()
def register(
    caller: Caller,
    code: Annotated[str, typer.Argument(help="Lower-case letters, digits and underscores.")],
    label_fr: Annotated[str, typer.Option(help="In French.")],
    label_en: Annotated[str, typer.Option(help="In English.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Agreements and agents may name it from then on."""
    given = {"code": code, "labelFr": label_fr, "labelEn": label_en}
    print_outcome(ask(_REGISTER, {"input": given, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def assign(
    caller: Caller,
    to: Annotated[str, typer.Argument(metavar="AGENT", help="Of your own organisation.")],
    purposes: Annotated[
        list[str] | None, typer.Argument(help="Codes; none takes all away.")
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="Of their tokens; yours by default.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Each request gives one of them (`Interco-Purpose`)."""
    variables = {"agent": to, "purposes": purposes or [], "issuer": issuer, "dryRun": dry_run}
    print_outcome(ask(_ASSIGN, variables, caller)["result"], out)


def _write(found: Any) -> None:
    page = Page()
    page.table(
        (("Code", "Code"), ("En français", "In French"), ("En anglais", "In English")),
        ((each["code"], each["labelFr"], each["labelEn"]) for each in found),
    )
