"""`interco quota`: how much each body may use of the installation, for its operator."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found

quota = typer.Typer(
    name="quota",
    no_args_is_help=True,
    help="How much each body may use: requests, seconds, megabytes deposited. For the operator.",
)
BODY = Annotated[str, typer.Argument(help="A body, by its short name or SIREN.")]
_QUOTAS = """query { quotas { organisation { name slug siren } opens
  limits { kind limit used percent sentence { fr en } } } }"""
_SET_QUOTA = """mutation($body: String!, $requests: Int, $seconds: Int, $megabytes: Int,
  $dryRun: Boolean) {
  setQuota(organisation: $body, requests: $requests, seconds: $seconds, megabytes: $megabytes,
    dryRun: $dryRun) { act applied sentences { fr en } } }"""


def add_to(app: typer.Typer) -> None:
    app.add_typer(quota)


@quota.command("list")
@with_caller()
def list_quotas(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """Bodies that have a quota, and what they have used of it this month.

    Example: `./interco quota list --as operator@interco`.
    """
    print_found(ask(_QUOTAS, {}, caller)["quotas"], out, _print_quotas)


@quota.command("set")
@with_caller()
def set_quota(
    caller: Caller,
    body: BODY,
    requests: Annotated[int | None, typer.Option(help="Requests a month.")] = None,
    seconds: Annotated[int | None, typer.Option(help="Seconds of processing a month.")] = None,
    megabytes: Annotated[int | None, typer.Option(help="Megabytes kept in deposits.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """All limits of a body at once: what is not given is not limited.

    Example: `./interco quota set valcobreizh --requests 100000 --as operator@interco`.
    """
    limits = {"requests": requests, "seconds": seconds, "megabytes": megabytes}
    values = {"body": body, "dryRun": dry_run, **limits}
    print_found(ask(_SET_QUOTA, values, caller)["setQuota"], out, print_result)


@quota.command()
@with_caller()
def clear(
    caller: Caller, body: BODY, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """The body has no quota any more.

    Example: `./interco quota clear valcobreizh --as operator@interco`.
    """
    values = {"body": body, "dryRun": dry_run}
    print_found(ask(_SET_QUOTA, values, caller)["setQuota"], out, print_result)


def _print_quotas(quotas: list[dict[str, Any]]) -> None:
    page = Page()
    if not quotas:
        page.say("Aucun organisme n'a de quota.", "No body has a quota.")
        return
    page.table(
        (("Organisme", "Body"), ("Utilisé", "Used"), ("Repart le", "Begins anew")),
        (
            (
                entry["organisation"]["name"],
                page.word(limit["sentence"]["fr"], limit["sentence"]["en"]),
                "" if limit["kind"] == "megabytes" else page.day(entry["opens"]),
            )
            for entry in quotas
            for limit in entry["limits"]
        ),
    )
