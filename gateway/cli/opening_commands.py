"""`interco opening`: what waits to be opened of one's own data, and the second person's answer."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found

opening = typer.Typer(
    name="opening",
    no_args_is_help=True,
    help="Data that wait to be opened to more people: an approver confirms, or refuses.",
)
DATASET = Annotated[str, typer.Argument(help="ORGANISATION.DATASET")]
_OPENINGS = """query { openings { dataset title { fr en } sha256 proposedBy proposedAt accessLevel
  accessLevelThen listing listingThen licence columns { name isOpened } } }"""
_RESULT = "{ act applied sentences { fr en } }"
_CONFIRM = f"""mutation($dataset: ID!, $sha256: String!, $dryRun: Boolean!) {{
  result: confirmOpening(dataset: $dataset, sha256: $sha256, dryRun: $dryRun) {_RESULT} }}"""
_REFUSE = f"""mutation($dataset: ID!, $reason: String!, $dryRun: Boolean!) {{
  result: refuseOpening(dataset: $dataset, reason: $reason, dryRun: $dryRun) {_RESULT} }}"""
_WITHDRAW = f"""mutation($dataset: ID!, $dryRun: Boolean!) {{
  result: withdrawOpening(dataset: $dataset, dryRun: $dryRun) {_RESULT} }}"""


def add_to(app: typer.Typer) -> None:
    app.add_typer(opening)


@opening.command("list")
@with_caller()
def list_openings(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """What waits of one's own data, with the digest to cite.

    Example: `./interco opening list --as approver@valcobreizh`.
    """
    print_found(ask(_OPENINGS, {}, caller)["openings"], out, _print_openings)


@opening.command()
@with_caller()
def confirm(
    caller: Caller,
    dataset: DATASET,
    digest: Annotated[str, typer.Option(help="The digest that `list` shows.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Opens exactly what has this digest: by an approver who did not propose it.

    Example: `./interco opening confirm valcobreizh.collectes --digest … --as approver@valcobreizh`.
    """
    values = {"dataset": dataset, "sha256": digest, "dryRun": dry_run}
    print_found(ask(_CONFIRM, values, caller)["result"], out, print_result)


@opening.command()
@with_caller()
def refuse(
    caller: Caller,
    dataset: DATASET,
    reason: Annotated[str, typer.Option()],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Nothing is opened, and the reason is told: by an approver, or the DPO.

    Example: `./interco opening refuse valcobreizh.collectes --reason "…" --as dpo@valcobreizh`.
    """
    values = {"dataset": dataset, "reason": reason, "dryRun": dry_run}
    print_found(ask(_REFUSE, values, caller)["result"], out, print_result)


@opening.command()
@with_caller()
def withdraw(
    caller: Caller, dataset: DATASET, dry_run: DRY_RUN = False, out: FORMAT = OutputFormat.TABLE
) -> None:
    """It is proposed no longer: by a steward.

    Example: `./interco opening withdraw valcobreizh.collectes --as steward@valcobreizh`.
    """
    values = {"dataset": dataset, "dryRun": dry_run}
    print_found(ask(_WITHDRAW, values, caller)["result"], out, print_result)


def _print_openings(openings: list[dict[str, Any]]) -> None:
    page = Page()
    if not openings:
        page.say("Rien n'attend d'être ouvert.", "Nothing waits to be opened.")
        return
    page.table(
        (
            ("Jeu de données", "Dataset"),
            ("Proposé par", "Proposed by"),
            ("Lu par", "Read by"),
            ("Visible par", "Known to"),
            ("Colonnes", "Columns"),
            ("Empreinte", "Digest"),
        ),
        (
            (
                one["dataset"],
                one["proposedBy"],
                f"{one['accessLevel']} → {one['accessLevelThen']}",
                f"{one['listing']} → {one['listingThen']}",
                ", ".join(column["name"] for column in one["columns"]),
                one["sha256"],
            )
            for one in openings
        ),
    )
