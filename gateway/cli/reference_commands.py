"""`interco reference load-cog | load-memberships | members-of | load-contours`: reference data from
published files, and members from the map.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.day_words import day_in_words
from catalog.loading.problems import ReferenceRefused
from catalog.loading.tables import Kind, KnownTable, recognise
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from federation.storages.text_tables import read_text_table
from gateway.acts.loading_inputs import DEPENDS_ON, MEMBERSHIPS, digest_of_inputs
from gateway.base.problems import NoOneAgent
from gateway.cli import contour_commands
from gateway.cli.demo_folder import STATE, STATE_OPTION, find_agent
from gateway.cli.language import language_of_the_terminal
from gateway.cli.reading import read_day

if TYPE_CHECKING:
    from gateway.acts.loading import Found, Loaded
    from gateway.acts.ports import ActPorts

OPERATOR = "operator@interco"
reference = typer.Typer(
    name="reference",
    no_args_is_help=True,
    help="Reference data from published files: the COG, who is a member of whom, contours.",
)
FILES = Annotated[list[Path], typer.Argument(help="CSV or Parquet, recognised by their columns.")]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only show the difference.")]
AS = Annotated[str, typer.Option("--as", help="Who acts: an operator.")]
DATABASE = Annotated[
    str | None, typer.Option("--database", help="A gateway's store, instead of the demo's.")
]


def add_to(app: typer.Typer) -> None:
    app.add_typer(reference)


reference.command(name="load-contours")(contour_commands.load)


@reference.command(name="load-cog")
def load_cog(
    files: FILES,
    vintage: Annotated[
        int | None,
        typer.Option(help="Year of a list of communes whose file name does not say it."),
    ] = None,
    dry_run: DRY_RUN = False,
    agent: AS = OPERATOR,
    database: DATABASE = None,
    state: STATE_OPTION = STATE,
) -> None:
    """INSEE's movements since 1943: the day of each, and where carved-out communes come from.

    With the list of communes of the year that follows, the map is continued to that vintage.

    Example: `./interco reference load-cog v_commune_2027.csv mouvements.csv --dry-run`.
    """
    from gateway.acts.loading import load_cog_movements, load_cog_vintages

    async def load(tables: list[KnownTable], subject: Subject, ports: ActPorts) -> Loaded:
        if any(table.kind is Kind.COMMUNES for table in tables):
            return await load_cog_vintages(tables, vintage, subject, ports, _tell, dry_run=dry_run)
        return await load_cog_movements(tables, subject, ports, _tell, dry_run=dry_run)

    _run(files, agent, database, state, load)


@reference.command(name="load-memberships")
def load_members(
    files: FILES,
    vintage: Annotated[int, typer.Option(help="Year of the map on which codes are read.")],
    start: Annotated[
        str | None, typer.Option(help="YYYY-MM-DD; by default 1 January of the vintage.")
    ] = None,
    dry_run: DRY_RUN = False,
    agent: AS = OPERATOR,
    database: DATABASE = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Groupements, their competences and their members, as BANATIC publishes them.

    What was loaded last and is still what the catalog holds is not compared again, but with
    --dry-run.

    Example: `./interco reference load-memberships composition.csv competences.csv
    groupements.csv --vintage 2021 --dry-run`.
    """
    first = None if start is None else read_day(start)
    inputs = _inputs(files, vintage, first)
    if inputs is not None and not dry_run:
        since = asyncio.run(_loaded_at(inputs, agent, database, state))
        if since is not None:
            _tell_unchanged(since)
            return
    # What was loaded already needs neither the law nor the rules: they take a while to import.
    from gateway.acts.loading import load_memberships

    async def load(tables: list[KnownTable], subject: Subject, ports: ActPorts) -> Loaded:
        return await load_memberships(
            tables, vintage, first, subject, ports, _tell, dry_run=dry_run, inputs=inputs
        )

    _run(files, agent, database, state, load)


@reference.command(name="members-of")
def members_of(
    epci: Annotated[str, typer.Argument(help="The SIREN of an EPCI.")],
    competence: Annotated[
        list[str] | None,
        typer.Option(help="A BANATIC code: 1510 is waste, 1502 water."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Asks nothing.")] = False,
    dry_run: DRY_RUN = False,
    agent: AS = OPERATOR,
    database: DATABASE = None,
    state: STATE_OPTION = STATE,
) -> None:
    """Proposes the member communes of an EPCI as the carried map has them, and says who would read
    more. Nothing is written before you confirm.

    Example: `./interco reference members-of 243500667 --competence 1510`.
    """
    from gateway.acts.loading import load_members_of_the_map

    siren, language = Siren.parse(epci), language_of_the_terminal()

    async def loaded(shown: Found | None) -> Loaded:
        async with _acting(agent, database, state) as (subject, ports):
            return await load_members_of_the_map(
                siren, competence or (), subject, ports, _tell, shown=shown
            )

    proposed = asyncio.run(loaded(None)).difference
    for line in proposed.lines(language):
        typer.echo(line)
    if dry_run:
        _tell("rien n'est écrit", "nothing written")
        return
    if not yes:
        ask = "Inscrire ces membres ?" if language == "fr" else "Register these members?"
        typer.confirm(ask, abort=True)
    done = ("enregistré", "recorded")
    nothing = ("rien à écrire", "nothing to write")
    _tell(*(done if asyncio.run(loaded(proposed)).written else nothing))


def _inputs(files: list[Path], vintage: int, start: date | None) -> str | None:
    """None where a file cannot be read: reading it says why."""
    try:
        return digest_of_inputs(files, vintage, start)
    except OSError:
        return None


async def _loaded_at(
    inputs: str, agent: str, database: str | None, folder: Path
) -> datetime | None:
    """When the same was loaded, if nothing that it depends on has changed since."""
    from catalog.store import open_store
    from gateway.demo_mode.state import DemoState

    demo = DemoState(folder).settings()
    if database is None and not (demo.state / "catalog.sqlite").exists():
        return None
    store = await open_store(database or demo.database_url)
    try:
        # Whoever is nobody, or one of several, is told so as by any load.
        if await store.agents_called(agent) != 1:
            return None
        return await store.last_load(MEMBERSHIPS, inputs, DEPENDS_ON)
    finally:
        await store.aclose()


def _tell_unchanged(since: datetime) -> None:
    day = paris_day(since)
    fr, en = day_in_words(day, "fr"), day_in_words(day, "en")
    _tell(
        f"rien n'a changé depuis le chargement du {fr} (mêmes fichiers, même catalogue) : rien "
        "n'est écrit ; --dry-run compare tout de même",
        f"nothing has changed since the load of {en} (same files, same catalog): nothing written; "
        "--dry-run compares all the same",
    )


def _run(
    files: list[Path],
    agent: str,
    database: str | None,
    folder: Path,
    load: Callable[[list[KnownTable], Subject, ActPorts], Awaitable[Loaded]],
) -> None:
    language = language_of_the_terminal()
    tables = []
    for path in files:
        _tell(f"lecture de {path.name}", f"reading {path.name}")
        tables.append(recognise(read_text_table(path)))

    async def loaded() -> Loaded:
        async with _acting(agent, database, folder) as (subject, ports):
            return await load(tables, subject, ports)

    try:
        result = asyncio.run(loaded())
    except ReferenceRefused as refused:
        _echo_errors(refused.findings.lines(language))
        raise
    _echo_errors(result.findings.lines(language))
    for line in result.difference.lines(language):
        typer.echo(line)
    done = ("enregistré", "recorded") if result.written else ("rien n'est écrit", "nothing written")
    _tell(*done)


@asynccontextmanager
async def _acting(
    agent: str, database: str | None, folder: Path
) -> AsyncIterator[tuple[Subject, ActPorts]]:
    from gateway.demo_mode.catalog import demo_act_ports, ensure_demo_catalog
    from gateway.demo_mode.state import DemoState
    from gateway.identity.subject import local_subject
    from gateway.wiring.services import open_act_ports

    if database is not None:
        async with open_act_ports(database) as ports:
            known = (await ports.catalog.current()).agents
            named = [each for (_, sub), each in known.items() if sub == agent]
            if len(named) != 1:
                raise NoOneAgent(agent=agent)
            yield local_subject(named[0]), ports
        return
    state = DemoState(folder)
    await ensure_demo_catalog(state)
    async with demo_act_ports(state) as ports:
        yield local_subject(find_agent(await ports.catalog.current(), agent)), ports


_STARTED = time.monotonic()


def _tell(fr: str, en: str) -> None:
    """Progress, on standard error, with the seconds since the command began."""
    said = fr if language_of_the_terminal() == "fr" else en
    typer.echo(f"[{time.monotonic() - _STARTED:5.1f} s] {said}", err=True)


def _echo_errors(lines: tuple[str, ...]) -> None:
    for line in lines:
        typer.echo(line, err=True)
