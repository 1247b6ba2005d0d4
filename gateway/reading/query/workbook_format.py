"""A workbook as a format of an answer: whole at its end, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from catalog.model.paris import PARIS
from catalog.model.problem import Language, Problem
from federation.logical import WireType
from federation.results.formats.protocol import Columns, ShownColumn
from gateway.reading.query.described_columns import column_shown_as
from gateway.reading.query.ways_given import ways_in_words
from gateway.reading.query.workbook_problems import CellTooLong, WorkbookTooLarge
from papers.question_workbook import LONGEST_CELL, MOST_ROWS, Lines, QuestionWorkbook
from papers.rows_files import Cell
from policies.given import transforms_of

if TYPE_CHECKING:
    from gateway.reading.query.sql_prepare import PreparedSql
    from gateway.reading.query.streaming import Outgoing

_MOST_CELLS = 1_000_000
"""A workbook is made in memory."""
_SHEETS: Mapping[Language, tuple[str, str, str, str]] = {
    "fr": ("données", "colonnes", "couverture", "reçu"),
    "en": ("data", "columns", "coverage", "receipt"),
}
_COLUMNS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("Nom", "Libellé", "Unité", "Concept", "Source", "Donné"),
    "en": ("Name", "Label", "Unit", "Concept", "Source", "How it is given"),
}
_COVERAGE: Mapping[Language, tuple[str, ...]] = {
    "fr": ("Organisme", "Données", "État", "Dernier jour", "Lignes écartées"),
    "en": ("Body", "Data", "Status", "Last day", "Rows left out"),
}
_RECEIPT: Mapping[Language, tuple[str, str]] = {
    "fr": ("Reçu signé de la lecture", "Il se vérifie à la page « Vérifier un reçu »."),
    "en": ("Signed receipt of the reading", 'It is checked on the page "Check a receipt".'),
}


_STATES: Mapping[str, tuple[str, str]] = {
    "ANSWERED": ("a répondu", "answered"),
    "EMPTY": ("sans ligne", "without a row"),
    "STALE": ("en retard", "late"),
    "DOWN": ("sans réponse", "not answering"),
    "DENIED": ("sans accès", "not given"),
}


class WorkbookEncoder:
    """`answer` is what it is the format of: its sources and receipt are known when it ends."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"

    def __init__(self, language: Language) -> None:
        self.scope: bytes | None = None
        self.answer: Outgoing | None = None
        self._language = language
        self._columns: Columns = ()
        self._workbook: QuestionWorkbook | None = None
        self._rows = 0

    def begin(self, columns: Columns) -> bytes:
        self._columns = columns
        names = [each.name for each in columns]
        self._workbook = QuestionWorkbook(names, _SHEETS[self._language][0])
        return b""

    def batch(self, batch: pa.RecordBatch) -> bytes:
        """Raises WorkbookTooLarge, CellTooLong."""
        self._rows += batch.num_rows
        for limit, count, fr, en in (
            (MOST_ROWS, self._rows, "lignes", "rows"),
            (_MOST_CELLS, self._rows * batch.num_columns, "cellules", "cells"),
        ):
            if count > limit:
                raise WorkbookTooLarge(limit=limit, what_fr=fr, what_en=en)
        cells = [
            [_cell(value, output) for value in column.to_pylist()]
            for column, output in zip(batch.columns, self._columns, strict=True)
        ]
        if self._workbook is not None:
            self._workbook.add(list(zip(*cells, strict=True)))
        return b""

    def end(self) -> bytes:
        prepared = None if self.answer is None else self.answer.prepared
        receipt = None if self.answer is None else self.answer.receipt
        _, columns, coverage, proof = _SHEETS[self._language]
        sheets: list[tuple[str, Lines]] = [
            (columns, self._described(prepared)),
            (coverage, self._covered(prepared)),
            (proof, [_RECEIPT[self._language], (receipt or "",)]),
        ]
        return b"" if self._workbook is None else self._workbook.close_with(sheets)

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """Nothing was sent: the problem is an answer of its own."""
        del problem, language, request_id, rows
        return b""

    def _described(self, prepared: PreparedSql | None) -> Lines:
        lines: list[tuple[str, ...]] = [_COLUMNS[self._language]]
        for output in self._columns:
            described = None if prepared is None else column_shown_as(output.name, prepared)
            if described is None or prepared is None:
                lines.append((output.name, output.name, "", "", "", ""))
                continue
            dataset, column = described
            is_french = self._language == "fr"
            label = column.label_fr if is_french else column.label_en
            title = dataset.title_fr if is_french else dataset.title_en
            owner = prepared.snapshot.organisations[dataset.owner].name
            ways = transforms_of(column.id, prepared.decision.datasets[dataset.id])
            lines.append(
                (
                    output.name,
                    label or output.name,
                    column.unit or "",
                    column.concept or "",
                    f"{title} ({owner})",
                    ways_in_words(ways, self._language),
                )
            )
        return lines

    def _covered(self, prepared: PreparedSql | None) -> Lines:
        lines: list[tuple[str, ...]] = [_COVERAGE[self._language]]
        place = 0 if self._language == "fr" else 1
        if self.scope is not None:
            lines.extend(_sources_of(orjson.loads(self.scope), place))
        elif prepared is not None:
            for name in sorted(prepared.datasets):
                dataset = prepared.snapshot.datasets[name]
                owner = prepared.snapshot.organisations[dataset.owner].name
                lines.append((owner, str(dataset.name), _STATES["ANSWERED"][place], "", ""))
        return lines


def _sources_of(scope: Mapping[str, Any], place: int) -> Iterator[tuple[str, ...]]:
    for source in scope["sources"]:
        counts = [str(each["rows"] or "?") for each in source.get("leftOut", ())]
        day = source["latest"] or ""
        state = _STATES[source["status"]][place]
        yield source["owner"]["nom"], source["dataset"], state, day, ", ".join(counts)


def _cell(value: Any, output: ShownColumn) -> Cell:
    """As its type means it: instants are told in Paris. Raises CellTooLong."""
    if value is None:
        return None
    if output.wire is WireType.DECIMAL:
        return Decimal(value)
    if output.wire is WireType.TIMESTAMP_TZ:
        moment: datetime = value.astimezone(PARIS).replace(tzinfo=None)
        value = moment
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise CellTooLong(column=output.name[:60], limit=LONGEST_CELL)
    cell: Cell = value
    return cell
