"""`interco mandate …`: one body lets another act for it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.model.mandate import MandateAction
from gateway.cli.agreement_documents import act_document
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.reading import iso_day
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_json, print_outcome

delegation = typer.Typer(
    no_args_is_help=True,
    help="Mandates (délégations): who may act for whom, for what, from when until when.",
    epilog="Example: `./interco mandate list --as approver@mesnil-roc-h`.",
)
_LIST = """query { mandates { id principal { slug } mandatary { slug } actions competences datasets
  start end inForce act { reference enforceableSince } givenBy givenAt endedAt endedBy } }"""
_GIVE = act_document("giveMandate", "$input: MandateInput!", "input: $input")
_END = act_document(
    "endMandate",
    "$mandate: String!, $reason: String!, $on: Date",
    "mandate: $mandate, reason: $reason, on: $on",
)


def add_to(app: typer.Typer) -> None:
    delegation.command(name="list", help="Those given or received.")(list_)
    delegation.command(
        help=(
            "Gives one. Example: `./interco mandate give --to valcobreizh --action query "
            "--start 2027-01-01 --act 'Délibération 2026-12' --act-date 2026-12-10 "
            "--as approver@mesnil-roc-h`."
        )
    )(give)
    delegation.command(help="Ends one, from either side, and what depends on it.")(end)
    app.add_typer(delegation, name="mandate")


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """In force or over."""
    caller.refuse_nobody()
    found = ask(_LIST, {}, caller)["mandates"]
    if out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    page.table(
        (
            ("Mandat", "Mandate"),
            ("De", "From"),
            ("À", "To"),
            ("Pour", "For"),
            ("Du", "Start"),
            ("Au", "End"),
            ("En vigueur", "In force"),
        ),
        (_row(each, page) for each in found),
    )


@with_caller()
def give(
    caller: Caller,
    to: Annotated[str, typer.Option("--to", help="Slug or SIREN of who will act.")],
    action: Annotated[list[MandateAction], typer.Option("--action", help="May be repeated.")],
    start: Annotated[str, typer.Option(help="A day: 26/11/2026 or 2026-11-26.")],
    act: Annotated[str, typer.Option("--act", help="Deliberation: its reference.")],
    act_date: Annotated[str, typer.Option(help="Since when it is enforceable.")],
    end_day: Annotated[str | None, typer.Option("--end", help="The last day.")] = None,
    competence: Annotated[list[str] | None, typer.Option(help="All when it is not said.")] = None,
    dataset: Annotated[list[str] | None, typer.Option(help="Of yours, organisme.jeu.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """By an approver of your own organisation; nobody passes a mandate on."""
    given = {
        "mandatary": to,
        "actions": [each.name for each in action],
        "start": iso_day(start),
        "end": iso_day(end_day),
        "act": {"reference": act, "enforceableSince": iso_day(act_date)},
        "competences": competence or [],
        "datasets": dataset or [],
    }
    print_outcome(ask(_GIVE, {"input": given, "dryRun": dry_run}, caller)["result"], out)


@with_caller()
def end(
    caller: Caller,
    mandate: Annotated[str, typer.Argument(help="mand-2026-0003")],
    reason: Annotated[str, typer.Option("--reason", help="Told to the other side.")],
    on: Annotated[str | None, typer.Option(help="From that day; at once when not said.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Both sides are told what ends with it."""
    variables = {"mandate": mandate, "reason": reason, "on": iso_day(on), "dryRun": dry_run}
    print_outcome(ask(_END, variables, caller)["result"], out)


def _row(mandate: Any, page: Page) -> tuple[object, ...]:
    return (
        mandate["id"],
        mandate["principal"]["slug"],
        mandate["mandatary"]["slug"],
        ", ".join((*mandate["actions"], *mandate["competences"], *mandate["datasets"])),
        mandate["start"],
        mandate["end"],
        page.word("oui", "yes") if mandate["inForce"] else page.word("non", "no"),
    )
