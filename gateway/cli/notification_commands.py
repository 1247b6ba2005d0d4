"""`interco inbox`: what one was told."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_found

_INBOX = """query($unread: Boolean) { inbox(unread: $unread) {
  id at kind about titleFr titleEn sentenceFr sentenceEn nextFr nextEn read } }"""


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "What you were told, the newest first. Example: "
            "`./interco inbox --unread --as steward@valcobreizh`."
        )
    )(inbox)


@with_caller()
def inbox(
    caller: Caller,
    unread: Annotated[bool, typer.Option("--unread", help="Only what is not read yet.")] = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Nothing is marked as read."""
    caller.refuse_nobody()
    print_found(ask(_INBOX, {"unread": unread}, caller)["inbox"], out, _print_inbox)


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
