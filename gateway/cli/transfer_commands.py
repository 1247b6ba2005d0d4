"""`interco export` and `interco import`: everything that an installation knows, as open files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import settings_here
from gateway.cli.store_commands import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog.model.storage import Storage
    from catalog.store.store import Store
    from federation.storages.deposit_files import DepositPlace
    from gateway.base.settings import Settings


def add_to(app: typer.Typer) -> None:
    app.command(
        name="export",
        help=(
            "Catalog, agreements, proofs, audit and deposited files as files that a spreadsheet "
            "opens, with their schemas: of everything, or of one body. "
            "Example: `./interco export /srv/export --body 243500667`."
        ),
    )(export)
    app.command(
        name="import",
        help=(
            "Such a folder into an empty installation: whole, or nothing of it. "
            "Example: `./interco import /srv/export --fingerprint KEY`."
        ),
    )(import_)


def export(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    body: Annotated[
        str | None, typer.Option("--body", help="The SIREN of the body; else everything.")
    ] = None,
    database: DATABASE = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Of the gateway whose settings are in the environment (INTERCO_ISSUERS), else of the demo."""
    from gateway.proof.signing_key import open_signing_key

    settings = settings_here(state)
    key = open_signing_key(settings.proof_key)

    async def exported() -> dict[str, int]:
        from gateway.upkeep.transfer.exporting import export_installation

        async with _opened(settings, database) as (store, revision, place):
            return await export_installation(store, folder, revision, place, body, key=key)

    rows = sum(asyncio.run(exported()).values())
    Page().say(
        f"{folder} : {rows} lignes, signées par la clé d'empreinte {key.id}.",
        f"{folder}: {rows} rows, signed by the key with the fingerprint {key.id}.",
    )


def import_(
    folder: Annotated[Path, typer.Argument(help="A folder that `export` wrote.")],
    fingerprint: Annotated[
        str | None,
        typer.Option("--fingerprint", help="Of the key that signed it."),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Take one that nobody signed.")
    ] = False,
    database: DATABASE = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Keys are no part of it: give the installation its own, or those that were backed up."""
    from gateway.upkeep.transfer.problems import FingerprintNeeded

    if fingerprint is None and not unsigned:
        raise FingerprintNeeded

    async def imported() -> dict[str, int]:
        from gateway.upkeep.transfer.importing import import_installation

        async with _opened(settings_here(state), database) as (store, revision, place):
            look = _show if fingerprint is None else None
            return await import_installation(store, folder, revision, place, fingerprint, look)

    rows = sum(asyncio.run(imported()).values())
    Page().say(f"{rows} lignes importées.", f"{rows} rows imported.")


def _show(folder: Path, revision: str) -> None:
    """Shows the content of an export that nobody signed, and asks before any of it is written."""
    from gateway.upkeep.transfer.brought import brought_by

    brought = brought_by(folder, revision)
    page = Page()
    page.say("Personne n'a signé cet export. Il apporte :", "Nobody signed this export. It brings:")
    for name, count in brought.entries.items():
        page.say(f"  {name} : {count}", f"  {name}: {count}")
    for role, people in brought.roles.items():
        page.say(f"  {role} : {', '.join(people)}", f"  {role}: {', '.join(people)}")
    typer.confirm(page.word("L'importer ?", "Import it?"), abort=True)


@asynccontextmanager
async def _opened(
    settings: Settings, database: str | None
) -> AsyncIterator[tuple[Store, str, Callable[[Storage], DepositPlace]]]:
    """The store, the revision of its tables, and where the files of a storage lie."""
    from catalog.store import open_store
    from catalog.store.opening import migration_plan
    from federation.storages.deposit_files import DepositPlace
    from federation.storages.secrets import secret_of
    from gateway.base.logging import configure_logging
    from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
    from gateway.upkeep.secret_store.resolving import SecretResolver

    configure_logging("error")
    url = database or settings.database_url
    store = await open_store(url)
    resolve = SecretResolver(KeyEncryptionKeysFile(settings.secrets_ring), lambda: store.held)

    def place(storage: Storage) -> DepositPlace:
        return DepositPlace(storage, secret_of(storage, resolve))

    try:
        planned = await asyncio.to_thread(migration_plan, url)
        yield store, planned.wanted, place
    finally:
        await store.aclose()
