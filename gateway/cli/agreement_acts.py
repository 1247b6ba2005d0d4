"""`interco agreement …`: every act on a version, one command each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.base.problems import SignatureIncomplete
from gateway.cli import agreement_documents as documents
from gateway.cli.agreement_files import digest_of_file
from gateway.cli.agreement_pages import Page
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
    print_outcome,
    version_of,
)

REASON = Annotated[str, typer.Option("--reason", help="Told to the other party.")]

_YES = frozenset({"o", "oui", "y", "yes"})


def add_to(sharing: typer.Typer) -> None:
    plain = (
        ("remind", "remindParty", "Reminds the party whose answer is awaited, once a day."),
        ("resume", "resumeAgreement", "Lifts your own suspension; it resumes when none is left."),
    )
    for name, field, told in plain:
        sharing.command(name=name, help=told)(_plain(field))
    sharing.command(help="Hands the draft to the other party; all checks are made.")(submit)
    reasoned = (
        ("request-changes", "requestChanges", "Sends it back to whoever proposed it."),
        ("refuse", "refuseAgreement", "Refuses what the other party proposed."),
        ("withdraw", "withdrawAgreement", "Takes back what you proposed."),
        ("suspend", "suspendAgreement", "Stops it at once; it can be resumed."),
        ("revoke", "revokeAgreement", "Ends it at once, for good."),
    )
    for name, field, told in reasoned:
        sharing.command(name=name, help=told)(_reasoned(field))
    sharing.command(help="Shows exactly what it gives, and records that you saw it.")(preview)
    sharing.command(help="Signs exactly the hash that the preview showed.")(approve)
    sharing.command(
        name="override", help="The grantor's DPO answers for what the guard found, with reasons."
    )(override)


def _plain(field: str) -> Callable[..., None]:
    @with_caller(may_act_for_another=True)
    def act(
        caller: Caller,
        citation: CITATION,
        dry_run: DRY_RUN = False,
        out: FORMAT = OutputFormat.TABLE,
    ) -> None:
        variables = {"agreement": version_of(citation, caller), "dryRun": dry_run}
        print_outcome(ask(documents.plain_act(field), variables, caller)["result"], out)

    return act


@with_caller(may_act_for_another=True)
def submit(
    caller: Caller,
    citation: CITATION,
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", help="The last day to answer, else 30 days: YYYY-MM-DD."),
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    variables = {
        "agreement": version_of(citation, caller),
        "answerBy": None if answer_by is None else iso_day(answer_by),
        "dryRun": dry_run,
    }
    print_outcome(ask(documents.SUBMIT, variables, caller)["result"], out)


def _reasoned(field: str) -> Callable[..., None]:
    @with_caller(may_act_for_another=True)
    def act(
        caller: Caller,
        citation: CITATION,
        reason: REASON,
        dry_run: DRY_RUN = False,
        out: FORMAT = OutputFormat.TABLE,
    ) -> None:
        agreement = version_of(citation, caller)
        variables = {"agreement": agreement, "reason": reason, "dryRun": dry_run}
        print_outcome(ask(documents.reasoned_act(field), variables, caller)["result"], out)

    return act


@with_caller(may_act_for_another=True)
def preview(
    caller: Caller,
    citation: CITATION,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Columns, communes, who would read; to the owner, its rows too."""
    shown = _preview(version_of(citation, caller), caller, dry_run=dry_run)
    print_outcome(shown, out, preview=True)


@with_caller(may_act_for_another=True)
def approve(
    caller: Caller,
    citation: CITATION,
    capacity: Annotated[
        str | None, typer.Option(help="As what you sign: maire, présidente…")
    ] = None,
    act: Annotated[
        str | None, typer.Option("--act", help="Deliberation or delegation: its reference.")
    ] = None,
    act_date: Annotated[
        str | None, typer.Option(help="Since when it is enforceable: YYYY-MM-DD.")
    ] = None,
    version_hash: Annotated[
        str | None, typer.Option("--hash", help="The one that the preview showed.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Show the preview now, then sign it.")] = False,
    pdf: Annotated[Path | None, typer.Option(help="The signed PDF; its digest is kept.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Without --hash, the preview is shown, then --yes or your answer signs its hash."""
    needed = {"--capacity": capacity, "--act": act, "--act-date": act_date}
    if missing := [name for name, value in needed.items() if not value]:
        raise SignatureIncomplete(options=", ".join(missing))
    enforceable_since = iso_day(act_date)
    citation = version_of(citation, caller)
    signed = version_hash
    if signed is None:
        if out is OutputFormat.JSON:
            raise typer.BadParameter("--format json needs --hash: nobody would read the preview")
        shown = _preview(citation, caller, dry_run=dry_run)
        print_outcome(shown, out, preview=True)
        if not yes:
            _confirm_or_leave(Page())
        signed = shown["preview"]["versionSha256"]
    approval = {
        "versionSha256": signed,
        "capacity": capacity,
        "act": {"reference": act, "enforceableSince": enforceable_since},
        "documentSha256": None if pdf is None else digest_of_file(pdf),
    }
    variables = {"agreement": citation, "approval": approval, "dryRun": dry_run}
    print_outcome(ask(documents.APPROVE, variables, caller)["result"], out)


def _confirm_or_leave(page: Page) -> None:
    """Asks for a yes, in French or in English. Raises typer.Abort after another answer."""
    question = page.word("Signer cette empreinte ? [o/N]", "Sign this hash? [y/N]")
    answer = typer.prompt(question, default="", show_default=False)
    if answer.strip().lower() not in _YES:
        page.say("Rien n'est signé.", "Nothing is signed.")
        raise typer.Abort


@with_caller(may_act_for_another=True)
def override(
    caller: Caller,
    citation: CITATION,
    reason: REASON,
    findings: Annotated[str, typer.Option(help="The digest of exactly what was found.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """`interco agreement show` says what was found, and its digest."""
    variables = {
        "agreement": version_of(citation, caller),
        "findings": findings,
        "reason": reason,
        "dryRun": dry_run,
    }
    print_outcome(ask(documents.OVERRIDE, variables, caller)["result"], out)


def _preview(citation: str, caller: Caller, *, dry_run: bool) -> dict[str, Any]:
    variables = {"agreement": citation, "dryRun": dry_run}
    found: dict[str, Any] = ask(documents.plain_act("openPreview"), variables, caller)["result"]
    return found
