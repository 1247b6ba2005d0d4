"""`interco agent …`: who has which role in one's own body, and who has none yet."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.cli.agreement_documents import act_document
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask
from gateway.cli.sharing_output import DRY_RUN, FORMAT, OutputFormat, print_found, print_outcome

_PEOPLE = "query { people { agent issuer name email kind roles purposes } }"
_ARRIVALS = "query { arrivals { agent issuer name email firstAt lastAt } }"
_DECLARED = "$agent: String!, $roles: [String!]!, $issuer: String"
_GIVEN = "agent: $agent, roles: $roles, issuer: $issuer"
_GRANT = act_document("grantRoles", _DECLARED, _GIVEN)
_REVOKE = act_document("revokeRoles", _DECLARED, _GIVEN)
_TO = Annotated[
    str, typer.Argument(metavar="AGENT", help="As their tokens name them, of your own body.")
]
_ROLES = Annotated[list[str], typer.Argument(help="agent, steward, approver, dpo.")]
_ISSUER = Annotated[str | None, typer.Option(help="Of their tokens; yours by default.")]


def add_to(app: typer.Typer) -> None:
    agents = typer.Typer(
        no_args_is_help=True,
        help="The people of your organisation and their roles.",
        epilog="Example: `./interco agent list --as steward@valcobreizh`.",
    )
    agents.command(
        name="list",
        help=(
            "Who has which role; `--arrivals`: who signed in and has none yet. Example: "
            "`./interco agent list --arrivals --as steward@valcobreizh`."
        ),
    )(list_)
    agents.command(
        help=(
            "Gives roles, beside those that the person has; by a steward, to another person. "
            "Example: `./interco agent grant agent@valcobreizh approver --as steward@valcobreizh`."
        )
    )(grant)
    agents.command(
        help=(
            "Takes roles away. Example: `./interco agent revoke agent@valcobreizh approver "
            "--as steward@valcobreizh`."
        )
    )(revoke)
    app.add_typer(agents, name="agent")


@with_caller()
def list_(
    caller: Caller,
    arrivals: Annotated[
        bool, typer.Option("--arrivals", help="Who signed in and has no role yet.")
    ] = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Of your own organisation alone."""
    if arrivals:
        print_found(ask(_ARRIVALS, {}, caller)["arrivals"], out, _write_arrivals)
    else:
        print_found(ask(_PEOPLE, {}, caller)["people"], out, _write_people)


@with_caller()
def grant(
    caller: Caller,
    to: _TO,
    roles: _ROLES,
    issuer: _ISSUER = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """With a sign-in of a second factor. Nobody gives one to themselves."""
    variables = {"agent": to, "roles": roles, "issuer": issuer, "dryRun": dry_run}
    print_outcome(ask(_GRANT, variables, caller)["result"], out)


@with_caller()
def revoke(
    caller: Caller,
    to: _TO,
    roles: _ROLES,
    issuer: _ISSUER = None,
    dry_run: DRY_RUN = False,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """The last steward's, the operator alone."""
    variables = {"agent": to, "roles": roles, "issuer": issuer, "dryRun": dry_run}
    print_outcome(ask(_REVOKE, variables, caller)["result"], out)


def _write_people(people: Any) -> None:
    page = Page()
    page.table(
        (("Agent", "Agent"), ("Nom", "Name"), ("Adresse", "E-mail"), ("Rôles", "Roles")),
        ((each["agent"], each["name"], each["email"], ", ".join(each["roles"])) for each in people),
    )


def _write_arrivals(arrivals: Any) -> None:
    page = Page()
    if not arrivals:
        page.say("Personne n'attend de rôle.", "Nobody awaits a role.")
        return
    page.table(
        (("Agent", "Agent"), ("Nom", "Name"), ("Adresse", "E-mail"), ("Venu le", "Came at")),
        (
            (each["agent"], each["name"], each["email"], page.instant(each["lastAt"]))
            for each in arrivals
        ),
    )
