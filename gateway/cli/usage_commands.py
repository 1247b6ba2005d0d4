"""`interco usage`, `history`, `could-read`: who read one's data, and who had the right to."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from catalog.model.paris import PARIS
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import Caller, ask, download
from gateway.cli.reading import dataset_name, iso_day
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_found

_USAGE = """query($dataset: ID, $since: Date, $until: Date, $by: UsagePeriod) {
  usage(dataset: $dataset, since: $since, until: $until, by: $by) {
    dataset organisation { name slug siren } purpose agreements requests besideOthers rows last
    period } }"""
_BODY_USAGE = """query($since: Date, $until: Date, $monthlyCents: Int) {
  bodyUsage(since: $since, until: $until, monthlyCents: $monthlyCents) {
    month organisation { name siren } requests failed rows milliseconds share cents } }"""
_EUROS = re.compile(r"\d{1,7}(\.\d{1,2})?")
_HISTORY = """query($since: Date) { myRequests(since: $since) {
  requestId at onBehalfOf { name } purpose datasets agreements status rows } }"""
_COULD_READ = """query($dataset: ID!, $since: DateTime!, $until: DateTime!) {
  couldHaveRead(dataset: $dataset, since: $since, until: $until) {
    organisation { name siren } purpose agreements since until } }"""


class PeriodChoice(StrEnum):
    DAY = "day"
    MONTH = "month"


class UsageFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


SINCE = Annotated[str | None, typer.Option(help="From that day on, 26/11/2026; a year otherwise.")]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=(
            "Who read your datasets: purpose, agreement, rows, last time; open data too. Example: "
            "`./interco usage sde35.bornes_recharge --by month --as steward@sde35`. For the "
            "operator: `./interco usage --bodies --cost 1200 --as operator@interco`."
        )
    )(usage)
    app.command(
        help=(
            "What you asked yourself, the last first. Example: "
            "`./interco history --since 01/11/2026 --as agent@valcobreizh`."
        )
    )(history)
    app.command(
        name="could-read",
        help=(
            "Who had the right to read a dataset of yours between two moments. Example: "
            "`./interco could-read sde35.bornes_recharge --since 2026-11-01T08:00 "
            "--until 2026-11-02T18:00 --as steward@sde35`."
        ),
    )(could_read)


@with_caller()
def usage(
    caller: Caller,
    dataset: Annotated[
        str | None,
        typer.Argument(help="One of yours, as ORGANISATION.DATASET; all when not said."),
    ] = None,
    since: SINCE = None,
    until: Annotated[str | None, typer.Option(help="To that day, 26/11/2026, included.")] = None,
    by: Annotated[PeriodChoice | None, typer.Option(help="A line a day, or a month.")] = None,
    bodies: Annotated[
        bool, typer.Option(help="For the operator: what each body asked, by month.")
    ] = False,
    cost: Annotated[
        str | None, typer.Option(help="With --bodies: euros of a month to share out, 1200.50.")
    ] = None,
    out: Annotated[UsageFormat, typer.Option("--format")] = UsageFormat.TABLE,
) -> None:
    """For stewards, of their own organisation's datasets: organisations, never persons."""
    if bodies:
        _body_usage(caller, iso_day(since), iso_day(until), cost, out)
        return
    period = {"dataset": dataset, "since": iso_day(since), "until": iso_day(until)}
    if out is UsageFormat.CSV:
        given = {**period, "by": by and by.value}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        typer.echo(download(f"/v1/usage?{query}", caller), nl=False)
        return
    values = {**period, "by": by and by.name}
    print_found(ask(_USAGE, values, caller)["usage"], OutputFormat(out.value), _print_usage)


def _body_usage(
    caller: Caller, since: str | None, until: str | None, cost: str | None, out: UsageFormat
) -> None:
    values = {
        "since": since,
        "until": until,
        "monthlyCents": None if cost is None else _cents(cost),
    }
    if out is UsageFormat.CSV:
        given = urlencode({name: value for name, value in values.items() if value is not None})
        typer.echo(download(f"/v1/usage/bodies?{given}", caller), nl=False)
        return
    parts = ask(_BODY_USAGE, values, caller)["bodyUsage"]
    print_found(parts, OutputFormat(out.value), _print_body_usage)


def _cents(written: str) -> int:
    """`1200`, `1200.50`, `1 200,50`."""
    typed = written.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    if not _EUROS.fullmatch(typed):
        raise typer.BadParameter("a cost in euros is typed as 1200.50")
    return int(Decimal(typed) * 100)


@with_caller()
def history(
    caller: Caller,
    since: SINCE = None,
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Your own alone; nobody else is shown it."""
    requests = ask(_HISTORY, {"since": iso_day(since)}, caller)["myRequests"]
    print_found(requests, out, _print_history)


@with_caller()
def could_read(
    caller: Caller,
    dataset: Annotated[str, typer.Argument(help="One of yours, as ORGANISATION.DATASET.")],
    since: Annotated[str, typer.Option(help="A moment, in Paris: 2026-11-26T08:00.")],
    until: Annotated[str, typer.Option(help="A moment, in Paris: 2026-11-26T08:00.")],
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """For the owner's steward and DPO: by the catalogs of that time and the rules of today."""
    values = {"dataset": dataset, "since": _moment(since), "until": _moment(until)}
    print_found(ask(_COULD_READ, values, caller)["couldHaveRead"], out, _print_could_read)


def _moment(text: str) -> str:
    """With its offset: that of Paris where none is typed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a moment is typed as 2026-11-26T08:00") from None
    at = moment if moment.tzinfo is not None else moment.replace(tzinfo=PARIS)
    return at.isoformat()


def _print_usage(uses: list[dict[str, Any]]) -> None:
    page = Page()
    if not uses:
        page.say("Personne n'a rien lu dans ce temps.", "Nobody has read anything in that time.")
        return
    nobody = page.word("sans compte", "without an account")
    by_period = any(each["period"] for each in uses)
    columns = (
        *((("Période", "Period"),) if by_period else ()),
        ("Jeu", "Dataset"),
        ("Qui", "Who"),
        ("Finalité", "Purpose"),
        ("Convention", "Agreement"),
        ("Requêtes", "Requests"),
        ("Lignes", "Rows"),
        ("Dernière fois", "Last time"),
    )
    page.table(
        columns,
        (
            (
                *((each["period"],) if by_period else ()),
                dataset_name(each["dataset"]),
                each["organisation"]["name"] if each["organisation"] else nobody,
                each["purpose"],
                " ".join(each["agreements"]),
                each["requests"],
                f"{each['rows']}{' +' if each['besideOthers'] else ''}",
                page.instant(each["last"]),
            )
            for each in uses
        ),
    )
    if any(each["besideOthers"] for each in uses):
        page.say(
            "+ : d'autres requêtes ont lu aussi d'autres jeux ; leurs lignes ne sont pas comptées.",
            "+: other requests read other datasets too; their rows are not counted.",
        )


def _print_body_usage(parts: list[dict[str, Any]]) -> None:
    page = Page()
    if not parts:
        page.say("Personne n'a rien demandé dans ce temps.", "Nobody asked anything in that time.")
        return
    nobody = page.word("sans compte", "without an account")
    page.table(
        (
            ("Mois", "Month"),
            ("Organisme", "Body"),
            ("Requêtes", "Requests"),
            ("Sans réponse", "Unanswered"),
            ("Lignes", "Rows"),
            ("Secondes", "Seconds"),
            ("Part du temps", "Part of the time"),
            ("Coût", "Cost"),
        ),
        (
            (
                part["month"],
                part["organisation"]["name"] if part["organisation"] else nobody,
                part["requests"],
                part["failed"],
                part["rows"],
                f"{part['milliseconds'] / 1000:.3f}",
                "" if part["share"] is None else f"{100 * part['share']:.2f} %",
                "" if part["cents"] is None else f"{part['cents'] / 100:.2f} €",
            )
            for part in parts
        ),
    )


def _print_history(requests: list[dict[str, Any]]) -> None:
    page = Page()
    if not requests:
        page.say("Vous n'avez rien demandé dans ce temps.", "You asked nothing in that time.")
        return
    page.table(
        (
            ("Quand", "When"),
            ("Jeux", "Datasets"),
            ("Pour", "For"),
            ("Finalité", "Purpose"),
            ("Convention", "Agreement"),
            ("Lignes", "Rows"),
            ("Référence", "Reference"),
        ),
        (
            (
                page.instant(each["at"]),
                " ".join(map(dataset_name, each["datasets"])),
                each["onBehalfOf"]["name"] if each["onBehalfOf"] else "",
                each["purpose"],
                " ".join(each["agreements"]),
                each["rows"],
                each["requestId"],
            )
            for each in requests
        ),
    )


def _print_could_read(spans: list[dict[str, Any]]) -> None:
    page = Page()
    if not spans:
        page.say(
            "Personne d'autre que votre organisme n'avait le droit de le lire.",
            "Nobody but your own organisation had the right to read it.",
        )
        return
    anybody = page.word("n'importe qui, sans compte", "anybody, without an account")
    page.table(
        (
            ("Qui", "Who"),
            ("Finalité", "Purpose"),
            ("Convention", "Agreement"),
            ("De", "From"),
            ("À", "Until"),
        ),
        (
            (
                each["organisation"]["name"] if each["organisation"] else anybody,
                each["purpose"],
                " ".join(each["agreements"]),
                page.instant(each["since"]),
                page.instant(each["until"]),
            )
            for each in spans
        ),
    )
