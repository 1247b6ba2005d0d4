"""`interco dataset coverage ORGANISATION.DATASET`: what the codes of one's own data are."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.table import Table

from catalog.coverage import CauseCount
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from gateway.base.logging import configure_logging
from gateway.cli.answer_tables import console_of_tables
from gateway.cli.check_command import check
from gateway.cli.demo_folder import STATE, STATE_OPTION, demo_at, find_agent
from gateway.cli.drift_command import drift
from gateway.cli.language import language_of_the_terminal
from gateway.cli.query_commands import Format
from gateway.identity.subject import local_subject
from gateway.reading.reports.coverage import CoverageReport, report_coverage

dataset = typer.Typer(
    name="dataset", no_args_is_help=True, help="What an owner may know of its own datasets."
)


def add_to(app: typer.Typer) -> None:
    dataset.command()(check)
    dataset.command()(drift)
    app.add_typer(dataset)


@dataset.command()
def coverage(
    name: Annotated[str, typer.Argument(help="ORGANISATION.DATASET")],
    agent: Annotated[str, typer.Option("--as", help="An agent of the owner.")],
    out: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Commune codes by cause: current, old and followed, postal, unknown, without a date.

    Example: `./interco dataset coverage val-d-ille-aubigne.collectes
    --as steward@val-d-ille-aubigne`.
    """
    configure_logging("error")
    report = asyncio.run(_report(name, agent, state))
    if out is Format.JSON:
        typer.echo(orjson.dumps(_json(report), option=orjson.OPT_INDENT_2).decode())
    elif out is Format.CSV:
        typer.echo("cause,rows,codes,in_territory")
        for each in report.causes:
            counts = str(each.cause.counts).lower()
            typer.echo(f"{each.cause.code},{each.rows},{each.codes},{counts}")
    else:
        _print(report)


async def _report(name: str, agent: str, state: Path) -> CoverageReport:
    from gateway.wiring.services import open_services

    async with demo_at(state) as demo:
        subject = local_subject(find_agent(demo.catalog, agent))
        dataset_id = _dataset_id(name, demo.catalog)
        settings = demo.state.settings(log_level="error")
        async with open_services(settings, demo=True) as services:
            try:
                return await report_coverage(dataset_id, subject, services.query)
            except UnknownDataset:
                # In the words that were typed, as for a dataset that is not there at all.
                raise UnknownDataset(dataset=name[:120]) from None


def _dataset_id(name: str, catalog: Snapshot) -> str:
    found = catalog.dataset_spelt(name)
    if found is None:
        raise UnknownDataset(dataset=name[:120])
    return found.id


def _print(report: CoverageReport) -> None:
    language = language_of_the_terminal()
    rows, examples = ("Lignes", "Exemples") if language == "fr" else ("Rows", "Examples")
    table = Table("Cause", rows, "Codes", examples, title=report.dataset_id)
    for each in report.causes:
        said = each.cause.fr if language == "fr" else each.cause.en
        table.add_row(said, str(each.rows), str(each.codes), _examples(each))
    console = console_of_tables()
    console.print(table)
    outside = sum(each.rows for each in report.causes if not each.cause.counts)
    if language == "fr":
        console.print(f"{report.rows} lignes, dont {outside} ne sont dans aucun territoire")
    else:
        console.print(f"{report.rows} rows, of which {outside} are in no territory")


def _examples(count: CauseCount) -> str:
    return ", ".join(
        each.code if each.now in (None, each.code) else f"{each.code} → {each.now} {each.now_nom}"
        for each in count.examples[:5]
    )


def _json(report: CoverageReport) -> dict[str, object]:
    return {
        "dataset": report.dataset_id,
        "column": report.column,
        "date_column": report.date_column,
        "read_on": report.read_on and report.read_on.isoformat(),
        "rows": report.rows,
        "causes": [
            {
                "cause": each.cause.code,
                "fr": each.cause.fr,
                "en": each.cause.en,
                "in_territory": each.cause.counts,
                "rows": each.rows,
                "codes": each.codes,
                "examples": [
                    {"code": one.code, "rows": one.rows, "now": one.now, "nom": one.now_nom}
                    for one in each.examples
                ],
            }
            for each in report.causes
        ],
    }
