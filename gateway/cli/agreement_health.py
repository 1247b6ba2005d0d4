"""`interco agreement health` and `verify-all`: agreements as each night finds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from gateway.cli import agreement_documents as documents
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import CITATION, FORMAT, OutputFormat, find_one, print_found

_FOUND = 1


def add_to(app: typer.Typer) -> None:
    app.command(help="Its health, and each change of it, the last first.")(health)
    app.command(
        name="verify-all",
        help=(
            "For the operator: tries all agreements in force now, as each night. Example: "
            "`./interco agreement verify-all --as operator@interco`."
        ),
    )(verify_all)


@with_caller(may_act_for_another=True)
def health(
    caller: Caller,
    citation: CITATION,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """What is broken, whose turn it is and for what."""
    found = find_one(documents.HEALTH_OF_ONE, citation, caller)
    print_found(found, out, _print_health)


@with_caller()
def verify_all(
    caller: Caller,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Nothing is called broken, nor told, before a second try, an hour later. The hours that
    owners set for their storages are kept.

    Exit code 1 when something was seen in one of them.
    """
    caller.refuse_nobody()
    found = ask(documents.VERIFY, {}, caller)["verifyAgreements"]
    print_found(found, out, _print_verified)
    if any(each["health"]["reasons"] for each in found["agreements"]):
        raise typer.Exit(_FOUND)


def _print_verified(found: Mapping[str, Any]) -> None:
    page = Page()
    page.say(
        f"Conventions essayées à l'instant : {found['judged']} ; en bon état : {found['sound']}.",
        f"Agreements tried now: {found['judged']}; sound: {found['sound']}.",
    )
    for each in found["agreements"]:
        words = each["health"]["words"]
        page.say(f"{each['citation']} : {words['fr']}", f"{each['citation']}: {words['en']}")
        _print_reasons(each["health"]["reasons"], page)


def _print_health(found: Mapping[str, Any]) -> None:
    page = Page()
    current = found["health"]
    if current is None:
        page.say(
            f"{found['citation']} : {page.state(found['state'])}, elle n'est pas vérifiée",
            f"{found['citation']}: {page.state(found['state'])}, it is not verified",
        )
    else:
        words, tried = current["words"], current["triedAt"]
        fr = f", essayée le {page.instant(tried)}" if tried else ""
        en = f", tried on {page.instant(tried)}" if tried else ""
        page.say(
            f"{found['citation']} : {words['fr']}{fr}", f"{found['citation']}: {words['en']}{en}"
        )
        _print_reasons(current["reasons"], page)
    for change in found["healthHistory"]:
        at = page.instant(change["at"])
        page.say(f"{at} : {change['words']['fr']}", f"{at}: {change['words']['en']}")
        _print_reasons(change["reasons"], page)


def _print_reasons(reasons: list[Mapping[str, Any]], page: Page) -> None:
    for each in reasons:
        fr = "" if each["confirmed"] else " (vu une fois, à confirmer dans une heure)"
        en = "" if each["confirmed"] else " (seen once, to be confirmed in an hour)"
        page.say(f"  {each['words']['fr']}{fr}", f"  {each['words']['en']}{en}")
        page.say(f"  → {each['turn']['fr']}", f"  → {each['turn']['en']}")
