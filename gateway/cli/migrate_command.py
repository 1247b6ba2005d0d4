"""`interco migrate`: the tables of the store brought up to this version, once, before it serves."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.store_commands import DATABASE


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "Brings the tables of the store up to this version; whoever does it at the same time "
            "waits. `--plan` says what would be done. Example: `./interco migrate --plan`."
        )
    )(migrate)


def migrate(
    plan: Annotated[bool, typer.Option("--plan", help="Changes nothing.")] = False,
    database: DATABASE = None,
) -> None:
    """Exit code 0 whether there was something to do or not."""
    from catalog.store.opening import migrate_now, migration_plan
    from gateway.wiring.settings_reading import read_settings

    url = database or read_settings().database_url
    page = Page()
    planned = migration_plan(url)
    if planned.is_newer:
        page.say(
            f"Les tables sont d'une version plus récente ({planned.there}) : rien à faire.",
            f"The tables are of a later version ({planned.there}): nothing to do.",
        )
        return
    if not planned.steps:
        page.say(
            f"Les tables sont à jour ({planned.wanted}).",
            f"The tables are up to date ({planned.wanted}).",
        )
        return
    for step in planned.steps:
        page.say(f"+ {step.revision} : {step.title}", f"+ {step.revision}: {step.title}")
    if plan:
        page.say("Rien n'a été changé.", "Nothing was changed.")
        return
    asyncio.run(migrate_now(url))
    page.say(
        f"Les tables sont maintenant à la version {planned.wanted}.",
        f"The tables are now at version {planned.wanted}.",
    )
