"""`interco service consent …`: what a service may read of your body's rows, unseen by others."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found, print_json

CONSENTS = """{ consents { id service dataset datasetTitle { fr en } columns { fr en } purpose at
  end endedAt } }"""
GIVE = """mutation($input: ConsentInput!, $dry: Boolean!) {
  result: giveConsent(input: $input, dryRun: $dry) {
    act applied sentences { fr en } consent { id columns { fr en } } } }"""
END = """mutation($consent: ID!, $dry: Boolean!) {
  result: endConsent(consent: $consent, dryRun: $dry) { act applied sentences { fr en } } }"""


def add_to(service: typer.Typer) -> None:
    service.command()(consents)
    service.command()(consent)
    service.command(name="end-consent")(end_consent)


@with_caller()
def consents(caller: Caller, out: FORMAT = OutputFormat.TABLE) -> None:
    """What your body lets services read. Example: `./interco service consents --as dpo@sde35`."""
    known = ask(CONSENTS, {}, caller)["consents"]
    if out is OutputFormat.JSON:
        print_json(known)
        return
    page = Page()
    if not known:
        page.say("Aucun consentement.", "No consent.")
        return
    page.table(
        (
            ("Consentement", "Consent"),
            ("Service", "Service"),
            ("Données", "Data"),
            ("Jusqu'au", "Until"),
        ),
        (
            (
                one["id"],
                one["service"],
                page.word(one["datasetTitle"]["fr"], one["datasetTitle"]["en"]),
                page.day(one["endedAt"] or one["end"]),
            )
            for one in known
        ),
    )


@with_caller()
def consent(
    caller: Caller,
    service: Annotated[str, typer.Argument(help="A published service: `comparaison`.")],
    dataset: Annotated[str, typer.Argument(help="Data of your body: `valcobreizh.chiffres`.")],
    purpose: Annotated[str, typer.Option("--purpose", help="What they may be read for.")],
    until: Annotated[str, typer.Option("--until", help="The last day: 2027-12-31.")],
    columns: Annotated[
        list[str] | None, typer.Option("--columns", help="ROLE.FIELD=COLUMN; may be repeated.")
    ] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Let one version of a service read your body's own rows; for an approver.

    Example: `./interco service consent comparaison chiffres --purpose evaluation_politiques
    --until 2027-12-31 --as approver@valcobreizh`.
    """
    answers = [each.partition("=") for each in columns or []]
    given = {
        "service": service,
        "dataset": dataset,
        "purpose": purpose,
        "end": until,
        "columns": [{"key": key, "column": column} for key, _, column in answers],
    }
    result = ask(GIVE, {"input": given, "dry": dry_run}, caller)["result"]
    print_found(result, out, print_result)


@with_caller()
def end_consent(
    caller: Caller,
    name: Annotated[str, typer.Argument(metavar="CONSENT", help="One of `service consents`.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Withdraw a consent: no run reads by it from that moment on.

    Example: `./interco service end-consent consent-valcobreizh-comparaison-1 --as dpo@valcobreizh`.
    """
    result = ask(END, {"consent": name, "dry": dry_run}, caller)["result"]
    print_found(result, out, print_result)
