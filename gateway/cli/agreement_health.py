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
    """The reasons for which it is broken, and the side that acts."""
    answer = find_one(documents.HEALTH_OF_ONE, citation, caller)
    print_found(answer, out, _print_health)


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
    answer = ask(documents.VERIFY, {}, caller)["verifyAgreements"]
    print_found(answer, out, _print_verified)
    if any(each["health"]["reasons"] for each in answer["agreements"]):
        raise typer.Exit(_FOUND)


def _print_verified(answer: Mapping[str, Any]) -> None:
    page = Page()
    page.say(
        f"Conventions essayées à l'instant : {answer['judged']} ; en bon état : {answer['sound']}.",
        f"Agreements tried now: {answer['judged']}; sound: {answer['sound']}.",
    )
    for item in answer["agreements"]:
        words = item["health"]["words"]
        page.say(f"{item['citation']} : {words['fr']}", f"{item['citation']}: {words['en']}")
        _print_reasons(item["health"]["reasons"], page)


def _print_health(answer: Mapping[str, Any]) -> None:
    page = Page()
    current = answer["health"]
    if current is None:
        page.say(
            f"{answer['citation']} : {page.state(answer['state'])}, elle n'est pas vérifiée",
            f"{answer['citation']}: {page.state(answer['state'])}, it is not verified",
        )
    else:
        words, tried = current["words"], current["triedAt"]
        fr = f", essayée le {page.instant(tried)}" if tried else ""
        en = f", tried on {page.instant(tried)}" if tried else ""
        page.say(
            f"{answer['citation']} : {words['fr']}{fr}", f"{answer['citation']}: {words['en']}{en}"
        )
        _print_reasons(current["reasons"], page)
    for change in answer["healthHistory"]:
        at = page.instant(change["at"])
        page.say(f"{at} : {change['words']['fr']}", f"{at}: {change['words']['en']}")
        _print_reasons(change["reasons"], page)


def _print_reasons(reasons: list[Mapping[str, Any]], page: Page) -> None:
    for item in reasons:
        fr = "" if item["confirmed"] else " (vu une fois, à confirmer dans une heure)"
        en = "" if item["confirmed"] else " (seen once, to be confirmed in an hour)"
        page.say(f"  {item['words']['fr']}{fr}", f"  {item['words']['en']}{en}")
        page.say(f"  → {item['turn']['fr']}", f"  → {item['turn']['en']}")
