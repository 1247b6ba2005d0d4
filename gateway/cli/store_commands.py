"""`interco store …`: for the operator, on the gateway's machine: the first operator, a restore."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.sharing_output import DRY_RUN

operated = typer.Typer(
    no_args_is_help=True,
    help="The store of a gateway, for its operator: the first operator, a restored backup.",
    epilog="Example: `./interco store first-operator first.yaml`.",
)
DATABASE = Annotated[
    str | None,
    typer.Option("--database", help="A gateway's store, instead of the one of its settings."),
]


def add_to(app: typer.Typer) -> None:
    operated.command(
        help=(
            "Registers the first operator in an empty catalog, from a declaration; refused once "
            "there is an agent. Example: `./interco store first-operator first.yaml --dry-run`."
        )
    )(first_operator)
    operated.command(
        help=(
            "After a restored backup, before serving: version numbers of the catalog used since "
            "the backup will never mean two catalogs."
        )
    )(renew_epoch)
    app.add_typer(operated, name="store")


def first_operator(
    files: Annotated[list[Path], typer.Argument(help="The body that operates, and its agent.")],
    dry_run: DRY_RUN = False,
    database: DATABASE = None,
) -> None:
    """From then on, the operator declares the others with `./interco apply`."""
    from catalog.declaration.declaration import read_declaration
    from catalog.declaration.rendering import difference_lines

    declaration = read_declaration(files)

    async def registered() -> tuple[str, ...]:
        from gateway.acts.first_operator import register_first_operator
        from gateway.wiring.services import open_act_ports

        async with open_act_ports(_store(database)) as ports:
            difference = await register_first_operator(declaration, ports, dry_run=dry_run)
        return difference_lines(difference, page.language)

    page = Page()
    for line in asyncio.run(registered()):
        typer.echo(line)
    if dry_run:
        page.say("Essai : rien n'a été enregistré.", "A trial: nothing was recorded.")
    else:
        page.say("L'exploitant est inscrit.", "The operator is registered.")


def renew_epoch(database: DATABASE = None) -> None:
    """Queries that run meanwhile end as if the catalog had changed."""

    async def renewed() -> int:
        from catalog.store import open_store

        store = await open_store(_store(database))
        try:
            return (await store.renew_epoch()).number
        finally:
            await store.aclose()

    number = asyncio.run(renewed())
    Page().say(
        f"Nouvelle époque du catalogue, à la version {number}.",
        f"A new epoch of the catalog, at version {number}.",
    )


def _store(database: str | None) -> str:
    """Raises UnreadableSettings."""
    from gateway.wiring.settings_reading import read_settings

    return database or read_settings().database_url
