"""`interco hosting`: what is read, and what would be, as this installation is hosted."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalog.hosting import Unmet, unmet_in
from catalog.hosting_words import parts_in_words, whose_turn
from gateway.base.hosting_settings import read_hosting
from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.sharing_output import print_json
from gateway.wiring.settings_reading import read_settings

if TYPE_CHECKING:
    from catalog.snapshot import Snapshot
    from gateway.base.settings import Settings

_ABOUT = (
    "How each part of this installation is hosted (INTERCO_HOSTING), and who demands what of it."
)


def add_to(app: typer.Typer) -> None:
    hosting = typer.Typer(no_args_is_help=True, help=_ABOUT)
    hosting.callback()(lambda: None)
    hosting.command(
        name="check",
        help=(
            "The datasets and agreements that are not read because of how they are hosted; "
            "--with a file of other facts: those that would stop. Nothing is changed. "
            "Example: `./interco hosting check --with new-hosting.json`."
        ),
    )(check)
    app.add_typer(hosting, name="hosting")


def check(
    proposed: Annotated[
        Path | None,
        typer.Option(
            "--with", help="What INTERCO_HOSTING would be: JSON.", exists=True, dir_okay=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    state: STATE_OPTION = STATE,
) -> None:
    """Of the gateway whose settings are in the environment, else of the demo. Exit code 1 when
    something is not read, or would not be any more.
    """
    settings = read_settings()
    if not settings.issuers:
        from gateway.demo_mode.state import DemoState

        settings = DemoState(state).settings()
    catalog = asyncio.run(_catalog(settings))
    now = unmet_in(catalog, settings.hosting.installation())
    then = now if proposed is None else unmet_in(catalog, read_hosting(proposed).installation())
    stopped = {each.name for each in now}
    stops = now if proposed is None else tuple(e for e in then if e.name not in stopped)
    stay = () if proposed is None else tuple(e for e in then if e.name in stopped)
    begins = sorted(stopped - {each.name for each in then})
    if as_json:
        print_json(
            {
                "stops": [_document(each) for each in stops],
                "stays": [_document(each) for each in stay],
                "begins": begins,
            }
        )
    else:
        _print(stops, stay, begins, catalog, is_proposed=proposed is not None)
    if stops:
        raise typer.Exit(1)


async def _catalog(settings: Settings) -> Snapshot:
    from catalog.store import open_store

    store = await open_store(settings.database_url)
    try:
        return await store.current()
    finally:
        await store.aclose()


def _document(unmet: Unmet) -> dict[str, Any]:
    return {
        "kind": "dataset" if unmet.agreement is None else "agreement",
        "name": unmet.name,
        "dataset": unmet.dataset.id,
        "storage": unmet.dataset.storage_id,
        "shortfalls": [
            {"part": each.part.value, "fact": each.fact.value, "known": each.known}
            for each in unmet.shortfalls
        ],
    }


def _print(
    stops: tuple[Unmet, ...],
    stay: tuple[Unmet, ...],
    begins: list[str],
    catalog: Snapshot,
    *,
    is_proposed: bool,
) -> None:
    page = Page()
    if not stops:
        page.say(
            "Rien ne s'arrêterait." if is_proposed else "Tout est hébergé comme exigé.",
            "Nothing would stop." if is_proposed else "Everything is hosted as demanded.",
        )
    fr, en = ("ne serait plus lu", "would stop") if is_proposed else ("n'est pas lu", "is not read")
    for unmet in stops:
        page.say(f"! {_line(unmet, catalog, page, fr)}", f"! {_line(unmet, catalog, page, en)}")
    for unmet in stay:
        page.say(
            f"= {_line(unmet, catalog, page, 'reste sans être lu')}",
            f"= {_line(unmet, catalog, page, 'stays unread')}",
        )
    for name in begins:
        page.say(f"+ {name} serait lu de nouveau", f"+ {name} would be read again")


def _line(unmet: Unmet, catalog: Snapshot, page: Page, what: str) -> str:
    """With the storage's name: whoever runs a gateway may know it."""
    owner = catalog.organisations.get(unmet.dataset.owner)
    parts = parts_in_words(unmet.shortfalls, page.language)
    turn = whose_turn(unmet.shortfalls, page.language)
    of = unmet.dataset.owner if owner is None else owner.name
    over = [] if unmet.agreement is None else [unmet.dataset.id]
    where = ", ".join([*over, unmet.dataset.storage_id, of])
    colon = page.word(" :", ":")
    acts = page.word(f"à {turn} d'agir", f"the turn of {turn}")
    return f"{unmet.name} ({where}) {what}{colon} {parts} → {acts}"
