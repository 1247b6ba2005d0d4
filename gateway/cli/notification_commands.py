"""`interco inbox` and `interco usage`: what one was told, and who read one's datasets."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.client import (
    AGENT_OPTION,
    GATEWAY,
    GATEWAY_OPTION,
    STATE,
    STATE_OPTION,
    TOKEN_OPTION,
    Caller,
    ask,
)
from gateway.cli.kept_tokens import token_for
from gateway.cli.reading import dataset_id, iso_day
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_found

_INBOX = """query($unread: Boolean) { inbox(unread: $unread) {
  id at kind about titleFr titleEn sentenceFr sentenceEn nextFr nextEn read } }"""
_USAGE = """query($dataset: ID, $since: Date) { usage(dataset: $dataset, since: $since) {
  dataset organisation { name slug siren } purpose agreements requests besideOthers rows last } }"""


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "What you were told, the newest first. Example: "
            "`./interco inbox --unread --as steward@valcobreizh`."
        )
    )(inbox)
    app.command(
        help=(
            "Who read your datasets: purpose, agreement, rows, last time; open data too. Example: "
            "`./interco usage sde35.bornes_recharge --as steward@sde35`."
        )
    )(usage)


def inbox(
    unread: Annotated[bool, typer.Option("--unread", help="Only what is not read yet.")] = False,
    agent: AGENT_OPTION = None,
    out: FORMAT = OutputFormat.TABLE,
    token: TOKEN_OPTION = None,
    address: GATEWAY_OPTION = GATEWAY,
    state: STATE_OPTION = STATE,
) -> None:
    """Nothing is marked as read."""
    if agent is None and token is None and token_for(address) is None:
        raise typer.BadParameter("say whose, with --as")
    caller = Caller(agent, None, token, address, state)
    print_found(ask(_INBOX, {"unread": unread}, caller)["inbox"], out, _print_inbox)


def usage(
    dataset: Annotated[
        str | None,
        typer.Argument(help="One of yours, as ORGANISATION.DATASET; all when not said."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="From that day on, 26/11/2026; a year otherwise.")
    ] = None,
    agent: AGENT_OPTION = None,
    out: FORMAT = OutputFormat.TABLE,
    token: TOKEN_OPTION = None,
    address: GATEWAY_OPTION = GATEWAY,
    state: STATE_OPTION = STATE,
) -> None:
    """For stewards, of their own organisation's datasets: organisations, never persons."""
    named = None if dataset is None else dataset_id(dataset)
    caller = Caller(agent, None, token, address, state)
    found = ask(_USAGE, {"dataset": named, "since": iso_day(since)}, caller)["usage"]
    print_found(found, out, _print_usage)


def _print_inbox(found: list[dict[str, Any]]) -> None:
    page = Page()
    if not found:
        page.say("Rien pour l'instant.", "Nothing for now.")
    for each in found:
        mark = " " if each["read"] else "•"
        page.say(
            f"{mark} {page.instant(each['at'])}  {each['titleFr']}\n    {each['sentenceFr']}"
            + (f"\n    → {each['nextFr']}" if each["nextFr"] else ""),
            f"{mark} {page.instant(each['at'])}  {each['titleEn']}\n    {each['sentenceEn']}"
            + (f"\n    → {each['nextEn']}" if each["nextEn"] else ""),
        )


def _print_usage(found: list[dict[str, Any]]) -> None:
    page = Page()
    if not found:
        page.say("Personne n'a rien lu dans ce temps.", "Nobody has read anything in that time.")
        return
    nobody = page.word("sans compte", "without an account")
    page.table(
        (
            ("Jeu", "Dataset"),
            ("Qui", "Who"),
            ("Finalité", "Purpose"),
            ("Convention", "Agreement"),
            ("Requêtes", "Requests"),
            ("Lignes", "Rows"),
            ("Dernière fois", "Last time"),
        ),
        (
            (
                each["dataset"],
                each["organisation"]["name"] if each["organisation"] else nobody,
                each["purpose"],
                " ".join(each["agreements"]),
                each["requests"],
                f"{each['rows']}{' +' if each['besideOthers'] else ''}",
                page.instant(each["last"]),
            )
            for each in found
        ),
    )
    if any(each["besideOthers"] for each in found):
        page.say(
            "+ : d'autres requêtes ont lu aussi d'autres jeux ; leurs lignes ne sont pas comptées.",
            "+: other requests read other datasets too; their rows are not counted.",
        )
