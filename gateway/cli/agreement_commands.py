"""`interco agreement …`: what is shared, what awaits whom, and the drafts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.model.agreement import AgreementState
from gateway.cli import (
    agreement_acts,
    agreement_apply,
    agreement_export,
    agreement_health,
    agreement_verify,
)
from gateway.cli import agreement_documents as documents
from gateway.cli.agreement_files import read_amendments, read_inputs
from gateway.cli.agreement_list_files import CONTACT
from gateway.cli.agreement_pages import print_awaiting, print_list, print_templates
from gateway.cli.agreement_show import print_agreement, print_history
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.reading import iso_day
from gateway.cli.sharing_output import (
    CITATION,
    DRY_RUN,
    FORMAT,
    OutputFormat,
    find_one,
    print_found,
    print_outcome,
)

sharing = typer.Typer(
    no_args_is_help=True,
    help="Agreements (conventions): drafted, signed by both sides, ended by either.",
    epilog="Example: `./interco agreement awaiting --as approver@valcobreizh`.",
)


class Role(StrEnum):
    GRANTED = "granted"
    RECEIVED = "received"


def add_to(app: typer.Typer) -> None:
    sharing.command(name="list", help="Those of your organisation.")(list_)
    sharing.command(help="What awaits you.")(awaiting)
    sharing.command(help="One version, as a readable page.")(show)
    sharing.command(help="Who did what, when and why.")(history)
    agreement_export.add_to(sharing)
    agreement_health.add_to(sharing)
    agreement_verify.add_to(sharing)
    sharing.command(help="The templates of agreements.")(templates)
    sharing.command(
        help=(
            "A draft, from a YAML file or a template. Example: `./interco agreement draft "
            "--template rpqs_dechets --dataset val-d-ille-aubigne.collectes --to valcobreizh "
            "--start 2027-01-01 --end 2027-12-31 --as steward@val-d-ille-aubigne`."
        )
    )(draft)
    sharing.command(help="A new version beside the one in force, from options or a YAML file.")(
        amend
    )
    agreement_apply.add_to(sharing)
    agreement_acts.add_to(sharing)
    app.add_typer(sharing, name="agreement")


@with_caller(may_act_for_another=True)
def list_(
    caller: Caller,
    state_is: Annotated[
        list[AgreementState] | None, typer.Option("--in-state", help="May be repeated.")
    ] = None,
    role: Annotated[Role | None, typer.Option(help="Your side.")] = None,
    dataset: Annotated[str | None, typer.Option(help="organisme.jeu")] = None,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Drafts are seen by their own side only."""
    caller.refuse_nobody()
    variables = {
        "state": None if not state_is else [each.name for each in state_is],
        "role": None if role is None else role.name,
        "dataset": dataset,
    }
    found = ask(documents.LIST, variables, caller)["agreements"]
    print_found(found, out, print_list)


@with_caller(may_act_for_another=True)
def awaiting(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """For each agreement, the act that is yours."""
    caller.refuse_nobody()
    found = ask(documents.AWAITING, {}, caller)["awaiting"]
    print_found(found, out, print_awaiting)


@with_caller(may_act_for_another=True)
def show(
    caller: Caller,
    citation: CITATION,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Parties, columns, communes, dates, signatures, and whose turn it is."""
    found = find_one(documents.SHOW, citation, caller)
    print_found(found, out, print_agreement)


@with_caller(may_act_for_another=True)
def history(
    caller: Caller,
    citation: CITATION,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Each step of its life, with who did it and why."""
    found = find_one(documents.HISTORY, citation, caller)
    print_found(found, out, print_history)


@with_caller()
def templates(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Each with the columns that it looks for and the legal basis to confirm."""
    found = ask(documents.TEMPLATES, {}, caller)["templates"]
    print_found(found, out, print_templates)


@with_caller(may_act_for_another=True)
def draft(
    caller: Caller,
    file: Annotated[Path | None, typer.Argument(help="YAML: an agreement, or several.")] = None,
    template: Annotated[str | None, typer.Option(help="Instead of a file.")] = None,
    dataset: Annotated[str | None, typer.Option(help="organisme.jeu")] = None,
    to: Annotated[str | None, typer.Option(help="Who receives: slug or SIREN.")] = None,
    start: Annotated[str | None, typer.Option(help="YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option(help="YYYY-MM-DD, the last day.")] = None,
    contact: Annotated[str | None, typer.Option(help="'Anne Le Goff <anne@mairie.fr>'")] = None,
    dpo: Annotated[str | None, typer.Option(help="'Name <address>'")] = None,
    dpia: Annotated[str | None, typer.Option(help="Reference of the DPIA.")] = None,
    no_dpia: Annotated[str | None, typer.Option(help="Why the DPO needs none.")] = None,
    legal_basis: Annotated[str | None, typer.Option(help="Instead of the template's.")] = None,
    title: Annotated[str | None, typer.Option()] = None,
    reference: Annotated[str, typer.Option("--id", help="The next one when empty.")] = "",
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """The other party sees nothing before it is submitted."""
    if (file is None) is (template is None):
        raise typer.BadParameter("give either a file or --template")
    if file is not None:
        for given in read_inputs(file):
            _act(documents.DRAFT, {"input": given, "dryRun": dry_run}, caller, out)
        return
    if dataset is None or start is None or end is None:
        raise typer.BadParameter("--template needs --dataset, --start and --end")
    fields = {
        "template": template,
        "dataset": dataset,
        "to": to,
        "start": iso_day(start),
        "end": iso_day(end),
        "contact": _read_contact(contact),
        "dpo": _read_contact(dpo),
        "dpiaReference": dpia,
        "dpiaWaiver": no_dpia,
        "legalBasis": legal_basis,
        "title": title,
        "id": reference,
    }
    _act(documents.FROM_TEMPLATE, {"input": fields, "dryRun": dry_run}, caller, out)


@with_caller(may_act_for_another=True)
def amend(
    caller: Caller,
    target: Annotated[str, typer.Argument(help="conv-2026-0017, or a YAML file with that id.")],
    start: Annotated[str | None, typer.Option(help="When it takes the old one's place.")] = None,
    end: Annotated[str | None, typer.Option(help="YYYY-MM-DD, the last day.")] = None,
    title: Annotated[str | None, typer.Option()] = None,
    legal_basis: Annotated[str | None, typer.Option()] = None,
    purpose: Annotated[list[str] | None, typer.Option(help="All of them; repeated.")] = None,
    notice_days: Annotated[int | None, typer.Option()] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """What is left out stays; the version in force stays until the new one begins."""
    given = {
        "start": iso_day(start),
        "end": iso_day(end),
        "title": title,
        "legalBasis": legal_basis,
        "purposes": purpose or None,
        "noticeDays": notice_days,
    }
    said = {key: value for key, value in given.items() if value is not None}
    if Path(target).is_file():
        for written in read_amendments(Path(target), needs_start=start is None):
            _act(documents.AMEND, {"input": {**written, **said}, "dryRun": dry_run}, caller, out)
        return
    if start is None:
        raise typer.BadParameter("--start says when the new version takes the old one's place")
    _act(documents.AMEND, {"input": {"agreement": target, **said}, "dryRun": dry_run}, caller, out)


def _act(document: str, variables: dict[str, Any], caller: Caller, out: OutputFormat) -> None:
    print_outcome(ask(document, variables, caller)["result"], out)


def _read_contact(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    found = CONTACT.fullmatch(text)
    if found is None:
        raise typer.BadParameter("a contact is written 'Name <address@example.fr>'")
    return found.groupdict()
