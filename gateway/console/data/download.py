"""`/data/{dataset}/rows.xlsx` and `.csv`: the rows of the page's filter and order, all of them.

They are asked for as a page of them is, 10,000 at a time from one cursor to the next: each part is
decided, limited and recorded as any reading. A file is whole, or it is not sent.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar

from starlette.responses import Response

from catalog.model.paris import PARIS
from gateway.base.problems import NotFound
from gateway.console.data import documents
from gateway.console.data.row_columns import RowColumn, less_than_clear, row_columns
from gateway.console.data.rows_question import RowsQuestion, read_question
from gateway.console.data.standing import Standing, standing_of
from gateway.console.days import read_day
from gateway.console.rendering import write_day, write_when
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all
from papers.rows_files import Cell, RowsCsv, RowsFile, RowsWorkbook

_PART_ROWS: Final = 10_000
"""The most that one document gives."""
_MOST_ROWS: Final = 100_000
_UNPROCESSABLE: Final = 422
_Entry = Mapping[str, Any]
T = TypeVar("T")


@page_for_all
async def download(visit: Visit) -> Response:
    """Raises Refused with why a part of the rows is not given.

    Files of one body are made two at once: its other clerks wait in line, and so nobody else does.
    """
    body = str(visit.body["siren"]) if visit.body else ""
    client = visit.request.client
    host = None if client is None else client.host
    async with visit.services.query.downloads.turn_of(body, visit.agent, host):
        return await _download(visit)


async def _download(visit: Visit) -> Response:
    kind = visit.request.path_params["kind"]
    if kind not in {"xlsx", "csv"}:
        raise NotFound(path=visit.request.url.path)
    dataset_id = visit.request.path_params["dataset"]
    standing = await standing_of(dataset_id, visit)
    data = await visit.ask(documents.DATASET, purpose=standing.purpose, id=dataset_id)
    dataset = data["dataset"]
    columns = row_columns(dataset, visit)
    question = read_question(dataset, columns, visit)
    _refuse_unreadable(columns, question, visit)
    file = _new_file(kind, columns, visit)
    count = 0
    async for rows in _parts(dataset, columns, question, standing.purpose, visit):
        count += len(rows)
        await _beside(visit, partial(file.add, rows))
    about = _about(dataset, data["purposes"], standing, question, count, visit)
    content = await _beside(visit, partial(file.close, about))
    name = f"{dataset['name']}.{kind}"
    return Response(
        content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


async def _beside(visit: Visit, write: Callable[[], T]) -> T:
    """In a thread: the loop serves others while many rows are written."""
    writers = visit.services.query.writers
    return await asyncio.get_running_loop().run_in_executor(writers, write)


def _refuse_unreadable(columns: Sequence[RowColumn], question: RowsQuestion, visit: Visit) -> None:
    _ = visit.gettext
    sentence = "" if columns else _("Vous n'y avez pas accès.")
    if question.errors:
        sentence = question.errors[0]["text"]
    if sentence:
        next_step = _("La page de ces données dit pourquoi, et que faire.")
        raise Refused([ShownProblem("rows_not_given", sentence, next_step)], _UNPROCESSABLE)


def _new_file(kind: str, columns: Sequence[RowColumn], visit: Visit) -> RowsFile:
    _ = visit.gettext
    headers = []
    for column in columns:
        headers.append(column.label)
        if column.relation is not None:
            headers.append(_commune_header(columns, column, visit))
    if kind == "csv":
        return RowsCsv(headers, visit.language)
    return RowsWorkbook(headers, (_("Lignes"), _("À propos")))


def _commune_header(columns: Sequence[RowColumn], column: RowColumn, visit: Visit) -> str:
    """« Commune », unless another column is called so."""
    _ = visit.gettext
    if sum(one.relation is not None for one in columns) == 1 and all(
        one.label != _("Commune") for one in columns
    ):
        return _("Commune")
    return _("%(column)s (nom)", column=column.label)


async def _parts(
    dataset: _Entry,
    columns: Sequence[RowColumn],
    question: RowsQuestion,
    purpose: str | None,
    visit: Visit,
) -> AsyncIterator[list[list[Cell]]]:
    document = question.file_document(dataset, columns, _PART_ROWS)
    after: str | None = None
    count = 0
    while True:
        data = await visit.ask(document, purpose=purpose, after=after, **question.variables)
        connection = data[dataset["owner"]["field"]][dataset["field"]]
        page = connection["pageInfo"]
        count += len(connection["nodes"])
        if page["hasNextPage"] and (page["endCursor"] is None or count >= _MOST_ROWS):
            raise Refused([_too_many(count, visit)], _UNPROCESSABLE)
        yield [_cells(row, columns) for row in connection["nodes"]]
        if not page["hasNextPage"]:
            return
        after = page["endCursor"]


def _too_many(count: int, visit: Visit) -> ShownProblem:
    _ = visit.gettext
    return ShownProblem(
        "too_many_rows_asked",
        _("Il y a plus de %(count)s lignes : trop pour un fichier.", count=visit.number(count)),
        _("Filtrez par période ou par commune, puis téléchargez chaque partie."),
    )


def _cells(row: _Entry, columns: Sequence[RowColumn]) -> list[Cell]:
    cells: list[Cell] = []
    for column in columns:
        cells.append(_cell(row[column.field], column.type))
        if column.relation is not None:
            commune = row[column.relation]
            cells.append(None if commune is None else commune["nom"])
    return cells


def _cell(value: Any, kind: str) -> Cell:
    """As its column means it: instants are told in Paris."""
    if value is None or isinstance(value, bool):
        return value
    if kind in _READ:
        return _READ[kind](value)
    return value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def _in_paris(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(PARIS).replace(tzinfo=None)


_READ: Final[Mapping[str, Callable[[str], Cell]]] = {
    "bigint": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "timestamp_tz": _in_paris,
}


def _about(
    dataset: _Entry,
    purposes: Sequence[_Entry],
    standing: Standing,
    question: RowsQuestion,
    count: int,
    visit: Visit,
) -> list[tuple[str, str]]:
    """The lines of the second sheet about the rows: labels and values."""
    _, english = visit.gettext, visit.language == "en"
    labels = {entry["code"]: entry["labelEn" if english else "labelFr"] for entry in purposes}
    reader = _("quelqu'un sans compte")
    if visit.is_signed_in:
        reader = visit.agent or ""
        if visit.body is not None:
            reader = f"{reader}, {visit.body['name']}"
    agreements = [
        _(
            "%(title)s (%(citation)s), jusqu'au %(end)s",
            title=entry["title"],
            citation=entry["citation"],
            end=write_day(entry["end"], visit.language),
        )
        for entry in standing.under
    ]
    facts = [
        (_("Données"), dataset["titleEn" if english else "titleFr"]),
        (_("Propriétaire"), dataset["owner"]["name"]),
        (_("Licence"), dataset["licence"] or ""),
        (_("Convention"), "\n".join(agreements)),
        (_("Finalité"), labels.get(standing.purpose or "", standing.purpose or "")),
        (_("Lues par"), reader),
        (_("Lues le"), write_when(visit.services.query.clock(), visit.language)),
        (_("Lignes"), visit.number(count)),
        (_("Filtre"), _filter_words(question, visit)),
        *less_than_clear(dataset, visit),
        (_("Reçu signé de la lecture"), "\n".join(visit.receipts)),
        (_("Adresse"), question.address(f"{_base(visit)}/data/{dataset['id']}")),
    ]
    if dataset["synthetic"]:
        sentence = _("Lignes synthétiques : inventées pour montrer, elles ne décrivent rien.")
        facts.insert(1, (_("À savoir"), sentence))
    return [(term, words) for term, words in facts if words]


def _base(visit: Visit) -> str:
    return str(visit.request.base_url).rstrip("/")


def _filter_words(question: RowsQuestion, visit: Visit) -> str:
    _, typed = visit.gettext, question.typed
    column = next((one for one in question.filterable if one.field == typed["column"]), None)
    words = []
    if typed["commune"]:
        words.append(_("commune : %(value)s", value=typed["commune"]))
    since, until = read_day(typed["since"]), read_day(typed["until"])
    if since is not None:
        words.append(_("à partir du %(day)s", day=write_day(since, visit.language)))
    if until is not None:
        words.append(_("jusqu'au %(day)s", day=write_day(until, visit.language)))
    if typed["value"] and column is not None:
        words.append(f"{column.label} : {typed['value']}")
    return " ; ".join(words) or _("aucun, toutes les lignes")
