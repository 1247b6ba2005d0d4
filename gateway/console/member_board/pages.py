"""`/agreements/board`: who of our members gives what, until when; and asking or reminding them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.column_types import DAYS
from catalog.model.paris import paris_day
from gateway.console.agreements.documents import REMIND
from gateway.console.agreements.drawings import drawn_map
from gateway.console.agreements.life import month_in_words
from gateway.console.member_board.documents import BOARD, MEMBERS, received_document
from gateway.console.member_board.views import (
    Cell,
    Column,
    Member,
    Received,
    agreement_about,
    cell_of,
    columns_of,
    due_month,
    members_of,
    received_together,
    summary_of,
)
from gateway.console.visit import Refused, Visit, page_for_signed_in
from papers.pictures import Drawn, StatusClass, Tone

_Entry = Mapping[str, Any]
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One member: a cell for each kind of data, and months of the one that is looked at."""

    member: Member
    cells: Sequence[Cell]
    months: Sequence[tuple[str, str]]


@page_for_signed_in
async def board(visit: Visit) -> Response:
    """`?data=` looks at one kind of data by month."""
    data = await visit.ask(BOARD)
    own = "" if visit.body is None else str(visit.body["siren"])
    lands, communes = await _lands(data, own, visit)
    members = members_of(data, lands, own)
    columns = columns_of(data, members, visit.language)
    cells = {}
    for column in columns:
        known = {
            member.siren: await _standing(data, member.datasets.get(column.key, ()), visit)
            for member in members
        }
        latest = max((came.last for _entry, came in known.values() if came is not None), default="")
        for member in members:
            entry, came = known[member.siren]
            datasets = member.datasets.get(column.key, ())
            dataset = next((each for each in datasets if _is_about(entry, each)), {})
            due = due_month(dataset, latest, paris_day(datetime.now(UTC)))
            cell = cell_of(member, column.key, entry, came, visit, due)
            cells[member.siren, column.key] = (cell, came)
    looked_at = _looked_at(columns, visit)
    months = _months(looked_at, members, cells)
    return visit.page(
        "member_board/board.html",
        columns=columns,
        looked_at=looked_at,
        summaries=[
            (
                column,
                summary_of(
                    members,
                    {member.siren: cells[member.siren, column.key] for member in members},
                    visit,
                ),
            )
            for column in columns
        ],
        map=_map(looked_at or next(iter(columns), None), members, communes, cells, visit),
        months=[month_in_words(month, visit.language) for month in months],
        lines=[
            Line(
                member=member,
                cells=[cells[member.siren, column.key][0] for column in columns],
                months=_by_month(looked_at, member, months, cells, visit),
            )
            for member in members
        ],
    )


@page_for_signed_in
async def reminding(visit: Visit) -> Response:
    """One body, or every one that has not answered."""
    citations = (await visit.form()).all("agreement")
    reminded, refused_by = 0, []
    for citation in citations:
        try:
            await visit.ask(REMIND, agreement=citation)
            reminded += 1
        except Refused as refused:
            refused_by.append(refused)
    if refused_by and not reminded:
        raise refused_by[0]
    return visit.see_other("/agreements/board", done="reminded")


async def _lands(
    data: _Entry, own: str, visit: Visit
) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """The communes that each member brings, for whatever a template is about; and their names."""
    lands: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for template in data["templates"] if own else ():
        answer = await visit.ask(MEMBERS, siren=own, competence=template["competence"])
        territory = answer["territory"] or {}
        names |= {commune["code"]: commune["nom"] for commune in territory.get("communes") or ()}
        for path in territory.get("memberships") or ():
            if len(path["through"]) > 1:
                lands[path["through"][-2]] |= set(path["communes"])
    return {siren: frozenset(codes) for siren, codes in lands.items()}, names


async def _standing(
    data: _Entry, datasets: Sequence[_Entry], visit: Visit
) -> tuple[_Entry | None, Received | None]:
    """The agreement with a member about data of one kind, and the rows received of all of it."""
    received = []
    for dataset in datasets:
        entry = agreement_about(data, {dataset["id"]})
        came = await _received(dataset, entry, visit)
        if entry is not None and came is not None:
            received.append((entry, came))
    if received:
        return received_together(received)
    return agreement_about(data, {dataset["id"] for dataset in datasets}), None


def _is_about(entry: _Entry | None, dataset: _Entry) -> bool:
    return entry is None or bool(entry["datasetId"] == dataset["id"])


async def _received(dataset: _Entry, entry: _Entry | None, visit: Visit) -> Received | None:
    """Counts of rows that may be read now, for a purpose of the visitor's; None where none may."""
    if entry is None or entry["state"] != "active":
        return None
    purpose = next((code for code in entry["purposes"] if code in visit.purposes), None)
    fields = {column["name"]: column for column in dataset["columns"]}
    given = [fields[name] for name in entry["columns"] if name in fields]
    bound = dataset["territory"] or {}
    dates = [column for column in given if column["type"] in DAYS]
    dates.sort(key=lambda column: column["name"] != bound.get("dateColumn"))
    commune = next((item["field"] for item in given if item["name"] == bound.get("column")), None)
    if purpose is None or not dates:
        return None
    organisation, name, date = dataset["organisation"], dataset["field"], dates[0]["field"]
    document = received_document(organisation, name, date, commune)
    try:
        answer = await visit.ask(document, purpose=purpose)
    except Refused:
        return None
    months: dict[str, int] = defaultdict(int)
    communes = set()
    for group in answer[organisation][name]["groupBy"]:
        if group["key"][date]:
            months[group["key"][date][:7]] += group["aggregate"]["count"]
        if commune is not None and group["key"][commune]:
            communes.add(group["key"][commune])
    return Received(months, frozenset(communes))


def _map(
    column: Column | None,
    members: Sequence[Member],
    communes: Mapping[str, str],
    cells: Mapping[tuple[str, str], tuple[Cell, Received | None]],
    visit: Visit,
) -> Drawn | None:
    """Of the communes that the members bring, those whose rows have come. `communes`: names."""
    if column is None:
        return None
    _ = visit.gettext
    statuses: dict[str, str | None] = {}
    for member in members:
        came = (cells[member.siren, column.key][1] or Received()).communes
        for code in member.communes:
            if code in came or code not in statuses:
                statuses[code] = "received" if code in came else "missing"
    classes = (
        StatusClass("received", _("reçue"), Tone.GOOD, _("reçues")),
        StatusClass("missing", _("manque"), Tone.MISSING, _("manquent")),
    )
    return drawn_map(visit, column.title, statuses, classes, communes)


def _looked_at(columns: Sequence[Column], visit: Visit) -> Column | None:
    wanted = visit.request.query_params.get("data")
    return next((column for column in columns if column.key == wanted), None)


def _months(
    column: Column | None,
    members: Sequence[Member],
    cells: Mapping[tuple[str, str], tuple[Cell, Received | None]],
) -> list[str]:
    """The last that anybody gave, at most a year of them, the oldest first."""
    if column is None:
        return []
    months = {
        month
        for member in members
        for month in (cells[member.siren, column.key][1] or Received()).months
    }
    return sorted(months)[-_MONTHS:]


def _by_month(
    column: Column | None,
    member: Member,
    months: Sequence[str],
    cells: Mapping[tuple[str, str], tuple[Cell, Received | None]],
    visit: Visit,
) -> list[tuple[str, str]]:
    """(kind, words) of each month."""
    if column is None:
        return []
    cell, received = cells[member.siren, column.key]
    if received is None:
        return [(cell.kind, cell.words) for _month in months]
    _ = visit.gettext
    return [
        ("ok", _("reçu, %(rows)s lignes", rows=visit.number(received.months[month])))
        if month in received.months
        else ("wait", _("en retard"))
        for month in months
    ]


ROUTES = (
    Route("/agreements/board", board),
    Route("/agreements/board/remind", reminding, methods=["POST"]),
)
