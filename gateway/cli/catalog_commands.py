"""`interco apply`, `token`, `territory`, `schema`: the catalog from a terminal."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from catalog.model.identifiers import Siren
from catalog.model.problem import Language
from gateway.base.problems import NoSuchAgent, UnknownOrganisation
from gateway.cli.caller_options import NAMED_GATEWAY_OPTION, TOKEN_OPTION
from gateway.cli.client import Caller, token_of_caller
from gateway.cli.demo_agents import token_of
from gateway.cli.demo_folder import STATE, STATE_OPTION, demo_at
from gateway.cli.language import language_of_the_terminal
from gateway.cli.query_commands import Format
from gateway.cli.reading import read_day
from gateway.demo_mode.state import DemoState
from gateway.identity.problems import NotSignedIn

if TYPE_CHECKING:
    from rich.table import Table

OPERATOR = "operator@interco"


def add_to(app: typer.Typer) -> None:
    app.command(
        name="apply",
        help=(
            "Registers organisations as code: shows the difference, then applies it whole or not "
            "at all. Example: `./interco apply organisation.yaml --dry-run`."
        ),
    )(apply_)
    app.command(help="A token for an agent of the demo. Example: `./interco token agent@sde35`.")(
        token
    )
    app.command(
        name="territory",
        help=(
            "What an organisation covers for a competence at a date. Example: "
            "`./interco territory 200090884 --competence 1510 --at 2025-06-01`."
        ),
    )(territory_)
    app.command(
        help=(
            "The GraphQL schema (SDL) that an agent may discover; descriptions say how each column "
            "is given for the purpose: clear, as a pseudonym, hidden, not at all."
        )
    )(schema)


def apply_(
    paths: Annotated[list[Path], typer.Argument(help="YAML files, or folders of them.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the difference.")] = False,
    agent: Annotated[
        str | None, typer.Option("--as", help="Who acts.", show_default=OPERATOR)
    ] = None,
    token_given: TOKEN_OPTION = None,
    gateway: NAMED_GATEWAY_OPTION = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Exit code 0 when applied, or when there is nothing to change."""
    from gateway.base.logging import configure_logging
    from gateway.cli.applying import apply_to_demo, apply_to_gateway

    configure_logging("error")
    caller = Caller(agent, None, token_given, gateway, state)
    bearer = token_of_caller(caller)
    if bearer is not None:
        lines = asyncio.run(apply_to_gateway(paths, bearer, caller.address, dry_run=dry_run))
    elif gateway is not None and agent is None:
        # What was meant for a gateway is never applied to the demo of this machine.
        raise NotSignedIn
    else:
        lines = asyncio.run(apply_to_demo(paths, agent or OPERATOR, state, dry_run=dry_run))
    for line in lines:
        typer.echo(line)


def token(
    agent: Annotated[str, typer.Argument(help="For example agent@valcobreizh.")],
    state: STATE_OPTION = STATE,
) -> None:
    """On standard output, alone, so that a shell can keep it."""

    async def made() -> str:
        async with demo_at(state) as demo:
            return await demo.token(agent)

    try:
        typer.echo(token_of(DemoState(state), agent))
    except (OSError, NoSuchAgent):
        # No demo yet, or one that an update of Interco will add agents to.
        typer.echo(asyncio.run(made()))


def territory_(
    siren: Annotated[str, typer.Argument(help="Nine digits.")],
    competence: Annotated[str, typer.Option(help="A BANATIC code: 1510 is waste, 1502 water.")],
    at: Annotated[str, typer.Option(help="A day: 26/11/2026 or 2026-11-26.")],
    out: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """From memberships and the map of that day; communes only partly covered are told apart."""
    from catalog.reference import cog_in
    from catalog.territory import describe_territory, territory

    organisation = Siren.parse(siren)
    day = read_day(at)

    async def found() -> dict[str, Any]:
        async with demo_at(state) as demo:
            if organisation not in demo.catalog.organisations:
                raise UnknownOrganisation(siren=siren)
            cog = cog_in(demo.catalog)
            covered = territory(organisation, competence, day, demo.catalog.memberships, cog)
            names = {siren: each.name for siren, each in demo.catalog.organisations.items()}
            return {**describe_territory(covered, cog), "names": names}

    _print_territory(asyncio.run(found()), out)


def _print_territory(found: dict[str, Any], out: Format) -> None:
    communes: list[dict[str, Any]] = found["communes"]
    names: dict[str, str] = found.pop("names")
    if out is Format.JSON:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    elif out is Format.CSV:
        text = io.StringIO()
        writer = csv.DictWriter(text, ["code", "nom"], lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(communes)
        typer.echo(text.getvalue(), nl=False)
    else:
        from rich.console import Console
        from rich.table import Table

        language = language_of_the_terminal()
        table = Table("Code", "Commune", title=f"{found['siren']} — {found['competence']}")
        for commune in communes:
            table.add_row(commune["code"], commune["nom"])
        console = Console()
        console.print(table)
        console.print(f"{len(communes)} communes, {found['at']} (COG {found['vintage']})")
        for partly in found["partly_covered"]:
            partial = "partly: " if language == "en" else "en partie : "
            console.print(f"{partial}{partly['code']} {partly['nom']}")
        console.print(_memberships_table(found, names, language))
        console.print(found["precision"][language], soft_wrap=True)


def _memberships_table(found: dict[str, Any], names: dict[str, str], language: Language) -> Table:
    """A line a chain of organisations; the communes that are members themselves are together."""
    from rich.table import Table

    through: dict[tuple[str, ...], list[str]] = {}
    for path in found["memberships"]:
        chain = path["through"] if path["through"][0] in names else path["through"][1:]
        through.setdefault(tuple(chain), []).extend(path["communes"])
    memberships = "Memberships" if language == "en" else "Adhésions"
    table = Table(memberships, "Communes", "Codes")
    for chain, codes in sorted(through.items(), key=lambda each: (len(each[0]), each[0])):
        told = " > ".join(names.get(siren, siren) for siren in chain) or found["siren"]
        table.add_row(told, str(len(set(codes))), " ".join(sorted(set(codes))))
    return table


def schema(
    agent: Annotated[str | None, typer.Option("--as", help="Nobody: what anyone sees.")] = None,
    purpose: Annotated[
        str | None, typer.Option(help="What for: what is given depends on it.")
    ] = None,
    scope: Annotated[str | None, typer.Option(help="One organisation's slug.")] = None,
    state: STATE_OPTION = STATE,
) -> None:
    """SDL on standard output."""
    from gateway.cli.sdl import sdl_for

    sys.stdout.write(asyncio.run(sdl_for(agent, purpose, scope, state)) + "\n")
