"""`interco webhook …`: where an organisation's own software is notified."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_documents import act_document
from gateway.cli.agreement_pages import Page, print_result
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found, print_json

notified = typer.Typer(
    no_args_is_help=True,
    help="Webhooks: where your organisation's own software is notified, by signed posts.",
    epilog="Example: `./interco webhook list --as steward@valcobreizh`.",
)
_WEBHOOK = "id url kinds active since secret"
_DELIVERY = "id kind about at state attempts nextAt sentAt lastError"
_RESULT = f"""act applied sentences {{ fr en }} webhook {{ {_WEBHOOK} }}
  delivery {{ {_DELIVERY} }}"""
_LIST = f"query {{ webhooks {{ {_WEBHOOK} }} }}"
_DELIVERIES = f"query($webhook: ID!) {{ deliveries(webhook: $webhook) {{ {_DELIVERY} }} }}"
WEBHOOK = Annotated[str, typer.Argument(help="Its id, as `webhook list` shows it.")]


def add_to(app: typer.Typer) -> None:
    notified.command(name="list", help="Those of your organisation.")(list_)
    notified.command(
        help=(
            "Registers one, if it answers 2xx to a signed test. Example: `./interco webhook "
            "register suivi --url https://suivi.example.fr/interco "
            "--secret env:INTERCO_SECRET_200090884_SUIVI --as steward@valcobreizh`."
        )
    )(register)
    notified.command(help="Takes one away: nothing is sent there any more.")(remove)
    notified.command(help="Turns one on again, once it answers a test.")(reactivate)
    notified.command(help="The last 100 deliveries of one, the newest first.")(deliveries)
    notified.command(help="Sends one delivery again, under the same id.")(replay)
    app.add_typer(notified, name="webhook")


@with_caller()
def list_(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """For stewards."""
    found = ask(_LIST, {}, caller)["webhooks"]
    if out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    page.table(
        (("Adresse", "Webhook"), ("URL", "URL"), ("Pour", "For"), ("Active", "Active")),
        (
            (
                each["id"],
                each["url"],
                ", ".join(each["kinds"]) or page.word("tout", "all"),
                page.word("oui", "yes") if each["active"] else page.word("non", "no"),
            )
            for each in found
        ),
    )


@with_caller()
def register(
    caller: Caller,
    name: Annotated[str, typer.Argument(help="Yours to choose; the same replaces it.")],
    url: Annotated[str, typer.Option("--url", help="https only, a host that was approved.")],
    secret: Annotated[str, typer.Option("--secret", help="env:… or file:…, never itself.")],
    kind: Annotated[list[str] | None, typer.Option("--kind", help="All when not said.")] = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """By a steward, for their own organisation."""
    given = {"name": name, "url": url, "secret": secret, "kinds": kind or []}
    _act("registerWebhook", "$input: WebhookInput!", "input", given, dry_run, caller, out)


@with_caller()
def remove(
    caller: Caller,
    webhook: WEBHOOK,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    _act("removeWebhook", "$webhook: ID!", "webhook", webhook, dry_run, caller, out)


@with_caller()
def reactivate(
    caller: Caller,
    webhook: WEBHOOK,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """What waited for it is sent."""
    _act("reactivateWebhook", "$webhook: ID!", "webhook", webhook, dry_run, caller, out)


@with_caller()
def deliveries(
    caller: Caller,
    webhook: WEBHOOK,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    found = ask(_DELIVERIES, {"webhook": webhook}, caller)["deliveries"]
    if out is OutputFormat.JSON:
        print_json(found)
        return
    page = Page()
    page.table(
        (
            ("Envoi", "Delivery"),
            ("Quoi", "What"),
            ("Sur", "About"),
            ("Écrit", "Written"),
            ("État", "State"),
            ("Essais", "Attempts"),
            ("Problème", "Problem"),
        ),
        (
            (
                each["id"],
                each["kind"],
                each["about"],
                page.instant(each["at"]),
                each["state"],
                each["attempts"],
                each["lastError"],
            )
            for each in found
        ),
    )


@with_caller()
def replay(
    caller: Caller,
    delivery: Annotated[str, typer.Argument(help="Its id, as `webhook deliveries` shows it.")],
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    _act("replayDelivery", "$delivery: ID!", "delivery", delivery, dry_run, caller, out)


def _act(
    field: str,
    declared: str,
    argument: str,
    value: Any,
    dry_run: bool,
    caller: Caller,
    out: OutputFormat,
) -> None:
    document = act_document(field, declared, f"{argument}: ${argument}", _RESULT)
    result = ask(document, {argument: value, "dryRun": dry_run}, caller)["result"]
    print_found(result, out, _write_result)


def _write_result(result: Any) -> None:
    """With the id by which the other commands name it."""
    print_result(result)
    webhook = result["webhook"]
    if webhook is not None:
        Page().say(f"Identifiant : {webhook['id']}", f"Id: {webhook['id']}")
