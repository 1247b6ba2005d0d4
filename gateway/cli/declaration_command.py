"""`interco declaration`: a body written back as the YAML that declares it."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask

_DECLARATION = "query($o: String) { declaration(organisation: $o) { yaml } }"


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "A body as the YAML that declares it, on standard output: applying it changes nothing. "
            "Secrets by reference only. A steward gets what stewards declare of their own body, "
            "the operator any body whole. "
            "Example: `./interco declaration --as steward@valcobreizh > organisation.yaml`."
        )
    )(declaration)


@with_caller()
def declaration(
    caller: Caller,
    body: Annotated[
        str | None, typer.Argument(help="Its short name or SIREN; yours when not said.")
    ] = None,
) -> None:
    typer.echo(ask(_DECLARATION, {"o": body}, caller)["declaration"]["yaml"], nl=False)
